"""The sandbox on a real socket of its own, for tests that speak HTTP to it."""

import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from requests import Response, Session

from tests.support.judging import Judge
from webapp.sandbox.app import create_sandbox
from webapp.sandbox.authentication import APP_ID, APP_TOKEN
from webapp.sandbox.database import Database
from webapp.sandbox.demo import build
from webapp.sandbox.seeding import Batches, create_database
from webapp.sandbox.server import address, make_sandbox_server


class SandboxServer:
    """A sandbox in a thread, on a free port, with a small world; `url` has no trailing slash.

    Used as a context manager. Between tests, `reset()` leads back to the seeded state within milliseconds. It fails,
    as leaving does, when an answer given until then was not as the OpenAPI file documents it.
    """

    app_id = APP_ID
    app_token = APP_TOKEN
    keys = {"X-App-Id": APP_ID, "X-App-Token": APP_TOKEN}  # noqa: RUF012 -- a constant

    def __init__(self, customers: int = 60, seed: int = 1, batches: Batches | None = None) -> None:
        self._batches = build(customers, seed, datetime.now(UTC)) if batches is None else batches

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / "sandbox.sqlite3"
        create_database(path, self._batches)
        self._database = Database(path)
        app = create_sandbox(self._database)
        self._judge = Judge(app)
        self._server = make_sandbox_server(app, "127.0.0.1", 0)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        self._session = Session()
        self._session.trust_env = False
        self.url = address(self._server)
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._database.close()
        self._folder.cleanup()
        self._judge.check()

    def call(self, method: str, path: str, **options: Any) -> Response:
        """One call with the server keys; `path` is sent as given."""
        return self._session.request(method, self.url + path, headers=self.keys, timeout=10, **options)

    def reset(self) -> None:
        self._control("POST", "reset")
        self._judge.check()

    def check(self) -> None:
        """Fails when an answer since the last check was not as the OpenAPI file documents it."""
        self._judge.check()

    def state(self) -> Any:
        return self._control("GET", "state").json()

    def requests(self) -> list[dict[str, Any]]:
        """The calls answered since the reset, oldest first: method, path, query, at, status, milliseconds."""
        calls: list[dict[str, Any]] = self._control("GET", "requests").json()["requests"]
        return calls

    def forget_requests(self) -> None:
        self._control("DELETE", "requests")

    def fault(self, kind: str, **details: Any) -> None:
        """Queues a fault; docs/sandbox.md lists the kinds and what they take."""
        self._control("POST", "faults", {"kind": kind, **details})

    def clear_faults(self) -> None:
        self._control("DELETE", "faults")

    def clock(self, **position: Any) -> None:
        self._control("PUT", "clock", position)

    def settings(self, **changes: Any) -> None:
        self._control("PUT", "settings", changes)

    def _control(self, method: str, path: str, body: Any = None) -> Response:
        answer = self._session.request(method, f"{self.url}/_sandbox/{path}", json=body, timeout=10)
        answer.raise_for_status()
        return answer
