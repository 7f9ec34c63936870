"""The list from which customers are selected."""

import json

import pytest

from webapp.bulk.listed import Listed, NoListError

SEARCH = {
    "narrowing": {"name": "Ann", "city": "Łódź", "created_after": "2026-05-01T00:00:00+02:00"},
    "order": "source_id",
    "limit": 25,
    "page": 3,
    "address": "/customers?search=abc",
}


def test_it_comes_back_as_it_was_sent():
    assert Listed.from_text(json.dumps(SEARCH)).to_json() == SEARCH


@pytest.mark.parametrize(
    "changes",
    [
        {"order": "name"},
        {"limit": 0},
        {"page": 100},
        {"page": "many"},
        {"narrowing": None},
        {"narrowing": {"limit": "1000"}},
        {"narrowing": {"name": 5}},
        {"narrowing": {"updated_before": "soon"}},
    ],
)
def test_what_is_no_list_is_refused(changes: dict):
    with pytest.raises(NoListError):
        Listed.from_text(json.dumps({**SEARCH, **changes}))


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", "[" * 100_000])
def test_what_is_no_json_is_refused(text: str):
    with pytest.raises(NoListError):
        Listed.from_text(text)


def test_it_leads_nowhere_else():
    elsewhere = Listed.from_text(json.dumps({**SEARCH, "address": "https://elsewhere.example/"}))
    assert elsewhere.address == ""


def test_names_and_emails_are_told_only_where_they_may_be():
    listed = Listed({"name": "Ann", "city": "Łódź"})
    assert listed.words(with_texts=True) == "found by the name “Ann”, in the city “Łódź”"
    assert listed.words(with_texts=False) == "found by a name, in the city “Łódź”"
    assert "ann@" not in Listed({"email": "ann@example.org"}).words(with_texts=False)


def test_a_segment_is_called_by_its_name_where_that_is_known():
    listed = Listed({"segment_id": "seg_1"})
    assert listed.words("VIP", with_texts=False) == "in the segment “VIP”"
    assert listed.words(with_texts=False) == "in the segment “seg_1”"
