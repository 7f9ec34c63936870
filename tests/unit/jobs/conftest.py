"""A dashboard on each database, and kinds of jobs that the tests carry out."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete

from tests.support.app import app_for_tests
from tests.support.databases import postgresql_url, sqlite_url
from webapp.jobs import Step, register_kind
from webapp.store import migration
from webapp.store.database import engine, open_database, session_scope
from webapp.store.job_models import JobRecord

_numbers = itertools.count()

MakeKind = Callable[..., str]


@pytest.fixture(scope="module")
def dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = app_for_tests(tmp_path_factory.mktemp("jobs"))
    yield app
    app.extensions["voucherify"].close()


@pytest.fixture
def app(dashboard: Flask) -> Iterator[Flask]:
    """A dashboard without jobs, and its context."""
    with dashboard.app_context():
        yield dashboard
        with session_scope() as session:
            session.execute(delete(JobRecord))


@pytest.fixture(params=["sqlite", "postgresql"])
def each_database(request: pytest.FixtureRequest, dashboard: Flask, tmp_path: Path) -> Iterator[Flask]:
    """The dashboard on SQLite, and on PostgreSQL where one answers."""
    own = engine().url
    with sqlite_url(tmp_path) if request.param == "sqlite" else postgresql_url() as url:
        migration.upgrade(open_database(url))
        with dashboard.app_context():
            yield dashboard
        open_database(own.render_as_string(hide_password=False))


@pytest.fixture
def kind() -> MakeKind:
    """Registers a kind of job by its step, and gives its name; a lane of its own unless one is named."""

    def make(step: Step, **options: Any) -> str:
        name = f"test-{next(_numbers)}"
        register_kind(name, step, **{"lane": name, "label": "Test", "url": lambda _: "/", **options})
        return name

    return make
