"""Work in the background."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("lane", sa.String(60), nullable=False),
        sa.Column("subject_id", sa.String(255), nullable=False),
        sa.Column("title", sa.String(255), nullable=False),
        sa.Column("owner_id", sa.Integer),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("outcome", sa.String(20)),
        sa.Column("wants", sa.String(20), nullable=False),
        sa.Column("phase", sa.String(120), nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer),
        sa.Column("message", sa.String(500), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("started_at", moment),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("finished_at", moment),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("turn_at", moment, nullable=False),
        sa.Column("troubles", sa.Integer, nullable=False),
        sa.Column("holder", sa.String(32)),
        sa.Column("held_until", moment),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name="fk_jobs_owner_id_users", ondelete="SET NULL"),
    )
    held = sa.text("holder IS NOT NULL")
    op.create_index("ix_jobs_held_lane", "jobs", ["lane"], unique=True, sqlite_where=held, postgresql_where=held)
    op.create_index("ix_jobs_state_due_at", "jobs", ["state", "due_at"])
    op.create_index("ix_jobs_kind_subject_id", "jobs", ["kind", "subject_id"])
    op.create_index("ix_jobs_owner_id_state", "jobs", ["owner_id", "state"])
    op.create_index("ix_jobs_finished_at", "jobs", ["finished_at"])
    op.create_table(
        "job_workers",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_job_workers"),
    )
    op.create_table(
        "chores",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("done_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_chores"),
    )


def downgrade() -> None:
    op.drop_table("chores")
    op.drop_table("job_workers")
    op.drop_table("jobs")
