"""Imports of orders as the pages show them. Pure."""

from dataclasses import dataclass
from datetime import datetime

from webapp.jobs import Job, State
from webapp.order_imports.amounts import Amounts
from webapp.store.order_imports import Found, Tally


@dataclass(frozen=True)
class Row:
    """One import in the list."""

    import_id: int
    file: str
    who: str
    at: datetime
    orders: int | None
    state: str
    tone: str


@dataclass(frozen=True)
class Summary:
    """What the check and the dry run have come to; a count is None until they have."""

    orders: int | None
    wrong: int | None
    fine: int | None
    existing: int | None
    new: int | None
    in_words: str
    date_key: str
    is_checked: bool
    is_approved: bool
    can_run: bool
    can_go_on: bool
    can_check_again: bool


def row_of(found: Found, check: Job | None, run: Job | None) -> Row:
    state, tone = _state(found, check, run)
    record = found.record
    return Row(record.id, found.file.name, found.who or "", record.created_at, record.orders, state, tone)


def summary_of(found: Found, check: Job | None, run: Job | None, *, has_open_parts: bool) -> Summary:
    record = found.record
    fine = None if record.orders is None else record.orders - (record.wrong or 0)
    is_checked, is_approved = record.existing is not None, record.approved_at is not None
    is_erased = record.erased_at is not None
    return Summary(
        orders=record.orders,
        wrong=record.wrong,
        fine=fine,
        existing=record.existing,
        new=None if fine is None or record.existing is None else fine - record.existing,
        in_words="money" if record.amounts == Amounts.AS_MONEY else "hundredths",
        date_key=record.date_key,
        is_checked=is_checked,
        is_approved=is_approved,
        can_run=is_checked and not is_approved and bool(fine) and not is_erased,
        can_go_on=is_approved and has_open_parts and not is_erased and (run is None or run.state.has_ended),
        can_check_again=not is_checked and not is_erased and (check is None or check.state.has_ended),
    )


def results_of(tally: Tally, wrong: int) -> tuple[tuple[str, int, str], ...]:
    """The figures of the result that say something: what, how many, and their tone."""
    every = (
        ("imported", tally.done, "good"),
        ("not taken by Voucherify", tally.failed + tally.nameless, "bad"),
        ("not known", tally.unknown, "warn"),
        ("left out by the check", wrong, "warn"),
    )
    return tuple(figure for figure in every if figure[1] or figure[0] == "imported")


def _state(found: Found, check: Job | None, run: Job | None) -> tuple[str, str]:
    if found.record.approved_at is not None:
        if run is None or not run.state.has_ended:
            return "being imported", "warn"
        return ("ended", "good") if run.state is State.DONE else ("stopped", "bad")
    if found.record.existing is not None:
        return "checked, not yet imported", "warn"
    if check is not None and check.state.has_ended:
        return "cannot be imported", "bad"
    return "being checked", "warn"
