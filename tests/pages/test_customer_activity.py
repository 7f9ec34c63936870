"""The timeline of one customer."""

from urllib.parse import parse_qs

from tests.support.page_client import Page, PageClient, text_of
from tests.support.sandbox_server import SandboxServer


def entries(page: Page) -> list[str]:
    return [
        text_of(summary) for entry in page.all("li", class_="entry") for summary in entry.findall("details/summary")
    ]


def busy(sandbox: SandboxServer, updates: int) -> str:
    """A customer updated so many times."""
    customer_id: str = sandbox.call("POST", "/v1/customers", json={"name": "Busy 0"}).json()["id"]
    for number in range(1, updates + 1):
        sandbox.call("PUT", f"/v1/customers/{customer_id}", json={"name": f"Busy {number}"})
    return customer_id


def test_filters_narrow_and_their_address_can_be_shared(client: PageClient) -> None:
    page = client.get("/customers/ticket-8/activity")
    narrowed = client.submit(page.form(page.url), type="customer.segment.left")
    assert [entry.split(" ")[1:4] for entry in entries(narrowed)] == [["Left", "segment", "VIP"]]
    assert entries(client.get(f"{page.url}?type=customer.segment.left")) == entries(narrowed)
    assert "That is all that matches." in narrowed.text


def test_every_filter_reaches_the_api(client: PageClient, sandbox: SandboxServer) -> None:
    page = client.get("/customers/ticket-8/activity")
    sandbox.forget_requests()
    form = page.form(page.url)
    option = next(option for option in form.element.iter("option") if text_of(option) == "VIP prices")
    campaign = option.get("value") or ""
    client.submit(
        form,
        category="ACTION",
        campaign=campaign,
        campaign_type="DISCOUNT_COUPONS",
        since="2026-01-01",
        until="2026-06-30",
    )
    [call] = [call for call in sandbox.requests() if call["path"].endswith("/activity")]
    query = parse_qs(call["query"])
    assert query["category"] == ["ACTION"]
    assert query["campaign_id"] == [campaign]
    assert query["campaign_type"] == ["DISCOUNT_COUPONS"]
    assert query["start_date"] == ["2025-12-31T23:00:00.000Z"]
    assert query["end_date"] == ["2026-06-30T21:59:59.999Z"]


def test_days_in_the_wrong_order_are_explained(client: PageClient) -> None:
    url = client.get("/customers/ticket-8/activity").url
    page = client.get(f"{url}?since=2026-05-03&until=2026-05-01", 422)
    assert "The last day is before the first." in page.text
    assert not entries(page)


def test_nothing_that_matches_offers_the_way_back(client: PageClient) -> None:
    page = client.get("/customers/ticket-8/activity?type=customer.deleted")
    assert "Nothing matches" in page.text
    assert entries(client.get(page.links()["Show everything"]))


def test_endless_paging_by_plain_links_and_by_htmx(client: PageClient, sandbox: SandboxServer) -> None:
    url = f"/customers/{busy(sandbox, 60)}/activity"
    first = client.get(url)
    assert len(entries(first)) == 50
    older_url = first.links()["Show older events"]
    second = client.get(older_url)
    assert len(entries(second)) == 11
    assert "That is where this customer's activity begins." in second.text
    assert entries(client.get(second.links()["Back to the newest events"])) == entries(first)
    fragment = client.get(older_url, fragment=True)
    assert entries(fragment) == entries(second)
    assert not fragment.all("h1")


def test_an_update_at_the_end_of_a_page_still_shows_what_changed(client: PageClient, sandbox: SandboxServer) -> None:
    page = client.get(f"/customers/{busy(sandbox, 60)}/activity")
    [*_, last] = page.all("li", class_="entry")
    assert "Busy 10" in text_of(last)
    assert "Busy 11" in text_of(last)


def test_who_changed_the_phone_number(client: PageClient) -> None:
    """Ticket 10, the reading half."""
    page = client.get("/customers/ticket-10/activity")
    newest = page.all("li", class_="entry")[0]
    assert entries(page)[0].startswith("Profile: Profile changed: Phone")
    assert "+44 7700 900110" in text_of(newest)
    assert "+44 7700 900666" in text_of(newest)
    assert "Call center tool" in text_of(newest)


def test_unknown_types_appear_as_themselves(client: PageClient, sandbox: SandboxServer) -> None:
    url = client.get("/customers/ticket-8").url
    body = {
        "object": "list",
        "data_ref": "data",
        "data": [{"id": "evcus_1", "type": "customer.teleported", "data": {"to": "<b>Mars</b>"}}],
        "has_more": False,
    }
    sandbox.fault("status", status=200, body=body, route="/v1/customers/{id}/activity", times=None)
    page = client.get(f"{url}/activity")
    assert entries(page) == ["Other: customer.teleported not known"]
    assert "<b>Mars</b>" in page.text
    assert "At a time not known" in page.text


def test_a_customer_to_whom_nothing_happened(client: PageClient, sandbox: SandboxServer) -> None:
    url = client.get("/customers/ticket-8").url
    body = {"object": "list", "data_ref": "data", "data": [], "has_more": False}
    sandbox.fault("status", status=200, body=body, route="/v1/customers/{id}/activity", times=None)
    assert "Nothing has happened yet" in client.get(f"{url}/activity").text
