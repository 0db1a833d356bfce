"""What four names mean once Python has run a module: one JSON object a line for each file, null for one that Python refuses.

A name's value is a list of strings, null for None, or "other"; absent names are left out.
"""
import json
import pathlib
import sys
import warnings

warnings.simplefilter("ignore")


def value(v):
    if v is None or isinstance(v, str):
        return v if v is None else [v]
    if isinstance(v, (tuple, list, set)) and all(isinstance(e, str) for e in v):
        return sorted(v) if isinstance(v, set) else list(v)
    return "other"


def answer(source):
    names = {"__builtins__": {"__import__": __import__, "True": True}}
    try:
        exec(compile(source, "module", "exec"), names)
    except BaseException:
        return None
    return {n: value(names[n]) for n in ("revision", "down_revision", "depends_on", "branch_labels") if n in names}


for path in sorted(pathlib.Path(sys.argv[1]).glob("*.py")):
    print(json.dumps(answer(path.read_bytes())))
