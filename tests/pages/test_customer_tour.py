"""The tour of the demo data: ten tickets, each leading to the customer it is about."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

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
    client.get("/demo/trade-fair.csv", 404)


def test_the_list_of_the_trade_fair_is_given_to_who_may_import_it(app: Flask) -> None:
    agent, viewer = PageClient(app), PageClient(app)
    agent.sign_in("agent")
    viewer.sign_in("viewer")
    given = agent.http.get(agent.get("/").links()["trade-fair.csv"])
    lines = given.data.decode("windows-1250").splitlines()
    assert len(lines) == 3_001
    assert "attachment; filename=trade-fair.csv" in given.headers["Content-Disposition"]
    assert lines[1].startswith("fair-0001;Fair Visitor 1;visitor.1@example.org;")
    assert "trade-fair.csv" not in viewer.get("/").links()
    viewer.get("/demo/trade-fair.csv", 403)


def test_other_work_is_offered_to_those_who_may_do_it(app: Flask) -> None:
    offered = {}
    for role in ("viewer", "agent"):
        client = PageClient(app)
        client.sign_in(role)
        offered[role] = client.get("/").all("a", class_="task")
    assert [link.get("href") for link in offered["viewer"]] == ["/orders", "/exports"]
    assert [link.get("href") for link in offered["agent"]] == [
        "/orders",
        "/imports/new",
        "/customers",
        "/orders/import",
        "/exports",
    ]
