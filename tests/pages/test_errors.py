"""However a request fails, people get a page or a fragment that says what happened and what to do."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.support.app import app_for_tests
from tests.support.page_client import PageClient
from tests.support.planted import PERSONAL
from tests.support.planted import blueprint as planted
from tests.support.wire import Wire
from webapp.logs import JsonLines
from webapp.store.database import engine

READ = f"/planted/read/{PERSONAL}"
TRACES = ("Traceback", "File &#34;", "webapp/", "KeyError", "sqlalchemy")

FAILURES = [
    pytest.param({"drop": True}, 502, "Voucherify cannot be reached", id="down"),
    pytest.param({"delay": 0.6}, 504, "Voucherify is too slow to answer", id="slow"),
    pytest.param({"body": b"<html>proxy</html>"}, 502, "Voucherify's answer made no sense", id="nonsense"),
    pytest.param({"status": 500, "body": b"{}"}, 502, "Voucherify has a problem", id="failing"),
    pytest.param({"status": 401, "body": b"{}"}, 502, "Voucherify does not accept Frontdesk's key", id="wrong key"),
    pytest.param({"status": 402, "body": b"{}"}, 502, "The Voucherify plan does not cover this", id="plan"),
    pytest.param({"status": 403, "body": b"{}"}, 502, "Frontdesk's key may not do this", id="key without permission"),
    pytest.param({"status": 404, "body": b"{}"}, 404, "Not found in Voucherify", id="unknown id"),
    pytest.param({"status": 409, "body": b"{}"}, 409, "This exists already", id="conflict"),
    pytest.param({"status": 423, "body": b"{}"}, 423, "Not possible at the moment", id="locked"),
    pytest.param({"status": 429, "body": b"{}"}, 503, "Too many calls to Voucherify", id="limited"),
    pytest.param({"status": 418, "body": b"{}"}, 502, "Voucherify refused this", id="unknown status"),
]


@pytest.fixture
def wire() -> Iterator[Wire]:
    with Wire() as wire:
        yield wire


@pytest.fixture
def app(tmp_path: Path, wire: Wire, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The dashboard; it is impatient only where the test's API keeps it waiting, or a busy machine would seem slow."""
    reply = request.node.callspec.params.get("reply", {}) if hasattr(request.node, "callspec") else {}
    patience = {"voucherify_timeout": 0.2} if "delay" in reply else {}
    app = app_for_tests(tmp_path, voucherify_base_url=wire.url, **patience)
    app.register_blueprint(planted)
    yield app
    app.extensions["voucherify"].close()


@pytest.fixture
def client(app: Flask) -> PageClient:
    client = PageClient(app)
    client.sign_in()
    return client


@pytest.mark.parametrize(("reply", "status", "title"), FAILURES)
def test_each_failure_of_the_api_has_its_page(client: PageClient, wire: Wire, reply: dict, status: int, title: str):
    wire.replies(**reply)
    page = client.get(READ, status)
    assert page.heading == title
    assert page.headers["X-Request-Id"] in page.text
    assert not any(trace in page.html for trace in TRACES)


@pytest.mark.parametrize(("reply", "status", "title"), FAILURES)
def test_each_failure_of_the_api_has_its_fragment(client: PageClient, wire: Wire, reply: dict, status: int, title: str):
    wire.replies(**reply)
    part = client.get(READ, status, fragment=True)
    [failure] = part.all("section", class_="failure")
    assert failure.get("role") == "alert"
    assert title in part.text
    assert part.headers["X-Request-Id"] in part.text
    assert "HX-Request" in part.headers["Vary"]


def test_the_apis_own_request_id_is_shown(client: PageClient, wire: Wire):
    wire.answers({"code": 404, "key": "not_found", "message": "x", "request_id": "v-0f1a05"}, status=404)
    assert "v-0f1a05" in client.get(READ, 404).text


def test_the_api_says_which_of_the_typed_things_is_wrong(client: PageClient, wire: Wire):
    wire.answers({"code": 400, "message": "m", "details": "Property .limit should be <= 100"}, status=400)
    page = client.get(READ, 400)
    assert "Property .limit should be <= 100" in page.text
    assert "Try again" not in page.links()


def test_a_page_is_tried_again_where_it_failed(client: PageClient, wire: Wire):
    wire.replies(status=500, body=b"{}")
    page = client.get(f"{READ}?page=2&city=%C5%81%C3%B3d%C5%BA", 502)
    again = page.links()["Try again"]
    wire.answers({"id": "cust_1", "object": "customer"})
    client.http.get(again)
    assert again == "/planted/read/anna%40example.org?page=2&city=%C5%81%C3%B3d%C5%BA"
    assert wire.requests[-1].path == "/v1/customers/anna%40example.org"


def test_a_query_cannot_steer_where_trying_again_leads(client: PageClient, wire: Wire):
    wire.replies(status=500, body=b"{}")
    again = client.get(f"{READ}?_external=1&_scheme=javascript&_anchor=x", 502).links()["Try again"]
    assert again.startswith("/planted/read/")


def test_a_fragment_is_tried_again_in_its_place(client: PageClient, wire: Wire):
    wire.replies(status=500, body=b"{}")
    client.get("/planted/form")
    part = client.get(READ, 502, fragment=True)
    [again] = part.all("a")
    assert again.get("hx-get") == "/planted/read/anna%40example.org"
    assert again.get("hx-target") == "closest .failure"
    assert again.get("href") == "/planted/form"


def test_history_restored_by_htmx_gets_the_whole_page(client: PageClient):
    answer = client.http.get("/nowhere", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert answer.text.lstrip().lower().startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("headers", "seconds"), [({"Retry-After": "17"}, "17"), ({}, "30"), ({"X-Rate-Limit-Retry": "1"}, "1")]
)
def test_a_limit_says_when_to_try_again(client: PageClient, wire: Wire, headers: dict, seconds: str):
    wire.replies(status=429, body=b"{}", headers=headers)
    page = client.get(READ, 503)
    assert page.headers["Retry-After"] == seconds
    assert f"Try again in {seconds} second" in page.text


@pytest.mark.parametrize("reply", [{"drop": True}, {"delay": 0.6}, {"status": 500, "body": b"{}"}, {"body": b"<"}])
def test_a_write_without_an_answer_is_neither_done_nor_failed(client: PageClient, wire: Wire, reply: dict):
    wire.replies(**reply)
    before = client.get("/planted/form")
    sent = client.http.post(
        "/planted/write",
        data=before.form("/planted/write").filled(),
        headers={"Referer": "http://localhost/planted/form"},
    )
    assert sent.status_code in {502, 504}
    assert "It is not known whether this was done" in sent.text
    assert "Try again" not in sent.text
    assert 'href="/planted/form"' in sent.text
    assert len(wire.requests) == 1


def test_a_write_that_was_refused_says_what_is_still_there(client: PageClient, wire: Wire):
    wire.replies(status=429, body=b"{}")
    page = client.submit(client.get("/planted/form").form("/planted/write"), 503)
    assert "What you typed is still in the form" in page.text
    assert "not known" not in page.text


def test_a_mistake_of_our_own_shows_no_trace_and_logs_no_words(client: PageClient, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.INFO):
        page = client.get("/planted/broken", 500)
    assert page.heading == "Something went wrong in Frontdesk"
    assert PERSONAL not in page.html
    assert not any(trace in page.html for trace in TRACES)
    lines = [JsonLines().format(record) for record in caplog.records]
    [line] = [json.loads(line) for line in lines if "KeyError" in line]
    assert line["correlation_id"] == page.headers["X-Request-Id"]
    assert any("planted.py" in place for place in line["raised_at"])
    assert not any(PERSONAL in line for line in lines)


def test_a_database_that_does_not_answer_still_leaves_a_page(client: PageClient, tmp_path: Path):
    engine().dispose()
    database = tmp_path / "frontdesk.sqlite3"
    for path in tmp_path.glob("frontdesk.sqlite3*"):
        path.unlink()
    database.mkdir()
    answer = client.http.get("/planted/form")
    assert answer.status_code == 503
    assert "<h1>Frontdesk's own database does not answer</h1>" in answer.text.replace("&#39;", "'")
    assert answer.headers["X-Request-Id"] in answer.text
    assert not any(trace in answer.text for trace in TRACES)


def test_the_menu_stands_when_the_jobs_cannot_be_counted(client: PageClient):
    with engine().begin() as connection:
        connection.exec_driver_sql("ALTER TABLE jobs RENAME TO out_of_reach")
    page = client.get("/planted/broken", 500)
    assert page.heading == "Something went wrong in Frontdesk"
    assert page.links()["Jobs"] == "/jobs"


@pytest.mark.parametrize(
    ("url", "status", "title"),
    [
        ("/nowhere", 404, "There is no such page"),
        ("/planted/write", 405, "This address cannot be used this way"),
    ],
)
def test_addresses_that_lead_nowhere_have_a_page(client: PageClient, url: str, status: int, title: str):
    assert client.get(url, status).heading == title


def test_a_stranger_gets_the_bare_page(app: Flask):
    page = PageClient(app).get("/nowhere", 404)
    assert page.heading == "There is no such page"
    assert not page.all("form")


def test_a_form_that_is_too_large_is_refused(client: PageClient):
    form = client.get("/planted/form").form("/planted/write").filled()
    assert client.post("/planted/write", {**form, "note": "x" * 1_100_000}, 413).heading == "Too much at once"


@pytest.mark.parametrize("token", ["", "forged"])
@pytest.mark.parametrize("fragment", [False, True])
def test_a_write_without_our_token_is_not_carried_out(client: PageClient, wire: Wire, token: str, fragment: bool):
    answer = client.post("/planted/write", {"csrf_token": token}, 400, fragment=fragment)
    assert "This page had grown too old to send" in answer.text
    assert wire.requests == []


def test_a_fragments_token_travels_in_a_header(client: PageClient, wire: Wire):
    wire.answers({"id": "cust_1"})
    [meta] = client.get("/planted/form").all("meta", name="csrf-token")
    headers = {"HX-Request": "true", "X-CSRFToken": meta.get("content") or ""}
    answer = client.http.post("/planted/write", headers=headers)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/planted/form")
