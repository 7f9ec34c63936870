"""Segments: of a customer, all of them, and who is in one."""

from tests.support.page_client import PageClient, text_of
from tests.support.sandbox_server import SandboxServer


def test_what_was_left_and_when_answers_ticket_8(client: PageClient) -> None:
    page = client.get("/customers/ticket-8/segments")
    [left] = page.all("div", aria_label="Segments this customer has left")
    assert "VIP" in text_of(left)
    activity = client.get(page.links()["In the activity"])
    assert "Left segment VIP" in activity.text
    assert "Metadata: membership_level" in client.get(activity.links()["Everything"]).text


def test_segments_have_their_kind_and_since_when_where_that_is_known(client: PageClient) -> None:
    page = client.get("/customers/ticket-8/segments")
    [table] = page.all("div", aria_label="Segments of this customer")
    told = [text_of(row) for row in table.iter("tr")]
    assert any("live, without events not known" in row for row in told)


def test_without_activity_the_segments_are_still_there(client: PageClient, sandbox: SandboxServer) -> None:
    url = client.get("/customers/ticket-8").url
    sandbox.fault("status", status=500, route="/v1/customers/{id}/activity", times=None)
    sandbox.fault("status", status=500, route="/v1/segments", times=None)
    page = client.get(f"{url}/segments")
    assert "Since when could not be read just now." in page.text
    assert "Of what kind the segments are could not be read just now." in page.text
    assert page.all("div", aria_label="Segments of this customer")


def test_all_segments_lead_to_their_members_in_the_table_of_the_search(client: PageClient) -> None:
    index = client.get("/segments")
    assert "8 segments" in index.text
    page = client.get(index.links()["Reachable by e-mail"])
    assert page.heading == "Reachable by e-mail"
    assert "Live, without events" in page.text
    assert len(page.all("a", class_="row-link")) == 25
    second = client.get(page.links()["2"])
    assert second.url.endswith("?page=2")
    assert second.all("a", class_="row-link")[0].get("href") != page.all("a", class_="row-link")[0].get("href")
    assert "$" in second.all("pre")[0].text


def test_a_segment_that_is_not_there(client: PageClient) -> None:
    assert "Not found" in client.get("/segments/seg_nothing", 404).heading


def test_pages_beyond_what_the_api_gives(client: PageClient) -> None:
    url = client.get("/segments").links()["VIP"]
    assert "cannot be shown" in client.get(f"{url}?page=100").text


def test_the_menu_counts_the_calls_left(client: PageClient, sandbox: SandboxServer) -> None:
    sandbox.settings(rate_limits={"minute": 2})
    assert "API: 1 call left" in client.get("/segments").text
