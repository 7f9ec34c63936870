"""The last calls the API answered, for tests that ask what was really sent. No headers, no bodies, no secrets."""

import threading
import time
from collections import deque
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from werkzeug.wsgi import ClosingIterator

from webapp.sandbox import moments

KEPT = 1_000
CONTROL = "/_sandbox/"


@dataclass
class Call:
    """`path` is escaped as in webapp/sandbox/paths.py; `status` is null when the connection was dropped."""

    method: str
    path: str
    query: str
    at: str
    status: int | None = None
    milliseconds: float = 0.0


class RequestsSeen:
    """WSGI middleware with a memory."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self._calls: deque[Call] = deque(maxlen=KEPT)
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"].startswith(CONTROL):
            return self._application(environ, start_response)
        started = time.perf_counter()
        call = Call(
            environ["REQUEST_METHOD"],
            environ["PATH_INFO"].encode("latin-1").decode(errors="replace"),
            _without_secrets(environ.get("QUERY_STRING", "")),
            moments.written(datetime.now(UTC)),
        )
        with self._lock:
            self._calls.append(call)

        def noted(status: str, headers: Any, exc_info: Any = None) -> Any:
            call.status = int(status[:3])
            return start_response(status, headers, exc_info)

        def done() -> None:
            call.milliseconds = round((time.perf_counter() - started) * 1000, 2)

        try:
            return ClosingIterator(self._application(environ, noted), [done])
        except BaseException:
            done()
            raise

    def calls(self) -> list[dict[str, Any]]:
        """Oldest first."""
        with self._lock:
            return [asdict(call) for call in self._calls]

    def forget(self) -> None:
        with self._lock:
            self._calls.clear()


def _without_secrets(query: str) -> str:
    return "&".join(
        "token=…" if parameter.startswith("token=") else parameter for parameter in query.split("&") if parameter
    )
