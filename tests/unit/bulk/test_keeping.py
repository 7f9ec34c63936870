"""Selections and what is wanted of them, in the store."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.databases import postgresql_url, sqlite_url
from webapp.store import bulk, migration
from webapp.store.bulk_models import BulkSelection
from webapp.store.database import open_database, session_scope

LISTED = {"narrowing": {"name": "Ann Kowalska"}, "order": "-created_at", "limit": 25, "page": 1}


@pytest.fixture(autouse=True, params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    with sqlite_url(tmp_path) if request.param == "sqlite" else postgresql_url() as url:
        engine = open_database(url)
        migration.upgrade(engine)
        yield
        engine.dispose()


def kept(**changes: Any) -> int:
    facts: dict[str, Any] = {
        "owner_id": None,
        "ids": ["cust_1"],
        "listed": None,
        "segment_name": None,
        "count": 1,
        "schema": None,
        "other_keys": {},
    }
    return bulk.keep_selection(**{**facts, **changes})


def test_a_selection_comes_back():
    found = bulk.find_selection(kept(ids=None, listed=LISTED, count=40, schema={"properties": {}}))
    assert found is not None
    assert (found.ids, found.listed, found.count, found.schema) == (None, LISTED, 40, {"properties": {}})
    assert bulk.find_selection(4711) is None


def test_a_segments_name_may_be_of_any_length():
    found = bulk.find_selection(kept(segment_name="Friends " * 50))
    assert found is not None
    assert (found.segment_name or "").startswith("Friends Friends")


def test_one_form_is_one_change():
    selection = kept()
    first = bulk.keep_change(selection, "token", {"metadata.tier": "gold"})
    again = bulk.keep_change(selection, "token", {"metadata.tier": "silver"})
    assert (again.id, again.values) == (first.id, {"metadata.tier": "gold"})
    other = bulk.keep_change(selection, "another", {"metadata.tier": None})
    latest = bulk.latest_change(selection)
    assert latest is not None
    assert latest.id == other.id
    found = bulk.find_change(first.id)
    assert found is not None
    assert found[1].id == selection


def test_all_is_forgotten_after_a_month():
    old = kept()
    change = bulk.keep_change(old, "token", {"name": "X"})
    with session_scope() as session:
        found = session.get(BulkSelection, old)
        assert found is not None
        found.created_at -= bulk.KEPT_FOR + timedelta(minutes=1)
    fresh = kept()
    bulk.forget_old()
    assert bulk.find_selection(old) is None
    assert bulk.find_change(change.id) is None
    assert bulk.find_selection(fresh) is not None


def test_what_names_a_person_is_forgotten_with_them():
    by_search, by_value, nested, other = kept(ids=None, listed=LISTED), kept(), kept(), kept()
    bulk.keep_change(by_value, "1", {"name": "ANN KOWALSKA"})
    bulk.keep_change(nested, "2", {"metadata.friends": [{"is": "Ann Kowalska, Łódź"}]})
    bulk.keep_change(other, "3", {"metadata.visits": 3})
    bulk.forget_all_with({"Ann Kowalska", "ann@example.org"})
    assert [bulk.find_selection(each) is None for each in (by_search, by_value, nested, other)] == [
        True,
        True,
        True,
        False,
    ]
