"""Imports of orders: what is known of each, its orders, its findings, and the parts in which they are sent."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import case, delete, func, insert, select, update

from webapp.store.database import session_scope
from webapp.store.models import User
from webapp.store.order_import_models import ImportedOrder, OrderFinding, OrderImport, OrderPart
from webapp.store.upload_models import KeptFile

WAITING, SENDING, SENT, DONE, REFUSED, UNKNOWN = "waiting", "sending", "sent", "done", "refused", "unknown"
OPEN = (WAITING, SENDING, SENT)
PAGE = 500


@dataclass(frozen=True)
class Found:
    """An import with its file and the name of who uploaded it."""

    record: OrderImport
    file: KeptFile
    who: str | None


@dataclass(frozen=True)
class Tally:
    """How many orders have come how far. `nameless` failed too, without the API telling which they are."""

    done: int
    failed: int
    nameless: int
    unknown: int


def create(file_id: int, owner_id: int, *, amounts: str, date_key: str) -> int:
    record = OrderImport(
        file_id=file_id, owner_id=owner_id, created_at=datetime.now(UTC), amounts=amounts, date_key=date_key
    )
    with session_scope() as session:
        session.add(record)
    return record.id


def find(import_id: int) -> Found | None:
    with session_scope() as session:
        row = session.execute(_FOUND.where(OrderImport.id == import_id)).one_or_none()
        return None if row is None else Found(*row)


def newest(most: int) -> list[Found]:
    with session_scope() as session:
        return [Found(*row) for row in session.execute(_FOUND.order_by(OrderImport.id.desc()).limit(most))]


def change(import_id: int, **values: Any) -> None:
    """Set columns of an import."""
    with session_scope() as session:
        session.execute(update(OrderImport).where(OrderImport.id == import_id).values(values))


def approve(import_id: int, user_id: int, size_of_part: int) -> bool:
    """Note that somebody has it run, and divide its orders; False where it has been approved before."""
    now = datetime.now(UTC)
    with session_scope() as session:
        changed = session.execute(
            update(OrderImport)
            .where(OrderImport.id == import_id, OrderImport.approved_at.is_(None))
            .values(approved_at=now, approved_by_id=user_id)
            .returning(OrderImport.id)
        ).all()
        if not changed:
            return False
        total = session.scalar(select(func.count()).where(ImportedOrder.import_id == import_id)) or 0
        for number, first in enumerate(range(0, total, size_of_part)):
            last = min(first + size_of_part, total)
            session.add(OrderPart(import_id=import_id, number=number, first=first, last=last, state=WAITING))
    return True


def forget_check(import_id: int) -> None:
    """Take away what an earlier check found, before another."""
    with session_scope() as session:
        session.execute(delete(OrderFinding).where(OrderFinding.import_id == import_id))
        session.execute(delete(ImportedOrder).where(ImportedOrder.import_id == import_id))


def add_checked(import_id: int, orders: Sequence[Mapping[str, Any]], findings: Sequence[Mapping[str, Any]]) -> None:
    """Keep some checked orders, and findings, each by the names of their columns."""
    with session_scope() as session:
        if orders:
            session.execute(insert(ImportedOrder), [{"import_id": import_id, **order} for order in orders])
        if findings:
            session.execute(insert(OrderFinding), [{"import_id": import_id, **finding} for finding in findings])


def findings(import_id: int, levels: Collection[str], most: int | None = None) -> Sequence[OrderFinding]:
    """Those of some levels: errors before warnings, each in the order of the file."""
    in_order = (OrderFinding.level, OrderFinding.id)
    with session_scope() as session:
        wanted = select(OrderFinding).where(OrderFinding.import_id == import_id, OrderFinding.level.in_(levels))
        return session.scalars(wanted.order_by(*in_order).limit(most)).all()


def count_findings(import_id: int, level: str) -> int:
    with session_scope() as session:
        counted = select(func.count()).where(OrderFinding.import_id == import_id, OrderFinding.level == level)
        return session.scalar(counted) or 0


def orders(import_id: int, first: int = 0, last: int | None = None) -> Iterator[ImportedOrder]:
    """The orders numbered from `first` to before `last`, read some at a time."""
    while last is None or first < last:
        upper = first + PAGE if last is None else min(first + PAGE, last)
        with session_scope() as session:
            some = session.scalars(
                select(ImportedOrder)
                .where(
                    ImportedOrder.import_id == import_id, ImportedOrder.number >= first, ImportedOrder.number < upper
                )
                .order_by(ImportedOrder.number)
            ).all()
        yield from some
        if not some:
            return
        first = upper


def failed(import_id: int) -> Sequence[ImportedOrder]:
    with session_scope() as session:
        wanted = select(ImportedOrder).where(ImportedOrder.import_id == import_id, ImportedOrder.failure.is_not(None))
        return session.scalars(wanted.order_by(ImportedOrder.number)).all()


def set_existing(import_id: int, source_ids: Collection[str]) -> None:
    """Note that the orders with these source ids exist already."""
    with session_scope() as session:
        for some in _batches(source_ids):
            session.execute(
                update(ImportedOrder)
                .where(ImportedOrder.import_id == import_id, ImportedOrder.source_id.in_(some))
                .values(exists=True)
            )


def existing(import_id: int, most: int) -> Sequence[ImportedOrder]:
    """The first orders that were found to exist already."""
    with session_scope() as session:
        wanted = select(ImportedOrder).where(ImportedOrder.import_id == import_id, ImportedOrder.exists.is_(True))
        return session.scalars(wanted.order_by(ImportedOrder.number).limit(most)).all()


def finish_dry_run(import_id: int, compared: Sequence[Mapping[str, Any]]) -> None:
    """What was not found to exist is new. `compared` are findings about orders that do, by the names of columns."""
    with session_scope() as session:
        mine = ImportedOrder.import_id == import_id
        if compared:
            session.execute(insert(OrderFinding), [{"import_id": import_id, **finding} for finding in compared])
        session.execute(update(ImportedOrder).where(mine, ImportedOrder.exists.is_(None)).values(exists=False))
        existing = session.scalar(select(func.count()).where(mine, ImportedOrder.exists.is_(True))) or 0
        session.execute(update(OrderImport).where(OrderImport.id == import_id).values(existing=existing))


def next_part(import_id: int) -> OrderPart | None:
    """The first part that has not come to its end."""
    with session_scope() as session:
        wanted = select(OrderPart).where(OrderPart.import_id == import_id, OrderPart.state.in_(OPEN))
        return session.scalar(wanted.order_by(OrderPart.first).limit(1))


def change_part(part: OrderPart, **values: Any) -> None:
    """Set columns of a part."""
    with session_scope() as session:
        session.execute(
            update(OrderPart)
            .where(OrderPart.import_id == part.import_id, OrderPart.number == part.number)
            .values(values)
        )


def split_part(part: OrderPart, most_parts: int) -> bool:
    """Make two parts of one that is to be sent anew; False for a single order, or where there are too many parts."""
    middle = (part.first + part.last) // 2
    with session_scope() as session:
        mine = OrderPart.import_id == part.import_id
        number = 1 + (session.scalar(select(func.max(OrderPart.number)).where(mine)) or 0)
        if middle == part.first or number >= most_parts:
            return False
        shortened = {"last": middle, "state": WAITING}
        session.execute(update(OrderPart).where(mine, OrderPart.number == part.number).values(shortened))
        session.add(OrderPart(import_id=part.import_id, number=number, first=middle, last=part.last, state=WAITING))
    return True


def end_part(part: OrderPart, state: str, failures: Mapping[str, str], nameless: int = 0) -> None:
    """Note how a part ended, with the API's reason for each source id that it did not take."""
    with session_scope() as session:
        for source_id, reason in failures.items():
            session.execute(
                update(ImportedOrder)
                .where(
                    ImportedOrder.import_id == part.import_id,
                    ImportedOrder.number >= part.first,
                    ImportedOrder.number < part.last,
                    ImportedOrder.source_id == source_id,
                )
                .values(failure=reason)
            )
        session.execute(
            update(OrderPart)
            .where(OrderPart.import_id == part.import_id, OrderPart.number == part.number)
            .values(state=state, nameless=nameless)
        )


def is_taken(action_id: str) -> bool:
    """Whether an async action of the API belongs to a part already."""
    with session_scope() as session:
        return session.scalar(select(OrderPart.number).where(OrderPart.action_id == action_id)) is not None


def tally(import_id: int) -> Tally:
    with session_scope() as session:
        mine = OrderPart.import_id == import_id
        size = OrderPart.last - OrderPart.first
        ended, unknown, nameless = session.execute(
            select(
                func.coalesce(func.sum(case((OrderPart.state.in_((DONE, REFUSED)), size), else_=0)), 0),
                func.coalesce(func.sum(case((OrderPart.state == UNKNOWN, size), else_=0)), 0),
                func.coalesce(func.sum(OrderPart.nameless), 0),
            ).where(mine)
        ).one()
        counted = select(func.count()).where(ImportedOrder.import_id == import_id, ImportedOrder.failure.is_not(None))
        named = session.scalar(counted) or 0
    return Tally(done=ended - named - nameless, failed=named, nameless=nameless, unknown=unknown)


def erase_before(moment: datetime) -> None:
    """Take away the orders and findings of imports older than this; that they were made stays known."""
    with session_scope() as session:
        old = select(OrderImport.id).where(OrderImport.created_at < moment, OrderImport.erased_at.is_(None))
        ids = session.scalars(old).all()
        session.execute(delete(ImportedOrder).where(ImportedOrder.import_id.in_(ids)))
        session.execute(delete(OrderFinding).where(OrderFinding.import_id.in_(ids)))
        session.execute(update(OrderImport).where(OrderImport.id.in_(ids)).values(erased_at=datetime.now(UTC)))


_FOUND = (
    select(OrderImport, KeptFile, User.name)
    .join(KeptFile, KeptFile.id == OrderImport.file_id)
    .join(User, User.id == OrderImport.owner_id, isouter=True)
)


def _batches(source_ids: Iterable[str]) -> Iterator[list[str]]:
    """Few enough for one statement."""
    every = list(source_ids)
    yield from (every[start : start + PAGE] for start in range(0, len(every), PAGE))
