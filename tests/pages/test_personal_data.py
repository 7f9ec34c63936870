"""Personal data is masked for viewers, revealed with a reason for a while, and verified without being seen."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.support.page_client import PageClient
from tests.support.sandbox_server import SandboxServer
from webapp.audit import Action, Entry, entries_for_customer
from webapp.privacy import revealing

EMAIL, PHONE = "anna.private@example.org", "+48 600 100 200"


@pytest.fixture
def customer_id(sandbox: SandboxServer) -> str:
    profile = {
        "name": "Anna Private", "source_id": EMAIL, "email": EMAIL, "phone": PHONE, "birthdate": "1990-05-03",
        "address": {"line_1": "Długa 7/3", "postal_code": "31-147", "city": "Kraków", "country": "PL"},
    }  # fmt: skip
    identifier: str = sandbox.call("POST", "/v1/customers", json=profile).json()["id"]
    return identifier


def entries(app: Flask, customer_id: str) -> list[Entry]:
    with app.app_context():
        return list(entries_for_customer(customer_id).entries)


def verify(client: PageClient, customer_id: str, field: str, said: str, status: int = 200) -> str:
    form = client.get(f"/customers/{customer_id}/verify").form(f"/customers/{customer_id}/verify")
    return client.submit(form, status, field=field, said=said).html


def test_a_viewer_is_told_and_sees_masks(viewer: PageClient, customer_id: str) -> None:
    page = viewer.get(f"/customers/{customer_id}")
    assert "Read-only, with personal data masked." in page.text
    assert "a•••@•••.org" in page.text
    for secret in (EMAIL, PHONE, "1990-05-03", "3 May 1990", "Długa", "31-147"):
        assert secret not in page.html


def test_an_agent_sees_all_and_is_told_nothing(client: PageClient, customer_id: str) -> None:
    page = client.get(f"/customers/{customer_id}")
    assert EMAIL in page.text
    assert "ead-only" not in page.text


def test_revealing_takes_a_reason_is_on_record_and_is_for_one_customer(
    viewer: PageClient, app: Flask, sandbox: SandboxServer, customer_id: str
) -> None:
    other = sandbox.call("POST", "/v1/customers", json={"email": "other.private@example.org"}).json()["id"]
    form = viewer.get(f"/customers/{customer_id}/reveal").form(f"/customers/{customer_id}/reveal")
    assert "Give a reason" in viewer.submit(form, 422, reason="").text
    page = viewer.submit(form, reason="Ticket 4711: parcel came back")
    assert EMAIL in page.text
    assert "which is on record" in page.text
    assert "other.private" not in viewer.get(f"/customers/{other}").html
    [entry] = entries(app, customer_id)
    assert entry.action == Action.PERSONAL_DATA_REVEALED
    assert entry.reason == "Ticket 4711: parcel came back"


def test_what_is_revealed_is_masked_again_after_a_while_and_at_once_when_asked(
    viewer: PageClient, customer_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = viewer.get(f"/customers/{customer_id}/reveal").form(f"/customers/{customer_id}/reveal")
    page = viewer.submit(form, reason="Ticket 4711")
    assert EMAIL not in viewer.submit(page.form(f"/customers/{customer_id}/hide")).text
    monkeypatch.setattr(revealing, "SHOWN_FOR", timedelta(0))
    assert EMAIL not in viewer.submit(form, reason="Ticket 4711").text


def test_verifying_says_match_or_no_match_and_neither_shows_nor_keeps_what_was_typed(
    viewer: PageClient, app: Flask, customer_id: str
) -> None:
    assert "it matches what is stored" in verify(viewer, customer_id, "phone", "600 100 200")
    page = verify(viewer, customer_id, "email", "wrong.guess@example.org")
    assert "does not match what is stored" in page
    assert "wrong.guess" not in page
    assert PHONE not in page
    answers = [(entry.result["field"], entry.result["answer"]) for entry in entries(app, customer_id)]
    assert answers == [("email", "no match"), ("phone", "match")]
    assert "guess" not in repr(entries(app, customer_id))


def test_verifying_ends_after_a_few_tries(viewer: PageClient, customer_id: str) -> None:
    for number in range(5):
        verify(viewer, customer_id, "birthdate", f"1990-05-{number + 10}")
    page = verify(viewer, customer_id, "birthdate", "1990-05-03", 429)
    assert "You have checked this customer 5 times." in page
    assert "it matches what is stored" not in page


def test_a_source_id_with_personal_data_in_the_address_leads_on(viewer: PageClient, customer_id: str) -> None:
    assert viewer.get(f"/customers/{EMAIL}/verify").url == f"/customers/{customer_id}/verify"
