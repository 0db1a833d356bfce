"""guardrail_run.verdict"""
import sqlalchemy as sa
from alembic import op

revision = "27c4be90a6f4"
down_revision = "1f0a8c3b5d21"


def upgrade() -> None:
    op.add_column("guardrail_run", sa.Column("verdict", sa.Text))
