"""Signing in and out through a real OpenID provider, from our sign-in page and back to the page that was asked for."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from tests.support.app import app_for_tests
from tests.support.oidc_provider import AFTER_SIGN_OUT, OURS, OpenIDProvider, Visitor
from tests.support.page_client import Page, PageClient
from webapp.openid_settings import OpenIDSettings
from webapp.store import users
from webapp.store.models import User


@pytest.fixture(scope="module")
def provider() -> Iterator[OpenIDProvider]:
    with OpenIDProvider() as provider:
        yield provider


@pytest.fixture
def app(provider: OpenIDProvider, tmp_path: Path) -> Flask:
    return app_for_tests(tmp_path, openid=provider.settings, sign_in_contact="the IT desk (it@example.org)")


@pytest.fixture
def client(app: Flask) -> PageClient:
    return PageClient(app)


@pytest.fixture
def visitor() -> Iterator[Visitor]:
    with Visitor() as visitor:
        yield visitor


def to_provider(client: PageClient, url: str = "/auth/sign-in") -> str:
    """The provider's address that our sign-in page leads to."""
    link = client.get(url).links()["Sign in with your company account"]
    location = client.get(link, 302, follow=False).location
    assert location
    return location


def sign_in(client: PageClient, visitor: Visitor, login: str, status: int = 200, url: str = "/auth/sign-in") -> Page:
    return client.get(visitor.sign_in(to_provider(client, url), login).removeprefix(OURS), status)


def known(provider: OpenIDProvider, login: str) -> User:
    user = users.find_by_identity(provider.issuer, login)
    assert user is not None
    return user


def test_somebody_signs_in_and_is_known_by_issuer_and_subject(client: PageClient, provider: OpenIDProvider, visitor):
    assert sign_in(client, visitor, "anna").url == "/"
    user = known(provider, "anna")
    assert (user.name, user.email, user.role) == ("Anna Nowak", "anna@example.org", "agent")


def test_the_highest_of_several_roles_counts(client: PageClient, provider: OpenIDProvider, visitor: Visitor):
    sign_in(client, visitor, "lena")
    assert known(provider, "lena").role == "supervisor"


def test_signing_in_leads_to_the_page_that_was_asked_for(client: PageClient, visitor: Visitor):
    assert sign_in(client, visitor, "anna", url="/?from=a+link").url == "/?from=a+link"


@pytest.mark.parametrize("trick", ["//evil.example", "https://evil.example", "/\\evil.example", "/%09/evil.example"])
def test_and_never_to_another_site(client: PageClient, visitor: Visitor, trick: str):
    start = client.http.get("/auth/start", query_string={"next": trick}).location
    landed = client.http.get(visitor.sign_in(start, "anna"))
    assert urlsplit(landed.location).netloc == ""
    assert not landed.location.startswith(("//", "/\\"))


def test_the_provider_is_asked_with_pkce_state_and_nonce(client: PageClient):
    first, second = (parse_qs(urlsplit(to_provider(client)).query) for _ in range(2))
    assert first["code_challenge_method"] == ["S256"]
    assert first["response_type"] == ["code"]
    for name in ("code_challenge", "state", "nonce"):
        assert len(first[name][0]) >= 20
        assert first[name] != second[name]


def test_a_callback_works_once(client: PageClient, visitor: Visitor):
    callback = visitor.sign_in(to_provider(client), "anna").removeprefix(OURS)
    client.get(callback)
    assert client.get(callback, 400).heading == "This sign-in was not started here"


def test_a_callback_works_only_where_it_was_started(app: Flask, client: PageClient, visitor: Visitor):
    callback = visitor.sign_in(to_provider(client), "anna").removeprefix(OURS)
    another = PageClient(app)
    assert another.get(callback, 400).heading == "This sign-in was not started here"
    assert another.get("/").heading == "Sign in"


def test_a_copied_cookie_does_not_replay_a_callback(app: Flask, client: PageClient, visitor: Visitor):
    callback = visitor.sign_in(to_provider(client), "anna").removeprefix(OURS)
    cookie = client.http.get_cookie("frontdesk_session")
    assert cookie is not None
    client.get(callback)
    thief = PageClient(app)
    thief.http.set_cookie("frontdesk_session", cookie.value)
    assert thief.get(callback, 400).heading == "This sign-in was not started here"


def test_somebody_who_does_not_go_on_is_told_so(client: PageClient):
    state = parse_qs(urlsplit(to_provider(client)).query)["state"][0]
    page = client.get(f"/auth/callback?error=access_denied&error_description=%3Cb%3Ex&state={state}", 403)
    assert page.heading == "You were not signed in"
    assert "<b>" not in page.html


def test_nobody_gets_in_without_a_role_and_learns_whom_to_ask(client: PageClient, provider: OpenIDProvider, visitor):
    page = sign_in(client, visitor, "guest", 403)
    assert page.heading == "You have no role in Frontdesk"
    assert "Ask the IT desk (it@example.org)" in page.text
    assert users.find_by_identity(provider.issuer, "guest") is None
    assert client.get("/").heading == "Sign in"


def test_the_blocked_are_told_so_and_stay_out(client: PageClient, provider: OpenIDProvider, visitor: Visitor):
    sign_in(client, visitor, "anna")
    users.set_blocked(known(provider, "anna").id, blocked=True)
    assert client.get("/").heading == "Sign in"
    assert sign_in(client, visitor, "anna", 403).heading == "You are blocked in Frontdesk"
    assert client.get("/").heading == "Sign in"


def test_roles_are_read_anew_at_each_sign_in(client: PageClient, provider: OpenIDProvider, visitor, tmp_path: Path):
    sign_in(client, visitor, "anna")
    promoted = OpenIDSettings(**{**vars(provider.settings), "role_map": {"support": "admin"}})
    later = PageClient(app_for_tests(tmp_path, openid=promoted))
    sign_in(later, visitor, "anna")
    assert known(provider, "anna").role == "admin"


def test_who_loses_the_last_role_is_signed_out_everywhere(client, provider: OpenIDProvider, visitor, tmp_path: Path):
    sign_in(client, visitor, "anna")
    stripped = OpenIDSettings(**{**vars(provider.settings), "role_map": {"bosses": "admin"}})
    sign_in(PageClient(app_for_tests(tmp_path, openid=stripped)), visitor, "anna", 403)
    assert client.get("/").heading == "Sign in"


def test_signing_out_ends_here_and_at_the_provider(client: PageClient, provider: OpenIDProvider, visitor: Visitor):
    home = sign_in(client, visitor, "anna")
    left = client.submit(home.form("/auth/sign-out"), 303, follow=False).location
    assert left
    assert left.startswith(f"{provider.issuer}/session/end?")
    assert provider.issuer in client.get("/auth/sign-in").headers["Content-Security-Policy"]
    assert client.get("/").heading == "Sign in"
    back = visitor.sign_out(left)
    assert back.partition("?")[0] == AFTER_SIGN_OUT


def test_groups_may_be_in_the_profile_only(tmp_path: Path, visitor: Visitor):
    with OpenIDProvider(claims_in_profile_only=True) as provider:
        client = PageClient(app_for_tests(tmp_path, openid=provider.settings))
        sign_in(client, visitor, "lena")
        user = known(provider, "lena")
    assert (user.name, user.role) == ("Lena Vogel", "supervisor")


def test_a_session_of_the_demo_is_worth_nothing_once_there_is_no_demo(client: PageClient, provider, tmp_path: Path):
    client.sign_in("admin")
    cookie = client.http.get_cookie("frontdesk_session")
    assert cookie is not None
    browser = app_for_tests(tmp_path, environment="production", openid=provider.settings).test_client()
    browser.set_cookie("__Host-frontdesk_session", cookie.value)
    assert browser.get("/", base_url="https://localhost").location == "/auth/sign-in?next=/"
