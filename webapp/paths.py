"""Identifiers of any shape as one segment of a path.

A customer's source_id may hold any character, a slash included. WSGI servers hand over PATH_INFO already decoded, so
that `/customers/a%2Fb` and `/customers/a/b` look alike. KeepSegments rebuilds PATH_INFO from the address as it was
sent and leaves `%` and `/` escaped inside their segment; the converter `identifier` undoes that for one segment.

Numbers in an address are those of rows in the database, and no larger than what it can hold.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

from werkzeug.routing import BaseConverter, IntegerConverter, Map

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LARGEST_ROW_NUMBER = 2**31 - 1


class KeepSegments:
    """WSGI middleware: PATH_INFO with the segments that the client sent."""

    def __init__(self, application: "WSGIApplication") -> None:
        self.application = application

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ["PATH_INFO"] = _path_of_segments(environ)
        return self.application(environ, start_response)


class IdentifierConverter(BaseConverter):
    """`<identifier:customer_id>`: any text but the empty one; `url_for` and the view agree on it."""

    def to_python(self, value: str) -> str:
        return unquote(value)

    def to_url(self, value: object) -> str:
        return quote(str(value), safe="")


class RowNumberConverter(IntegerConverter):
    """`<int:entry_id>`: a number that a row can have; an address with a larger one names nothing."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_ROW_NUMBER)


def row_number(text: str) -> int:
    """A number out of a query, where one that no row can have counts as none: raises ValueError."""
    number = int(text)
    if abs(number) > LARGEST_ROW_NUMBER:
        raise ValueError
    return number


def _path_of_segments(environ: "WSGIEnvironment") -> str:
    sent = environ.get("RAW_URI") or environ.get("REQUEST_URI")
    if not sent:  # a server that tells only the decoded path: its slashes are lost, its percent signs need not be
        return str(environ.get("PATH_INFO", "")).replace("%", "%25")
    path = sent.partition("?")[0] if sent.startswith("/") else urlsplit(sent).path
    segments = path.removeprefix(environ.get("SCRIPT_NAME", "")).split("/")
    return "/".join(_decoded_but_whole(segment) for segment in segments)


def _decoded_but_whole(segment: str) -> str:
    """The segment as WSGI wants it, bytes in Latin-1, with `%` and `/` still escaped."""
    return unquote_to_bytes(segment).replace(b"%", b"%25").replace(b"/", b"%2F").decode("latin-1")
