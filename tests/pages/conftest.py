"""Pages over the real road: the dashboard, its own database, and the sandbox over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.support.app import app_for_tests
from tests.support.page_client import PageClient
from tests.support.sandbox_server import SandboxServer


@pytest.fixture(scope="session")
def running_sandbox() -> Iterator[SandboxServer]:
    with SandboxServer() as server:
        yield server


@pytest.fixture
def sandbox(running_sandbox: SandboxServer) -> Iterator[SandboxServer]:
    """The sandbox, for a test that writes, plants faults or counts calls: as seeded, before and after."""
    running_sandbox.reset()
    yield running_sandbox
    running_sandbox.reset()


@pytest.fixture
def app(running_sandbox: SandboxServer, tmp_path: Path) -> Iterator[Flask]:
    """The dashboard on a fresh database."""
    app = app_for_tests(tmp_path, voucherify_base_url=running_sandbox.url)
    yield app
    app.extensions["voucherify"].close()


@pytest.fixture
def client(app: Flask) -> PageClient:
    """The browser of someone signed in as an agent, who sees personal data."""
    client = PageClient(app)
    client.sign_in("agent")
    return client


@pytest.fixture
def viewer(app: Flask) -> PageClient:
    """The browser of someone signed in as a viewer, for whom personal data is masked."""
    client = PageClient(app)
    client.sign_in("viewer")
    return client


@pytest.fixture
def stranger(app: Flask) -> PageClient:
    """The browser of someone who is not signed in."""
    return PageClient(app)
