"""What was sent after the session was over is not lost: it waits for the same person to sign in again."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Blueprint, Flask, render_template_string, request
from werkzeug.datastructures import FileStorage

from tests.support.app import app_for_tests
from tests.support.page_client import Page, PageClient
from tests.support.sessions import let_time_pass
from webapp.auth.access import requires
from webapp.auth.permissions import Permission
from webapp.rendering import redirect_after_post
from webapp.store import sessions

TYPED = 'Łódź, "quoted" <b>\nsecond line'
OVER = timedelta(minutes=31)
FORM = """
{% extends "layout.html" %}{% block title %}Notes{% endblock %}
{% block content %}
  <form method="post" action="/planted/notes?of=cust_1" enctype="multipart/form-data">
    <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
    <label>Note <textarea name="note"></textarea></label>
    <label>Tags <input name="tag"><input name="tag" aria-label="Another"></label>
    <label>File <input type="file" name="file"></label>
    <button type="submit">Save</button>
  </form>
{% endblock %}
"""


@pytest.fixture
def saved() -> list[dict[str, list[str]]]:
    return []


@pytest.fixture
def app(tmp_path: Path, saved: list[dict[str, list[str]]]) -> Flask:
    app = app_for_tests(tmp_path)
    notes = Blueprint("notes", __name__, url_prefix="/planted")

    @notes.get("/notes")
    @requires(Permission.CUSTOMERS_READ)
    def show() -> str:
        return render_template_string(FORM)

    @notes.post("/notes")
    @requires(Permission.CUSTOMERS_READ)
    def save():
        fields = request.form.to_dict(flat=False)
        saved.append({**fields, "of": request.args.getlist("of")})
        return redirect_after_post("/planted/notes")

    app.register_blueprint(notes)
    return app


@pytest.fixture
def client(app: Flask) -> PageClient:
    client = PageClient(app)
    client.sign_in("agent")
    return client


def send_too_late(client: PageClient, **extra: FileStorage) -> Page:
    """Fill in the form, be away for too long, send it, and land on the sign-in page."""
    fields = client.get("/planted/notes").form("/planted/notes").filled()
    let_time_pass(OVER)
    data = {**fields, "note": TYPED, "tag": ["one", "two"], **extra}
    sent = client.http.post(
        "/planted/notes?of=cust_1", data=data, headers={"Referer": "http://localhost/planted/notes"}
    )
    assert sent.status_code == 303
    return client.get(sent.location)


def sign_in_again(client: PageClient, page: Page, role: str = "agent") -> Page:
    return client.submit(page.form("/auth/demo"), button=role)


def test_it_is_shown_to_the_same_person_and_sent_on_their_word(client: PageClient, saved: list):
    page = send_too_late(client)
    assert "What you sent is kept for you" in page.text
    page = sign_in_again(client, page)
    assert page.heading == "What you sent is still here"
    assert saved == []
    fields = page.form("/auth/kept").filled()
    sent = client.http.post("/auth/kept", data=fields)
    assert (sent.status_code, sent.location) == (307, "/planted/notes?of=cust_1")
    client.http.post(sent.location, data=fields)  # a 307 has the browser send the same once more
    [got] = saved
    assert (got["note"][0].replace("\r", ""), got["tag"], got["of"]) == (TYPED, ["one", "two"], ["cust_1"])
    assert client.get("/auth/kept").url == "/"


def test_it_can_be_thrown_away(client: PageClient, saved: list):
    page = sign_in_again(client, send_too_late(client))
    assert client.submit(page.form("/auth/kept/discard")).url == "/planted/notes"
    assert client.get("/auth/kept").url == "/"
    assert saved == []


def test_nobody_else_gets_to_see_it(client: PageClient):
    page = sign_in_again(client, send_too_late(client), "supervisor")
    assert page.url == "/planted/notes"
    assert "quoted" not in page.html
    assert client.get("/auth/kept").url == "/"


def test_a_stranger_cannot_see_it_and_cannot_send_it(client: PageClient):
    send_too_late(client)
    assert client.get("/auth/kept").heading == "Sign in"


def test_nothing_is_kept_for_a_browser_that_was_not_signed_in(app: Flask):
    stranger = PageClient(app)
    sent = stranger.http.post("/planted/notes", data={"note": "x"})
    assert "was not saved" in stranger.get(sent.location).text
    stranger.sign_in("agent")
    assert stranger.get("/auth/kept").url == "/"


def test_nothing_is_kept_for_somebody_who_was_signed_out(client: PageClient):
    fields = client.get("/planted/notes").form("/planted/notes").filled()
    sessions.end_all(1)
    sent = client.http.post("/planted/notes", data=fields)
    assert "was not saved" in client.get(sent.location).text


def test_too_much_to_keep_is_said_to_be_lost(client: PageClient):
    fields = client.get("/planted/notes").form("/planted/notes").filled()
    let_time_pass(OVER)
    sent = client.http.post("/planted/notes", data={**fields, "note": "x" * 100_001})
    assert "was not saved" in client.get(sent.location).text


def test_a_file_is_not_kept_and_the_page_says_so(client: PageClient):
    page = sign_in_again(client, send_too_late(client, file=FileStorage(BytesIO(b"a,b"), "notes.csv")))
    assert "The file could not be kept" in page.text


def test_a_file_larger_than_forms_may_be_leads_to_signing_in_all_the_same(client: PageClient):
    let_time_pass(OVER)
    form = "multipart/form-data; boundary=b"
    sent = client.http.post("/planted/notes", data=b"--b" + b"x" * 2_000_000, content_type=form)
    assert "was not saved" in client.get(sent.location).text


def test_a_fragments_text_stays_in_its_page_and_nowhere_else(client: PageClient):
    client.get("/planted/notes")
    let_time_pass(OVER)
    answer = client.post("/planted/notes", {"note": TYPED}, 401, fragment=True)
    assert answer.location == "/auth/sign-in?next=/planted/notes"
    page = sign_in_again(client, client.get(answer.location))
    assert page.url == "/planted/notes"


def test_signing_in_in_a_tab_of_its_own_gives_the_page_its_new_token(client: PageClient, saved: list):
    fields = client.get("/planted/notes").form("/planted/notes").filled()
    let_time_pass(OVER)
    assert client.http.get("/auth/token", headers={"HX-Request": "true"}).status_code == 401
    page = client.get("/auth/sign-in?next=/auth/signed-in")
    assert sign_in_again(client, page).heading == "You are signed in"
    assert client.http.post("/planted/notes", data=fields).status_code == 400
    token = client.http.get("/auth/token", headers={"HX-Request": "true"}).json["csrf_token"]
    client.post("/planted/notes", {**fields, "csrf_token": token})
    assert len(saved) == 1
