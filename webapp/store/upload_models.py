"""The tables of files that people hand over."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.store.models import Base


class KeptFile(Base):
    """A file as it was handed over. Until `sha256` is known it is not whole; once `erased_at` is, its bytes are gone.

    The name may be personal: it is shown and never logged.
    """

    __tablename__ = "kept_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    size: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    erased_at: Mapped[datetime | None]


class FilePiece(Base):
    """The bytes of a file, cut into pieces of one size, numbered from 0."""

    __tablename__ = "file_pieces"

    file_id: Mapped[int] = mapped_column(ForeignKey("kept_files.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)
