"""Reading the structure of documents: header (P1), tree and names of small files (P2), of forty layers (P3)."""

from __future__ import annotations

from bench import measure, peers, psd_race
from bench.measure import Run, goal

PEERS = ("psdparse", "psd-tools", "ag-psd", "@webtoon/psd")
LARGE_PEERS = ("psdparse", "psd-tools", "photoshopapi")


def run(*, quick: bool = False) -> Run:
    rounds, repeats = (1, 1) if quick else (3, 15)
    files = psd_race.real(quick=quick)
    header = psd_race.race(
        psd_race.present(("psdparse", "psd-tools"), quick=quick), "header", files, repeats=repeats, rounds=rounds
    )
    tree = psd_race.race(psd_race.present(PEERS, quick=quick), "tree", files, repeats=repeats // 3 or 1, rounds=rounds)
    forty = psd_race.race(
        psd_race.present(LARGE_PEERS, quick=quick), "tree", psd_race.large("rle", quick=quick), rounds=rounds,
        repeats=1 if quick else 5,
    )  # fmt: skip
    peak = measure.middle(forty["ours"], "rss_mb")
    middles, sums = psd_race.middles, psd_race.sums
    goals = [
        goal("P1", "header: at least 2 x psd-tools", middles(header, "psd-tools", "cpu"), 2.0),
        goal("P2", "tree of the median file: at least 1.5 x psdparse", middles(tree, "psdparse", "cpu"), 1.5),
        goal("P2b", "tree of the median file: at least 100 x psd-tools", middles(tree, "psd-tools", "cpu"), 100.0),
        goal("P3", "tree of 40 layers: at least 1.5 x psdparse", sums(forty, "psdparse", "cpu"), 1.5),
        goal("P3b", "tree of 40 layers: peak RSS at most 20 MB", peak, 20, least=False),
    ]
    medians = {
        "header": psd_race.table(header), "tree": psd_race.table(tree), "tree, 40 layers": psd_race.table(forty),
    }  # fmt: skip
    memory = {name: measure.middle(runs, "rss_mb") for name, runs in forty.items()}
    notes = [f"{len(files)} real documents, warm, one core; {peers.versions(*PEERS, 'photoshopapi')}"]
    return measure.result("psd_read", goals, medians, memory=memory, notes=notes, quick=quick)
