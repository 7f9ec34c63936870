"""An intent before the work, an outcome after it, whatever happens between them."""

from contextlib import nullcontext

import pytest
from flask import Flask

from webapp.audit import Action, Change, Outcome, audited, entries_for_customer, find_entry
from webapp.store import audit_log, audit_search
from webapp.store.audit_search import Criteria
from webapp.voucherify import UNSET
from webapp.voucherify.errors import InvalidRequest, Problem, TimedOut

pytestmark = pytest.mark.usefixtures("app")

WRITE = "PUT /v1/customers/{customerId}"


def outcome_after(error: BaseException | None) -> Outcome:
    """How an entry reads whose work ended with this error, which goes on to whoever asked for the work."""
    expected = nullcontext() if error is None else pytest.raises(type(error))
    with expected, audited(Action.CUSTOMER_UPDATED, customer_id="cust_anna"):
        if error is not None:
            raise error
    return entries_for_customer("cust_anna").entries[0].outcome


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (None, Outcome.SUCCEEDED),
        (InvalidRequest(WRITE), Outcome.FAILED),
        (TimedOut(WRITE), Outcome.UNKNOWN),
        (RuntimeError(), Outcome.UNKNOWN),
        (KeyboardInterrupt(), Outcome.UNKNOWN),
    ],
)
def test_the_outcome_is_told_by_how_the_work_ended(error: BaseException | None, outcome: Outcome):
    assert outcome_after(error) == outcome


def test_the_intent_is_on_record_before_the_work_begins():
    with audited(Action.CUSTOMER_UPDATED, customer_id="cust_anna", changes=[Change("name", "Anna", "Ann")]) as attempt:
        entry = find_entry(attempt.entry_id)
        assert entry is not None
        assert entry.outcome is Outcome.UNKNOWN  # as it would read had the process died here
        assert entry.changes == (Change("name", "Anna", "Ann"),)


def test_without_an_intent_on_record_nothing_is_done(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(app.config, "AUDIT_KEYS", ())
    done = []
    with pytest.raises(IndexError), audited(Action.CUSTOMER_UPDATED, customer_id="cust_anna"):
        done.append("the call")
    assert done == []


def test_a_failure_leaves_what_the_api_said_to_look_it_up_by():
    problem = Problem(status=400, key="invalid_payload", request_id="v-0123", details="anna@example.org is taken")
    outcome_after(InvalidRequest(WRITE, problem))
    [entry] = entries_for_customer("cust_anna").entries
    assert (entry.error, entry.api_request_id) == ("InvalidRequest invalid_payload", "v-0123")


def test_a_created_customer_is_found_by_the_id_that_only_the_answer_told():
    with audited(Action.CUSTOMER_CREATED, changes=[Change("name", new="Anna")]) as attempt:
        attempt.customer_id = "cust_new"
    [entry] = entries_for_customer("cust_new").entries
    assert entry.customer_id == "cust_new"
    assert find_entry(attempt.entry_id, "cust_other") is None


def test_absent_null_and_false_stay_three_things():
    changes = [Change("metadata.a", UNSET, None), Change("metadata.b", None, False), Change("metadata.c.d", 0, UNSET)]
    with audited(Action.CUSTOMER_UPDATED, customer_id="cust_anna", changes=changes):
        pass
    [entry] = entries_for_customer("cust_anna").entries
    assert entry.changes == tuple(changes)
    assert entry.changes[2].path == ("metadata", "c.d")


def test_entries_page_without_gaps_or_doubles():
    for _ in range(7):
        outcome_after(None)
    seen, before = [], None
    while True:
        page = entries_for_customer("cust_anna", before=before, limit=3)
        seen += [entry.id for entry in page.entries]
        before = page.next_before
        if before is None:
            break
    assert seen == [13, 11, 9, 7, 5, 3, 1]


def test_the_search_takes_an_intent_without_outcome_for_unknown():
    outcome_after(None)
    with audited(Action.CUSTOMER_UPDATED, customer_id="cust_anna"):
        assert audit_search.count(Criteria(outcome="unknown")) == 1
    assert audit_search.count(Criteria(outcome="unknown")) == 0
    assert audit_search.count(Criteria(outcome="succeeded", customer_id="cust_anna")) == 2
    assert audit_log.head()[0] == 4
