"""Ticket 9 from the file to the API: 3,000 people in an odd encoding, 40 of whom are there already."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from tests.pages.test_imports import save, upload
from tests.support.customers import make, stored
from tests.support.page_client import PageClient
from tests.support.sandbox_server import SandboxServer
from webapp.jobs import run_due

HEADER = "Kundennummer;Name;E-Mail;Geburtsdatum;Ort"
PEOPLE, KNOWN, TWICE, WRONG = 3_000, 40, 9, 4
RIGHT = PEOPLE - TWICE - WRONG


def rows() -> Iterator[str]:
    """People with dates in two styles; some stand in it twice, and some have an address that is none."""
    yield HEADER
    for number in range(PEOPLE):
        day, month = 1 + number % 28, 1 + number % 12
        birthdate = f"1980-{month:02}-{day:02}" if number % 2 else f"{day:02}.{month:02}.1980"
        key = number - PEOPLE // 2 if number >= PEOPLE - TWICE else number
        address = f"p{number}@@example.org" if PEOPLE // 2 <= number < PEOPLE // 2 + WRONG else f"p{number}@example.org"
        yield f"fair-{key};Łucja Żak {number};{address};{birthdate};Kraków"


def test_a_file_from_the_trade_fair_ends_in_the_api(app: Flask, client: PageClient, sandbox: SandboxServer):
    for number in range(KNOWN):
        make(sandbox, source_id=f"fair-{number}", name="Known already", metadata={"tier": "gold"})
    save(client, upload(client, "\r\n".join(rows()).encode("cp1250")), date_order="day_first")
    run_due(app)
    check = client.get("/imports/1")
    assert f"{TWICE + WRONG} rows have errors" in check.text

    client.submit(check.form("/imports/1/dry-run"))
    run_due(app)
    changes = client.get("/changes/1")
    assert f"{RIGHT:,} all rows {RIGHT - KNOWN:,} new {KNOWN} changed" in changes.text

    client.submit(changes.form("/changes/1/run"), typed=str(RIGHT))
    run_due(app)
    result = client.get("/changes/1").text
    assert f"{RIGHT - KNOWN:,} created {KNOWN} updated" in result
    assert "trade-fair.csv" in result
    assert "run ended" in client.get("/imports").text

    new, known = stored(sandbox, "fair-100"), stored(sandbox, "fair-7")
    assert (new["name"], new["birthdate"], new["address"]["city"]) == ("Łucja Żak 100", "1980-05-17", "Kraków")
    assert (known["name"], known["metadata"]) == ("Łucja Żak 7", {"tier": "gold"})
    left_out = f"fair-{PEOPLE // 2}"  # its address is none
    assert sandbox.call("GET", f"/v1/customers/{left_out}").status_code == 404


def test_the_list_says_which_dry_run_waits_for_a_second_person(
    app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch
):
    settings = replace(app.extensions["settings"], import_needs_second_person=True)
    monkeypatch.setitem(app.extensions, "settings", settings)
    save(client, upload(client, "source_id,name\nfair-1,Anna\n"))
    run_due(app)
    client.submit(client.get("/imports/1").form("/imports/1/dry-run"))
    run_due(app)
    assert "waits for a second person" in client.get("/imports").text
