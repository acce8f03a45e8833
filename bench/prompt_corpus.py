"""Make folders of NovelAI pictures of 832 x 1216 out of the corpus: other prompts and seeds, and cheaply other pixels.

Two kinds. `coarse`: what lies before the pixels is as NovelAI writes it, the pixels are a mosaic that compresses well,
so that ten thousand files fit into some 400 MB; for everything that reads no pixels. `real`: the pixels too are as
NovelAI compressed them, 1.3 MB a file.
"""

from __future__ import annotations

import json
import random
import shutil
import struct
import sys
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
from bench import data, peers

from imageparser import _core

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WIDTH, HEIGHT, BLOCK = 832, 1216, 16
IN_FOLDER = 1_000
VARIANTS = 24


def sources() -> list[Path]:
    """Return the corpus' NovelAI pictures of this size, each with its JSON record."""
    found = []
    for path in sorted((data.real_files() / "png_meta").rglob("*.png")):
        seen = _core.probe_many([path])[0]
        if isinstance(seen, _core.Probe) and (seen.width, seen.height) == (WIDTH, HEIGHT):
            texts = _core.text_chunks(path)
            if texts.get("Software") == "NovelAI" and "prompt" in texts.get("Comment", ""):
                found.append(path)
    if not found:
        raise data.AbsentError("the corpus holds no NovelAI picture of 832 x 1216: set IMAGEPARSER_CORPUS")
    return found


def chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield (kind, whole chunk) of a PNG."""
    place = 8
    while place + 12 <= len(content):
        size = struct.unpack_from(">I", content, place)[0] + 12
        yield content[place + 4 : place + 8], content[place : place + size]
        place += size


def pixels_of(path: Path, *, real: bool) -> list[bytes]:
    """Return streams of pixel chunks: the picture's own, or mosaics of it in other tints."""
    content = path.read_bytes()
    if real:
        return [b"".join(whole for kind, whole in chunks(content) if kind == b"IDAT")]
    small, _errors = _core.prepare_pictures([content], width=WIDTH // BLOCK, height=HEIGHT // BLOCK, filter="lanczos")
    small = small[0].astype(np.int16)
    return [_mosaic(np.roll(small, turn * 5, axis=1) - turn * 4) for turn in range(VARIANTS)]


def _mosaic(small: Any) -> bytes:
    from fixtures import png  # noqa: PLC0415 - `data` has put it on the path

    rgb = np.clip(small, 0, 255).astype(np.uint8).repeat(BLOCK, 0).repeat(BLOCK, 1)
    rgba = np.dstack([rgb, np.full(rgb.shape[:2], 255, np.uint8)])
    rows = np.concatenate([np.zeros((HEIGHT, 1), np.uint8), rgba.reshape(HEIGHT, -1)], axis=1)
    return png.chunk(b"IDAT", zlib.compress(rows.tobytes(), 6))


def vocabulary(paths: list[Path]) -> list[str]:
    """Return the corpus' own tags and some hundred made ones."""
    prompts = [json.loads(_core.text_chunks(path)["Comment"])["prompt"] for path in paths]
    own = [tag.strip(" {}[]") for prompt in prompts for tag in prompt.split(",")]
    return [*dict.fromkeys(filter(None, own)), *(f"tag {number:03}" for number in range(400))]


def prompt(dice: random.Random, words: list[str]) -> str:
    """Return a prompt of some thirty tags, a few of them weighted, one in Korean."""
    tags = dice.sample(words, dice.randint(20, 40))
    tags[3], tags[7] = f"{{{tags[3]}}}", f"1.2::{tags[7]} ::"
    return ", ".join([*tags, "벚꽃", "best quality"])


def texts(source: Path, text: str, seed: int) -> bytes:
    """Return the text chunks of a source with another prompt and seed."""
    from fixtures import png  # noqa: PLC0415 - `data` has put it on the path

    told = _core.text_chunks(source)
    record = json.loads(told["Comment"]) | {"prompt": text, "seed": seed}
    if "v4_prompt" in record:
        character = {"char_caption": f"girl, tag {seed % 400:03}, ", "centers": [{"x": 0.5, "y": 0.5}]}
        record["v4_prompt"]["caption"] |= {"base_caption": text, "char_captions": [character]}
    told |= {"Description": text, "Comment": json.dumps(record)}
    return b"".join(png.text(name, value) for name, value in told.items() if name != "tEXt")


def folder(count: int, *, real: bool = False) -> Path:
    """Return a folder of `count` pictures, a thousand in a sub-folder; made on first use."""
    from fixtures import png  # noqa: PLC0415 - `data` has put it on the path

    root = peers.BUILD / f"prompts-{'real' if real else 'coarse'}-{count}"
    if (root / "complete").is_file():
        return root / "pictures"
    shutil.rmtree(root, ignore_errors=True)
    paths = sources()
    sys.stderr.write(f"making {count} NovelAI pictures\n")
    words = vocabulary(paths)
    streams = [(path, stream) for path in paths for stream in pixels_of(path, real=real)]
    head, end = png.header(WIDTH, HEIGHT, color=png.RGBA), png.chunk(b"IEND")
    for number in range(count):
        target = root / "pictures" / f"{number // IN_FOLDER:03}"
        if number % IN_FOLDER == 0:
            target.mkdir(parents=True)
        dice = random.Random(number)  # noqa: S311 - repeatable on purpose
        source, stream = streams[number % len(streams)]
        content = head + texts(source, prompt(dice, words), number) + stream + end
        (target / f"그림 {number:05}.png").write_bytes(content)
    (root / "complete").touch()
    return root / "pictures"


def files(count: int, *, real: bool = False) -> list[Path]:
    """Return the pictures of such a folder, by name."""
    return sorted(folder(count, real=real).rglob("*.png"))
