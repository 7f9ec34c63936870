"""Orders of an import by their source ids, by which the dry run and the results find them."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_imported_orders_import_id_source_id", "imported_orders", ["import_id", "source_id"])


def downgrade() -> None:
    op.drop_index("ix_imported_orders_import_id_source_id", "imported_orders")
