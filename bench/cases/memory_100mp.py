"""Peak memory of phase P on pictures of 100 megapixels, one core, a fresh process for each and for the whole mix."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from bench import measure, peers
from bench.measure import Run, goal

LIMIT_MB = 400


def folder(side: int, python: str | Path) -> Path:
    """Make the pictures where they are missing."""
    path = peers.BUILD / f"big-{side}"
    if not (path / "complete").is_file():
        sys.stderr.write(f"making pictures of {side} x {side} pixels\n")
        subprocess.run([str(python), str(peers.ROOT / "bench" / "big.py"), str(path), str(side)], check=True)
    return path


def phase_p(target: Path, *only: str) -> Run:
    """Index a file or folder by the command line, parse phase only, one worker; the CLI's own report and RSS."""
    with tempfile.TemporaryDirectory(dir=peers.BUILD) as name:
        source = target
        if only:
            source = Path(name) / "only"
            source.mkdir()
            for wanted in only:
                (source / wanted).hardlink_to(target / wanted)
        words = ["index", source, "--phases", "P", "--workers", "1", "--json", "--no-progress"]
        return measure.spawn([sys.executable, "-m", "imageparser", *words, "--library", Path(name) / "library.sqlite"])


def run(*, quick: bool = False) -> Run:
    pictures = folder(700 if quick else 10_000, sys.executable if quick else peers.PYTHON)
    mix = phase_p(pictures)
    peaks = {"all of them": mix["process_rss_mb"]}
    refused = {entry["path"].rsplit("/", 1)[-1]: entry["code"] for entry in mix["failed"]}
    for path in sorted(pictures.iterdir()) if not quick else ():
        if path.name != "complete":
            peaks[path.name] = phase_p(pictures, path.name)["process_rss_mb"]
    goals = [
        goal(
            "M1",
            f"phase P, any mix up to 100 MP: peak RSS under {LIMIT_MB} MB",
            max(peaks.values()),
            LIMIT_MB,
            least=False,
        ),
        goal("M2", "phase P, 100 MP: every picture is done, none refused", -len(refused), 0, cause=str(refused)),
    ]
    medians = {"seconds for all": round(mix["elapsed_s"], 1), "done": mix["phases"]["P"]["done"], "refused": refused}
    memory = {name: round(peak) for name, peak in peaks.items()}
    return measure.result("memory_100mp", goals, medians, memory=memory, quick=quick)
