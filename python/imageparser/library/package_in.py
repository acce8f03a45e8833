"""What a package brings of pictures themselves: rows that the library lacks, and what it lacks of those it has.

Nothing that the library knows of a picture is replaced here: a content has one description, and a version key stands
for one result.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from imageparser.library import away, captions, colors, fulltext, layer_pictures, layers, paths, prompts, tags, vectors
from imageparser.library.package_out import FACTS
from imageparser.library.queries import load
from imageparser.text import name_of, nfc, parent_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from imageparser.library.connection import Reader, Transaction
    from imageparser.library.package_lines import CaptionLine, DoneLine, LayerLine, PictureLine

Q = load("package_in")


class Place(NamedTuple):
    """Where a picture is, with the marks of its file; `here` is false for a key that names no file of this machine."""

    key: str
    raw: bytes
    size: int
    mtime_ns: int
    file_id: int
    here: bool


class Known(NamedTuple):
    """A picture of the library that has the content of one of the package."""

    id: int
    key: str
    missing: bool
    away: bool


def candidates(reader: Reader, digests: Iterable[str]) -> dict[str, list[Known]]:
    """Return the pictures of the library with some contents, by content."""
    found: dict[str, list[Known]] = {}
    for digest, *row in reader.rows(Q["candidates"], (json.dumps(sorted(set(digests))),)):
        found.setdefault(digest, []).append(Known(row[0], row[1], bool(row[2]), bool(row[3])))
    return found


def best(known: Iterable[Known], keys: Sequence[str], name: str) -> Known | None:
    """Return the picture that is the same: at one of these keys, else of the same name, else any present one."""

    def rank(one: Known) -> tuple[bool, bool, bool, int]:
        return one.key not in keys, name_of(one.key) != name, one.missing or one.away, one.id

    return min(known, key=rank, default=None)


def unread(reader: Reader, keys: Iterable[str]) -> dict[str, int]:
    """Return the pictures at some keys of which nothing but the place is known."""
    return dict(reader.rows(Q["unread"], (json.dumps(list(keys), ensure_ascii=False),)))


def taken(reader: Reader, keys: Iterable[str]) -> set[str]:
    """Return those of some keys at which the library has a file."""
    return {row[0] for row in reader.rows(Q["taken"], (json.dumps(list(keys), ensure_ascii=False),))}


def known(reader: Reader, file_ids: Iterable[int]) -> set[int]:
    """Return those of some pictures that the library still has."""
    return {row[0] for row in reader.rows(Q["known"], (json.dumps([int(one) for one in file_ids]),))}


def add(tx: Transaction, line: PictureLine, place: Place, unread_id: int | None, now_ms: int) -> int:
    """Take a picture in that the library lacks and return its number; `unread_id` is a row that has its place only."""
    file_id = unread_id
    if file_id is None:
        marks = (place.size, place.mtime_ns, place.file_id)
        file_id = tx.insert(Q["add"], (place.key, place.raw, parent_key(place.key), *marks, line.added_at))
    facts = line.facts.model_dump()
    tx.run(Q["describe"], {"id": file_id, "digest": line.digest, **{name: facts[name] for name in FACTS}})
    if not place.here:
        away.add(tx, file_id, now_ms)
    colors.replace(tx, file_id, json.loads(line.facts.palette or "[]"))
    _put_layers(tx, file_id, line.layers)
    if line.prompt is not None:
        prompts.put(tx, [prompts.Reading(file_id, place.size, place.mtime_ns, line.prompt.generator())])
        tx.run(Q["prompt_reader"], (file_id, line.prompt.reader))
        tx.run(Q["prompts_read"], (file_id, line.prompt.reader))
    for source in tags.DERIVED:
        tags.replace(tx, file_id, source, [tag for origin, tag in line.tags if origin == source])
    _look(tx, file_id, line)
    fulltext.refresh(tx, [file_id])
    paths.touch(tx)
    return file_id


def supplement(tx: Transaction, file_id: int, line: PictureLine) -> None:
    """Take in what models said of a picture that the library has; what it has is kept, the newest caption is in use."""
    if _look(tx, file_id, line):
        tags.replace(tx, file_id, tags.MODEL, [tag for source, tag in line.tags if source == tags.MODEL])
        fulltext.refresh(tx, [file_id])


def relink(tx: Transaction, file_id: int, place: Place) -> None:
    """Let a picture whose file was missing or elsewhere be at a place of this machine."""
    marks = (place.size, place.mtime_ns, place.file_id)
    prompt = prompts.get(tx, file_id)
    tx.run(load("scan")["place"], (file_id, place.key, place.raw, parent_key(place.key), *marks))
    if prompt is not None:  # the content is the same, whatever the time of the file is here
        tx.run(Q["move_prompt"], (file_id, place.size, place.mtime_ns))
    away.settle(tx, file_id)
    fulltext.refresh(tx, [file_id])
    paths.touch(tx)


def put_vectors(
    tx: Transaction, kind: str, version_key: str, ids: NDArray[np.int64], matrix: NDArray[np.float32], *, owner: str
) -> int:
    """Store vectors where none is known under their version key; return how many."""
    having = vectors.having(tx, kind, version_key, ids)
    fresh = [place for place, one in enumerate(ids.tolist()) if one not in having]
    if fresh:
        vectors.put(tx, kind, version_key, ids[fresh].tolist(), matrix[fresh], owner=owner)
    return len(fresh)


def put_done(tx: Transaction, lines: Sequence[DoneLine], files: Mapping[int, int]) -> None:
    """Note what counts as done of some pictures, where nothing is noted yet; `files` are their numbers here."""
    tx.run_many(
        Q["done"], ((files[line.picture], *one) for line in lines for one in line.done if line.picture in files)
    )


def _look(tx: Transaction, file_id: int, line: PictureLine) -> bool:
    """Take in captions and pictures of layers; return whether a caption of the package is in use from now on."""
    before = tx.value(Q["last_caption"], (file_id,))
    tx.run_many(Q["caption"], (_caption(file_id, one) for one in line.captions))
    newest = max((one.at for one in line.captions), default=None)
    newer = newest is not None and (before is None or newest > before)
    if newer:
        tx.run(captions.Q["clear_facets"], (file_id,))
        tx.run_many(captions.Q["put_facet"], ((file_id, name, value) for name, value in dict.fromkeys(line.facets)))
    if line.layer_pictures and not layer_pictures.links(tx, [file_id]):
        numbers = layer_pictures.put(tx, [digest for _, digest in line.layer_pictures])
        layer_pictures.link(tx, file_id, {layer: numbers[digest] for layer, digest in line.layer_pictures})
    return newer


def _caption(file_id: int, line: CaptionLine) -> tuple[object, ...]:
    texts = [json.dumps(one, ensure_ascii=False) for one in (line.tags, [list(label) for label in line.labels])]
    said = (line.image_type, line.source, line.quality, line.keyword_text)
    record = json.dumps(line.record, ensure_ascii=False)
    return (file_id, line.version_key, line.caption, *texts, *said, record, line.at)


def _put_layers(tx: Transaction, file_id: int, lines: Sequence[LayerLine]) -> None:
    tx.run(layers.Q["clear"], (file_id,))
    tx.run_many(layers.Q["put"], ((file_id, number, *_layer(line)) for number, line in enumerate(lines)))
    tx.run(layers.Q["clear_fonts"], (file_id,))
    names = dict.fromkeys(nfc(font) for line in lines for font in line.fonts if font.strip())
    tx.run_many(layers.Q["put_font"], ((file_id, font) for font in names))


def _layer(line: LayerLine) -> tuple[object, ...]:
    place = (line.layer_id, json.dumps(line.path), line.name, line.kind, line.visible, line.opacity, line.fill)
    look = (line.blend, json.dumps(list(line.bbox)), line.clipping, line.mask, line.text)
    lists = [json.dumps(words, ensure_ascii=False) for words in (line.fonts, line.effects, line.locks)]
    return (*place, *look, *lists, line.color_label, line.smart_object, line.pictured)
