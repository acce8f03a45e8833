"""The samples of every layer beside those of other readers: psd-tools in this process, ag-psd by its worker."""

from __future__ import annotations

import hashlib
import json
import logging
import subprocess
import tempfile
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from bench import peers

from imageparser.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from imageparser._core import Document

ALPHA, MASK, REAL_MASK = -1, -2, -3
STORED = {8: ">u1", 16: ">u2", 32: ">f4"}
COLOURS = {"GRAYSCALE": 1, "DUOTONE": 1, "INDEXED": 1, "BITMAP": 1, "RGB": 3, "LAB": 3, "CMYK": 4}
WORKER = Path(__file__).resolve().parent / "workers" / "psd_layers.js"
Planes = dict[int, "NDArray[Any]"]


@dataclass
class Tally:
    """How many layers are equal, and what is not."""

    documents: int = 0
    layers: int = 0
    equal: int = 0
    different: list[str] = field(default_factory=list)

    def add(self, place: str, *, same: bool) -> None:
        self.layers += 1
        self.equal += same
        if not same:
            self.different.append(place)


def _theirs(layer: Any, depth: int, version: int) -> Planes:
    """Return what psd-tools unpacks of a layer's colours, alpha and mask, by channel."""
    planes: Planes = {}
    for about, channel in zip(layer._record.channel_info, layer._channels, strict=False):  # noqa: SLF001 - no public name
        number = int(about.id)
        own = None if layer.is_group() else layer  # the box of a group is that of its members, not of its channels
        box = own if number >= ALPHA else layer._record.mask_data  # noqa: SLF001
        if number == REAL_MASK or box is None or not len(channel.data) or not box.width or not box.height:
            continue
        raw = channel.get_data(box.width, box.height, depth, version)
        planes[number] = np.frombuffer(raw, STORED[depth]).reshape(box.height, box.width)
    return planes


def _same_layer(document: Document, number: int, theirs: Planes, colours: int) -> bool:
    """Compare colours, alpha and mask sample by sample."""
    wanted = [plane for channel, plane in sorted(theirs.items()) if 0 <= channel < colours]
    wanted += [theirs[ALPHA]] if ALPHA in theirs and wanted else []
    if wanted:
        ours = document.pixels(number)
        if not np.array_equal(ours, np.stack(wanted, axis=2), equal_nan=ours.dtype == np.float32):
            return False
    if MASK not in theirs:
        return True
    try:
        return np.array_equal(document.channel(number, MASK), theirs[MASK])
    except NotFoundError:
        return False


def with_psd_tools(folder: Path, files: Sequence[str]) -> Tally:
    """Compare every layer that psd-tools unpacks."""
    from psd_tools import PSDImage  # noqa: PLC0415 - only this reader needs it

    from imageparser import _core  # noqa: PLC0415 - as above

    logging.getLogger("psd_tools").setLevel(logging.CRITICAL)
    tally = Tally()
    for file in files:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            psd = PSDImage.open(folder / file)
            document = _core.Document.open(folder / file)
            mode = psd.color_mode.name
            colours = COLOURS.get(mode, psd.channels)
            theirs = list(psd.descendants())
            tally.documents += 1
            if len(theirs) != len(document.layers):
                tally.add(f"{file}: {len(theirs)} layers, ours {len(document.layers)}", same=False)
                continue
            for layer, ours in zip(theirs, document.layers, strict=True):
                if ours.kind == "group":  # Sai gives its groups a pixel
                    continue
                try:
                    planes = _theirs(layer, psd.depth, psd.version)
                except ValueError:  # a damaged channel: nothing to compare with
                    continue
                tally.add(f"{file}: {ours.name}", same=_same_layer(document, ours.id, planes, colours))
    return tally


def _rgba(pixels: NDArray[Any], colours: int) -> NDArray[np.uint8]:
    """Bring a layer of 8-bit grey or RGB samples to RGBA, as ag-psd hands it out."""
    seen = pixels[..., :colours]
    seen = np.repeat(seen, 3, axis=2) if colours == 1 else seen
    alpha = pixels[..., colours:] if pixels.shape[2] > colours else np.full((*pixels.shape[:2], 1), 255, np.uint8)
    return np.ascontiguousarray(np.concatenate([seen, alpha], axis=2), np.uint8)


def _lines(folder: Path, files: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Let ag-psd read all files; a line of JSON a file."""
    with tempfile.TemporaryDirectory() as name:
        listing = Path(name) / "files.txt"
        listing.write_text("\n".join(str(folder / file) for file in files), encoding="utf-8")
        command = [str(peers.node("ag-psd")), str(WORKER), str(listing)]
        done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", env=peers.environment())
    for line in done.stdout.splitlines():
        yield json.loads(line)


def with_ag_psd(folder: Path, files: Sequence[str]) -> Tally | None:
    """Compare every layer of the 8-bit grey and RGB documents that ag-psd opens; None where it is not installed."""
    if not peers.node("ag-psd"):
        return None
    from imageparser import _core  # noqa: PLC0415 - only this comparison needs it

    tally = Tally()
    for told in _lines(folder, files):
        document = _core.Document.open(told["file"])
        header = document.header
        if "error" in told or header.depth != 8 or header.color_mode not in {"RGB", "GRAYSCALE"}:
            continue
        tally.documents += 1
        place = str(Path(told["file"]).relative_to(folder))
        if len(told["layers"]) != len(document.layers):
            tally.add(f"{place}: {len(told['layers'])} layers, ours {len(document.layers)}", same=False)
            continue
        for layer, ours in zip(told["layers"], document.layers, strict=True):
            if layer["digest"] and ours.kind != "group":
                pixels = _rgba(document.pixels(ours.id), COLOURS[header.color_mode])
                digest = hashlib.sha256(pixels.tobytes()).hexdigest()
                tally.add(f"{place}: {ours.name}", same=digest == layer["digest"])
    return tally
