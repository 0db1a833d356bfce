"""Where Alembic looks for revisions, for each alembic.ini of the folders given: a JSON list, or the error."""
import json
import os
import pathlib
import sys

from alembic.config import Config
from alembic.script import ScriptDirectory

for path in sys.argv[1:]:
    os.chdir(path)
    try:
        scripts = ScriptDirectory.from_config(Config("alembic.ini"))
        print(json.dumps([str(pathlib.Path(p)) for p in scripts._version_locations]))
    except Exception as e:
        print(json.dumps(f"{type(e).__name__}: {e}"))
