"""What was chosen and typed for many customers, and what it comes to."""

from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from webapp.bulk import drafts
from webapp.bulk.drafts import Decided, Draft, decide
from webapp.bulk.fields import fields_of
from webapp.voucherify.metadata_schemas import MetadataSchema

ZONE = ZoneInfo("Europe/Warsaw")
SCHEMA = MetadataSchema(
    {
        "properties": {
            "a/b c": {"type": "number"},
            "brands": {"type": "string", "array": True, "eq": ["x", "y", "z"]},
            "needed": {"type": "string", "optional": False},
        }
    }
)
FIELDS = fields_of(SCHEMA, {})


def decided(*pairs: tuple[str, str]) -> Decided:
    return decide(Draft.from_form(MultiDict(pairs), FIELDS), FIELDS, ZONE)


def test_set_clear_and_leave():
    found = decided(
        ("do:metadata.a%2Fb%20c", "set"),
        ("to:metadata.a%2Fb%20c", "7"),
        ("do:address.city", "clear"),
        ("to:address.city", "typed before"),
        ("do:address.state", "leave"),
        ("to:address.state", "typed before"),
        ("to:address.country", "no choice made"),
        ("do:nothing.such", "set"),
    )
    assert found == Decided({"metadata.a/b c": 7, "address.city": None}, {})


def test_several_values_of_one_field():
    found = decided(("do:metadata.brands", "set"), *(("to:metadata.brands", each) for each in ("", "x", "z")))
    assert found.values == {"metadata.brands": ["x", "z"]}


def test_setting_takes_a_value_and_the_required_stays():
    found = decided(("do:name", "set"), ("to:name", "  "), ("do:metadata.needed", "clear"))
    assert found == Decided({}, {"name": drafts.VALUE_IS_MISSING, "metadata.needed": drafts.CANNOT_BE_CLEARED})


def test_new_keys():
    found = decided(
        *(("new-0-key", " shelf "), ("new-0-kind", "number"), ("new-0-value", "12")),
        *(("new-1-key", ""), ("new-1-kind", "text"), ("new-1-value", "")),
        *(("new-2-key", ""), ("new-2-kind", "text"), ("new-2-value", "lost")),
        *(("new-3-key", "needed"), ("new-3-kind", "text"), ("new-3-value", "x")),
        *(("new-4-key", "shelf"), ("new-4-kind", "text"), ("new-4-value", "x")),
        *(("new-5-key", "empty"), ("new-5-kind", "nonsense"), ("new-5-value", "")),
        *(("new-6-key", "day"), ("new-6-kind", "day"), ("new-6-value", "soon")),
    )
    assert found.values == {"metadata.shelf": 12}
    assert found.errors == {
        "new-2-key": drafts.KEY_IS_MISSING,
        "new-3-key": drafts.KEY_IS_TAKEN,
        "new-4-key": drafts.KEY_IS_TAKEN,
        "new-5-value": drafts.NEW_VALUE_IS_MISSING,
        "new-6-value": "Write an existing day as year-month-day, such as 2026-05-03.",
    }


def test_rows_for_new_keys_end_somewhere():
    draft = Draft()
    for _ in range(drafts.MOST_NEW_KEYS + 5):
        draft = draft.with_another_key()
    assert [new.row for new in draft.new_keys] == list(range(drafts.MOST_NEW_KEYS))


def test_values_make_the_draft_they_came_from():
    values = {"metadata.a/b c": 7, "address.city": None, "metadata.brands": ["x"], "metadata.shelf": 12}
    assert decide(Draft.of_values(values, FIELDS, ZONE), FIELDS, ZONE) == Decided(values, {})
