"""A tiny HTTP server that answers as a test has scripted and keeps what it was asked.

with Wire() as wire:
    wire.answers({"id": "cust_1"})
    ...
    assert wire.requests[0].path == "/v1/customers/cust_1"
"""

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Request:
    """A request as it came: `path` is raw, still percent-encoded, with its query."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """What goes back. `drop` closes the connection unanswered; `cut` sends only that many bytes of the body;
    `pause` waits before each byte of the body, `delay` before everything (both in seconds)."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0
    pause: float = 0
    drop: bool = False
    cut: int | None = None


class Wire:
    """The server. Unscripted requests are answered by the last reply once more."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.connections = 0
        self._replies: deque[Reply] = deque()
        self._respond: Callable[[Request], Reply] = self._next_reply
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def answers(self, value: object = None, *, status: int = 200, **reply: Any) -> None:
        """Script one answer with a JSON body (none for None)."""
        self.replies(status=status, body=b"" if value is None else json.dumps(value).encode(), **reply)

    def replies(self, **reply: Any) -> None:
        """Script one raw reply."""
        self._replies.append(Reply(**reply))

    def responds(self, respond: Callable[[Request], Reply]) -> None:
        """Let a function answer everything."""
        self._respond = respond

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _next_reply(self, _: Request) -> Reply:
        return self._replies.popleft() if len(self._replies) > 1 else self._replies[0]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        wire = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 5
            disable_nagle_algorithm = True

            def setup(self) -> None:
                super().setup()
                with wire._lock:
                    wire.connections += 1

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                request = Request(self.command, self.path, dict(self.headers), body)
                with wire._lock:
                    wire.requests.append(request)
                    reply = wire._respond(request)
                time.sleep(reply.delay)
                if reply.drop:
                    self.close_connection = True
                    return
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if reply.status != 204:
                    self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self._send_body(reply)

            def _send_body(self, reply: Reply) -> None:
                if reply.pause:
                    for byte in reply.body:
                        time.sleep(reply.pause)
                        self.wfile.write(bytes([byte]))
                    return
                self.wfile.write(reply.body[: reply.cut])
                self.close_connection = self.close_connection or reply.cut is not None

            do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 -- the names http.server calls

            def log_message(self, *_: object) -> None:
                """Stay quiet."""

        return Handler
