"""The sandbox in process, over a small world; every answer is held against the OpenAPI file, where present."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.judging import judged
from tests.support.sandbox_server import SandboxServer
from tests.support.small_world import BATCHES
from webapp.sandbox.app import create_sandbox
from webapp.sandbox.authentication import APP_ID, APP_TOKEN
from webapp.sandbox.database import Database
from webapp.sandbox.demo import build
from webapp.sandbox.seeding import create_database


@pytest.fixture(scope="session")
def seeded_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    path = tmp_path_factory.mktemp("sandbox") / "sandbox.sqlite3"
    create_database(path, BATCHES)
    database = Database(path)
    yield judged(create_sandbox(database))
    database.close()


@pytest.fixture
def stranger(seeded_app: Flask) -> FlaskClient:
    """A client without keys, over the seeded state."""
    client = seeded_app.test_client()
    client.post("/_sandbox/reset")
    return client


@pytest.fixture
def client(stranger: FlaskClient) -> FlaskClient:
    """A client with the server keys, over the seeded state."""
    stranger.environ_base |= {"HTTP_X_APP_ID": APP_ID, "HTTP_X_APP_TOKEN": APP_TOKEN}
    return stranger


@pytest.fixture(scope="session")
def shop_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    path = tmp_path_factory.mktemp("shop") / "sandbox.sqlite3"
    create_database(path, build(60, 1, datetime.now(UTC)))
    database = Database(path)
    yield judged(create_sandbox(database))
    database.close()


@pytest.fixture
def shop(shop_app: Flask) -> FlaskClient:
    """A client with the server keys, over the demo world with the people of the tickets."""
    client = shop_app.test_client()
    client.post("/_sandbox/reset")
    client.environ_base |= {"HTTP_X_APP_ID": APP_ID, "HTTP_X_APP_TOKEN": APP_TOKEN}
    return client


@pytest.fixture(scope="session")
def small_server() -> Iterator[SandboxServer]:
    with SandboxServer(batches=BATCHES) as server:
        yield server


@pytest.fixture
def server(small_server: SandboxServer) -> SandboxServer:
    """The same small world on a real socket."""
    small_server.reset()
    return small_server
