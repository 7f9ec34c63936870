"""Taking a change set back: everything as it was before, and nothing that somebody has changed since."""

from typing import Any

import pytest
from flask import Flask

from tests.support import change_sets as sets
from tests.support.change_sets import made, outcomes, run
from tests.support.page_client import PageClient
from tests.support.sandbox_server import SandboxServer
from webapp import changesets, jobs
from webapp.changesets.comparing import flat
from webapp.store import change_sets as stored_sets

KNOWN = "crm-100058"
OTHER = "crm-100048"


def stored(sandbox: SandboxServer, source_id: str) -> dict[str, Any]:
    customer: dict[str, Any] = sandbox.call("GET", f"/v1/customers/{source_id}").json()
    return customer


def undone(client: PageClient, change_set: int) -> int:
    """Ask for the undo, with its dry run; return its id."""
    page = client.get(f"/changes/{change_set}")
    page = client.submit(page.form(f"/changes/{change_set}/undo"))
    jobs.run_due(client.http.application)
    return int(page.url.rpartition("/")[2])


def test_an_undo_restores_every_value(app: Flask, client: PageClient, sandbox: SandboxServer):
    before = {key: flat(stored(sandbox, key)) for key in (KNOWN, OTHER)}
    wanted = {
        "name": "X",
        "phone": None,
        "address.city": "Rome",
        "metadata.tier": 3,
        "metadata.membership_level": "gold",
    }
    change_set = made(app, [(key, wanted) for key in before])
    run(app, change_set)
    assert outcomes(change_set) == {"U": 2}
    undo = undone(client, change_set)
    assert sets.kinds(undo) == {"u": 2}
    run(app, undo)
    assert outcomes(undo) == {"U": 2}
    assert {key: flat(stored(sandbox, key)) for key in before} == before


def test_rows_changed_since_are_left_alone_and_named(app: Flask, client: PageClient, sandbox: SandboxServer):
    change_set = made(app, [(KNOWN, {"name": "X"}), (OTHER, {"name": "Y"})])
    run(app, change_set)
    sandbox.call("PUT", f"/v1/customers/{KNOWN}", json={"name": "Theirs"})
    undo = undone(client, change_set)
    assert sets.kinds(undo) == {"u": 1, "!": 1}
    assert "Somebody has changed it since" in client.get(f"/changes/{undo}?show=!").text
    run(app, undo)
    assert stored(sandbox, KNOWN)["name"] == "Theirs"


def test_created_customers_are_deleted_where_that_is_chosen(app: Flask, sandbox: SandboxServer):
    client = PageClient(app)
    client.sign_in("supervisor")
    change_set = made(app, [("new-1", {"name": "A"}), ("new-2", {"name": "B"}), ("new-3", {"name": "C"})])
    run(app, change_set)
    sandbox.call("PUT", "/v1/customers/new-3", json={"email": "theirs@example.org"})
    sandbox.call("PUT", "/v1/customers/new-2", json={"name": "Theirs"})
    undo = undone(client, change_set)
    assert sets.kinds(undo) == {"d": 1, "!": 2}
    form = client.get(f"/changes/{undo}").form(f"/changes/{undo}/run")
    assert "Nothing would be written" in client.submit(form, 422).text
    client.submit(form, 422, delete="y", typed="3")
    client.submit(form, delete="y", typed="1")
    jobs.run_due(app)
    assert outcomes(undo) == {"D": 1, "S": 2}
    assert [sandbox.call("GET", f"/v1/customers/new-{number}").status_code for number in (1, 2, 3)] == [404, 200, 200]
    trail = client.get("/audit").text
    assert "Deleted the customer" in trail


@pytest.mark.parametrize(("times", "outcome"), [(1, "D"), (2, "?")])
@pytest.mark.parametrize("is_done", [True, False])
def test_a_deletion_without_an_answer_is_looked_at_again(
    app: Flask, client: PageClient, sandbox: SandboxServer, times: int, outcome: str, is_done: bool
):
    change_set = made(app, [("new-1", {"name": "A"}), ("new-2", {"name": "B"})])
    run(app, change_set)
    undo = undone(client, change_set)
    sandbox.fault("drop", method="DELETE", route="/v1/customers/{id}", carried_out=is_done, times=2 * times)
    run(app, undo, delete=True)
    sandbox.clear_faults()
    gone = [sandbox.call("GET", f"/v1/customers/new-{number}").status_code for number in (1, 2)]
    if is_done:
        assert (outcomes(undo), gone) == ({"D": 2}, [404, 404])
    else:
        assert outcomes(undo) == {outcome: 2}
        assert gone == [404, 404] if outcome == "D" else [200, 200]


@pytest.mark.usefixtures("sandbox")
def test_an_agent_may_not_delete_by_undoing(app: Flask, client: PageClient):
    change_set = made(app, [("new-1", {"name": "A"}), (KNOWN, {"name": "X"})])
    run(app, change_set)
    undo = undone(client, change_set)
    page = client.get(f"/changes/{undo}")
    assert "can be deleted by whoever may" in page.text
    form = page.form(f"/changes/{undo}/run")
    client.post(f"/changes/{undo}/run", {**form.filled(None), "delete": "y", "typed": "1"}, 403)


@pytest.mark.usefixtures("sandbox")
def test_where_nothing_is_left_that_an_agent_may_undo_nothing_can_be_pressed(app: Flask, client: PageClient):
    change_set = made(app, [("new-1", {"name": "A"})])
    run(app, change_set)
    page = client.get(f"/changes/{undone(client, change_set)}")
    assert "deleting the 1 customer it created, which your role does not include" in page.text
    assert not [form for form in page.all("form") if (form.get("action") or "").endswith("/run")]


def test_customers_without_a_source_id_are_done_one_by_one_where_that_is_chosen(
    app: Flask, client: PageClient, sandbox: SandboxServer
):
    customer = sandbox.call("POST", "/v1/customers", json={"name": "No Source", "metadata": {"a": 1}}).json()
    rows = [(customer["id"], {"name": "Renamed", "metadata.tier": 2})]
    options = sets.DEFAULTS.__class__(key="id")
    left = made(app, rows, options)
    page = client.get(f"/changes/{left}")
    assert "1 customer without a source id" in page.text
    run(app, left)
    assert outcomes(left) == {"S": 1}
    done = made(app, rows, options)
    run(app, done, one_by_one=True)
    assert outcomes(done) == {"U": 1}
    assert stored(sandbox, customer["id"])["metadata"] == {"a": 1, "tier": 2}
    undo = undone(client, done)
    run(app, undo, one_by_one=True)
    assert flat(stored(sandbox, customer["id"])) == {"name": "No Source", "metadata.a": 1}


@pytest.mark.usefixtures("sandbox")
def test_the_undo_is_made_once(app: Flask, client: PageClient):
    change_set = made(app, [(KNOWN, {"name": "X"})])
    run(app, change_set)
    assert undone(client, change_set) == undone(client, change_set)


@pytest.mark.usefixtures("sandbox")
def test_values_past_their_time_are_erased_and_counts_stay(app: Flask, client: PageClient):
    change_set = made(app, [(KNOWN, {"name": "Xaver"})])
    run(app, change_set)
    finished_at = sets.found(change_set).finished_at
    assert finished_at is not None
    assert stored_sets.erase_values_before(finished_at.replace(year=finished_at.year + 1)) == 1
    page = client.get(f"/changes/{change_set}")
    assert "Xaver" not in page.text
    assert "kept no longer" in page.text
    assert outcomes(change_set) == {"U": 1}


@pytest.mark.usefixtures("sandbox")
def test_a_permanent_deletion_takes_the_customers_values_along(app: Flask, client: PageClient):
    change_set = made(app, [(KNOWN, {"name": "Xaver"}), (OTHER, {"name": "Yvonne"})])
    run(app, change_set)
    customer_id = next(row.customer_id for row in sets.rows(change_set) if row.key == KNOWN)
    with app.app_context():
        changesets.erase_values_of(customer_id or "", KNOWN)
    page = client.get(f"/changes/{change_set}")
    assert "Xaver" not in page.text
    assert KNOWN not in page.html
    assert "Yvonne" in page.text
    assert outcomes(change_set) == {"U": 2}
    assert sets.kinds(undone(client, change_set)) == {"u": 1}


@pytest.mark.usefixtures("sandbox")
def test_nothing_is_written_any_more_of_somebody_deleted_permanently_before_the_run(app: Flask):
    change_set = made(app, [(KNOWN, {"name": "Xaver"}), (OTHER, {"name": "Yvonne"})])
    with app.app_context():
        changesets.erase_values_of("cust_unknown", KNOWN)
    run(app, change_set, one_by_one=True)
    assert outcomes(change_set) == {"S": 1, "U": 1}
