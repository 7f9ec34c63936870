"""The end of the audit trail is sealed. A trail that is there already gets its seal with its next record."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit_head", sa.Column("seal", sa.String(64), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("audit_head", "seal")
