"""Tables of bulk edits: who was selected, and what is wanted of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.store.models import Base

LONGEST_NAME = 255


class BulkSelection(Base):
    """Customers selected from a list. `ids` are those that were ticked; None stands for all that the list holds.

    `listed` says which list it was, as JSON only the web layer reads; None where the customers came from no list.
    `count` is how many they were then. `schema` is the project's schema for customers as read then, None where it
    could not be read; `other_keys` are metadata keys beyond it that were seen, with the kinds of their values.
    """

    __tablename__ = "bulk_selections"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(index=True)
    ids: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    listed: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    segment_name: Mapped[str | None] = mapped_column(String(LONGEST_NAME))
    count: Mapped[int]
    schema: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    other_keys: Mapped[dict[str, str]] = mapped_column(JSON)


class BulkChange(Base):
    """What is wanted of the customers of a selection: `values` by flat name, None for what is to be cleared.

    `token` is that of the form, which is carried out once.
    """

    __tablename__ = "bulk_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    selection_id: Mapped[int] = mapped_column(ForeignKey("bulk_selections.id", ondelete="CASCADE"), index=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
