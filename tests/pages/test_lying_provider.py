"""A provider that lies, breaks or is slow lets nobody in, and the page says so in plain words."""

import json
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from joserfc import jwt
from joserfc.jwk import OctKey

from tests.support.app import app_for_tests
from tests.support.lying_provider import (
    CLIENT_SECRET,
    REMOVED,
    LyingProvider,
    new_key,
    signed_with_public_key,
    signed_with_secret,
    unsigned,
)
from tests.support.page_client import Page, PageClient
from tests.support.wire import Reply
from webapp.auth.openid import provider as our_side
from webapp.store import users

DISCOVERY = "/.well-known/openid-configuration"
ANOTHER_ISSUER = "https://another-issuer.example"
OTHER_KEY_SAME_NAME = new_key()
NOT_TRUSTED = "The sign-in could not be trusted"
NO_ANSWER = "Your company's sign-in does not answer"


@pytest.fixture
def provider() -> Iterator[LyingProvider]:
    with LyingProvider() as provider:
        yield provider


@pytest.fixture
def app(provider: LyingProvider, tmp_path: Path) -> Flask:
    return app_for_tests(tmp_path, openid=provider.settings)


@pytest.fixture
def client(app: Flask) -> PageClient:
    return PageClient(app)


def start(client: PageClient) -> str:
    location = client.get("/auth/start", 302, follow=False).location
    assert location
    return location


def come_back(client: PageClient, provider: LyingProvider, status: int = 200, **callback: str) -> Page:
    return client.get(provider.authorize(start(client), **callback), status)


def lying(**lies: Any):
    return pytest.param(lies, id=" ".join(f"{kind}: {', '.join(lie)}" for kind, lie in lies.items()))


def seconds_ago(seconds: int) -> int:
    return int(time.time()) - seconds


def test_an_honest_provider_lets_somebody_in(client: PageClient, provider: LyingProvider):
    assert come_back(client, provider).url == "/"
    assert users.find_by_identity(provider.issuer, "anna") is not None


@pytest.mark.parametrize(
    "lies",
    [
        lying(claims={"iss": ANOTHER_ISSUER}),
        lying(claims={"iss": REMOVED}),
        lying(claims={"aud": "another-app"}),
        lying(claims={"aud": ["another-app", "a-third"]}),
        lying(claims={"aud": "another-app", "azp": "frontdesk"}),
        lying(claims={"aud": ["frontdesk", "another-app"], "azp": "another-app"}),
        lying(claims={"aud": REMOVED}),
        lying(claims={"nonce": REMOVED}),
        lying(claims={"nonce": "another nonce"}),
        lying(claims={"nonce": REMOVED, "nonce_supported": False}),
        lying(claims={"exp": REMOVED}),
        lying(claims={"exp": "tomorrow"}),
        lying(claims={"iat": REMOVED}),
        lying(claims={"nbf": 2**33}),
        lying(claims={"sub": REMOVED}),
        lying(claims={"sub": ""}),
        lying(claims={"sub": 7}),
        lying(claims={"sub": "a" * 256}),
        lying(claims={"at_hash": "of-another-access-token"}),
        lying(token={"id_token": REMOVED}),
        lying(token={"id_token": ""}),
        lying(token={"id_token": None}),
        lying(token={"id_token": "not.a.token"}),
        lying(token={"error": "invalid_grant", "access_token": REMOVED, "id_token": REMOVED}),
        lying(token={"token_type": REMOVED, "id_token": ["x"]}),
    ],
)
def test_an_id_token_that_proves_nothing_lets_nobody_in(client: PageClient, provider: LyingProvider, lies: dict):
    vars(provider).update(lies)
    assert come_back(client, provider, 502).heading == NOT_TRUSTED
    assert client.get("/").heading == "Sign in"
    assert users.everybody(1) == []


@pytest.mark.parametrize("encode", [unsigned, signed_with_secret, signed_with_public_key])
def test_a_token_anybody_could_have_made_is_refused_even_if_discovery_allows_it(client, provider, encode):
    provider.discovery = {"id_token_signing_alg_values_supported": ["none", "HS256", "RS256"]}
    provider.encode = encode
    assert come_back(client, provider, 502).heading == NOT_TRUSTED


def test_a_secret_among_the_providers_public_keys_signs_nothing(client: PageClient, provider: LyingProvider):
    secret = OctKey.import_key(CLIENT_SECRET, {"kid": "shared"})
    provider.discovery = {"id_token_signing_alg_values_supported": ["HS256"]}
    provider.replies = {"/jwks": Reply(body=json.dumps({"keys": [secret.as_dict(private=True)]}).encode())}
    provider.encode = lambda claims: jwt.encode({"alg": "HS256", "kid": "shared"}, claims, secret, algorithms=["HS256"])
    assert come_back(client, provider, 502).heading == NOT_TRUSTED


@pytest.mark.parametrize("key", [OTHER_KEY_SAME_NAME, new_key("unknown")], ids=["same name", "another name"])
def test_a_token_signed_with_a_key_of_somebody_elses_is_refused(client, provider: LyingProvider, key):
    provider.key = key
    assert come_back(client, provider, 502).heading == NOT_TRUSTED


@pytest.mark.parametrize(("expired", "status"), [(5, 200), (25, 200), (35, 502), (60, 502), (119, 502)])
def test_clocks_may_differ_by_half_a_minute(client: PageClient, provider: LyingProvider, expired: int, status: int):
    provider.claims = {"iat": seconds_ago(400), "exp": seconds_ago(expired)}
    come_back(client, provider, status)


@pytest.mark.parametrize(
    "discovery",
    [
        {"issuer": ANOTHER_ISSUER},
        {"issuer": REMOVED},
        {"token_endpoint": REMOVED},
        {"jwks_uri": REMOVED},
        {"token_endpoint": 7, "authorization_endpoint": ["x"]},
    ],
)
def test_a_discovery_that_is_not_our_providers_is_refused(client: PageClient, provider: LyingProvider, discovery: dict):
    provider.discovery = discovery
    assert client.get("/auth/start", 502).heading == NOT_TRUSTED


def test_discovery_cannot_switch_our_own_protections_off(client: PageClient, provider: LyingProvider):
    provider.discovery = {"code_challenge_method": None, "scope": "email", "verify": False, "default_timeout": None}
    asked = parse_qs(urlsplit(start(client)).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert "openid" in asked["scope"][0]


@pytest.mark.parametrize("issuer", [ANOTHER_ISSUER, "", "frontdesk"])
def test_a_callback_of_another_issuer_is_refused(client: PageClient, provider: LyingProvider, issuer: str):
    assert come_back(client, provider, 502, iss=issuer).heading == NOT_TRUSTED
    assert provider.asked_for("/token") == 0


def test_a_callback_without_issuer_is_refused_where_the_provider_always_names_it(client, provider: LyingProvider):
    provider.discovery = {"authorization_response_iss_parameter_supported": True}
    assert come_back(client, provider, 502).heading == NOT_TRUSTED
    assert come_back(client, provider, iss=provider.issuer).url == "/"


@pytest.mark.parametrize("state", ["", "another-state"])
def test_a_callback_of_another_state_is_refused_before_the_code_is_spent(client, provider: LyingProvider, state: str):
    assert come_back(client, provider, 400, state=state).heading == "This sign-in was not started here"
    assert provider.asked_for("/token") == 0


def test_a_callback_out_of_the_blue_is_refused(client: PageClient):
    assert client.get("/auth/callback", 400).heading == "This sign-in was not started here"
    assert client.get("/auth/callback?code=x&state=y", 400).heading == "This sign-in was not started here"


def test_a_code_is_spent_once_even_if_the_provider_would_take_it_again(client: PageClient, provider: LyingProvider):
    callback = provider.authorize(start(client))
    cookie = client.http.get_cookie("frontdesk_session")
    assert cookie is not None
    client.get(callback)
    client.http.set_cookie("frontdesk_session", cookie.value)
    client.get(callback, 400)
    assert provider.asked_for("/token") == 1


def test_a_profile_of_another_person_is_refused(client: PageClient, provider: LyingProvider):
    provider.discovery = {"userinfo_endpoint": f"{provider.issuer}/profile"}
    provider.claims = {"groups": REMOVED}
    provider.profile = {"sub": "the boss", "groups": ["support"]}
    assert come_back(client, provider, 502).heading == NOT_TRUSTED


def test_new_keys_of_the_provider_are_taken_over(client: PageClient, app: Flask, provider: LyingProvider):
    come_back(client, provider)
    provider.key = new_key("second")
    provider.published = [provider.key]
    assert come_back(PageClient(app), provider).url == "/"
    provider.key = new_key("second")
    provider.published = [provider.key]
    assert come_back(PageClient(app), provider).url == "/"


def test_discovery_and_keys_are_not_asked_for_again_and_again(app: Flask, provider: LyingProvider):
    for _ in range(3):
        come_back(PageClient(app), provider)
    assert (provider.asked_for(DISCOVERY), provider.asked_for("/jwks")) == (1, 1)


BROKEN = [
    pytest.param(Reply(body=b"<html>Down for maintenance</html>"), id="HTML"),
    pytest.param(Reply(status=503, body=b"<html>Down for maintenance</html>"), id="503"),
    pytest.param(Reply(drop=True), id="no answer"),
    pytest.param(Reply(delay=1.2), id="slow"),
    pytest.param(Reply(body=b"{" + b" " * 60, pause=0.1), id="trickling"),
    pytest.param(Reply(body=b" " * 1_100_000), id="endless"),
    pytest.param(Reply(status=302, headers={"Location": "/elsewhere"}), id="leading elsewhere"),
]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(our_side, "TIMEOUT_SECONDS", (0.5, 0.5))
    monkeypatch.setattr(our_side, "ANSWERED_WITHIN_SECONDS", 0.6)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("reply", BROKEN)
@pytest.mark.parametrize("path", [DISCOVERY, "/token", "/jwks"])
def test_a_provider_that_is_down_slow_or_broken_has_its_page(tmp_path: Path, provider, path: str, reply: Reply):
    client = PageClient(app_for_tests(tmp_path, openid=provider.settings))
    provider.replies = {path: reply}
    began = time.monotonic()
    page = client.get("/auth/start", 503) if path == DISCOVERY else come_back(client, provider, 503)
    assert page.heading == NO_ANSWER
    assert time.monotonic() - began < 3
    provider.replies = {}
    assert come_back(client, provider).url == "/"


@pytest.mark.parametrize("path", [DISCOVERY, "/token", "/jwks"])
def test_no_redirect_is_followed(client: PageClient, provider: LyingProvider, path: str):
    provider.replies = {path: Reply(status=302, headers={"Location": "/elsewhere"}), "/elsewhere": Reply(body=b"{}")}
    page = client.get("/auth/start", 503) if path == DISCOVERY else come_back(client, provider, 503)
    assert page.heading == NO_ANSWER
    assert provider.asked_for("/elsewhere") == 0


@pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b"{}", b'{"keys": [{"kty": "RSA"}]}', b'{"keys": 7}'])
@pytest.mark.parametrize("path", [DISCOVERY, "/token", "/jwks"])
def test_json_of_the_wrong_shape_breaks_nothing(client: PageClient, provider: LyingProvider, path: str, body: bytes):
    provider.replies = {path: Reply(body=body)}
    page = client.get("/auth/start", 502) if path == DISCOVERY else come_back(client, provider, 502)
    assert page.heading == NOT_TRUSTED


def test_signing_out_works_while_the_provider_is_away(client: PageClient, app: Flask, provider: LyingProvider):
    home = come_back(client, provider)
    app.extensions["openid_provider"] = our_side.Provider(provider.settings)
    provider.replies = {DISCOVERY: Reply(drop=True)}
    assert client.submit(home.form("/auth/sign-out")).heading == "Sign in"


def test_a_refusal_says_why_and_gives_away_nothing(client, provider: LyingProvider, caplog: pytest.LogCaptureFixture):
    provider.claims = {"sub": "anna@example.org", "iss": ANOTHER_ISSUER}
    with caplog.at_level(logging.INFO):
        page = come_back(client, provider, 502)
    assert page.headers["X-Request-Id"] in page.text
    assert ANOTHER_ISSUER not in page.html
    [line] = [record for record in caplog.records if record.name == "webapp.auth.openid.views"]
    assert (line.refusal, line.cause) == ("NOT_TRUSTED", "InvalidClaimError")  # type: ignore[attr-defined]
    assert not any("anna@example.org" in record.getMessage() for record in caplog.records)
