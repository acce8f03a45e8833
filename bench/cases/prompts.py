"""The operation `scan` over 10,000 NovelAI pictures beside sd-parsers, headers, thumbnails and `find` (N1 to N4)."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bench import measure, peers, prompt_corpus
from bench.cases.rescan import find
from bench.cases.thumbs import listing
from bench.measure import Run, goal, middle, ratio

if TYPE_CHECKING:
    from collections.abc import Callable

WORKER = Path(__file__).resolve().parents[1] / "workers" / "prompts.py"
STATE = peers.BUILD / "prompts-state"
# The peer takes a tenth of the files: it spends the same on each.
PEER_SHARE = 10


def spawn(name: str, *words: object) -> Run:
    program = peers.PYTHON if name == "sd-parsers" else sys.executable
    return measure.spawn([program, WORKER, name, *map(str, words)])


def fresh(name: str, folder: Path) -> Run:
    """Scan into a library that is made anew."""
    shutil.rmtree(STATE / name, ignore_errors=True)
    (STATE / name).mkdir(parents=True)
    return spawn(name, folder, STATE / name / "library.sqlite")


def race(folder: Path, files: list[Path], rounds: int, *, quick: bool) -> dict[str, list[Run]]:
    """Alternate everything that reads no pixels."""
    some = files[:: 1 if quick else PEER_SHARE]
    with listing(files) as everything, listing(some) as part:
        runners: dict[str, Callable[[], Run]] = {
            "ours scan": lambda: fresh("ours scan", folder),
            "ours rescan": lambda: spawn("ours rescan", folder, STATE / "ours scan" / "library.sqlite"),
            "ours read": lambda: spawn("ours read", everything),
            "ours headers": lambda: spawn("ours headers", everything),
            "find": lambda: find(folder),
        }
        if not quick and peers.has("sd-parsers"):
            runners["sd-parsers"] = lambda: spawn("sd-parsers", part)
        fresh("ours scan", folder)
        runs = measure.alternate(runners, rounds)
    for name, all_runs in runs.items():
        counts = {"find": None, "sd-parsers": len(some)}
        assert all(run.get("found") == counts.get(name, len(files)) for run in all_runs), (name, all_runs)
    return runs


def pixels(count: int, rounds: int) -> dict[str, list[Run]]:
    """Alternate the scan with thumbnails and the thumbnails alone."""
    folder = prompt_corpus.folder(count, real=True)
    with listing(prompt_corpus.files(count, real=True)) as everything:
        runners = {
            "ours scan thumbs": lambda: fresh("ours scan thumbs", folder),
            "ours thumbnails": lambda: spawn("ours thumbnails", everything),
        }
        return measure.alternate(runners, rounds)


def run(*, quick: bool = False) -> Run:
    count, real, rounds = (40, 3, 1) if quick else (10_000, 300, 5)
    folder, files = prompt_corpus.folder(count), prompt_corpus.files(count)
    runs = race(folder, files, rounds, quick=quick)
    thumbs = pixels(real, rounds)
    us = {name: middle(all_runs, "cpu") / count * 1e6 for name, all_runs in runs.items()}
    if "sd-parsers" in us:
        us["sd-parsers"] *= PEER_SHARE
    us |= {name: middle(all_runs, "cpu") / real * 1e6 for name, all_runs in thumbs.items()}
    scan = us["ours scan"]
    share = us["ours scan thumbs"] / us["ours thumbnails"]
    rescan = us["ours rescan"] / us["find"]
    goals = [
        goal("N1", "scan without thumbnails: at least 10 x sd-parsers", ratio(us.get("sd-parsers"), scan), 10.0),
        goal(
            "N1b", "reading prompts alone: at least 10 x sd-parsers", ratio(us.get("sd-parsers"), us["ours read"]), 10.0
        ),
        goal(
            "N2",
            "reading prompts: CPU at most 3 of reading headers",
            us["ours read"] / us["ours headers"],
            3.0,
            least=False,
        ),
        goal("N3", "scan with thumbnails: CPU at most 1.15 of the thumbnails alone", share, 1.15, least=False),
        goal("N4", "incremental rescan, nothing changed: CPU at most 0.8 of find -printf", rescan, 0.8, least=False),
    ]
    medians = {"microseconds of CPU per file": {name: round(value, 2) for name, value in us.items()}}
    notes = [
        f"{count:,} files of 832 x 1216 with other prompts, whose pixels are a mosaic, {real} with NovelAI's own "
        "pixels for the thumbnails; warm, one core; ours after its imports, find with its start; a scan writes its "
        f"library, sd-parsers keeps nothing; {peers.versions('sd-parsers', 'pillow')}"
    ]
    memory = {
        name: round(middle(all_runs, "process_rss_mb")) for name, all_runs in (runs | thumbs).items() if name != "find"
    }
    return measure.result("prompts", goals, medians, memory=memory, notes=notes, quick=quick)
