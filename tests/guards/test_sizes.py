"""A file is something one can hold in one's head."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MOST_LINES = 400
KINDS = ("*.py", "*.html", "*.js", "*.css")


def too_long(folder: Path) -> list[str]:
    files = [path for kind in KINDS for path in folder.rglob(kind)]
    return [str(path) for path in files if len(path.read_text().splitlines()) > MOST_LINES]


def test_no_file_is_longer_than_400_lines():
    folders = ["webapp", "tests", "templates", "static/js", "static/css", "scripts", "migrations"]
    assert [path for folder in folders for path in too_long(ROOT / folder)] == []


def test_a_file_that_is_too_long_is_found(tmp_path: Path):
    (tmp_path / "fine.py").write_text("x\n" * MOST_LINES)
    (tmp_path / "long.py").write_text("x\n" * (MOST_LINES + 1))
    assert too_long(tmp_path) == [str(tmp_path / "long.py")]
