"""What no database can hold is asked for in vain, and breaks nothing on either database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.support.app import app_for_tests
from tests.support.databases import postgresql_url, sqlite_url
from tests.support.page_client import PageClient
from tests.support.wire import Reply, Wire
from webapp.store.database import engine

NOBODY = Reply(404, b'{"code": 404, "key": "not_found", "message": "Resource not found"}')
NUMBERS = [2**31, 10**25]


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    with (
        Wire() as wire,
        sqlite_url(tmp_path) if request.param == "sqlite" else postgresql_url() as url,
    ):
        wire.responds(lambda _: NOBODY)
        yield app_for_tests(tmp_path, voucherify_base_url=wire.url, database_url=url)
        engine().dispose()


@pytest.fixture
def admin(app: Flask) -> PageClient:
    client = PageClient(app)
    client.sign_in("admin")
    return client


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_no_row_can_have_is_found_nowhere(admin: PageClient, number: int):
    token = admin.get("/audit").form("/audit/search").filled()["csrf_token"]
    for address in ("/audit/{}", "/customers/cust_1/history/{}", "/customers/cust_1/delete/{}"):
        admin.get(address.format(number), 404)
    admin.post(f"/people/{number}/block", {"csrf_token": token}, 404)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_list_that_is_asked_to_go_on_from_there_begins_anew(admin: PageClient, number: int):
    admin.get(f"/audit?before={number}")
    admin.get(f"/people?page={number}")
    admin.get(f"/customers/cust_1/history?before={number}", 404)


@pytest.mark.parametrize("person", [*map(str, NUMBERS), "²", "somebody"])
def test_the_trail_is_not_searched_for_a_person_nobody_can_be(admin: PageClient, person: str):
    form = {**admin.get("/audit").form("/audit/search").filled(), "person": person}
    assert "Choose a person from the list." in admin.post("/audit/search", form, 422).text


@pytest.mark.parametrize("address", ["/audit?search=%00", "/customers?search=%00", "/customers/%00/history"])
def test_an_address_with_a_null_character_is_refused(admin: PageClient, address: str):
    admin.get(address, 400)


def test_a_form_with_a_null_character_is_refused(admin: PageClient):
    form = {**admin.get("/audit").form("/audit/search").filled(), "customer": "cust_\0"}
    admin.post("/audit/search", form, 400)


@pytest.mark.parametrize("address", ["/exports/%2E%2E", "/exports/new?like=.", "/segments/%2E"])
def test_what_no_request_to_the_api_can_name_is_not_there(admin: PageClient, address: str):
    assert "Nothing can have this id" in admin.get(address, 404).text
