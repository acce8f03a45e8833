"""Composites of forty layers (P7), and a preview of 1600 pixels after one of them is switched off (P11)."""

from __future__ import annotations

from bench import measure, peers, psd_race
from bench.measure import Run, goal, middle

LIMIT_MS = 100


def run(*, quick: bool = False) -> Run:
    rounds = 1 if quick else 3
    files = psd_race.large("rle", quick=quick)
    names = psd_race.present(("psdparse",), quick=quick)
    one = psd_race.race(names, "composite", files, rounds=rounds)
    two = psd_race.race(names, "composite", files, threads=2, rounds=rounds)
    turns = psd_race.race(["ours"], "toggle", files, threads=2, repeats=8, rounds=rounds)
    toggle = {
        key: round(measure.median(list(psd_race.times(turns, "ours", key).values())), 1)
        for key in ("wall", "worst", "first")
    }
    slower = {"one": psd_race.sums(one, "psdparse", "cpu"), "two": psd_race.sums(two, "psdparse", "wall")}
    goals = [
        goal("P7", "composite 40 layers: at least 3 x psdparse, 1 thread (CPU)", slower["one"], 3.0),
        goal("P7-2", "composite 40 layers: at least 5 x psdparse, 2 threads (wall)", slower["two"], 5.0),
        goal("P11", f"1600-px preview, one layer switched: under {LIMIT_MS} ms", toggle["wall"], LIMIT_MS, least=False),
    ]
    shown = {"first": toggle["first"], "one layer switched": toggle["wall"], "the worst of these": toggle["worst"]}
    medians = {
        "1 thread": psd_race.table(one),
        "2 threads": psd_race.table(two),
        "preview of 1600 px, ms, 2 threads": shown,
    }
    memory = {name: middle(runs, "rss_mb") for name, runs in two.items()}
    notes = [f"psdparse composites one file at one thread; {peers.versions('psdparse')}"]
    return measure.result("psd_composite", goals, medians, memory=memory, notes=notes, quick=quick)
