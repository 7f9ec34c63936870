"""Tables of changes of many customers.

Rows are kept in blocks of about a thousand, compressed: one table row for each customer would cost ten times the time.
What is counted or filtered by stands beside them as one letter for each row.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.store.models import Base


class ChangeSet(Base):
    """One change of many customers. `state` is looking, ready, failed, running, done or canceled.

    `plan` tells how the dry run reads and what it may cost, `summary` what it found, `described` what its origin said
    of itself then, `digest` what the rows were. `seen_as` names one dry run: a confirmation is for that one only.
    `choices` are those of the confirmation, `outcomes` counts rows by what became of them.
    """

    __tablename__ = "change_sets"
    __table_args__ = (Index("ix_change_sets_origin_origin_id", "origin", "origin_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    origin: Mapped[str] = mapped_column(String(40))
    origin_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(255))
    options: Mapped[dict[str, Any]] = mapped_column(JSON)
    owner_id: Mapped[int | None]
    expected_rows: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(index=True)
    looked_at: Mapped[datetime | None]
    seen_as: Mapped[str | None] = mapped_column(String(32))
    plan: Mapped[dict[str, Any]] = mapped_column(JSON)
    summary: Mapped[dict[str, Any]] = mapped_column(JSON)
    described: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str | None] = mapped_column(String(64))
    approved_by: Mapped[int | None]
    approved_at: Mapped[datetime | None]
    confirmed_by: Mapped[int | None]
    confirmed_at: Mapped[datetime | None]
    choices: Mapped[dict[str, Any]] = mapped_column(JSON)
    outcomes: Mapped[dict[str, Any]] = mapped_column(JSON)
    finished_at: Mapped[datetime | None]
    values_erased: Mapped[bool] = mapped_column(default=False)


class ChangeBlock(Base):
    """Rows of a change set, in order. `rows` is deflated JSON, None once its values are erased.

    `kinds` has one letter for each row, what the dry run found, and `outcomes` one for what became of it; `failures`
    is deflated JSON from a row's place in the block to the reason. `sendable` rows go out in bulk, with `size` bytes.
    The large columns come last, as SQLite reads a row from its beginning to the column wanted.
    """

    __tablename__ = "change_blocks"

    change_set_id: Mapped[int] = mapped_column(ForeignKey("change_sets.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kinds: Mapped[str] = mapped_column(Text)
    outcomes: Mapped[str] = mapped_column(Text)
    sendable: Mapped[int]
    size: Mapped[int]
    failures: Mapped[bytes | None] = mapped_column(LargeBinary)
    rows: Mapped[bytes | None] = mapped_column(LargeBinary)


class ChangePart(Base):
    """Blocks that go to the API in one call. `state` is waiting, sent, accepted, done or refused.

    It is `sent` from just before the call until its answer is known, so that a call whose answer was lost is looked
    for before it is made again. `rejected` are async actions that turned out to be somebody else's.
    """

    __tablename__ = "change_parts"

    change_set_id: Mapped[int] = mapped_column(ForeignKey("change_sets.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first_block: Mapped[int]
    last_block: Mapped[int]
    rows: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    sent_at: Mapped[datetime | None]
    times_sent: Mapped[int]
    looks: Mapped[int]
    digest: Mapped[str | None] = mapped_column(String(64))
    async_action_id: Mapped[str | None] = mapped_column(String(255), index=True)
    is_adopted: Mapped[bool] = mapped_column(default=False)
    rejected: Mapped[list[str]] = mapped_column(JSON)
