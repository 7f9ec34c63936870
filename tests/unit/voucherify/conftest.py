from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.support.wire import Wire
from webapp.voucherify import Voucherify


@pytest.fixture
def wire() -> Iterator[Wire]:
    with Wire() as wire:
        yield wire


@pytest.fixture
def connect(wire: Wire) -> Iterator[Callable[..., Voucherify]]:
    """Make clients of the wire, with options of the test's own; they are closed at its end."""
    with ExitStack() as clients:
        yield lambda **options: clients.enter_context(Voucherify(wire.url, "the-id", "the-token", **options))


@pytest.fixture
def client(connect: Callable[..., Voucherify]) -> Voucherify:
    return connect(retries=0)
