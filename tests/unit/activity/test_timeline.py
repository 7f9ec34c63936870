"""The timeline: days, what an update changed, what the events around one add to it."""

from datetime import date
from typing import Any

from webapp.activity.presenters.timeline import Entry, days_of, source_in_words
from webapp.formats import Formats
from webapp.values import Value
from webapp.voucherify.activity import ActivityEvent, EventSource

FORMATS = Formats("EUR", "Europe/Warsaw")
TODAY = date(2026, 11, 20)


def event(number: int, event_type: str, created_at: str = "2026-11-20T10:00:00.000Z", **payload: Any) -> ActivityEvent:
    return ActivityEvent(
        {"id": f"evcus_{number}", "type": event_type, "created_at": created_at, "data": {"data": payload}}
    )


def state(**fields: Any) -> dict[str, Any]:
    return {"id": "cust_1", "created_at": "2025-01-01T00:00:00.000Z", **fields}


def entries_of(*events: ActivityEvent, **options: Any) -> list[Entry]:
    days = days_of(events, FORMATS, TODAY, options.pop("mask", lambda value: value), **options)
    return [entry for day in days for entry in day.entries]


def test_entries_stand_under_the_day_of_the_configured_zone() -> None:
    late = event(1, "customer.created", "2026-11-19T23:30:00.000Z")
    before = event(2, "customer.created", "2026-11-19T22:30:00.000Z")
    earlier = event(3, "customer.created", "2026-11-01T12:00:00.000Z")
    timeless = event(4, "customer.created", "not a time")
    labels = [day.label for day in days_of([late, before, earlier, timeless], FORMATS, TODAY, lambda value: value)]
    assert labels == ["Today", "Yesterday", "1 Nov 2026", "At a time not known"]


def test_an_update_shows_old_and_new_against_the_state_before() -> None:
    updated = event(1, "customer.updated", customer=state(phone="+2", metadata={"tier": "gold"}, summary={"orders": 9}))
    between = event(2, "customer.order.paid", customer={"id": "cust_1", "phone": "short form"})
    created = event(3, "customer.created", customer=state(phone="+1", metadata={"tier": "silver", "left": True}))
    entry = entries_of(updated, between, created)[0]
    assert entry.text == "Profile changed: Phone +1 → +2, tier silver → gold, left yes → none"
    changes = [(change.label, change.old, change.new) for change in entry.changes]
    assert changes[0] == ("Phone", Value("text", "+1"), Value("text", "+2"))
    assert changes[2] == ("Metadata: left", Value("flag", True), Value("missing"))


def test_the_sentence_leaves_out_values_that_are_long() -> None:
    new = {"story": "x" * 200, "tags": ["a"], "since": "2026-05-03"}
    entry = entries_of(
        event(1, "customer.updated", customer=state(metadata=new)),
        event(2, "customer.created", customer=state(metadata={"since": "2026-05-01"})),
    )[0]
    assert entry.text == "Profile changed: since 1 May 2026 → 3 May 2026, story, tags"


def test_the_sentence_names_a_line_of_the_address() -> None:
    moved = event(1, "customer.updated", customer=state(address={"city": "Łódź"}))
    before = event(2, "customer.created", customer=state(address={"city": "Kraków"}))
    assert entries_of(moved, before)[0].text == "Profile changed: Address city Kraków → Łódź"


def test_many_changes_are_named_in_part() -> None:
    new = state(name="B", email="b@example.org", phone="2", address={"city": "Łódź"}, birthdate="1990-01-01")
    entry = entries_of(
        event(1, "customer.updated", customer=new),
        event(2, "customer.created", customer=state(name="A")),
    )[0]
    assert entry.text == "Profile changed: Name A → B, E-mail none → b@example.org, Phone none → 2 and 2 more"


def test_an_update_whose_state_before_is_further_back() -> None:
    updated = event(1, "customer.updated", customer=state(name="B"))
    assert "not known" in entries_of(updated)[0].note
    entry = entries_of(updated, older=[event(2, "customer.updated", customer=state(name="A"))])[0]
    assert (entry.text, entry.note) == ("Profile changed: Name A → B", "")


def test_an_update_that_changed_nothing_says_so() -> None:
    first, second = (event(number, "customer.updated", customer=state(name="A")) for number in (1, 2))
    assert entries_of(first, second)[0].note == "saved without a change in the profile"


def test_values_are_masked_where_they_stand_and_still_compared() -> None:
    def mask(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {name: "•••" if name == "phone" and item else mask(item) for name, item in value.items()}

    entry = entries_of(
        event(1, "customer.updated", customer=state(phone="+2")),
        event(2, "customer.created", customer=state(phone="+1")),
        mask=mask,
    )[0]
    [change] = entry.changes
    assert (change.old, change.new) == (Value("text", "•••"), Value("text", "•••"))
    assert "+2" not in entry.raw_json
    assert entry.text == "Profile changed: Phone"


def test_a_payment_without_points_is_pointed_out_once_others_earned_some() -> None:
    def order(number: int) -> dict[str, Any]:
        return {"id": f"ord_{number}"}

    earned = event(1, "customer.rewarded.loyalty_points", order=order(1))
    events = [
        event(2, "customer.order.paid", order=order(3)),
        event(3, "customer.order.paid", order=order(1)),
        earned,
        event(4, "customer.order.paid", order=order(0)),
    ]
    notes = [entry.note for entry in entries_of(*events, follows_everything=True)]
    assert notes == ["no points were earned for it", "", "", ""]
    assert not any(entry.note for entry in entries_of(*events))
    without_program = [each for each in events if each is not earned]
    assert not any(entry.note for entry in entries_of(*without_program, follows_everything=True))


def test_only_as_many_as_asked_are_shown_though_all_are_looked_at() -> None:
    newest = event(1, "customer.updated", customer=state(name="B"))
    [entry] = entries_of(newest, event(2, "customer.created", customer=state(name="A")), show=1)
    assert entry.text == "Profile changed: Name A → B"


def test_who_caused_an_event() -> None:
    def words(**source: Any) -> str:
        return source_in_words(EventSource(source))

    assert words(channel="API", api_key={"name": "Web shop"}) == "through the API, key “Web shop”"
    assert words(channel="CLIENT_API") == "from a browser or an app"
    assert words(channel="USER_PORTAL", user={"id": "user_1"}) == "in Voucherify's dashboard, by user_1"
    assert words(channel="INTERNAL") == "by Voucherify itself"
    assert words(channel="NEW") == "through NEW"
    assert words() == ""


def test_an_unknown_type_has_its_payload_and_json() -> None:
    [entry] = entries_of(event(1, "customer.brand.new", voucher={"code": "SAVE10"}))
    assert (entry.kind, entry.text) == ("other", "customer.brand.new")
    assert [(fact.label, fact.value.content) for fact in entry.facts] == [("Code", "SAVE10")]
    assert '"customer.brand.new"' in entry.raw_json
