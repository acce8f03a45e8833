"""Composites from layers beside the pictures that the writers stored, ours, psd-tools and psdparse in one run (P8)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import data, fidelity, measure, peers
from bench.fidelity import Distance, Pictures
from bench.measure import Run, goal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LEAST = 160
OF = 202
PEERS = {"psd-tools": "psd-tools", "psdparse": "psdparse"}
DIFFERENCES = Path(__file__).resolve().parents[1] / "psd_differences.toml"
Table = dict[str, dict[str, Distance]]


def causes() -> dict[str, str]:
    """Return why a file is not close, as somebody found by looking."""
    return tomllib.loads(DIFFERENCES.read_text(encoding="utf-8"))


def distances(corpus: Path, names: Sequence[str]) -> Table:
    """Measure every contender on every file whose stored picture can be decoded: file -> contender -> distance."""
    files = fidelity.candidates(corpus)
    stored = Pictures("stored", corpus)
    stored.make(files)
    pictures = {name: Pictures(name, corpus, keep=name != "ours") for name in names}
    for made in pictures.values():
        made.make(files)
    table: Table = {}
    for file in files:
        target = stored.of(file)
        if target is not None:
            table[file] = {name: fidelity.distance(made.of(file), target) for name, made in pictures.items()}
    return table


def count(table: Table, *names: str) -> int:
    """Count the files where one of these contenders is close."""
    return sum(any(row[name].close for name in names if name in row) for row in table.values())


def remaining(table: Table, why: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return the files where ours is not close, the farthest first, with the cause."""
    left = {file: row for file, row in table.items() if not row["ours"].close}
    rows: dict[str, dict[str, Any]] = {}
    for file, row in sorted(left.items(), key=lambda item: -item[1]["ours"].off):
        cells = {name: "close" if near.close else f"{near.mean:.1f} / {near.off:.1%}" for name, near in row.items()}
        rows[file] = cells | {"cause": why.get(file, "cause not yet found")}
    return rows


def _quick() -> Run:
    """Show on one made document that the case works: its only layer is its picture."""
    table = {"made.psd": {"ours": data.composited_document(peers.BUILD)}}
    goals = [goal("P8", "the made document is close to its stored picture", count(table, "ours"), 1)]
    return measure.result("psd_fidelity", goals, {"close": {"ours": count(table, "ours")}}, quick=True)


def run(*, quick: bool = False) -> Run:
    if quick:
        return _quick()
    corpus = data.real_files()
    names = ["ours", *(name for name, package in PEERS.items() if peers.has(package))]
    table = distances(corpus, names)
    close = {name: count(table, name) for name in names}
    best = max((close[name] for name in names if name != "ours"), default=None)
    label = "composites close to the stored picture"
    goals = [
        goal("P8", f"{label}: at least {LEAST} of {OF}", close["ours"] if len(table) == OF else None, LEAST),
        goal("P8b", f"{label}: more than the better peer", None if best is None else close["ours"] - best, 1),
    ]
    medians: dict[str, Any] = {
        "close": close | {"of": len(table), "either peer": count(table, *PEERS)},
        "not close, mean of 255 / share of pixels off by more than 8": remaining(table, causes()),
    }
    notes = [
        f"on white, mean difference under 1/255 and under 1 % of pixels off by more than 8; {peers.versions(*PEERS)}",
        "the stored picture as psd-tools decodes it, converted to sRGB by its ICC profile",
    ]
    return measure.result("psd_fidelity", goals, medians, notes=notes)
