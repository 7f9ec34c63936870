"""Tickets worked through by reading: from what the customer wrote to what explains it, in a browser."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import violations
from tests.browser.arriving import arrived
from tests.support.sandbox_server import SandboxServer

REDEEMABLES = "/v1/customers/{id}/redeemables"


def look_up(page: Page, text: str) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def entry(page: Page, text: str) -> "Page":
    return page.locator(".entry", has_text=text).first  # type: ignore[return-value]


def test_ticket_1_a_code_that_does_not_work(agent: Page) -> None:
    agent.goto("/")
    look_up(agent, "SUMMER-HW7KQ2MX")
    arrived(agent, "Summer Holloway")
    expect(agent.get_by_role("list", name="Cannot be used")).to_contain_text("expired")
    failed = entry(agent, "Redemption of SUMMER-HW7KQ2MX failed: it expired on")
    failed.locator("summary").first.click()
    expect(failed).to_contain_text("voucher_expired")
    agent.get_by_role("list", name="Cannot be used").get_by_role("link").click()
    expect(agent.locator(".holding")).to_contain_text("Expired on")
    expect(agent.get_by_role("region", name="Redemptions")).to_contain_text("voucher expired")


@pytest.mark.parametrize(
    ("source_id", "reason"),
    [
        ("ticket-1-used-up", "it is used up"),
        ("ticket-1-borrower", "it is not meant for this customer"),
        ("ticket-1-left-segment", "it is not meant for this customer"),
    ],
)
def test_ticket_1_with_other_reasons(agent: Page, source_id: str, reason: str) -> None:
    agent.goto(f"/customers/{source_id}")
    expect(entry(agent, "failed")).to_contain_text(reason)


def test_ticket_2_an_order_without_points(agent: Page) -> None:
    agent.goto("/")
    look_up(agent, "penny.points@example.org")
    expect(entry(agent, "€80.00")).to_contain_text("no points were earned for it")
    agent.get_by_role("link", name="CLUB-PN7YP8TS").click()
    transactions = agent.get_by_role("region", name="Transactions")
    expect(transactions.get_by_role("row")).to_have_count(6)
    expect(transactions).to_contain_text("Expired")


def test_ticket_6_fifteen_euros_missing_from_a_gift_card(agent: Page) -> None:
    agent.goto("/")
    look_up(agent, "gina giftwell")
    expect(agent.locator(".figure-line")).to_contain_text("€35.00")
    agent.get_by_role("link", name="GIFT-GN4W8L5T").click()
    rows = agent.get_by_role("region", name="Transactions").get_by_role("row")
    expect(rows.nth(1)).to_contain_text("Spent")
    expect(rows.nth(2)).to_contain_text("Given back")
    expect(rows.nth(3)).to_contain_text("Spent")
    expect(agent.get_by_role("img", name=re.compile("balance over time"))).to_be_visible()


def test_ticket_7_two_accounts_with_one_email(agent: Page) -> None:
    agent.goto("/")
    look_up(agent, "tina.twice@example.org")
    arrived(agent, "2 customers may be meant")
    rows = agent.get_by_role("row")
    expect(rows.filter(has_text="ticket-7-duplicate")).to_contain_text("€0.00")
    with_orders = rows.filter(has_text="€111.00")
    expect(with_orders).to_contain_text("the e-mail matches")
    with_orders.get_by_role("link").click()
    expect(agent).to_have_url(re.compile("/customers/cust_"))


def test_ticket_8_the_segment_that_was_left_and_what_changed_before(agent: Page) -> None:
    agent.goto("/customers/ticket-8")
    agent.get_by_role("navigation", name="About this customer").get_by_role("link", name="Activity").click()
    agent.get_by_label("What happened").select_option(label="Profile changed")
    expect(agent.locator(".entry")).to_have_count(1)
    expect(agent).to_have_url(re.compile("type=customer.updated"))
    changed = entry(agent, "Metadata: membership_level")
    changed.locator("summary").first.click()
    expect(changed.get_by_role("row").nth(1)).to_contain_text(re.compile("gold.*silver", re.DOTALL))
    agent.go_back()
    expect(entry(agent, "Left segment VIP")).to_be_visible()


def test_a_late_part_loads_itself_and_its_copy_buttons_work(agent: Page, sandbox: SandboxServer) -> None:
    agent.goto("/customers/ticket-6")
    sandbox.fault("delay", milliseconds=1_500, route=REDEEMABLES, times=3)  # the page, then both parts
    agent.reload()
    expect(agent.locator(".part-waiting")).to_contain_text("Redeemables")
    expect(agent.get_by_role("link", name="GIFT-GN4W8L5T")).to_be_visible()
    expect(agent.get_by_role("button", name="Copy code GIFT-GN4W8L5T")).to_be_visible()
    expect(agent.locator(".part-waiting")).to_have_count(0)


def test_a_failed_part_is_retried_alone(agent: Page, sandbox: SandboxServer, complaints: list[str]) -> None:
    agent.goto("/customers/ticket-6")
    sandbox.fault("status", status=500, route=REDEEMABLES, times=None)
    agent.reload()
    expect(agent.get_by_role("alert")).to_contain_text("Voucherify has a problem")
    expect(agent.locator(".blocker-line")).to_contain_text("could not be checked")
    assert violations(agent) == []
    sandbox.clear_faults()
    agent.get_by_role("alert").get_by_role("link", name="Try again").click()
    expect(agent.get_by_role("link", name="GIFT-GN4W8L5T")).to_be_visible()
    agent.get_by_role("link", name="Check again").click()
    expect(agent.locator(".blocker-line")).to_have_text("No blocked vouchers")
    assert all("502" in complaint for complaint in complaints)
    complaints.clear()


def test_older_events_come_by_scrolling(agent: Page, sandbox: SandboxServer) -> None:
    customer_id = sandbox.call("POST", "/v1/customers", json={"name": "Busy"}).json()["id"]
    for number in range(60):
        sandbox.call("PUT", f"/v1/customers/{customer_id}", json={"name": f"Busy {number}"})
    agent.goto(f"/customers/{customer_id}/activity")
    expect(agent.locator(".entry")).to_have_count(50)
    agent.get_by_role("link", name="Show older events").scroll_into_view_if_needed()
    expect(agent.locator(".entry")).to_have_count(61)
    expect(agent.locator("#feed")).to_contain_text("That is where this customer's activity begins.")


def test_the_head_stays_while_the_page_scrolls(agent: Page) -> None:
    agent.set_viewport_size({"width": 1440, "height": 900})
    agent.goto("/customers/ticket-2")
    agent.mouse.wheel(0, 3000)
    agent.wait_for_function("scrollY > 200")
    expect(agent.get_by_role("heading", level=1)).to_be_in_viewport()
    expect(agent.get_by_role("navigation", name="About this customer")).to_be_in_viewport()


def test_reading_without_javascript(browser: Browser, base_url: str) -> None:
    with browser.new_context(base_url=base_url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/auth/sign-in")
        page.get_by_role("button", name="Sign in as agent").click()
        page.get_by_role("searchbox").fill("GIFT-GN4W8L5T")
        page.get_by_role("button", name="Find").click()
        arrived(page, "Gina Giftwell")
        page.locator(".entry summary").first.click()
        expect(page.locator(".entry-body").first).to_be_visible()
        page.get_by_role("navigation", name="About this customer").get_by_role("link", name="Activity").click()
        page.get_by_label("What happened").select_option(label="Redemption rolled back")
        page.get_by_role("button", name="Show").click()
        expect(page.locator(".entry")).to_have_count(1)
        expect(page.locator(".entry")).to_contain_text("went back to the card")


SECTIONS = ["activity", "redeemables", "orders", "segments"]


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_sections_are_accessible_and_fit(agent: Page, section: str, width: int, scheme: str) -> None:
    agent.set_viewport_size({"width": width, "height": 800})
    agent.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    agent.goto(f"/customers/ticket-6/{section}")
    for fold in agent.locator(".entry summary, .order summary").all()[:1]:
        fold.click()
    assert violations(agent) == []
    assert agent.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["/segments", "/lookup", "/lookup?q=tina.twice@example.org", "/lookup?q=zzz-nobody"])
def test_other_pages_are_accessible_and_fit(agent: Page, path: str) -> None:
    for width, scheme in ((1440, "light"), (360, "dark")):
        agent.set_viewport_size({"width": width, "height": 800})
        agent.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        agent.goto(path)
        assert violations(agent) == []
        assert agent.evaluate("document.documentElement.scrollWidth") <= width


def test_a_voucher_and_a_segment_are_accessible_and_fit(agent: Page) -> None:
    for start, link in (("/customers/ticket-6/redeemables", "GIFT-GN4W8L5T"), ("/segments", "VIP")):
        for width, scheme in ((1440, "light"), (360, "dark")):
            agent.set_viewport_size({"width": width, "height": 800})
            agent.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            agent.goto(start)
            agent.get_by_role("link", name=link).first.click()
            expect(agent.get_by_role("heading", level=1)).not_to_have_text("Segments")
            assert violations(agent) == []
            assert agent.evaluate("document.documentElement.scrollWidth") <= width
