"""As the agent saw it, as it is now, as the agent wants it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from webapp.editing.drafts import Base, Draft
from webapp.editing.inputs import NO_SCHEMA, Schema, inputs_for
from webapp.editing.merging import Merged, merge, missing, rebased
from webapp.editing.profiles import value_at, with_values, writable
from webapp.voucherify.metadata_schemas import Definition

ZONE = ZoneInfo("Europe/Warsaw")
SEEN = {
    "name": "Anna Nowak",
    "email": "anna@example.org",
    "address": {"city": "Kraków", "country": "PL", "floor": 3},
    "metadata": {"tier": "silver", "visits": 3, "vip": True, "pets": [{"kind": "cat"}], "nothing": None},
}
KEYS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | KEYS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


def base_of(profile: dict[str, Any], schema: Schema = NO_SCHEMA) -> Base:
    return Base("cust_1", profile, schema, datetime.now(UTC))


def typed(**texts: str) -> Draft:
    return Draft.from_form(MultiDict({name.replace("__", "/"): text for name, text in texts.items()}))


def merged_with(draft: Draft, now: dict[str, Any] = SEEN, seen: dict[str, Any] = SEEN) -> Merged:
    return merge(base_of(seen), draft, now, ZONE)


def all_as_shown(base: Base) -> Draft:
    """What a browser sends when nobody touched anything; it changes the ends of lines."""
    form = {
        each.name: (each.write(value_at(base.profile, each.path), ZONE) or "").replace("\n", "\r\n")
        for each in inputs_for(base.profile, base.schema, ZONE)
    }
    return Draft.from_form(MultiDict(form))


def test_only_what_was_changed_is_sent():
    merged = merged_with(typed(name="Anna Kowalska", email="anna@example.org"))
    assert merged.update == {"name": "Anna Kowalska"}
    assert [change.to_json() for change in merged.changes] == [
        {"field": "name", "old": "Anna Nowak", "new": "Anna Kowalska"}
    ]


def test_lines_are_stored_with_the_ends_that_others_write():
    """A form sends a carriage return with each of them, which no other system expects."""
    assert merged_with(typed(description="shy\r\n\r\ncalls late")).update == {"description": "shy\n\ncalls late"}
    new = Draft.from_form(MultiDict({"new-0-key": "note", "new-0-kind": "text", "new-0-value": "a\r\nb"}))
    assert merged_with(new).update == {"metadata": {**SEEN["metadata"], "note": "a\nb"}}


@given(st.dictionaries(KEYS, VALUES, max_size=5), KEYS | st.none(), VALUES)
def test_a_form_that_nobody_touched_changes_nothing(metadata: dict[str, Any], name: str | None, birthdate: Any):
    seen = {"name": name, "birthdate": birthdate, "metadata": metadata, "address": {"city": name, "x": metadata}}
    base = base_of(seen)
    assert merge(base, all_as_shown(base), seen, ZONE) == Merged(seen, {})


def test_an_object_goes_whole_with_what_nobody_asked_about():
    merged = merged_with(typed(address__city="Łódź", metadata__tier="gold"))
    assert merged.update == {
        "address": {"city": "Łódź", "country": "PL", "floor": 3},
        "metadata": {**SEEN["metadata"], "tier": "gold"},
    }
    assert [change.field for change in merged.changes] == ["address.city", "metadata.tier"]


def test_clearing_a_field_sends_null():
    merged = merged_with(typed(email="", metadata__visits=" "))
    assert merged.update == {"email": None, "metadata": {**SEEN["metadata"], "visits": None}}


def test_clearing_what_is_not_there_changes_nothing():
    assert merged_with(typed(phone="  ", metadata__nothing="")).values == {}


def test_a_key_is_removed_by_its_box():
    draft = Draft.from_form(MultiDict([("metadata/tier", "silver"), ("remove", "metadata/tier")]))
    assert merged_with(draft).update["metadata"]["tier"] is None


def test_what_somebody_else_changed_elsewhere_stays():
    now = {**SEEN, "phone": "+48 600", "metadata": {**SEEN["metadata"], "tier": "gold"}}
    merged = merged_with(typed(name="Anna Kowalska", metadata__visits="4"), now)
    assert merged.update == {"name": "Anna Kowalska", "metadata": {**SEEN["metadata"], "tier": "gold", "visits": 4}}
    assert {change.field for change in merged.elsewhere} == {"phone", "metadata.tier"}


def test_the_same_field_is_a_dispute_until_somebody_chooses():
    now = {**SEEN, "email": "theirs@example.org"}
    draft = typed(email="mine@example.org")
    merged = merged_with(draft, now)
    [dispute] = merged.undecided
    assert (dispute.before, dispute.theirs, dispute.mine) == (
        "anna@example.org",
        "theirs@example.org",
        "mine@example.org",
    )
    assert not merged.is_ready

    base = rebased(base_of(SEEN), merged)
    mine = merge(base, replace(draft, choices={"email": "mine"}), now, ZONE)
    assert mine.is_ready
    assert mine.update == {"email": "mine@example.org"}
    theirs = merge(base, replace(draft, choices={"email": "theirs"}), now, ZONE)
    assert not theirs.values
    assert not theirs.undecided


def test_a_choice_does_not_outlive_another_change():
    now = {**SEEN, "email": "theirs@example.org"}
    draft = typed(email="mine@example.org")
    base = rebased(base_of(SEEN), merged_with(draft, now))
    chosen = replace(draft, choices={"email": "mine"})
    again = merge(base, chosen, {**SEEN, "email": "third@example.org"}, ZONE)
    [dispute] = again.undecided
    assert (dispute.before, dispute.theirs) == ("anna@example.org", "third@example.org")


def test_two_who_wrote_the_same_agree():
    merged = merged_with(typed(email="new@example.org"), {**SEEN, "email": "new@example.org"})
    assert not merged.values
    assert [each.path for each in merged.settled] == [("email",)]


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), VALUES), st.dictionaries(st.sampled_from(["a", "b"]), VALUES))
def test_nobodys_change_to_another_key_is_lost(theirs: dict[str, Any], seen: dict[str, Any]):
    merged = merged_with(typed(name="Somebody"), {"metadata": theirs}, {"metadata": seen})
    assert with_values(merged.now, merged.values)["metadata"] == theirs


def test_keys_are_added_with_their_kind():
    draft = typed(**{"new-0-key": "shoe size", "new-0-kind": "number", "new-0-value": "42"})
    assert merged_with(draft).update == {"metadata": {**SEEN["metadata"], "shoe size": 42}}


@pytest.mark.parametrize(
    ("key", "value", "wrong"),
    [("tier", "gold", "new-0-key"), ("", "gold", "new-0-key"), ("colour", "", "new-0-value")],
)
def test_a_key_that_cannot_be_added_is_told(key: str, value: str, wrong: str):
    draft = typed(**{"new-0-key": key, "new-0-kind": "text", "new-0-value": value})
    assert [*merged_with(draft).errors] == [wrong]


def test_a_key_that_somebody_else_added_meanwhile_is_a_dispute():
    now = {**SEEN, "metadata": {**SEEN["metadata"], "colour": "red"}}
    draft = typed(**{"new-0-key": "colour", "new-0-kind": "text", "new-0-value": "blue"})
    merged = merged_with(draft, now)
    assert [dispute.theirs for dispute in merged.undecided] == ["red"]
    chosen = replace(draft, choices={"metadata/colour": "mine"})
    assert merge(rebased(base_of(SEEN), merged), chosen, now, ZONE).update["metadata"]["colour"] == "blue"


def test_what_cannot_be_read_is_an_error_at_its_field():
    merged = merged_with(typed(birthdate="30.02.1990", metadata__visits="many"))
    assert merged.errors.keys() == {"birthdate", "metadata/visits"}
    assert not merged.values


NESTED = Schema(
    {
        "preferences": Definition({"type": "object", "objectType": "Preferences"}),
        "level": Definition({"type": "string", "eq": ["silver", "gold"], "optional": False}),
        "fax": Definition({"type": "string", "deleted": True}),
    },
    {"Preferences": {"topics": Definition({"type": "string", "array": True, "eq": ["bread", "tea"]})}},
)


def test_a_nested_field_keeps_what_stands_beside_it():
    seen = {"metadata": {"preferences": {"topics": ["tea"], "old": 1}, "fax": "+49 30"}}
    base = base_of(seen, NESTED)
    draft = Draft.from_form(MultiDict([("metadata/preferences/topics", ""), ("metadata/preferences/topics", "bread")]))
    merged = merge(base, draft, seen, ZONE)
    assert merged.update == {"metadata": {"preferences": {"topics": ["bread"], "old": 1}, "fax": "+49 30"}}


def test_boxes_in_another_order_are_no_change():
    seen = {"metadata": {"preferences": {"topics": ["tea", "bread"]}}}
    names = [("metadata/preferences/topics", topic) for topic in ("", "bread", "tea")]
    assert not merge(base_of(seen, NESTED), Draft.from_form(MultiDict(names)), seen, ZONE).values


def test_keys_no_longer_defined_are_not_offered_and_stay():
    profile = {"metadata": {"fax": "+49 30", "note": "x"}}
    names = {each.name for each in inputs_for(profile, NESTED, ZONE)}
    assert "metadata/fax" not in names
    assert {"metadata/note", "metadata/preferences/topics"} <= names
    assert NESTED.retired(profile["metadata"]) == {"fax": "+49 30"}


def test_what_the_project_requires_of_new_customers():
    base = Base("", {}, NESTED, datetime.now(UTC))
    assert [*missing(base, Draft(), ZONE)] == ["metadata/level"]
    assert not missing(base, typed(metadata__level="gold"), ZONE)


def test_only_what_can_be_written_is_taken_from_a_customer():
    raw = {**SEEN, "id": "cust_1", "source_id": "crm-1", "summary": {}, "birthday": None}
    assert writable(raw) == {**SEEN, "birthday": None}
