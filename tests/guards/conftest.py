"""The dashboard as it is wired, for guards that walk it; nothing answers behind it."""

from pathlib import Path

import pytest
from flask import Flask

from tests.support.app import app_for_tests


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return app_for_tests(tmp_path)
