"""index on guardrail_run.token"""
from alembic import op

revision = "3b9d62f7e018"
down_revision = "27c4be90a6f4"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.create_index("guardrail_run_token", "guardrail_run", ["token"], postgresql_concurrently=True)
