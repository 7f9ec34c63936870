"""How long a session lasts, what extends it, and what ends it."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, session

from tests.support.app import app_for_tests
from tests.support.page_client import PageClient
from tests.support.planted import blueprint as planted
from tests.support.sessions import let_time_pass, sessions_in_store
from webapp.auth.access import public, requires
from webapp.auth.permissions import Permission
from webapp.auth.sessions import BY_HAND_HEADER
from webapp.settings import PRODUCTION
from webapp.store import sessions

COOKIE = "frontdesk_session"
IDLE = timedelta(minutes=30)
LIFETIME = timedelta(hours=12)
MOMENT = timedelta(seconds=5)


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = app_for_tests(tmp_path)
    app.register_blueprint(planted)
    return app


@pytest.fixture
def client(app: Flask) -> PageClient:
    client = PageClient(app)
    client.sign_in()
    return client


def is_signed_in(client: PageClient) -> bool:
    return client.get("/planted/form").heading == "Planted form"


def cookie_of(client: PageClient) -> str:
    cookie = client.http.get_cookie(COOKIE)
    assert cookie is not None
    return cookie.value


def test_a_session_nobody_uses_ends_after_half_an_hour(client: PageClient):
    let_time_pass(IDLE - MOMENT)
    assert is_signed_in(client)
    let_time_pass(IDLE + MOMENT)
    assert not is_signed_in(client)


def test_a_session_in_use_goes_on_until_its_last_hour(client: PageClient):
    for _ in range(int(LIFETIME / IDLE) * 2 - 1):
        let_time_pass(IDLE / 2)
        assert is_signed_in(client)
    let_time_pass(IDLE / 2)
    assert not is_signed_in(client)


def test_polling_extends_no_session(client: PageClient):
    client.visited.append("/planted/form")
    for _ in range(3):
        let_time_pass(IDLE / 3 - MOMENT)
        assert client.http.get("/planted/form", headers={"HX-Request": "true"}).status_code == 200
    let_time_pass(4 * MOMENT)
    client.get("/planted/form", 401, fragment=True)
    assert not is_signed_in(client)


def test_asking_for_a_token_extends_no_session(client: PageClient):
    let_time_pass(IDLE / 2)
    answer = client.http.get("/auth/token", headers={"HX-Request": "true"})
    assert answer.json["person"] == "1"
    let_time_pass(IDLE / 2 + MOMENT)
    assert not is_signed_in(client)


@pytest.mark.parametrize("headers", [{BY_HAND_HEADER: "true"}, {"HX-Boosted": "true"}])
def test_a_fragment_that_somebody_clicked_for_is_use(client: PageClient, headers: dict[str, str]):
    let_time_pass(IDLE - MOMENT)
    client.http.get("/planted/form", headers={"HX-Request": "true", **headers})
    let_time_pass(IDLE - MOMENT)
    assert is_signed_in(client)


def test_the_limits_are_settings(tmp_path: Path):
    client = PageClient(app_for_tests(tmp_path, session_idle_minutes=5, session_hours=1))
    client.sign_in()
    let_time_pass(timedelta(minutes=5) + MOMENT)
    assert client.get("/").heading == "Sign in"
    client.sign_in()
    for _ in range(14):
        let_time_pass(timedelta(minutes=4))
        client.http.get("/")
    let_time_pass(timedelta(minutes=4) + MOMENT)
    assert client.get("/").heading == "Sign in"


def test_signing_in_makes_a_new_id_and_leaves_nothing_of_the_old(client: PageClient):
    client.submit(client.get("/planted/form").form("/auth/sign-out"))
    before = cookie_of(client)
    client.sign_in("agent")
    assert cookie_of(client) != before
    client.http.set_cookie(COOKIE, before)
    assert not is_signed_in(client)


def test_a_visitor_cannot_bring_an_id_of_their_own(app: Flask):
    client = PageClient(app)
    client.http.set_cookie(COOKIE, "an id the attacker knows")
    client.sign_in()
    assert cookie_of(client) != "an id the attacker knows"


def test_a_copied_cookie_is_worth_nothing_after_signing_out(client: PageClient, app: Flask):
    copied = cookie_of(client)
    client.submit(client.get("/planted/form").form("/auth/sign-out"))
    thief = PageClient(app)
    thief.http.set_cookie(COOKIE, copied)
    assert not is_signed_in(thief)


def test_signing_out_here_leaves_other_browsers_alone(client: PageClient, app: Flask):
    other = PageClient(app)
    other.sign_in()
    client.submit(client.get("/planted/form").form("/auth/sign-out"))
    assert not is_signed_in(client)
    assert is_signed_in(other)


def test_signing_out_everywhere_ends_every_session_of_this_person_and_no_other(client: PageClient, app: Flask):
    same_person, another = PageClient(app), PageClient(app)
    same_person.sign_in()
    another.sign_in("agent")
    page = client.submit(client.get("/planted/form").form("/auth/sign-out-everywhere"))
    assert "here and everywhere else" in page.text
    assert [is_signed_in(browser) for browser in (client, same_person, another)] == [False, False, True]


def test_a_session_ended_during_a_request_stays_ended(app: Flask):
    @app.get("/planted/ending")
    @requires(Permission.CUSTOMERS_READ)
    def end_and_change() -> str:
        session["changed"] = True
        sessions.end_all(1)
        return ""

    client = PageClient(app)
    client.sign_in()
    assert client.http.get("/planted/ending").status_code == 200
    assert sessions_in_store() == []


def test_the_store_does_not_hold_what_the_browser_has(client: PageClient):
    for record in sessions_in_store():
        assert cookie_of(client) not in record.id + record.data


def test_passing_by_begins_no_session(app: Flask):
    stranger = app.test_client()
    for url in ["/", "/nowhere", "/healthz", "/static/css/parts.css"]:
        assert "Set-Cookie" not in stranger.get(url, buffered=True).headers
    assert sessions_in_store() == []


def test_sessions_nobody_comes_back_to_are_forgotten(client: PageClient, app: Flask):
    let_time_pass(timedelta(days=8))
    PageClient(app).get("/auth/sign-in")
    assert len(sessions_in_store()) == 1
    assert not is_signed_in(client)


def test_in_production_the_cookie_is_for_this_host_over_https_only(tmp_path: Path):
    app = app_for_tests(tmp_path, environment=PRODUCTION)

    @app.get("/planted/session")
    @public
    def begin() -> str:
        session["begun"] = True
        return ""

    sent = app.test_client().get("/planted/session", base_url="https://localhost").headers["Set-Cookie"]
    name, *attributes = sent.split("; ")
    assert name.startswith("__Host-frontdesk_session=")
    assert set(attributes) == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
