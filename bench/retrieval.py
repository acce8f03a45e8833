"""How well a library finds: queries with known answers, each axis alone and all fused, whatever models are in use.

recall@k = share of the queries for which one of the first k pictures is right (hit rate where several are).
MRR = mean of 1 / rank of the first right picture, 0 where it is not found.
The interval is the middle 95 % of 1,000 resamplings of the queries (percentile bootstrap, fixed seed).
"""

from __future__ import annotations

import csv
import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

AXES = ("visual", "meaning", "keyword")
ALL = ("fused", *AXES)
DEPTHS = (1, 5, 10)
RESAMPLINGS = 1000


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, of which kind it is, and the names of the pictures that are right."""

    text: str
    kind: str
    right: frozenset[str]


def table(path: Path) -> list[dict[str, str]]:
    """Read a tab-separated file with a head line."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def disguise(sources: Iterable[Path], target: Path) -> dict[Path, str]:
    """Copy pictures under names that say nothing; return the new name of each."""
    names = {}
    for source in sources:
        names[source] = hashlib.sha256(str(source).encode()).hexdigest()[:12] + source.suffix.lower()
        shutil.copyfile(source, target / names[source])
    return names


def evaluate(pictures: Path, queries: Sequence[Query]) -> dict[str, dict[str, dict[str, Any]]]:
    """Index a folder with the models that the settings name; return the scores by kind of query and axis."""
    from imageparser import Library  # noqa: PLC0415 - the other cases must not pay for it

    count = sum(1 for _ in pictures.iterdir())
    with Library.open(pictures.parent / "library.sqlite") as library:
        report = library.index(pictures)
        assert report["phases"]["MV"]["done"] == count, report
        ranks = [first_right(library.find(query.text, top=count, cut=False), query.right) for query in queries]
    kinds = dict.fromkeys(query.kind for query in queries)
    return {
        kind: {axis: scores([r[axis] for r, q in zip(ranks, queries, strict=True) if q.kind == kind]) for axis in ALL}
        for kind in kinds
    }


def first_right(answer: Any, right: frozenset[str]) -> dict[str, int | None]:
    """Return the rank (from 1) of the first right picture, fused and on each axis alone."""
    best: dict[str, int | None] = dict.fromkeys(ALL)
    for place, result in enumerate(answer["results"], start=1):
        if Path(result["path"]).name in right:
            best["fused"] = best["fused"] or place
            for axis in AXES:
                rank = result["axes"][axis]["rank"]
                best[axis] = min((r for r in (best[axis], rank) if r), default=None)
    return best


def scores(ranks: Sequence[int | None]) -> dict[str, Any]:
    """Return recall at each depth and MRR of one axis, with the interval of recall@5."""
    found = np.array([rank or np.inf for rank in ranks])
    hits = found <= 5
    resampled = np.random.default_rng(5).integers(0, len(hits), (RESAMPLINGS, len(hits)))
    low, high = np.percentile(hits[resampled].mean(axis=1), [2.5, 97.5])
    recall = {f"r@{depth}": round(float((found <= depth).mean()), 3) for depth in DEPTHS}
    return {**recall, "mrr": round(float((1 / found).mean()), 3), "r@5 95%": f"{low:.2f}-{high:.2f}"}


def share(found: Mapping[str, Mapping[str, Mapping[str, Any]]], kind: str, axis: str = "fused") -> float:
    """Return recall@5 of one kind and axis."""
    return float(found[kind][axis]["r@5"])


def rows(found: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, Mapping[str, Any]]:
    """Return the scores as rows of the report, one for each kind and axis."""
    return {f"{kind}, {axis}": numbers for kind, axes in found.items() for axis, numbers in axes.items()}
