"""The profile page, against the real sandbox."""

import json
from urllib.parse import quote

import pytest

from tests.support.page_client import Page, PageClient
from tests.support.sandbox_server import SandboxServer

HOSTILE_NAME = "<img src=x onerror=alert(1)>"
HOSTILE_SOURCE_ID = "a/b?c=d#e%2F+x@y z"
LIST = "/v1/customers"
ONE = "/v1/customers/{id}"


def profile(client: PageClient, identifier: str, status: int = 200) -> Page:
    return client.get(f"/customers/{quote(identifier, safe='')}", status)


def make(sandbox: SandboxServer, **fields: object) -> str:
    customer_id: str = sandbox.call("POST", LIST, json=fields).json()["id"]
    return customer_id


def card(page: Page, heading: str) -> dict[str, str]:
    """The facts of the card with this heading, from label to what is shown."""
    section = next(section for section in page.all("section", aria_labelledby=heading))
    return {
        "".join(fact.find("dt").itertext()).strip(): " ".join("".join(fact.find("dd").itertext()).split())
        for fact in section.iter("div")
        if fact.get("class") == "fact"
    }


@pytest.mark.parametrize("source_id", [HOSTILE_SOURCE_ID, "nadia.old@example.org", "ticket-4"])
def test_a_source_id_leads_to_the_address_with_the_id(client: PageClient, source_id: str) -> None:
    page = profile(client, source_id)
    assert page.url.startswith("/customers/cust_")
    assert source_id in page.text


def test_a_rich_customer_in_peoples_terms(client: PageClient, sandbox: SandboxServer) -> None:
    customer_id = make(
        sandbox,
        name="Rich Example",
        source_id="rich-1",
        email="rich@example.org",
        phone="+48 600 100 200",
        description="Calls after five.",
        birthdate="1992-02-29",
        birthday="1992-03-01",
        address={"line_1": "Długa 7/3", "postal_code": "31-147", "city": "Kraków", "country": "PL"},
        metadata={
            "visits_made": 4200,
            "likes_tea": True,
            "seen_on": "2026-05-03",
            "nothing": None,
            "photo_page": "https://images.example.org/rich.png",
            "pets": [{"kind": "cat"}, "dog"],
        },
    )
    page = profile(client, customer_id)
    assert page.heading == "Rich Example"
    person = card(page, "person")
    assert person["Address"].replace(" ", "") == "Długa7/331-147KrakówPoland"
    assert person["Birthdate"].startswith("29 Feb 1992")
    assert person["Birthday, older field"].startswith("1 Mar 1992")
    metadata = card(page, "metadata")
    assert metadata["visits_made"] == "4200"
    assert metadata["likes_tea"] == "yes"
    assert metadata["seen_on"] == "3 May 2026"
    assert metadata["nothing"] == "empty (stored as null)"
    assert "cat" in metadata["pets"]
    assert "dog" in metadata["pets"]
    assert card(page, "order-figures")["Worth in all"] == "€0.00"
    assert card(page, "order-figures")["Last order"] == "no order yet"
    assert not [image for image in page.all("img") if "example.org" in (image.get("src") or "")]


def test_a_bare_customer_says_what_is_not_given(client: PageClient, sandbox: SandboxServer) -> None:
    page = profile(client, make(sandbox))
    assert page.heading == "No name given"
    assert set(card(page, "person").values()) == {"none given"}
    assert card(page, "record")["Source id"].startswith("none given")
    assert card(page, "record")["Changed"] == "never"
    assert "In no loyalty campaign." in page.text


def test_hostile_text_stays_text_everywhere(client: PageClient, sandbox: SandboxServer) -> None:
    page = profile(
        client,
        make(
            sandbox,
            name=HOSTILE_NAME,
            description="</pre><script>alert(1)</script>",
            email='"><script>alert(1)</script>',
            metadata={HOSTILE_NAME: HOSTILE_NAME, "link": "javascript:alert(1)", "template": "{{ 7 * 7 }}"},
        ),
    )
    assert page.heading == HOSTILE_NAME
    assert card(page, "metadata") == {
        HOSTILE_NAME: HOSTILE_NAME,
        "link": "javascript:alert(1)",
        "template": "{{ 7 * 7 }}",
    }


def test_the_raw_json_is_there_in_full(client: PageClient, sandbox: SandboxServer) -> None:
    customer_id = make(sandbox, name=HOSTILE_NAME)
    shown = "".join(profile(client, customer_id).all("pre", aria_label="The customer as JSON")[0].itertext())
    assert json.loads(shown) == sandbox.call("GET", f"{LIST}/{customer_id}").json()


def test_fields_the_api_adds_later_stay_visible(client: PageClient, sandbox: SandboxServer) -> None:
    body = {"object": "customer", "id": "cust_new", "mood": "sunny", "summary": {"orders": {"returns": 3}}}
    sandbox.fault("status", status=200, body=body, route=ONE)
    page = profile(client, "cust_new")
    assert card(page, "other-fields") == {"mood": "sunny", "summary.orders.returns": "3"}
    assert card(page, "order-figures")["Orders"] == "not known"


def test_the_figures_of_a_ticket_agree_with_the_api(client: PageClient, sandbox: SandboxServer) -> None:
    summary = sandbox.call("GET", f"{LIST}/ticket-4").json()["summary"]
    page = profile(client, "ticket-4")
    assert card(page, "order-figures")["Orders"] == str(summary["orders"]["total_count"])
    assert card(page, "order-figures")["Worth in all"] == f"€{summary['orders']['total_amount'] / 100:,.2f}"
    assert card(page, "gift-cards")["Left to spend"] == f"€{summary['redemptions']['gift']['amount_to_go'] / 100:,.2f}"


def test_nobody_under_this_id(client: PageClient) -> None:
    page = profile(client, "cust_nobody", 404)
    assert "Not found" in page.heading
    assert page.form("/lookup")


@pytest.mark.parametrize(
    ("fault", "status"),
    [({"kind": "drop"}, 502), ({"kind": "truncated"}, 502), ({"kind": "status", "status": 401}, 502)],
)
def test_a_failing_api_is_explained_on_a_page_with_a_retry(
    client: PageClient, sandbox: SandboxServer, fault: dict[str, object], status: int
) -> None:
    customer_id = make(sandbox, name="Soon Back")
    sandbox.fault(**fault, route=ONE, times=None)  # type: ignore[arg-type]
    page = profile(client, customer_id, status)
    sandbox.clear_faults()
    assert client.get(page.links()["Try again"]).heading == "Soon Back"
