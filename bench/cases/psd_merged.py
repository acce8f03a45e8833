"""The stored picture of a document of 16 megapixels: as pixels (P9), as a WebP of 256 pixels with its memory (P10)."""

from __future__ import annotations

from bench import measure, peers, psd_race
from bench.measure import Run, goal, middle

PEERS = ("pillow", "psdparse", "psd-tools")


def run(*, quick: bool = False) -> Run:
    rounds = 1 if quick else 3
    files = psd_race.large("rle", quick=quick)
    names = psd_race.present(PEERS, quick=quick)
    whole = psd_race.race(names, "merged", files, rounds=rounds)
    small = psd_race.race(names, "thumb", files, rounds=rounds)
    peak = middle(small["ours"], "rss_mb")
    goals = [
        goal("P9", "stored picture of 16 MP: at least 2.5 x Pillow", psd_race.sums(whole, "pillow", "cpu"), 2.5),
        goal("P10", "stored picture to 256 px WebP: at least 2.5 x Pillow", psd_race.sums(small, "pillow", "cpu"), 2.5),
        goal("P10b", "stored picture to 256 px WebP: peak RSS at most 30 MB", peak, 30, least=False),
    ]
    medians = {"pixels": psd_race.table(whole), "256 px WebP": psd_race.table(small)}
    memory = {name: middle(runs, "rss_mb") for name, runs in small.items()}
    notes = [f"WebP quality 85, method 4; one core; {peers.versions(*PEERS)}"]
    return measure.result("psd_merged", goals, medians, memory=memory, notes=notes, quick=quick)
