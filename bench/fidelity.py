"""How close a composite comes to the picture that the writer of a document stored: the rule, the files, the pictures.

A picture is close when the mean absolute difference is under 1/255 and less than 1 % of its pixels differ by more than
8 of 255 in any channel; both lie on white, in 8-bit sRGB. The files are the documents of the corpus of at most six
megapixels that have layers and a merged picture, so far as psd-tools can decode that picture.
"""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from bench import peers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

MOST_PIXELS = 6_000_000
MEAN_UNDER = 1.0
OFF_BY = 8
OFF_SHARE_UNDER = 0.01
WORKER = Path(__file__).resolve().parent / "workers" / "psd_pictures.py"


@dataclass(frozen=True)
class Distance:
    """How far a picture is from the stored one; another shape is infinitely far."""

    mean: float
    off: float

    @property
    def close(self) -> bool:
        return self.mean < MEAN_UNDER and self.off < OFF_SHARE_UNDER


FAR = Distance(255.0, 1.0)


def rows(corpus: Path) -> list[dict[str, str]]:
    """Return what independent readers say of the documents that they open."""
    with (corpus / "psd" / "EXPECTED.tsv").open(encoding="utf-8", newline="") as table:
        found = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row for row in found if row["reader_ok"] == "true"]


def candidates(corpus: Path) -> list[str]:
    """Return the documents with layers and a merged picture of at most six megapixels."""
    return [
        row["file"]
        for row in rows(corpus)
        if int(row["layers"] or 0) and row["has_merged"] == "true"
        and int(row["width"]) * int(row["height"]) <= MOST_PIXELS
    ]  # fmt: skip


def on_white(pixels: NDArray[Any]) -> NDArray[np.float32]:
    """Lay 8-bit RGBA with straight colours on white."""
    colours = pixels[..., :3].astype(np.float32)
    if pixels.shape[2] == 3:
        return colours
    share = pixels[..., 3:].astype(np.float32) / 255
    return colours * share + 255 * (1 - share)


def distance(pixels: NDArray[Any] | None, stored: NDArray[Any]) -> Distance:
    """Compare two RGBA pictures."""
    if pixels is None or pixels.shape[:2] != stored.shape[:2]:
        return FAR
    apart = np.abs(on_white(pixels) - on_white(stored))
    return Distance(float(apart.mean()), float((apart.max(axis=2) > OFF_BY).mean()))


class Pictures:
    """The pictures that one contender makes of the corpus, made by its worker and kept for the next run."""

    def __init__(self, contender: str, corpus: Path, *, keep: bool = True) -> None:
        self.contender, self.corpus = contender, corpus
        version = peers.versions("psdparse" if contender == "psdparse" else "psd-tools").replace(" ", "-")
        self.folder = peers.BUILD / "psd-pictures" / (contender if contender == "ours" else f"{contender}-{version}")
        self.keep = keep

    def make(self, files: Sequence[str]) -> None:
        """Let the worker render what is not there yet; a file that ends the worker is left out and told."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.keep:
            for path in self.folder.iterdir():
                path.unlink()
        left = [name for name in files if not self._path(name, "json").is_file()]
        while left:
            listing = self.folder / "files.txt"
            lines = [f"{self.corpus / 'psd' / name}\t{self._path(name, 'npy')}" for name in left]
            listing.write_text("\n".join(lines), encoding="utf-8")
            python = sys.executable if self.contender == "ours" else str(peers.PYTHON)
            command = [python, str(WORKER), self.contender, str(listing)]
            done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", cwd=peers.ROOT)
            still = [name for name in left if not self._path(name, "json").is_file()]
            if still and len(still) == len(left) and "Traceback" in done.stderr:
                raise RuntimeError(done.stderr[-800:])
            if still:  # the first of them took the process with it
                self._path(still[0], "json").write_text('{"error": "the process died"}', encoding="utf-8")
            left = still[1:]

    def of(self, name: str) -> NDArray[Any] | None:
        """Return a picture, None where the contender could not make it."""
        path = self._path(name, "npy")
        return np.load(path) if path.is_file() else None

    def told(self, name: str) -> dict[str, Any]:
        """Return what the contender said of a picture: `error`, or `unrendered` and `warnings`, and `seconds`."""
        told: dict[str, Any] = json.loads(self._path(name, "json").read_text(encoding="utf-8"))
        return told

    def _path(self, name: str, ending: str) -> Path:
        return self.folder / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}.{ending}"
