"""Rename a folder: `scan` it into the library first, `plan` it only, or `apply` it and take it back; prints seconds.

Usage: rename_plan.py scan|plan|apply FOLDER LIBRARY
       rename_plan.py loop FOLDER LIBRARY       every file there and back with os.rename, nothing else
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from imageparser import Library
from imageparser.ipc import direct

EMOTIONS = [{"name": f"감정{number}", "tags": [f"emotion {number}"]} for number in range(20)]
CHARACTERS = [{"name": f"인물{number}", "tags": [f"character {number}", "1girl"]} for number in range(20)]
RENAME = {
    "order": ["character", "emotion"],
    "template": "[character]_[emotion]",
    "variables": [{"name": "character", "values": CHARACTERS}, {"name": "emotion", "values": EMOTIONS}],
}


Listener = Callable[[dict[str, Any]], None]


def timed(library: Library, op: str, payload: dict[str, Any], listen: Listener | None = None) -> dict[str, Any]:
    """Run an operation; return its last line with seconds of wall and CPU."""
    began, spent = time.perf_counter(), time.process_time()
    done = direct.run(lambda: library, op, payload, on_line=listen)
    return {"done": done, "wall": time.perf_counter() - began, "cpu": time.process_time() - spent}


def loop(folder: Path) -> None:
    names = sorted(path.name for path in folder.iterdir())
    began, spent = time.perf_counter(), time.process_time()
    for name in names:
        os.rename(folder / name, folder / f"_{name}")  # noqa: PTH104 - this is what is measured
    told = {"wall": time.perf_counter() - began, "cpu": time.process_time() - spent}
    for name in names:
        (folder / f"_{name}").rename(folder / name)
    print(json.dumps(told))


def main() -> None:
    name, folder, path = sys.argv[1:]
    if name == "loop":
        loop(Path(folder))
        return
    statuses: Counter[str] = Counter()
    targets: set[str] = set()

    def listen(line: dict[str, Any]) -> None:
        if line["type"] == "result":
            statuses[line["status"]] += 1
            targets.add(line["target"])

    with Library.open(path) as library:
        op = "scan" if name == "scan" else "rename"
        given = {} if name == "scan" else {**RENAME, "dry_run": name == "plan"}
        ran = timed(library, op, {"folder": folder, **given}, listen)
        done = ran.pop("done")
        told = {**ran, "processed": done["processed"], "errors": done["errors"], "statuses": statuses}
        told["targets"] = len(targets)
        if name == "apply":
            back = timed(library, "undo", {"job": done["payload"]["job"], "dry_run": False})
            told |= {"undone": back["done"]["processed"], "undo_wall": back["wall"], "undo_cpu": back["cpu"]}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
