"""What an agent does all day, in a browser."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.arriving import arrived
from tests.support.sandbox_server import SandboxServer

TICKET_6 = "Gina Giftwell"


def test_sign_in_search_as_you_type_open_a_profile_and_come_back(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/customers")
    page.get_by_role("button", name="Sign in as agent").click()
    arrived(page, "Customers")

    page.get_by_label("Name, e-mail, id or source id").press_sequentially("giftw", delay=20)
    expect(page.locator("#results h2")).to_have_text("1 customer found")
    expect(page.locator("#announcer")).to_have_text("1 customer found")
    expect(page).to_have_url(re.compile(r"/customers\?search=[\w-]+$"))

    page.get_by_role("link", name=TICKET_6).click()
    arrived(page, TICKET_6)
    expect(page).to_have_title(f"{TICKET_6} · Frontdesk")
    page.go_back()
    expect(page.get_by_role("link", name=TICKET_6)).to_be_visible()
    expect(page.get_by_label("Name, e-mail, id or source id")).to_have_value("giftw")


def test_the_last_thing_typed_wins(agent: Page) -> None:
    agent.goto("/customers")
    field = agent.get_by_label("Name, e-mail, id or source id")
    field.fill("nobody has this name")
    field.fill("")
    field.fill("giftwell")
    expect(agent.locator("#results h2")).to_have_text("1 customer found")


def test_filters_search_too(agent: Page, sandbox: SandboxServer) -> None:
    cities = [
        (customer["address"] or {}).get("city")
        for customer in sandbox.call("GET", "/v1/customers", params={"limit": 100}).json()["customers"]
        if customer.get("address")
    ]
    city = next(city for city in cities if city)
    agent.goto("/customers")
    agent.get_by_text("Filters and order").click()
    agent.get_by_label("City").fill(city)
    expect(agent.locator("#results tbody tr").first).to_contain_text(city)
    expect(agent.locator("#results tbody tr", has_not_text=city)).to_have_count(0)


def test_with_the_keyboard_alone(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/auth/sign-in")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Sign in as agent")).to_be_focused()
    page.keyboard.press("Enter")
    arrived(page, "Who needs help?")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("ticket-6")
    page.keyboard.press("Enter")
    arrived(page, TICKET_6)

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_without_javascript(browser: Browser, base_url: str) -> None:
    with browser.new_context(base_url=base_url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/auth/sign-in")
        page.get_by_role("button", name="Sign in as viewer").click()
        page.get_by_role("link", name="Customers", exact=True).click()
        page.get_by_label("Name, e-mail, id or source id").fill("giftwell")
        page.get_by_role("button", name="Search").click()
        page.get_by_role("link", name=TICKET_6).click()
        arrived(page, TICKET_6)
        expect(page.get_by_role("button", name="Copy id")).to_have_count(0)
        page.get_by_role("button", name="your account").click()
        page.get_by_role("button", name="Sign out").click()
        arrived(page, "Sign in")


def test_the_tour_opens_the_customer_of_a_ticket(agent: Page) -> None:
    agent.goto("/")
    agent.get_by_role("button", name="now 15 euros are missing").click()
    arrived(agent, TICKET_6)


def test_hostile_names_run_nothing(agent: Page) -> None:
    agent.goto("/customers")
    agent.get_by_label("Name, e-mail, id or source id").fill("<img")
    agent.get_by_role("link", name="<img src=x onerror=alert(1)>").click()
    arrived(agent, "<img src=x onerror=alert(1)>")


def test_an_identifier_is_copied(agent: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    agent.goto("/customers/ticket-6")
    agent.get_by_role("button", name="Copy source id").first.click()
    expect(agent.locator("#announcer")).to_have_text("Copied")
    assert agent.evaluate("navigator.clipboard.readText()") == "ticket-6"


def test_the_choice_between_light_and_dark_is_kept(agent: Page) -> None:
    agent.emulate_media(color_scheme="light")
    agent.goto("/")
    before = agent.evaluate("getComputedStyle(document.body).backgroundColor")
    agent.get_by_role("button", name="Switch between light and dark").click()
    agent.goto("/customers")
    expect(agent.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert agent.evaluate("getComputedStyle(document.body).backgroundColor") != before


@pytest.mark.parametrize("path", ["/", "/customers", "/customers/ticket-4", "/customers/markup-1", "/auth/sign-in"])
def test_nothing_overflows_on_a_narrow_screen(agent: Page, path: str) -> None:
    agent.set_viewport_size({"width": 360, "height": 740})
    agent.goto(path)
    assert agent.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_menu_of_a_narrow_screen(agent: Page) -> None:
    agent.set_viewport_size({"width": 360, "height": 740})
    agent.goto("/")
    customers = agent.get_by_role("link", name="Customers", exact=True)
    expect(customers).to_be_hidden()
    agent.get_by_role("button", name="Menu").click()
    customers.click()
    arrived(agent, "Customers")


def test_an_api_failure_while_typing_is_told_in_place_and_can_be_retried(
    agent: Page, sandbox: SandboxServer, complaints: list[str]
) -> None:
    agent.goto("/customers")
    sandbox.fault("status", status=500, method="GET", route="/v1/customers", times=None)
    agent.get_by_label("Name, e-mail, id or source id").fill("giftwell")
    expect(agent.get_by_role("alert")).to_contain_text("Voucherify has a problem")
    sandbox.clear_faults()
    agent.get_by_role("link", name="Try again").click()
    expect(agent.get_by_role("link", name=TICKET_6)).to_be_visible()
    assert all("502" in complaint for complaint in complaints)
    complaints.clear()
