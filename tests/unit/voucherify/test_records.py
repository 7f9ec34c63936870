from datetime import UTC, date, datetime

import pytest

from webapp.voucherify import UNSET, Record
from webapp.voucherify.fields import day, flag, identifier, mapping, moment, record, records, records_by_key, text
from webapp.voucherify.fields import whole_number as whole


class Inner(Record):
    name = text()


class Outer(Record):
    id = identifier()
    name = text()
    amount = whole()
    seen = moment("seen_at")
    born = day()
    active = flag()
    free = mapping()
    inner = record(Inner)
    inners = records(Inner)
    by_name = records_by_key(Inner)


EMPTY = {
    "id": "",
    "name": None,
    "amount": None,
    "seen": None,
    "born": None,
    "active": None,
    "free": {},
    "inner": Inner(),
    "inners": (),
    "by_name": {},
}
WIRE_NAMES = {"seen": "seen_at"}


@pytest.mark.parametrize("wrong", ["absent", None, [], {}, "", 1.5, {"unexpected": 1}, [1, None]])
@pytest.mark.parametrize("field", list(EMPTY))
def test_what_cannot_be_read_is_empty_and_raises_nothing(field, wrong):
    raw = {} if wrong == "absent" else {WIRE_NAMES.get(field, field): wrong}
    readable = {"name": "", "free": {"unexpected": 1}, "inner": Inner({"unexpected": 1})}
    expected = EMPTY[field]
    if wrong == "" and field == "name":
        expected = readable["name"]
    elif wrong == {"unexpected": 1} and field in readable and field != "name":
        expected = readable[field]
    elif wrong == {"unexpected": 1} and field == "by_name":
        expected = {"unexpected": Inner()}

    assert getattr(Outer(raw), field) == expected


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("2022-08-30T06:32:07.380Z", datetime(2022, 8, 30, 6, 32, 7, 380_000, UTC)),
        ("2022-08-30T06:32:07Z", datetime(2022, 8, 30, 6, 32, 7, 0, UTC)),
        ("2022-08-30T06:32:07.123456+00:00", datetime(2022, 8, 30, 6, 32, 7, 123_456, UTC)),
        ("2022-08-30T08:32:07+02:00", datetime(2022, 8, 30, 6, 32, 7, 0, UTC)),
        ("2022-08-30T06:32:07", datetime(2022, 8, 30, 6, 32, 7, 0, UTC)),
        ("2016-11-16", datetime(2016, 11, 16, tzinfo=UTC)),
        ("0001-01-01T00:00:00+05:00", None),
        ("yesterday", None),
        (1661841127, None),
    ],
)
def test_moments_are_read_in_every_notation_of_the_api(stamp, expected):
    assert Outer({"seen_at": stamp}).seen == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("2000-02-29", date(2000, 2, 29)), ("2000-02-29T00:00:00.000Z", date(2000, 2, 29)), ("2001-02-29", None)],
)
def test_days(value, expected):
    assert Outer({"born": value}).born == expected


@pytest.mark.parametrize(("value", "expected"), [(12, 12), (12.0, 12), (-3, -3), (True, None), ("12", None)])
def test_whole_numbers(value, expected):
    assert Outer({"amount": value}).amount == expected


def test_nested_records():
    outer = Outer({"inner": {"name": "a"}, "inners": [{"name": "b"}, "junk"], "by_name": {"Gold Club": {"name": "c"}}})

    assert outer.inner.name == "a"
    assert [inner.name for inner in outer.inners] == ["b"]
    assert outer.by_name["Gold Club"].name == "c"


def test_unknown_fields_survive_and_the_copy_is_the_callers_own():
    raw = {"id": "x", "brand_new": {"deep": [1]}}
    outer = Outer(raw)
    copy = outer.to_json()
    copy["brand_new"]["deep"].append(2)

    assert outer.raw == raw == {"id": "x", "brand_new": {"deep": [1]}}


def test_absent_and_null_are_told_apart():
    assert Outer({"name": None}).has("name")
    assert not Outer({}).has("name")


def test_records_are_equal_by_type_and_json():
    assert Outer({"id": "x"}) == Outer({"id": "x"})
    assert hash(Outer({"id": "x"})) == hash(Outer({"id": "x"}))
    assert Outer({"id": "x"}) != Outer({"id": "x", "name": None})
    assert Outer({"id": "x"}) != Inner({"id": "x"})


def test_records_cannot_be_changed():
    outer = Outer({"name": "a", "free": {}})
    with pytest.raises(AttributeError, match="read only"):
        outer.name = "b"
    with pytest.raises(TypeError):
        outer.raw["name"] = "b"
    with pytest.raises(TypeError):
        outer.free["name"] = "b"


def test_an_empty_record_is_false_and_unset_too():
    assert not Outer()
    assert Outer({"id": "x"})
    assert not UNSET
    assert repr(UNSET) == "UNSET"


def test_a_repr_shows_nothing_but_the_id():
    assert repr(Outer({"id": "cust_1", "name": "Jane"})) == "<Outer cust_1>"
