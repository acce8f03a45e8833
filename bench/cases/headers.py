"""Reading headers beside imagesize and Pillow (H1), text chunks of a NovelAI picture beside Pillow's `.text` (H2)."""

from __future__ import annotations

import sys
from pathlib import Path

from bench import data, measure, peers
from bench.cases.thumbs import listing
from bench.measure import Run, goal, middle, ratio

WORKER = Path(__file__).resolve().parents[1] / "workers" / "headers.py"


def run(*, quick: bool = False) -> Run:
    folder = data.corpus(quick=quick)
    files = data.files(folder, ("jpg", "png", "nai"))
    pictures = data.files(folder, ("nai",), 6)
    repeats = 3 if quick else 200
    python = {"ours": sys.executable, "ours, batch": sys.executable, "ours, text": sys.executable}
    if not quick:
        python |= {name: str(peers.PYTHON) for name in ("imagesize", "pillow") if peers.has(name)}
        python |= {"pillow, text": str(peers.PYTHON)} if peers.has("pillow") else {}
    with listing(files) as all_files, listing(pictures) as novelai:
        runners = {
            name: lambda name=name, program=program: measure.spawn(
                [program, WORKER, name, str(repeats), novelai if name.endswith("text") else all_files]
            )
            for name, program in python.items()
        }
        runs = measure.alternate(runners, 1 if quick else 5)
    us = {name: middle(all_runs, "us") for name, all_runs in runs.items()}
    call, batch = us["ours"], us["ours, batch"]
    goals = [
        goal("H1", "header: at least 1.0 x imagesize per call", ratio(us.get("imagesize"), call), 1.0),
        goal("H1b", "header: at least 2 x imagesize in a batch", ratio(us.get("imagesize"), batch), 2.0),
        goal("H1c", "header: at least 4 x Pillow", ratio(us.get("pillow"), call), 4.0),
        goal(
            "H2", "NovelAI text: at least 200 x Pillow's .text", ratio(us.get("pillow, text"), us["ours, text"]), 200.0
        ),
    ]
    medians = {"microseconds of CPU per file": {name: round(value, 2) for name, value in us.items()}}
    notes = [f"{len(files)} files, warm, one thread; {peers.versions('imagesize', 'pillow')}"]
    return measure.result("headers", goals, medians, notes=notes, quick=quick)
