"""What the races of the Photoshop engine share: the documents, the commands of the contenders, what their lines say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import data, fidelity, measure, peers
from bench.cases.thumbs import listing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench.measure import Run

WORKERS = Path(__file__).resolve().parent / "workers"
SIDE, LAYERS = 4000, 40
NODE = ("ag-psd", "@webtoon/psd")
Runs = dict[str, list["Run"]]


def large(*names: str, quick: bool) -> list[Path]:
    """Return documents of forty painted layers (`rle`, `zip`, `prediction`), made on first use."""
    if quick:
        return [data.small_document(peers.BUILD)]
    folder = peers.BUILD / f"psd-{LAYERS}"
    if not (folder / "complete").is_file():
        if not peers.has("psd-tools"):
            raise data.AbsentError("the peers are not installed: run `make bench-setup`")
        sys.stderr.write(f"making documents of {LAYERS} layers\n")
        photographs = data.corpus(quick=False) / "jpg"
        command = [peers.PYTHON, peers.ROOT / "bench" / "psd_maker.py", photographs, folder, SIDE, LAYERS]
        subprocess.run([str(part) for part in command], check=True)
    return [folder / f"{name}.psd" for name in names]


def real(*, quick: bool) -> list[Path]:
    """Return the valid documents of the corpus of real files."""
    if quick:
        return [data.small_document(peers.BUILD)]
    corpus = data.real_files()
    return [corpus / "psd" / row["file"] for row in fidelity.rows(corpus)]


def present(names: Sequence[str], *, quick: bool) -> list[str]:
    """Return ours and, except in a quick run, those of the peers that are installed."""
    if quick:
        return ["ours"]
    return ["ours", *(name for name in names if (peers.node(name) if name in NODE else peers.has(name)))]


def runner(name: str, job: str, threads: int, repeats: int, files: Path) -> Callable[[], Run]:
    """Return one contender's turn; one that dies is told with no file done."""
    words = [name, job, str(threads), str(repeats), files]
    if name in NODE:
        command: list[str | Path] = [str(peers.node(name)), WORKERS / "psd.js", *words]
    else:
        command = [sys.executable if name == "ours" else peers.PYTHON, WORKERS / "psd.py", *words]

    def turn() -> Run:
        try:
            return measure.spawn(command)
        except RuntimeError as problem:
            if name == "ours":
                raise
            return {"files": {}, "rss_mb": 0.0, "died": str(problem)[-200:]}

    return turn


def race(
    names: Sequence[str], job: str, files: Sequence[Path], *, threads: int = 1, repeats: int = 1, rounds: int = 3
) -> Runs:
    """Alternate the contenders at one job."""
    sys.stderr.write(f" {job}, {threads} thread(s), {len(files)} file(s)\n")
    with listing(list(files)) as path:
        return measure.alternate({name: runner(name, job, threads, repeats, path) for name in names}, rounds)


def times(runs: Runs, name: str, key: str) -> dict[str, float]:
    """Return a contender's milliseconds by file, the median of the rounds; without what it could not do."""
    if name not in runs:
        return {}
    found = {}
    for path in runs[name][0]["files"]:
        told = [run["files"].get(path, {}) for run in runs[name]]
        if all(key in one for one in told):
            found[path] = measure.median([one[key] for one in told])
    return found


def common(runs: Runs, peer: str, key: str) -> tuple[list[float], list[float]]:
    """Return a peer's and our milliseconds on the files that both did, file by file."""
    theirs, ours = times(runs, peer, key), times(runs, "ours", key)
    both = [path for path in ours if path in theirs]
    return [theirs[path] for path in both], [ours[path] for path in both]


def sums(runs: Runs, peer: str, key: str) -> float | None:
    """Return how many times as long a peer takes in sum, None where it is absent."""
    theirs, ours = common(runs, peer, key)
    return measure.ratio(sum(theirs), sum(ours)) if ours else None


def middles(runs: Runs, peer: str, key: str) -> float | None:
    """Return how many times as long a peer takes on the median file."""
    theirs, ours = common(runs, peer, key)
    return measure.ratio(measure.median(theirs), measure.median(ours)) if ours else None


def table(runs: Runs) -> dict[str, dict[str, Any]]:
    """Return what the report shows of a race."""
    rows: dict[str, dict[str, Any]] = {}
    for name, all_runs in runs.items():
        wall, cpu = times(runs, name, "wall"), times(runs, name, "cpu")
        if wall:
            rows[name] = {
                "files": len(wall),
                "median ms": round(measure.median(list(wall.values())), 3),
                "sum ms": round(sum(wall.values()), 1),
                "CPU sum ms": round(sum(cpu.values()), 1) if cpu else "-",
                "rss_mb": round(measure.middle(all_runs, "rss_mb")),
            }
    return rows
