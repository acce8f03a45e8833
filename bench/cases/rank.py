"""The nearest of 100,000 and of a million vectors: ours beside sqlite-vec, faiss, usearch, numpy (V1 to V8)."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bench import measure, peers, vectors
from bench.measure import Run, goal, median, ratio

if TYPE_CHECKING:
    from collections.abc import Sequence

WORKER = Path(__file__).resolve().parents[1] / "workers" / "rank.py"
# Contender: the peer that it needs; whose store it asks; whether it is asked at a million.
CONTENDERS = {
    "ours": (None, "ours", True),
    "sqlite-vec 0.1.9 f32": (None, "ours", True),
    "sqlite-vec alpha f32": ("sqlite-vec", "sqlite-vec alpha f32", False),
    "sqlite-vec alpha bit": ("sqlite-vec", "sqlite-vec alpha bit", True),
    "faiss": ("faiss-cpu", "faiss", True),
    "numpy": ("numpy", None, True),
    "usearch": ("usearch", None, False),
}
# What reads every float is asked a few times only.
SLOW = frozenset(("sqlite-vec 0.1.9 f32", "sqlite-vec alpha f32", "numpy", "usearch"))


def present(*, large: bool) -> list[str]:
    """Return the contenders that are installed and fit the size."""
    rows = CONTENDERS.items()
    return [name for name, (peer, _, big) in rows if (peer is None or peers.has(peer)) and (big or not large)]


def command(verb: str, name: str, folder: Path, kept: Path, *more: object) -> list[str | Path]:
    program = sys.executable if CONTENDERS[name][0] is None else peers.PYTHON
    return [program, WORKER, verb, name, folder, kept, *map(str, more)]


def place(folder: Path, name: str) -> Path:
    return folder / "stores" / name.replace(" ", "-")


def fits(kept: Path) -> bool:
    """Tell whether a library is of the present version; an older one is made anew, since workers only read it."""
    from imageparser.errors import ImageParserError  # noqa: PLC0415  # most cases need no library
    from imageparser.library import Database  # noqa: PLC0415  # as above

    try:
        Database.open(kept / "library.sqlite", read_only=True).close()
    except ImageParserError:
        return False
    return True


def stores(folder: Path, names: Sequence[str]) -> dict[str, Run]:
    """Build every store that is not there."""
    told = {}
    for name in dict.fromkeys(CONTENDERS[name][1] for name in names):
        if name is None:
            continue
        kept = place(folder, name)
        done = kept.with_suffix(".json")
        if name == "ours" and kept.is_dir() and not fits(kept):
            done.unlink(missing_ok=True)
        if not done.is_file():
            sys.stderr.write(f"  building {name}\n")
            run = measure.spawn(command("make", name, folder, kept), limit=7200)
            done.write_text(json.dumps(run), encoding="utf-8")
        told[name] = json.loads(done.read_text(encoding="utf-8"))
    return told


def race(kind: str, count: int, rounds: int, times: int) -> tuple[dict[str, list[Run]], dict[str, Run]]:
    folder = vectors.made(kind, count)
    names = present(large=count > 200_000)
    built = stores(folder, names)
    few = max(1, times // 10)

    def ask(name: str) -> Run:
        kept = place(folder, CONTENDERS[name][1] or name)
        words = command("ask", name, folder, kept, few if name in SLOW else times)
        return measure.spawn(words, environment=peers.environment() | {"RAYON_NUM_THREADS": "1"}, limit=3600)

    return measure.alternate({name: lambda name=name: ask(name) for name in names}, rounds), built


def cell(runs: Sequence[Run] | None, what: str, key: str = "cpu_ms") -> float | None:
    """Return the median of a number over the rounds, None where the contender cannot do it."""
    found = [run["each"][what][key] for run in runs or [] if what in run["each"]]
    return median(found) if found else None


def least(label: str, text: str, ours: float, peer: float | None, times: float) -> Run:
    """Judge how many times as long a peer takes."""
    return goal(label, f"{text}: the peer takes at least {times:.3g} times as long", ratio(peer, ours), times)


def small_goals(kind: str, runs: dict[str, list[Run]]) -> list[Run]:
    ten, hundred = (cell(runs["ours"], f"all, k {k}") or 0.0 for k in (10, 100))
    recalls = [cell(runs["ours"], what, "recall") or 0.0 for what in runs["ours"][0]["each"]]
    exact, faiss = (runs.get(name) for name in ("sqlite-vec 0.1.9 f32", "faiss"))
    first = median([run["open_ms"] + run["first_ms"] for run in runs["ours"]])
    about = f"{kind}, 100,000"
    return [
        goal(f"V1 {kind}", f"{about}: recall at least 0.98, the worst of all numbers and filters", min(recalls), 0.98),
        least(f"V2 {kind}", f"{about}, k 10, sqlite-vec 0.1.9 f32", ten, cell(exact, "all, k 10"), 1 / 0.012),
        least(f"V2b {kind}", f"{about}, k 10, faiss BinaryFlat", ten, cell(faiss, "all, k 10"), 1.0),
        least(f"V3 {kind}", f"{about}, k 100, faiss BinaryFlat", hundred, cell(faiss, "all, k 100"), 1 / 1.8),
        goal(f"V6 {kind}", f"{about}: open and first answer, after imports, at most 15 ms", first, 15.0, least=False),
    ]


def large_goals(runs: dict[str, list[Run]]) -> list[Run]:
    each = {what: cell(runs["ours"], what) or 0.0 for what in runs["ours"][0]["each"]}
    recalls = [cell(runs["ours"], what, "recall") or 0.0 for what in each]
    ten = each["all, k 10"]
    bit, faiss = (runs.get(name) for name in ("sqlite-vec alpha bit", "faiss"))
    share = {name: each[f"{name}, k 10"] / ten for name in ("1 %", "10 %")}
    return [
        goal("V1 million", "a million: recall at least 0.98, the worst of all numbers and filters", min(recalls), 0.98),
        least("V4", "a million, k 10, sqlite-vec alpha bit", ten, cell(bit, "all, k 10"), 1 / 0.35),
        least("V4b", "a million, k 10, faiss BinaryFlat", ten, cell(faiss, "all, k 10"), 1 / 0.9),
        goal("V5", "a million, filter of 1 %: at most 0.25 of no filter", share["1 %"], 0.25, least=False),
        goal("V5b", "a million, filter of 10 %: at most 0.6 of no filter", share["10 %"], 0.6, least=False),
    ]


def store_goals(built: dict[str, Run]) -> list[Run]:
    ours, peer = built["ours"], built.get("sqlite-vec alpha f32", {}).get("stored_per_s")
    together = 1 / (1 / ours["stored_per_s"] + 1 / ours["coded_per_s"])
    times = None if peer is None else together / peer
    bytes_each = ours["index_bytes_per_row"]
    return [
        goal("V7", "inserting vectors and codes: at least 1.8 x sqlite-vec alpha f32 alone", times, 1.8),
        goal("V8", "index: at most 150 bytes for a vector of 1,152", bytes_each, 150.0, least=False),
    ]


def table(runs: dict[str, list[Run]]) -> dict[str, dict[str, str]]:
    """Return CPU milliseconds and recall of each contender for each question."""
    rows = {}
    for name, told in runs.items():
        rows[name] = {
            what: f"{cell(told, what):.3g} ms, {cell(told, what, 'recall'):.3f}" if what in told[0]["each"] else "-"
            for what in runs["ours"][0]["each"]
        }
        rows[name]["open, first"] = (
            f"{median([t['open_ms'] for t in told]):.3g}, {median([t['first_ms'] for t in told]):.3g} ms"
        )
    return rows


def pictures_million() -> Run | None:
    """Ask the library of `find_scale` for pictures, None where it has not been made: its vectors are 5 GB."""
    root = peers.BUILD / "living-1000000"
    if not (root / "complete").is_file():
        return None
    _, pictures = vectors.crops(vectors.CROPS)
    crops = vectors.FOLDER / f"crops-{vectors.CROPS}.npy"
    words = [sys.executable, WORKER.with_name("rank_living.py"), root, crops, str(pictures), "20"]
    told: Run = measure.spawn(words, environment=peers.environment() | {"RAYON_NUM_THREADS": "1"}, limit=3600)["each"]
    return told


def run(*, quick: bool = False) -> Run:
    count, rounds, times = (3_000, 1, 3) if quick else (100_000, 3, 50)
    goals, medians, memory = [], {}, {}
    for kind in ("mixture", "pictures"):
        runs, built = race(kind, count, rounds, times)
        goals += small_goals(kind, runs)
        medians[f"{kind}, {count:,}"] = table(runs)
        if kind == "mixture":
            goals += store_goals(built)
            medians["vectors per second of CPU"] = {
                f"{name}, {what}": round(value) for name, told in built.items() for what, value in told.items()
                if what.endswith("per_s")
            }  # fmt: skip
    if not quick:
        count = 1_000_000
        runs, _ = race("mixture", count, 2, 20)
        goals += large_goals(runs)
        medians[f"mixture, {count:,}"] = table(runs)
        living = pictures_million()
        if living is not None:
            medians[f"pictures, {count:,}, ours in the library of find_scale"] = {
                what: f"{cell['cpu_ms']:.3g} ms, {cell['recall']:.3f}" for what, cell in living.items()
            }
            worst = min(cell["recall"] for cell in living.values())
            goals.append(
                goal("V1 pictures million", "a million of real pictures' vectors: recall at least 0.98", worst, 0.98)
            )
    memory = {name: max(told["grown_mb"] for told in all_runs) for name, all_runs in runs.items()}
    notes = [
        "one thread, CPU time; ours scores exactly what SQLite holds and is asked as a search asks it, faiss (sign "
        "bits, 20 k rescored), numpy and usearch read mapped floats; memory is what a process grew by, mapped pages "
        f"with it; {peers.versions('faiss-cpu', 'usearch', 'sqlite-vec')}",
    ]
    return measure.result("rank", goals, medians, memory=memory, notes=notes, quick=quick)
