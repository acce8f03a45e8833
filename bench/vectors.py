"""Vectors to search in: a mixture as uneven as real ones, and the built-in model's of real pictures.

Both are written once, as numbers that a process can map, with queries and their exact answers beside them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from bench import data, measure, peers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

DIM, BLOCK, QUERIES, MOST = 1152, 10_000, 50, 100
FOLDER = peers.BUILD / "vectors"
WORKER = Path(__file__).resolve().parent / "workers" / "rank_pictures.py"
# Lengths of the common mean, of the clusters' centres, of what differs inside them, and of plain noise: with them
# two vectors have a cosine of 0.39, the nearest of 100,000 is at 0.82, the hundredth at 0.67, as measured for SigLIP.
MEAN, CENTRE, INSIDE, NOISE = 0.80, 0.78, 0.55, 0.35
CLUSTERS, LATENT = 4000, 160
# Crops of real pictures that are embedded; what more is wanted lies between crops of one picture.
CROPS = 6000


def mixture_blocks(count: int, seed: int, dim: int = DIM) -> Iterator[NDArray[np.float32]]:
    """Yield unit vectors of clusters whose sizes follow Zipf's law and whose directions fall off by a power law."""
    fixed = np.random.default_rng(12345)
    spectrum = np.arange(1, LATENT + 1) ** -0.5
    spectrum = (spectrum / np.linalg.norm(spectrum)).astype(np.float32)
    basis = np.linalg.qr(fixed.standard_normal((dim, LATENT)))[0].T.astype(np.float32)
    mean = fixed.standard_normal(dim).astype(np.float32)
    mean *= MEAN / np.linalg.norm(mean)
    centres = fixed.standard_normal((CLUSTERS, LATENT)).astype(np.float32) * spectrum * CENTRE
    shares = 1 / np.arange(1, CLUSTERS + 1) ** 0.7
    for first in range(0, count, BLOCK):
        size = min(BLOCK, count - first)
        dice = np.random.default_rng((seed, first))
        latent = dice.standard_normal((size, LATENT), dtype=np.float32) * spectrum * INSIDE
        latent += centres[dice.choice(CLUSTERS, size, p=shares / shares.sum())]
        rows = latent @ basis + mean
        rows += dice.standard_normal((size, dim), dtype=np.float32) * (NOISE / dim**0.5)
        yield rows / np.linalg.norm(rows, axis=1, keepdims=True)


def picture_blocks(count: int, seed: int, crops: NDArray[np.float32], pictures: int) -> Iterator[NDArray[np.float32]]:
    """Yield the crops' vectors, then vectors between two crops of one picture with a little noise."""
    for first in range(0, count, BLOCK):
        dice = np.random.default_rng((seed, first))
        size = min(BLOCK, count - first)
        one = dice.integers(0, len(crops), size)
        other = (one + pictures * dice.integers(0, len(crops) // pictures, size)) % len(crops)
        share = dice.random((size, 1), dtype=np.float32)
        rows = crops[one] * share + crops[other] * (1 - share)
        rows += dice.standard_normal(rows.shape, dtype=np.float32) * (0.15 / rows.shape[1] ** 0.5)
        if seed == 0:
            kept = max(0, min(size, len(crops) - first))
            rows[:kept] = crops[first : first + kept]
        yield rows / np.linalg.norm(rows, axis=1, keepdims=True)


def crops(count: int) -> tuple[NDArray[np.float32], int]:
    """Return vectors of crops of real pictures, and of how many pictures they are, one after the other."""
    target = FOLDER / f"crops-{count}.npy"
    told = target.with_suffix(".txt")
    if not told.is_file():
        corpus = data.corpus(quick=count < CROPS)
        listed = target.with_suffix(".list")
        suffixes = {".jpg", ".jpeg", ".png", ".webp"}
        found = sorted(str(path) for path in corpus.rglob("*") if path.suffix.lower() in suffixes)
        listed.write_text("\n".join(found), encoding="utf-8")
        run = measure.spawn([sys.executable, WORKER, listed, str(count), target], limit=7200)
        told.write_text(str(run["pictures"]), encoding="utf-8")
    return np.load(target), int(told.read_text(encoding="utf-8"))


def made(kind: str, count: int) -> Path:
    """Return the folder of `count` vectors of a kind (mixture or pictures) with queries and answers."""
    folder = FOLDER / f"{kind}-{count}"
    if not (folder / "complete").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        sys.stderr.write(f"making {count} vectors: {kind}\n")
        some = crops(CROPS if count > CROPS else 60) if kind == "pictures" else None

        def blocks(number: int, seed: int) -> Iterator[NDArray[np.float32]]:
            return mixture_blocks(number, seed) if some is None else picture_blocks(number, seed, *some)

        queries = np.concatenate(list(blocks(QUERIES, 1)))
        np.save(folder / "queries.npy", queries)
        shape = (count, queries.shape[1])
        rows = np.lib.format.open_memmap(folder / "rows.npy", "w+", np.float32, shape)
        for place, block in enumerate(blocks(count, 0)):
            rows[place * BLOCK : place * BLOCK + len(block)] = block
        rows.flush()
        for name, share in FILTERS.items():
            np.save(folder / f"answers-{name}.npy", answers(rows, queries, allowed(count, share)))
        (folder / "complete").touch()
    return folder


FILTERS = {"all": 1.0, "10 %": 0.1, "1 %": 0.01}


def allowed(count: int, share: float) -> NDArray[np.int64] | None:
    """Return the ids (1 for the first row) that a filter leaves, None for all."""
    if share == 1.0:
        return None
    return np.flatnonzero(np.random.default_rng(5).random(count) < share).astype(np.int64) + 1


def answers(rows: Any, queries: NDArray[np.float32], ids: NDArray[np.int64] | None) -> NDArray[np.int64]:
    """Return the ids of the nearest rows of each query, exactly, best first."""
    best_scores = np.full((len(queries), 0), 0, np.float32)
    best_ids = np.full((len(queries), 0), 0, np.int64)
    for first in range(0, len(rows), BLOCK):
        block = np.asarray(rows[first : first + BLOCK])
        numbers = np.arange(first + 1, first + len(block) + 1)
        if ids is not None:
            keep = np.isin(numbers, ids)
            block, numbers = block[keep], numbers[keep]
        scores = np.concatenate([best_scores, queries @ block.T], axis=1)
        all_ids = np.concatenate([best_ids, np.tile(numbers, (len(queries), 1))], axis=1)
        order = np.argsort(-scores, axis=1, kind="stable")[:, :MOST]
        best_scores, best_ids = np.take_along_axis(scores, order, 1), np.take_along_axis(all_ids, order, 1)
    return best_ids
