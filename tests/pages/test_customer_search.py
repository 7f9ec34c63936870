"""Searching, through the real forms, against the real sandbox."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.support.app import NOBODY_ANSWERS, app_for_tests
from tests.support.page_client import Page, PageClient
from tests.support.sandbox_server import SandboxServer

HOSTILE_NAME = "<img src=x onerror=alert(1)>"
HOSTILE_SOURCE_ID = "a/b?c=d#e%2F+x@y z"
LIST = "/v1/customers"
ONE = "/v1/customers/{id}"
SEGMENTS = "/v1/segments"
OPAQUE = re.compile(r"/customers\?search=[\w-]+(&page=\d+)?")


def search(client: PageClient, status: int = 200, **fields: str) -> Page:
    return client.submit(client.get("/customers").form("/customers/search"), status, **fields)


def type_in(client: PageClient, **fields: str) -> Page:
    """What htmx does while somebody types: it posts, and its request follows the redirect."""
    form = client.get("/customers").form("/customers/search")
    sent = client.submit(form, 303, fragment=True, **fields)
    assert sent.location is not None
    return client.get(sent.location, fragment=True)


def names(page: Page) -> list[str]:
    return ["".join(link.itertext()).strip() for link in page.all("a", class_="row-link")]


def make(sandbox: SandboxServer, **fields: object) -> str:
    customer_id: str = sandbox.call("POST", LIST, json=fields).json()["id"]
    return customer_id


def test_before_anything_is_asked_the_newest_customers_are_shown(client: PageClient, sandbox: SandboxServer) -> None:
    make(sandbox, name="Brand New")
    page = client.get("/customers")
    assert names(page)[0] == "Brand New"
    assert "customers in all" in page.text


@pytest.mark.parametrize(
    "fields",
    [
        {"q": "Quentina"},
        {"q": "quentina quick"},
        {"city": "Quimper"},
        {"q": "Quick", "city": "Quimper"},
    ],
)
def test_search_by_name_and_city(client: PageClient, sandbox: SandboxServer, fields: dict[str, str]) -> None:
    make(sandbox, name="Quentina Quick", address={"city": "Quimper"})
    assert names(search(client, **fields)) == ["Quentina Quick"]


def test_search_by_segment_shows_its_members_only(client: PageClient, sandbox: SandboxServer) -> None:
    segments = sandbox.call("GET", SEGMENTS).json()
    segment = segments[segments["data_ref"]][0]
    members = sandbox.call("GET", LIST, params={"segment_id": segment["id"], "limit": 100}).json()["total"]
    page = search(client, segment=segment["id"])
    assert f"{members} customer" in page.text
    assert segment["name"] in [option.text for option in page.all("option", selected="")]


def test_search_by_the_days_of_creation_includes_both_ends(client: PageClient, sandbox: SandboxServer) -> None:
    sandbox.clock(now="2031-05-03T21:30:00Z")  # half past eleven in the evening in Warsaw
    make(sandbox, name="Late Visitor")
    sandbox.clock(now="2031-05-03T22:30:00Z")  # the day after, there
    make(sandbox, name="Next Day")
    page = search(client, created_after="2031-05-03", created_before="2031-05-03")
    assert names(page) == ["Late Visitor"]


def test_what_was_found_can_be_exported(client: PageClient, sandbox: SandboxServer) -> None:
    make(sandbox, name="Quentina Quick", address={"city": "Quimper"})
    assert client.get("/customers").links()["Export"] == "/exports/new?object=customer"
    form = client.get(search(client, city="Quimper").links()["Export all that fit"]).form("/exports/new")
    assert form.filled()["city"] == "Quimper"


def test_the_order_and_the_page_size_are_kept(client: PageClient, sandbox: SandboxServer) -> None:
    for letter in "cab":
        make(sandbox, name=f"Zzyzx {letter}", source_id=f"zz-{letter}")
    page = search(client, q="Zzyzx", order="source_id", page_size="10")
    assert names(page) == ["Zzyzx a", "Zzyzx b", "Zzyzx c"]
    assert page.form("/customers/search").filled()["order"] == "source_id"


@pytest.mark.parametrize("text", ["source", "id", "mailto"])
def test_an_identifier_that_one_customer_has_leads_straight_to_them(
    client: PageClient, sandbox: SandboxServer, text: str
) -> None:
    customer_id = make(sandbox, source_id=HOSTILE_SOURCE_ID + "!", name="Odd Id", email="odd@example.org")
    typed = {"source": HOSTILE_SOURCE_ID + "!", "id": customer_id, "mailto": "mailto:odd@example.org"}[text]
    page = search(client, q=typed)
    assert page.heading == "Odd Id"
    assert page.url == f"/customers/{customer_id}"


def test_while_typing_an_identifier_is_shown_first_with_the_reason(client: PageClient, sandbox: SandboxServer) -> None:
    make(sandbox, source_id="zz-77", name="Exact")
    make(sandbox, name="Named zz-77")
    part = type_in(client, q="zz-77")
    assert names(part) == ["Exact", "Named zz-77"]
    assert "source id matches" in part.text


def test_customers_who_share_an_email_are_all_shown(client: PageClient, sandbox: SandboxServer) -> None:
    make(sandbox, name="First", email="both@example.org")
    make(sandbox, name="Second", email="both@example.org")
    make(sandbox, name="Third", source_id="both@example.org")
    page = search(client, q="both@example.org")
    assert sorted(names(page)) == ["First", "Second", "Third"]
    assert "share this e-mail" in page.text


def test_hostile_names_are_only_text(client: PageClient) -> None:
    part = type_in(client, q=HOSTILE_NAME)
    assert names(part) == [HOSTILE_NAME]
    assert not part.all("img")


def test_while_typing_names_cost_one_call_and_identifiers_two(client: PageClient, sandbox: SandboxServer) -> None:
    sandbox.forget_requests()
    client.get(
        str(client.post("/customers/search", {"q": "Ana", **token(client)}, 303, fragment=True).location), fragment=True
    )
    assert len(calls(sandbox)) == 1
    sandbox.forget_requests()
    client.get(
        str(client.post("/customers/search", {"q": "ana-1", **token(client)}, 303, fragment=True).location),
        fragment=True,
    )
    assert len(calls(sandbox)) == 2


def token(client: PageClient) -> dict[str, str]:
    form = client.get("/").form("/customers/search")
    return {"csrf_token": str(form.filled()["csrf_token"])}


def calls(sandbox: SandboxServer) -> list[str]:
    return [call["path"] for call in sandbox.requests()]


def test_the_fragment_puts_the_address_of_the_search_into_the_browser(client: PageClient) -> None:
    part = type_in(client, q="nowak")
    assert OPAQUE.fullmatch(part.headers["HX-Replace-Url"])
    assert not part.all("h1")
    whole = client.get(part.headers["HX-Replace-Url"])
    assert whole.form("/customers/search").filled()["q"] == "nowak"


def test_nobody_found_says_what_was_asked_and_offers_next_steps(client: PageClient) -> None:
    page = search(client, q="Nobody Has This Name", city="Atlantis")
    assert "Nobody found" in page.text
    assert "“Nobody Has This Name”, in the city “Atlantis”" in page.text
    assert "Take away a filter" in page.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"created_after": "3 May"}, "Write the day as year-month-day"),
        ({"updated_after": "2026-05-03", "updated_before": "2026-05-01"}, "The last day is before the first"),
        ({"q": "x" * 501}, "Use at most 500 characters"),
    ],
)
def test_invalid_input_keeps_what_was_typed(client: PageClient, fields: dict[str, str], words: str) -> None:
    page = search(client, 422, city="Łódź", **fields)
    wrong = next(iter(reversed(fields)))
    assert words in " ".join("".join(error.itertext()) for error in page.all("p", id=f"{wrong}-error"))
    filled = page.form("/customers/search").filled()
    assert filled["city"] == "Łódź"
    assert filled[wrong] == fields[wrong]


def test_invalid_input_while_typing_marks_the_field_and_valid_input_clears_it(client: PageClient) -> None:
    form = client.get("/customers").form("/customers/search")
    part = client.submit(form, 422, fragment=True, created_after="2026-05-03", created_before="2026-05-01")
    error = part.all("p", id="created_before-error")[0]
    assert (error.get("hx-swap-oob"), error.text) == ("true", "The last day is before the first.")
    cleared = type_in(client, created_after="2026-05-01")
    assert not cleared.all("p", id="created_before-error")[0].text


def test_pages_are_links_and_keep_the_search(client: PageClient, sandbox: SandboxServer) -> None:
    for number in range(12):
        make(sandbox, name=f"Zzyzx {number:02d}", source_id=f"zz-{number:02d}")
    first = search(client, q="Zzyzx", order="source_id", page_size="10")
    second = client.get(first.links()["Next"])
    assert "12 customers found" in second.text
    assert names(second) == ["Zzyzx 10", "Zzyzx 11"]
    assert names(client.get(second.links()["Previous"])) == names(first)


@pytest.mark.parametrize("page", ["100", "5000"])
def test_beyond_the_last_page_of_the_api_the_way_out_is_shown(client: PageClient, page: str) -> None:
    shown = client.get(f"/customers?page={page}")
    assert "99 pages at most" in shown.text
    assert shown.links()["Back to the first page"] == "/customers"


def test_beyond_the_end_of_the_list(client: PageClient) -> None:
    assert "There is nothing on this page" in client.get("/customers?page=98").text


@pytest.mark.parametrize("page", ["0", "-3", "two"])
def test_a_page_number_that_is_none_is_the_first(client: PageClient, page: str) -> None:
    assert names(client.get(f"/customers?page={page}")) == names(client.get("/customers"))


def test_a_search_that_is_not_kept_says_so_and_offers_the_form(client: PageClient) -> None:
    page = client.get("/customers?search=unknown", 404)
    assert "no longer kept" in page.text
    assert page.form("/customers/search")


FAULTS = [
    pytest.param({"kind": "drop"}, 502, "cannot be reached", id="down"),
    pytest.param({"kind": "broken_json"}, 502, "made no sense", id="nonsense"),
    pytest.param({"kind": "status", "status": 401}, 502, "does not accept Frontdesk's key", id="wrong key"),
    pytest.param({"kind": "status", "status": 429}, 503, "Too many calls", id="limited"),
    pytest.param({"kind": "status", "status": 500}, 502, "has a problem", id="failing"),
]


@pytest.mark.parametrize(("fault", "status", "words"), FAULTS)
def test_a_failing_api_becomes_a_fragment_with_a_retry(
    client: PageClient, sandbox: SandboxServer, fault: dict[str, object], status: int, words: str
) -> None:
    form = client.get("/customers").form("/customers/search")
    address = client.submit(form, 303, fragment=True, q="nowak").location
    assert address is not None
    sandbox.fault(**fault, method="GET", route=LIST, times=None)  # type: ignore[arg-type]
    part = client.get(address, status, fragment=True)
    assert words in part.text
    assert part.all("a", hx_get=address)
    sandbox.clear_faults()
    assert "found" in client.get(address, fragment=True).text


def test_segments_that_cannot_be_read_disable_their_field_only(client: PageClient, sandbox: SandboxServer) -> None:
    sandbox.fault("status", status=500, route=SEGMENTS, times=None)
    page = client.get("/customers")
    assert "segments could not be read" in page.text
    assert page.all("select", id="segment")[0].get("disabled") is not None
    assert names(page)


def test_without_the_api_searching_says_so_on_a_whole_page(tmp_path: Path) -> None:
    agent = PageClient(app_for_tests(tmp_path, voucherify_base_url=NOBODY_ANSWERS))
    agent.sign_in("agent")
    assert "cannot be reached" in agent.get("/customers", 502).text


def test_no_personal_data_in_any_address(client: PageClient, sandbox: SandboxServer) -> None:
    make(sandbox, name="Privy Person", source_id="privy@example.org", email="privy@example.org")
    make(sandbox, name="Privy Other", address={"city": "Privyville"})
    search(client, q="privy@example.org")
    search(client, q="Privy", city="Privyville")
    type_in(client, q="privy@example.org")
    assert not [address for address in client.visited if "privy" in unquote(address).casefold()]
