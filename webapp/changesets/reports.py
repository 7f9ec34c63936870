"""What the API reports on a part, row by row."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from webapp.changesets.exported import csv_rows
from webapp.voucherify import Voucherify
from webapp.voucherify.async_action_records import AsyncAction, Failure
from webapp.voucherify.errors import Forbidden, NotFound, Unauthorized

YES = "true"


@dataclass(frozen=True)
class Report:
    """By source id: whether the customer was `found` before, and why a row failed. `rows` it speaks of in all.

    `is_there` is false when the API has no report (any more), so that only `failures` are known.
    """

    rows: int | None = None
    found: Mapping[str, bool] = field(default_factory=dict)
    failures: Mapping[str, str] = field(default_factory=dict)
    is_there: bool = True


def report_of(client: Voucherify, action: AsyncAction, rows_sent: int) -> Report:
    """Read what a finished async action tells. Raise VoucherifyError where the API does not answer."""
    result = action.result
    failures = {failure.source_id: reason_of(failure) for failure in result.failures if failure.source_id}
    counts = (result.done_count, result.failed_count)
    rows = sum(count or 0 for count in counts) if any(count is not None for count in counts) else None
    found: dict[str, bool] = {}
    try:
        for address in result.reports:
            with client.async_actions.download_report(address) as download:
                table = csv_rows(download)
                places = {title.strip().lower(): place for place, title in enumerate(next(table, []))}
                source_id, was_found, updated = (places.get(name) for name in ("source_id", "found", "updated"))
                if source_id is None or was_found is None or updated is None:
                    return Report(rows, found, failures, is_there=False)
                for cells in table:
                    if cells[updated].lower() == YES:
                        found[cells[source_id]] = cells[was_found].lower() == YES
                    else:
                        failures.setdefault(cells[source_id], "The API did not write it, and gave no reason.")
    except (Unauthorized, Forbidden, NotFound):  # its link has expired
        return Report(rows, found, failures, is_there=False)
    is_whole = bool(result.reports) and len(found) + len(failures) >= rows_sent
    return Report(rows, found, failures, is_there=is_whole)


def reason_of(failure: Failure) -> str:
    """Why a row failed, in the API's words."""
    return ": ".join(filter(None, [failure.message or failure.key, failure.details])) or "The API gave no reason."
