"""What a search finds: pictures under meaningless names, asked for by captions, English words and Korean words.

A picture is right where it has the query's label. Every different caption is one query, every label one English and one
Korean word.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from bench import data, measure, peers, retrieval
from bench.measure import Run, goal
from bench.retrieval import Query, table

KOREAN = Path(__file__).resolve().parents[1] / "data" / "retrieval_ko.tsv"
# What a bare pairing of the two built-in models reached on a similar set.
WANTED = {"captions": 0.84, "english": 0.80, "korean": 0.80}


def corpus() -> Path:
    folder = Path(os.environ.get("IMAGEPARSER_CORPUS") or peers.ROOT.parent / "shared" / "corpus") / "retrieval"
    if not (folder / "CAPTIONS.tsv").is_file():
        raise data.AbsentError(f"the retrieval corpus is not at {folder}: set IMAGEPARSER_CORPUS")
    return folder


def queries(rows: list[dict[str, str]], names: dict[str, str]) -> list[Query]:
    """Return the queries of each kind; `names` are the new names of the files."""
    right = {row["label"]: frozenset(names[r["file"]] for r in rows if r["label"] == row["label"]) for row in rows}
    words = [word for word in table(KOREAN) if word["label"] in right]
    assert {word["label"] for word in words} == set(right)
    captions = sorted({(row["caption"], row["label"]) for row in rows})
    asked = [Query(text, "captions", right[label]) for text, label in captions]
    for language in ("english", "korean"):
        asked += [Query(word[language], language, right[word["label"]]) for word in words]
    return asked


def run(*, quick: bool = False) -> Run:
    folder = corpus()
    rows = table(folder / "CAPTIONS.tsv")[-12 if quick else 0 :]
    with tempfile.TemporaryDirectory() as temporary:
        pictures = Path(temporary) / "a"
        pictures.mkdir()
        copied = retrieval.disguise([folder / row["file"] for row in rows], pictures)
        names = {row["file"]: copied[folder / row["file"]] for row in rows}
        found = retrieval.evaluate(pictures, queries(rows, names))
    goals = [
        goal("R1", f"recall@5 of all axes fused, {kind}: at least {wanted}", retrieval.share(found, kind), wanted)
        for kind, wanted in WANTED.items()
    ]
    notes = ["recall@5: share of queries with a picture of the right label among the first five; names mean nothing."]
    return measure.result("retrieval", goals, retrieval.rows(found), notes=notes, quick=quick)
