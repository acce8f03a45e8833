"""50,000 result lines of one job through a pipe, beside what orjson alone can write (goal P1)."""

from __future__ import annotations

import sys
from pathlib import Path

from bench import measure, peers
from bench.measure import Run, goal, middle

WORKER = Path(__file__).resolve().parents[1] / "workers" / "ipc_pipe.py"


def run(*, quick: bool = False) -> Run:
    count, rounds = (2_000, 1) if quick else (50_000, 7)
    # The peer's own orjson where it is installed: the two writers then differ in nothing but what they do.
    programs = {"ours": sys.executable, "orjson": str(peers.PYTHON) if peers.has("orjson") else sys.executable}
    runners = {
        name: lambda name=name, program=program: measure.spawn([program, WORKER, name, str(count)])
        for name, program in programs.items()
    }
    runs = measure.alternate(runners, rounds)
    speed = {name: middle(all_runs, "lines_per_s") for name, all_runs in runs.items()}
    text = f"{count:,} result lines: at least 0.5 of orjson alone"
    goals = [goal("IPC1", text, speed["ours"] / speed["orjson"], 0.5)]
    medians = {
        "result lines a second": {name: round(value) for name, value in speed.items()},
        "CPU ms": {name: round(middle(all_runs, "cpu") * 1e3, 1) for name, all_runs in runs.items()},
    }
    notes = [
        "into `wc -l`; ours makes each line from its outcome, counts it and adds a progress line for every 200; "
        f"{peers.versions('orjson')}"
    ]
    memory = {name: round(middle(all_runs, "process_rss_mb")) for name, all_runs in runs.items()}
    return measure.result("ipc_pipe", goals, medians, memory=memory, notes=notes, quick=quick)
