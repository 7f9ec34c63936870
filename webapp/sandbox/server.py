"""The sandbox's HTTP server: threaded, loopback only, connections kept alive."""

import ipaddress
from collections.abc import Iterable
from contextlib import closing
from typing import IO, Any, cast

from werkzeug.datastructures import Headers
from werkzeug.exceptions import ClientDisconnected
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.test import run_wsgi_app
from werkzeug.wsgi import ClosingIterator, LimitedStream, get_content_length


class RequestHandler(WSGIRequestHandler):
    """Werkzeug's handler closes every connection; this one keeps it, having read all of the request's body."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave in one packet

    def run_wsgi(self) -> None:
        environ = self.make_environ()
        if not environ.get("wsgi.input_terminated"):
            length = get_content_length(environ) or 0
            environ["wsgi.input"] = LimitedStream(cast("IO[bytes]", self.rfile), length)
        try:
            chunks, status, headers = run_wsgi_app(self.server.app, environ)
            with closing(ClosingIterator(chunks)) as answer:
                self._send(answer, status, headers)
            while environ["wsgi.input"].read(65_536):
                pass  # whatever the application did not want: the next request starts behind it
        except (ConnectionError, ClientDisconnected):
            self.close_connection = True

    def _send(self, chunks: Iterable[bytes], status: str, headers: Headers) -> None:
        code, _, reason = status.partition(" ")
        self.send_response(int(code), reason)
        for name, value in headers:
            self.send_header(name, value)
        in_pieces = (
            self.request_version == self.protocol_version
            and "Content-Length" not in headers
            and self.command != "HEAD"
            and code not in ("204", "304")
        )
        if in_pieces:  # of a length nobody knows yet, so that the end must be told
            self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for chunk in filter(None, chunks):
            self.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk) if in_pieces else chunk)
            self.wfile.flush()
        if in_pieces:
            self.wfile.write(b"0\r\n\r\n")

    def handle_expect_100(self) -> bool:
        answer = super().handle_expect_100()
        self.wfile.flush()
        return answer

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        """Silent: the control plane lists the requests seen."""


def loopback(host: str) -> str:
    """The host as given; ValueError for one that others could reach."""
    if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
        raise ValueError(f"The sandbox listens on loopback only, not on {host}")
    return host


def make_sandbox_server(app: Any, host: str, port: int) -> BaseWSGIServer:
    """A server bound to the port (0: any free one); ValueError for an address others could reach."""
    return make_server(loopback(host), port, app, threaded=True, request_handler=RequestHandler)


def address(server: BaseWSGIServer) -> str:
    host = f"[{server.host}]" if ":" in server.host else server.host
    return f"http://{host}:{server.server_port}"
