"""Customer imports: files on their way in, what the check found, corrections, saved mappings."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("encoding", sa.String(20), nullable=False),
        sa.Column("delimiter", sa.String(1), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("mapping", sa.JSON()),
        sa.Column("overwrite", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["file_id"], ["kept_files.id"], name="fk_imports_file_id_kept_files"),
        _by_user("imports", "owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_imports"),
    )
    op.create_index("ix_imports_file_id", "imports", ["file_id"])
    op.create_index("ix_imports_created_at", "imports", ["created_at"])
    op.create_table(
        "import_checks",
        sa.Column("import_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("schema", sa.JSON()),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("rows_with_errors", sa.Integer(), nullable=False),
        sa.Column("rows_with_warnings", sa.Integer(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("blank_lines", sa.Integer(), nullable=False),
        sa.Column("stored_rows", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.LargeBinary(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        _of_import("import_checks"),
        sa.PrimaryKeyConstraint("import_id", name="pk_import_checks"),
    )
    op.create_table(
        "import_findings",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("level", sa.String(10), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        _of_import("import_findings"),
        sa.PrimaryKeyConstraint("import_id", "line", name="pk_import_findings"),
    )
    op.create_table(
        "import_fixes",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("fixed_by", sa.Integer()),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=False),
        _of_import("import_fixes"),
        _by_user("import_fixes", "fixed_by"),
        sa.PrimaryKeyConstraint("import_id", "line", name="pk_import_fixes"),
    )
    op.create_table(
        "import_mappings",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("saved_by", sa.Integer()),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        _by_user("import_mappings", "saved_by"),
        sa.PrimaryKeyConstraint("digest", name="pk_import_mappings"),
    )


def downgrade() -> None:
    for table in ("import_mappings", "import_fixes", "import_findings", "import_checks", "imports"):
        op.drop_table(table)


def _of_import(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["import_id"], ["imports.id"], name=f"fk_{table}_import_id_imports", ondelete="CASCADE"
    )


def _by_user(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=f"fk_{table}_{column}_users", ondelete="SET NULL")
