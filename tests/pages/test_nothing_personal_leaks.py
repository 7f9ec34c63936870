"""A viewer walks through every page about a customer, and nothing personal stands on any of them."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.support.page_client import PageClient
from tests.support.sandbox_server import SandboxServer
from webapp.audit import Action, Change, audited
from webapp.auth.access import declaration
from webapp.auth.permissions import ROLE_PERMISSIONS, Permission, Role

EMAIL, PHONE = "secret.anna@private.example", "+48 699 123 456"
SECRETS = (
    "secret.anna", "private.example", "699 123 456", "699123456", "699-123-456", "1987-06-05", "5 Jun 1987", "Tajna 17",
    "99-321", "Ukrytów", "old.secret", "688 000 111", "other.mail",
)  # fmt: skip
PROFILE = {
    "name": "Anna Open",
    "source_id": EMAIL,
    "email": EMAIL,
    "phone": PHONE,
    "birthdate": "1987-06-05",
    "description": f"Write to {EMAIL}, call 699-123-456, lives at Tajna 17.",
    "address": {"line_1": "Tajna 17", "postal_code": "99-321", "city": "Ukrytów", "country": "PL"},
    "metadata": {
        "invoices_to": "other.mail@private.example",
        "again": PHONE,
        "born": "1987-06-05",
        "tier": "gold",
        EMAIL: "yes",
    },
}


CAMPAIGNS = ("Gift cards", "Harbour Club", "Welcome 10")


def told(sandbox: SandboxServer, method: str, path: str, body: dict[str, Any]) -> Any:
    """What the API answers; a call it refuses would make this a test of nothing."""
    answer = sandbox.call(method, path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def customer_id(app: Flask, sandbox: SandboxServer) -> str:
    """A customer with something personal in every place it can be, and with a past."""
    profile = {**PROFILE, "email": "old.secret@private.example"}
    identifier: str = told(sandbox, "POST", "/v1/customers", profile)["id"]
    told(sandbox, "PUT", f"/v1/customers/{identifier}", {"email": EMAIL, "phone": "+48 688 000 111"})
    told(sandbox, "PUT", f"/v1/customers/{identifier}", {"phone": PHONE})
    customer = {"id": identifier}
    personal = {"deliver_to": "Tajna 17", "mail": EMAIL}
    order = {"source_id": "order-1", "amount": 4200, "status": "PAID", "customer": customer, "metadata": personal}
    told(sandbox, "POST", "/v1/orders", order)
    for name in CAMPAIGNS:
        publication = {"customer": customer, "campaign": {"name": name}, "metadata": personal}
        told(sandbox, "POST", "/v1/publications", publication)
    changes = [
        Change("email", "old.secret@private.example", EMAIL),
        Change("metadata.again", None, PHONE),
        Change("metadata.other.mail@private.example", None, "yes"),
    ]
    with (
        app.app_context(),
        audited(Action.CUSTOMER_UPDATED, customer_id=identifier, changes=changes, reason=f"{EMAIL} wrote"),
    ):
        pass
    return identifier


@pytest.fixture
def voucher_ids(sandbox: SandboxServer, customer_id: str) -> list[str]:
    """The vouchers this customer holds."""
    vouchers = sandbox.call("GET", f"/v1/vouchers?customer={customer_id}").json()["vouchers"]
    assert len(vouchers) == len(CAMPAIGNS)
    return [voucher["id"] for voucher in vouchers]


def leaks(html: str) -> list[str]:
    return [secret for secret in SECRETS if secret.casefold() in html.casefold()]


def addresses(app: Flask, customer_id: str, voucher_ids: list[str]) -> Iterator[str]:
    """Every address a viewer may read that is about a customer, with what stands for its other parts."""
    known: dict[str, list[Any]] = {
        "customer_id": [customer_id],
        "entry_id": [1],
        "name": [part.name for section in app.extensions["customer_page"].sections for part in section.parts],
        "voucher_id": voucher_ids,
    }
    for rule in app.url_map.iter_rules():
        if "customer_id" not in rule.arguments or not _open_to_viewers(app, rule):
            continue
        unknown = rule.arguments - set(known)
        assert not unknown, f"{rule.rule}: say here what stands for {', '.join(sorted(unknown))}"
        names = sorted(rule.arguments)
        for values in product(*(known[name] for name in names)):
            filled = dict(zip(names, values, strict=True))
            yield re.sub(
                r"<(?:\w+:)?(\w+)>", lambda part, filled=filled: quote(str(filled[part[1]]), safe=""), rule.rule
            )


def _open_to_viewers(app: Flask, rule: Rule) -> bool:
    declared = declaration(app.view_functions[rule.endpoint])
    return "GET" in (rule.methods or set()) and declared in {
        permission for permission in Permission if permission in ROLE_PERMISSIONS[Role.VIEWER]
    }


def test_nothing_personal_stands_on_any_page_about_a_customer(
    viewer: PageClient, app: Flask, customer_id: str, voucher_ids: list[str]
) -> None:
    found = {}
    for address, headers in product(addresses(app, customer_id, voucher_ids), ({}, {"HX-Request": "true"})):
        answer = viewer.http.get(address, headers=headers, follow_redirects=True)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        if leaked := leaks(answer.text):
            found[address] = leaked
    assert found == {}


def test_the_same_pages_show_an_agent_what_the_mask_hides(client: PageClient, customer_id: str) -> None:
    """So that the test above cannot pass because nothing is shown at all."""
    assert set(leaks(client.get(f"/customers/{customer_id}").html)) >= {"secret.anna", "699 123 456", "Tajna 17"}
    assert "old.secret" in leaks(client.get(f"/customers/{customer_id}/history").html)


@pytest.mark.parametrize("asked", ["Anna Open", "Anna"])
def test_nothing_personal_stands_among_the_results_of_a_search(
    viewer: PageClient, customer_id: str, asked: str
) -> None:
    form = viewer.get("/customers").form("/customers/search")
    page = viewer.submit(form, q=asked)
    assert "Anna Open" in page.text
    assert leaks(page.html) == []
    assert leaks(viewer.submit(form, q=customer_id).html) == []


def test_nothing_personal_stands_in_an_address_or_a_title(viewer: PageClient, customer_id: str) -> None:
    page = viewer.get(f"/customers/{quote(EMAIL)}")
    assert page.url == f"/customers/{customer_id}"
    assert leaks("".join(page.all("title")[0].itertext())) == []


def test_nothing_personal_stands_among_the_members_of_a_segment(
    viewer: PageClient, sandbox: SandboxServer, customer_id: str
) -> None:
    segments = sandbox.call("GET", f"/v1/customers/{customer_id}/segments").json()["data"]
    pages = [viewer.get(f"/segments/{segment['id']}") for segment in segments]
    assert any("Anna Open" in page.text for page in pages)
    assert [leaks(page.html) for page in pages] == [[] for _ in pages]


def test_nothing_personal_stands_among_what_a_look_up_finds(viewer: PageClient, customer_id: str) -> None:
    page = viewer.get("/lookup?q=Anna")
    assert "Anna Open" in page.text
    assert leaks(page.html) == []
    assert viewer.get(f"/lookup?q={customer_id}").url == f"/customers/{customer_id}"
