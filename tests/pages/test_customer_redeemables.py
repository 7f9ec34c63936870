"""What a customer holds, and one voucher of it."""

from urllib.parse import parse_qs

from tests.support.page_client import Page, PageClient, text_of
from tests.support.sandbox_server import SandboxServer

SVG = "{http://www.w3.org/2000/svg}"


def rows(page: Page, region: str) -> list[list[str]]:
    """The cells of the table in this region."""
    [table] = page.all("div", aria_label=region)
    return [[text_of(cell) for cell in row] for row in table.iter("tr") if row.find("td") is not None]


def test_by_type_with_what_is_left(client: PageClient) -> None:
    page = client.get("/customers/ticket-6/redeemables")
    [holding] = page.all("li", class_="holding")
    text = text_of(holding)
    assert text.startswith("GIFT-GN4W8L5T can be used €35.00 left of €50.00 Valid without an end. Gift cards")
    assert "owner" in text


def test_conditions_reach_the_api(client: PageClient, sandbox: SandboxServer) -> None:
    page = client.get("/customers/ticket-6/redeemables")
    sandbox.forget_requests()
    narrowed = client.submit(
        page.form(page.url),
        button="Show",
        **{
            "conditions-0-field": "voucher_type",
            "conditions-0-operator": "$is_not",
            "conditions-0-value": "gift voucher",
        },
    )
    assert "Nothing matches" in narrowed.text
    asked = [parse_qs(call["query"]) for call in sandbox.requests() if "filters" in call["query"]]
    assert asked[0]["filters[voucher_type][conditions][$is_not]"] == ["GIFT_VOUCHER"]
    assert client.get(narrowed.links()["Show everything"]).all("li", class_="holding")
    assert client.get(page.links()["Gift cards"]).all("li", class_="holding")


def test_the_type_shown_is_marked(client: PageClient) -> None:
    def marked(page: Page) -> list[str]:
        [nav] = page.all("nav", aria_label="Show one type")
        return [text_of(link) for link in nav.iter("a") if link.get("aria-current")]

    page = client.get("/customers/ticket-6/redeemables")
    assert marked(page) == ["Everything"]
    assert marked(client.get(page.links()["Gift cards"])) == ["Gift cards"]


def test_more_conditions_without_a_script(client: PageClient) -> None:
    page = client.get("/customers/ticket-6/redeemables")
    page = client.submit(page.form(page.url), button="Another condition", **{"conditions-0-field": "holder_role"},
                        status=422)  # fmt: skip
    assert len(page.all("fieldset")) == 2
    assert "Give a value." in page.text
    page = client.submit(
        page.form(page.url.partition("?")[0]),
        button="Show",
        **{"conditions-0-value": "owner", "conditions-1-field": "created_at", "conditions-1-operator": "$has_value"},
    )
    assert page.all("li", class_="holding")


def test_a_gift_cards_story_answers_ticket_6(client: PageClient) -> None:
    page = client.get("/customers/ticket-6/redeemables")
    page = client.get(page.links()["GIFT-GN4W8L5T"])
    told = rows(page, "Transactions")
    assert [row[:3] for row in told] == [
        ["Spent", "-€15.00", "€35.00"],
        ["Given back", "+€15.00", "€50.00"],
        ["Spent", "-€15.00", "€35.00"],
        ["Before that", "", "€50.00"],
    ]
    assert "The last transaction agrees with the balance." in page.text
    assert [row[0] for row in rows(page, "Redemptions")] == ["Used", "Rolled back", "Used"]
    assert page.all(f"{SVG}svg", class_="picture-steps")


def test_points_against_their_transactions_answer_ticket_2(client: PageClient) -> None:
    page = client.get("/customers/ticket-2/redeemables")
    page = client.get(page.links()["CLUB-PN7YP8TS"])
    assert [row[0] for row in rows(page, "Transactions")] == ["Earned", "Earned", "Expired", "Earned", "Before that"]


def test_a_voucher_of_somebody_else_says_so(client: PageClient, running_sandbox: SandboxServer) -> None:
    voucher = running_sandbox.call("GET", "/v1/vouchers/GIFT-GN4W8L5T").json()
    other = client.get("/customers/ticket-2").url
    page = client.get(f"{other}/redeemables/{voucher['id']}")
    assert "This voucher is held by another customer" in page.text
    assert page.links()[voucher["holder_id"]] == f"/customers/{voucher['holder_id']}"


def test_a_voucher_that_is_not_there(client: PageClient) -> None:
    url = client.get("/customers/ticket-2").url
    assert "Not found" in client.get(f"{url}/redeemables/v_nothing", 404).heading


def test_a_customer_who_holds_nothing(client: PageClient, sandbox: SandboxServer) -> None:
    customer_id = sandbox.call("POST", "/v1/customers", json={"name": "Nobody's Friend"}).json()["id"]
    assert "Holds nothing" in client.get(f"/customers/{customer_id}/redeemables").text
