"""Imports of orders."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "order_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("amounts", sa.String(20), nullable=False),
        sa.Column("date_key", sa.String(255), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=True),
        sa.Column("wrong", sa.Integer(), nullable=True),
        sa.Column("existing", sa.Integer(), nullable=True),
        sa.Column("lookup_export_id", sa.String(255), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["users.id"], name="fk_order_imports_approved_by_id_users", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["file_id"], ["kept_files.id"], name="fk_order_imports_file_id_kept_files"),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name="fk_order_imports_owner_id_users", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_order_imports"),
    )
    op.create_index("ix_order_imports_owner_id", "order_imports", ["owner_id"])
    op.create_index("ix_order_imports_created_at", "order_imports", ["created_at"])
    op.create_table(
        "imported_orders",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.String(255), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("exists", sa.Boolean(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["order_imports.id"], name="fk_imported_orders_import_id_order_imports", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("import_id", "number", name="pk_imported_orders"),
    )
    op.create_table(
        "order_findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.String(255), nullable=False),
        sa.Column("level", sa.String(20), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["order_imports.id"], name="fk_order_findings_import_id_order_imports", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_order_findings"),
    )
    op.create_index("ix_order_findings_import_id", "order_findings", ["import_id"])
    op.create_table(
        "order_parts",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("action_id", sa.String(255), nullable=True),
        sa.Column("adopted", sa.Boolean(), nullable=False),
        sa.Column("nameless", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["order_imports.id"], name="fk_order_parts_import_id_order_imports", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("import_id", "number", name="pk_order_parts"),
        sa.UniqueConstraint("action_id", name="uq_order_parts_action_id"),
    )


def downgrade() -> None:
    op.drop_table("order_parts")
    op.drop_table("order_findings")
    op.drop_table("imported_orders")
    op.drop_table("order_imports")
