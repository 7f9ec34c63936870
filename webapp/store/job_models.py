"""Tables of work in the background."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.store.models import Base

LONGEST_TITLE = 255
LONGEST_MESSAGE = 500


class JobRecord(Base):
    """One piece of work. What it is about is in `kind` and `subject_id`; `title` is plain words, never personal.

    `due_at` is when its next step may begin, `turn_at` when its last one did (at first: when it was made), by which
    jobs of one lane take turns. Whoever carries out a step holds it by `holder` until `held_until`. `troubles` counts
    the steps in a row that came to nothing because something did not answer.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        # One step at a time in each lane, by the database's word.
        Index(
            "ix_jobs_held_lane",
            "lane",
            unique=True,
            sqlite_where=text("holder IS NOT NULL"),
            postgresql_where=text("holder IS NOT NULL"),
        ),
        Index("ix_jobs_state_due_at", "state", "due_at"),
        Index("ix_jobs_kind_subject_id", "kind", "subject_id"),
        Index("ix_jobs_owner_id_state", "owner_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    lane: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[str] = mapped_column(String(255))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str | None] = mapped_column(String(20))
    wants: Mapped[str] = mapped_column(String(20))
    phase: Mapped[str] = mapped_column(String(120), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    message: Mapped[str] = mapped_column(String(LONGEST_MESSAGE), default="")
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(index=True)
    due_at: Mapped[datetime]
    turn_at: Mapped[datetime]
    troubles: Mapped[int] = mapped_column(default=0)
    holder: Mapped[str | None] = mapped_column(String(32))
    held_until: Mapped[datetime | None]


class WorkerRecord(Base):
    """A process that carries out jobs, and when it last said that it lives."""

    __tablename__ = "job_workers"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    seen_at: Mapped[datetime]


class ChoreRecord(Base):
    """Something that is done once a day, and when it last was."""

    __tablename__ = "chores"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    done_at: Mapped[datetime]
