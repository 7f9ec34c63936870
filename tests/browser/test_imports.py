"""Ticket 9 in a browser: a file from the trade fair, from handing it over to its undo; and what axe says of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.arriving import arrived
from tests.support.app import app_for_tests
from tests.support.sandbox_server import SandboxServer
from webapp.jobs import run_due
from webapp.store.database import engine

WIDE = {"width": 1280, "height": 800}
NARROWEST = {"width": 360, "height": 740}
DROP = """([text, name]) => {
    const files = new DataTransfer();
    files.items.add(new File([text], name));
    const drop = new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true});
    document.querySelector("[data-drop] .form-hint").dispatchEvent(drop);
}"""
PEOPLE = (
    "Kundennummer;Imię i nazwisko;E-Mail;Geburtsdatum;Tier\n"
    "fair-1;Żaneta Łoś;zaneta@example.org;03.05.1990;gold\n"
    "fair-2;Jan Żuk;jan@@example.org;1990-02-30;gold\n"
    "fair-3;Ewa;ewa@example.org;;gold\n"
)


@pytest.fixture
def worker(base_url: str, sandbox: SandboxServer, tmp_path: Path) -> Iterator[Flask]:  # noqa: ARG001 - opens the database
    """An app on the database of the one the browser sees, in which jobs are carried out when a test says so."""
    address = engine().url.render_as_string(hide_password=False)
    app = app_for_tests(tmp_path, voucherify_base_url=sandbox.url, database_url=address)
    yield app
    app.extensions["voucherify"].close()
    sandbox.reset()


def hand_over(page: Page, name: str, text: str = PEOPLE) -> None:
    page.goto("/imports/new")
    page.get_by_label("CSV file").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": text.encode("cp1250")}
    )
    page.get_by_role("button", name="Upload and look at it").click()
    arrived(page, name)


def test_ticket_9_a_file_is_dropped_mapped_checked_corrected_tried_and_written(
    agent: Page, worker: Flask, complaints: list[str]
) -> None:
    agent.goto("/imports")
    agent.get_by_role("link", name="Import a file").first.click()
    arrived(agent, "Import a file")
    agent.evaluate(DROP, [PEOPLE, "trade-fair.csv"])
    agent.get_by_role("button", name="Upload and look at it").click()
    arrived(agent, "trade-fair.csv")
    expect(agent.get_by_label("Imię i nazwisko")).to_have_value("name")
    agent.get_by_role("button", name="Check every row").click()
    expect(agent.get_by_text("Waiting", exact=True)).to_be_visible()
    run_due(worker)
    expect(agent.locator(".check-head")).to_contain_text("1 row has errors")  # the page renews itself
    agent.get_by_role("link", name="Fix line 3").click()
    expect(agent.get_by_label("E-Mail", exact=True)).to_be_focused()
    agent.get_by_label("E-Mail", exact=True).fill("jan@example.org")
    agent.keyboard.press("Enter")
    expect(agent.locator("#check")).to_contain_text("Line 3 still has errors.")
    agent.get_by_label("Geburtsdatum").fill("1990-02-28")
    agent.keyboard.press("Enter")
    expect(agent.locator("#check")).to_contain_text("Line 3 is fine now.")
    expect(agent.locator("#announcer")).to_have_text("Line 3 is fine now.")
    agent.get_by_role("button", name="Dry run of 3 rows").click()
    agent.wait_for_url("**/changes/*")
    agent.wait_for_load_state("load")
    run_due(worker)
    expect(agent.locator("#announcer")).to_contain_text("3 new 0 changed")
    looked_at(agent)
    agent.get_by_role("button", name="Write it").click()
    expect(agent.get_by_role("link", name="3 to do")).to_be_visible()
    agent.wait_for_load_state("load")
    run_due(worker)
    expect(agent.locator("#announcer")).to_contain_text("3 created 0 updated")
    looked_at(agent)
    agent.get_by_role("button", name="Look at the undo").click()
    agent.wait_for_url("**/changes/*")
    agent.wait_for_load_state("load")
    run_due(worker)
    expect(agent.get_by_role("link", name="3 deleted")).to_be_visible()
    looked_at(agent)
    assert all("422" in complaint for complaint in complaints)
    complaints.clear()


def test_axe_finds_nothing_and_nothing_overflows(agent: Page, worker: Flask, complaints: list[str]) -> None:
    agent.emulate_media(reduced_motion="reduce")
    hand_over(agent, "a-file-whose-name-is-rather-long-from-the-trade-fair-in-spring.csv")
    agent.get_by_text("Look at the first rows").click()
    looked_at(agent)
    agent.get_by_label("E-Mail", exact=True).select_option("name")
    agent.get_by_role("button", name="Check every row").click()
    expect(agent.get_by_text("the mapping needs another look")).to_be_visible()
    looked_at(agent)
    agent.get_by_label("E-Mail", exact=True).select_option("email")
    agent.get_by_role("button", name="Check every row").click()
    run_due(worker)
    expect(agent.locator(".check-head")).to_contain_text("1 row has errors")
    looked_at(agent)
    agent.get_by_role("link", name="Fix line 3").click()
    expect(agent.get_by_role("form", name="Line 3")).to_be_visible()
    looked_at(agent)
    for path in ("/imports", "/imports/new"):
        agent.goto(path)
        looked_at(agent)
    assert all("422" in complaint for complaint in complaints)
    complaints.clear()


def test_a_file_that_is_too_large_is_told_of_before_it_is_sent(agent: Page) -> None:
    agent.goto("/imports/new")
    agent.evaluate("""document.querySelector("[data-upload]").dataset.largest = "10" """)
    agent.evaluate(DROP, [PEOPLE, "large.csv"])
    agent.get_by_role("button", name="Upload and look at it").click()
    expect(agent.get_by_text("larger than 200 MB")).to_be_visible()
    assert agent.url.endswith("/imports/new")


def looked_at(page: Page) -> None:
    """What is on the page has no flaw, in light and wide, and in dark and narrow."""
    for scheme, size in (("light", WIDE), ("dark", NARROWEST)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
