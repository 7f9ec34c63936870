"""Many customers changed at once in a browser: ticked, set, tried, confirmed; with a script and without."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import violations
from tests.browser.arriving import arrived
from tests.support.app import app_for_tests
from tests.support.customers import make, stored
from tests.support.sandbox_server import SandboxServer
from webapp.jobs import run_due
from webapp.store.database import engine

WIDE = {"width": 1280, "height": 800}
NARROWEST = {"width": 320, "height": 740}


@pytest.fixture(autouse=True)
def neighbours(sandbox: SandboxServer) -> Iterator[list[str]]:
    """Three customers of one city, taken back with whatever the tests write."""
    yield [
        make(sandbox, name=f"Neighbour {n}", source_id=f"bulk-{n}", address={"city": "Bulkborough"}) for n in range(3)
    ]
    sandbox.reset()


@pytest.fixture
def worker(base_url: str, sandbox: SandboxServer, tmp_path: Path) -> Iterator[Flask]:  # noqa: ARG001 - opens the database
    """An app on the database of the one the browser sees, in which jobs are carried out when a test says so."""
    address = engine().url.render_as_string(hide_password=False)
    app = app_for_tests(tmp_path, voucherify_base_url=sandbox.url, database_url=address)
    yield app
    app.extensions["voucherify"].close()


def looked_at(page: Page) -> None:
    """What is on the page has no flaw, in light and wide, and in dark and narrow."""
    for scheme, size in (("light", WIDE), ("dark", NARROWEST)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def find_neighbours(page: Page) -> None:
    page.goto("/customers")
    page.locator("#q").fill("Neighbour")
    expect(page.get_by_role("heading", name="3 customers found")).to_be_visible()


def test_two_of_three_neighbours_become_gold(
    agent: Page, worker: Flask, sandbox: SandboxServer, neighbours: list[str], complaints: list[str]
) -> None:
    find_neighbours(agent)
    change = agent.get_by_role("button", name="Change the selected…")
    expect(change).to_be_disabled()
    agent.get_by_label("Select this page").check()
    expect(agent.get_by_text("3 selected.")).to_be_visible()
    agent.get_by_label("Select Neighbour 2").uncheck()
    expect(agent.get_by_text("2 selected.")).to_be_visible()
    looked_at(agent)
    change.click()
    arrived(agent, "Change 2 customers")
    level = agent.get_by_role("group", name="membership_level", exact=True)
    expect(level.get_by_role("combobox")).to_be_hidden()
    level.get_by_label("Set to").check()
    agent.locator(".send-bar").get_by_role("button", name="See what would change").click()
    expect(agent.get_by_text("1 field needs another look")).to_be_visible()
    looked_at(agent)
    level.get_by_role("combobox").select_option("gold")
    agent.locator(".send-bar").get_by_role("button", name="See what would change").click()
    arrived(agent, "Bulk edit: membership_level")
    run_due(worker)
    agent.goto(agent.url)
    agent.get_by_role("button", name="Write it").click()
    expect(agent.get_by_role("heading", name="Write it")).to_be_hidden()
    run_due(worker)
    agent.goto(agent.url)
    expect(agent.get_by_text("membership_level").first).to_be_visible()
    levels = [(stored(sandbox, each).get("metadata") or {}).get("membership_level") for each in neighbours]
    assert levels == ["gold", "gold", None]
    assert all("422" in complaint for complaint in complaints)
    complaints.clear()


def test_what_is_ticked_on_one_page_stays_ticked_on_the_next(agent: Page) -> None:
    agent.goto("/customers")
    first = agent.locator("input[name=customer]").first
    first.check()
    agent.get_by_role("link", name="Next").click()
    agent.wait_for_load_state("load")
    expect(agent.get_by_text("1 selected, 1 of them on other pages.")).to_be_visible()
    first.check()
    agent.get_by_role("button", name="Change the selected…").click()
    arrived(agent, "Change 2 customers")
    agent.get_by_role("link", name="Back to the list").click()
    agent.wait_for_load_state("load")
    expect(first).to_be_checked()
    agent.get_by_role("button", name="Untick all").click()
    expect(agent.get_by_role("button", name="Change the selected…")).to_be_disabled()
    expect(first).to_be_focused()


def test_without_a_script_every_row_and_every_field_is_there(browser: Browser, base_url: str) -> None:
    with browser.new_context(base_url=base_url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/auth/sign-in")
        page.get_by_role("button", name="Sign in as agent").click()
        page.goto("/customers")
        expect(page.get_by_label("Select this page")).to_be_hidden()
        page.get_by_label("Select Neighbour 1").check()
        page.get_by_role("button", name="Change the selected…").click()
        arrived(page, "Change 1 customer")
        city = page.get_by_role("group", name="City", exact=True)
        city.get_by_label("Set to").check()
        city.get_by_role("textbox").fill("Łódź")
        page.locator(".send-bar").get_by_role("button", name="See what would change").click()
        arrived(page, "Bulk edit: City")
