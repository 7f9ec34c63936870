"""The tour of the demo data: ten tickets, each leading to the customer it is about."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.app import app_for_tests
from tests.support.page_client import PageClient
from tests.support.sandbox_server import SandboxServer
from webapp.home.tour import TOUR

CUSTOMERS_WITH_THE_TRADE_FAIR = 200


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    with SandboxServer(customers=CUSTOMERS_WITH_THE_TRADE_FAIR) as server:
        yield server


def test_each_ticket_leads_to_its_customer_without_naming_them_in_the_address(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    client = PageClient(app_for_tests(tmp_path, voucherify_base_url=sandbox.url))
    client.sign_in("agent")
    home = client.get("/")
    stops = [form for form in home.all("form", action="/customers/search") if form.get("class") is None]
    assert len(stops) == len(TOUR) == 10
    for stop in stops:
        sent = {str(field.get("name")): str(field.get("value")) for field in stop.iter("input")}
        page = client.post("/customers/search", sent)
        assert page.url.startswith("/customers/cust_")
        assert sent["q"] in page.text


def test_there_is_no_tour_of_real_data(tmp_path: Path) -> None:
    client = PageClient(app_for_tests(tmp_path, voucherify_app_id="a-real-project"))
    client.sign_in("agent")
    assert "Ten tickets" not in client.get("/").text
