"""The chain holds as long as nobody touches it, and tells where somebody did."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from webapp.audit import Action, Change, audited, entries_for_customer, erase_values, record
from webapp.audit.chain import Keys, canonical, verify
from webapp.audit.checking import check
from webapp.audit.writing import shorten
from webapp.store import audit_log
from webapp.store.database import session_scope

pytestmark = pytest.mark.usefixtures("app")

PHONE = "+48 600 100 200"


def change(customer_id: str = "cust_anna", value: str = PHONE) -> int:
    changes = [Change("phone", "+48 600 999 999", value)]
    with audited(Action.CUSTOMER_UPDATED, customer_id=customer_id, changes=changes, reason="They called") as attempt:
        pass
    return attempt.entry_id


def reason_it_is_broken() -> tuple[int, str] | None:
    broken = check().broken
    return (broken.position, broken.reason) if broken else None


def in_the_database(statement: str) -> None:
    with session_scope() as session:
        session.execute(text(statement))


def remove(positions: str) -> None:
    for table in ("audit_details", "audit_records"):
        in_the_database(f"DELETE FROM {table} WHERE position {positions}")  # noqa: S608 - written above and below


def everything_kept() -> str:
    with session_scope() as session:
        rows = [
            *session.execute(text("SELECT * FROM audit_records")),
            *session.execute(text("SELECT * FROM audit_details")),
        ]
    return repr(rows)


def test_an_empty_trail_holds():
    assert reason_it_is_broken() is None


def test_a_trail_that_nobody_touched_holds():
    for _ in range(3):
        change()
    assert reason_it_is_broken() is None


@pytest.mark.parametrize(
    ("statement", "position", "reason"),
    [
        ("UPDATE audit_records SET actor_name = 'Mallory' WHERE position = 3", 3, "it was changed after"),
        ("UPDATE audit_records SET outcome = 'failed' WHERE position = 4", 4, "it was changed after"),
        ("UPDATE audit_records SET customer_id = 'cust_bob' WHERE position = 1", 1, "it was changed after"),
        ("UPDATE audit_records SET at = '2020-01-01 00:00:00' WHERE position = 5", 5, "it was changed after"),
        ("UPDATE audit_details SET document = '{}' WHERE position = 3", 3, "its values were changed"),
        ("UPDATE audit_details SET salt = 'x' WHERE position = 3", 3, "its values were changed"),
        ("UPDATE audit_details SET document = NULL, salt = NULL WHERE position = 3", 3, "its values were erased"),
        ("DELETE FROM audit_details WHERE position = 3", 3, "its values were removed"),
        ("INSERT INTO audit_details VALUES (4, 'x', '{}')", 4, "its values were removed, or added"),
        ("UPDATE audit_records SET key_id = 'unknown' WHERE position = 2", 2, "sealed with a key"),
    ],
)
def test_an_edited_record_is_named(statement: str, position: int, reason: str):
    for _ in range(3):
        change()
    in_the_database(statement)
    found = reason_it_is_broken()
    assert found is not None
    assert found[0] == position
    assert reason in found[1]


@pytest.mark.parametrize(("removed", "named"), [("= 4", 5), ("<= 2", 3), ("> 4", 5), ("> 0", 6)])
def test_a_removed_record_is_noticed_wherever_it_stood(removed: str, named: int):
    for _ in range(3):
        change()
    remove(removed)
    found = reason_it_is_broken()
    assert found is not None
    assert found[0] == named


def test_removed_records_are_noticed_even_where_the_end_is_moved_back_to_before_them():
    for _ in range(3):
        change()
    remove("> 4")
    in_the_database("UPDATE audit_head SET position = 4, hash = (SELECT hash FROM audit_records WHERE position = 4)")
    assert reason_it_is_broken() == (5, "records at the end are missing")


def test_an_end_without_a_seal_is_not_trusted_and_the_next_record_brings_one():
    change()
    in_the_database("UPDATE audit_head SET seal = ''")
    assert reason_it_is_broken() == (2, "it is not sealed as the last; after an upgrade the next record is")
    change()
    assert reason_it_is_broken() is None


def test_a_genuine_record_of_another_past_does_not_fit():
    change()
    in_the_database("CREATE TABLE kept_head AS SELECT * FROM audit_head")
    change()
    for table in ("audit_records", "audit_details"):
        in_the_database(f"CREATE TABLE kept_{table} AS SELECT * FROM {table} WHERE position = 3")  # noqa: S608 - written above
    remove("> 2")
    in_the_database("DELETE FROM audit_head")
    in_the_database("INSERT INTO audit_head SELECT * FROM kept_head")
    change()
    assert reason_it_is_broken() is None
    remove("= 3")
    for table in ("audit_records", "audit_details"):
        in_the_database(f"INSERT INTO {table} SELECT * FROM kept_{table}")  # noqa: S608 - written above
    assert reason_it_is_broken() == (4, "it does not follow the record before it")


def test_records_that_changed_places_are_noticed():
    change()
    in_the_database("UPDATE audit_records SET position = 9 WHERE position = 2")
    change()
    in_the_database("UPDATE audit_records SET position = 2 WHERE position = 4")
    in_the_database("UPDATE audit_records SET position = 4 WHERE position = 9")
    found = reason_it_is_broken()
    assert found is not None
    assert found[0] == 2


def test_a_record_put_behind_the_end_is_noticed():
    change()
    columns = "kind, at, actor_name, actor_role, action, fields, key_id, previous_hash, hash"
    in_the_database(
        f"INSERT INTO audit_records (position, {columns}) SELECT 900, {columns} FROM audit_records WHERE position = 1"  # noqa: S608 - written above
    )
    assert reason_it_is_broken() == (900, "it was added behind the end of the trail")


def test_a_chain_mended_without_the_key_is_noticed():
    """Whoever has the database and the source can compute hashes, but not these."""
    change()
    head = audit_log.head()
    assert verify(audit_log.links(head.position), head, Keys(("another key",))).broken is not None


def test_old_records_hold_after_the_key_was_changed(app: Flask):
    change()
    app.config["AUDIT_KEYS"] = ("a new key", *app.config["AUDIT_KEYS"])
    change()
    assert reason_it_is_broken() is None
    app.config["AUDIT_KEYS"] = ("a new key",)
    assert reason_it_is_broken() == (1, "it was sealed with a key that is no longer set: add that key to AUDIT_KEY")


def test_many_writers_at_once_make_one_chain(app: Flask):
    def work(number: int) -> None:
        with app.app_context():
            change(f"cust_{number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(24)))
    assert audit_log.head()[0] == 48
    assert reason_it_is_broken() is None


def test_a_permanent_deletion_erases_old_values_and_the_chain_holds():
    change()
    change("cust_bob", "+48 601 000 000")
    with audited(Action.CUSTOMER_CREATED, changes=[Change("name", new="Anna Nowak")]) as attempt:
        attempt.customer_id = "cust_anna"
    with audited(Action.CUSTOMER_DELETED_PERMANENTLY, customer_id="cust_anna", reason="Ticket 4711") as attempt:
        attempt.result["events"] = 12
    assert reason_it_is_broken() is None
    kept = everything_kept()
    assert PHONE not in kept
    assert "Anna Nowak" not in kept
    assert "+48 601 000 000" in kept
    erasure, deletion, creation, update = entries_for_customer("cust_anna").entries
    assert erasure.action == Action.AUDIT_VALUES_ERASED
    assert deletion.reason == "Ticket 4711"
    assert deletion.result == {"events": 12}
    assert creation.erased
    assert creation.fields == ("name",)
    assert update.erased
    assert update.changes == ()


def test_the_entry_of_a_permanent_deletion_takes_no_values():
    with (
        pytest.raises(ValueError, match="may hold no values"),
        audited(Action.CUSTOMER_DELETED_PERMANENTLY, customer_id="cust_anna", changes=[Change("name", "Anna")]),
    ):
        pass
    assert audit_log.head()[0] == 0


def test_values_erased_for_one_customer_do_not_excuse_those_of_another():
    change("cust_bob")
    erase_values("cust_anna")
    in_the_database("UPDATE audit_details SET document = NULL, salt = NULL WHERE position = 1")
    assert reason_it_is_broken() == (1, "its values were erased, and not by a permanent deletion")


def test_shortening_leaves_a_chain_that_holds():
    for _ in range(3):
        change()
    assert shorten(datetime.now(UTC) + timedelta(seconds=1)) == 6
    last = change()
    assert reason_it_is_broken() is None
    assert [entry.id for entry in entries_for_customer("cust_anna").entries] == [last]


def test_shortening_keeps_what_is_young_enough():
    change()
    assert shorten(datetime.now(UTC) - timedelta(days=1)) == 0
    assert audit_log.head()[0] == 2


def test_more_removed_than_the_checkpoint_says_is_noticed():
    for _ in range(2):
        change()
    shorten(datetime.now(UTC) + timedelta(seconds=1))
    change()
    remove("= 5")
    found = reason_it_is_broken()
    assert found is not None
    assert found[0] == 6


def test_a_record_that_is_done_at_once_is_an_entry_too():
    entry_id = record(Action.AUDIT_EXPORTED, entries=3)
    assert entry_id == 1
    assert reason_it_is_broken() is None


def test_json_has_one_spelling():
    assert canonical({"b": [1, None], "a": "ż"}) == '{"a":"ż","b":[1,null]}'
