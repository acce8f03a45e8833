"""What models say about pictures, one record for each version key; the newest is in use."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from imageparser.errors import ModelFailedError
from imageparser.library import tags
from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from imageparser.library.connection import Reader, Transaction

Q = load("captions")


@dataclass(frozen=True, slots=True)
class Caption:
    """A stored caption; `record` is the whole of what the captioner wrote, `keyword_text` its words for the index."""

    file_id: int
    version_key: str
    caption: str
    tags: list[str]
    labels: list[tuple[str, float]]
    image_type: str
    source: str
    quality: str
    keyword_text: str
    record: dict[str, Any]


def put(
    tx: Transaction,
    file_id: int,
    version_key: str,
    record: Mapping[str, Any],
    now_ms: int,
    *,
    keyword_text: str = "",
    facets: Iterable[tuple[str, str]] = (),
) -> None:
    """Store the caption of a file; its tags, in every language it has, become the model's tags of the file.

    `facets` are the (name, value) that the file is filtered by from now on.

    Raises:
        ModelFailedError: the caption is empty; an empty result never counts as done.
    """
    if not str(record["caption"]).strip():
        raise ModelFailedError("the caption is empty")
    values = {
        "file_id": file_id,
        "version_key": version_key,
        "caption": record["caption"],
        "tags": json.dumps(list(record["tags"]), ensure_ascii=False),
        "labels": json.dumps([list(label) for label in record["labels"]], ensure_ascii=False),
        "image_type": record["image_type"],
        "source": record["source"],
        "quality": record["quality"],
        "keyword_text": keyword_text or str(record["caption"]),
        "record": json.dumps(dict(record), ensure_ascii=False),
        "at": now_ms,
    }
    tx.run(Q["put"], values)
    tags.replace(tx, file_id, tags.MODEL, [*record["tags"], *record.get("tags_ko", ())])
    tx.run(Q["clear_facets"], (file_id,))
    tx.run_many(Q["put_facet"], ((file_id, name, value) for name, value in dict.fromkeys(facets)))


def get(reader: Reader, file_id: int, version_key: str | None = None) -> Caption | None:
    """Return the caption of a file under a version key, or the newest of any."""
    return rows(reader, [file_id], version_key).get(file_id)


def rows(reader: Reader, file_ids: Iterable[int], version_key: str | None = None) -> dict[int, Caption]:
    """Return the captions of some files by id, under a version key or the newest of each."""
    ids = json.dumps(list(file_ids))
    found = reader.rows(Q["rows"], (ids,)) if version_key is None else reader.rows(Q["by_key"], (ids, version_key))
    return {row[0]: _caption(row) for row in found}


def clear(tx: Transaction, file_id: int) -> None:
    """Forget every caption of a file."""
    tx.run(Q["clear"], (file_id,))
    tx.run(Q["clear_facets"], (file_id,))


def having(reader: Reader, file_ids: Iterable[int]) -> set[int]:
    """Return those of some files that have a caption of any model."""
    return {row[0] for row in reader.rows(Q["having"], (json.dumps(list(file_ids)),))}


def facets(reader: Reader, most: int) -> dict[str, dict[str, int]]:
    """Return how many present files have which value of what captions say, the `most` frequent of each name."""
    found: dict[str, dict[str, int]] = {}
    for name, value, count in reader.rows(Q["facets"], (most,)):
        found.setdefault(name, {})[value] = count
    return found


_FIELDS = [field.name for field in fields(Caption)]


def _caption(row: tuple[Any, ...]) -> Caption:
    values = dict(zip(_FIELDS, row, strict=False))  # the time stands behind the fields
    for name in ("tags", "labels", "record"):
        values[name] = json.loads(values[name])
    values["labels"] = [(str(name), float(score)) for name, score in values["labels"]]
    return Caption(**values)
