"""The pictures that the cases measure on: the corpus of photographs, or a few made ones for a quick run."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bench import peers

if TYPE_CHECKING:
    from bench.fidelity import Distance

sys.path.insert(0, str(peers.ROOT / "tests"))

KINDS = ("jpg", "progressive", "png", "nai")
CORPUS = peers.BUILD / "corpus"


class AbsentError(Exception):
    """Something that a case needs is not there; says how to get it."""


def corpus(*, quick: bool) -> Path:
    """Return the corpus folder, made on first use."""
    if quick:
        return _tiny()
    if not (CORPUS / "complete").is_file():
        if not peers.has("pillow"):
            raise AbsentError("the peers are not installed: run `make bench-setup`")
        sources = peers.SOURCES if any(peers.SOURCES.glob("*/usr")) else peers.ROOT / "build" / "sample" / "pictures"
        sys.stderr.write(f"making the bench corpus from {sources}\n")
        command = [peers.PYTHON, peers.ROOT / "bench" / "corpus.py", sources, CORPUS, "1"]
        subprocess.run([str(part) for part in command], check=True)
    return CORPUS


def _tiny() -> Path:
    """Make one small file of each kind with the makers of the tests."""
    from fixtures import photo, pictures, png  # noqa: PLC0415 - on the path only since above

    folder = peers.BUILD / "tiny"
    for kind in KINDS:
        (folder / kind).mkdir(parents=True, exist_ok=True)
    if not (folder / "complete").is_file():
        photo.jpeg(folder / "jpg" / "000.jpg", 900, 600)
        photo.jpeg(folder / "progressive" / "000.jpg", 900, 600, progressive=True)
        png.write(folder / "png" / "000.png", pictures.scene(500, 400), color=png.RGB, filters=(1, 2))
        png.novelai(folder / "nai" / "000.png", pictures.scene(208, 304))
        (folder / "complete").touch()
    return folder


def files(folder: Path, kinds: tuple[str, ...] = KINDS, most: int | None = None) -> list[Path]:
    """Return files of some kinds, a fixed random choice of at most `most` of each."""
    chosen = []
    for kind in kinds:
        paths = sorted((folder / kind).iterdir())
        random.Random(5).shuffle(paths)  # noqa: S311 - repeatable on purpose
        chosen += paths[:most]
    return chosen


def real_files() -> Path:
    """Return the folder of real files of other projects: IMAGEPARSER_CORPUS, else the one beside the repository."""
    folder = Path(os.environ.get("IMAGEPARSER_CORPUS") or peers.ROOT.parent / "shared" / "corpus")
    if not (folder / "MANIFEST.tsv").is_file():
        raise AbsentError(f"the corpus of real files is not at {folder}: set IMAGEPARSER_CORPUS")
    return folder


def small_document(folder: Path) -> Path:
    """Make one small layered document with the makers of the tests."""
    from fixtures import psd  # noqa: PLC0415 - on the path only since above

    folder.mkdir(parents=True, exist_ok=True)
    return psd.document(folder / "small.psd")


def composited_document(folder: Path) -> Distance:
    """Make a document whose only layer is its picture, and tell how far our composite is from that picture."""
    import numpy as np  # noqa: PLC0415 - as the next one
    from bench import fidelity  # noqa: PLC0415 - most cases need no pictures in memory

    from fixtures import pictures, psd  # noqa: PLC0415 - on the path only since above
    from imageparser import _core  # noqa: PLC0415 - only this maker needs it

    folder.mkdir(parents=True, exist_ok=True)
    scene = pictures.scene(96, 64)
    whole = np.dstack([scene, np.full(scene.shape[:2], 255, np.uint8)])
    psd.write(folder / "made.psd", scene, [psd.Layer("all of it", whole)])
    return fidelity.distance(_core.Document.open(folder / "made.psd").composite().pixels, scene)
