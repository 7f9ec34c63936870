"""Jobs in a browser: what axe says of their pages, and a job that is followed to its end without a reload."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.support.sandbox_server import SandboxServer
from webapp.jobs import Again, Outcome, register_kind
from webapp.jobs.stepping import LEASE
from webapp.store import jobs as store
from webapp.store import users
from webapp.store.database import session_scope

NARROWEST = {"width": 360, "height": 740}
CSV = "Name,Source_id,Birthdate\nJane,jane,2000-02-29\nJoan,joan@example.org,soon\n"
LOOKED_AT, FOLLOWED = "looked-at", "followed"

for kind in (LOOKED_AT, FOLLOWED):
    register_kind(kind, lambda _: Again(), lane=kind, label="Rehearsal", url=lambda _: "/")


@pytest.fixture
def start(agent: Page) -> Callable[..., int]:
    """Puts a job of the agent's into the database, which no worker looks at, and gives its id."""
    agent.goto("/")

    def begin(kind: str, title: str, **progress: Any) -> int:
        agent_user = users.find_by_identity("demo", "agent")
        assert agent_user is not None
        values = {"kind": kind, "lane": kind, "subject_id": "1", "title": title, "owner_id": agent_user.id}
        with session_scope() as session:
            return store.add(session, **values, **progress).id

    return begin


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_overflows(
    agent: Page, start: Callable[..., int], sandbox: SandboxServer, scheme: str
) -> None:
    agent.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    action = sandbox.call("POST", "/v1/customers/importCSV", files={"file": ("c.csv", CSV)}).json()
    job_id = start(LOOKED_AT, f"Import of a-file-whose-name-is-rather-long-{scheme}.csv", done=23456, total=50000)
    for path in ("/jobs", f"/jobs/{job_id}", f"/jobs/{job_id}/cancel", f"/jobs/api/{action['async_action_id']}"):
        agent.goto(path)
        assert violations(agent) == []
        agent.set_viewport_size(NARROWEST)  # type: ignore[arg-type]
        assert agent.evaluate("document.documentElement.scrollWidth") <= NARROWEST["width"], path


def test_a_job_is_followed_to_its_end_and_the_focus_stays(agent: Page, start: Callable[..., int]) -> None:
    job_id = start(FOLLOWED, "Import of members.csv", done=1, total=4)
    agent.goto(f"/jobs/{job_id}")
    expect(agent.get_by_text("1 of 4")).to_be_visible()
    agent.get_by_role("button", name="Pause").focus()
    assert store.claim({FOLLOWED}, "the test", LEASE) is not None
    store.renew(job_id, "the test", LEASE, done=3)
    expect(agent.get_by_text("3 of 4")).to_be_visible()
    expect(agent.locator("#announcer")).to_have_text("Import of members.csv: Working")
    expect(agent.get_by_role("button", name="Pause")).to_be_focused()
    store.finish(job_id, "the test", state="done", outcome=Outcome.PARTLY, message="3 of 4 rows were written.")
    expect(agent.get_by_text("3 of 4 rows were written.")).to_be_visible()
    expect(agent.locator("#announcer")).to_have_text("Import of members.csv: Done in part")
    expect(agent.get_by_role("button", name="Pause")).to_have_count(0)
    assert violations(agent) == []


def test_the_list_renews_itself_under_the_hand_and_is_narrowed(agent: Page, start: Callable[..., int]) -> None:
    job_id = start(FOLLOWED, "Import of guests.csv", done=1, total=7)
    agent.goto("/jobs")
    row = agent.get_by_role("link", name="Import of guests.csv")
    row.focus()
    store.pause(job_id)
    expect(agent.get_by_role("row", name="Import of guests.csv")).to_contain_text("Paused")
    expect(row).to_be_focused()
    agent.get_by_label("Whose", exact=True).select_option("Mine")
    agent.wait_for_url("/jobs?whose=mine&state=")
    expect(agent.locator("#announcer")).to_contain_text("on this page")
    agent.get_by_label("State", exact=True).select_option("Finished")
    expect(row).to_have_count(0)
    assert violations(agent) == []
