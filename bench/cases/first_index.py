"""A library of 1,000 pictures where 10 changed: the second index touches 10."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

from bench import data, measure, peers
from bench.measure import Run, goal

if TYPE_CHECKING:
    from pathlib import Path

SIDE = 96


def paint(path: Path, seed: int) -> None:
    from fixtures import pictures, png  # noqa: PLC0415 - `data` has put it on the path

    assert data.KINDS
    png.write(path, pictures.scene(SIDE, SIDE, seed=seed), color=png.RGB, filters=(1,), level=1)


def make(root: Path, count: int) -> Path:
    shutil.rmtree(root, ignore_errors=True)
    for number in range(count):
        folder = root / "pictures" / f"{number // 100:02}"
        if number % 100 == 0:
            folder.mkdir(parents=True)
        paint(folder / f"{number:04}.png", number)
    return root / "pictures"


def index(pictures: Path, phases: str) -> Run:
    words = ["index", pictures, "--phases", phases, "--json", "--no-progress"]
    return measure.spawn([sys.executable, "-m", "imageparser", *words, "--library", pictures.parent / "library.sqlite"])


def run(*, quick: bool = False) -> Run:
    count, phases = (60, "P") if quick else (1_000, "P,MC,VV,MV")
    pictures = make(peers.BUILD / "first-index", count)
    first = index(pictures, phases)
    again = index(pictures, phases)
    changed = sorted(pictures.rglob("*.png"))[:: count // 10][:10]
    for number, path in enumerate(changed):
        before = path.stat()
        paint(path, 100_000 + number)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1_000_000_000))
    partial = index(pictures, phases)
    last = phases.split(",")[-1]
    touched = {phase: told["done"] for phase, told in partial["phases"].items()}
    goals = [
        goal("I1", f"first index of {count} does {count}", first["phases"]["P"]["done"], count),
        goal("I2", "10 changed: every phase touches at most 10", max(touched.values()), 10, least=False),
        goal("I3", "10 changed: every phase touches at least 10", touched[last], 10),
        goal(
            "I4",
            "nothing changed: no phase touches any",
            max(p["done"] for p in again["phases"].values()),
            0,
            least=False,
        ),
    ]
    medians = {
        "seconds, first": round(first["elapsed_s"], 2),
        "seconds, nothing changed": round(again["elapsed_s"], 2),
        "seconds, 10 changed": round(partial["elapsed_s"], 2),
        "touched": touched,
    }
    memory = {"first": round(first["process_rss_mb"]), "10 changed": round(partial["process_rss_mb"])}
    return measure.result("first_index", goals, medians, memory=memory, quick=quick)
