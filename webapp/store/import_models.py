"""The tables of customer imports: the file as it is read, what the check found, what was corrected."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.store.models import Base

_DOCUMENT = JSON(none_as_null=True)


class Import(Base):
    """A file of customers on its way in. Mapping and headers are JSON that the imports room reads.

    `revision` counts up whenever the file is read or mapped in another way: whatever was found out under an earlier
    one no longer holds. Once `erased_at` is set, the file, its findings and its corrections are gone.
    """

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("kept_files.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(index=True)
    encoding: Mapped[str] = mapped_column(String(20))
    delimiter: Mapped[str] = mapped_column(String(1))
    reasons: Mapped[list[str]] = mapped_column(JSON)
    headers: Mapped[list[str]] = mapped_column(JSON)
    mapping: Mapped[dict[str, Any] | None] = mapped_column(_DOCUMENT)
    overwrite: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=0)
    erased_at: Mapped[datetime | None]


class ImportCheck(Base):
    """What a whole pass over an import's file found, under the mapping and the schema it went by.

    `left_out` are the lines of all rows with errors, packed; `stored_rows` tells how many rows with findings are kept
    as ImportFindings.
    """

    __tablename__ = "import_checks"

    import_id: Mapped[int] = mapped_column(
        ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    schema: Mapped[dict[str, Any] | None] = mapped_column(_DOCUMENT)
    rows: Mapped[int]
    rows_with_errors: Mapped[int]
    rows_with_warnings: Mapped[int]
    findings: Mapped[dict[str, int]] = mapped_column(JSON)
    blank_lines: Mapped[int]
    stored_rows: Mapped[int]
    left_out: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    checked_at: Mapped[datetime]


class ImportFinding(Base):
    """A row of which something was found: its cells, and the findings as JSON. `codes` are words between spaces."""

    __tablename__ = "import_findings"

    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    level: Mapped[str] = mapped_column(String(10))
    codes: Mapped[str] = mapped_column(Text)
    cells: Mapped[list[str]] = mapped_column(JSON)
    findings: Mapped[list[list[Any]]] = mapped_column(JSON)


class ImportFix(Base):
    """The cells that stand in for those of one row of the file, which itself is never changed."""

    __tablename__ = "import_fixes"

    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cells: Mapped[list[str]] = mapped_column(JSON)
    fixed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    fixed_at: Mapped[datetime]


class SavedMapping(Base):
    """How a set of headers was mapped last, by a digest of the project and the headers."""

    __tablename__ = "import_mappings"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    saved_at: Mapped[datetime]
