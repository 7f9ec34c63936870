"""The audit trail: a chain of records, and apart from it the values they are about."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_records",
        sa.Column("position", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("intent_position", sa.Integer),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer),
        sa.Column("actor_name", sa.String(255), nullable=False),
        sa.Column("actor_role", sa.String(20), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("customer_id", sa.String(255)),
        sa.Column("fields", sa.JSON, nullable=False),
        sa.Column("outcome", sa.String(20)),
        sa.Column("error", sa.String(255)),
        sa.Column("api_request_id", sa.String(255)),
        sa.Column("correlation_id", sa.String(64)),
        sa.Column("details_digest", sa.String(64)),
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_audit_records"),
    )
    op.create_index("ix_audit_records_intent_position", "audit_records", ["intent_position"], unique=True)
    for column in ("at", "actor_id", "action", "customer_id"):
        op.create_index(f"ix_audit_records_{column}", "audit_records", [column])
    op.create_table(
        "audit_details",
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("salt", sa.String(64)),
        sa.Column("document", sa.Text),
        sa.PrimaryKeyConstraint("position", name="pk_audit_details"),
        sa.ForeignKeyConstraint(
            ["position"],
            ["audit_records.position"],
            name="fk_audit_details_position_audit_records",
            ondelete="CASCADE",
        ),
    )
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    op.bulk_insert(head, [{"id": 1, "position": 0, "hash": "0" * 64}])


def downgrade() -> None:
    op.drop_table("audit_head")
    op.drop_table("audit_details")
    op.drop_table("audit_records")
