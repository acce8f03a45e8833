"""The pictures that the cases measure on: the corpus of photographs, or a few made ones for a quick run."""

from __future__ import annotations

import random
import subprocess
import sys
from typing import TYPE_CHECKING

from bench import peers

if TYPE_CHECKING:
    from pathlib import Path

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
