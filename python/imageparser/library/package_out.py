"""What a package holds of a library, some pictures at a time, in a form that depends on no number of this library."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from imageparser.library import layer_pictures, roots, tag_tree, tags
from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from imageparser.library.connection import Reader

Q = load("package_out")
_MARKED = ("size", "mtime_ns", "added_at")
FACTS = (
    *("format", "width", "height", "depth", "channels", "color_mode", "orientation", "icc", "frames", "layer_count"),
    *("has_merged", "has_text", "has_smart_object", "has_adjustment", "pictured_layers", "pixel_source", "taken_at"),
    *("camera_make", "camera_model", "lens", "gps_lat", "gps_lon", "rating", "phash", "blur", "palette", "exif"),
    *("text", "warnings"),
)
LAYER = (
    *("layer_id", "path", "name", "kind", "visible", "opacity", "fill", "blend", "bbox", "clipping", "mask", "text"),
    *("fonts", "effects", "locks", "color_label", "smart_object", "pictured"),
)
_LAYER_LISTS = ("path", "bbox", "fonts", "effects", "locks")
CAPTION = (
    *("version_key", "caption", "tags", "labels", "image_type", "source", "quality", "keyword_text", "record", "at"),
)
_CAPTION_JSON = ("tags", "labels", "record")


def order(reader: Reader) -> Iterator[tuple[int, str, str]]:
    """Yield (id, digest, key) of every present picture that was read, by digest and key."""
    yield from reader.each(Q["order"])


def below(reader: Reader, folder: str) -> list[int]:
    """Return the present pictures below a folder, given by its key."""
    return [
        row[0] for row in reader.rows(Q["below"], dict(zip(("key", "low", "high"), roots.span(folder), strict=True)))
    ]


def unread(reader: Reader) -> int:
    """Return how many present pictures nobody has read: they have no content to be known by."""
    return int(reader.value(Q["unread"]))


def pictures(reader: Reader, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return what reading and looking at some pictures gave, by id; `key` stands where the path is to be told."""
    wanted = json.dumps(ids)
    found: dict[int, dict[str, Any]] = {}
    for file_id, digest, key, *rest in reader.rows(Q["files"], (wanted,)):
        marks = dict(zip(_MARKED, rest, strict=False))
        facts = dict(zip(FACTS, rest[len(_MARKED) :], strict=True))
        parts: dict[str, Any] = {"prompt": None, "layers": [], "captions": [], "facets": [], "tags": []}
        found[file_id] = {"digest": digest, "key": key, **marks, "facts": facts, **parts, "layer_pictures": []}
    for file_id, *values in reader.rows(Q["layers"], (wanted,)):
        found[file_id]["layers"].append(_parsed(LAYER, values, _LAYER_LISTS))
    for file_id, *values in reader.rows(Q["prompts"], (wanted,)):
        found[file_id]["prompt"] = dict(zip(("record", "prompt", "negative", "reader"), values, strict=True))
    for file_id, *values in reader.rows(Q["captions"], (wanted,)):
        found[file_id]["captions"].append(_parsed(CAPTION, values, _CAPTION_JSON))
    for file_id, name, value in reader.rows(Q["facets"], (wanted,)):
        found[file_id]["facets"].append((name, value))
    for file_id, source, tag in reader.rows(Q["tags"], (wanted,)):
        if source in tags.DERIVED:
            found[file_id]["tags"].append((source, tag))
    for file_id, links in layer_pictures.links(reader, ids).items():
        found[file_id]["layer_pictures"] = list(links.items())
    return found


def done(reader: Reader, ids: Sequence[int]) -> dict[int, list[tuple[str, str, int, int | None]]]:
    """Return the (phase, version key, time, milliseconds) that count as done of some pictures, by id."""
    found: dict[int, list[tuple[str, str, int, int | None]]] = {}
    for file_id, phase, key, at, took in reader.rows(Q["done"], (json.dumps(ids),)):
        found.setdefault(file_id, []).append((phase, key, at, took))
    return found


def marks(reader: Reader, ids: Sequence[int], *, notes: bool = True) -> dict[int, dict[str, Any]]:
    """Return what the user says of some pictures, by id, where he says anything; comments are notes, too."""
    wanted = json.dumps(ids)
    found: dict[int, dict[str, Any]] = {}
    for file_id, rating, label, body, at in reader.rows(Q["marks"], (wanted,)):
        note = {"body": body, "at": at} if body is not None and notes else None
        told = {"rating": rating, "label": label, "note": note}
        found[file_id] = {name: value for name, value in told.items() if value is not None}
    for file_id, names in tags.of_files(reader, ids, (tags.USER,)).items():
        found.setdefault(file_id, {})["tags"] = names
    if notes:
        for file_id, thread in _threads(reader, wanted).items():
            found.setdefault(file_id, {})["comments"] = thread
    return {file_id: told for file_id, told in found.items() if told}


def _threads(reader: Reader, wanted: str) -> dict[int, list[dict[str, Any]]]:
    versions: dict[int, list[tuple[str, int]]] = {}
    for comment_id, body, at in reader.rows(Q["versions"], (wanted,)):
        versions.setdefault(comment_id, []).append((body, at))
    found: dict[int, list[dict[str, Any]]] = {}
    for comment_id, file_id, author, body, created_at, edited_at, deleted_at in reader.rows(Q["comments"], (wanted,)):
        gone = deleted_at is not None  # what was taken back stays at home
        times = {"created_at": created_at, "edited_at": edited_at, "deleted_at": deleted_at}
        said = {"body": "" if gone else body, "versions": [] if gone else versions.get(comment_id, [])}
        found.setdefault(file_id, []).append({"author": author, **said, **times})
    return found


def used_tags(reader: Reader, ids: Sequence[int]) -> set[str]:
    """Return the folded tags of the user that some pictures have."""
    return {row[0] for row in reader.rows(Q["used_tags"], (json.dumps(ids),))}


def tag_lines(reader: Reader, used: set[str] | None) -> list[dict[str, Any]]:
    """Return the tags of the user, those above before those below; with `used` only these and what is above them."""
    nodes, aliases = tag_tree.every(reader)
    known = {node.folded: node for node in nodes}
    depths: dict[str, int] = {}

    def depth(folded: str) -> int:
        parent = known[folded].parent
        if folded not in depths:
            depths[folded] = 0 if parent is None else 1 + depth(parent)
        return depths[folded]

    wanted = set(known) if used is None else set()
    for folded in used or ():
        above: str | None = folded
        while above is not None and above in known and above not in wanted:
            wanted.add(above)
            above = known[above].parent
    return [
        {
            "name": known[folded].name,
            "parent": known[parent].name if (parent := known[folded].parent) is not None else None,
            "color": known[folded].color,
            "at": known[folded].at,
            "aliases": aliases.get(folded, []),
        }
        for folded in sorted(wanted, key=lambda one: (depth(one), one))
    ]


def items(reader: Reader, collection_id: int) -> list[tuple[int, int]]:
    """Return (picture, since when) of a collection in its order."""
    return reader.rows(Q["items"], (collection_id,))


def layer_digests(reader: Reader, numbers: Iterable[int]) -> dict[str, int]:
    """Return the numbers of some pictures of layers by digest, in the order of the digests."""
    rows = reader.rows(Q["layer_pictures"], (json.dumps(list(numbers)),))
    return dict(sorted((digest, number) for number, digest in rows))


def _parsed(names: Sequence[str], values: Sequence[Any], texts: Sequence[str]) -> dict[str, Any]:
    row = dict(zip(names, values, strict=True))
    return row | {name: json.loads(row[name]) for name in texts}
