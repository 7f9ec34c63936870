"""Files that can be downloaded with a token: exports and reports."""

import csv
import io
import secrets
from collections.abc import Iterable, Iterator
from hmac import compare_digest
from typing import Any

from webapp.sandbox.database import Connection, Database


def create(connection: Connection, file_id: str, now: str) -> str:
    """A new, empty file in place of any with the same id; the token that opens it."""
    remove(connection, file_id)
    fresh = secrets.token_urlsafe(32)
    connection.execute("INSERT INTO files (id, token, created_at) VALUES (?, ?, ?)", [file_id, fresh, now])
    return fresh


def add(connection: Connection, file_id: str, number: int, content: str) -> None:
    """Adds a piece; they are numbered from 0."""
    connection.execute(
        "INSERT INTO file_pieces (file_id, number, content) VALUES (?, ?, ?)", [file_id, number, content.encode()]
    )


def remove(connection: Connection, file_id: str) -> None:
    connection.execute("DELETE FROM files WHERE id = ?", [file_id])
    connection.execute("DELETE FROM file_pieces WHERE file_id = ?", [file_id])


def token(connection: Connection, file_id: str) -> str | None:
    """What opens the file; None when there is no such file."""
    row = connection.execute("SELECT token FROM files WHERE id = ?", [file_id]).fetchone()
    return None if row is None else row["token"]


def opens(connection: Connection, file_id: str, tried: str) -> bool:
    """Whether there is such a file and this is its token."""
    right = token(connection, file_id)
    return right is not None and compare_digest(right.encode(), tried.encode())


def contents(database: Database, file_id: str) -> Iterator[bytes]:
    """The file piece by piece, each read when it is asked for."""
    number = 0
    while True:
        with database.read() as connection:
            piece = connection.execute(
                "SELECT content FROM file_pieces WHERE file_id = ? AND number = ?", [file_id, number]
            ).fetchone()
        if piece is None:
            return
        yield piece["content"]
        number += 1


def csv_text(rows: Iterable[Iterable[Any]]) -> str:
    """Rows of texts and numbers as CSV; null as nothing."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()
