"""How soon an answer comes: import of the package, `find` from a cold process, `find` in a warm one."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from bench import data, measure, peers
from bench.cases.first_index import make
from bench.measure import Run, goal, middle

WORKER = Path(__file__).resolve().parents[1] / "workers" / "startup.py"
QUERIES = ("a meadow under a blue sky", "파란 하늘", "cat")


def library(count: int) -> Path:
    """Index `count` small pictures in all phases; kept for the next run."""
    root = peers.BUILD / f"library-{count}"
    path = root / "library.sqlite"
    if not (root / "complete").is_file():
        shutil.rmtree(root, ignore_errors=True)
        pictures = make(root, count)
        sys.stderr.write(f"indexing {count} pictures in all phases\n")
        words = ["index", pictures, "--json", "--no-progress", "--library", path]
        done = measure.spawn([sys.executable, "-m", "imageparser", *words], limit=3600)
        assert done["phases"]["MV"]["done"] == count, done["phases"]
        (root / "complete").touch()
    return path


def cold(path: Path, query: str) -> Run:
    words = ["find", query, "--json", "--library", path]
    done = measure.spawn([sys.executable, "-m", "imageparser", *words])
    assert done["results"], done
    return done


def run(*, quick: bool = False) -> Run:
    assert data.KINDS
    count, rounds = (60, 1) if quick else (10_000, 7)
    path = library(count)
    runners = {
        "bare interpreter": lambda: measure.spawn([sys.executable, WORKER, "bare"]),
        "import imageparser": lambda: measure.spawn([sys.executable, WORKER, "import"]),
        "find, cold process": lambda: cold(path, QUERIES[0]),
    }
    runs = measure.alternate(runners, rounds)
    warm = measure.spawn([sys.executable, WORKER, "warm", path, "5" if quick else "50", *QUERIES])
    imported = middle(runs["import imageparser"], "ms")
    cold_s = middle(runs["find, cold process"], "process_wall")
    goals = [
        goal("U1", "import imageparser: under 150 ms", imported, 150, least=False),
        goal("U2", f"find on {count:,} pictures from a cold process: under 1 s", cold_s, 1.0, least=False),
        goal("U3", f"find on {count:,} pictures, warm: under 50 ms", warm["ms"], 50, least=False),
    ]
    medians = {
        "import, ms": round(imported, 1),
        "bare interpreter, ms": round(middle(runs["bare interpreter"], "process_wall") * 1e3, 1),
        "find cold, whole process, ms": round(cold_s * 1e3),
        "find cold, took_ms": round(middle(runs["find, cold process"], "took_ms")),
        "find warm, ms per query": {query: round(ms, 1) for query, ms in warm["each"].items()},
    }
    memory = {
        "find, cold process": round(middle(runs["find, cold process"], "process_rss_mb")),
        "find, warm process": round(warm["process_rss_mb"]),
    }
    return measure.result("startup", goals, medians, memory=memory, quick=quick)
