"""Waiting for asynchronous work, in tests that are not about the waiting."""

import time
from typing import Any

from flask.testing import FlaskClient

PATIENCE = 20  # seconds


def finished(client: FlaskClient, path: str) -> dict[str, Any]:
    """The async action or export at this path, once it has ended."""
    deadline = time.monotonic() + PATIENCE
    while True:
        found: dict[str, Any] = client.get(path).get_json()
        if found["status"] in ("DONE", "FAILED", "ERROR"):
            return found
        assert time.monotonic() < deadline, found
        time.sleep(0.01)
