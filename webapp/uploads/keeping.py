"""Taking files in and giving their bytes back, a piece at a time."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import PureWindowsPath
from typing import IO

from flask import current_app

from webapp.jobs import every_day
from webapp.store import uploads
from webapp.store.upload_models import KeptFile

PIECE = 1024 * 1024  # bytes
ENOUGH_TO_GUESS = 256 * 1024  # bytes
LONGEST_UPLOAD = timedelta(days=1)
LONGEST_NAME = 255


def keep(stream: IO[bytes], *, name: str, owner_id: int | None) -> KeptFile:
    """Take in a file from where the stream stands to its end. Of the name only the last part of a path stays."""
    file_id = uploads.begin(_plain_name(name), owner_id)
    digest, size, number = hashlib.sha256(), 0, 0
    while content := stream.read(PIECE):
        uploads.add_piece(file_id, number, content)
        digest.update(content)
        size, number = size + len(content), number + 1
    return uploads.finish(file_id, size, digest.hexdigest())


def chunks(file_id: int) -> Iterator[bytes]:
    """The bytes of a file, piece by piece; none of one that is erased."""
    number = 0
    while (content := uploads.piece(file_id, number)) is not None:
        yield content
        number += 1


def head(file_id: int, size: int = ENOUGH_TO_GUESS) -> bytes:
    """The first bytes of a file, at most one piece's."""
    return (uploads.piece(file_id, 0) or b"")[:size]


def erase(file_id: int) -> None:
    """Remove the bytes of a file. Its name, size and hash stay known."""
    uploads.erase(file_id)


def kept_for() -> timedelta:
    """How long a file's bytes are kept, and what was read out of them."""
    return timedelta(days=current_app.extensions["settings"].import_retention_days)


def erase_old() -> None:
    """Remove the bytes of files past their time, and of those whose upload broke off."""
    now = datetime.now(UTC)
    for file_id in uploads.older_than(now - kept_for(), unfinished_since=now - LONGEST_UPLOAD):
        uploads.erase(file_id)


def _plain_name(name: str) -> str:
    plain = "".join(letter for letter in PureWindowsPath(name).name if letter.isprintable())
    return plain[:LONGEST_NAME] or "file"


every_day("uploads.erase-old", erase_old)
