"""The tables. Types are portable between SQLite and PostgreSQL; times are aware and in UTC."""

from datetime import UTC, datetime

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, MetaData, String, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC; SQLite forgets the zone, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment}  # noqa: RUF012 - SQLAlchemy reads it as it is


class User(Base):
    """Someone who has signed in, known by (issuer, subject) and never by e-mail, which can change hands."""

    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(255))
    email: Mapped[str | None] = mapped_column(String(320))
    role: Mapped[str] = mapped_column(String(20))
    blocked: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    last_signed_in_at: Mapped[datetime]


class SessionRecord(Base):
    """One browser's session, of a user or of somebody not yet signed in. `data` is JSON only the web layer reads."""

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    data: Mapped[str] = mapped_column(Text)
    began_at: Mapped[datetime]
    used_at: Mapped[datetime] = mapped_column(index=True)


class SavedSearch(Base):
    """What a user searched for. It holds personal data, so addresses carry only its random id."""

    __tablename__ = "saved_searches"
    __table_args__ = (UniqueConstraint("user_id", "digest"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    criteria: Mapped[dict[str, str]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime] = mapped_column(index=True)


class AuditRecord(Base):
    """One link of the audit chain. Written once, never changed; `webapp.audit.chain` says what its hash covers.

    `kind` is intent, outcome (of the intent at `intent_position`) or checkpoint. Nothing in it is personal data of a
    customer but the id the API gave them: values and reasons are in AuditDetails, of which only a digest is here.
    """

    __tablename__ = "audit_records"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(20))
    intent_position: Mapped[int | None] = mapped_column(index=True, unique=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor_name: Mapped[str] = mapped_column(String(255))
    actor_role: Mapped[str] = mapped_column(String(20))
    action: Mapped[str] = mapped_column(String(60), index=True)
    customer_id: Mapped[str | None] = mapped_column(String(255), index=True)
    fields: Mapped[list[str]] = mapped_column(JSON)
    outcome: Mapped[str | None] = mapped_column(String(20))
    error: Mapped[str | None] = mapped_column(String(255))
    api_request_id: Mapped[str | None] = mapped_column(String(255))
    correlation_id: Mapped[str | None] = mapped_column(String(64))
    details_digest: Mapped[str | None] = mapped_column(String(64))
    key_id: Mapped[str] = mapped_column(String(16))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditDetails(Base):
    """The values and words of one audit record, apart from the chain, so that they can be erased without breaking it.

    `document` is canonical JSON; it and `salt` are None once erased.
    """

    __tablename__ = "audit_details"

    position: Mapped[int] = mapped_column(ForeignKey("audit_records.position", ondelete="CASCADE"), primary_key=True)
    salt: Mapped[str | None] = mapped_column(String(64))
    document: Mapped[str | None] = mapped_column(Text)


class AuditHead(Base):
    """The end of the chain: one row, which whoever appends locks by changing it. `seal` is "" before the first record.

    The seal takes the key to make, so that nobody else can move the end back to an earlier record.
    """

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))


class Submission(Base):
    """A form that is carried out once, by the random token in it. `customer_id` is None until that is known."""

    __tablename__ = "submissions"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    began_at: Mapped[datetime] = mapped_column(index=True)
    customer_id: Mapped[str | None] = mapped_column(String(255))


class Lease(Base):
    """The right to read and then write one thing with nobody between. `name` is a digest of the thing's name."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(255), primary_key=True)
    holder: Mapped[str] = mapped_column(String(32))
    taken_at: Mapped[datetime]
