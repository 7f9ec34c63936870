"""The edge to the network: where requests may go, and what its failures mean."""

import ipaddress
import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import requests

# The HTTP library's own base error, which requests names but whose type stubs do not.
from requests.exceptions import BaseHTTPError  # type: ignore[attr-defined]

from webapp.voucherify.bodies import CHUNK_SIZE
from webapp.voucherify.errors import NotConnected, TimedOut, Unreachable, VoucherifyError


def checked_base_url(base_url: str) -> str:
    """Return the URL without a trailing slash.

    Raise ValueError unless it is https, or http on this machine: keys and personal data never travel in the clear.
    """
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("the base URL must start with https:// (or http:// on this machine) and name a host")
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError("the base URL cannot carry a user, a query or a fragment")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise ValueError("the base URL must be https, except for a server on this machine")
    return base_url.rstrip("/")


def checked_download_address(address: str, base_url: str) -> bool:
    """Say whether keys may go to the address of a file: to the API's own host and its download host, nowhere else.

    The download host of `api.voucherify.io` is `download.voucherify.io`, that of a region likewise. Raise ValueError
    for an address that is no https, unless it is on the very server of the base URL.
    """
    base, file = urlsplit(base_url), urlsplit(address)
    labels = (base.hostname or "").split(".")
    own_hosts = {base.hostname, ".".join("download" if label == "api" else label for label in labels)}
    is_own = (file.scheme, file.port) == (base.scheme, base.port) and file.hostname in own_hosts
    if file.username is not None or not file.hostname or not (is_own or file.scheme == "https"):
        raise ValueError("the address of a file must be https")
    return is_own


def pieces(response: requests.Response) -> Iterator[bytes]:
    """Yield the body as it arrives. Raise TimeoutError when it stalls, ConnectionError when it breaks off."""
    try:
        while chunk := response.raw.read1(CHUNK_SIZE, decode_content=True):
            yield chunk
    except BaseHTTPError as error:
        if any(isinstance(cause, TimeoutError) for cause in _causes(error)):
            raise TimeoutError from None
        raise ConnectionError from None


def read_body(response: requests.Response, deadline: float) -> bytes | None:
    """Return the whole body, or None when it broke off.

    Raise TimeoutError when it is not there by the deadline (on the monotonic clock), however steadily it trickles.
    """
    chunks: list[bytes] = []
    try:
        for chunk in pieces(response):
            chunks.append(chunk)
            if time.monotonic() > deadline:
                raise TimeoutError
    except ConnectionError:
        return None
    return b"".join(chunks)


def read_breakdown(operation: str, error: requests.RequestException) -> VoucherifyError:
    """Return what a failure of the network means for the call."""
    never_connected = isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError) or any(
        isinstance(cause, ConnectionRefusedError | socket.gaierror) for cause in _causes(error)
    )
    if never_connected:
        return NotConnected(operation)
    return TimedOut(operation) if isinstance(error, requests.Timeout) else Unreachable(operation)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
