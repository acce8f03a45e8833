"""Content digests beside hashlib's SHA-256 and the blake3 package."""

from __future__ import annotations

import random
import sys
from pathlib import Path

from bench import measure, peers
from bench.measure import Run, goal, middle, ratio

WORKER = Path(__file__).resolve().parents[1] / "workers" / "digest.py"


def folder(label: str, files: int, size: int) -> Path:
    """Make `files` files of `size` random bytes."""
    root = peers.BUILD / f"digest-{label}"
    if len(list(root.glob("*"))) != files:
        root.mkdir(parents=True, exist_ok=True)
        dice = random.Random(label)  # noqa: S311 - repeatable on purpose
        for number in range(files):
            (root / f"{number:05}.bin").write_bytes(dice.randbytes(size))
    return root


def run(*, quick: bool = False) -> Run:
    rounds = 1 if quick else 5
    big = folder("quick-big" if quick else "big", 4 if quick else 120, 2 << 20)
    small = folder("quick-small" if quick else "small", 100 if quick else 10_000, 4096)
    contenders = {"ours, 1 thread": sys.executable, "ours, all threads": sys.executable, "sha256": sys.executable}
    if not quick and peers.has("blake3"):
        contenders["blake3, its threads"] = str(peers.PYTHON)

    def race(root: Path, names: list[str]) -> dict[str, list[Run]]:
        runners = {name: lambda name=name: measure.spawn([contenders[name], WORKER, name, root]) for name in names}
        return measure.alternate(runners, rounds)

    large, tiny = race(big, list(contenders)), race(small, ["ours, 1 thread", "sha256"])
    cpu, wall = middle(large["ours, 1 thread"], "cpu"), middle(large["ours, all threads"], "wall")
    blake3 = middle(large["blake3, its threads"], "wall") if "blake3, its threads" in large else None
    per_second = measure.median([run["files"] / run["cpu"] for run in tiny["ours, 1 thread"]])
    goals = [
        goal("D1", "2 MB files: at least 9 x hashlib sha256 (CPU)", ratio(middle(large["sha256"], "cpu"), cpu), 9.0),
        goal("D2", "2 MB files: at least 0.9 of the blake3 package with its threads (wall)", ratio(blake3, wall), 0.9),
        goal("D3", "4 KB files: at least 130,000 per CPU second", per_second, 130_000),
    ]

    def rate(runs: list[Run], top: str, bottom: str, unit: float = 1) -> float:
        return round(measure.median([run[top] / run[bottom] / unit for run in runs]), 2)

    medians = {
        "2 MB files, GB per second (wall)": {name: rate(runs, "bytes", "wall", 1e9) for name, runs in large.items()},
        "2 MB files, GB per CPU second": {name: rate(runs, "bytes", "cpu", 1e9) for name, runs in large.items()},
        "4 KB files per CPU second": {name: rate(runs, "files", "cpu") for name, runs in tiny.items()},
    }
    return measure.result("digest", goals, medians, notes=[peers.versions("blake3")], quick=quick)
