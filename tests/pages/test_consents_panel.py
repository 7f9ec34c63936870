"""The consents on the first tab of the customer page: the known ones with age and source, the others by name."""

import pytest

from tests.support.customers import make, stored
from tests.support.page_checks import text_of
from tests.support.page_client import PageClient
from tests.support.sandbox_server import SandboxServer

FEEDS = "/v1/customers/{customerId}/activities"


def panel(client: PageClient, customer_id: str) -> str:
    """What the panel says, once its calls have answered."""
    part = client.get(f"/customers/{customer_id}/parts/consents", fragment=True)
    [section] = part.all("section", aria_labelledby="consents")
    return text_of(section)


@pytest.fixture
def stella(sandbox: SandboxServer) -> str:
    customer_id: str = stored(sandbox, "ticket-5")["id"]
    return customer_id


def test_known_answers_stand_with_age_and_source(client: PageClient, stella: str):
    words = panel(client, stella)
    assert "Newsletter by e-mail agrees 2 years ago, from Voucherify's events" in words
    assert "Newsletter by text message refuses 1 year ago" in words
    assert "Not known" not in words


def test_the_others_are_not_known(client: PageClient, sandbox: SandboxServer):
    words = panel(client, make(sandbox, name="Silent"))
    assert "Not known: Newsletter by e-mail, " in words
    assert "agrees" not in words


def test_a_project_without_consents_gets_a_sentence(client: PageClient, sandbox: SandboxServer, stella: str):
    sandbox.settings(consents=False)
    assert panel(client, stella) == "Consents This project does not use consents."


@pytest.mark.parametrize("fault", [{"kind": "status", "status": 500}, {"kind": "broken_json"}])
def test_what_could_not_be_read_is_said(
    client: PageClient, sandbox: SandboxServer, stella: str, fault: dict[str, object]
):
    sandbox.fault(**fault, route=FEEDS, times=None)  # type: ignore[arg-type]
    words = panel(client, stella)
    assert "events could not be read just now" in words
    assert "Not known: Newsletter by e-mail" in words


def test_older_answers_are_left_to_the_consents_page(client: PageClient, sandbox: SandboxServer, stella: str):
    for number in range(100):
        sandbox.call("PUT", f"/v1/customers/{stella}", json={"name": f"Stella {number}"})
    words = panel(client, stella)
    assert "look further back" in words
    assert "Not known: Newsletter by e-mail" in words
    assert "Newsletter by e-mail agrees" not in words


def test_viewers_are_not_offered_a_change(viewer: PageClient, client: PageClient, stella: str):
    assert panel(client, stella).startswith("Consents Change ")
    assert panel(viewer, stella).startswith("Consents Newsletter")
