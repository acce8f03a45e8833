"""Make a library of many pictures with texts, tags, prompts, layers and vectors, by the functions of the product.

Usage: find_library.py SCENES CROPS PICTURES ROOT COUNT | fit ROOT
(SCENES as JSON, CROPS as `bench.vectors.crops` leaves it; `fit` brings a library up to date, without a copy)
No files lie behind the rows. The texts are put into the index as `fulltext.sources` would find them.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench import living, vectors

from imageparser import Library
from imageparser._core import Generator
from imageparser.library import (
    Database,
    backup_files,
    captions,
    colors,
    fulltext,
    layer_pictures,
    layers,
    postings,
    prompts,
    serving,
    tags,
)
from imageparser.library import vectors as stored
from imageparser.library.codes import Codes
from imageparser.models.lifecycle import Models
from imageparser.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.living import Picture, Texts

    from imageparser.library.connection import Transaction

    Array = np.ndarray[Any, Any]

BATCH, NOW, KEY = 10_000, 1_700_000_000_000, "made"
MARKS = ", ".join("?" * len(living.COLUMNS.split(",")))
INSERT = f"INSERT INTO files ({living.COLUMNS}) VALUES ({MARKS})"  # noqa: S608  # of the list of columns
USER_TAGS = ("모음", "favourite", "나중에", "client work", "reference")
LAYERED = 3


class Maker:
    """What all batches share."""

    def __init__(self, root: Path, texts: Texts, crops: Array, pictures: int, models: Models) -> None:
        self.texts, self.crops, self.each, self.root = texts, crops, pictures, root
        self.keys = {slot: models.version_key(slot) for slot in ("VV", "MV")}
        self.said = [self._embedded(models, [scene[language] for scene in texts.scenes]) for language in (0, 1)]

    @staticmethod
    def _embedded(models: Models, said: list[str]) -> Array:
        parts = [models.meaning().embed(said[first : first + 64]) for first in range(0, len(said), 64)]
        return np.concatenate(parts)

    def store(self, tx: Transaction, some: Sequence[Picture]) -> None:
        rows = living.file_rows(some, "/보관")
        tx.run_many(INSERT, rows)
        self._texts(tx, some, rows)
        self._given(tx, some)
        ids = [one.id for one in some]
        stored.put(tx, "MV", self.keys["MV"], ids, self._meaning(some))
        stored.put(tx, "VV", self.keys["VV"], ids, self._visual(some))

    def _texts(self, tx: Transaction, some: Sequence[Picture], rows: Sequence[tuple[Any, ...]]) -> None:
        readings = []
        for one, row in zip(some, rows, strict=True):
            told = living.caption(one, self.texts)
            said = f"{told['caption']} {told['caption_ko']}"
            captions.put(tx, one.id, KEY, told, NOW, keyword_text=said, facets=living.facets(one))
            tint = f"#{one.scene * 7919 % 4096:03x}"
            colors.replace(tx, one.id, [("#" + "".join(c * 2 for c in tint[1:]), 0.6), ("#ffffff", 0.3)])
            made = _record(one) if one.format == 1 else None
            readings.append(prompts.Reading(one.id, row[4], row[5], made))
            names = _layers(tx, one) if one.format == LAYERED else []
            spoken = f"{row[25]} {row[26]}" if row[25] else ""
            fields = {
                "name": row[1].rpartition("/")[2], "folder": fulltext.folder_text(row[1]), "layers": " ".join(names),
                "text": spoken, "caption": said, "tags": " ".join([*told["tags"], *told["tags_ko"]]),
                "prompt": ", ".join(one.english[:6]) if made else "", "notes": "",
            }  # fmt: skip
            fulltext.put(tx, one.id, fields)
        prompts.put(tx, readings)

    def _given(self, tx: Transaction, some: Sequence[Picture]) -> None:
        """Give tags of the user, and pictures of layers."""
        for place, name in enumerate(USER_TAGS):
            tags.give(tx, [one.id for one in some if one.id % 97 == place], [name], NOW)
        layered = [one for one in some if one.format == LAYERED]
        digests = [one.id.to_bytes(32, "big").hex() for one in layered]
        known = layer_pictures.put(tx, digests)
        for one, digest in zip(layered, digests, strict=True):
            layer_pictures.link(tx, one.id, {2: known[digest]})
        if layered:
            numbers = [known[digest] for digest in digests]
            rows = self._visual(layered, 1)
            stored.put(tx, "LV", self.keys["VV"], numbers, rows, owner=stored.LAYER_PICTURE)

    def _meaning(self, some: Sequence[Picture]) -> Array:
        dice = np.random.default_rng((13, some[0].id))
        scenes = np.array([one.scene for one in some])
        other = dice.permutation(scenes)
        share = dice.random((len(some), 1), dtype=np.float32) * 0.5
        rows = (self.said[0][scenes] + self.said[1][scenes]) / 2 * (1 - share) + self.said[0][other] * share
        rows += dice.standard_normal(rows.shape, dtype=np.float32) * (0.25 / rows.shape[1] ** 0.5)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def _visual(self, some: Sequence[Picture], kind: int = 0) -> Array:
        """One in four is of the synthetic mixture, the others lie between crops of the picture that the scene names."""
        dice = np.random.default_rng((17 + kind, some[0].id))
        one = (np.array([picture.scene for picture in some]) + dice.integers(0, 50, len(some)) * self.each) % len(
            self.crops
        )
        two = (one + self.each * dice.integers(0, len(self.crops) // self.each, len(some))) % len(self.crops)
        share = dice.random((len(some), 1), dtype=np.float32)
        rows = self.crops[one] * share + self.crops[two] * (1 - share)
        rows += dice.standard_normal(rows.shape, dtype=np.float32) * (0.15 / rows.shape[1] ** 0.5)
        (mixed,) = vectors.mixture_blocks(len(rows[::4]), some[0].id + kind, self.crops.shape[1])
        rows[::4] = mixed
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _record(one: Picture) -> Generator:
    words = one.english[:6]
    told = [{"tag": word, "text": word, "weight": 1.0, "set": "positive", "character": None} for word in words]
    texts = {
        "name": "NovelAI", "source": "png_text", "prompt": ", ".join(words), "negative": "lowres",
        "signature": "absent",
        "characters": [], "tags": told, "seed": one.id, "steps": 28, "sampler": "k_euler", "cfg": 5.0, "model": "V4.5",
        "loras": [], "found_in": ["png_text"], "differences": [], "raw": {}, "stealth": False,
    }  # fmt: skip
    return Generator.from_json(json.dumps(texts))


def _layers(tx: Transaction, one: Picture) -> list[str]:
    names = [f"{living.LAYERS[(one.id + place) % len(living.LAYERS)]} {one.english[place % 7]}" for place in range(8)]
    plain = (1, 255, 255, "normal", "[0,0,100,100]", 0, 0, None, "[]", "[]", "[]", None, None, 1)
    rows = ((one.id, place, place, "[]", name, "pixel", *plain) for place, name in enumerate(names))
    tx.run_many(layers.Q["put"], rows)
    return names


def fit(root: Path) -> None:
    """Migrate a library and let what is counted in the background be counted."""
    with mock.patch.object(backup_files, "before_migration"), Library.open(root / "library.sqlite") as library:
        suggest = getattr(library, "suggest", None)
        if suggest is not None:
            suggest("a", wait=True)


def main() -> None:
    if sys.argv[1] == "fit":
        fit(Path(sys.argv[2]))
        return
    scenes, crops, pictures, root, count = (*sys.argv[1:3], int(sys.argv[3]), Path(sys.argv[4]), int(sys.argv[5]))
    texts = living.Texts(json.loads(Path(scenes).read_text(encoding="utf-8")))
    models = Models(load_settings())
    began = time.perf_counter()
    with Database.open(root / "library.sqlite") as database:
        try:
            maker = Maker(root, texts, np.load(crops), pictures, models)
        finally:
            models.close()
        for some in texts.pictures(count, BATCH):
            database.write(lambda tx, some=some: maker.store(tx, some))
            sys.stderr.write(f"{some[-1].id} {time.perf_counter() - began:.0f} s\n")
        database.write(postings.settle)
        for slot, key in maker.keys.items():
            database.write(lambda tx, slot=slot, key=key: serving.serve(tx, slot, key, NOW))
        Codes(database).bring_up_all()
    print(json.dumps({"made": count, "seconds": round(time.perf_counter() - began)}))


if __name__ == "__main__":
    main()
