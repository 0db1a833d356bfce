"""The SQL that Alembic's offline mode emits for PostgreSQL for each body of upgrade() in a JSON file: one JSON list a line, or the error."""
import io
import json
import sys
import warnings

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy.dialects import postgresql

warnings.simplefilter("ignore")


class Statements(io.StringIO):
    """Offline mode writes a statement at a time."""

    def __init__(self):
        super().__init__()
        self.all = []

    def write(self, text):
        if text.strip():
            self.all.append(text.strip())
        return len(text)


for body in json.load(open(sys.argv[1])):
    out = Statements()
    context = MigrationContext.configure(dialect_name="postgresql", opts={"as_sql": True, "output_buffer": out})
    try:
        with Operations.context(context) as op:
            exec(body, {"op": op, "sa": sa, "postgresql": postgresql})
        print(json.dumps(out.all))
    except Exception as e:
        print(json.dumps(f"{type(e).__name__}: {e}"))
