"""Leases and forms that are carried out once, whoever asks at the same time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from webapp.store import migration, submissions
from webapp.store.database import open_database, session_scope
from webapp.store.leases import LeaseTakenError, leased
from webapp.store.models import Lease, Submission


@pytest.fixture(autouse=True)
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    migration.upgrade(engine)
    yield engine
    engine.dispose()


def test_one_at_a_time_holds_a_lease():
    inside: list[int] = []
    most: list[int] = []

    def work(number: int) -> None:
        with leased("customer cust_1"):
            inside.append(number)
            most.append(len(inside))
            inside.remove(number)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(8)))
    assert most == [1] * 8


def test_leases_of_different_names_do_not_wait_for_each_other():
    with leased("customer cust_1"), leased("customer cust_2", patience=0):
        pass


def test_a_lease_tells_nothing_of_its_name():
    with leased("customer anna@example.org" * 20), session_scope() as session:
        [lease] = session.query(Lease)
    assert "anna" not in lease.name
    assert len(lease.name) == 64


def test_nobody_waits_for_ever():
    with leased("customer cust_1"), pytest.raises(LeaseTakenError), leased("customer cust_1", patience=0.1):
        pass


def test_a_lease_is_given_back_when_the_work_fails():
    with pytest.raises(RuntimeError), leased("customer cust_1"):
        raise RuntimeError
    with leased("customer cust_1", patience=0):
        pass


def test_the_lease_of_somebody_who_died_is_taken_over_and_not_given_back_by_them():
    with leased("customer cust_1"):
        with session_scope() as session:
            session.execute(update(Lease).values(taken_at=datetime.now(UTC) - timedelta(minutes=2)))
        other = leased("customer cust_1", patience=0)
        other.__enter__()
    with pytest.raises(LeaseTakenError), leased("customer cust_1", patience=0):
        pass
    other.__exit__(None, None, None)


def test_a_form_begins_once():
    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(submissions.begin, ["token"] * 6)) == [False] * 5 + [True]


def test_a_form_that_came_to_nothing_may_begin_again():
    assert submissions.begin("token")
    submissions.forget("token")
    assert submissions.begin("token")


def test_what_a_form_led_to_is_remembered_for_a_week():
    submissions.begin("token")
    submissions.finish("token", "cust_1")
    found = submissions.find("token")
    assert found is not None
    assert found.customer_id == "cust_1"
    with session_scope() as session:
        session.execute(update(Submission).values(began_at=found.began_at - timedelta(days=8)))
    submissions.begin("another")
    assert submissions.find("token") is None
