"""What is kept of an import, on every database Frontdesk runs on."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.support.databases import postgresql_url, sqlite_url
from webapp import uploads
from webapp.imports.rows import packed, unpacked
from webapp.store import import_findings, imports, migration, users
from webapp.store.database import open_database, session_scope
from webapp.store.import_findings import Filter
from webapp.store.import_models import ImportFix

EVERY_ROW, ERRORS, WARNINGS = Filter(), Filter(level="error"), Filter(level="warning")


@pytest.fixture(autouse=True, params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    places: dict[str, Callable[[], AbstractContextManager[str]]] = {
        "sqlite": lambda: sqlite_url(tmp_path),
        "postgresql": postgresql_url,
    }
    with places[request.param]() as url:
        engine = open_database(url)
        migration.upgrade(engine)
        yield
        engine.dispose()


@pytest.fixture
def import_id() -> int:
    """An import that is mapped, with three rows of which something was found."""
    anna = users.signed_in("https://id.example", "anna", name="Anna", email=None, role="agent")
    file = uploads.keep(BytesIO(b"a,b\n1,2\n"), name="people.csv", owner_id=anna.id)
    created = imports.create(
        file.id, anna.id, encoding="utf-8-sig", delimiter=",", reasons=["because"], headers=["a", "b"]
    )
    with session_scope() as session:
        imports.map_columns(session, created, {"fields": ["source_id", ""]}, overwrite=False)
    import_findings.add(created, [found(2, "email"), found(3, "email_unusual", "warning"), found(9, "key email")])
    assert import_findings.finish(created, 1, **counts(left_out=packed([2, 9])))
    return created


def found(line: int, codes: str, level: str = "error") -> dict[str, Any]:
    findings = [[line, 0, level, code, f"Look at {code}."] for code in codes.split()]
    return {"line": line, "level": level, "codes": f" {codes} ", "cells": ["x", "ż\n"], "findings": findings}


def counts(**changes: Any) -> dict[str, Any]:
    found_in_rows = {"email": 2, "email_unusual": 1, "key": 1}
    values = {"schema": None, "rows": 20, "rows_with_errors": 2, "rows_with_warnings": 1, "findings": found_in_rows}
    return {**values, "blank_lines": 0, "stored_rows": 3, "left_out": b"", **changes}


def lines(import_id: int, wanted: Filter) -> list[int]:
    rows = [row.line for row in import_findings.page(import_id, wanted, 10, 0)]
    assert sorted(rows) == [row.line for row in import_findings.every_row(import_id, wanted)]
    assert len(rows) == import_findings.count(import_id, wanted)
    return rows


def fix(import_id: int, line: int) -> ImportFix:
    return ImportFix(import_id=import_id, line=line, cells=["y", ""], fixed_by=None, fixed_at=datetime.now(UTC))


def test_rows_are_found_by_level_and_by_whole_codes(import_id: int):
    assert lines(import_id, EVERY_ROW) == [2, 9, 3]  # errors first
    assert lines(import_id, ERRORS) == [2, 9]
    assert lines(import_id, WARNINGS) == [3]
    assert lines(import_id, Filter(code="email")) == [2, 9]
    assert lines(import_id, Filter(code="%")) == []


def test_rows_come_a_piece_at_a_time(import_id: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(import_findings, "PIECE", 1)
    assert lines(import_id, EVERY_ROW) == [2, 9, 3]


def test_a_row_that_is_fine_now_is_counted_no_more(import_id: int):
    import_findings.correct(fix(import_id, 9), [], level=None, codes="  ", left_out=packed([2]))
    check = imports.get(import_id).check
    assert check is not None
    assert (check.rows_with_errors, check.rows_with_warnings, check.stored_rows) == (1, 1, 2)
    assert check.findings == {"email": 1, "email_unusual": 1}
    assert list(unpacked(import_findings.left_out(import_id))) == [2]
    assert lines(import_id, EVERY_ROW) == [2, 3]
    assert imports.fixes(import_id) == {9: ["y", ""]}


def test_a_row_with_a_warning_left_is_counted_as_that(import_id: int):
    warning = [9, 0, "warning", "phone", "Look at the phone."]
    import_findings.correct(fix(import_id, 9), [warning], level="warning", codes=" phone ", left_out=packed([2]))
    check = imports.get(import_id).check
    assert check is not None
    assert (check.rows_with_errors, check.rows_with_warnings) == (1, 2)
    row = import_findings.find(import_id, 9)
    assert row is not None
    assert (row.cells, row.findings) == (["y", ""], [warning])


def test_what_was_found_under_an_earlier_mapping_is_not_kept(import_id: int):
    with session_scope() as session:
        imports.map_columns(session, import_id, {"fields": ["", "source_id"]}, overwrite=True)
    assert imports.get(import_id).check is None
    assert lines(import_id, EVERY_ROW) == []
    assert not import_findings.finish(import_id, 1, **counts())
    assert imports.get(import_id).check is None
    assert import_findings.finish(import_id, 2, **counts())


def test_reading_it_otherwise_gives_up_mapping_and_corrections(import_id: int):
    import_findings.correct(fix(import_id, 9), [], level=None, codes="  ", left_out=b"")
    imports.read_otherwise(import_id, encoding="cp1250", delimiter=";", reasons=[], headers=["a,b"])
    found_again = imports.get(import_id)
    assert (found_again.record.mapping, found_again.check) == (None, None)
    assert (found_again.record.encoding, found_again.record.headers) == ("cp1250", ["a,b"])
    assert imports.fixes(import_id) == {}


def test_erasing_leaves_what_was_counted(import_id: int):
    import_findings.correct(fix(import_id, 9), [], level=None, codes="  ", left_out=b"")
    imports.erase(import_id)
    left = imports.get(import_id)
    assert left.record.erased_at is not None
    assert left.check is not None
    assert (imports.fixes(import_id), lines(import_id, EVERY_ROW)) == ({}, [])
    assert import_id not in imports.past_their_time(datetime.now(UTC))
