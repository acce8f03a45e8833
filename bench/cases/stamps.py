"""Known-item search: which picture did somebody describe, in English and in Korean; file names mean nothing.

The right answer of a caption is every picture that carries it. Any model can be measured: the settings say which one
(for instance `IMAGEPARSER_MODELS_TIER=standard make bench CASE=stamps`).
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import measure, retrieval
from bench.measure import Run, goal
from bench.retrieval import Query
from bench.stamps import Stamp, stamps

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("english", "korean")


def queries(chosen: list[Stamp], names: dict[Path, str]) -> list[Query]:
    """Return one query for each different caption."""
    right: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in chosen:
        for kind, text in (("english", one.english), ("korean", one.korean)):
            if text:
                right[kind, text].add(names[one.path])
    return [Query(text, kind, frozenset(pictures)) for (kind, text), pictures in sorted(right.items())]


def made(folder: Path) -> list[Stamp]:
    """Make three stamps, so that the case runs where the package is absent."""
    from fixtures import photo  # noqa: PLC0415 - on the path only since `data` was loaded

    folder.mkdir()
    for number in range(3):
        photo.jpeg(folder / f"{number}.jpg", 300 + 40 * number, 200)
    return [Stamp(path, f"picture {path.stem}", f"그림 {path.stem}") for path in sorted(folder.iterdir())]


def fused_gain(axes: Mapping[str, Mapping[str, Any]]) -> float:
    """Return recall@10 of the fused order as a multiple of that of the best axis."""
    best = max(axes[axis]["r@10"] for axis in retrieval.AXES)
    return float(axes["fused"]["r@10"]) / best if best else 0.0


def run(*, quick: bool = False) -> Run:
    with tempfile.TemporaryDirectory() as temporary:
        chosen = made(Path(temporary) / "made") if quick else stamps()
        pictures = Path(temporary) / "a"
        pictures.mkdir()
        names = retrieval.disguise([one.path for one in chosen], pictures)
        found = retrieval.evaluate(pictures, queries(chosen, names))
    goals = [
        goal("R2", f"recall@10 of all axes fused against the best axis alone, {kind}", fused_gain(found[kind]), 1.0)
        for kind in LANGUAGES
    ]
    notes = [f"{len(chosen)} pictures; one right answer, or all that carry the caption."]
    return measure.result("stamps", goals, retrieval.rows(found), notes=notes, quick=quick)
