"""What pages say of jobs and of the API's async actions, and how one list is made of both."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from webapp.jobs import Job, Outcome, State, Wants
from webapp.jobs.api_presenters import condition_in_list, present, title_of
from webapp.jobs.listing import API_PAGE_SIZE, PAGE_SIZE, Position, listing_of
from webapp.jobs.presenters import DELAYS_IN_SECONDS, condition_of, poll_after, progress_of
from webapp.voucherify import Page
from webapp.voucherify.async_action_records import AsyncAction

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)


def job(number: int = 1, **changes: Any) -> Job:
    values: dict[str, Any] = {
        "id": number,
        "kind": "from-the-future",
        "subject_id": "1",
        "title": "A test",
        "owner_id": None,
        "state": State.WORKING,
        "outcome": None,
        "wants": Wants.NOTHING,
        "phase": "",
        "done": 0,
        "total": None,
        "message": "",
        "created_at": NOON,
        "started_at": NOON,
        "updated_at": NOON,
        "finished_at": None,
        "due_at": NOON,
        "troubles": 0,
    }
    return Job(**{**values, **changes})


def action(number: int, seconds: int, **fields: Any) -> AsyncAction:
    created_at = (NOON + timedelta(seconds=seconds)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return AsyncAction({"id": f"aa_{number}", "status": "DONE", "created_at": created_at, **fields})


def ids(rows: tuple[Any, ...]) -> list[Any]:
    return [row.job_id or row.action_id for row in rows]


@pytest.mark.parametrize(
    ("changes", "words", "tone"),
    [
        ({"state": State.WAITING}, "Waiting", "plain"),
        ({}, "Working", "busy"),
        ({"troubles": 2}, "Held up", "warn"),
        ({"troubles": 2, "wants": Wants.PAUSE}, "Pausing", "wait"),
        ({"state": State.PAUSED}, "Paused", "wait"),
        ({"wants": Wants.CANCEL}, "Canceling", "wait"),
        ({"state": State.DONE, "outcome": Outcome.SUCCEEDED}, "Done", "good"),
        ({"state": State.DONE, "outcome": Outcome.PARTLY}, "Done in part", "warn"),
        ({"state": State.DONE, "outcome": Outcome.UNKNOWN}, "Outcome not known", "warn"),
        ({"state": State.FAILED, "outcome": Outcome.FAILED}, "Failed", "bad"),
        ({"state": State.CANCELED, "outcome": Outcome.CANCELED}, "Canceled", "ended"),
    ],
)
def test_each_state_has_a_word_and_a_tone(changes: dict[str, Any], words: str, tone: str):
    condition = condition_of(job(**changes))
    assert (condition.words, condition.tone) == (words, tone)


def test_looks_become_rarer_and_end_after_half_an_hour():
    delays: list[int] = []
    while (seconds := poll_after(len(delays))) is not None:
        delays.append(seconds)
    assert tuple(delays[:8]) == DELAYS_IN_SECONDS
    assert set(delays[8:]) == {20}
    assert 29 * 60 <= sum(delays) <= 31 * 60


def test_what_goes_on_is_never_all_of_it():
    assert progress_of(job(done=999, total=1000)).percent == 99
    assert progress_of(job(done=1000, total=1000)).percent == 99
    assert progress_of(job(done=1000, total=1000, state=State.DONE, outcome=Outcome.SUCCEEDED)).percent == 100
    assert progress_of(job(done=5)).percent is None


def test_a_kind_that_this_version_does_not_know_offers_nothing_but_an_end():
    shown = progress_of(job(), now=NOON)
    assert (shown.label, shown.url, shown.can_pause, shown.can_cancel) == ("from-the-future", None, False, False)


def test_a_job_waits_long_after_15_seconds_unless_it_rests():
    late = NOON + timedelta(seconds=16)
    assert progress_of(job(state=State.WAITING), now=late).waits_long
    assert not progress_of(job(state=State.WAITING), now=NOON + timedelta(seconds=14)).waits_long
    assert not progress_of(job(state=State.PAUSED), now=late).waits_long


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("CUSTOMERS.IMPORT_CSV", "Import of customers from a file"),
        ("CUSTOMERS.BULK_UPDATE", "Change of many customers"),
        ("CUSTOMERS.METADATA_UPDATE", "Change of the metadata of many customers"),
        ("ORDERS.IMPORT", "Import of orders"),
        ("CAMPAIGN.VOUCHERS_GENERATE", "Generation of the vouchers of a campaign"),
        ("VOUCHERS.METADATA_KEY_PURGE", "Removal of a metadata key from vouchers"),
        ("MOONS.IMPORT", "MOONS.IMPORT"),
        (None, "Work of an unknown type"),
    ],
)
def test_types_of_async_actions_in_words(kind: str | None, words: str):
    assert title_of(kind) == words


@pytest.mark.parametrize(
    ("fields", "in_list", "opened"),
    [
        ({"status": "ENQUEUED"}, "Waiting", "Waiting"),
        ({"status": "IN_PROGRESS"}, "Working", "Working"),
        ({"status": "FAILED"}, "Failed", "Failed"),
        ({"status": "NEW_ONE"}, "Not known", "Not known"),
        ({"result": None}, "Finished", "Outcome not known"),
        ({"operation_status": "FAILED"}, "Failed", "Failed"),
        ({"operation_status": "SUCCESS"}, "Finished", "Done"),
        ({"result": {"done_count": 3, "failed_count": 0}}, "Finished", "Done"),
        ({"result": {"done_count": 3, "failed_count": 1}}, "Finished", "Done in part"),
        ({"result": {"done_count": 0, "failed_count": 1}}, "Finished", "Failed"),
    ],
)
def test_done_is_not_success(fields: dict[str, Any], in_list: str, opened: str):
    read = action(1, 0, **fields)
    assert condition_in_list(read).words == in_list
    assert present(read).condition.words == opened


def test_failures_of_imports_and_of_bulk_updates_read_alike():
    failed = [{"row": 2, "source_id": "joan", "reason": "no date"}]
    errors = [{"source_id": "jack", "key": "not_valid", "message": "Not valid", "details": "no date"}, {"key": "gone"}]
    rows = present(action(1, 0, result={"failed": failed, "errors": errors})).failures
    assert [(row.row, row.key, row.reason) for row in rows] == [
        (2, "joan", "no date"),
        (None, "jack", "Not valid: no date"),
        (None, "gone", "no reason given"),
    ]


def test_both_kinds_are_merged_by_time():
    own = [job(2, created_at=NOON + timedelta(seconds=30)), job(1, created_at=NOON)]
    found = listing_of(own, Page((action(1, 40), action(2, 20))), Position(), {})
    assert ids(found.rows) == ["aa_1", 2, "aa_2", 1]
    assert found.next is None


def test_a_full_page_goes_on_where_it_stopped_in_both():
    own = [job(number, created_at=NOON + timedelta(seconds=number)) for number in range(PAGE_SIZE + 1, 0, -1)]
    found = listing_of(own, Page((action(1, 20), action(2, -5))), Position(), {})
    assert len(found.rows) == PAGE_SIZE
    assert found.next == Position(own=3, api=action(1, 20).raw["created_at"])


def test_what_shares_an_instant_stays_together():
    actions = tuple(action(number, -number) for number in range(PAGE_SIZE - 1))
    same = (action(100, -50), action(101, -50), action(102, -51))
    found = listing_of([], Page(actions + same), Position(), {})
    assert ids(found.rows)[-2:] == ["aa_100", "aa_101"]
    assert found.next == Position(api=same[0].raw["created_at"])


def test_own_jobs_wait_for_the_async_actions_between_them():
    """The API has more, older than the last it gave: what is older still is for a later page."""
    actions = tuple(action(number, -number, status="DONE") for number in range(API_PAGE_SIZE))
    own = [job(2, created_at=NOON + timedelta(seconds=5)), job(1, created_at=NOON - timedelta(days=1))]
    found = listing_of(own, Page(actions, has_more=True), Position(), {}, is_open=True)
    assert ids(found.rows) == [2]
    assert found.next == Position(own=2, api=actions[-2].raw["created_at"])
    later = listing_of(own[1:], Page(actions[-1:]), found.next or Position(), {}, is_open=True)
    assert ids(later.rows) == [1]
    assert later.next is None


def test_without_the_api_our_own_go_on():
    own = [job(number, created_at=NOON + timedelta(seconds=number)) for number in range(PAGE_SIZE + 1, 0, -1)]
    found = listing_of(own, None, Position(api="2026-05-03"), {})
    assert found.next == Position(own=2, api="2026-05-03")
