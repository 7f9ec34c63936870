"""The check of a file and the dry run after it: what is wrong, and which orders exist already. Nothing is written."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from flask import url_for

from webapp.jobs import Again, Finished, Job, Outcome, Work, latest_of, register_kind, start
from webapp.money import Money
from webapp.order_imports.amounts import Amounts
from webapp.order_imports.checking import Checked, Rules, check_order
from webapp.order_imports.comparing import comparison
from webapp.order_imports.files import orders_of
from webapp.order_imports.findings import Level, UnreadableFileError
from webapp.order_imports.reading import read_schema
from webapp.rendering import formats
from webapp.service import voucherify
from webapp.store import order_imports
from webapp.store.order_import_models import OrderImport
from webapp.store.order_imports import Found
from webapp.tables import Dialect, read_records
from webapp.voucherify.errors import NotFound, VoucherifyError
from webapp.voucherify.order_records import Order

KIND = "order_imports.check"
BATCH = 500
MOST_FINDINGS = 20_000  # that are kept to be shown
FEW = 100  # orders that are looked up one by one
MOST_COMPARED = 100  # existing orders that are read to tell what would change
FEW_LOOKS = 10  # between two signs of progress
PAUSE_SECONDS = 2.0
AS_EXPORTED = Dialect("utf-8-sig", ",")


def start_check(import_id: int, owner_id: int) -> Job:
    """Have the file checked, from the beginning."""
    order_imports.change(import_id, orders=None, wrong=None, existing=None, lookup_export_id=None)
    return start(KIND, str(import_id), title=f"Check of order import {import_id}", owner_id=owner_id)


def check_of(import_id: int) -> Job | None:
    """The latest check of a file, running or not."""
    return latest_of(KIND, str(import_id))


def check(work: Work) -> Again | Finished:
    """One step: the file as a whole, and then the question which of its orders exist."""
    found = order_imports.find(int(work.job.subject_id))
    if found is None or found.record.erased_at or found.record.approved_at:
        return Finished(Outcome.CANCELED, "There is nothing to check any more.")
    if found.record.orders is None:
        work.progress(0, phase="Checking the orders")
        return _check_file(found, work)
    if found.record.existing is not None:  # the worker was killed after all of it was written down
        return Finished(Outcome.SUCCEEDED)
    work.progress(found.record.orders, found.record.orders, "Looking which orders exist already")
    return _look_up(work, found)


def _check_file(found: Found, work: Work) -> Again | Finished:
    import_id = found.record.id
    schema = read_schema(voucherify())
    amounts, date_key = Amounts(found.record.amounts), found.record.date_key
    rules = Rules(amounts, Money(formats().currency), date_key, schema, formats().zone, datetime.now(UTC))
    order_imports.forget_check(import_id)
    keeper = _Keeper(import_id)
    try:
        for line, raw in orders_of(found.file.id):
            keeper.add(check_order(line, raw, rules))
            if keeper.seen % BATCH == 0:
                work.progress(keeper.seen)
    except UnreadableFileError as flaw:
        order_imports.forget_check(import_id)
        where = f"Line {flaw.line:,}: " if flaw.line else ""
        return Finished(Outcome.FAILED, f"{where}{flaw} Nothing of the file is imported.")
    keeper.write()
    order_imports.change(import_id, orders=keeper.seen, wrong=keeper.wrong)
    return Again()


class _Keeper:
    """Writes what is checked to the database, some at a time, and knows which source ids have been there."""

    def __init__(self, import_id: int) -> None:
        self._import_id = import_id
        self._lines: dict[str, int] = {}
        self._orders: list[dict[str, object]] = []
        self._findings: list[dict[str, object]] = []
        self._findings_kept = 0
        self.seen = self.wrong = self.fine = 0

    def add(self, checked: Checked) -> None:
        self.seen += 1
        first = self._lines.setdefault(checked.source_id, checked.line)
        if checked.source_id and first != checked.line:
            checked.error(f"The order at place {first:,} has the same source_id.")
        for finding in checked.findings[: MOST_FINDINGS - self._findings_kept]:
            self._findings_kept += 1
            self._findings.append(
                {
                    "line": finding.line,
                    "source_id": finding.source_id[:255],
                    "level": finding.level.value,
                    "sentence": finding.sentence,
                }
            )
        if checked.is_fine:
            self._orders.append(
                {
                    "number": self.fine,
                    "line": checked.line,
                    "source_id": checked.source_id,
                    "document": checked.document,
                }
            )
            self.fine += 1
        else:
            self.wrong += 1
        if len(self._orders) + len(self._findings) >= BATCH:
            self.write()

    def write(self) -> None:
        order_imports.add_checked(self._import_id, self._orders, self._findings)
        self._orders, self._findings = [], []


def _look_up(work: Work, found: Found) -> Again | Finished:
    """Few orders are read one by one; for many the API makes an export of all that there are."""
    record = found.record
    fine = (record.orders or 0) - (record.wrong or 0)
    if fine > FEW:
        return _look_up_by_export(work, found)
    stored = {order.source_id: _stored(order.source_id) for order in order_imports.orders(record.id)}
    order_imports.set_existing(record.id, [source_id for source_id, order in stored.items() if order])
    return _ended(work, record, stored.__getitem__)


def _look_up_by_export(work: Work, found: Found) -> Again | Finished:
    import_id, export_id = found.record.id, found.record.lookup_export_id
    if export_id is None:
        export = voucherify().orders.export(fields=["source_id"], order="created_at")
        order_imports.change(import_id, lookup_export_id=export.id)
        return Again(PAUSE_SECONDS)
    try:
        export = voucherify().exports.get(export_id)
    except NotFound:  # it served a step that did not come to its end, or somebody has deleted it
        order_imports.change(import_id, lookup_export_id=None)
        return Again()
    if not export.is_finished:
        return Again(PAUSE_SECONDS)
    if not export.result.url:
        return Finished(Outcome.FAILED, "Voucherify could not tell which orders exist. Check again.")
    with voucherify().exports.download(export) as file:
        some: set[str] = set()
        for row in read_records(file, AS_EXPORTED):
            some.add(row.cells[0])
            if len(some) == BATCH:
                order_imports.set_existing(import_id, some)
                some.clear()
        order_imports.set_existing(import_id, some)
    with suppress(VoucherifyError):  # it has served, and nobody misses anything should it stay
        voucherify().exports.delete(export_id)
    return _ended(work, found.record, _stored)


def _ended(work: Work, record: OrderImport, stored_of: Callable[[str], Order | None]) -> Finished:
    """The end of the dry run: the first orders that exist are compared with what is stored."""
    compared = []
    for place, order in enumerate(order_imports.existing(record.id, MOST_COMPARED)):
        if stored := stored_of(order.source_id):
            sentence = comparison(order.document, stored, formats())
            compared.append(
                {"line": order.line, "source_id": order.source_id, "level": Level.CHANGE.value, "sentence": sentence}
            )
        if place % FEW_LOOKS == 0:
            work.progress(record.orders or 0, phase="Comparing with the orders that exist")
    order_imports.finish_dry_run(record.id, compared)
    return Finished(Outcome.SUCCEEDED)


def _stored(source_id: str) -> Order | None:
    try:
        return voucherify().orders.get(source_id)
    except (NotFound, ValueError):
        return None


def _url(job: Job) -> str:
    return url_for("order_imports.page", import_id=int(job.subject_id))


register_kind(KIND, check, lane="check", label="Check of orders", url=_url)
