"""What Alembic itself says of project folders: one JSON object a line, in the order of the arguments.

A folder holds the revisions in versions/ and, in rows.json, a list of contents of the version table. In the answer: heads and
effective heads, and for each of those contents what an upgrade to the heads would run, or why it would not; or, where the files are
no graph, the error.
"""
import json
import logging
import pathlib
import sys
import warnings

from alembic.config import Config
from alembic.script import ScriptDirectory

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")


def upgrade(scripts, rows):
    try:
        steps = scripts._upgrade_revs("heads", tuple(rows))
        return {"runs": [step.revision.revision for step in steps]}
    except Exception as e:
        return {"error": f"{type(e).__name__}: {e}"}


def answer(folder):
    config = Config()
    config.set_main_option("script_location", str(folder))
    scripts = ScriptDirectory.from_config(config)
    try:
        heads = sorted(set(scripts.get_heads()))
        effective = sorted(set(scripts.revision_map._real_heads))
        scripts.revision_map._topological_sort([], [])
    except Exception as e:
        return {"error": f"{type(e).__name__}: {e}"}
    contents = json.loads((folder / "rows.json").read_text())
    return {"heads": heads, "effective": effective, "upgrades": [upgrade(scripts, rows) for rows in contents]}


for path in sys.argv[1:]:
    print(json.dumps(answer(pathlib.Path(path))), flush=True)
