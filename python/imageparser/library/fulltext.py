"""The keyword index: always made from the tables that hold the texts, so that it can be made again."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from imageparser.library import away, captions, connection, facts, prompts, tag_names, tags, term_counts
from imageparser.library.queries import load
from imageparser.text import keyword_terms, name_of, parent_key, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from imageparser.library.connection import Reader, Transaction

Q = load("fulltext")
# How much a word counts where it stands, in the order of the columns; the bench case `fusion` measures other weights.
WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"name": 4.0, "folder": 2.0, "layers": 2.0, "text": 1.0, "caption": 3.0, "tags": 3.0, "prompt": 1.0, "notes": 3.0}
)
FIELDS = tuple(WEIGHTS)
# What of the metadata people search by; numbers of the camera would only make noise.
SPOKEN = (
    "title",
    "headline",
    "description",
    "user_comment",
    "artist",
    "creator",
    "copyright",
    "credit",
    "make",
    "model",
)
PLACES = ("location", "city", "state", "country")
# An index of the fields of one file, in memory.
_FIELDS = (
    "CREATE VIRTUAL TABLE fields USING fts5 (body, name UNINDEXED, tokenize = 'porter unicode61 remove_diacritics 2')"
)
_HITS = "SELECT name FROM fields WHERE fields MATCH ? ORDER BY rowid"
MAX_FIELD = 50_000  # characters; a text beyond is a dump, not something to search by


def put(tx: Transaction, file_id: int, fields: Mapping[str, str]) -> None:
    """Index the texts of a file in place of those it had; text is brought to its index form here."""
    remove(tx, file_id)
    tx.run(Q["put"], (file_id, *(keyword_terms(fields.get(name, "")[:MAX_FIELD]) for name in FIELDS)))


def refresh(tx: Transaction, file_ids: Iterable[int]) -> None:
    """Index some files anew from what the library knows of them."""
    file_ids = list(file_ids)
    term_counts.expect(tx, file_ids)
    for file_id in file_ids:
        fields = sources(tx, file_id)
        if fields is not None:
            put(tx, file_id, fields)


def remove(tx: Transaction, file_id: int) -> None:
    """Take a file out of the index."""
    tx.run(Q["touch"])
    tx.run(Q["delete"], (file_id,))


def clear(tx: Transaction) -> None:
    """Empty the index."""
    tx.run(Q["touch"])
    tx.run(Q["clear"])


def sources(reader: Reader, file_id: int) -> dict[str, str] | None:
    """Return the texts of a file by field, or None for an unknown file."""
    row = reader.row(Q["sources"], (file_id,))
    if row is None:
        return None
    key, exif = row[0], json.loads(row[1] or "{}")
    layers, fonts = json.loads(row[2]), json.loads(row[3])
    caption = captions.get(reader, file_id)
    return {
        "name": f"{name_of(key)} {' '.join(words_of(name_of(key)))}",
        "folder": folder_text(key),
        "layers": " ".join(word for name, smart_object, _ in layers for word in (name, smart_object) if word),
        # Fonts stand here and not in a column of their own: another column would mean to index every library anew.
        "text": " ".join([*(body for _, _, body in layers if body), *_spoken(exif), *fonts]),
        "caption": caption.keyword_text if caption else "",
        # The user's own are found by their names: `tag_names`.
        "tags": " ".join(tags.of_file(reader, file_id, tags.DERIVED)),
        "prompt": prompts.text_of(reader, file_id),
        "notes": " ".join(row[0] for row in reader.rows(Q["notes"], (file_id,))),
    }


def search(reader: Reader, match: str, limit: int, within: Iterable[int] | None = None) -> list[tuple[int, float]]:
    """Return (file id, BM25) of the files that match, best (lowest) first; `within` limits the candidates."""
    values: dict[str, Any] = {"match": match, "limit": limit}
    if within is None:
        return reader.rows(Q["search"], values)
    values["ids"] = json.dumps([int(i) for i in within])
    return reader.rows(Q["search_within"], values)


def scores(
    reader: Reader, match: str, weights: Mapping[str, float] = WEIGHTS
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Return the ids of all files that match, and by how much: the opposite of BM25, so that greater is better.

    They are kept while the index does not change. BM25 is a sum over words, so a query is scored by the scores of its
    words: one that stands in every tenth of a million files costs SQLite a tenth of a second, and words come back. A
    column without a weight counts nothing.
    """
    ranking = f"bm25({', '.join(str(float(weights.get(name, 0.0))) for name in FIELDS)})"

    def make() -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        ids, parts = reader.row(Q["scores"], (match, ranking)) or (None, None)
        found = np.fromstring(ids or "", np.int32, sep=",")
        return found, np.fromstring(parts or "", np.int64, sep=",") / 1e15

    return reader.kept.lasting(("scores", reader.value(Q["stamp"]), match, ranking), make)


def matching(reader: Reader, match: str) -> NDArray[np.int64]:
    """Return the ids of all files that match, ascending."""
    key = ("matching", reader.value(Q["stamp"]), match)
    return reader.kept.lasting(key, lambda: facts.integers(reader, Q["matching"], (match,)))


def among(reader: Reader, file_ids: Iterable[int], match: str) -> list[int]:
    """Return those of a few files that match."""
    return [row[0] for row in reader.rows(Q["among"], (json.dumps([int(i) for i in file_ids]), match))]


def fields_with(reader: Reader, file_ids: Iterable[int], matches: Mapping[str, str]) -> dict[int, dict[str, list[str]]]:
    """Return, for some files and for each of some named MATCH expressions, the fields that match it.

    The index keeps no texts, so those of the few files are indexed once more, in memory; user tags count as tags.
    """
    found: dict[int, dict[str, list[str]]] = {}
    with connection.scratch() as tx:
        tx.run(_FIELDS)
        for file_id in file_ids:
            fields = sources(reader, file_id) or {}
            fields["tags"] = " ".join([fields.get("tags", ""), *tag_names.of_file(reader, file_id)])
            tx.run("DELETE FROM fields")
            tx.run_many(
                "INSERT INTO fields (name, body) VALUES (?, ?)",
                ((name, keyword_terms(text[:MAX_FIELD])) for name, text in fields.items()),
            )
            hits = {name: [row[0] for row in tx.rows(_HITS, (match,))] for name, match in matches.items()}
            found[file_id] = {name: fields for name, fields in hits.items() if fields}
    return found


def folder_text(key: str) -> str:
    """Return the words of the folders above a file, the nearest three; higher ones say where, not what."""
    place = key.partition("/")[2] if away.is_key(key) else key
    parts = [part for part in parent_key(place).split("/") if part][-3:]
    return " ".join(word for part in parts for word in (part, *words_of(part)))


def _spoken(exif: Mapping[str, Any]) -> list[str]:
    values = [exif[name] for name in (*SPOKEN, *PLACES) if exif.get(name)]
    return [" ".join(map(str, value)) if isinstance(value, list) else str(value) for value in values]
