"""When the session is over while a page is open: nothing typed is lost, and the way back is short."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.accessibility import violations
from tests.browser.arriving import arrived

SEARCH = "Name, e-mail, id or source id"


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of somebody who signed in just now, in a session of their own."""
    page = context.new_page()
    page.goto("/auth/sign-in?next=/customers")
    page.get_by_role("button", name="Sign in as agent").click()
    arrived(page, "Customers")
    return page


def be_away_too_long(context: BrowserContext) -> None:
    context.clear_cookies()


def forgive(complaints: list[str]) -> None:
    """The browser reports each 401, which is what these tests provoke."""
    assert all("401" in complaint for complaint in complaints), complaints
    complaints.clear()


def sign_in_in_new_tab(page: Page) -> None:
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    tab = opened.value
    tab.get_by_role("button", name="Sign in as agent").click()
    arrived(tab, "You are signed in")
    assert violations(tab) == []
    tab.close()
    page.evaluate("dispatchEvent(new Event('focus'))")  # a browser without a screen has no focus to come back


def test_typed_text_survives_signing_in_again(page: Page, context: BrowserContext, complaints: list[str]) -> None:
    be_away_too_long(context)
    page.get_by_label(SEARCH).fill("giftw")
    dialog = page.get_by_role("dialog", name="You are no longer signed in")
    expect(dialog).to_be_visible()
    assert violations(page) == []
    sign_in_in_new_tab(page)
    expect(dialog).to_be_hidden()
    expect(page.locator("#announcer")).to_have_text("You are signed in again. What you typed is still here.")
    expect(page.get_by_label(SEARCH)).to_have_value("giftw")
    page.get_by_label(SEARCH).press_sequentially("e")
    expect(page.locator("#results h2")).to_have_text("1 customer found")
    forgive(complaints)


def test_a_form_that_leaves_the_page_waits_for_signing_in(page: Page, context: BrowserContext, complaints) -> None:
    page.goto("/")
    be_away_too_long(context)
    field = page.locator("main [data-find]")
    field.fill("giftwell")
    field.press("Enter")
    dialog = page.get_by_role("dialog", name="You are no longer signed in")
    expect(dialog).to_be_visible()
    expect(field).to_have_value("giftwell")
    sign_in_in_new_tab(page)
    expect(dialog).to_be_hidden()  # until then the page behind it takes no keys
    field.press("Enter")
    expect(page.get_by_text("Gina Giftwell").first).to_be_visible()
    forgive(complaints)


def test_somebody_else_does_not_take_the_page_over(page: Page, context: BrowserContext, complaints: list[str]) -> None:
    be_away_too_long(context)
    page.get_by_label(SEARCH).fill("giftw")
    dialog = page.get_by_role("dialog", name="You are no longer signed in")
    expect(dialog).to_be_visible()
    other = context.new_page()
    other.goto("/auth/sign-in")
    other.get_by_role("button", name="Sign in as viewer").click()
    arrived(other, "Who needs help?")
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(200)
    expect(dialog).to_be_visible()
    forgive(complaints)


def test_without_typed_text_signing_in_leads_back_to_the_page(page: Page, context: BrowserContext, complaints) -> None:
    be_away_too_long(context)
    page.get_by_role("link", name="Next").first.click()
    arrived(page, "Sign in")
    page.get_by_role("button", name="Sign in as agent").click()
    arrived(page, "Customers")
    forgive(complaints)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_people_are_managed(context: BrowserContext, scheme: str) -> None:
    page = context.new_page()
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto("/auth/sign-in?next=/people")
    page.get_by_role("button", name="Sign in as admin").click()
    arrived(page, "People")
    assert violations(page) == []
