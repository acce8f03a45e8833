"""Plan a rename of a folder: `scan` it into the library, or run the operation `rename` dry; prints seconds.

Usage: rename_plan.py scan|plan FOLDER LIBRARY
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from typing import Any

from imageparser import Library
from imageparser.ipc import direct

EMOTIONS = [{"name": f"감정{number}", "tags": [f"emotion {number}"]} for number in range(20)]
CHARACTERS = [{"name": f"인물{number}", "tags": [f"character {number}", "1girl"]} for number in range(20)]
RENAME = {
    "order": ["character", "emotion"],
    "template": "[character]_[emotion]",
    "dry_run": True,
    "variables": [{"name": "character", "values": CHARACTERS}, {"name": "emotion", "values": EMOTIONS}],
}


def main() -> None:
    name, folder, path = sys.argv[1:]
    statuses: Counter[str] = Counter()
    targets: set[str] = set()

    def listen(line: dict[str, Any]) -> None:
        if line["type"] == "result":
            statuses[line["status"]] += 1
            targets.add(line["target"])

    with Library.open(path) as library:
        payload = {"folder": folder, **(RENAME if name == "plan" else {})}
        began, spent = time.perf_counter(), time.process_time()
        done = direct.run(lambda: library, "rename" if name == "plan" else "scan", payload, on_line=listen)
        wall, cpu = time.perf_counter() - began, time.process_time() - spent
    told = {"wall": wall, "cpu": cpu, "processed": done["processed"], "errors": done["errors"]}
    print(json.dumps(told | {"statuses": statuses, "targets": len(targets)}))


if __name__ == "__main__":
    main()
