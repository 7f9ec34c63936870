"""Bulk edits of every kind of value, of customers who change meanwhile, and taken back."""

from typing import Any

from flask import Flask

from tests.pages.test_bulk import dry_run, ticked, wanted, write
from tests.support.customers import change, make, stored
from tests.support.page_client import PageClient
from tests.support.sandbox_server import SandboxServer

TYPED: dict[str, str | list[str]] = {
    "membership_level": "gold",
    "preferred_language": "pl",
    "accepts_marketing": "false",
    "store_visits": "0",
    "member_since": "2020-02-29",
    "last_visit": "2026-11-20T10:30:00",
    "location": "50.06, 19.94",
    "photo": "https://images.example.org/a.jpg",
    "favorite_brands": "Bodum\r\nMuji",
    "anniversaries": "2020-02-29",
    "preferences": '{"contact_by": "post", "no_calls": true}',
}
"""What an agent types under each key of the project's schema: one of every type there is."""

MEANT: dict[str, Any] = {
    "membership_level": "gold",
    "preferred_language": "pl",
    "accepts_marketing": False,
    "store_visits": 0,
    "member_since": "2020-02-29",
    "last_visit": "2026-11-20T09:30:00.000Z",  # as typed in Warsaw
    "location": "50.06, 19.94",
    "photo": "https://images.example.org/a.jpg",
    "favorite_brands": ["Bodum", "Muji"],
    "anniversaries": ["2020-02-29"],
    "preferences": {"contact_by": "post", "no_calls": True},
}


def selected(client: PageClient, *ids: str) -> Any:
    return ticked(client, client.get("/customers"), *ids)


def test_values_of_every_type_are_set_cleared_and_taken_back(app: Flask, client: PageClient, sandbox: SandboxServer):
    before = {"shelf": "A", "store_visits": 3}
    customer = make(sandbox, name="Everything", source_id="every-1", metadata=before)
    form = {
        f"{what}:metadata.{key}": "set" if what == "do" else text
        for key, text in TYPED.items()
        for what in ("do", "to")
    }
    page = dry_run(app, client, wanted(client, selected(client, customer), form))
    page = write(app, client, page)
    assert stored(sandbox, customer)["metadata"] == {**MEANT, "shelf": "A"}
    undo = dry_run(app, client, client.submit(page.form(f"{page.url}/undo")))
    write(app, client, undo, typed="1")
    left = {key: value for key, value in stored(sandbox, customer)["metadata"].items() if value is not None}
    assert left == before


def test_clearing_leaves_the_key_without_a_value(app: Flask, client: PageClient, sandbox: SandboxServer):
    customer = make(sandbox, source_id="clear-1", metadata={"accepts_marketing": False, "store_visits": 0})
    cleared = {"do:metadata.accepts_marketing": "clear", "do:metadata.store_visits": "clear"}
    page = dry_run(app, client, wanted(client, selected(client, customer), cleared))
    assert "Values would be cleared" in page.text
    write(app, client, page, typed="1")
    assert stored(sandbox, customer)["metadata"] == {"accepts_marketing": None, "store_visits": None}


def test_who_is_changed_or_deleted_meanwhile_is_left_alone_and_named(
    app: Flask, client: PageClient, sandbox: SandboxServer
):
    people = [make(sandbox, name=f"Moving {n}", source_id=f"moving-{n}", description="old") for n in range(4)]
    page = selected(client, *people)
    sandbox.call("DELETE", f"/v1/customers/{people[3]}").raise_for_status()
    page = dry_run(app, client, wanted(client, page, {"do:description": "set", "to:description": "new"}))
    assert "There is no customer with this key" in page.text
    change(sandbox, people[0], description="theirs")
    change(sandbox, people[1], phone="+48 600 100 200")
    page = write(app, client, page)
    assert [stored(sandbox, each)["description"] for each in people[:3]] == ["theirs", "new", "new"]
    assert "Moving 0 moving-0 left alone Somebody has changed it since" in page.text
    assert stored(sandbox, people[1])["phone"] == "+48 600 100 200"
