"""From JSON to the text in a field and back: nothing is lost on the way."""

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.kinds import Kind, kind_of, read, write

WARSAW = ZoneInfo("Europe/Warsaw")
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(lambda text: text == text.strip())
NUMBERS = st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner)
)
FIRST, LAST = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (1900, 2200))
SECONDS = st.integers(FIRST, LAST)


def there_and_back(kind: Kind, value: Any) -> Any:
    text = write(kind, value, WARSAW)
    assert text is not None
    return read(kind, text, WARSAW)


@given(NUMBERS)
def test_numbers_come_back(number: float):
    assert there_and_back(Kind.NUMBER, number) == number


@given(st.booleans())
def test_answers_come_back(answer: bool):
    assert there_and_back(Kind.FLAG, answer) is answer


@given(st.dates())
def test_days_come_back(day):
    assert there_and_back(Kind.DAY, day.isoformat()) == day.isoformat()


@given(TEXTS)
def test_texts_come_back(text: str):
    assert there_and_back(Kind.TEXT, text) == text


@given(JSON.filter(lambda value: value is not None))
def test_lists_and_objects_come_back(value: Any):
    assert json.dumps(there_and_back(Kind.JSON, value)) == json.dumps(value)


@given(SECONDS)
def test_times_come_back_but_for_the_hour_a_clock_shows_twice(seconds: int):
    stored = datetime.fromtimestamp(seconds, UTC)
    back = datetime.fromisoformat(there_and_back(Kind.MOMENT, stored.isoformat().replace("+00:00", "Z")))
    shown_twice = stored.astimezone(WARSAW).fold == 1
    assert back == stored or shown_twice


def test_times_are_typed_in_the_time_zone_of_the_house():
    assert read(Kind.MOMENT, "2026-07-01T14:30", WARSAW) == "2026-07-01T12:30:00.000Z"
    assert write(Kind.MOMENT, "2026-07-01T12:30:05.123Z", WARSAW) == "2026-07-01T14:30:05"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.NUMBER, "12,5"),
        (Kind.NUMBER, "NaN"),
        (Kind.NUMBER, "1e999"),
        (Kind.NUMBER, "١٢"),
        (Kind.FLAG, "perhaps"),
        (Kind.DAY, "30.02.2026"),
        (Kind.DAY, "2026-02-30"),
        (Kind.MOMENT, "soon"),
        (Kind.MOMENT, "0001-01-01T00:00+14:00"),
        (Kind.GEOPOINT, "50.06"),
        (Kind.GEOPOINT, "91, 0"),
        (Kind.GEOPOINT, "0, 181"),
        (Kind.IMAGE, "portrait.jpg"),
        (Kind.IMAGE, "javascript:alert(1)"),
        (Kind.IMAGE, "https://exa mple.org/x"),
        (Kind.JSON, "{half"),
        (Kind.JSON, "[1e999]"),
        (Kind.JSON, '"\\ud800"'),
        (Kind.JSON, "[" * 100_000),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(kind: Kind, text: str):
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
        read(kind, text, WARSAW)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.NUMBER, True),
        (Kind.NUMBER, "12"),
        (Kind.FLAG, 1),
        (Kind.DAY, "soon"),
        (Kind.DAY, "20260503"),
        (Kind.MOMENT, "2026-05-03"),
        (Kind.MOMENT, "2026-05-03T10:00:00"),
        (Kind.TEXT, 12),
    ],
)
def test_a_field_says_when_it_cannot_hold_a_value(kind: Kind, value: Any):
    assert write(kind, value, WARSAW) is None


def test_the_kind_that_suits_a_value():
    assert [kind_of(value) for value in ("x", None, True, 1.5, [], {})] == [
        Kind.TEXT,
        Kind.TEXT,
        Kind.FLAG,
        Kind.NUMBER,
        Kind.JSON,
        Kind.JSON,
    ]
