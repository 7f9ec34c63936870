"""Who asked for which export."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "export_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("export_id", sa.String(255), nullable=True),
        sa.Column("exported_object", sa.String(40), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("personal", sa.Boolean(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_export_requests_user_id_users", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_export_requests"),
        sa.UniqueConstraint("export_id", name="uq_export_requests_export_id"),
        sa.UniqueConstraint("token", name="uq_export_requests_token"),
    )
    op.create_index("ix_export_requests_user_id", "export_requests", ["user_id"])
    op.create_index("ix_export_requests_asked_at", "export_requests", ["asked_at"])


def downgrade() -> None:
    op.drop_table("export_requests")
