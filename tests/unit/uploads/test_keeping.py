"""Files in pieces: what comes out is what went in, and nothing is left past its time."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from webapp import uploads
from webapp.store import migration
from webapp.store import uploads as kept_files
from webapp.store.database import open_database, session_scope
from webapp.store.upload_models import FilePiece, KeptFile
from webapp.uploads.keeping import LONGEST_UPLOAD, PIECE, erase_old

LONG = bytes(range(256)) * (PIECE // 128)  # two pieces and the third begun
CONTENT = LONG + b"the end"


@pytest.fixture(autouse=True)
def database(tmp_path: Path) -> Iterator[None]:
    engine = open_database(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    migration.upgrade(engine)
    app = Flask(__name__)
    app.extensions["settings"] = SimpleNamespace(import_retention_days=7)
    with app.app_context():
        yield
    engine.dispose()


def keep(content: bytes = CONTENT, name: str = "people.csv") -> KeptFile:
    return uploads.keep(BytesIO(content), name=name, owner_id=None)


def let_time_pass(file: KeptFile, span: timedelta) -> None:
    with session_scope() as session:
        session.execute(update(KeptFile).where(KeptFile.id == file.id).values(created_at=datetime.now(UTC) - span))


def pieces_left() -> int | None:
    with session_scope() as session:
        return session.scalar(select(func.count()).select_from(FilePiece))


def test_what_comes_out_is_what_went_in():
    file = keep()
    chunks = list(uploads.chunks(file.id))
    assert b"".join(chunks) == CONTENT
    assert [len(chunk) for chunk in chunks] == [PIECE, PIECE, len(b"the end")]
    assert (file.size, file.sha256) == (len(CONTENT), hashlib.sha256(CONTENT).hexdigest())


def test_the_head_is_the_beginning():
    file = keep()
    assert uploads.head(file.id) == CONTENT[: 256 * 1024]
    assert uploads.head(file.id, 10) == CONTENT[:10]


def test_an_empty_file_is_whole_and_empty():
    file = keep(b"")
    assert list(uploads.chunks(file.id)) == []
    assert (file.size, uploads.head(file.id)) == (0, b"")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\fakepath\\people.csv", "people.csv"),
        ("../../etc/passwd", "passwd"),
        ("żółć\x00\n.csv", "żółć.csv"),
        ("x" * 300, "x" * 255),
        ("\x07", "file"),
    ],
)
def test_of_a_name_only_what_can_be_shown_stays(given: str, kept: str):
    assert keep(b"x", given).name == kept


def test_what_is_erased_leaves_its_name_and_hash():
    file = keep()
    uploads.erase(file.id)
    left = kept_files.find(file.id)
    assert left is not None
    assert left.erased_at is not None
    assert (left.name, left.sha256) == (file.name, file.sha256)
    assert (list(uploads.chunks(file.id)), pieces_left()) == ([], 0)


def test_files_are_erased_after_their_time_and_not_before():
    old, fresh = keep(), keep(b"fresh")
    let_time_pass(old, uploads.kept_for() + timedelta(minutes=1))
    let_time_pass(fresh, uploads.kept_for() - timedelta(minutes=1))
    erase_old()
    assert list(uploads.chunks(old.id)) == []
    assert list(uploads.chunks(fresh.id)) == [b"fresh"]


def test_an_upload_that_broke_off_is_erased_the_next_day():
    broken = KeptFile(id=kept_files.begin("broken.csv", None))
    kept_files.add_piece(broken.id, 0, b"half")
    erase_old()
    assert pieces_left() == 1
    let_time_pass(broken, LONGEST_UPLOAD + timedelta(minutes=1))
    erase_old()
    assert pieces_left() == 0
