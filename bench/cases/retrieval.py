"""What a search finds: pictures under meaningless names, asked for by captions, English words and Korean words.

label@5 of an axis = the share of the queries for which at least one of the first five pictures has the query's label.
Every different caption is one query (its picture's label counts as found), every label one English and one Korean word.
"""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from bench import data, measure, peers
from bench.measure import Run, goal

KOREAN = Path(__file__).resolve().parents[1] / "data" / "retrieval_ko.tsv"
AXES = ("visual", "meaning", "keyword")
BEST = 5
# What a bare pairing of the two built-in models reached on a similar set.
WANTED = {"captions": 0.84, "english": 0.80, "korean": 0.80}


def corpus() -> Path:
    folder = Path(os.environ.get("IMAGEPARSER_CORPUS") or peers.ROOT.parent / "shared" / "corpus") / "retrieval"
    if not (folder / "CAPTIONS.tsv").is_file():
        raise data.AbsentError(f"the retrieval corpus is not at {folder}: set IMAGEPARSER_CORPUS")
    return folder


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def disguise(folder: Path, rows: list[dict[str, str]], target: Path) -> dict[str, str]:
    """Copy the pictures under names that say nothing; return the label of each name."""
    labels = {}
    for row in rows:
        source = folder / row["file"]
        name = hashlib.sha256(row["file"].encode()).hexdigest()[:12] + source.suffix.lower()
        shutil.copyfile(source, target / name)
        labels[name] = row["label"]
    return labels


def queries(rows: list[dict[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """Return (query, label) pairs of each kind."""
    present = {row["label"] for row in rows}
    words = [word for word in table(KOREAN) if word["label"] in present]
    assert {word["label"] for word in words} == present
    return {
        "captions": sorted({(row["caption"], row["label"]) for row in rows}),
        "english": [(word["english"], word["label"]) for word in words],
        "korean": [(word["korean"], word["label"]) for word in words],
    }


def found(answer: Any, labels: dict[str, str], wanted: str) -> dict[str, bool]:
    """Return for each axis alone and for all together whether a picture with the label is among the best."""
    results = answer["results"]
    hits = {"fused": any(labels[Path(result["path"]).name] == wanted for result in results[:BEST])}
    for axis in AXES:
        best = [result for result in results if (result["axes"][axis]["rank"] or BEST + 1) <= BEST]
        hits[axis] = any(labels[Path(result["path"]).name] == wanted for result in best)
    return hits


def evaluate(*, most: int | None = None) -> dict[str, dict[str, float]]:
    """Index the corpus into a library of its own and return label@5 by kind of query and axis."""
    from imageparser import Library  # noqa: PLC0415 - the other cases must not pay for it

    folder = corpus()
    rows = table(folder / "CAPTIONS.tsv")[-(most or 0) :]
    with tempfile.TemporaryDirectory() as temporary:
        pictures = Path(temporary) / "a"
        pictures.mkdir()
        labels = disguise(folder, rows, pictures)
        with Library.open(Path(temporary) / "library.sqlite") as library:
            report = library.index(pictures)
            assert report["phases"]["MV"]["done"] == len(labels), report
            scores = {}
            for kind, pairs in queries(rows).items():
                hits = [found(library.find(query, top=len(labels)), labels, label) for query, label in pairs]
                scores[kind] = {axis: sum(hit[axis] for hit in hits) / len(hits) for axis in ("fused", *AXES)}
            return scores


def run(*, quick: bool = False) -> Run:
    scores = evaluate(most=12 if quick else None)
    goals = [
        goal("R1", f"label@{BEST} of all axes fused, {kind}: at least {wanted}", scores[kind]["fused"], wanted)
        for kind, wanted in WANTED.items()
    ]
    rounded = {kind: {axis: round(share, 3) for axis, share in row.items()} for kind, row in scores.items()}
    notes = ["label@5: share of queries with a picture of the right label among the first five; names are meaningless."]
    return measure.result("retrieval", goals, {"label@5": rounded}, notes=notes, quick=quick)
