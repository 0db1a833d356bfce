"""guardrail_run"""
import sqlalchemy as sa
from alembic import op

revision = "1f0a8c3b5d21"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "guardrail_run",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    )
