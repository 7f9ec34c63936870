"""Tables of order imports: the file, the orders in it, what the check found, and the parts in which they are sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.store.models import Base


class OrderImport(Base):
    """An import of orders. `amounts` says how the file writes them, `date_key` which key of metadata takes the date.

    Counts are None until the check and the dry run have come to them: `orders` in the file, `wrong` ones that are
    not sent, `existing` ones that will be updated. `lookup_export_id` is the export that tells which exist.
    `approved_at` is when somebody had it run. Once `erased_at` is known, the orders are gone.
    """

    __tablename__ = "order_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("kept_files.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    amounts: Mapped[str] = mapped_column(String(20))
    date_key: Mapped[str] = mapped_column(String(255))
    orders: Mapped[int | None]
    wrong: Mapped[int | None]
    existing: Mapped[int | None]
    lookup_export_id: Mapped[str | None] = mapped_column(String(255))
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    erased_at: Mapped[datetime | None]


class ImportedOrder(Base):
    """One order without errors, numbered from 0 as they stand in the file. `document` is the object that is sent.

    `line` is its place among all: in a table the line, in JSON the number from 1.

    `exists` is None until the dry run has looked. `failure` is the API's reason where it did not take the order.
    """

    __tablename__ = "imported_orders"
    __table_args__ = (Index("ix_imported_orders_import_id_source_id", "import_id", "source_id"),)

    import_id: Mapped[int] = mapped_column(ForeignKey("order_imports.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line: Mapped[int]
    source_id: Mapped[str] = mapped_column(String(255))
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    exists: Mapped[bool | None]
    failure: Mapped[str | None] = mapped_column(Text)


class OrderFinding(Base):
    """What the check has to say about one order of the file, or at `line` 0 about all of it."""

    __tablename__ = "order_findings"

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("order_imports.id", ondelete="CASCADE"), index=True)
    line: Mapped[int]
    source_id: Mapped[str] = mapped_column(String(255))
    level: Mapped[str] = mapped_column(String(20))
    sentence: Mapped[str] = mapped_column(Text)


class OrderPart(Base):
    """Orders that are sent with one request: those numbered from `first` to before `last`.

    `state` is waiting, sending (written before the request leaves), sent (`action_id` is known), done, refused (by the
    API, all of it) or unknown (the API gave up in the middle). A refused part of several orders
    is divided, to find the one that is wrong. It is `adopted` when the action was found among the
    API's own, after the answer to the request was lost. `nameless` failures told no source_id.
    """

    __tablename__ = "order_parts"

    import_id: Mapped[int] = mapped_column(ForeignKey("order_imports.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first: Mapped[int]
    last: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    sent_at: Mapped[datetime | None]
    action_id: Mapped[str | None] = mapped_column(String(255), unique=True)
    adopted: Mapped[bool] = mapped_column(default=False)
    nameless: Mapped[int] = mapped_column(default=0)
