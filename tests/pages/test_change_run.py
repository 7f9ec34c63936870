"""Running change sets against the sandbox: what stands there afterwards is compared with what was wanted.

Also where the worker dies on the way: then nothing goes out twice.
"""

from typing import Any

import pytest
from flask import Flask
from requests import PreparedRequest, ReadTimeout
from requests.adapters import HTTPAdapter

from tests.support import change_sets as sets
from tests.support.change_sets import KilledError, made, outcomes, run
from tests.support.page_client import PageClient
from tests.support.sandbox_server import SandboxServer
from webapp import jobs
from webapp.changesets import Options

KNOWN = "crm-100058"


def stored(sandbox: SandboxServer, source_id: str) -> dict:
    return sandbox.call("GET", f"/v1/customers/{source_id}").json()


def test_rows_are_created_and_updated_and_the_rest_is_left_alone(app: Flask, sandbox: SandboxServer):
    before = stored(sandbox, KNOWN)
    wanted = [
        ("new-1", {"name": "Nora New", "address.city": "Łódź", "metadata.membership_level": "gold"}),
        (KNOWN, {"name": "Somebody Else", "metadata.membership_level": "silver"}),
        ("crm-100048", {}),
    ]
    change_set = made(app, wanted)
    assert sets.kinds(change_set) == {"c": 1, "u": 1, "=": 1}
    run(app, change_set)
    assert outcomes(change_set) == {"C": 1, "U": 1, "=": 1}
    new = stored(sandbox, "new-1")
    assert (new["name"], new["address"], new["metadata"]) == (
        "Nora New",
        {"city": "Łódź"},
        {"membership_level": "gold"},
    )
    after = stored(sandbox, KNOWN)
    assert after["name"] == "Somebody Else"
    assert after["metadata"] == {**before["metadata"], "membership_level": "silver"}
    assert after["email"] == before["email"]


@pytest.mark.parametrize("merge", ["merge", "replace"])
def test_nothing_is_wiped_whatever_the_api_does_with_half_an_object(app: Flask, sandbox: SandboxServer, merge: str):
    sandbox.settings(merge=merge)
    before = stored(sandbox, KNOWN)
    change_set = made(app, [(KNOWN, {"address.line_2": "Floor 3", "metadata.tier": 7})])
    run(app, change_set)
    after = stored(sandbox, KNOWN)
    assert after["metadata"] == {**before["metadata"], "tier": 7}
    assert after["address"] == {**(before["address"] or {}), "line_2": "Floor 3"}


def test_a_part_whose_answer_was_lost_is_found_again_and_not_sent_twice(app: Flask, sandbox: SandboxServer):
    change_set = made(app, [(f"new-{number}", {"name": f"Name {number}"}) for number in range(5)])
    sandbox.fault("drop", method="POST", route="/v1/customers/bulk/async", carried_out=True)
    sandbox.forget_requests()
    run(app, change_set)
    sent = [call for call in sandbox.requests() if call["path"] == "/v1/customers/bulk/async"]
    assert len(sent) == 1
    assert outcomes(change_set) == {"C": 5}


def test_a_part_that_never_arrived_is_sent_again(app: Flask, sandbox: SandboxServer):
    change_set = made(app, [(f"new-{number}", {"name": f"Name {number}"}) for number in range(5)])
    sandbox.fault("drop", method="POST", route="/v1/customers/bulk/async")
    run(app, change_set)
    assert outcomes(change_set) == {"C": 5}
    assert stored(sandbox, "new-4")["name"] == "Name 4"


def test_customers_made_by_a_sending_that_came_late_count_as_created(
    app: Flask, sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch
):
    change_set = made(app, [(KNOWN, {"name": "Changed"}), *((f"new-{n}", {"name": f"Name {n}"}) for n in range(3))])
    send = HTTPAdapter.send
    late: list[PreparedRequest] = []

    def slow(self: HTTPAdapter, request: PreparedRequest, **options: Any) -> Any:
        if request.method == "POST" and request.path_url == "/v1/customers/bulk/async":
            late.append(request)
            if len(late) == 1:
                raise ReadTimeout
            send(self, late[0], **options)
        return send(self, request, **options)

    monkeypatch.setattr(HTTPAdapter, "send", slow)
    run(app, change_set)
    assert len([call for call in sandbox.requests() if call["path"] == "/v1/customers/bulk/async"]) == 2
    assert outcomes(change_set) == {"C": 3, "U": 1}


def test_an_action_of_somebody_else_is_not_taken_for_ours(app: Flask, sandbox: SandboxServer):
    change_set = made(app, [(f"new-{number}", {"name": f"Name {number}"}) for number in range(2)])
    theirs = [{"source_id": f"other-{number}", "name": "X"} for number in range(2)]
    sandbox.call("POST", "/v1/customers/bulk/async", json=theirs)
    sandbox.fault("drop", method="POST", route="/v1/customers/bulk/async")
    run(app, change_set)
    assert outcomes(change_set) == {"C": 2}


@pytest.mark.usefixtures("sandbox")
def test_failed_rows_say_why(app: Flask):
    change_set = made(app, [("new-1", {"name": "A"}), ("new-2", {"birthdate": "no day"})])
    run(app, change_set)
    assert outcomes(change_set) == {"C": 1, "F": 1}


def test_rows_changed_since_the_dry_run_are_left_alone(app: Flask, sandbox: SandboxServer):
    change_set = made(app, [(KNOWN, {"name": "Ours"}), ("new-1", {"name": "Ours"}), ("new-2", {"name": "Ours"})])
    sandbox.call("PUT", f"/v1/customers/{KNOWN}", json={"name": "Theirs"})
    sandbox.call("POST", "/v1/customers", json={"source_id": "new-1", "name": "Theirs"})
    run(app, change_set)
    assert outcomes(change_set) == {"S": 2, "C": 1}
    assert {stored(sandbox, key)["name"] for key in (KNOWN, "new-1")} == {"Theirs"}


def test_overwriting_wipes_what_the_rows_do_not_mention(app: Flask, sandbox: SandboxServer):
    change_set = made(app, [(KNOWN, {"name": "Only a name"})], Options(overwrite=True))
    assert sets.found(change_set).summary["rows_wiped"] == 1
    run(app, change_set)
    after = stored(sandbox, KNOWN)
    assert after["name"] == "Only a name"
    assert after["email"] is None
    assert set(after["metadata"].values()) == {None}


MANY = [
    (KNOWN, {"name": "Changed", "metadata.tier": 1}),
    *((f"new-{number:03}", {"name": f"Name {number}", "address.city": "Łódź"}) for number in range(119)),
]
CALLS_OF_A_RUN = 6  # two parts: sent, looked at, its report read


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.changesets.dry_run.ROWS_OF_A_BLOCK", 60)
    monkeypatch.setattr("webapp.changesets.sending.MOST_ROWS", 60)


def killed_at(monkeypatch: pytest.MonkeyPatch, call: int, *, before: bool) -> None:
    """Let the process die at this call to the API: before it goes out, or when its answer has come."""
    send = HTTPAdapter.send
    calls = iter(range(1_000))

    def dying(self: HTTPAdapter, *arguments: Any, **options: Any) -> Any:
        is_it = next(calls) == call
        if is_it and before:
            raise KilledError
        answer = send(self, *arguments, **options)
        if is_it:
            answer.close()
            raise KilledError
        return answer

    monkeypatch.setattr(HTTPAdapter, "send", dying)


def cells(sandbox: SandboxServer) -> dict[str, Any]:
    """What the API holds of the customers in the rows."""
    pages = [sandbox.call("GET", f"/v1/customers?limit=100&page={page}").json()["customers"] for page in (1, 2)]
    everybody = {customer["source_id"]: customer for page in pages for customer in page}
    return {
        key: (everybody[key]["name"], (everybody[key]["address"] or {}).get("city"))
        for key, _ in MANY
        if key in everybody
    }


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("before", [True, False])
def test_a_worker_killed_at_any_call(app: Flask, sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch, before: bool):
    for call in range(CALLS_OF_A_RUN):
        sandbox.reset()
        change_set = made(app, MANY)
        with monkeypatch.context() as patch:
            killed_at(patch, call, before=before)
            with pytest.raises(KilledError):
                run(app, change_set)
        sets.let_leases_expire()
        jobs.run_due(app)
        assert sets.found(change_set).state == "done"
        assert outcomes(change_set) == {"C": 119, "U": 1}
        held = cells(sandbox)
        assert held.pop(KNOWN)[0] == "Changed"
        assert held == {key: (values["name"], values["address.city"]) for key, values in MANY[1:]}
        sent = [each for each in sandbox.requests() if each["path"] == "/v1/customers/bulk/async"]
        assert len(sent) == 2


@pytest.mark.usefixtures("small_parts")
def test_an_api_that_is_away_for_a_while_is_waited_for(app: Flask, sandbox: SandboxServer):
    change_set = made(app, MANY)
    sandbox.fault("status", status=503, route="/v1/async-actions/{id}", times=4)
    sandbox.fault("status", status=429, route="/v1/customers/bulk/async", headers={"Retry-After": "1"})
    run(app, change_set)
    assert outcomes(change_set) == {"C": 119, "U": 1}


@pytest.mark.usefixtures("small_parts")
def test_where_a_report_is_gone_the_rows_are_read(app: Flask, sandbox: SandboxServer):
    change_set = made(app, MANY)
    sandbox.fault("status", status=401, route="/downloads/{id}", times=None)
    run(app, change_set)
    sandbox.clear_faults()
    assert outcomes(change_set) == {"C": 119, "U": 1}


def test_where_a_report_on_many_is_gone_they_are_not_known(app: Flask, client: PageClient, sandbox: SandboxServer):
    change_set = made(app, MANY)
    sandbox.fault("status", status=401, route="/downloads/{id}", times=None)
    run(app, change_set)
    sandbox.clear_faults()
    assert outcomes(change_set) == {"?": 120}
    page = client.get(f"/changes/{change_set}")
    assert "it is not known whether it was written" in page.text
    assert "The 120 rows not written or not known" in page.links()


def test_a_slow_action_is_waited_for(app: Flask, sandbox: SandboxServer):
    sandbox.settings(async_progress="reads:3")
    change_set = made(app, MANY)
    run(app, change_set)
    assert outcomes(change_set) == {"C": 119, "U": 1}
