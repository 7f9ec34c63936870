"""From what a ticket says to the customer it is about."""

from urllib.parse import quote

import pytest
from flask import Flask

from tests.support.page_client import Page, PageClient, text_of
from tests.support.sandbox_server import SandboxServer

SUMMER = "Summer Holloway"


def look_up(client: PageClient, text: str, status: int = 200) -> Page:
    return client.submit(client.get("/").form("/lookup"), status, q=text)


def reasons(page: Page) -> dict[str, str]:
    return {
        text_of(row.find("th/a")): text_of(row.find("th/span"))
        for row in page.all("tr")
        if row.find("th/a") is not None and row.find("th/span") is not None
    }


@pytest.mark.parametrize(
    "text",
    [
        "ticket-1",
        "summer.holloway@example.org",
        " Summer Holloway <summer.holloway@example.org> ",
        "summer hollow",
        "SUMMER-HW7KQ2MX",
    ],
)
def test_one_hit_leads_to_the_customer_and_no_address_tells_what_was_typed(client: PageClient, text: str) -> None:
    page = look_up(client, text)
    assert page.heading == SUMMER
    assert page.url.startswith("/customers/cust_")
    assert not [url for url in client.visited if "summer" in url.lower() or "@" in url]
    assert "The only customer found:" in page.text


def test_an_order_is_found_by_either_id(client: PageClient, running_sandbox: SandboxServer) -> None:
    orders = running_sandbox.call("GET", "/v1/orders?limit=100&order=-created_at").json()["orders"]
    order = next(order for order in orders if order["customer_id"] and order["source_id"])
    for text in (order["id"], order["source_id"]):
        page = look_up(client, text)
        assert page.url == f"/orders/{order['id']}"
        assert f"/customers/{order['customer_id']}" in page.links().values()


def test_a_number_of_a_customer_and_of_an_order_leads_to_both(client: PageClient, sandbox: SandboxServer) -> None:
    order_id = sandbox.call("POST", "/v1/orders", json={"source_id": "ticket-1", "amount": 100}).json()["id"]
    page = look_up(client, "ticket-1")
    assert reasons(page) == {SUMMER: "the source id matches"}
    assert page.links()["open the order"] == f"/orders/{order_id}"


def test_two_customers_with_one_email_are_listed_with_the_reason(client: PageClient) -> None:
    """Ticket 7: which of the two has the orders."""
    page = look_up(client, "tina.twice@example.org")
    assert reasons(page) == {"tina twice": "the e-mail matches", "Tina Twice": "the e-mail matches"}
    assert "€111.00" in page.text
    assert page.url.startswith("/lookup?search=")


def test_a_deep_link_of_a_help_desk(client: PageClient) -> None:
    page = client.get(f"/lookup?q={quote('summer.holloway@example.org')}")
    assert page.heading == SUMMER
    assert not [url for url in client.visited[-2:] if "@" in url or "%40" in url]


def test_a_deep_link_for_somebody_who_has_to_sign_in_first(stranger: PageClient) -> None:
    page = stranger.get("/lookup?q=ticket-1")
    assert page.heading == "Sign in"
    assert stranger.submit(page.form("/auth/demo"), button="agent").heading == SUMMER


def test_a_text_that_means_several_things(client: PageClient, sandbox: SandboxServer) -> None:
    sandbox.call("POST", "/v1/customers", json={"source_id": "SUMMER-HW7KQ2MX", "name": "Odd Source"})
    assert reasons(look_up(client, "SUMMER-HW7KQ2MX")) == {
        "Odd Source": "the source id matches",
        SUMMER: "holds this voucher",
    }


def test_many_of_one_name_can_all_be_listed(client: PageClient, sandbox: SandboxServer) -> None:
    for number in range(27):
        sandbox.call("POST", "/v1/customers", json={"name": f"Hanzō {number}"})
    page = look_up(client, "Hanzō")
    assert page.heading == "27 customers may be meant; these are the newest 25"
    assert "27 customers found" in client.submit(page.form("/customers/search")).text


@pytest.mark.parametrize("text", ["zzz-nobody", "nobody@example.net", "..", "ord_nothing", "cust_nothing"])
def test_nothing_found_says_what_to_try(client: PageClient, text: str) -> None:
    page = look_up(client, text)
    assert page.heading == "Nothing found"
    assert "Nobody and nothing has this" in page.text


def test_a_place_that_cannot_be_looked_at_is_named(client: PageClient, sandbox: SandboxServer) -> None:
    sandbox.fault("status", status=403, route="/v1/orders/{id}", times=None)
    page = look_up(client, "zzz-nobody")
    assert "Could not look through the orders: Frontdesk's key may not do this." in page.text
    page = look_up(client, "ticket-1")
    assert page.heading == SUMMER
    assert "Could not look through the orders" in page.text


def test_when_nowhere_can_be_looked_the_page_says_why(client: PageClient, sandbox: SandboxServer) -> None:
    sandbox.fault("status", status=401, route="*", times=None)
    assert "does not accept Frontdesk's key" in look_up(client, "zzz-nobody", 502).heading


def test_a_voucher_nobody_holds_leads_to_who_used_it(client: PageClient, sandbox: SandboxServer) -> None:
    user = sandbox.call("GET", "/v1/customers/ticket-6").json()["id"]
    entries = [{"id": "r_1", "customer_id": user}, {"id": "r_2", "customer_id": "cust_gone"}]
    used = {"redeemed_quantity": 2, "data_ref": "redemption_entries", "redemption_entries": entries}
    sandbox.fault("status", status=200, body={"id": "v_1", "code": "FREE"}, route="/v1/vouchers/FREE", times=None)
    sandbox.fault("status", status=200, body=used, route="/v1/vouchers/FREE/redemption", times=1)
    assert look_up(client, "FREE").heading == "Gina Giftwell"
    sandbox.fault("status", status=200, body=used | {"redemption_entries": []}, route="/v1/vouchers/FREE/redemption")
    assert "FREE is a voucher that nobody holds, and nobody has used it." in look_up(client, "FREE").text


def test_empty_and_forgotten_lookups_offer_the_box_again(client: PageClient) -> None:
    assert look_up(client, "   ").heading == "Look something up"
    page = client.get("/lookup?search=forgotten", 404)
    assert "no longer kept" in page.text
    assert page.form("/lookup")


def test_nobody_sees_the_lookup_of_somebody_else(app: Flask, client: PageClient) -> None:
    url = look_up(client, "tina.twice@example.org").url
    other = PageClient(app)
    other.sign_in("supervisor")
    assert "no longer kept" in other.get(url, 404).text


def test_the_box_is_on_every_page(client: PageClient) -> None:
    for path in ("/", "/customers", "/segments", "/lookup", "/customers/ticket-1", "/customers/ticket-1/orders"):
        page = client.get(path)
        assert len([field for field in page.all("input") if field.get("data-find") is not None]) == 1, path
        assert page.form("/lookup"), path


def test_hostile_text_stays_text(client: PageClient) -> None:
    text = "<script>alert(1)</script>"
    assert text in look_up(client, text).text
