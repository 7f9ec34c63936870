"""Changing a profile over the real road: the form, what will change, saving it, and everything that gets in the way."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from tests.support.customers import PUT_CUSTOMER, change, make, stored, writes
from tests.support.page_client import Page, PageClient
from tests.support.sandbox_server import SandboxServer
from webapp.audit import Outcome, entries_for_customer

ANNA = {
    "name": "Anna Nowak",
    "email": "anna@shop.example.org",
    "phone": "+48 600 100 200",
    "birthday": "1990-01-02",
    "address": {"city": "Kraków", "country": "PL"},
    "metadata": {"membership_level": "silver", "legacy number": "0042", "store_visits": 3},
}


@pytest.fixture
def anna(sandbox: SandboxServer) -> str:
    customer_id = make(sandbox, **ANNA)
    sandbox.forget_requests()
    return customer_id


def form(client: PageClient, customer_id: str) -> Page:
    return client.get(f"/customers/{customer_id}/edit")


def send(client: PageClient, page: Page, button: str, status: int = 200, /, **values: str) -> Page:
    """Press a button of the page's own form; values by field name, with "__" for "/"."""
    [element] = [each for each in page.all("form") if (each.get("action") or "").endswith("/edit")][-1:]
    wanted = {name.replace("__", "/"): value for name, value in values.items()}
    return client.submit(page.form(element.get("action") or ""), status, button=button, **wanted)


def preview(client: PageClient, customer_id: str, status: int = 200, /, **values: str) -> Page:
    return send(client, form(client, customer_id), "preview", status, **values)


def test_the_form_holds_what_is_stored(client: PageClient, anna: str):
    page = form(client, anna)
    filled = page.form(f"/customers/{anna}/edit").filled()
    assert page.heading == "Change Anna Nowak"
    assert filled["name"] == "Anna Nowak"
    assert filled["birthdate"] == ""
    assert filled["birthday"] == "1990-01-02"
    assert filled["address/city"] == "Kraków"
    assert filled["metadata/membership_level"] == "silver"
    assert filled["metadata/legacy%20number"] == "0042"


def test_a_source_id_does_not_stay_in_the_address(client: PageClient):
    assert client.get("/customers/nadia.old%40example.org/edit").url.startswith("/customers/cust_")


def test_what_will_change_is_shown_and_then_saved(client: PageClient, sandbox: SandboxServer, anna: str):
    page = preview(client, anna, name="Anna Kowalska", address__city="Łódź", metadata__store_visits="4")
    [table] = page.all("table", class_="changes")
    assert [["".join(cell.itertext()).split() for cell in row] for row in table.find("tbody")] == [
        [["Name", "changed"], ["Anna", "Nowak"], ["Anna", "Kowalska"]],
        [["City", "changed"], ["Kraków"], ["Łódź"]],
        [["Metadata:", "store_visits", "changed"], ["3"], ["4"]],
    ]
    assert writes(sandbox) == []

    page = send(client, page, "save")
    assert page.url == f"/customers/{anna}"
    assert "3 changes saved." in page.text
    now = stored(sandbox, anna)
    assert (now["name"], now["birthday"], now.get("birthdate")) == ("Anna Kowalska", "1990-01-02", None)
    assert now["address"] == {"city": "Łódź", "country": "PL"}
    assert now["metadata"] == {**ANNA["metadata"], "store_visits": 4}


def test_a_change_leaves_its_mark_in_the_audit_trail(client: PageClient, app: Flask, anna: str):
    send(client, preview(client, anna, phone="+48 600 100 999"), "save")
    with app.app_context():
        [entry] = entries_for_customer(anna).entries
    assert (entry.action, entry.outcome, entry.actor_name) == ("customer.updated", Outcome.SUCCEEDED, "Demo agent")
    assert [change.to_json() for change in entry.changes] == [
        {"field": "phone", "old": "+48 600 100 200", "new": "+48 600 100 999"}
    ]


@pytest.mark.parametrize("merging", ["merge", "replace"])
def test_no_key_is_lost_whichever_way_the_api_takes_objects(
    client: PageClient, sandbox: SandboxServer, anna: str, merging: str
):
    sandbox.settings(merge=merging)
    send(client, preview(client, anna, metadata__membership_level="gold", address__city=""), "save")
    now = stored(sandbox, anna)
    assert now["metadata"] == {**ANNA["metadata"], "membership_level": "gold"}
    assert now["address"] == {"city": None, "country": "PL"}


def test_nothing_changed_sends_nothing(client: PageClient, sandbox: SandboxServer, anna: str):
    page = preview(client, anna)
    assert page.url == f"/customers/{anna}"
    assert "Nothing was changed, so nothing was sent." in page.text
    assert writes(sandbox) == []


def test_an_invalid_form_comes_back_as_it_was_typed(client: PageClient, sandbox: SandboxServer, anna: str):
    page = preview(client, anna, 422, name="Anna K.", birthdate="30.02.1990", metadata__store_visits="many")
    assert "Write an existing day" in page.text
    filled = page.form(f"/customers/{anna}/edit").filled()
    assert (filled["name"], filled["birthdate"], filled["metadata/store_visits"]) == ("Anna K.", "30.02.1990", "many")
    assert writes(sandbox) == []


def test_what_looks_wrong_is_told_and_can_be_saved(client: PageClient, sandbox: SandboxServer, anna: str):
    page = preview(client, anna, email="anna at home", address__country="Polnd")
    assert "does not look like an e-mail address" in page.text
    assert "Did you mean Poland?" in page.text
    send(client, page, "save")
    assert stored(sandbox, anna)["email"] == "anna at home"


def test_back_to_the_form_keeps_what_was_typed(client: PageClient, anna: str):
    page = send(client, preview(client, anna, name="Anna K.", description="Two\r\nlines"), "back")
    filled = page.form(f"/customers/{anna}/edit").filled()
    assert (filled["name"], filled["description"].split(), filled["phone"]) == (
        "Anna K.",
        ["Two", "lines"],
        "+48 600 100 200",
    )


def test_a_key_is_added_without_a_script(client: PageClient, sandbox: SandboxServer, anna: str):
    page = send(client, form(client, anna), "add-key", name="Anna K.")
    page = send(client, page, "preview", **{"new-0-key": "shoe size", "new-0-kind": "number", "new-0-value": "42"})
    send(client, page, "save")
    assert stored(sandbox, anna)["metadata"]["shoe size"] == 42
    assert stored(sandbox, anna)["name"] == "Anna K."


def test_two_agents_who_change_different_fields_both_succeed(client: PageClient, sandbox: SandboxServer, anna: str):
    page = preview(client, anna, name="Anna K.", metadata__store_visits="4")
    change(sandbox, anna, email="new@shop.example.org", metadata={"membership_level": "gold"})
    send(client, page, "save")
    now = stored(sandbox, anna)
    assert (now["name"], now["email"]) == ("Anna K.", "new@shop.example.org")
    assert now["metadata"] == {**ANNA["metadata"], "membership_level": "gold", "store_visits": 4}


def test_two_agents_who_change_the_same_field_are_shown_both(client: PageClient, sandbox: SandboxServer, anna: str):
    page = form(client, anna)
    change(sandbox, anna, email="theirs@shop.example.org", name="Anna Renamed")
    page = send(client, page, "preview", 409, email="mine@shop.example.org")
    for words in ("anna@shop.example.org", "theirs@shop.example.org", "mine@shop.example.org", "Anna Renamed"):
        assert words in page.text
    undecided = send(client, page, "save", 409)
    assert stored(sandbox, anna)["email"] == "theirs@shop.example.org"
    page = send(client, undecided, "save", **{"choice:email": "mine"})
    assert "1 change saved." in page.text
    assert (stored(sandbox, anna)["email"], stored(sandbox, anna)["name"]) == ("mine@shop.example.org", "Anna Renamed")


def test_keeping_theirs_sends_nothing_of_it(client: PageClient, sandbox: SandboxServer, anna: str):
    page = form(client, anna)
    change(sandbox, anna, email="theirs@shop.example.org")
    page = send(client, page, "preview", 409, email="mine@shop.example.org")
    page = send(client, page, "save", **{"choice:email": "theirs"})
    assert "Nothing was changed" in page.text
    assert stored(sandbox, anna)["email"] == "theirs@shop.example.org"


def test_saving_after_somebody_else_saved_the_same_asks_first(client: PageClient, sandbox: SandboxServer, anna: str):
    page = preview(client, anna, email="mine@shop.example.org")
    change(sandbox, anna, email="theirs@shop.example.org")
    page = send(client, page, "save", 409)
    assert "Somebody else changed the same" in page.text
    assert stored(sandbox, anna)["email"] == "theirs@shop.example.org"


def test_two_saves_in_the_same_moment_do_not_overwrite_each_other(
    client: PageClient, sandbox: SandboxServer, anna: str
):
    address = f"/customers/{anna}/edit"
    wanted = ("one@shop.example.org", "two@shop.example.org")
    forms = [preview(client, anna, email=email).form(address).filled("save") for email in wanted]
    sandbox.fault("delay", milliseconds=300, **PUT_CUSTOMER)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda data: client.http.post(address, data=data), forms))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert len(writes(sandbox)) == 1


def test_saving_twice_saves_once(client: PageClient, sandbox: SandboxServer, anna: str):
    page = preview(client, anna, name="Anna K.")
    send(client, page, "save")
    assert "Nothing was changed" in send(client, page, "save").text
    assert len(writes(sandbox)) == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "drop", "carried_out": True},
        {"kind": "status", "status": 500, "carried_out": True},
        {"kind": "delay", "milliseconds": 4600, "carried_out": True},
        {"kind": "truncated"},
    ],
    ids=["dropped", "failing", "slow", "cut off"],
)
def test_a_write_without_an_answer_is_unknown_and_can_be_checked(
    client: PageClient, app: Flask, sandbox: SandboxServer, anna: str, fault: dict
):
    page = preview(client, anna, phone="+48 600 100 999")
    sandbox.fault(**PUT_CUSTOMER, **fault)
    page = send(client, page, "save", 504 if fault["kind"] == "delay" else 502)
    assert page.heading == "It is not known whether this was saved"
    assert "+48 600 100 999" in page.text
    with app.app_context():
        assert entries_for_customer(anna).entries[0].outcome is Outcome.UNKNOWN
    page = send(client, page, "check")
    assert "It was saved: what is stored is what you sent." in page.text
    assert len(writes(sandbox)) == 1


def test_a_write_that_never_arrived_is_seen_and_sent_again(client: PageClient, sandbox: SandboxServer, anna: str):
    page = preview(client, anna, phone="+48 600 100 999")
    sandbox.fault("drop", **PUT_CUSTOMER)
    page = send(client, send(client, page, "save", 502), "check")
    assert "It was not saved, at least not yet" in page.text
    send(client, send(client, page, "preview"), "save")
    assert stored(sandbox, anna)["phone"] == "+48 600 100 999"


def test_metadata_the_api_refuses_is_told_at_the_field(
    client: PageClient, app: Flask, sandbox: SandboxServer, anna: str
):
    page = send(client, preview(client, anna, name="Anna K.", metadata__preferred_language="x"), "save", 422)
    [error] = [each for each in page.all("p", class_="field-error") if each.text]
    assert (
        error.text
        == "Voucherify says: must be a string, must have at least 2 characters, must have at most 5 characters."
    )
    [field] = page.all("input", name="metadata/preferred_language")
    assert error.get("id") in (field.get("aria-describedby") or "").split()
    assert page.form(f"/customers/{anna}/edit").filled()["name"] == "Anna K."
    assert stored(sandbox, anna)["name"] == "Anna Nowak"
    with app.app_context():
        assert entries_for_customer(anna).entries[0].outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (
            {"kind": "status", "status": 400, "body": {"code": 400, "message": "m", "details": "No good"}},
            400,
            "No good",
        ),
        ({"kind": "status", "status": 404}, 404, "Not found in Voucherify"),
        ({"kind": "status", "status": 429}, 503, "Too many calls"),
        ({"kind": "status", "status": 401}, 502, "does not accept Frontdesk's key"),
        ({"kind": "status", "status": 423}, 423, "Not possible at the moment"),
    ],
)
@pytest.mark.parametrize("step", ["PUT", "GET"])
def test_no_failure_costs_what_was_typed(
    client: PageClient, sandbox: SandboxServer, anna: str, fault: dict, status: int, words: str, step: str
):
    page = preview(client, anna, name="Anna K.", description="Called twice.")
    sandbox.fault(**PUT_CUSTOMER | {"method": step}, **fault, times=None)
    page = send(client, page, "save", status)
    sandbox.clear_faults()
    assert words in page.text
    filled = page.form(f"/customers/{anna}/edit").filled()
    assert (filled["name"], filled["description"].strip()) == ("Anna K.", "Called twice.")
    send(client, send(client, page, "preview"), "save")
    assert stored(sandbox, anna)["name"] == "Anna K."


def test_a_form_from_before_signing_in_again_keeps_what_was_typed(
    client: PageClient, sandbox: SandboxServer, anna: str
):
    page = preview(client, anna, name="Anna K.")
    client.post("/auth/sign-out", client.get("/").form("/auth/sign-out").filled())
    client.sign_in("agent")
    page = send(client, page, "save", 400)
    assert "This page had grown too old to send" in page.text
    assert writes(sandbox) == []
    send(client, send(client, page, "preview"), "save")
    assert stored(sandbox, anna)["name"] == "Anna K."


@pytest.mark.parametrize("base", ["", "forged"])
def test_a_form_that_does_not_say_what_was_seen_is_looked_over_again(
    client: PageClient, sandbox: SandboxServer, anna: str, base: str
):
    page = form(client, anna)
    data = page.form(f"/customers/{anna}/edit").filled("preview") | {"base": base, "step": "save", "name": "Anna K."}
    page = client.post(f"/customers/{anna}/edit", data, 400)
    assert "Here is what is stored now, with your words in it." in page.text
    assert page.form(f"/customers/{anna}/edit").filled()["name"] == "Anna K."
    assert writes(sandbox) == []


def test_the_form_of_one_customer_is_not_sent_to_another(client: PageClient, sandbox: SandboxServer, anna: str):
    other = make(sandbox, name="Somebody Else")
    data = form(client, anna).form(f"/customers/{anna}/edit").filled("preview")
    client.post(f"/customers/{other}/edit", data | {"step": "save"}, 400)
    assert stored(sandbox, other)["name"] == "Somebody Else"


def test_without_the_schema_values_are_edited_by_what_they_are(client: PageClient, sandbox: SandboxServer, anna: str):
    sandbox.fault("status", status=500, method="GET", route="/v1/metadata-schemas", times=None)
    page = preview(client, anna, metadata__store_visits="5")
    send(client, page, "save")
    assert stored(sandbox, anna)["metadata"]["store_visits"] == 5


def test_an_email_as_source_id_is_explained_in_numbers(client: PageClient):
    page = client.get("/customers/nadia.old%40example.org/edit")
    assert "Voucherify never changes a source id" in page.text
    assert "loyalty points" in page.text


def test_hostile_values_come_back_as_they_are(client: PageClient, sandbox: SandboxServer):
    value = '"><script>alert(1)</script>\u2028 &amp; "quoted"'
    customer_id = make(sandbox, name=value, metadata={value: value, "a/b?c=d": ["x", "y"]})
    before = stored(sandbox, customer_id)
    page = preview(client, customer_id, description=value)
    send(client, page, "save")
    now = stored(sandbox, customer_id)
    assert now["description"] == value
    assert (now["name"], now["metadata"]) == (before["name"], before["metadata"])


def test_viewers_may_not(viewer: PageClient, anna: str):
    viewer.get(f"/customers/{anna}/edit", 403)
    assert "Edit" not in viewer.get(f"/customers/{anna}").links()
