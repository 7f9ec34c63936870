"""Tables of exports: who asked for which."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.store.models import Base


class ExportRequest(Base):
    """An export asked for through Frontdesk; what was asked in full, its state and its file are the API's to tell.

    `token` is that of the form, which is carried out once. `export_id` is None until the API has given one, and stays
    so when its answer never came. `personal` says whether the file holds personal data. `rows` (without the header)
    and `size` in bytes are known once it has been downloaded to its end.
    """

    __tablename__ = "export_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    export_id: Mapped[str | None] = mapped_column(String(255), unique=True)
    exported_object: Mapped[str] = mapped_column(String(40))
    fields: Mapped[list[str]] = mapped_column(JSON)
    personal: Mapped[bool]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    rows: Mapped[int | None]
    size: Mapped[int | None] = mapped_column(BigInteger)
