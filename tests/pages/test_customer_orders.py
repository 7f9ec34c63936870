"""A customer's orders, gathered from the activity."""

from tests.support.page_client import PageClient, text_of
from tests.support.sandbox_server import SandboxServer

SVG = "{http://www.w3.org/2000/svg}"


def test_the_order_without_points_answers_ticket_2(client: PageClient) -> None:
    page = client.get("/customers/ticket-2/orders")
    told = {text_of(order.find("details/summary")): text_of(order) for order in page.all("li", class_="order")}
    [unrewarded] = [text for text in told.values() if "€80.00" in text]
    assert "no event tells that points were earned for it" in unrewarded
    assert "Dinner plate × 4" in unrewarded
    assert sum("points earned" in text for text in told.values()) == 3
    assert "shown here are 4 of those" in page.text
    assert "from its beginning" in page.text


def test_an_order_has_the_status_of_its_latest_event_and_names_its_voucher(client: PageClient) -> None:
    page = client.get("/customers/ticket-6/orders")
    latest, canceled = (text_of(order) for order in page.all("li", class_="order"))
    assert "paid" in latest
    assert "canceled" in canceled
    assert "GIFT-GN4W8L5T rolled back" in canceled
    assert "GIFT-GN4W8L5T" in page.links()


def test_it_is_honest_about_how_far_back_it_looked(client: PageClient, sandbox: SandboxServer) -> None:
    customer_id = sandbox.call("POST", "/v1/customers", json={"name": "Many Orders"}).json()["id"]
    for number in range(103):
        sandbox.call("POST", "/v1/orders", json={"source_id": f"many-{number}", "customer": {"id": customer_id},
                                                 "amount": 100, "status": "PAID"})  # fmt: skip
    page = client.get(f"/customers/{customer_id}/orders")
    assert len(page.all("li", class_="order")) == 100
    assert "tells of since" in page.text
    older = client.get(page.links()["Look further back"])
    assert "from its beginning" in older.text
    names = {
        text_of(order)[:8].strip() for order in [*page.all("li", class_="order"), *older.all("li", class_="order")]
    }
    assert len(names) == 103


def test_numbers_stand_beside_the_picture(client: PageClient) -> None:
    page = client.get("/customers/ticket-2/orders")
    [table] = page.all("div", aria_label="Orders by month")
    assert len(list(table.iter("tr"))) == 13
    assert len(page.all(f"{SVG}rect", class_="picture-column")) == 12


def test_each_order_leads_to_its_page_and_a_new_one_is_for_this_customer(client: PageClient) -> None:
    page = client.get("/customers/ticket-2/orders")
    opened = [client.get(url) for text, url in page.links().items() if text.startswith("Open order")]
    assert len(opened) == 4
    assert all(order.url.startswith("/orders/ord_") for order in opened)
    customer_id = page.url.split("/")[2]
    assert client.get(page.links()["New order"]).form("/orders/new").filled()["customer"] == customer_id


def test_what_the_activity_does_not_tell_is_looked_for_among_all_orders(
    client: PageClient, sandbox: SandboxServer
) -> None:
    customer_id = sandbox.call("GET", "/v1/customers/ticket-10").json()["id"]
    sandbox.call("POST", "/v1/orders/import", json=[{"source_id": "past", "customer": {"id": customer_id}}])
    page = client.get("/customers/ticket-10/orders")
    assert "No orders in the activity" in page.text
    assert "past" in client.submit(page.form("/orders/search")).links()


def test_viewers_are_offered_no_new_order(viewer: PageClient) -> None:
    assert "New order" not in viewer.get("/customers/ticket-2/orders").links()


def test_nobody_makes_up_a_time(client: PageClient) -> None:
    url = client.get("/customers/ticket-2/orders").url
    client.get(f"{url}?before=yesterday", 400)


def test_a_customer_without_orders(client: PageClient) -> None:
    assert "No orders in the activity" in client.get("/customers/ticket-10/orders").text
