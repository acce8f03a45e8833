"""The app in Chromium over 100,000 pictures: paint, typing, scrolling, memory, size, start (A1 to A8)."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench import data, measure, peers
from bench.cases import find_scale
from bench.measure import Run, goal

ELECTRON = peers.ROOT / "electron"
PAGES = peers.ROOT / "python" / "imageparser" / "server" / "static" / "app" / "index.html"
COUNT = 100_000
SOURCES = ("retrieval", "photos", "psd", "png_meta")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def browser() -> str | None:
    """Return the Chromium of this machine."""
    given = os.environ.get("CHROMIUM_PATH")
    return next(filter(None, map(shutil.which, [given] if given else BROWSERS)), None)


def library(count: int, *, quick: bool) -> Path:
    """Return a library of `count` pictures whose thumbnails are files: those of real pictures, by turns."""
    root = peers.BUILD / f"app-{count}"
    path = root / "library.sqlite"
    if (root / "complete").is_file():
        return path
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    living = find_scale.library(count, quick=quick)
    sys.stderr.write(f"copying a library of {count} rows and giving it thumbnails\n")
    shutil.copyfile(living / "library.sqlite", path)
    made = sorted(_thumbnails(root / "sources", quick=quick))
    turns = itertools.cycle(made)
    for digest in _digests(path):
        target = Path(f"{path}.thumbs") / digest[:2] / digest[2:4] / f"{digest}.webp"
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(next(turns), target)
    (root / "complete").touch()
    return path


def _thumbnails(root: Path, *, quick: bool) -> list[Path]:
    """Index some pictures and return their thumbnails."""
    root.mkdir(parents=True)
    try:
        corpus = data.real_files()
        folders = [corpus / name for name in SOURCES if (corpus / name).is_dir()]
    except data.AbsentError:
        quick = True
    if quick:
        from bench.cases.first_index import make  # noqa: PLC0415  # only where there are no real pictures

        folders = [make(root / "made", 40)]
    words = ["index", *folders, "--phases", "P", "--json", "--no-progress", "--library", root / "library.sqlite"]
    measure.spawn([sys.executable, "-m", "imageparser", *words])
    return list(Path(f"{root / 'library.sqlite'}.thumbs").rglob("*.webp"))


def _digests(path: Path) -> list[str]:
    from imageparser import Library  # noqa: PLC0415  # the product is needed for a new library only
    from imageparser.library import files  # noqa: PLC0415

    with Library.open(path, read_only=True) as opened:
        return sorted(files.digests(opened.database.read()))


def start(path: Path) -> float:
    """Return how many milliseconds a server takes from its start until it says where it answers."""
    words = [sys.executable, "-m", "imageparser", "serve", "--json", "--library", str(path)]
    began = time.perf_counter()
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=peers.environment()) as server:
        assert server.stdout is not None
        told = json.loads(server.stdout.readline())
        took = (time.perf_counter() - began) * 1e3
        server.send_signal(signal.SIGKILL)
    assert told["url"]
    return took


def measured(path: Path, chromium: str, *, quick: bool) -> dict[str, Any]:
    """Return what the page did in Chromium; `electron/e2e/measure` tells how."""
    trace = peers.BUILD / "app-trace.json"
    out = path.parent / "measured.json"
    environment = os.environ | {
        "CHROMIUM_PATH": chromium,
        "IMAGEPARSER_PYTHON": sys.executable,
        "IMAGEPARSER_MEASURE": json.dumps({"library": str(path), "out": str(out), "trace": str(trace), "quick": quick}),
    }
    words = ["npx", "vitest", "run", "--config", "vitest.measure.config.ts"]
    done = subprocess.run(words, cwd=ELECTRON, env=environment, capture_output=True, check=False, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"{done.stdout[-3000:]}{done.stderr[-1000:]}")
    told: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return told | {"trace": str(trace)}


def _goals(count: int, told: dict[str, Any], ready: float) -> list[Run]:
    rows = f"{count:,} pictures"

    def most(label: str, text: str, key: str, wanted: float) -> Run:
        return goal(label, f"{rows}, {text}", told.get(key), wanted, least=False)

    return [
        most("A1", "first tiles painted after the back end answered: under 1 s", "paint_ms", 1000),
        most("A2", "a letter typed until its results are shown: 95 of 100 under 150 ms", "typing_p95_ms", 150),
        most("A2b", "the same for what was searched before: 95 of 100 under 100 ms", "again_p95_ms", 100),
        most("A3", "end to end: no tile in sight blank for longer than 300 ms", "blank_ms", 300),
        most("A4", "end to end: frames over 50 ms, in 100: under 1", "slow_frames_percent", 1),
        most("A5", "jump to the end, its last tile shown: under 300 ms", "end_ms", 300),
        most("A6", "memory of the page's process after it: under 400 MB", "renderer_mb", 400),
        goal("A7", "first screen, gzip: under 350 kB", told.get("first_screen_kb"), 350, least=False),
        goal("A8", f"{rows}, back end from its start to ready: under 1.5 s", ready, 1500, least=False),
    ]


def run(*, quick: bool = False) -> Run:
    count, rounds = (600, 1) if quick else (COUNT, 7)
    path = library(count, quick=quick)
    ready = measure.median([start(path) for _ in range(rounds + 1)][1:])
    chromium, notes = browser(), []
    told: dict[str, Any] = {}
    if chromium is None or not PAGES.is_file() or not (ELECTRON / "node_modules").is_dir():
        notes.append("not measured in a browser: that wants Chromium (CHROMIUM_PATH), Node and `make app`")
    else:
        told = measured(path, chromium, quick=quick)
        notes.append(f"trace of the scrolling, for Chromium's own viewer: build/bench/{Path(told.pop('trace')).name}")
    notes += [
        "1440 x 900, grid of 176-pixel tiles, side bars as they are at first; no GPU: the page is drawn by the CPU",
        "thumbnails are files of real pictures, each under some hundred names, and loaded and decoded each for itself",
        "end to end: the whole length in a minute with twenty stops, then as fast as people read; frames as Chromium's "
        "compositor drew them while something moved (DrawFrame of its trace), blanks looked for every 50 ms",
        "memory is that of the renderer's process with its share of what it maps (PSS); what it shares is mostly "
        "Chromium's cache of a thousand decoded pictures, which it gives back where memory is short",
    ]
    medians = {"measured": told, "start to ready, ms": round(ready)}
    return measure.result("app", _goals(count, told, ready), medians, notes=notes, quick=quick)
