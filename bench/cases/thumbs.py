"""WebP thumbnails beside pyvips, sharp, OpenCV, simplejpeg + OpenCV and Pillow (goals T1 to T8)."""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import data, measure, peers
from bench.measure import Run, goal, middle, ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

METHOD = 4
MIX = {"jpg": 9, "progressive": 1, "png": 8, "nai": 8}
PYTHON_PEERS = {"pyvips": "pyvips", "opencv": "opencv-python-headless", "simplejpeg": "simplejpeg", "pillow": "pillow"}
WORKERS = Path(__file__).resolve().parents[1] / "workers"


def contenders(*, quick: bool) -> list[str]:
    """Return ours and, except in a quick run, every peer that is installed."""
    found = ["ours"]
    if not quick:
        found += [name for name, package in PYTHON_PEERS.items() if peers.has(package)]
        found += ["sharp"] if peers.node() else []
    return found


def command(name: str, job: Sequence[object]) -> list[str | Path]:
    """Return the command of one contender; `job` is size, threads, method, list and perhaps a folder to save to."""
    words = [name, *map(str, job)]
    if name == "sharp":
        return [str(peers.node()), WORKERS / "thumbs.js", *words]
    return [sys.executable if name == "ours" else peers.PYTHON, WORKERS / "thumbs.py", *words]


@contextmanager
def listing(files: list[Path]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "files.txt"
        path.write_text("\n".join(map(str, files)), encoding="utf-8")
        yield path


def race(names: list[str], files: list[Path], size: int, threads: int, rounds: int) -> dict[str, list[Run]]:
    """Alternate the contenders; a name may say its own number of threads, as in `ours at 1`."""
    sys.stderr.write(f" thumbnails {size} px, {threads} thread(s), {len(files)} files\n")

    def runner(name: str, path: Path) -> Callable[[], Run]:
        contender, _, own = name.partition(" at ")
        return lambda: measure.spawn(command(contender, (size, own or threads, METHOD, path)))

    with listing(files) as path:
        return measure.alternate({name: runner(name, path) for name in names}, rounds)


def quality(names: list[str], files: list[Path], size: int) -> dict[str, Any]:
    """Publish bytes and SSIM beside the speed: ours at the peers' method and at the index's own."""
    table = {}
    with listing(files) as path, tempfile.TemporaryDirectory() as base:
        for label, name, method in [(n, n, METHOD) for n in names] + [("ours, method 2", "ours", 2)]:
            save = Path(base) / label
            save.mkdir()
            measure.spawn(command(name, (size, 1, method, path, save)))
            told = measure.spawn([peers.PYTHON, WORKERS / "quality.py", str(size), path, save])
            table[label] = {key: round(told[key], 4) for key in ("ssim", "worst_ssim", "bytes")}
    return table


def _kind(runs: dict[str, list[Run]], name: str, kind: str) -> float | None:
    return measure.median([run["ms"][kind] for run in runs[name]]) if name in runs else None


def _cpu(runs: dict[str, list[Run]], name: str, key: str = "cpu") -> float | None:
    return middle(runs[name], key) if name in runs else None


def _best(values: dict[str, float | None]) -> float | None:
    known = [value for name, value in values.items() if name != "ours" and value is not None]
    return min(known, default=None)


def _speed_goals(small: dict[str, list[Run]], large: dict[str, list[Run]]) -> list[Run]:
    goals = []
    for label, runs, size, least_vips, least_best in (("T1", small, 256, 1.5, 1.15), ("T3", large, 512, 1.45, 1.1)):
        ours = middle(runs["ours"], "cpu")
        text = f"{size} px mixed, 1 thread: at least {{}} x {{}} (CPU)"
        vips, best = ratio(_cpu(runs, "pyvips"), ours), ratio(_best({n: _cpu(runs, n) for n in runs}), ours)
        goals.append(goal(label, text.format(least_vips, "pyvips"), vips, least_vips))
        goals.append(goal(label + "b", text.format(least_best, "the best peer"), best, least_best))
    ours = {kind: _kind(small, "ours", kind) or 0 for kind in ("jpg", "png", "nai")}
    vips = ratio(_kind(small, "pyvips", "jpg"), ours["jpg"])
    goals.append(goal("T4", "JPEG 18 MP to 256 px: at least 1.6 x pyvips (CPU)", vips, 1.6))
    for label, kind, least in (("T5", "png", 1.3), ("T6", "nai", 1.25)):
        best = ratio(_best({name: _kind(small, name, kind) for name in small}), ours[kind])
        goals.append(goal(label, f"{kind} to 256 px: at least {least} x the best peer (CPU)", best, least))
    return goals


def _parallel_goals(two: dict[str, list[Run]], lean: dict[str, list[Run]]) -> list[Run]:
    ours = middle(two["ours"], "wall")
    goals = [
        goal(label, f"two threads: at least 1.3 x {name} (wall)", ratio(_cpu(two, name, "wall"), ours), 1.3)
        for label, name in (("T7", "sharp"), ("T7b", "pyvips"))
    ]
    goals.append(goal("T7c", "two threads: scaling at least 1.9", middle(two["ours at 1"], "wall") / ours, 1.9))
    peak = middle(lean["ours"], "rss_mb")
    goals.append(goal("T8", "peak RSS, 2 threads, baseline JPEG + PNG: at most 70 MB", peak, 70, least=False))
    return goals


def _table(runs: dict[str, list[Run]], key: str) -> dict[str, Any]:
    return {
        name: {
            "images_per_s": round(all_runs[0]["files"] / middle(all_runs, key), 2),
            "cpu_s": round(middle(all_runs, "cpu"), 3),
            "ms": {kind: round(_kind(runs, name, kind) or 0, 1) for kind in all_runs[0]["ms"]},
            "bytes": round(all_runs[0]["out_bytes"] / all_runs[0]["files"]),
            "rss_mb": round(middle(all_runs, "rss_mb")),
        }
        for name, all_runs in runs.items()
    }


def run(*, quick: bool = False) -> Run:
    folder = data.corpus(quick=quick)
    names, rounds = contenders(quick=quick), 1 if quick else 3
    files = [path for kind, most in MIX.items() for path in data.files(folder, (kind,), most)]
    baseline = [path for path in files if path.parent.name != "progressive"]
    parallel = [name for name in names if name in {"ours", "sharp", "pyvips"}]
    small, large = race(names, files, 256, 1, rounds), race(names, files, 512, 1, rounds)
    two, lean = (
        race(parallel + [f"{name} at 1" for name in parallel], files, 256, 2, rounds),
        race(parallel, baseline, 256, 2, rounds),
    )
    medians: dict[str, Any] = {
        "256 px, 1 thread": _table(small, "cpu"),
        "512 px, 1 thread": _table(large, "cpu"),
        "256 px, 2 threads": _table(two, "wall"),
    }
    if not quick and peers.has("opencv-python-headless"):
        medians["quality at 256 px"] = quality(names, files, 256)
    versions = peers.versions(*PYTHON_PEERS.values(), "sharp")
    return measure.result(
        "thumbs",
        _speed_goals(small, large) + _parallel_goals(two, lean),
        medians,
        memory={name: middle(runs, "rss_mb") for name, runs in lean.items()},
        notes=[f"WebP quality 85, method {METHOD} for all; {len(files)} files; {versions}"],
        quick=quick,
    )
