"""Bulk edits, from ticked rows or a whole list to what stands in the API afterwards."""

import json
from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests.support.customers import make, stored, writes
from tests.support.page_client import Page, PageClient
from tests.support.sandbox_server import SandboxServer
from webapp import jobs

CITY = "Bulkborough"
TO_GOLD = {"do:metadata.membership_level": "set", "to:metadata.membership_level": "gold"}


@pytest.fixture
def neighbours(sandbox: SandboxServer) -> list[str]:
    """Three customers of one city, the last of them without a source id."""
    address = {"city": CITY, "country": "GB"}
    facts = [{"source_id": "bulk-0"}, {"source_id": "bulk-1", "metadata": {"membership_level": "gold"}}, {}]
    return [make(sandbox, name=f"Neighbour {number}", address=address, **fact) for number, fact in enumerate(facts)]


def found_in_city(client: PageClient) -> Page:
    return client.submit(client.get("/customers").form("/customers/search"), city=CITY)


def ticked(client: PageClient, page: Page, *ids: str) -> Page:
    """Press the button for these customers, ticked on a list's page."""
    form = page.form("/bulk")
    offered = {box.get("value") for box in page.all("input", name="customer", form="selection")}
    assert offered >= set(ids)
    return client.post(form.action, {**form.filled("ticked"), "customer": [*ids]})


def everybody(client: PageClient, page: Page) -> Page:
    return client.submit(page.form("/bulk"), button="everybody")


def wanted(client: PageClient, page: Page, choices: dict[str, str], status: int = 200, button: str = "dry-run") -> Page:
    """Send the form with these choices."""
    return client.submit(page.form(urlsplit(page.url).path), status, button=button, **choices)


def dry_run(app: Flask, client: PageClient, page: Page) -> Page:
    jobs.run_due(app)
    return client.get(page.url)


def write(app: Flask, client: PageClient, page: Page, **choices: str) -> Page:
    """Say yes to a dry run, and carry it out."""
    client.submit(page.form(f"{page.url}/run"), **choices)
    jobs.run_due(app)
    return client.get(page.url)


def test_ticked_customers_are_changed_and_nobody_else(
    app: Flask, client: PageClient, sandbox: SandboxServer, neighbours: list[str]
):
    before = stored(sandbox, neighbours[0])
    page = ticked(client, found_in_city(client), *neighbours[:2])
    assert page.heading == "Change 2 customers"
    assert "Neighbour 0" in page.text
    assert "Neighbour 2" not in page.text
    page = dry_run(app, client, wanted(client, page, {**TO_GOLD, "do:address.city": "clear"}))
    assert "changed" in page.text
    write(app, client, page, typed="2")
    after = stored(sandbox, neighbours[0])
    assert after["metadata"] == {"membership_level": "gold"}
    assert after["name"] == before["name"]
    assert after["address"] == {**before["address"], "city": None}
    assert stored(sandbox, neighbours[1])["address"]["city"] is None
    assert stored(sandbox, neighbours[2])["address"]["city"] == CITY


def test_all_that_a_search_finds_are_listed_anew_by_the_dry_run(
    app: Flask, client: PageClient, sandbox: SandboxServer, neighbours: list[str]
):
    many = [
        make(sandbox, name=f"Later {number}", source_id=f"l-{number}", address={"city": CITY}) for number in range(8)
    ]
    page = client.submit(client.get("/customers").form("/customers/search"), city=CITY, page_size="10")
    assert "Change all 11…" in page.html
    page = everybody(client, page)
    assert page.heading == "Change 11 customers"
    assert f"All customers in the city “{CITY}”" in page.text
    late = make(sandbox, name="Late", source_id="late", address={"city": CITY})
    page = dry_run(app, client, wanted(client, page, TO_GOLD))
    page = write(app, client, page)
    changed = [
        each
        for each in (*neighbours, *many, late)
        if stored(sandbox, each).get("metadata") == {"membership_level": "gold"}
    ]
    assert set(changed) == {*neighbours[:2], *many, late}  # the one without a source id was not chosen


def test_customers_without_a_source_id_are_named_and_changed_one_by_one_where_chosen(
    app: Flask, client: PageClient, sandbox: SandboxServer, neighbours: list[str]
):
    page = ticked(client, found_in_city(client), *neighbours)
    assert "1 has no source id" in page.text
    named = page.all("div", class_="bulk-note")[0].iter("a")
    assert ["".join(link.itertext()) for link in named] == ["Neighbour 2"]
    page = dry_run(app, client, wanted(client, page, TO_GOLD))
    only = client.get(page.links()["Who they are"])
    assert "Neighbour 2 no source id" in only.text
    assert "Neighbour 0" not in only.text
    write(app, client, page, one_by_one="y")
    assert stored(sandbox, neighbours[2])["metadata"] == {"membership_level": "gold"}


def test_the_members_of_a_segment(app: Flask, client: PageClient, sandbox: SandboxServer):
    segment = next(each for each in sandbox.call("GET", "/v1/segments").json()["data"] if each["name"] == "VIP")
    page = client.get(f"/segments/{segment['id']}")
    ids = [box.get("value") or "" for box in page.all("input", name="customer")]
    page = ticked(client, page, ids[0])
    assert "Selected by hand among customers in the segment “VIP”" in page.text
    page = dry_run(app, client, wanted(client, page, {"do:description": "set", "to:description": "Seen"}))
    page = write(app, client, page)
    assert "Single customers in the segment “VIP”" in page.text
    assert stored(sandbox, ids[0])["description"] == "Seen"


def test_others_are_added_from_other_pages_of_the_list(
    app: Flask, client: PageClient, sandbox: SandboxServer, neighbours: list[str]
):
    several = [make(sandbox, name=f"More {n}", source_id=f"m-{n}", address={"city": CITY}) for n in range(10)]
    page = client.submit(client.get("/customers").form("/customers/search"), city=CITY, page_size="10")
    page = ticked(client, page, several[9])
    page = client.get(page.links()["Add others from the list"])
    assert "added to those selected before" in page.text
    page = client.get(page.links()["2"])  # the next page still knows of the selection
    page = ticked(client, page, neighbours[0])
    assert page.heading == "Change 2 customers"
    page = dry_run(app, client, wanted(client, page, {"do:description": "set", "to:description": "both"}))
    write(app, client, page)
    changed = [each for each in (*neighbours, *several) if stored(sandbox, each).get("description") == "both"]
    assert changed == [neighbours[0], several[9]]


def test_those_ticked_on_other_pages_come_along(client: PageClient, neighbours: list[str]):
    page = found_in_city(client)
    form = page.form("/bulk")
    ids = " ".join(neighbours[:2])
    page = client.post(form.action, {**form.filled("ticked", others=ids), "customer": neighbours[1:]})
    assert page.heading == "Change 3 customers"


def test_somebody_found_by_their_id_alone(client: PageClient, neighbours: list[str]):
    page = client.get("/customers")
    page = client.submit(page.form("/customers/search"), 303, q=neighbours[2], fragment=True)
    page = client.get(page.location or "")
    page = ticked(client, page, neighbours[2])
    assert page.heading == "Change 1 customer"
    assert "Neighbour 2" in page.text


def test_nothing_is_lost_of_what_was_chosen_and_typed(client: PageClient, neighbours: list[str]):
    page = ticked(client, found_in_city(client), neighbours[0])
    choices = {
        "do:metadata.store_visits": "set",
        "to:metadata.store_visits": "many",
        "do:address.country": "set",
        "to:address.country": "Polland",
        "do:address.state": "clear",
        "do:name": "set",
    }
    page = wanted(client, page, choices, 422)
    assert "2 fields need another look" in page.text
    assert "Write a number" in page.text
    assert "Did you mean Poland?" in page.text
    assert page.all("details", class_="bulk-personal")[0].get("open") is not None
    assert choices.items() <= page.form(page.url).filled().items()


def test_a_form_that_chooses_nothing_begins_nothing(client: PageClient, neighbours: list[str]):
    page = ticked(client, found_in_city(client), neighbours[0])
    page = wanted(client, page, {}, 422)
    assert "Nothing is chosen yet" in page.text


def test_a_key_the_project_does_not_define(
    app: Flask, client: PageClient, sandbox: SandboxServer, neighbours: list[str]
):
    page = ticked(client, found_in_city(client), neighbours[0])
    page = wanted(client, page, TO_GOLD, button="add-key")
    page = wanted(client, page, {"new-0-key": "shelf", "new-0-kind": "number", "new-0-value": "12"})
    page = dry_run(app, client, page)
    write(app, client, page)
    assert stored(sandbox, neighbours[0])["metadata"] == {"membership_level": "gold", "shelf": 12}


def test_a_form_sent_twice_makes_one_change_set(client: PageClient, neighbours: list[str]):
    form_page = ticked(client, found_in_city(client), neighbours[0])
    first = wanted(client, form_page, TO_GOLD)
    assert wanted(client, form_page, TO_GOLD).url == first.url
    assert wanted(client, client.get(form_page.url), TO_GOLD).url != first.url


def test_the_way_back_from_the_dry_run_leads_to_the_form_as_it_was_sent(client: PageClient, neighbours: list[str]):
    page = ticked(client, found_in_city(client), neighbours[0])
    page = wanted(client, page, TO_GOLD)
    page = client.get(page.links()["Back to where it came from"])
    assert TO_GOLD.items() <= page.form(page.url).filled().items()


def test_the_form_stands_when_the_api_does_not_answer(
    client: PageClient, sandbox: SandboxServer, neighbours: list[str]
):
    page = ticked(client, found_in_city(client), neighbours[0])
    sandbox.fault("status", status=503, times=20)
    page = client.get(page.url)
    assert "could not be read just now" in page.text
    assert wanted(client, page, TO_GOLD).heading == "Bulk edit: membership_level"


def test_a_form_from_before_the_last_sign_in_comes_back(client: PageClient, neighbours: list[str]):
    page = ticked(client, found_in_city(client), neighbours[0])
    data = {**page.form(page.url).filled("dry-run"), **TO_GOLD, "csrf_token": "old"}
    page = client.post(page.url, data, 400)
    assert TO_GOLD.items() <= page.form(page.url).filled().items()


def test_nobody_ticked(client: PageClient):
    page = client.submit(client.get("/customers").form("/bulk"), 422, button="ticked")
    assert page.heading == "Nobody is selected"


@pytest.mark.parametrize(
    "listed",
    [
        "[]",
        "no JSON",
        '{"narrowing": {"page": "1"}, "order": "-created_at", "limit": 10, "page": 1}',
        '{"narrowing": {}, "order": "name", "limit": 10, "page": 1}',
        '{"narrowing": {}, "order": "-created_at", "limit": 101, "page": 1}',
        '{"narrowing": {"created_after": "soon"}, "order": "-created_at", "limit": 10, "page": 1}',
    ],
)
def test_a_list_there_cannot_be_is_refused(client: PageClient, listed: str):
    form = client.get("/customers").form("/bulk")
    client.post("/bulk", {**form.filled("everybody"), "listed": listed}, 400)


def test_who_may_not_change_many_is_offered_nothing_and_refused(viewer: PageClient):
    page = viewer.get("/customers")
    assert page.all("input", name="customer") == []
    token = page.all("meta", name="csrf-token")[0].get("content") or ""
    viewer.post("/bulk", {"csrf_token": token, "customer": ["cust_1"]}, 403)
    viewer.get("/bulk/1", 403)


def test_no_address_says_who_was_selected(client: PageClient, sandbox: SandboxServer, neighbours: list[str]):
    sandbox.forget_requests()
    page = client.submit(client.get("/customers").form("/customers/search"), q="Neighbour")
    page = wanted(client, ticked(client, page, *neighbours), TO_GOLD)
    assert not any(text in url for url in client.visited for text in (*neighbours, "Neighbour", CITY))
    assert writes(sandbox) == []


def test_a_selection_that_is_gone(client: PageClient):
    client.get("/bulk/4711", 404)


def test_the_list_is_told_by_the_page_it_is_on(client: PageClient):
    page = client.get("/customers?page=2")
    listed = json.loads(str(page.form("/bulk").filled()["listed"]))
    assert listed == {"narrowing": {}, "order": "-created_at", "limit": 25, "page": 2, "address": "/customers"}
