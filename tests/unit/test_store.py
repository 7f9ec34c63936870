"""The store: people and their searches, in the shape the migrations make."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, func, select, text, update

from webapp.store import migration, saved_searches, users
from webapp.store.database import open_database, session_scope
from webapp.store.every_table import Base
from webapp.store.models import SavedSearch, User

CRITERIA = {"q": "anna@example.org", "city": "Łódź"}


@pytest.fixture(autouse=True)
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'new folder' / 'store.sqlite3'}")
    migration.upgrade(engine)
    yield engine
    engine.dispose()


def person(subject: str = "anna", **changes: str) -> User:
    return users.signed_in("https://id.example", subject, **{"name": "Anna", "email": None, "role": "agent", **changes})


def let_time_pass(span: timedelta) -> None:
    """Move every search into the past."""
    with session_scope() as session:
        for search in session.scalars(select(SavedSearch)):
            search.used_at -= span


def rename_everybody_and_fail() -> None:
    with session_scope() as session:
        session.execute(update(User).values(name="Somebody else"))
        raise RuntimeError


def test_the_migrations_make_what_the_models_say(database: Engine):
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_an_upgrade_can_be_repeated(database: Engine):
    migration.upgrade(database)
    assert migration.is_up_to_date(database)


def test_a_database_without_migrations_is_not_up_to_date(tmp_path: Path):
    engine = open_database(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    assert not migration.is_up_to_date(engine)
    engine.dispose()


def test_sqlite_holds_foreign_keys_and_lets_readers_pass_writers(database: Engine):
    with database.connect() as connection:
        settings = [connection.scalar(text(f"PRAGMA {name}")) for name in ("foreign_keys", "journal_mode")]
    assert settings == [1, "wal"]


def test_signing_in_again_updates_the_same_user():
    first, again = person(), person(name="Anna Nowak", role="supervisor")
    assert again.id == first.id
    assert (again.name, again.role) == ("Anna Nowak", "supervisor")
    assert again.created_at == first.created_at
    assert again.last_signed_in_at > first.last_signed_in_at


def test_users_are_known_by_issuer_and_subject_never_by_email():
    assert person("anna", email="desk@example.org").id != person("jan", email="desk@example.org").id


def test_times_come_back_aware_and_in_utc():
    found = users.find(person().id)
    assert found is not None
    assert found.created_at.utcoffset() == timedelta(0)


def test_signing_in_does_not_lift_a_block():
    users.set_blocked(person().id, blocked=True)
    assert person().blocked


def test_the_same_search_keeps_its_id():
    anna = person().id
    first = saved_searches.remember(anna, CRITERIA)
    assert saved_searches.remember(anna, dict(reversed(CRITERIA.items()))) == first
    assert saved_searches.remember(anna, {**CRITERIA, "city": "Kraków"}) != first
    assert saved_searches.recall(anna, first) == CRITERIA


def test_a_search_is_its_users_own():
    anna, jan = person("anna").id, person("jan").id
    search = saved_searches.remember(anna, CRITERIA)
    assert saved_searches.recall(jan, search) is None
    assert saved_searches.remember(jan, CRITERIA) != search
    assert saved_searches.recall(anna, "unknown") is None


def test_searches_are_forgotten_after_thirty_days():
    anna = person().id
    old = saved_searches.remember(anna, CRITERIA)
    let_time_pass(timedelta(days=29))
    fresh = saved_searches.remember(anna, {"q": "jan"})
    assert saved_searches.recall(anna, old) == CRITERIA
    let_time_pass(timedelta(days=2))
    saved_searches.remember(anna, {"q": "jan"})
    assert saved_searches.recall(anna, old) is None
    assert saved_searches.recall(anna, fresh) == {"q": "jan"}


def test_one_search_sent_many_times_at_once_is_one_search():
    anna = person().id
    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(lambda _: saved_searches.remember(anna, CRITERIA), range(24)))
    assert len(ids) == 1
    with session_scope() as session:
        assert session.scalar(select(func.count()).select_from(SavedSearch)) == 1


def test_work_that_fails_leaves_nothing_behind():
    user_id = person().id
    with pytest.raises(RuntimeError):
        rename_everybody_and_fail()
    found = users.find(user_id)
    assert found is not None
    assert found.name == "Anna"


def test_errors_do_not_quote_what_was_written():
    with pytest.raises(Exception, match="FOREIGN KEY") as caught:
        saved_searches.remember(999, CRITERIA)
    assert "anna@example.org" not in str(caught.value)
