"""The file comes through Frontdesk: whole or not at all, and its address stays on the server."""

import csv
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.support.app import app_for_tests
from tests.support.page_client import Page, PageClient
from tests.support.wire import Reply, Request, Wire
from webapp.audit import Entry
from webapp.audit.entries import search_entries
from webapp.store.audit_search import Criteria
from webapp.voucherify.errors import InvalidAnswer

SECRET = "token-nobody-may-see"
SMALL = b"ID,Status,Total Amount\nord_1,PAID,41250\n=2+3,PAID,-5\n"
LARGE = b"ID,Status,Total Amount\n" + b"ord_1234567890,PAID,41250\n" * 40_000
HARMLESS = ["id", "status", "total_amount"]
AS_IT_IS = "as-it-is"


class Api:
    """An API with one export, `exp_1`, whose file is whatever a test says."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.export: dict[str, Any] = {
            "id": "exp_1",
            "object": "export",
            "created_at": "2026-11-21T10:00:00Z",
            "status": "DONE",
            "exported_object": "order",
            "parameters": {"fields": HARMLESS, "filters": {"status": {"conditions": {"$in": ["PAID"]}}}},
            "result": {"url": f"{wire.url}/v1/exports/exp_1?token={SECRET}"},
        }
        self.file = Reply(body=SMALL)
        wire.responds(self._answer)

    def _answer(self, request: Request) -> Reply:
        if "token" in request.query:
            return self.file
        if request.path == "/v1/exports/exp_1":
            return Reply(body=json.dumps(self.export).encode())
        if request.path.startswith("/v1/exports"):
            return Reply(body=json.dumps({"data_ref": "exports", "exports": [self.export], "total": 1}).encode())
        return Reply(status=404, body=b'{"code": 404, "key": "not_found", "message": "Resource not found"}')


@pytest.fixture
def api() -> Iterator[Api]:
    with Wire() as wire:
        yield Api(wire)


@pytest.fixture
def app(api: Api, tmp_path: Path) -> Iterator[Flask]:
    app = app_for_tests(tmp_path, voucherify_base_url=api.wire.url)
    yield app
    app.extensions["voucherify"].close()


@pytest.fixture
def supervisor(app: Flask) -> PageClient:
    client = PageClient(app)
    client.sign_in("supervisor")
    return client


def download(client: PageClient, status: int = 200, **wishes: str) -> Page:
    form = client.get("/exports/exp_1").form("/exports/exp_1/download").filled("sheet")
    return client.post("/exports/exp_1/download", {**form, **wishes}, status)


def rows_of(page: Page) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page.html.removeprefix("\ufeff"), newline="")))


def latest_entry(app: Flask) -> Entry:
    with app.app_context():
        return search_entries(Criteria()).entries[0]


def test_for_a_spreadsheet(client: PageClient) -> None:
    answer = download(client)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="orders-paid-2026-11-21.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert rows_of(answer) == [
        ["Order id", "Status", "Total"],
        ["ord_1", "PAID", "41250"],
        ["'=2+3", "PAID", "-5"],
    ]


def test_with_the_names_of_the_fields_and_amounts_as_money(client: PageClient) -> None:
    header, first, _ = rows_of(download(client, titles="fields", amounts="money"))
    assert (header, first) == (HARMLESS, ["ord_1", "PAID", "412.50"])


def test_as_the_api_wrote_it(client: PageClient) -> None:
    assert download(client, form=AS_IT_IS).html.encode() == SMALL


def test_the_address_and_the_key_stay_on_the_server(
    client: PageClient, api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answers = [client.get("/exports"), client.get("/exports/exp_1"), download(client)]
    api.file = Reply(status=500)
    answers.append(download(client, 502))
    api.file = Reply(body=SMALL, cut=9)
    answers.append(download(client, 502))
    told = [f"{answer.headers}{answer.html}" for answer in answers] + [caplog.text, *map(str, caplog.records)]
    assert not [text for text in told if SECRET in text]
    assert [request for request in api.wire.requests if SECRET in request.path]


def test_a_fresh_address_is_asked_for_each_time(client: PageClient, api: Api) -> None:
    download(client)
    api.wire.requests.clear()
    client.post("/exports/exp_1/download", client.get("/exports/exp_1").form("/exports/exp_1/download").filled())
    paths = [request.path for request in api.wire.requests]
    assert paths == ["/v1/exports/exp_1", "/v1/exports/exp_1", f"/v1/exports/exp_1?token={SECRET}"]


@pytest.mark.parametrize("form", ["sheet", AS_IT_IS])
def test_what_breaks_off_before_the_first_byte_is_told_on_the_page(client: PageClient, api: Api, form: str) -> None:
    api.file = Reply(body=LARGE, cut=0)
    page = download(client, 502, form=form)
    assert "the answer was cut off" in page.text
    assert page.heading == "Export of orders"


@pytest.mark.parametrize("form", ["sheet", AS_IT_IS])
def test_what_breaks_off_later_breaks_off_here_too(client: PageClient, app: Flask, api: Api, form: str) -> None:
    api.file = Reply(body=LARGE, cut=len(LARGE) - 5)
    data = client.get("/exports/exp_1").form("/exports/exp_1/download").filled()
    with client.http.post("/exports/exp_1/download", data={**data, "form": form}, buffered=False) as answer:
        assert answer.status_code == 200
        assert "Content-Length" not in answer.headers
        with pytest.raises(InvalidAnswer):
            list(answer.iter_encoded())
    entry = latest_entry(app)
    assert (entry.action, entry.outcome.value, entry.result["export"]) == ("export.downloaded", "failed", "exp_1")


def test_what_is_no_table_is_refused_before_the_first_byte(client: PageClient, api: Api) -> None:
    api.file = Reply(body=b"<html>a,b\nc\n")
    assert "no complete table" in download(client, 502).text


@pytest.mark.parametrize("status", [401, 404])
def test_an_address_that_has_expired_is_told_in_words(client: PageClient, api: Api, status: int) -> None:
    api.file = Reply(status=status, body=b'{"code": 401, "message": "Unauthorized", "key": "unauthorized"}')
    page = download(client, 502)
    assert "Voucherify no longer gives out this file." in page.text
    assert "Another like this" in page.links()


def test_an_export_without_a_file_gives_none(client: PageClient, api: Api) -> None:
    form = client.get("/exports/exp_1").form("/exports/exp_1/download").filled()
    api.export |= {"status": "IN_PROGRESS", "result": None}
    page = client.post("/exports/exp_1/download", form, 409)
    assert "There is no file to download yet." in page.text


def test_an_export_that_failed_says_so(client: PageClient, api: Api) -> None:
    api.export |= {"status": "ERROR", "result": None}
    assert "could not make this export" in client.get("/exports/exp_1").text


def test_who_took_it_is_on_record(client: PageClient, app: Flask) -> None:
    download(client)
    entry = latest_entry(app)
    assert (entry.action, entry.outcome.value, entry.actor_name) == ("export.downloaded", "succeeded", "Demo agent")
    assert entry.result == {"export": "exp_1", "object": "order", "size": len(SMALL)}


@pytest.mark.parametrize(
    "change",
    [
        {"exported_object": "customer", "parameters": {"fields": ["id", "email"]}},
        {"exported_object": "customer", "parameters": {}},
        {"exported_object": "order", "parameters": {"fields": ["id", "metadata"]}},
        {"exported_object": "voucher"},
    ],
    ids=str,
)
def test_personal_data_go_to_those_who_may_have_them(
    client: PageClient, supervisor: PageClient, api: Api, change: dict[str, Any]
) -> None:
    form = client.get("/exports/exp_1").form("/exports/exp_1/download").filled()
    api.export |= change
    page = client.get("/exports/exp_1")
    assert "Those who may download it: supervisor, admin." in page.text
    refused = client.post("/exports/exp_1/download", form, 403)
    assert "Those who may: supervisor, admin." in refused.text
    api.file = Reply(body=b"A,B\n1,2\n")
    assert "1,2" in download(supervisor).html


def test_viewers_download_nothing(viewer: PageClient) -> None:
    token = viewer.get("/").form("/auth/sign-out").filled()["csrf_token"]
    viewer.post("/exports/exp_1/download", {"csrf_token": token}, 403)


def test_nothing_is_downloaded_by_a_link(client: PageClient) -> None:
    client.get("/exports/exp_1/download", 405)
