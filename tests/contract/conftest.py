"""One sandbox on a real socket for all contract tests, reset before each."""

from collections.abc import Iterator

import pytest

from tests.support.sandbox_server import SandboxServer
from webapp.voucherify import Voucherify


@pytest.fixture(scope="session")
def running_sandbox() -> Iterator[SandboxServer]:
    with SandboxServer() as server:
        yield server


@pytest.fixture
def sandbox(running_sandbox: SandboxServer) -> SandboxServer:
    """The demo world in small, as freshly seeded."""
    running_sandbox.reset()
    return running_sandbox


@pytest.fixture
def client(sandbox: SandboxServer) -> Iterator[Voucherify]:
    """The service layer against that world."""
    with Voucherify(sandbox.url, sandbox.app_id, sandbox.app_token) as client:
        yield client
