"""Each part of the ranking by itself: what fusion gains over the best axis, what each ablation loses, what is refused.

The queries are captions by people (`bench.stamps`), in two halves: every other one was looked at when the cut was
chosen (`chosen`), the others are reported (`reported`). The weights are older and had seen both halves: what an axis
adds is told by the ablations. What is not in the pictures is asked for, too: `no_answer.txt`, written by hand.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from bench import measure, retrieval
from bench.cases.stamps import LANGUAGES, made, queries
from bench.measure import Run, goal
from bench.retrieval import AXES, RESAMPLINGS, Query
from bench.stamps import stamps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Orders = Mapping[str, list[int]]
    Fuse = Callable[[Orders, Mapping[str, float]], list[int]]

NO_ANSWER = Path(__file__).resolve().parents[1] / "data" / "no_answer.txt"
DEPTH = 10
HALVES = ("chosen", "reported")


def ablations() -> dict[str, Fuse]:
    """Return the ways of joining the orders of the axes, ours first."""
    from imageparser.search.fuse import fuse  # noqa: PLC0415 - the other cases must not pay for it

    def by(k: int = 10, *, equal: bool = False, without: str = "") -> Fuse:
        def run(orders: Orders, weights: Mapping[str, float]) -> list[int]:
            kept = {axis: np.array(ids, np.int64) for axis, ids in orders.items() if axis != without}
            return [item for item, _ in fuse(kept, dict.fromkeys(kept, 1.0) if equal else weights, k=k)]

        return run

    return {
        "fused": by(),
        "k 60": by(60),
        "equal weights": by(equal=True),
        **{f"without {axis}": by(without=axis) for axis in AXES},
    }


def orders_of(answer: Any) -> tuple[dict[str, list[int]], dict[int, str]]:
    """Return the order of the pictures on each axis, and the names of their files."""
    orders: dict[str, list[int]] = {}
    for axis in AXES:
        ranked = [(one["axes"][axis]["rank"], one["id"]) for one in answer["results"] if one["axes"][axis]["rank"]]
        if ranked:
            orders[axis] = [item for _, item in sorted(ranked)]
    return orders, {one["id"]: Path(one["path"]).name for one in answer["results"]}


def first_right(order: Sequence[int], names: Mapping[int, str], right: frozenset[str]) -> int | None:
    """Return the rank (from 1) of the first right picture."""
    return next((place for place, item in enumerate(order, start=1) if names[item] in right), None)


def ask(library: Any, query: Query, count: int) -> tuple[dict[str, int | None], bool]:
    """Return the rank of the first right picture for each axis and ablation, and whether the query is refused."""
    answer = library.find(query.text, top=count, cut=False)
    orders, names = orders_of(answer)
    found = {axis: first_right(orders.get(axis, ()), names, query.right) for axis in AXES}
    for name, way in ablations().items():
        found[name] = first_right(way(orders, answer["weights"]), names, query.right)
    alike = library.find(query.text, top=count, cut=False, weights={"keyword": 1}, columns=_alike())
    found["keyword, columns alike"] = first_right(orders_of(alike)[0].get("keyword", ()), names, query.right)
    return found, library.find(query.text, top=1)["nothing_fits"]


def _alike() -> dict[str, float]:
    from imageparser.library.fulltext import FIELDS  # noqa: PLC0415 - as above

    return dict.fromkeys(FIELDS, 1.0)


def gain(ranks: Sequence[Mapping[str, int | None]]) -> dict[str, Any]:
    """Return recall@10 of the fused order less that of the best axis, with the middle 95 % of paired resamplings."""
    hits = {name: np.array([(one[name] or np.inf) <= DEPTH for one in ranks], float) for name in ("fused", *AXES)}
    best = max(AXES, key=lambda axis: hits[axis].mean())
    differences = hits["fused"] - hits[best]
    resampled = np.random.default_rng(5).integers(0, len(differences), (RESAMPLINGS, len(differences)))
    low, high = np.percentile(differences[resampled].mean(axis=1), [2.5, 97.5])
    ratio = hits["fused"].mean() / hits[best].mean() if hits[best].any() else None
    return {
        "best": best,
        "gain": round(float(differences.mean()), 3),
        "95%": f"{low:+.3f}..{high:+.3f}",
        "ratio": ratio,
    }


def run(*, quick: bool = False) -> Run:
    from imageparser import Library  # noqa: PLC0415 - as above

    with tempfile.TemporaryDirectory() as temporary:
        chosen = made(Path(temporary) / "made") if quick else stamps()
        pictures = Path(temporary) / "a"
        pictures.mkdir()
        names = retrieval.disguise([one.path for one in chosen], pictures)
        asked = queries(chosen, names)
        with Library.open(Path(temporary) / "library.sqlite") as library:
            library.index(pictures)
            told = [ask(library, query, len(chosen)) for query in asked]
            unknown = NO_ANSWER.read_text(encoding="utf-8").splitlines()[: 3 if quick else None]
            refused = [library.find(text, top=1)["nothing_fits"] for text in unknown]
    rows: dict[str, Mapping[str, Any]] = {}
    goals = []
    for kind in LANGUAGES:
        for half, name in enumerate(HALVES):
            some = [ranks for place, (ranks, _) in enumerate(told) if place % 2 == half and asked[place].kind == kind]
            rows |= {f"{kind}, {name}: {way}": retrieval.scores([one[way] for one in some]) for way in some[0]}
            rows[f"{kind}, {name}: fused less the best axis"] = found = gain(some)
        label = f"recall@10 of all axes fused against the best axis alone, {kind}, half of the captions"
        goals.append(goal("R3", label, found["ratio"], 1.0))
    answered = [gone for ranks, gone in told if (ranks["fused"] or np.inf) <= DEPTH]
    rows["refused"] = {"answered": _share(answered), "not there": _share(refused)}
    notes = [f"{len(chosen)} pictures, {len(asked)} captions, {len(refused)} queries for what is not there."]
    return measure.result("fusion", goals, rows, notes=notes, quick=quick)


def _share(flags: Sequence[bool]) -> str:
    return f"{sum(flags)}/{len(flags)}"
