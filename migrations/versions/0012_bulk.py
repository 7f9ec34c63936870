"""Bulk edits: who was selected, and what is wanted of them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bulk_selections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ids", sa.JSON(), nullable=True),
        sa.Column("listed", sa.JSON(), nullable=True),
        sa.Column("segment_name", sa.String(255), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("schema", sa.JSON(), nullable=True),
        sa.Column("other_keys", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name="fk_bulk_selections_owner_id_users", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_bulk_selections"),
    )
    op.create_index("ix_bulk_selections_created_at", "bulk_selections", ["created_at"])
    op.create_table(
        "bulk_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("selection_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["selection_id"],
            ["bulk_selections.id"],
            name="fk_bulk_changes_selection_id_bulk_selections",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_bulk_changes"),
        sa.UniqueConstraint("token", name="uq_bulk_changes_token"),
    )
    op.create_index("ix_bulk_changes_selection_id", "bulk_changes", ["selection_id"])


def downgrade() -> None:
    op.drop_table("bulk_changes")
    op.drop_table("bulk_selections")
