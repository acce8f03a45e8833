"""Known-item search: which picture did somebody describe, in English and in Korean; file names mean nothing.

The right answer of a caption is every picture that carries it. Any model can be measured: the settings say which one
(for instance `IMAGEPARSER_MODELS_TIER=standard make bench CASE=stamps`).
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from pathlib import Path

from bench import measure, retrieval
from bench.measure import Run, goal
from bench.retrieval import Query
from bench.stamps import Stamp, stamps

# A bare pairing of the two built-in models reached these among 378 captions.
WANTED = {"english": 0.36, "korean": 0.29}


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


def run(*, quick: bool = False) -> Run:
    with tempfile.TemporaryDirectory() as temporary:
        chosen = made(Path(temporary) / "made") if quick else stamps()
        pictures = Path(temporary) / "a"
        pictures.mkdir()
        names = retrieval.disguise([one.path for one in chosen], pictures)
        found = retrieval.evaluate(pictures, queries(chosen, names))
    goals = [
        goal("R2", f"recall@10 of all axes fused, {kind}: at least {wanted}", found[kind]["fused"]["r@10"], wanted)
        for kind, wanted in WANTED.items()
    ]
    notes = [f"{len(chosen)} pictures; one right answer, or all that carry the caption."]
    return measure.result("stamps", goals, retrieval.rows(found), notes=notes, quick=quick)
