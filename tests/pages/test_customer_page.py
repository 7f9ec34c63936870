"""The customer page as a whole: its head, its tabs, and parts that are there, late or failed."""

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.support.app import app_for_tests
from tests.support.page_client import Page, PageClient, text_of
from tests.support.sandbox_server import SandboxServer

REDEEMABLES = "/v1/customers/{id}/redeemables"
ACTIVITY = "/v1/customers/{id}/activity"
OLD_ACTIVITY = "/v1/customers/{id}/activities"
SEGMENTS = "/v1/customers/{id}/segments"
PARTS = {"activity", "redeemables", "orders", "segments", "consents"}
SECTIONS = ["activity", "redeemables", "orders", "segments", "consents"]


@pytest.fixture
def agent(running_sandbox: SandboxServer, tmp_path: Path) -> Iterator[PageClient]:
    """The browser of an agent whose pages wait for their parts, so that a busy machine makes none of them late."""
    app = app_for_tests(tmp_path, voucherify_base_url=running_sandbox.url, panel_deadline_ms=5_000)
    client = PageClient(app)
    client.sign_in("agent")
    yield client
    app.extensions["voucherify"].close()


def waiting(page: Page) -> set[str]:
    """The names of the parts that will load themselves."""
    elements = [*page.all("section", hx_trigger="load"), *page.all("p", hx_trigger="load")]
    return {(element.get("hx-get") or "").rpartition("/")[2] for element in elements}


def shown(page: Page) -> set[str]:
    return {section.get("aria-labelledby") or "" for section in page.all("section")} & PARTS


def tabs(page: Page) -> dict[str, str]:
    [nav] = page.all("nav", aria_label="About this customer")
    return {text_of(link): link.get("href") or "" for link in nav.iter("a")}


def test_everything_is_on_one_page(agent: PageClient) -> None:
    page = agent.get("/customers/ticket-1")
    assert shown(page) == PARTS
    assert waiting(page) == set()
    assert "Redemption of SUMMER-HW7KQ2MX failed: it expired on" in page.text
    [blockers] = page.all("ul", aria_label="Cannot be used")
    assert text_of(blockers).startswith("SUMMER-HW7KQ2MX expired")


@pytest.mark.parametrize("section", SECTIONS)
def test_each_section_has_its_own_address_with_the_same_head(agent: PageClient, section: str) -> None:
    page = agent.get(f"/customers/ticket-1/{section}")
    assert page.url.startswith("/customers/cust_")
    assert page.heading == "Summer Holloway"
    assert page.all("ul", aria_label="Cannot be used")
    [current] = [link for link in page.all("a", aria_current="page") if section in (link.get("href") or "")]
    assert current.get("href") == page.url
    assert tabs(page)["Overview"] == page.url.removesuffix(f"/{section}")


def test_the_calls_are_as_few_as_can_be(agent: PageClient, sandbox: SandboxServer) -> None:
    page = agent.get("/customers/ticket-1")
    sandbox.forget_requests()
    agent.get(page.url)
    customer_id = page.url.rpartition("/")[2]
    paths = sorted(call["path"].rpartition(customer_id)[2] for call in sandbox.requests())
    # Only the deprecated feed tells of consents, and the customer's own answers say nothing of the names.
    assert paths == ["", "/activities", "/activity", "/redeemables", "/segments", "/v1/consents"]


def test_what_is_late_loads_itself_and_the_rest_is_there(client: PageClient, sandbox: SandboxServer) -> None:
    page = client.get("/customers/ticket-1")
    sandbox.fault("delay", milliseconds=1_500, route=REDEEMABLES, times=None)
    began = time.monotonic()
    page = client.get(page.url)
    assert time.monotonic() - began < 1.4
    assert waiting(page) == {"redeemables", "blockers"}
    assert shown(page) == PARTS - {"redeemables"}
    assert page.links()["Open"] == f"{page.url}/redeemables"
    sandbox.clear_faults()
    part = client.get(f"{page.url}/parts/redeemables", fragment=True)
    assert "SUMMER-HW7KQ2MX" in part.text
    assert shown(part) == {"redeemables"}
    assert "expired" in client.get(f"{page.url}/parts/blockers", fragment=True).text


@pytest.mark.parametrize(
    ("route", "name"), [(REDEEMABLES, "redeemables"), (ACTIVITY, "activity"), (SEGMENTS, "segments")]
)
@pytest.mark.parametrize(
    "fault", [{"kind": "status", "status": 500}, {"kind": "broken_json"}, {"kind": "status", "status": 403}]
)
def test_a_failing_endpoint_costs_its_parts_and_each_can_be_retried_alone(
    agent: PageClient, sandbox: SandboxServer, route: str, name: str, fault: dict[str, object]
) -> None:
    page = agent.get("/customers/ticket-1")
    sandbox.fault(**fault, route=route, times=None)  # type: ignore[arg-type]
    page = agent.get(page.url)
    failed = {"activity", "orders"} if name == "activity" else {name}
    assert shown(page) == PARTS - failed
    assert len(page.all("section", role="alert")) == len(failed)
    retries = {link.get("hx-get") for link in page.all("a") if link.get("hx-get")}
    if fault.get("status") != 403:
        assert {f"{page.url}/parts/{part}" for part in failed} <= retries
    again = agent.get(f"{page.url}/parts/{name}", 502, fragment=True)
    assert again.all("section", role="alert")
    sandbox.clear_faults()
    assert shown(agent.get(f"{page.url}/parts/{name}", fragment=True)) == {name}


def test_blockers_that_cannot_be_checked_say_so_in_the_head(agent: PageClient, sandbox: SandboxServer) -> None:
    sandbox.fault("status", status=500, route=REDEEMABLES, times=None)
    page = agent.get("/customers/ticket-1/orders")
    assert "What this customer holds could not be checked." in page.text


def test_without_htmx_a_part_leads_to_its_section(agent: PageClient) -> None:
    url = agent.get("/customers/ticket-1").url
    assert agent.get(f"{url}/parts/orders").url == f"{url}/orders"
    assert agent.get(f"{url}/parts/blockers").url == f"{url}/redeemables"
    agent.get(f"{url}/parts/nothing", 404)


def test_the_older_feed_serves_projects_that_only_have_that(agent: PageClient, sandbox: SandboxServer) -> None:
    sandbox.fault("status", status=404, route=ACTIVITY, times=None)
    page = agent.get("/customers/ticket-1")
    assert "Redemption of SUMMER-HW7KQ2MX failed" in page.text
    feed = agent.get(f"{page.url}/activity")
    assert "only the older activity feed" in feed.text
    narrowed = agent.get(f"{page.url}/activity?type=customer.redemption.failed")
    assert "1 are of this type" in narrowed.text
    assert "placed" not in " ".join(text_of(entry) for entry in narrowed.all("li", class_="entry"))
    assert "web-" in agent.get(f"{page.url}/orders").text
    sandbox.fault("status", status=404, route=OLD_ACTIVITY, times=None)
    assert len(agent.get(page.url).all("section", role="alert")) == 2


def test_a_source_id_of_any_characters_keeps_the_filters_on_its_way(agent: PageClient, sandbox: SandboxServer) -> None:
    source_id = "a/b?c=d#e%2F+x@y z"
    sandbox.call("POST", "/v1/customers", json={"source_id": source_id, "name": "Odd Id"})
    page = agent.get(f"/customers/{quote(source_id, safe='')}/activity?type=customer.created")
    assert page.heading == "Odd Id"
    assert page.url.endswith("/activity?type=customer.created")
    assert source_id not in page.url


def test_viewers_do_not_see_personal_data_in_any_part(viewer: PageClient) -> None:
    url = viewer.get("/customers/ticket-10").url
    for section in ["", *(f"/{name}" for name in SECTIONS)]:
        page = viewer.get(url + section)
        for personal in ("900666", "900110", "paula.phoneham"):
            assert personal not in page.html, f"{personal} in {section or 'the overview'}"


def test_what_is_masked_cannot_be_copied(viewer: PageClient, client: PageClient) -> None:
    def copied(page: Page) -> set[str]:
        return {button.get("aria-label") or "" for button in page.all("button", class_="copy")}

    url = viewer.get("/customers/ticket-10").url
    assert copied(viewer.get(url)) == {"Copy id", "Copy source id"}
    assert {"Copy e-mail", "Copy phone number"} <= copied(client.get(url))
