"""A change is taken back field by field, where the value is still the one that was written."""

from datetime import UTC, datetime

from webapp.audit import Change
from webapp.history.undoing import chosen, consent_answers, profile_update, steps
from webapp.known_consents import FRONTDESK, KnownAnswer
from webapp.voucherify import UNSET
from webapp.voucherify.customer_records import Customer

NOW = Customer(
    {
        "id": "cust_1",
        "email": "new@example.org",
        "phone": "+48 111",
        "address": {"city": "Łódź", "country": "PL"},
        "metadata": {"tier": "gold", "visits": 3, "added": 1, "gone": None},
    }
)
EMAIL = Change("email", "old@example.org", "new@example.org")
ANSWER = KnownAnswer(given=True, at=datetime(2026, 1, 1, tzinfo=UTC), source=FRONTDESK)


def obstacles(*changes: Change) -> list[str]:
    return [step.obstacle for step in steps(changes, NOW, {"cnst_known": ANSWER})]


def taken_back(*changes: Change) -> dict[str, object]:
    offered = steps(changes, NOW, {})
    return profile_update(chosen(offered, {change.field for change in changes}), NOW)


def test_a_value_that_still_stands_can_be_put_back():
    assert obstacles(EMAIL) == [""]
    assert taken_back(EMAIL) == {"email": "old@example.org"}


def test_a_value_changed_since_is_left_alone():
    assert obstacles(Change("phone", "+48 999", "+48 222")) == ["It was changed again since."]


def test_a_value_that_is_back_already_needs_nothing():
    assert obstacles(Change("phone", "+48 111", "+48 222")) == ["It has its old value already."]


def test_only_what_is_chosen_and_possible_is_taken():
    offered = steps([EMAIL, Change("phone", "+48 999", "+48 222"), Change("address.city", "Kraków", "Łódź")], NOW, {})
    assert [step.field for step in chosen(offered, {"email", "phone"})] == ["email"]


def test_objects_are_sent_whole_as_read_with_the_old_values_in_them():
    update = taken_back(Change("metadata.tier", "silver", "gold"), Change("address.city", "Kraków", "Łódź"))
    assert update["metadata"] == {"tier": "silver", "visits": 3, "added": 1, "gone": None}
    assert update["address"] == {"city": "Kraków", "country": "PL"}


def test_what_was_not_there_before_is_removed_by_null():
    assert taken_back(Change("metadata.added", UNSET, 1))["metadata"]["added"] is None  # type: ignore[index]
    assert taken_back(Change("phone", UNSET, "+48 111")) == {"phone": None}


def test_what_was_removed_comes_back_whether_the_api_kept_a_null_or_nothing():
    update = taken_back(Change("metadata.gone", "here", UNSET), Change("metadata.vanished", "here", None))
    assert update["metadata"]["gone"] == "here"  # type: ignore[index]
    assert update["metadata"]["vanished"] == "here"  # type: ignore[index]


def test_a_consent_goes_back_to_an_answer_that_is_known():
    known = Change("consents.cnst_known", False, True)
    assert obstacles(known) == [""]
    offered = steps([known], NOW, {"cnst_known": ANSWER})
    assert consent_answers(chosen(offered, {known.field})) == {"cnst_known": False}


def test_a_consent_whose_old_or_present_answer_is_not_known_stays():
    assert obstacles(Change("consents.cnst_known", UNSET, True)) == ["What was answered before is not known."]
    assert obstacles(Change("consents.cnst_other", False, True)) == ["It was changed again since."]


def test_the_reversal_goes_from_what_is_there_to_what_was():
    [step] = steps([EMAIL], NOW, {})
    assert step.reversal == Change("email", "new@example.org", "old@example.org")
