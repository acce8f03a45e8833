"""Pictures and texts to stored vectors, with models of real size, beside a bare loop of onnxruntime and torch (E1-E6).

The weights are random, which changes no time. A full run makes the models first (run `make test-export` once before);
they stay in build/bench/embedding: 2, 5 and 3 GB.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from bench import data, measure, peers
from bench.measure import Run, goal

WORKER = Path(__file__).resolve().parents[1] / "workers" / "embed.py"
MAKER = WORKER.parents[1] / "big_models.py"
TORCH = peers.ROOT / "build" / "export" / "bin" / "python"
TINY = peers.ROOT / "tests" / "fixtures" / "models"
FOLDER = peers.BUILD / "embedding"
WIDTH, HEIGHT = 1024, 768
CONTENDERS = ("ours", "bare", "torch")


@dataclass(frozen=True)
class Race:
    """One model: how many pictures it gets, and how often; a goal is judged for real sizes only."""

    id: str
    slot: str
    count: int
    rounds: int
    judged: bool = True


RACES = (
    Race("random-base", "VV", 16, 3),
    Race("random-so400m", "VV", 4, 3),
    Race("random-qwen3", "MV", 24, 5),
    Race("tiny-siglip2", "VV", 200, 3, judged=False),
    Race("tiny-qwen3", "MV", 200, 3, judged=False),
)
QUICK = (Race("tiny-siglip2", "VV", 6, 1, judged=False), Race("tiny-qwen3", "MV", 6, 1, judged=False))


def paint(folder: Path, count: int, first: int) -> Path:
    from fixtures import pictures, png  # noqa: PLC0415 - `data` has put it on the path

    assert data.KINDS
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number in range(first, first + count):
        png.write(folder / f"{number:04}.png", pictures.scene(WIDTH, HEIGHT, seed=number), color=png.RGB, level=1)
    return folder


def models(race: Race) -> Path | None:
    """Return the models folder of a race, None where its model cannot be made."""
    if race.id.startswith("tiny"):
        return TINY
    if (FOLDER / "models" / race.id / "installed.json").is_file():
        return FOLDER / "models"
    if not TORCH.exists():
        return None
    sys.stderr.write(f"making {race.id}: takes minutes\n")
    measure.spawn([TORCH, MAKER, race.id, FOLDER], environment=with_python(), limit=3600)
    return FOLDER / "models"


def with_python() -> dict[str, str]:
    return peers.environment() | {"PYTHONPATH": str(peers.ROOT / "python")}


def contenders(race: Race, folder: Path) -> dict[str, list[Path | str]]:
    """Write the job down and return the command of everyone who can do it."""
    place = FOLDER / "jobs" / race.id
    checkpoint = FOLDER / "checkpoints" / race.id
    job = {
        "id": race.id, "slot": race.slot, "count": race.count, "models": str(folder), "threads": os.cpu_count(),
        "pictures": str(paint(place / "pictures", race.count, 1)), "warm": str(paint(place / "warm", 1, 0)),
        "texts": str(place / "texts.json"), "checkpoint": str(checkpoint),
    }  # fmt: skip
    written = place / "job.json"
    written.write_text(json.dumps(job), encoding="utf-8")
    who: dict[str, list[Path | str]] = {name: [sys.executable, WORKER, name, written] for name in ("ours", "bare")}
    if TORCH.exists() and checkpoint.is_dir():
        who["torch"] = [TORCH, WORKER, "torch", written]
    return who


def row(race: Race) -> dict[str, dict[str, float]] | None:
    """Let everyone run and return their numbers: medians over the rounds."""
    folder = models(race)
    if folder is None:
        return None
    commands = contenders(race, folder)
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(race.rounds):  # ours first: it writes down the texts
        for name, words in commands.items():
            sys.stderr.write(f"  {race.id} {name}\n")
            runs[name].append(measure.spawn(words, environment=with_python(), limit=1200))
    keys = {name: [key for key in runs[name][0] if not key.startswith("process_")] for name in runs}
    return {name: {key: measure.middle(runs[name], key) for key in keys[name]} for name in runs}


def run(*, quick: bool = False) -> Run:
    found = {race: row(race) for race in (QUICK if quick else RACES)}
    goals = []
    for number, race in enumerate(race for race in RACES if race.judged):
        told = found.get(race)
        share = told["ours"]["per_second"] / told["bare"]["per_second"] if told else None
        what = "texts" if race.slot == "MV" else "pictures"
        text = f"{race.id}: {what}/s from file to stored vector, share of a bare loop: at least 0.9"
        goals.append(goal(f"E{2 * number + 1}", text, share, 0.9))
        left = told["ours"]["after_mb"] / told["ours"]["before_mb"] if told else None
        text = f"{race.id}: memory after unloading, of that before: at most 1.05"
        goals.append(goal(f"E{2 * number + 2}", text, left, 1.05, least=False))
    there = {race: told for race, told in found.items() if told}
    speed = {
        race.id: {name: round(told[name]["per_second"], 3) if name in told else "-" for name in CONTENDERS}
        for race, told in there.items()
    }
    life = {race.id: {key: round(value, 2) for key, value in told["ours"].items()} for race, told in there.items()}
    notes = [
        "random weights in the published shapes, fp32 on the processor",
        "bare: ready tensors in batches of the same size, with the same threads",
        "torch: transformers, read by Pillow and scaled by the processor of the checkpoint",
    ]
    return measure.result("embed", goals, {"a second": speed, "ours": life}, notes=notes, quick=quick)
