"""What the search form accepts, remembers and turns into filters."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from werkzeug.datastructures import MultiDict

from webapp.customers.criteria import Search
from webapp.customers.forms import SearchForm

WARSAW = ZoneInfo("Europe/Warsaw")


def search(**fields: str) -> Search:
    form = SearchForm(MultiDict(fields))
    assert form.validate(), form.errors
    return Search.from_fields(form.data, WARSAW)


def errors(**fields: str) -> dict[str, list[str]]:
    form = SearchForm(MultiDict(fields))
    form.validate()
    return dict(form.errors)


def test_an_untouched_form_asks_for_nothing_and_remembers_nothing() -> None:
    form = SearchForm(MultiDict({"q": "", "city": " ", "order": "-created_at", "page_size": "25"}))
    assert form.validate()
    assert form.criteria() == {}
    assert Search.from_fields(form.data, WARSAW).is_empty


def test_what_is_remembered_fills_the_form_again() -> None:
    fields = {"q": "Žaneta", "city": "Kraków", "created_after": "2026-05-03", "order": "source_id", "page_size": "50"}
    first = SearchForm(MultiDict(fields))
    again = SearchForm(MultiDict(first.criteria()))
    assert first.criteria() == fields
    assert again.data == first.data


def test_days_are_days_of_the_configured_zone_and_the_last_one_is_included() -> None:
    asked = search(created_after="2026-05-03", created_before="2026-05-03", updated_before="2026-10-25")
    assert asked.filters == {
        "created_after": datetime(2026, 5, 2, 22, tzinfo=UTC),
        "created_before": datetime(2026, 5, 3, 22, tzinfo=UTC),
        "updated_before": datetime(2026, 10, 25, 23, tzinfo=UTC),
    }


def test_city_and_segment_are_filters_as_typed() -> None:
    asked = search(city=" Łódź ", segment="seg_1")
    assert asked.filters == {"city": "Łódź", "segment_id": "seg_1"}
    assert not asked.is_empty


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"created_after": "3 May"}, "created_after", "2026-05-03"),
        ({"updated_before": "2026-02-30"}, "updated_before", "2026-05-03"),
        ({"created_after": "0001-01-01"}, "created_after", "year"),
        ({"created_after": "2026-05-03", "created_before": "2026-05-02"}, "created_before", "before the first"),
        ({"q": "x" * 501}, "q", "500"),
        ({"city": "x" * 201}, "city", "200"),
        ({"page_size": "1000"}, "page_size", "valid choice"),
        ({"order": "name"}, "order", "valid choice"),
    ],
)
def test_what_is_refused_is_said_at_its_field(fields: dict[str, str], field: str, words: str) -> None:
    found = errors(**fields)
    assert list(found) == [field]
    assert words in found[field][0]
