"""Identifiers with any character in one path segment.

WSGI decodes the path before the application sees it, and an encoded `/` then looks like a boundary. The
middleware rebuilds the path from the address as it was sent: each segment decoded alone, and within it `%` and
`/` escaped again. The URL converter takes that last escape off.
"""

from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from werkzeug.routing import BaseConverter


def path_of_segments(address: str) -> str:
    """The path of a raw request address, decoded segment by segment (in WSGI's latin-1 dress)."""
    path = urlsplit(address).path if address.startswith(("http:", "https:")) else address.partition("?")[0]
    return "/".join(_escaped(unquote_to_bytes(segment).decode("latin-1")) for segment in path.split("/"))


def _escaped(segment: str) -> str:
    return segment.replace("%", "%25").replace("/", "%2F")


class PathSegments:
    """WSGI middleware: PATH_INFO with its segments as the caller meant them."""

    def __init__(self, application: Any) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if address := environ.get("REQUEST_URI"):
            environ["PATH_INFO"] = path_of_segments(address)
        return self._application(environ, start_response)


class Identifier(BaseConverter):
    """`<identifier:customer_id>` in a route: one segment, any characters."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        return value.replace("%2F", "/").replace("%25", "%")
