"""Print the golden numbers of the Photoshop engine: structure, samples of layers, composites, each beside its peers.

Usage: golden.py      (wants the corpus; what needs a peer that is not installed is told and left out)
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import data, fidelity, layer_pixels, peers  # noqa: E402  the root is put on the path above
from bench.cases import psd_fidelity  # noqa: E402  as above

from imageparser import _core  # noqa: E402  as above

if TYPE_CHECKING:
    from bench.layer_pixels import Tally

# What ours reads otherwise on purpose, and why: file -> columns.
ON_PURPOSE = {
    "oov-psd/sketchbook.psd": {"layer_names"},  # the NUL that ends a stored name is no part of it
    "psd-tools/group-clipping/group-clipping.psd": {"clipping_layers"},  # psd-tools ignores the flag on groups
}
ESCAPES = str.maketrans({"\\": r"\\", "|": r"\|", "\t": r"\t", "\n": r"\n", "\0": r"\0"})


def structure(document: _core.Document) -> dict[str, str]:
    """Return the columns of EXPECTED.tsv as ours reads them."""
    layers = document.layers
    kinds = Counter(layer.kind for layer in layers)
    return {
        "layers": str(len(layers)),
        "layer_names": "|".join(layer.name.translate(ESCAPES) for layer in layers),
        "layer_kinds": ",".join(f"{kind}:{count}" for kind, count in sorted(kinds.items())),
        "clipping_layers": str(sum(layer.clipping for layer in layers)),
        "masked_layers": str(sum(layer.mask for layer in layers)),
        "blend_modes": ",".join(sorted({layer.blend for layer in layers})),
    }


def structures(corpus: Path) -> Tally:
    """Compare the structure of every document that a reader opened."""
    tally = layer_pixels.Tally()
    for row in fidelity.rows(corpus):
        seen = structure(_core.Document.open(corpus / "psd" / row["file"]))
        unequal = {name for name, value in seen.items() if row[name] != value}
        tally.documents += 1
        tally.add(f"{row['file']}: {', '.join(sorted(unequal))}", same=unequal <= ON_PURPOSE.get(row["file"], set()))
    return tally


def told(title: str, tally: Tally | None, of: str) -> bool:
    """Print one comparison and what is different; tell whether nothing is."""
    if tally is None:
        print(f"{title}: not measured, run `make bench-setup`")
        return True
    print(f"{title}: {tally.equal} of {tally.layers} {of} ({tally.documents} documents)")
    for place in tally.different:
        print(f"    differs: {place}")
    return not tally.different


def composites(corpus: Path) -> bool:
    """Print how many composites are close, and the table of those that are not."""
    if not peers.has("psd-tools"):
        print("composites: not measured, run `make bench-setup`")
        return True
    names = ["ours", *(name for name in psd_fidelity.PEERS if peers.has(name))]
    table = psd_fidelity.distances(corpus, names)
    counts = ", ".join(f"{name} {psd_fidelity.count(table, name)}" for name in names)
    either = psd_fidelity.count(table, *psd_fidelity.PEERS)
    print(f"composites close to the stored picture, of {len(table)}: {counts} (one of the peers: {either})")
    for file, cells in psd_fidelity.remaining(table, psd_fidelity.causes()).items():
        print(f"    {file}: " + "; ".join(f"{name} {cell}" for name, cell in cells.items()))
    return psd_fidelity.count(table, "ours") >= psd_fidelity.LEAST


def main() -> int:
    corpus = data.real_files()
    files = [row["file"] for row in fidelity.rows(corpus)]
    good = [
        told("structure equal to what psd-tools reads", structures(corpus), "documents"),
        told("samples equal to psd-tools'", layer_pixels.with_psd_tools(corpus / "psd", files), "layers"),
        told("samples equal to ag-psd's", layer_pixels.with_ag_psd(corpus / "psd", files), "layers"),
        composites(corpus),
    ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
