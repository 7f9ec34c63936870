"""The audit trail on each database, inside a dashboard that nothing answers behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.support.app import app_for_tests
from tests.support.databases import postgresql_url, sqlite_url
from webapp.store.database import engine


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    with sqlite_url(tmp_path) if request.param == "sqlite" else postgresql_url() as url:
        app = app_for_tests(tmp_path, database_url=url)
        with app.app_context():
            yield app
        engine().dispose()
