"""Time an import or warm searches in a fresh process.

Usage: startup.py bare | import | warm LIBRARY REPEATS QUERY...
"""

from __future__ import annotations

import json
import sys
import time


def warm(path: str, repeats: int, queries: list[str]) -> dict[str, object]:
    from imageparser import Library

    library = Library.open(path)
    each = {}
    for query in queries:
        library.find(query, top=20)
        spent = []
        for _ in range(repeats):
            began = time.perf_counter()
            library.find(query, top=20)
            spent.append((time.perf_counter() - began) * 1e3)
        each[query] = sorted(spent)[len(spent) // 2]
    library.close()
    return {"ms": sorted(each.values())[len(each) // 2], "each": each}


def main() -> None:
    began = time.perf_counter()
    if sys.argv[1] == "import":
        import imageparser  # noqa: F401 - its time is what is wanted
    told: dict[str, object] = {"ms": (time.perf_counter() - began) * 1e3}
    if sys.argv[1] == "warm":
        told = warm(sys.argv[2], int(sys.argv[3]), sys.argv[4:])
    print(json.dumps(told))


if __name__ == "__main__":
    main()
