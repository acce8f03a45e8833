"""A document of 4000 x 4000 pixels and forty layers in the app: a press on an eye, and the picture follows (L1)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from bench import measure, peers, psd_race
from bench.measure import Run, goal

if TYPE_CHECKING:
    from pathlib import Path

ELECTRON = peers.ROOT / "electron"
PAGES = peers.ROOT / "python" / "imageparser" / "server" / "static" / "app" / "index.html"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
LIMIT_MS = 100
# Pixels of the longer side: what a screen of 1440 x 900 needs, the most that is drawn at once, a screen of 4K.
SIZES = (800, 1000, 2000)


def library(*, quick: bool) -> Path:
    """Return a library with nothing but the document."""
    root = peers.BUILD / ("layer-toggle-quick" if quick else "layer-toggle")
    path = root / "library.sqlite"
    (document,) = psd_race.large("rle", quick=quick)
    if not path.is_file():
        (root / "documents").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(document, root / "documents" / "layers.psd")
        words = ["index", root / "documents", "--phases", "P", "--json", "--no-progress", "--library", path]
        measure.spawn([sys.executable, "-m", "imageparser", *words])
    return path


def drawn(path: Path) -> dict[str, dict[str, float]]:
    """Return milliseconds of the back end alone, by size: the first switch, the median and the worst of the others."""
    from imageparser import Library  # noqa: PLC0415  # the product is what is measured
    from imageparser.previews import View  # noqa: PLC0415

    table: dict[str, dict[str, float]] = {}
    with Library.open(path) as opened:  # for writing: it may be of an earlier run and want to be brought up to date
        item = opened.find("", top=1)["results"][0]["id"]
        layers = [layer["id"] for layer in opened.picture(item)["layers"]]
        for size in SIZES:
            times = []
            for layer in layers:
                began = time.perf_counter()
                opened.previews.preview(item, View(size=size, hidden=[layer]))
                times.append((time.perf_counter() - began) * 1e3)
            first, rest = times[0], times[1:] or times
            told = {"first": first, "median": measure.median(rest), "worst": max(rest)}
            table[f"{size} px"] = {name: round(value, 1) for name, value in told.items()}
    return table


def browser() -> str | None:
    """Return the Chromium of this machine."""
    given = os.environ.get("CHROMIUM_PATH")
    return next(filter(None, map(shutil.which, [given] if given else BROWSERS)), None)


def measured(path: Path, chromium: str) -> dict[str, Any]:
    """Return what the page did in Chromium; `electron/e2e/measure/layers.measure.ts` tells how."""
    out = path.parent / "measured.json"
    environment = os.environ | {
        "CHROMIUM_PATH": chromium,
        "IMAGEPARSER_PYTHON": sys.executable,
        "IMAGEPARSER_E2E_LIBRARY": str(path),
        "IMAGEPARSER_MEASURE_LAYERS": str(out),
    }
    words = ["npx", "vitest", "run", "--config", "vitest.measure.config.ts", "e2e/measure/layers.measure.ts"]
    done = subprocess.run(words, cwd=ELECTRON, env=environment, capture_output=True, check=False, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"{done.stdout[-3000:]}{done.stderr[-1000:]}")
    told: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return told


def run(*, quick: bool = False) -> Run:
    path = library(quick=quick)
    table, told, notes = drawn(path), {}, []
    chromium = browser()
    if chromium is None or not PAGES.is_file() or not (ELECTRON / "node_modules").is_dir():
        notes.append("not measured in a browser: that wants Chromium (CHROMIUM_PATH), Node and `make app`")
    else:
        told = measured(path, chromium)
    name = "4000 x 4000 pixels, 40 layers"
    goals = [
        goal("L1", f"{name}, a press on an eye until the picture follows: 95 of 100 under {LIMIT_MS} ms",
             told.get("p95_ms"), LIMIT_MS, least=False),
        goal("L2", f"{name}, the same drawn by the back end for a screen of 1440 x 900: median under 50 ms",
             table[f"{SIZES[0]} px"]["median"], 50, least=False),
    ]  # fmt: skip
    notes += [
        "in Chromium, 1440 x 900, drawn by the CPU: from the release of the pointer until the frame with the picture; "
        "asked_ms and came_ms are the medians until the drawing was asked for and was there",
        "the first switch reads the layers, unless the panel was open for a moment before",
        "a screen with more pixels gets the same picture first and a sharper one of the part in sight after it",
    ]
    medians = {"drawn by the back end, ms": table, "in Chromium": told}
    return measure.result("layer_toggle", goals, medians, notes=notes, quick=quick)
