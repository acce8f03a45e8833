"""A rename of 50,000 pictures that is really done, and its undo, beside `os.rename` in a plain loop."""

from __future__ import annotations

import shutil
import sys

from bench import measure, peers
from bench.cases.rename_plan import WORKER, pictures
from bench.measure import Run, goal, middle


def fresh(count: int) -> list[str]:
    """Return the folder and the library of a copy that nobody has renamed anything in."""
    root = peers.BUILD / f"rename-apply-{count}"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(pictures(count) / "pictures", root / "pictures", copy_function=shutil.copy2)
    words = [str(root / "pictures"), str(root / "library.sqlite")]
    measure.spawn([sys.executable, WORKER, "scan", *words])
    return words


def run(*, quick: bool = False) -> Run:
    count, rounds = (500, 1) if quick else (50_000, 3)
    words = fresh(count)
    contenders = {
        "ours": lambda: measure.spawn([sys.executable, WORKER, "apply", *words]),
        "os.rename": lambda: measure.spawn([sys.executable, WORKER, "loop", *words]),
    }
    runs = measure.alternate(contenders, rounds)
    for told in runs["ours"]:
        assert told["statuses"] == {"OK": count}, told
        assert told["undone"] == count, told
    speed = {
        "rename": count / middle(runs["ours"], "wall"),
        "undo": count / middle(runs["ours"], "undo_wall"),
        "os.rename in a loop": count / middle(runs["os.rename"], "wall"),
    }
    medians = {
        "files a second": {name: round(value) for name, value in speed.items()},
        "microseconds of CPU per file": {
            "rename": round(middle(runs["ours"], "cpu") / count * 1e6, 1),
            "undo": round(middle(runs["ours"], "undo_cpu") / count * 1e6, 1),
            "os.rename in a loop": round(middle(runs["os.rename"], "cpu") / count * 1e6, 1),
        },
    }
    notes = [
        "as rename_plan, then really done and taken back: plan and journal written and brought to the disk first, each "
        "file checked and renamed without replacing, rows and states written some dozen files at a time; the loop asks "
        "nothing and keeps nothing"
    ]
    memory = {"ours": round(middle(runs["ours"], "process_rss_mb"))}
    back = middle(runs["ours"], "undone")
    goals = [
        goal("RN2", f"rename of {count:,} files, really done and taken back: all are where they were", back, count)
    ]
    return measure.result("rename_apply", goals, medians, memory=memory, notes=notes, quick=quick)
