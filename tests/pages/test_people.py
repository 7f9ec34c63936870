"""The page on which an admin sees who signs in, and shuts somebody out at once."""

from pathlib import Path

import pytest
from flask import Flask

from tests.support.app import app_for_tests
from tests.support.page_client import Page, PageClient
from webapp.audit import Action
from webapp.store import users
from webapp.store.database import session_scope
from webapp.store.models import AuditRecord


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return app_for_tests(tmp_path)


@pytest.fixture
def admin(app: Flask) -> PageClient:
    client = PageClient(app)
    client.sign_in("admin")
    return client


@pytest.fixture
def agent(app: Flask) -> PageClient:
    client = PageClient(app)
    client.sign_in("agent")
    return client


def id_of(role: str) -> int:
    user = users.find_by_identity("demo", role)
    assert user is not None
    return user.id


def press(client: PageClient, action: str, role: str) -> Page:
    return client.submit(client.get("/people").form(f"/people/{id_of(role)}/{action}"))


def audited_actions() -> list[str]:
    with session_scope() as session:
        return [record.action for record in session.query(AuditRecord).filter_by(kind="intent")]


@pytest.mark.usefixtures("agent")
def test_the_page_lists_people_with_their_role_and_browsers(admin: PageClient):
    rows = [" ".join(row.itertext()).split() for row in admin.get("/people").all("tr")]
    assert [row[:3] for row in rows[1:]] == [["Demo", "admin", "admin"], ["Demo", "agent", "agent"]]
    assert "This is you" in " ".join(rows[1])
    assert "1 browser" in " ".join(rows[2])


@pytest.mark.usefixtures("admin")
def test_only_admins_see_it(agent: PageClient):
    assert "People" not in agent.get("/").links()
    agent.get("/people", 403)


def test_a_blocked_person_is_out_with_their_next_click(admin: PageClient, agent: PageClient):
    page = press(admin, "block", "agent")
    assert "Demo agent is blocked and signed out everywhere." in page.text
    assert agent.get("/").heading == "Sign in"
    press(admin, "unblock", "agent")
    agent.sign_in("agent")
    assert audited_actions() == [Action.PERSON_BLOCKED, Action.PERSON_UNBLOCKED]


def test_a_person_can_be_signed_out_everywhere(admin: PageClient, agent: PageClient):
    press(admin, "sign-out", "agent")
    assert agent.get("/").heading == "Sign in"
    assert agent.sign_in("agent") == "/"
    assert audited_actions() == [Action.PERSON_SIGNED_OUT]


@pytest.mark.usefixtures("agent")
@pytest.mark.parametrize("action", ["block", "unblock", "sign-out"])
def test_nobody_acts_on_themselves_or_on_nobody(admin: PageClient, action: str):
    token = admin.get("/people").form(f"/people/{id_of('agent')}/block").filled()
    admin.post(f"/people/{id_of('admin')}/{action}", token, 403)
    admin.post(f"/people/999/{action}", token, 404)
    assert audited_actions() == []


def test_many_people_are_paged(admin: PageClient):
    for number in range(60):
        users.signed_in("https://id.example", str(number), name=f"Person {number}", email=None, role="viewer")
    first = admin.get("/people")
    second = admin.get(first.links()["Earlier"])
    assert (len(first.all("tr")), len(second.all("tr"))) == (51, 12)
    assert second.links()["Later"] == "/people?page=1"


def test_a_blocked_demo_person_cannot_sign_in(admin: PageClient, agent: PageClient):
    press(admin, "block", "agent")
    form = agent.get("/auth/sign-in").form("/auth/demo")
    assert agent.submit(form, 403, button="agent").heading == "You are blocked in Frontdesk"
