"""A rescan where nothing changed, beside `find -printf` and a Python scandir + SQLite compare."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from bench import measure, peers
from bench.measure import Run, goal, middle

WORKER = Path(__file__).resolve().parents[1] / "workers" / "rescan.py"


def tree(files: int) -> Path:
    """Make `files` small files, a hundred in a folder, twenty folders in a folder."""
    root = peers.BUILD / f"tree-{files}"
    if (root / "complete").is_file():
        return root / "pictures"
    for number in range(files):
        folder = root / "pictures" / f"d{number // 2000:03}" / f"s{number // 100 % 20:02}"
        if number % 100 == 0:
            folder.mkdir(parents=True, exist_ok=True)
        (folder / f"img_{number:06}.jpg").write_bytes(b"%d" % number * 8)
    (root / "complete").touch()
    return root / "pictures"


def find(root: Path) -> Run:
    """Time `find`, which looks at every file but compares nothing."""
    program = shutil.which("find")
    done = measure.spawn([str(program), root, "-type", "f", "-printf", "%s %T@\n"])
    return {"cpu": done["process_cpu"], "wall": done["process_wall"]}


def run(*, quick: bool = False) -> Run:
    files = 2_000 if quick else 100_000
    root = tree(files)
    state = root.parent / "state"
    shutil.rmtree(state, ignore_errors=True)
    state.mkdir()
    first = {name: measure.spawn([sys.executable, WORKER, name, "first", root, state]) for name in ("ours", "python")}
    assert first["ours"]["added"] == files, first
    runners = {
        name: lambda name=name: measure.spawn([sys.executable, WORKER, name, "again", root, state])
        for name in ("ours", "python")
    }
    runs = measure.alternate(runners | {"find": lambda: find(root)}, 1 if quick else 7)
    for name in ("ours", "python"):
        assert all(r["unchanged"] == files and r["added"] == r["changed"] == 0 for r in runs[name]), runs[name]
    cpu = {name: middle(all_runs, "cpu") for name, all_runs in runs.items()}
    goals = [
        goal(
            "S1",
            "rescan, nothing changed: CPU at most 0.8 of find -printf",
            cpu["ours"] / cpu["find"],
            0.8,
            least=False,
        ),
        goal(
            "S2", "rescan: CPU at most 0.25 of Python scandir + SQLite", cpu["ours"] / cpu["python"], 0.25, least=False
        ),
    ]
    medians = {
        "CPU ms": {name: round(value * 1e3, 1) for name, value in cpu.items()},
        "wall ms": {name: round(middle(all_runs, "wall") * 1e3, 1) for name, all_runs in runs.items()},
        "first scan, wall ms": {name: round(told["wall"] * 1e3) for name, told in first.items()},
    }
    notes = [
        f"{files} files, warm cache; ours opens the library, loads the known state, walks and compares; "
        "interpreter start and imports are left out for both Python contenders, find's start is in"
    ]
    memory = {name: round(middle(runs[name], "process_rss_mb")) for name in ("ours", "python")}
    return measure.result("rescan", goals, medians, memory=memory, notes=notes, quick=quick)
