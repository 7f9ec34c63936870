"""Who gets in, as what, and who is sent where."""

from pathlib import Path

import pytest
from flask import Flask

from tests.support.app import SECRET_KEY, app_for_tests
from tests.support.page_client import PageClient
from tests.support.planted import blueprint as planted
from webapp.auth.permissions import ROLE_PERMISSIONS, Role
from webapp.settings import PRODUCTION
from webapp.store import users
from webapp.store.database import session_scope
from webapp.store.models import User


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = app_for_tests(tmp_path)
    app.register_blueprint(planted)
    return app


@pytest.fixture
def client(app: Flask) -> PageClient:
    return PageClient(app)


def everybody() -> list[User]:
    with session_scope() as session:
        return session.query(User).all()


@pytest.mark.parametrize("role", list(Role))
def test_one_button_signs_in_with_one_role(client: PageClient, role: Role):
    assert client.sign_in(role) == "/"
    [user] = everybody()
    assert (user.issuer, user.role) == ("demo", role)


def test_signing_in_leads_to_the_page_that_was_asked_for(client: PageClient):
    page = client.get("/planted/form?page=2")
    assert page.heading == "Sign in"
    assert client.submit(page.form("/auth/demo"), button="agent").url == "/planted/form?page=2"


@pytest.mark.parametrize("trick", ["//evil.example", "/\\evil.example", "https:evil.example", "/%2Fevil.example"])
def test_signing_in_never_leads_to_another_site(client: PageClient, trick: str):
    form = client.get("/auth/sign-in").form("/auth/demo")
    sent = client.post("/auth/demo", {**form.filled("agent"), "next": trick}, 303, follow=False)
    assert sent.location == "/"
    assert client.http.get("/auth/sign-in", query_string={"next": trick}).location == "/"


def test_a_fragment_sends_the_whole_browser_to_the_sign_in_page(client: PageClient):
    client.visited.append("/planted/form")
    answer = client.get("/planted/read/cust_1", 401, fragment=True)
    assert answer.location == "/auth/sign-in?next=/planted/form"


def test_what_was_sent_after_signing_out_is_not_lost_in_silence(client: PageClient):
    client.sign_in()
    form = client.get("/planted/form").form("/planted/write")
    client.http.delete_cookie("frontdesk_session")
    assert "what you sent was not saved" in client.submit(form).text


def test_signing_out_ends_the_session(client: PageClient):
    client.sign_in()
    home = client.get("/")
    assert client.submit(home.form("/auth/sign-out")).heading == "Sign in"
    assert client.get("/", 303, follow=False).location == "/auth/sign-in?next=/"


def test_a_session_begins_anew_at_sign_in(client: PageClient):
    with client.http.session_transaction() as session:
        session["left over"] = "from before"
    client.sign_in()
    with client.http.session_transaction() as session:
        assert "left over" not in session


def test_a_blocked_user_is_out_at_once(client: PageClient):
    client.sign_in("admin")
    [user] = everybody()
    users.set_blocked(user.id, blocked=True)
    assert client.get("/").heading == "Sign in"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: PageClient):
    sent = client.http.get("/auth/sign-in").headers["Set-Cookie"]
    assert sent.startswith("frontdesk_session=")
    assert "HttpOnly" in sent
    assert "SameSite=Lax" in sent
    assert "Secure" not in sent


def test_a_cookie_of_another_key_is_worth_nothing(client: PageClient, tmp_path: Path):
    client.sign_in()
    cookie = client.http.get_cookie("frontdesk_session")
    assert cookie is not None
    other = PageClient(app_for_tests(tmp_path, secret_keys=("another secret key of the tests",)))
    other.http.set_cookie("frontdesk_session", cookie.value)
    assert other.get("/").heading == "Sign in"


def test_sessions_survive_a_change_of_the_secret_key(client: PageClient, tmp_path: Path):
    client.sign_in()
    cookie = client.http.get_cookie("frontdesk_session")
    assert cookie is not None
    later = PageClient(app_for_tests(tmp_path, secret_keys=("the newest key of the tests", SECRET_KEY)))
    later.http.set_cookie("frontdesk_session", cookie.value)
    assert later.get("/").heading != "Sign in"


@pytest.mark.parametrize("role", ["owner", "", "ADMIN"])
def test_a_role_that_does_not_exist_cannot_be_had(client: PageClient, role: str):
    form = client.get("/auth/sign-in").form("/auth/demo").filled()
    client.post("/auth/demo", {**form, "role": role}, 400)
    assert everybody() == []


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}},
        {"environ_base": {"REMOTE_ADDR": ""}},
        {"headers": {"Host": "desk.example"}},
        {"headers": {"Host": "127.0.0.1.evil.example"}},
        {"headers": {"Host": "localhost.evil.example:5000"}},
        {"headers": {"X-Forwarded-For": "192.0.2.7"}},
        {"headers": {"Forwarded": "for=192.0.2.7"}},
    ],
)
def test_the_demo_is_for_this_computer_only(client: PageClient, elsewhere: dict):
    assert "only the computer it runs on" in client.http.get("/auth/sign-in", **elsewhere).text
    form = client.get("/auth/sign-in").form("/auth/demo").filled("admin")
    # By another name of the host the browser sends no cookie, so that the form's token is refused before anything else.
    expected = 400 if "Host" in elsewhere.get("headers", {}) else 403
    assert client.http.post("/auth/demo", data=form, **elsewhere).status_code == expected
    assert everybody() == []


@pytest.mark.parametrize("host", ["localhost:5000", "127.0.0.1", "127.0.0.1:5000", "[::1]:5000", "[::1]"])
def test_this_computer_goes_by_several_names(app: Flask, host: str):
    assert "Sign in as agent" in app.test_client().get("/auth/sign-in", headers={"Host": host}).text


def test_production_has_no_demo_sign_in(tmp_path: Path):
    app = app_for_tests(tmp_path, environment=PRODUCTION)
    app.config["WTF_CSRF_ENABLED"] = False  # no page offers the form, so there is no token to send with it
    browser = app.test_client()
    assert "Sign-in is not set up" in browser.get("/auth/sign-in", base_url="https://localhost").text
    answer = browser.post("/auth/demo", data={"role": "admin"}, base_url="https://localhost")
    assert answer.status_code == 404
    assert everybody() == []


def test_a_view_that_declares_nothing_is_closed_to_all(client: PageClient):
    client.get("/planted/bare", 403)
    client.sign_in("admin")
    client.get("/planted/bare", 403)


def test_a_refusal_says_who_may(client: PageClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.VIEWER, frozenset())
    client.submit(client.get("/auth/sign-in").form("/auth/demo"), 403, button="viewer")
    page = client.get("/planted/form", 403)
    assert page.heading == "You may not do this"
    assert "Those who may: agent, supervisor, admin." in page.text
