"""What the README promises exists, and what exists is in the README."""

import re
from pathlib import Path

import pytest

from tests.support.app import settings_for_tests
from webapp.auth.permissions import ROLE_SUMMARIES

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text()
SECURITY = (ROOT / "docs" / "security.md").read_text()
MAKEFILE = (ROOT / "Makefile").read_text()


def section(title: str) -> str:
    """What stands under a heading of the README."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found, f"the README has no section {title!r}"
    return found[1]


def first_column(text: str) -> set[str]:
    """The names, set as code, that open the rows of the tables in a text."""
    return set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))


def test_every_setting_is_in_the_readme_and_no_other(tmp_path: Path):
    assert first_column(section("Settings")) == set(settings_for_tests(tmp_path).without_secrets())


def test_every_setting_that_is_read_is_among_those_shown(tmp_path: Path):
    sources = "".join((ROOT / "webapp" / name).read_text() for name in ("settings.py", "openid_settings.py"))
    read = set(re.findall(r"""env\.\w+\(\s*"([A-Z_]+)\"""", sources))
    assert read == set(settings_for_tests(tmp_path).without_secrets())


def test_every_role_is_in_the_readme_and_no_other():
    assert first_column(section("Roles")) == set(ROLE_SUMMARIES)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake ([a-z]+)\b(?=[`\s])", README))))
def test_every_make_target_of_the_readme_exists(target: str):
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


def test_every_make_target_with_a_help_line_is_in_the_readme():
    offered = set(re.findall(r"^([a-z]+):.*##", MAKEFILE, re.MULTILINE)) - {"help"}
    assert offered <= {name.removeprefix("make ") for name in first_column(README)}


@pytest.mark.parametrize("address", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)", README))))
def test_every_file_the_readme_links_to_exists(address: str):
    assert (ROOT / address).exists()


def test_every_path_in_the_security_table_exists():
    named = set(re.findall(r"`((?:tests|webapp|docs|static|templates)/[^`]+)`", SECURITY))
    assert named
    assert {path for path in named if not (ROOT / path).exists()} == set()


def test_every_section_of_the_standard_is_in_the_security_table_once():
    rows = re.findall(r"^\| (V\d+\.\d+) ", SECURITY, re.MULTILINE)
    assert len(rows) == len(set(rows))
    assert {row.split(".")[0] for row in rows} == {f"V{chapter}" for chapter in range(1, 15)}
