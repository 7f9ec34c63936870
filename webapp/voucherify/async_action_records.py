"""What the API tells about work it does in the background."""

from webapp.voucherify.fields import identifier, moment, record, records, text, texts, whole_number
from webapp.voucherify.records import Record

FINISHED = frozenset({"DONE", "FAILED"})


class Enqueued(Record):
    """The receipt for work in the background; its id leads to an AsyncAction."""

    essential = ("async_action_id",)

    async_action_id = identifier()


class Failure(Record):
    """One object that could not be written.

    Imports tell `row` (counted from 1, without the header) and `reason`; bulk updates `key`, `message`, `details`.
    """

    source_id = text()
    row = whole_number()
    reason = text()
    key = text()
    message = text()
    details = text()


class AsyncResult(Record):
    """What came of it, as far as this type of work tells. Counts are of objects.

    `reports` are addresses of CSV files, there until `reports_available_till`.
    """

    message = text()
    done_count = whole_number()
    failed_count = whole_number()
    reports = texts()
    reports_available_till = moment()
    failed = records(Failure)
    errors = records(Failure)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Every object that failed, under whichever name this type of work lists them."""
        return self.failed + self.errors


class AsyncAction(Record):
    """Work in the background. `status` is ENQUEUED, IN_PROGRESS, DONE or FAILED; `progress` 0 to 100.

    DONE is not success: look at `operation_status` (SUCCESS, FAILED or UNKNOWN; some types never have it) and
    `result.failed_count`. `created_at` is when it was enqueued; `processing_time` is in milliseconds.
    """

    essential = ("id",)

    id = identifier()
    type = text()
    status = text()
    operation_status = text()
    created_at = moment()
    updated_at = moment()
    request_id = text()
    processing_time = whole_number()
    progress = whole_number()
    result = record(AsyncResult)

    @property
    def is_finished(self) -> bool:
        """Say whether it has ended, well or not."""
        return self.status in FINISHED
