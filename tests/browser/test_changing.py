"""The tickets that end in a change, worked through in a browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import violations
from tests.browser.arriving import arrived
from tests.support.customers import change, make, stored
from tests.support.sandbox_server import SandboxServer

NARROW = {"width": 360, "height": 740}


@pytest.fixture(autouse=True)
def as_seeded(sandbox: SandboxServer) -> Iterator[None]:
    """Whatever these tests write is taken back."""
    yield
    sandbox.reset()


@pytest.fixture
def supervisor(browser: Browser, base_url: str) -> Iterator[Page]:
    with browser.new_context(base_url=base_url) as context:
        page = context.new_page()
        page.goto("/auth/sign-in")
        page.get_by_role("button", name="Sign in as supervisor").click()
        page.wait_for_url(f"{base_url}/")
        yield page


def preview(page: Page) -> None:
    page.locator(".send-bar").get_by_role("button", name="See what will").click()


def test_ticket_3_a_new_email_where_the_source_id_is_the_old_one(agent: Page, sandbox: SandboxServer) -> None:
    agent.goto("/customers/nadia.old%40example.org")
    agent.get_by_role("link", name="Edit", exact=True).click()
    expect(agent.get_by_text("Voucherify never changes a source id")).to_be_visible()
    agent.get_by_label("E-mail", exact=True).fill("nadia.new@example.org")
    preview(agent)
    arrived(agent, "Save the changes to Nadia Newman?")
    expect(agent.get_by_role("row", name="E-mail")).to_contain_text("nadia.new@example.org")
    agent.get_by_role("button", name="Save 1 change").click()
    expect(agent.get_by_text("1 change saved.")).to_be_visible()
    assert stored(sandbox, "nadia.old@example.org")["email"] == "nadia.new@example.org"


def test_ticket_4_delete_everything_and_a_record_to_send(supervisor: Page) -> None:
    supervisor.goto("/customers/ticket-4")
    supervisor.get_by_role("button", name="More").click()
    supervisor.get_by_role("link", name="Delete permanently").click()
    expect(supervisor.get_by_text("€17.50")).to_be_visible()
    supervisor.get_by_label("Type gordon.goodbye@example.com").fill("gordon.goodbye@example.com")
    supervisor.get_by_label("Reason").fill("Asked by letter, identity checked")
    supervisor.get_by_role("button", name="Delete permanently").click()
    arrived(supervisor, "Record of a permanent deletion")
    expect(supervisor.get_by_role("region", name="What Voucherify removed")).to_contain_text("Orders")
    expect(supervisor.get_by_role("button", name="Print")).to_be_visible()
    assert violations(supervisor) == []
    supervisor.emulate_media(media="print")
    expect(supervisor.get_by_role("searchbox")).to_be_hidden()


def test_ticket_5_stop_all_newsletters(agent: Page) -> None:
    agent.goto("/customers/ticket-5")
    agent.get_by_role("navigation", name="About this customer").get_by_role("link", name="Consents").click()
    expect(agent.get_by_role("listitem").filter(has_text="Newsletter by text message")).to_contain_text("refuses")
    agent.get_by_label("How did they tell us?").fill("Ticket 5")
    agent.get_by_role("button", name="Unsubscribe from all").click()
    arrived(agent, "Unsubscribe from everything?")
    assert violations(agent) == []
    agent.get_by_role("button", name="Unsubscribe from all").click()
    expect(agent.get_by_text("Unsubscribed from everything")).to_be_visible()
    expect(agent.get_by_text("agrees", exact=True)).to_have_count(0)


def test_ticket_10_the_old_phone_number_is_put_back(agent: Page, sandbox: SandboxServer) -> None:
    agent.goto("/customers/ticket-10")
    agent.get_by_role("link", name="History").click()
    expect(agent.get_by_text("+44 7700 900110").first).to_be_visible()
    agent.get_by_role("link", name="Edit", exact=True).click()
    agent.get_by_label("Phone", exact=True).fill("+44 7700 900110")
    preview(agent)
    agent.get_by_role("button", name="Save 1 change").click()
    arrived(agent, "Paula Phoneham")
    assert stored(sandbox, "ticket-10")["phone"] == "+44 7700 900110"


def test_two_agents_and_one_field(agent: Page, sandbox: SandboxServer, complaints: list[str]) -> None:
    customer_id = make(sandbox, name="Busy Line", phone="+48 600 100 200")
    agent.goto(f"/customers/{customer_id}/edit")
    agent.get_by_label("Phone", exact=True).fill("+48 600 100 201")
    change(sandbox, customer_id, phone="+48 600 100 202")
    preview(agent)
    expect(agent.get_by_role("group", name="Phone")).to_contain_text("+48 600 100 200")
    assert violations(agent) == []
    agent.get_by_label("Keep theirs: +48 600 100 202").check()
    agent.get_by_role("button", name="Save").first.click()
    expect(agent.get_by_text("Nothing was changed")).to_be_visible()
    assert stored(sandbox, customer_id)["phone"] == "+48 600 100 202"
    assert all("409" in complaint for complaint in complaints)
    complaints.clear()


def test_a_new_customer_whose_number_is_taken(agent: Page, sandbox: SandboxServer, complaints: list[str]) -> None:
    agent.goto("/customers")
    agent.get_by_role("link", name="New customer").click()
    agent.get_by_label("Name", exact=True).fill("Nora Neu")
    agent.get_by_label("E-mail", exact=True).fill("gina.giftwell@example.org")
    agent.get_by_label("Source id", exact=True).fill("ticket-6")
    preview(agent)
    expect(agent.get_by_role("link", name="Open that customer")).to_be_visible()
    assert violations(agent) == []
    agent.get_by_label("Source id", exact=True).fill("nora-1")
    preview(agent)
    expect(agent.get_by_text("Somebody has this e-mail already.")).to_be_visible()
    assert violations(agent) == []
    agent.get_by_role("button", name="Create the customer").click()
    arrived(agent, "Nora Neu")
    assert stored(sandbox, "nora-1")["email"] == "gina.giftwell@example.org"
    assert all("409" in complaint for complaint in complaints)
    complaints.clear()


def test_the_enter_key_previews(agent: Page) -> None:
    agent.goto("/customers/ticket-6/edit")
    agent.get_by_label("Name", exact=True).fill("Gina G.")
    agent.get_by_label("Name", exact=True).press("Enter")
    arrived(agent, "Save the changes to Gina Giftwell?")


def test_everything_a_browser_does_to_a_form_changes_nothing(agent: Page, sandbox: SandboxServer) -> None:
    customer_id = make(
        sandbox,
        name="  Spaces  \t and\u00a0more ",
        description="\n\nTwo\r\nlines\n",
        email=" odd @ example ",
        birthdate="1990-05-03",
        metadata={
            "last_visit": "2026-05-03T10:00:07.123Z",
            "member_since": "2020-02-29",
            "store_visits": 12.5,
            "accepts_marketing": False,
            "favorite_brands": ["Łysoń", "Muji"],
            "location": "50.06, 19.94",
            "preferences": {"topics": ["tea", "bread"], "unknown": {"deep": [1, None]}},
            "a/b?c=d&e%2F": 'x"<y>',
            "lines": "one\ntwo",
            "nothing": None,
            "empty": "",
            "mixed": [1, "two", None],
        },
    )
    agent.goto(f"/customers/{customer_id}/edit")
    preview(agent)
    expect(agent.get_by_text("Nothing was changed, so nothing was sent.")).to_be_visible()


@pytest.mark.parametrize("address", ["/customers/new", "/customers/ticket-4/edit", "/customers/ticket-5/consents"])
def test_the_forms_are_accessible_and_fit_a_narrow_screen(agent: Page, address: str) -> None:
    agent.emulate_media(color_scheme="light", reduced_motion="reduce")
    agent.goto(address)
    assert violations(agent) == []
    agent.emulate_media(color_scheme="dark", reduced_motion="reduce")
    expect(agent.locator("html")).to_have_attribute("data-bs-theme", "dark")
    agent.reload()  # or axe would look at colours that are still turning
    agent.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert agent.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert violations(agent) == []


@pytest.mark.parametrize("way", ["delete", "permanent-deletion"])
def test_the_deletions_are_accessible_and_fit_a_narrow_screen(supervisor: Page, way: str) -> None:
    supervisor.goto(f"/customers/ticket-4/{way}")
    assert violations(supervisor) == []
    supervisor.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert supervisor.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_an_unknown_outcome_is_checked(agent: Page, sandbox: SandboxServer, complaints: list[str]) -> None:
    agent.goto("/customers/ticket-6/edit")
    agent.get_by_label("Name", exact=True).fill("Gina G.")
    preview(agent)
    sandbox.fault("drop", method="PUT", carried_out=True)
    agent.get_by_role("button", name="Save 1 change").click()
    arrived(agent, "It is not known whether this was saved")
    assert violations(agent) == []
    agent.get_by_role("button", name="Check what is stored").click()
    expect(agent.get_by_text("It was saved: what is stored is what you sent.")).to_be_visible()
    assert violations(agent) == []
    assert all("502" in complaint for complaint in complaints)
    complaints.clear()


def test_a_key_is_added_without_javascript(browser: Browser, base_url: str, sandbox: SandboxServer) -> None:
    customer_id = make(sandbox, name="Plain Hypertext")
    with browser.new_context(base_url=base_url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/auth/sign-in")
        page.get_by_role("button", name="Sign in as agent").click()
        page.goto(f"/customers/{customer_id}/edit")
        page.get_by_role("button", name="Add a key").click()
        page.get_by_label("Key", exact=True).fill("shoe size")
        page.get_by_label("Kind").select_option("Number")
        page.get_by_label("Value", exact=True).fill("42")
        preview(page)
        page.get_by_role("button", name="Save 1 change").click()
        expect(page).to_have_url(re.compile(rf"/customers/{customer_id}$"))
    assert stored(sandbox, customer_id)["metadata"] == {"shoe size": 42}
