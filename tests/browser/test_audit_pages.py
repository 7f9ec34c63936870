"""Ticket 10 in a browser, and what axe says of the pages about who did what."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.arriving import arrived

NARROWEST = {"width": 360, "height": 740}
PAGES = [
    ("admin", "/audit"),
    ("agent", "/customers/ticket-10/history"),
    ("agent", "/customers/ticket-8/history"),
    ("viewer", "/customers/ticket-10/reveal"),
    ("viewer", "/customers/ticket-10/verify"),
]


def sign_in(page: Page, role: str) -> None:
    page.goto("/auth/sign-in")
    page.get_by_role("button", name=f"Sign in as {role}").click()
    arrived(page, "Who needs help?")


@pytest.mark.parametrize(("role", "path"), PAGES)
def test_axe_finds_nothing_and_nothing_overflows(page: Page, role: str, path: str) -> None:
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    sign_in(page, role)
    page.goto(path)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.reload()  # or axe would look at colours that are still turning
    assert violations(page) == []
    page.set_viewport_size(NARROWEST)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST["width"]


def test_ticket_10_somebody_changed_my_phone_number(agent: Page) -> None:
    """Who, what it was before, and back again; the history then tells that too."""
    agent.goto("/customers/ticket-10")
    agent.get_by_role("link", name="History").click()
    change = agent.locator("li", has_text="Call center")
    expect(change).to_contain_text("+44 7700 900110")
    expect(change).to_contain_text("+44 7700 900666")
    change.get_by_role("link", name=re.compile("Take back")).click()
    assert violations(agent) == []
    agent.get_by_role("button", name="Put back").click()
    expect(agent.get_by_text("Put back as it was.")).to_be_visible()
    ours = agent.locator("li", has_text="Took back a change").first
    expect(ours).to_contain_text("+44 7700 900110")
    assert violations(agent) == []
    ours.get_by_role("link", name=re.compile("Take back")).click()  # so that the demo is as it was
    agent.get_by_role("button", name="Put back").click()
    expect(agent.get_by_text("Put back as it was.")).to_be_visible()


def test_a_viewer_verifies_and_then_reveals(page: Page) -> None:
    sign_in(page, "viewer")
    page.goto("/customers/ticket-10/verify")
    page.get_by_label("What the caller says").select_option("E-mail")
    page.get_by_label("In their words").fill("Paula.Phoneham@example.net ")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("E-mail: it matches what is stored.")).to_be_visible()
    page.get_by_role("link", name="Reveal it for this customer").click()
    page.get_by_label("Why you need to see it").fill("Ticket 10: has to read the number back")
    page.get_by_role("button", name="Reveal").click()
    expect(page.get_by_text("paula.phoneham@example.net").first).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Mask it now").click()
    expect(page.get_by_text("Read-only, with personal data masked.")).to_be_visible()
