"""Whole searches, counts, suggestions and bulk changes in libraries of up to a million rows (F1 to F7)."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from bench import data, measure, peers, stamps, vectors
from bench.measure import Run, goal

WORKERS = Path(__file__).resolve().parents[1] / "workers"
SIZES = (10_000, 100_000, 1_000_000)
MEMORY_MB = 1536


def scenes(folder: Path) -> Path:
    """Write the captions of the stamps, English and Korean beside each other; made ones where there are no stamps."""
    try:
        found = sorted({(one.english, one.korean) for one in stamps.stamps() if one.english and one.korean})
    except data.AbsentError:
        found = [(f"scene number{place} of a river", f"강가의 장면{place} 그림") for place in range(40)]
    path = folder / "scenes.json"
    path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return path


def library(count: int, *, quick: bool) -> Path:
    """Return the folder of a library of `count` rows, made on first use (about 10 GB for a million)."""
    root = peers.BUILD / f"living-{count}"
    if not (root / "complete").is_file():
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(parents=True)
        crops, pictures = vectors.FOLDER / f"crops-{vectors.CROPS}.npy", 0
        if quick:
            crops, pictures = _made_crops(root), 4
        else:
            pictures = vectors.crops(vectors.CROPS)[1]
        sys.stderr.write(f"making a library of {count} rows with texts and vectors\n")
        words = [sys.executable, WORKERS / "find_library.py", scenes(root), crops, str(pictures), root, str(count)]
        assert measure.spawn(words, limit=7200)["made"] == count
        (root / "complete").touch()
    return root


def _made_crops(root: Path) -> Path:
    """Write a few vectors of the built-in model's size, for a run that only shows that the case works."""
    (rows,) = vectors.mixture_blocks(40, 1, 1280)
    path = root / "crops.npy"
    with path.open("wb") as file:
        vectors.np.save(file, rows)
    return path


def cold(root: Path) -> Run:
    words = ["find", "clock rating:>=1 format:jpeg,png", "--json", "--library", root / "library.sqlite"]
    return measure.spawn([sys.executable, "-m", "imageparser", *map(str, words)])


def measured(count: int, warm_up: int, times: int, rounds: int, *, quick: bool) -> Run:
    """Return the medians over some processes."""
    root = library(count, quick=quick)
    measure.spawn([sys.executable, WORKERS / "find_library.py", "fit", root], limit=7200)
    first = [cold(root)["process_wall"] * 1e3 for _ in range(max(rounds, 2))]
    asked = [sys.executable, WORKERS / "find_scale.py", root, str(warm_up), str(times)]
    runs = [measure.spawn(asked, limit=3600) for _ in range(rounds)]
    told = {key: measure.median([run[key] for run in runs]) for key in runs[0] if key.endswith(("_ms", "_mb", "_s"))}
    return told | {"first_ms": min(first[1:])}


def goals(count: int, told: Run) -> list[Run]:
    rows = f"{count:,} rows"

    def most(label: str, text: str, key: str, wanted: float) -> Run:
        return goal(label, f"{rows}, {text}", told.get(key), wanted, least=False)

    return [
        most("F1", "find on three axes with two filters, warm: half under 50 ms", "find_p50_ms", 50),
        most("F1b", "the same: 95 of 100 under 100 ms", "find_p95_ms", 100),
        most("F2", "find that was answered before: 95 of 100 under 5 ms", "again_p95_ms", 5),
        most("F3", "first find of a fresh process, from its start: under 1.5 s", "first_ms", 1500),
        most("F4", "suggestions: 95 of 100 under 10 ms", "suggest_p95_ms", 10),
        most("F5", "facets, warm, the slowest of queries that leave all to few: under 150 ms", "facets_ms", 150),
        most("F6", "one tag for 100,000 pictures: under 3 s", "bulk_tag_ms", 3000),
        most("F7", "memory of the process, mapped files with it: under 1.5 GB", "process_rss_mb", MEMORY_MB),
    ]


def run(*, quick: bool = False) -> Run:
    sizes, warm_up, times, rounds = ((600,), 2, 6, 1) if quick else (SIZES, 200, 200, 3)
    each = {count: measured(count, warm_up, times, rounds, quick=quick) for count in sizes}
    table = {
        f"{count:,}": {key: round(value, 1) for key, value in sorted(told.items()) if key.endswith(("_ms", "_mb"))}
        for count, told in each.items()
    }
    names = {"find_p50_ms": "find, half", "find_p95_ms": "find, 95 of 100", "again_p95_ms": "answered before"}
    names |= {"facets_ms": "facets", "suggest_p95_ms": "suggestions, 95 of 100", "first_ms": "first of a process"}
    names |= {"bulk_tag_ms": "tag for a tenth"}
    growth = {
        label: {str(count): told[key] for count, told in each.items() if key in told} for key, label in names.items()
    }
    notes = [
        "texts of the Tux Paint stamps with words by Zipf's law, English and Korean; vectors of the built-in models "
        "(1,280 and 512 numbers): three quarters between crops of real pictures, a quarter of the mixture of `rank`",
        "each query is asked once, after others; words that come back are scored from memory, as those of people are",
        "facets_first_ms and filter_first_ms are the first after a change of the library: columns are read anew",
    ]
    told = goals(sizes[-1], each[sizes[-1]])
    return measure.result("find_scale", told, {"by rows": table}, notes=notes, quick=quick, growth={"ms": growth})
