"""The list of jobs, ours and the API's, and the page of each."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from tests.support.app import app_for_tests
from tests.support.page_client import Page, PageClient
from tests.support.sandbox_server import SandboxServer
from webapp import jobs
from webapp.jobs import Again, Finished, Outcome, State, Work, register_kind
from webapp.store import jobs as store
from webapp.store import users
from webapp.store.database import session_scope
from webapp.store.job_models import JobRecord
from webapp.voucherify.errors import TimedOut

Start = Callable[..., int]
CSV = "Name,Source_id,Birthdate\nJane,jane,2000-02-29\nJoan,joan@example.org,soon\n"


def carry_out(work: Work) -> Again | Finished:
    if work.job.subject_id == "trouble":
        raise TimedOut("GET /v1/customers")
    if work.job.done:
        return Finished(Outcome.PARTLY, "2 of 3 rows were written.")
    work.progress(1, 3, "Writing")
    return Again(3600)


register_kind("page-test", carry_out, lane="page-test", label="Rehearsal", url=lambda job: f"/customers?{job.id}")
register_kind(
    "page-test-fixed", carry_out, lane="x", label="Rehearsal", url=lambda _: "/", pausable=False, cancelable=False
)


def id_of(role: str) -> int:
    user = users.find_by_identity("demo", role)
    assert user is not None
    return user.id


@pytest.fixture
def start(app: Flask) -> Start:
    """Starts a job of somebody, and gives its id."""

    def begin(title: str, *, role: str = "agent", subject: str = "1", kind: str = "page-test") -> int:
        with app.app_context():
            return jobs.start(kind, subject, title=title, owner_id=id_of(role)).id

    return begin


def change(job_id: int, **values: object) -> None:
    with session_scope() as session:
        session.execute(update(JobRecord).where(JobRecord.id == job_id).values(**values))


def state_of(job_id: int) -> State:
    job = jobs.find(job_id)
    assert job is not None
    return job.state


def rows(page: Page) -> list[str]:
    return [" ".join(" ".join(row.itertext()).split()) for row in page.all("tr")][1:]


def import_customers(sandbox: SandboxServer, text: str = CSV) -> str:
    answer = sandbox.call("POST", "/v1/customers/importCSV", files={"file": ("customers.csv", text)})
    return str(answer.json()["async_action_id"])


def polls(page: Page) -> dict[str, str]:
    """Where the parts of a page that renew themselves ask, and when."""
    return {
        element.get("hx-get") or "": element.get("hx-trigger") or ""
        for element in page.root.iter()  # type: ignore[union-attr]
        if "load delay" in (element.get("hx-trigger") or "")
    }


def test_ours_and_the_apis_work_stand_in_one_list_newest_first(
    client: PageClient, sandbox: SandboxServer, start: Start
):
    older = start("Import of trade-fair.csv")
    change(older, created_at=datetime.now(UTC) - timedelta(minutes=5))
    import_customers(sandbox)
    newer = start("Change of 12 customers")
    change(newer, created_at=datetime.now(UTC) + timedelta(minutes=5), done=1, total=4, state="working")
    found = rows(client.get("/jobs"))[:3]
    assert "Change of 12 customers Rehearsal · in 5 minutes Working 1 of 4 · 25% Demo agent" in found[0]
    assert re.search("Import of customers from a file At Voucherify .* Finished 100% not known", found[1])
    assert "Import of trade-fair.csv" in found[2]


def test_the_list_is_narrowed_by_owner_and_state(
    client: PageClient, sandbox: SandboxServer, viewer: PageClient, start: Start
):
    import_customers(sandbox)
    start("Mine and running")
    change(start("Mine and done"), state="done", outcome="succeeded")
    start("Somebody else's", role="viewer")
    mine = rows(client.get("/jobs?whose=mine"))
    assert [row.split(" Rehearsal")[0] for row in mine] == ["Mine and done", "Mine and running"]
    assert "Done" in mine[0]
    running = rows(client.get("/jobs?state=running"))
    assert [row.split(" Rehearsal")[0] for row in running] == ["Somebody else's", "Mine and running"]
    finished = " ".join(rows(client.get("/jobs?state=finished")))
    assert "Import of customers" in finished
    assert "Mine and done" in finished
    assert "running" not in finished
    assert len(rows(viewer.get("/jobs?whose=mine", fragment=True))) == 1
    assert "No such jobs" in client.get("/jobs?whose=mine&state=running&own=1").text


def test_pages_go_through_both_kinds_and_leave_nothing_out(client: PageClient, sandbox: SandboxServer, start: Start):
    sandbox.clock(now=datetime.now(UTC).isoformat())
    for number in range(30):
        job_id = start(f"Ours {number}")
        change(job_id, created_at=datetime.now(UTC) - timedelta(seconds=(30 - number) * 7))
    actions = {import_customers(sandbox) for _ in range(8)}
    seen: list[str] = []
    page = client.get("/jobs")
    while True:
        seen += [link.get("href") or "" for link in page.all("a", class_="row-link")]
        older = page.links().get("Older")
        if older is None:
            break
        page = client.get(older)
    assert len(seen) == len(set(seen))
    ours = [int(link.rsplit("/", 1)[1]) for link in seen if "/api/" not in link]
    assert len(ours) == 30
    assert actions <= {link.rsplit("/", 1)[1] for link in seen}


def test_trouble_with_the_api_costs_only_its_half(client: PageClient, sandbox: SandboxServer, start: Start):
    start("Ours")
    sandbox.fault("status", status=503, times=None)
    page = client.get("/jobs")
    assert len(rows(page)) == 1
    assert "What Voucherify does could not be read just now" in page.text


@pytest.mark.usefixtures("sandbox")
def test_where_there_is_no_work_the_page_says_what_to_do(client: PageClient):
    assert "No work in the background yet" in client.get("/jobs").text
    narrowed = client.get("/jobs?whose=mine")
    assert "No such jobs" in narrowed.text
    assert narrowed.links()["Show everyone's, in any state"] == "/jobs"
    client.get("/jobs?api=never", 404)


def test_a_running_list_renews_itself_ever_more_seldom(client: PageClient, start: Start):
    start("Ours")
    assert polls(client.get("/jobs?whose=mine")) == {"/jobs?whose=mine&looks=1": "load delay:1s"}
    [trigger] = polls(client.get("/jobs?whose=mine&looks=6", fragment=True)).values()
    assert trigger == "load delay:13s"
    page = client.get("/jobs?whose=mine&looks=500", fragment=True)
    assert polls(page) == {}
    assert page.links()["Look again"] == "/jobs?whose=mine"


def test_a_list_without_running_work_stands_still(client: PageClient, start: Start):
    change(start("Ours"), state="done", outcome="succeeded")
    assert polls(client.get("/jobs?whose=mine")) == {}


def test_a_jobs_page_follows_it_to_its_end(app: Flask, client: PageClient, start: Start):
    job_id = start("Import of trade-fair.csv")
    page = client.get(f"/jobs/{job_id}")
    assert page.heading == "Import of trade-fair.csv"
    assert page.links()["Open what it is about"] == f"/customers?{job_id}"
    [(address, trigger)] = polls(page).items()
    assert trigger == "load delay:1s"
    jobs.run_due(app, until_idle=False)
    part = client.get(address, fragment=True)
    assert "Working" in part.text
    assert "Writing" in part.text
    assert "1 of 3 · 33%" in part.text
    assert [element.text for element in part.all("p", id="announcer")] == ["Import of trade-fair.csv: Working"]
    [(address, trigger)] = polls(part).items()
    assert trigger == "load delay:1s"
    assert part.headers.get("HX-Trigger") is None
    jobs.run_due(app)
    end = client.get(address, fragment=True)
    assert "Done in part" in end.text
    assert "2 of 3 rows were written." in end.text
    assert polls(end) == {}
    assert end.headers["HX-Trigger"] == "job-ended"
    assert "Demo agent" in client.get(f"/jobs/{job_id}").text


def test_unchanged_news_is_not_read_out_and_looking_ends(client: PageClient, start: Start):
    job_id = start("Ours")
    part = client.get(f"/jobs/{job_id}/progress?looks=3&was=Waiting", fragment=True)
    assert part.all("p", id="announcer") == []
    assert list(polls(part).values()) == ["load delay:3s"]
    last = client.get(f"/jobs/{job_id}/progress?looks=500&was=Waiting", fragment=True)
    assert polls(last) == {}
    assert last.links()["Look again"] == f"/jobs/{job_id}"


def test_trouble_is_told_with_the_time_of_the_next_try(app: Flask, client: PageClient, start: Start):
    job_id = start("Ours", subject="trouble")
    jobs.run_due(app, until_idle=False)
    text = client.get(f"/jobs/{job_id}").text
    assert "Held up" in text
    assert "Voucherify is too slow to answer." in text
    assert "Trying again" in text


def test_a_page_says_when_nobody_is_there_to_do_the_work(client: PageClient, start: Start):
    job_id = start("Ours")
    assert "No worker is running" not in client.get(f"/jobs/{job_id}").text
    change(job_id, due_at=datetime.now(UTC) - timedelta(seconds=20))
    assert "flask --app webapp worker" in client.get(f"/jobs/{job_id}").text
    store.worker_lives("w1")
    assert "No worker is running" not in client.get(f"/jobs/{job_id}").text


def test_its_owner_pauses_resumes_and_cancels_a_job(app: Flask, client: PageClient, start: Start):
    job_id = start("Ours")
    page = client.submit(client.get(f"/jobs/{job_id}").form(f"/jobs/{job_id}/pause"))
    assert state_of(job_id) is State.PAUSED
    assert "Paused" in page.text
    page = client.submit(page.form(f"/jobs/{job_id}/resume"))
    assert state_of(job_id) is State.WAITING
    question = client.get(page.links()["Cancel …"])
    page = client.submit(question.form(f"/jobs/{job_id}/cancel"))
    assert "Canceling" in page.text
    jobs.run_due(app)
    assert state_of(job_id) is State.CANCELED
    ended = client.get(f"/jobs/{job_id}")
    assert "Canceled" in ended.text
    assert "Cancel …" not in ended.links()
    assert "cannot be canceled" in client.get(f"/jobs/{job_id}/cancel").text
    again = client.submit(question.form(f"/jobs/{job_id}/cancel"))
    assert "That changed nothing" in again.text


def test_others_work_is_steered_by_those_who_may(app: Flask, client: PageClient, viewer: PageClient, start: Start):
    job_id = start("Ours")
    page = viewer.get(f"/jobs/{job_id}")
    assert "Cancel …" not in page.links()
    assert page.all("form", action=f"/jobs/{job_id}/pause") == []
    token = page.all("input", name="csrf_token")[0].get("value") or ""
    for what in ("pause", "resume", "cancel"):
        viewer.post(f"/jobs/{job_id}/{what}", {"csrf_token": token}, 403)
    viewer.get(f"/jobs/{job_id}/cancel", 403)
    assert state_of(job_id) is State.WAITING
    supervisor = PageClient(app)
    supervisor.sign_in("supervisor")
    supervisor.submit(supervisor.get(f"/jobs/{job_id}").form(f"/jobs/{job_id}/pause"))
    assert state_of(job_id) is State.PAUSED
    assert client.get(f"/jobs/{job_id}").status == 200


def test_what_must_not_be_interrupted_offers_no_buttons(client: PageClient, start: Start):
    job_id = start("Ours", kind="page-test-fixed")
    page = client.get(f"/jobs/{job_id}")
    assert page.all("form", action=f"/jobs/{job_id}/pause") == []
    assert "Cancel …" not in page.links()


def test_a_job_that_is_not_there(client: PageClient):
    client.get("/jobs/999", 404)
    client.get("/jobs/999/progress", 404, fragment=True)
    client.get("/jobs/api/aa_nothing", 404)
    client.get("/jobs/api/aa_nothing/reports/1", 404)


def test_an_async_action_tells_what_came_of_it(client: PageClient, viewer: PageClient, sandbox: SandboxServer):
    action_id = import_customers(sandbox)
    page = client.get(f"/jobs/api/{action_id}")
    assert page.heading == "Import of customers from a file"
    assert "Done in part" in page.text
    assert re.search(r"joan@example.org .*birthdate", rows(page)[0])
    assert rows(page)[0].startswith("2 ")
    assert json.loads(page.all("pre")[0].text or "")["id"] == action_id
    assert polls(page) == {}
    masked = viewer.get(f"/jobs/api/{action_id}").html
    assert "joan@" not in masked
    assert "j•••@•••.org" in masked


def test_an_async_action_under_way_is_followed(client: PageClient, sandbox: SandboxServer):
    sandbox.settings(async_progress="reads:3")
    action_id = import_customers(sandbox)
    page = client.get(f"/jobs/api/{action_id}")
    assert "Waiting" in page.text
    [(address, trigger)] = polls(page).items()
    assert trigger == "load delay:1s"
    part = client.get(address, fragment=True)
    assert "Working" in part.text
    assert "66%" in part.text
    [address] = polls(part)
    end = client.get(address, fragment=True)
    assert "Done in part" in end.text
    assert polls(end) == {}


def test_a_report_is_passed_on_to_those_who_see_personal_data(
    client: PageClient, viewer: PageClient, sandbox: SandboxServer
):
    answer = sandbox.call("POST", "/v1/customers/bulk/async", json=[{"source_id": "jane", "name": "Jane"}])
    address = f"/jobs/api/{answer.json()['async_action_id']}"
    link = client.get(address).links()["Report 1 (CSV)"]
    report = client.get(link)
    assert report.headers["Content-Disposition"] == 'attachment; filename="report-1.csv"'
    assert "jane" in report.html
    client.get(f"{address}/reports/2", 404)
    assert "Report 1 (CSV)" not in viewer.get(address).links()
    viewer.get(link, 403)


@pytest.mark.usefixtures("client")
def test_the_menu_counts_ones_own_running_jobs(start: Start):
    start("Ours")
    start("Ours, too")
    change(start("Ended"), state="done", outcome="succeeded")
    assert jobs.running_count(id_of("agent")) == 2


def test_a_dashboard_whose_queue_is_dead_still_takes_work(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    app = app_for_tests(tmp_path, redis_url="redis://127.0.0.1:9/0")
    with app.app_context():
        job = jobs.start("page-test", "1", title="Ours", owner_id=None)
        assert jobs.find(job.id) == job
    assert "The queue does not answer" in caplog.text
