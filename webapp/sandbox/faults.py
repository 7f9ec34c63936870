"""Faults on demand: what a real network and a real API do on a bad day."""

import json
import random
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Response

from webapp.sandbox.requests_seen import CONTROL


@dataclass
class Fault:
    """One fault; `times` left (None: until it is taken back). Times are in milliseconds.

    `carried_out`: whether the call takes effect all the same, which is how an unknown outcome is made.
    """

    kind: str
    method: str | None = None
    route: str = "*"
    times: int | None = 1
    status: int = 500
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    milliseconds: tuple[int, int] = (0, 0)
    content_type: str = "text/html"
    carried_out: bool = False

    def __post_init__(self) -> None:
        parts = re.split(r"(\{\w+\}|\*)", self.route)
        self._route = re.compile("".join(_as_pattern(part) for part in parts))

    def matches(self, method: str, path: str) -> bool:
        return self.method in (None, method) and self._route.fullmatch(path) is not None

    def pause(self) -> float:
        """Seconds."""
        return random.uniform(*self.milliseconds) / 1000  # noqa: S311 -- no secret

    def as_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "method": self.method, "route": self.route, "times": self.times}


def _as_pattern(part: str) -> str:
    if part == "*":
        return ".*"
    return "[^/]+" if part.startswith("{") else re.escape(part)


class Faults:
    """WSGI middleware: gives every call the configured latency, then the first fault that matches it."""

    def __init__(self, application: Any, latency_milliseconds: int = 0) -> None:
        self._application = application
        self._latency = latency_milliseconds / 1000
        self._faults: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._faults.append(fault)

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()

    def waiting(self) -> list[dict[str, Any]]:
        with self._lock:
            return [fault.as_dict() for fault in self._faults]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"].startswith(CONTROL):
            return self._application(environ, start_response)
        if self._latency:
            time.sleep(self._latency)
        fault = self._next(environ["REQUEST_METHOD"], environ["PATH_INFO"])
        if fault is None:
            return self._application(environ, start_response)
        return _EFFECTS[fault.kind](fault, self._application, environ)(environ, start_response)

    def _next(self, method: str, path: str) -> Fault | None:
        with self._lock:
            fault = next((fault for fault in self._faults if fault.matches(method, path)), None)
            if fault is not None and fault.times is not None:
                fault.times -= 1
                if not fault.times:
                    self._faults.remove(fault)
            return fault


def _answer(application: Any, environ: dict[str, Any]) -> Response:
    chunks, status, headers = run_wsgi_app(application, environ, buffered=True)
    return Response(b"".join(chunks), status, headers)


def _status(fault: Fault, application: Any, environ: dict[str, Any]) -> Response:
    if fault.carried_out:
        _answer(application, environ)
    if isinstance(fault.body, str):
        return Response(fault.body, fault.status, fault.headers, mimetype="text/html")
    body = {"code": fault.status, "message": "A fault asked for"} if fault.body is None else fault.body
    return Response(json.dumps(body), fault.status, fault.headers, mimetype="application/json")


def _delay(fault: Fault, application: Any, environ: dict[str, Any]) -> Any:
    if not fault.carried_out:
        time.sleep(fault.pause())
        return application
    answer = _answer(application, environ)
    time.sleep(fault.pause())
    return answer


def _drop(fault: Fault, application: Any, environ: dict[str, Any]) -> Response:
    if fault.carried_out:
        _answer(application, environ)
    _hang_up(environ)
    raise ConnectionAbortedError("dropped as asked")


def _broken_json(_fault: Fault, application: Any, environ: dict[str, Any]) -> Response:
    answer = _answer(application, environ)
    answer.set_data(answer.get_data()[:-1] + b',"')
    return answer


def _content_type(fault: Fault, application: Any, environ: dict[str, Any]) -> Response:
    answer = _answer(application, environ)
    answer.headers["Content-Type"] = fault.content_type
    if isinstance(fault.body, str):
        answer.set_data(fault.body)
    return answer


def _truncated(_fault: Fault, application: Any, environ: dict[str, Any]) -> Response:
    answer = _answer(application, environ)
    whole = answer.get_data()

    def half() -> Iterator[bytes]:
        yield whole[: len(whole) // 2]
        _hang_up(environ)
        raise ConnectionAbortedError("truncated as asked")

    return Response(half(), answer.status_code, answer.headers, direct_passthrough=True)


def _trickle(fault: Fault, application: Any, environ: dict[str, Any]) -> Response:
    answer = _answer(application, environ)
    whole = answer.get_data()
    steps = 20
    size = len(whole) // steps + 1

    def drops() -> Iterator[bytes]:
        pause = fault.pause() / steps
        for start in range(0, len(whole), size):
            time.sleep(pause)
            yield whole[start : start + size]

    return Response(drops(), answer.status_code, answer.headers, direct_passthrough=True)


def _hang_up(environ: dict[str, Any]) -> None:
    """Really ends the connection, where there is one (a test client has none)."""
    if connection := environ.get("werkzeug.socket"):
        connection.shutdown(socket.SHUT_RDWR)


_EFFECTS: dict[str, Callable[[Fault, Any, dict[str, Any]], Any]] = {
    "status": _status,
    "delay": _delay,
    "drop": _drop,
    "broken_json": _broken_json,
    "truncated": _truncated,
    "content_type": _content_type,
    "trickle": _trickle,
}
KINDS = tuple(_EFFECTS)
