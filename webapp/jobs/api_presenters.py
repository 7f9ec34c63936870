"""The API's async actions as pages show them. Pure."""

import json
from dataclasses import dataclass
from datetime import datetime

from webapp.jobs.presenters import Condition
from webapp.voucherify.async_action_records import AsyncAction, AsyncResult, Failure

MOST_FAILURES = 200

OBJECTS = {
    "CAMPAIGN": "the vouchers of a campaign",
    "CAMPAIGNS": "campaigns",
    "CUSTOMERS": "customers",
    "ORDERS": "orders",
    "PRODUCTS": "products",
    "SKUS": "SKUs",
    "VOUCHERS": "vouchers",
}
WORK = {
    "IMPORT": "Import of {}",
    "IMPORT_CSV": "Import of {} from a file",
    "BULK_UPDATE": "Change of many {}",
    "METADATA_UPDATE": "Change of the metadata of many {}",
    "METADATA_KEY_PURGE": "Removal of a metadata key from {}",
    "UPDATE": "Change of {}",
    "DELETE": "Deletion of {}",
    "GENERATE": "Generation of {}",
}


@dataclass(frozen=True)
class FailureRow:
    """One object that failed. `row` is counted from 1 without the header; None where the API names none."""

    row: int | None
    key: str
    reason: str


@dataclass(frozen=True)
class ApiJob:
    """An async action with what came of it; counts are None where the API gives none."""

    id: str
    title: str
    type: str | None
    condition: Condition
    message: str | None
    percent: int | None
    done_count: int | None
    failed_count: int | None
    created_at: datetime | None
    updated_at: datetime | None
    seconds: float | None
    has_ended: bool
    has_result: bool
    failures: tuple[FailureRow, ...]
    has_more_failures: bool
    reports: int
    reports_available_till: datetime | None
    raw_json: str


def present(action: AsyncAction) -> ApiJob:
    """Present an async action that was read with its result."""
    result: AsyncResult = action.result
    failures = result.failures
    return ApiJob(
        id=action.id,
        title=title_of(action.type),
        type=action.type,
        condition=_condition_with_result(action, result),
        message=result.message,
        percent=percent_of(action),
        done_count=result.done_count,
        failed_count=result.failed_count,
        created_at=action.created_at,
        updated_at=action.updated_at,
        seconds=None if action.processing_time is None else action.processing_time / 1000,
        has_ended=action.is_finished,
        has_result=bool(result.raw),
        failures=tuple(_row(failure) for failure in failures[:MOST_FAILURES]),
        has_more_failures=len(failures) > MOST_FAILURES,
        reports=len(result.reports),
        reports_available_till=result.reports_available_till,
        raw_json=json.dumps(action.to_json(), indent=2, ensure_ascii=False),
    )


def title_of(kind: str | None) -> str:
    """A type in words: CUSTOMERS.IMPORT_CSV is "Import of customers from a file". Others stand for themselves."""
    objects, _, work = (kind or "").partition(".")
    words = WORK.get(work.removeprefix("VOUCHERS_")), OBJECTS.get(objects)
    if words[0] is None or words[1] is None:
        return kind or "Work of an unknown type"
    return words[0].format(words[1]).replace("many the", "the")


def condition_in_list(action: AsyncAction) -> Condition:
    """What can be told without the result, which lists do not carry: that it finished, not how."""
    match action.status:
        case "ENQUEUED":
            return Condition("Waiting", "plain")
        case "IN_PROGRESS":
            return Condition("Working", "busy")
        case "FAILED":
            return Condition("Failed", "bad")
        case "DONE":
            return Condition("Failed", "bad") if action.operation_status == "FAILED" else Condition("Finished", "ended")
    return Condition("Not known", "warn")


def percent_of(action: AsyncAction) -> int | None:
    return None if action.progress is None else max(0, min(100, action.progress))


def _condition_with_result(action: AsyncAction, result: AsyncResult) -> Condition:
    told = condition_in_list(action)
    if action.status != "DONE" or told.tone == "bad":
        return told
    if result.failed_count:
        return Condition("Done in part", "warn") if result.done_count else Condition("Failed", "bad")
    if action.operation_status == "SUCCESS" or result.done_count is not None:
        return Condition("Done", "good")
    return Condition("Outcome not known", "warn")


def _row(failure: Failure) -> FailureRow:
    reasons = [text for text in (failure.reason, failure.message, failure.details) if text]
    return FailureRow(failure.row, failure.source_id or failure.key or "", ": ".join(reasons) or "no reason given")
