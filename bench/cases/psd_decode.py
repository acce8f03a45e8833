"""Decoding all layers: forty in RLE (P4), in ZIP with and without prediction (P5), real documents (P6)."""

from __future__ import annotations

from bench import measure, peers, psd_race
from bench.measure import Run, goal

PEERS = ("psdparse", "psd-tools", "photoshopapi")
REAL_PEERS = ("psdparse", "psd-tools", "ag-psd", "@webtoon/psd")
GOALS = {"rle": ("P4", 2.5, 4.5), "zip": ("P5", 1.7, 3.0), "prediction": ("P5p", 1.7, 3.0)}


def run(*, quick: bool = False) -> Run:
    rounds = 1 if quick else 3
    goals, medians, memory = [], {}, {}
    for packing, (label, one_least, two_least) in GOALS.items():
        files = psd_race.large(packing, quick=quick)
        one = psd_race.race(psd_race.present(PEERS, quick=quick), "decode", files, rounds=rounds)
        pair = [name for name in one if name in {"ours", "psdparse"}]
        two = psd_race.race(pair, "decode", files, threads=2, rounds=rounds)
        text = f"decode 40 layers, {packing}: at least"
        alone, both = psd_race.sums(one, "psdparse", "cpu"), psd_race.sums(two, "psdparse", "wall")
        goals += [
            goal(label, f"{text} {one_least} x psdparse, 1 thread (CPU)", alone, one_least),
            goal(f"{label}-2", f"{text} {two_least} x psdparse, 2 threads (wall)", both, two_least),
        ]
        medians |= {f"{packing}, 1 thread": psd_race.table(one), f"{packing}, 2 threads": psd_race.table(two)}
        memory[f"ours, {packing}"] = measure.middle(one["ours"], "rss_mb")
    real = psd_race.race(
        psd_race.present(REAL_PEERS, quick=quick), "decode", psd_race.real(quick=quick), rounds=rounds,
        repeats=1 if quick else 3,
    )  # fmt: skip
    medians["real documents, 1 thread"] = psd_race.table(real)
    in_sum = psd_race.sums(real, "psdparse", "cpu")
    goals.append(goal("P6", "decode the real documents: at least 2 x psdparse in sum", in_sum, 2.0))
    notes = [f"psdparse decodes at one thread only; {peers.versions(*PEERS, *REAL_PEERS[2:])}"]
    return measure.result("psd_decode", goals, medians, memory=memory, notes=notes, quick=quick)
