"""Orders in a browser: found, created with the keyboard alone, and easy to use for everybody."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.arriving import arrived
from tests.support.customers import make
from tests.support.sandbox_server import SandboxServer


@pytest.fixture(autouse=True)
def as_seeded(sandbox: SandboxServer) -> Iterator[None]:
    """Whatever these tests write is taken back."""
    yield
    sandbox.reset()


def test_an_order_is_created_with_the_keyboard_alone(agent: Page, sandbox: SandboxServer) -> None:
    make(sandbox, name="Anna Nowak", email="anna@shop.example.org")
    agent.goto("/orders")
    agent.get_by_role("link", name="New order").focus()
    agent.keyboard.press("Enter")
    agent.get_by_label("Product", exact=True).focus()
    agent.keyboard.type("prod_1")
    agent.keyboard.press("Tab")
    agent.keyboard.press("Tab")
    agent.keyboard.type("12,50")
    agent.get_by_role("button", name="Add another item").focus()
    agent.keyboard.press("Enter")
    expect(agent.get_by_label("Product", exact=True).last).to_be_focused()
    agent.keyboard.type("prod_2")
    agent.keyboard.press("Tab")
    agent.keyboard.press("Tab")
    agent.keyboard.type("5")
    agent.get_by_label("Find somebody").focus()
    agent.keyboard.type("anna@shop.example.org")
    agent.get_by_role("button", name="Find", exact=True).focus()
    agent.keyboard.press("Enter")
    expect(agent.get_by_role("radio", name="Anna Nowak")).to_be_checked()
    agent.get_by_label("Source id").focus()
    agent.keyboard.type("web-1")
    agent.keyboard.press("Enter")
    arrived(agent, "Create this order?")
    expect(agent.get_by_text("The order then comes to €17.50")).to_be_visible()
    assert violations(agent) == []
    agent.get_by_role("button", name="Create the order").focus()
    agent.keyboard.press("Enter")
    arrived(agent, "Order web-1")
    expect(agent.get_by_text("The order was created.")).to_be_visible()
    expect(agent.get_by_role("link", name="Anna Nowak")).to_be_visible()


@pytest.mark.parametrize(("width", "height", "scheme"), [(1440, 2400, "light"), (360, 2800, "dark")])
def test_the_pages_are_for_everybody(
    agent: Page, sandbox: SandboxServer, width: int, height: int, scheme: Literal["light", "dark"]
) -> None:
    orders = sandbox.call("GET", "/v1/orders?limit=100&order=-created_at").json()["orders"]
    order_id = next(order["id"] for order in orders if order["redemptions"])
    sandbox.call("PUT", f"/v1/orders/{order_id}", json={"metadata": {"own key": "ring twice", "gift_wrap": True}})
    agent.set_viewport_size({"width": width, "height": height})
    agent.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for address in (
        "/orders", f"/orders/{order_id}", f"/orders/{order_id}/edit", "/orders/new", "/orders/import",
        "/customers/ticket-2/orders", "/exports", "/exports/new", "/exports/new?object=customer",
    ):  # fmt: skip
        agent.goto(address)
        assert violations(agent) == [], address
        assert not agent.evaluate("document.documentElement.scrollWidth > innerWidth"), address


def test_reading_on_puts_the_next_rows_below(agent: Page, sandbox: SandboxServer) -> None:
    for number in range(5):
        orders = [{"source_id": f"bulk-{number}-{each}", "amount": 100, "status": "PAID"} for each in range(120)]
        sandbox.call("POST", "/v1/orders/import", json=orders).raise_for_status()
    agent.goto("/orders")
    agent.get_by_text("Filters and order").click()
    agent.get_by_label("Status").select_option("CANCELED")
    agent.get_by_role("button", name="Show these orders").click()
    expect(agent.get_by_text("Rows 1 to 500 of")).to_be_visible()
    agent.get_by_role("link", name="Read 500 more").click()
    expect(agent.get_by_text("Rows 501 to")).to_be_visible()
    expect(agent.get_by_text("Rows 1 to 500 of")).to_be_visible()
    expect(agent.get_by_role("link", name="Read 500 more")).to_have_count(0)
