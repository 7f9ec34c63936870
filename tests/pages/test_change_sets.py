"""The page of a change set: the dry run, what a confirmation asks for, what it shows afterwards."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from tests.support import change_sets as sets
from tests.support.change_sets import made, outcomes, run
from tests.support.page_client import PageClient
from tests.support.sandbox_server import SandboxServer
from webapp import jobs
from webapp.audit.entries import search_entries
from webapp.changesets import Options
from webapp.store import change_sets
from webapp.store.audit_search import Criteria
from webapp.store.change_sets import change

KNOWN = "crm-100058"
FEW = [("new-1", {"name": "=cmd|calc"}), (KNOWN, {"name": "Somebody Else"}), ("crm-100048", {})]
MANY = [(f"new-{number}", {"name": f"Name {number}"}) for number in range(101)]


def address(change_set_id: int, more: str = "") -> str:
    return f"/changes/{change_set_id}{more}"


def confirm(client: PageClient, change_set_id: int, status: int = 200, **values: str):
    page = client.get(address(change_set_id))
    return client.submit(page.form(address(change_set_id, "/run")), status, **values)


@pytest.fixture
def second_person(app: Flask) -> Iterator[None]:
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, import_needs_second_person=True)
    yield
    app.extensions["settings"] = settings


def test_the_dry_run_shows_old_and_new_and_writes_nothing(app: Flask, client: PageClient, sandbox: SandboxServer):
    sandbox.forget_requests()
    change_set = made(app, FEW)
    assert {call["method"] for call in sandbox.requests()} == {"GET"}
    page = client.get(address(change_set))
    assert "Khalid Al Kaabi → Somebody Else" in page.text.replace(" becomes ", " ").replace("  ", " ")
    assert "4 of at most 5 calls" in page.text
    assert len(page.all("tr")) == 1 + 3


def test_rows_are_shown_by_kind(app: Flask, client: PageClient):
    change_set = made(app, FEW)
    page = client.get(address(change_set, "?show=u"))
    assert "Somebody Else" in page.text
    assert "calc" not in page.text


def test_many_rows_are_paged(app: Flask, client: PageClient):
    change_set = made(app, MANY)
    page = client.get(address(change_set, "?page=3"))
    assert len(page.all("tr")) == 1 + 1
    assert "Name 100" in page.text
    assert "Name 99" not in page.text


def test_a_change_set_that_is_looked_at_says_so(app: Flask, client: PageClient):
    change_set = made(app, FEW)
    change(change_set, state=change_sets.LOOKING)
    assert "did not come to its end" in client.get(address(change_set)).text


def test_it_is_run_after_a_yes_and_shows_what_the_api_reported(app: Flask, client: PageClient, sandbox: SandboxServer):
    change_set = made(app, [*FEW, ("new-2", {"birthdate": "no day"})])
    confirm(client, change_set)
    jobs.run_due(app)
    page = client.get(address(change_set))
    assert outcomes(change_set) == {"C": 1, "U": 1, "=": 1, "F": 1}
    assert "birthdate" in client.get(address(change_set, "?show=F")).text
    assert "people.csv" in page.text
    assert sandbox.call("GET", "/v1/customers/new-1").json()["name"] == "=cmd|calc"


@pytest.mark.usefixtures("sandbox")
def test_the_rows_that_failed_come_back_as_a_file(app: Flask, client: PageClient):
    change_set = made(app, [("new-1", {"name": "=A", "birthdate": "no day"}), ("new-2", {"name": "Fine"})])
    run(app, change_set)
    text = client.get(address(change_set, "/failed.csv")).html
    header, row = text.removeprefix("\ufeff").splitlines()
    assert header == "source_id,name,Reason (Frontdesk)"
    assert row.startswith("new-1,'=A,")
    assert "birthdate" in row


@pytest.mark.usefixtures("sandbox")
def test_all_rows_come_as_a_file(app: Flask):
    change_set = made(app, FEW)
    run(app, change_set)
    supervisor = PageClient(app)
    supervisor.sign_in("supervisor")
    text = supervisor.get(address(change_set, "/rows.csv")).html
    assert f"{KNOWN}," in text
    assert "Khalid Al Kaabi,Somebody Else,updated" in text
    assert "'=cmd|calc" in text
    with app.app_context():
        entry = search_entries(Criteria()).entries[0]
    assert (entry.action, entry.result["rows"]) == ("changes.downloaded", 3)


@pytest.mark.usefixtures("sandbox")
def test_all_rows_are_masked_for_those_who_may_not_export_personal_data(app: Flask, client: PageClient):
    change_set = made(app, [(KNOWN, {"email": "khalid@example.org", "address.city": "Dubai"})])
    run(app, change_set)
    assert "All rows, personal data masked" in client.get(address(change_set)).text
    text = client.get(address(change_set, "/rows.csv")).html
    assert "k•••@•••.org,updated," in text
    assert "khalid@example.org" not in text
    assert "Dubai" not in text


@pytest.mark.parametrize("typed", ["", "100", "nonsense"])
def test_a_large_change_asks_for_its_number(app: Flask, client: PageClient, typed: str):
    change_set = made(app, MANY)
    page = confirm(client, change_set, 422, typed=typed)
    assert "Type 101 to say" in page.text
    assert sets.found(change_set).state == change_sets.READY


@pytest.mark.usefixtures("sandbox")
def test_a_change_that_clears_something_asks_for_its_number(app: Flask, client: PageClient):
    change_set = made(app, [(KNOWN, {"name": None})])
    page = client.get(address(change_set))
    assert "Values would be cleared: Name (1)" in page.text
    confirm(client, change_set, 422)
    confirm(client, change_set, typed="1")
    assert sets.found(change_set).state == change_sets.RUNNING


def test_what_overwriting_wipes_is_said(app: Flask, client: PageClient):
    change_set = made(app, [(KNOWN, {"name": "Only"})], Options(overwrite=True))
    assert "1 customer would lose values the rows do not mention" in client.get(address(change_set)).text


@pytest.mark.parametrize(
    ("options", "row", "words"),
    [
        (Options(mode="create_only"), KNOWN, "only new ones were asked for"),
        (Options(mode="update_only"), "nobody", "only existing ones were asked for"),
        (Options(key="id"), "nobody", "No customer has this id"),
        (Options(), "", "names no customer"),
        (Options(), "..", "no address for a customer"),
    ],
)
def test_conflicts_say_why(app: Flask, client: PageClient, options: Options, row: str, words: str):
    change_set = made(app, [(row, {"name": "A"})], options)
    page = client.get(address(change_set))
    assert words in page.text
    assert "There is nothing to write" in page.text


def test_numbers_that_would_not_arrive_are_a_conflict(app: Flask, client: PageClient):
    change_set = made(app, [("new-1", {"metadata.big": 10**30}), ("new-2", {"metadata.big": 10**18})])
    assert sets.kinds(change_set) == {"!": 1, "c": 1}
    assert "more than 19 digits" in client.get(address(change_set)).text


def test_a_customer_named_twice_is_a_conflict(app: Flask):
    change_set = made(app, [(KNOWN, {"name": "A"}), (KNOWN, {"name": "B"})])
    assert sets.kinds(change_set) == {"u": 1, "!": 1}


@pytest.mark.usefixtures("sandbox")
def test_who_enters_and_leaves_active_segments_is_counted(app: Flask, client: PageClient):
    gold = {"metadata.membership_level": "gold"}
    change_set = made(app, [("new-1", gold), ("new-2", {"name": "Plain"})])
    assert "VIP 1 customer enters" in client.get(address(change_set)).text
    assert "Big spenders not known of 2 customers" in client.get(address(change_set)).text


def test_an_old_dry_run_has_to_be_repeated(app: Flask, client: PageClient):
    change_set = made(app, FEW)
    page = client.get(address(change_set))
    form = page.form(address(change_set, "/run"))
    looked_at = sets.found(change_set).looked_at
    assert looked_at is not None
    change(change_set, looked_at=looked_at - timedelta(minutes=61))
    assert "more than an hour old" in client.submit(form, 409).text
    client.submit(client.get(address(change_set)).form(address(change_set, "/dry-run")))
    jobs.run_due(app)
    assert sets.found(change_set).state == change_sets.READY


def test_rows_that_are_kept_no_longer_are_not_run(app: Flask, client: PageClient):
    change_set = made(app, FEW)
    form = client.get(address(change_set)).form(address(change_set, "/run"))
    change(change_set, values_erased=True)
    assert "Its rows are kept no longer" in client.submit(form, 409).text


def test_a_changed_file_has_to_be_looked_at_again(app: Flask, client: PageClient):
    change_set = made(app, FEW)
    sets.describe_as(sets.found(change_set).origin_id, file="other.csv")
    assert "changed after the dry run" in client.get(address(change_set)).text


def test_a_form_from_before_another_dry_run_begins_nothing(app: Flask, client: PageClient):
    change_set = made(app, FEW)
    form = client.get(address(change_set)).form(address(change_set, "/run"))
    client.post(address(change_set, "/dry-run"), {"csrf_token": form.filled(None)["csrf_token"]})
    jobs.run_due(app)
    assert "not what you saw" in client.submit(form).text
    assert "not what you saw" in client.submit(form, seen_as="ż").text
    assert sets.found(change_set).state == change_sets.READY


def test_a_yes_sent_twice_runs_once(app: Flask, client: PageClient, sandbox: SandboxServer):
    change_set = made(app, FEW)
    form = client.get(address(change_set)).form(address(change_set, "/run"))
    client.submit(form)
    client.submit(form)
    sandbox.forget_requests()
    jobs.run_due(app)
    assert len([call for call in sandbox.requests() if call["method"] == "POST"]) == 1


@pytest.mark.usefixtures("sandbox", "second_person")
def test_a_second_person_approves(app: Flask, client: PageClient):
    maker = PageClient(app)
    maker.sign_in("supervisor")
    owner_id = 2
    change_set = made(app, FEW, owner_id=owner_id)
    assert "A second person has to approve" in maker.get(address(change_set)).text
    page = client.get(address(change_set))
    client.submit(page.form(address(change_set, "/approve")))
    page = maker.get(address(change_set))
    assert "Approved by" in page.text
    confirm(maker, change_set)
    assert sets.found(change_set).state == change_sets.RUNNING


@pytest.mark.usefixtures("second_person")
def test_nobody_approves_their_own(app: Flask, client: PageClient):
    change_set = made(app, FEW, owner_id=1)
    page = client.get(address(change_set))
    assert "Ask somebody" in page.text
    token = {"csrf_token": page.form("/auth/sign-out").filled(None)["csrf_token"]}
    client.post(address(change_set, "/approve"), {**token, "seen_as": sets.found(change_set).seen_as or ""})
    assert sets.found(change_set).approved_by is None


def test_viewers_may_not_look(app: Flask, viewer: PageClient):
    change_set = made(app, FEW)
    viewer.get(address(change_set), 403)


def test_an_unknown_change_set_is_not_found(client: PageClient):
    client.get(address(4_711), 404)


def test_a_stopped_run_goes_on(app: Flask, client: PageClient, sandbox: SandboxServer):
    change_set = made(app, FEW)
    sandbox.fault("status", status=403, method="POST", route="/v1/customers/bulk/async", body={"key": "forbidden"})
    run(app, change_set)
    page = client.get(address(change_set))
    assert "The run came to a stop" in page.text
    client.submit(page.form(address(change_set, "/go-on")))
    jobs.run_due(app)
    assert outcomes(change_set) == {"C": 1, "U": 1, "=": 1}


@pytest.mark.usefixtures("sandbox")
def test_a_canceled_run_leaves_the_rest(app: Flask, client: PageClient):
    change_set = made(app, FEW)
    confirm(client, change_set)
    job = jobs.latest_of("changesets.run", str(change_set))
    assert job is not None
    with app.app_context():
        jobs.cancel(job.id)
    jobs.run_due(app)
    assert outcomes(change_set) == {"X": 2, "=": 1}
    assert "The run was canceled" in client.get(address(change_set)).text


@pytest.fixture
def dear_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a project so large that an export is cheaper than the list."""
    monkeypatch.setattr("webapp.changesets.reading.MOST_PAGES", 0)


@pytest.mark.usefixtures("dear_lists")
def test_a_large_project_is_read_by_an_export(app: Flask, client: PageClient, sandbox: SandboxServer):
    rows = [*MANY, (KNOWN, {"name": "X", "metadata.membership_level": "gold"}), ("crm-100048", {})]
    change_set = made(app, rows)
    assert sets.found(change_set).plan["way"] == "export"
    assert sets.kinds(change_set) == {"c": 101, "u": 1, "=": 1}
    assert sandbox.call("GET", "/v1/exports").json()["total"] == 0  # no file of everybody's data is left behind
    page = client.get(address(change_set, "?show=u"))
    assert "Khalid Al Kaabi" in page.text
    assert "does not declare cannot be read this way" in page.text
    run(app, change_set)
    assert outcomes(change_set) == {"C": 101, "U": 1, "=": 1}


@pytest.mark.usefixtures("dear_lists", "sandbox")
def test_what_an_export_sees_is_what_a_list_sees(app: Flask, monkeypatch: pytest.MonkeyPatch):
    wanted = {"name": "X", "birthdate": "1990-01-01", "address.city": "Rome", "metadata.membership_level": "gold"}
    keys = [KNOWN, "crm-100048", "ticket-6"]
    rows = [*MANY, *((key, wanted) for key in keys)]
    exported = made(app, rows)
    monkeypatch.setattr("webapp.changesets.reading.MOST_PAGES", 100)
    listed = made(app, rows)
    assert [sets.found(each).plan["way"] for each in (exported, listed)] == ["export", "list"]
    assert sets.befores(exported) == sets.befores(listed)


@pytest.mark.usefixtures("dear_lists")
def test_a_number_beyond_what_is_kept_is_a_conflict_of_its_customer_alone(app: Flask, sandbox: SandboxServer):
    sandbox.call("PUT", f"/v1/customers/{KNOWN}", json={"metadata": {"store_visits": 10**20}})
    rows = [(key, {"metadata.store_visits": 1}) for key in (KNOWN, "crm-100048")]
    assert sets.kinds(made(app, [*MANY, *rows])) == {"c": 101, "!": 1, "u": 1}


@pytest.mark.usefixtures("dear_lists", "sandbox")
def test_metadata_that_no_export_shows_is_read_in_full(app: Flask):
    change_set = made(app, [*MANY, (KNOWN, {"metadata.undeclared": 1})])
    assert sets.found(change_set).plan["way"] == "list"


@pytest.mark.usefixtures("dear_lists", "sandbox")
def test_reading_in_full_can_be_chosen(app: Flask, client: PageClient):
    change_set = made(app, [*MANY, (KNOWN, {"metadata.membership_level": "gold"})])
    page = client.get(address(change_set))
    client.submit(page.form(address(change_set, "/dry-run")), button="yes")
    jobs.run_due(app)
    assert sets.found(change_set).plan["way"] == "list"


@pytest.mark.usefixtures("dear_lists")
def test_where_exports_fail_a_sample_is_shown_and_nothing_can_be_run(
    app: Flask, client: PageClient, sandbox: SandboxServer
):
    sandbox.fault("status", status=403, method="POST", route="/v1/exports", body={"key": "forbidden"})
    change_set = made(app, MANY)
    page = client.get(address(change_set))
    assert "Only a sample could be read" in page.text
    assert "100 all rows" in page.text
