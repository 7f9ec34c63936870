"""Who may call, and what: every way to prove it stands in one registry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hmac import compare_digest
from typing import Any
from urllib.parse import urlsplit

from flask import Request
from werkzeug.datastructures import Headers

from webapp.sandbox import moments
from webapp.sandbox.rules import files, oauth
from webapp.sandbox.world import reading, world

APP_ID = "sandbox-app-id"
APP_TOKEN = "sandbox-app-token"  # noqa: S105 -- published, and good for the sandbox only
CLIENT_ID = "sandbox-client-id"
CLIENT_TOKEN = "sandbox-client-token"  # noqa: S105
CLIENT_HOSTS = ("127.0.0.1", "localhost")  # where browsers may call from, at any port

DOWNLOADS = ("/v1/exports", "/downloads")  # where files are, each opened by its token


@dataclass(frozen=True)
class Caller:
    """Who called: `channel` and `api_key` are what events say about their source; no `scopes` means all of them."""

    channel: str
    api_key: Mapping[str, str]
    scopes: frozenset[str] | None = None

    def may_call(self, path: str) -> bool:
        """Whether a scope opens the path: `customers` opens /v1/customers and everything below."""
        return self.scopes is None or not self.scopes.isdisjoint({oauth.EVERYTHING, *path.split("/")[2:3]})

    def event_source(self) -> dict[str, Any]:
        return {"channel": self.channel, "api_key": dict(self.api_key)}


Proof = Callable[[Headers], Caller | None]

SERVER_KEY = Caller("API", {"name": "Sandbox server key", "app_id": APP_ID})
LINK = Caller("API", {})
CLIENT_KEY = Caller("CLIENT_API", {"name": "Sandbox client key", "app_id": CLIENT_ID})


def server_keys(headers: Headers) -> Caller | None:
    """The header pair X-App-Id and X-App-Token."""
    if _same(headers.get("X-App-Id"), APP_ID) and _same(headers.get("X-App-Token"), APP_TOKEN):
        return SERVER_KEY
    return None


def client_keys(headers: Headers) -> Caller | None:
    """The header pair X-Client-Application-Id and X-Client-Token, with an Origin the project allows."""
    known = _same(headers.get("X-Client-Application-Id"), CLIENT_ID) and _same(
        headers.get("X-Client-Token"), CLIENT_TOKEN
    )
    return CLIENT_KEY if known and _host(headers.get("Origin", "")) in CLIENT_HOSTS else None


def bearer(headers: Headers) -> Caller | None:
    """An OAuth token in place of the application keys, as `Authorization: Bearer <token>`."""
    scheme, _, token = headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    with reading() as connection:
        found = oauth.introspect(connection, token.strip(), moments.written(world().clock.now()))
    return replace(SERVER_KEY, scopes=frozenset(found["scope"].split())) if found["active"] else None


# The start of a path -> the proofs that are good for it; the first start that fits counts.
PROOFS: dict[str, tuple[Proof, ...]] = {
    "/v1/oauth/": (server_keys,),
    "/v1/": (server_keys, bearer),
    "/client/v1/": (client_keys,),
}


def identify(path: str, headers: Headers) -> Caller | None:
    """The caller, or None when no proof that is good for this path was given."""
    for start, proofs in PROOFS.items():
        if path.startswith(start):
            return next((caller for proof in proofs if (caller := proof(headers))), None)
    return SERVER_KEY if server_keys(headers) else None


def link_holder(request: Request) -> Caller | None:
    """Whoever has the address of a file, token included, may download it."""
    folder, _, file_id = request.path.rpartition("/")
    if request.method != "GET" or folder not in DOWNLOADS or not (token := request.args.get("token")):
        return None
    with reading() as connection:
        return LINK if files.opens(connection, file_id, token) else None


def _host(origin: str) -> str | None:
    """The host of an origin (`https://shop.example.org:8080`), which may also come alone."""
    try:
        return urlsplit(origin if "//" in origin else f"//{origin}").hostname
    except ValueError:
        return None


def _same(given: str | None, expected: str) -> bool:
    return given is not None and compare_digest(given.encode(), expected.encode())
