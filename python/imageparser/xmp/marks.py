"""What a packet says of a picture in a few words: rating, colour label, tags with their place, title, description."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from imageparser.text import fold_tag, nfc
from imageparser.xmp import labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from imageparser.xmp.packet import Packet

SUBJECT = "dc:subject"
# Properties whose values are paths of tags, with what stands between the names.
PATHS = {"lr:hierarchicalSubject": "|", "digiKam:TagsList": "/"}
MOST_TAGS = 10_000
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # of XML 1.0
_INTERNAL = {"darktable", "_digikam_internal_tags_"}  # what programs keep of their own among the tags

Path = tuple[str, ...]


class Marks(NamedTuple):
    """`rating` is 1-5; what a program writes for none or for rejected is None. `label` is a colour of the library.

    `tags` are paths, the tag itself last, the tags above it before.
    """

    rating: int | None = None
    label: str | None = None
    tags: tuple[Path, ...] = ()
    title: str | None = None
    description: str | None = None


def read(packet: Packet) -> Marks:
    """Return the marks of a packet."""
    return Marks(
        _rating(packet.text("xmp:Rating")), _label(packet), _tags(packet), _said(packet, "dc:title"),
        _said(packet, "dc:description"),
    )  # fmt: skip


def write(packet: Packet, *, rating: int | None, label: str | None, tags: Iterable[Path]) -> bool:
    """Let a packet say these marks, and return whether anything had to be changed; what it says alike stays as it is.

    A tag that is there keeps the path that it has there. A label that names no colour stays.
    """
    had = read(packet)
    changed = rating != had.rating
    if changed:
        packet.set_text("xmp:Rating", None if rating is None else str(rating))
    if label != had.label:
        changed = _write_label(packet, label) or changed
    return _write_tags(packet, had.tags, [path for path in map(clean_path, tags) if path]) or changed


def clean_path(path: Sequence[str]) -> Path:
    """Return a path as it can stand in XML: composed, without control characters, its blanks single, none empty."""
    names = (" ".join(_legal(nfc(part)).split()) for part in path)
    return tuple(part for part in names if part)


def _legal(text: str) -> str:
    return _ILLEGAL.sub(" ", text)


def _said(packet: Packet, prop: str) -> str | None:
    text = packet.text(prop)
    return (nfc(text).strip() or None) if text is not None else None


def _rating(text: str | None) -> int | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return int(value) if math.isfinite(value) and 1 <= value <= 5 else None


def _label(packet: Packet) -> str | None:
    word = packet.text("xmp:Label")
    if word is not None and word.strip():
        return labels.color_of(word)
    if (number := packet.text("digiKam:ColorLabel")) is not None:
        return labels.DIGIKAM.get(number.strip())
    return next(
        (labels.DARKTABLE[number] for number in packet.texts("darktable:colorlabels") if number in labels.DARKTABLE),
        None,
    )


def _write_label(packet: Packet, label: str | None) -> bool:
    word = packet.text("xmp:Label")
    if word is not None and word.strip() and labels.color_of(word) is None:
        return False
    packet.set_text("xmp:Label", None if label is None else labels.word_of(label))
    if packet.text("digiKam:ColorLabel") is not None:
        packet.set_text("digiKam:ColorLabel", labels.number_of(label, labels.DIGIKAM) or "0")
    if packet.texts("darktable:colorlabels"):
        number = labels.number_of(label, labels.DARKTABLE)
        packet.set_texts("darktable:colorlabels", [] if number is None else [number], container="Seq")
    return True


def _paths(packet: Packet) -> list[Path]:
    """Return every path of every property of paths, without those that programs keep for themselves."""
    found = (clean_path(value.split(sign)) for prop, sign in PATHS.items() for value in packet.texts(prop))
    return [path for path in found if path and not _is_internal(path)]


def _is_internal(path: Path) -> bool:
    return len(path) > 1 and path[0].lower() in _INTERNAL


def _tags(packet: Packet) -> tuple[Path, ...]:
    """Return the tags that are given; what stands above one of them is given where it has an entry of its own.

    Programs write the names above a tag as subjects too, which says no more than its path does.
    """
    given: dict[str, Path] = {}
    paths = _paths(packet)
    for path in paths:
        leaf = fold_tag(path[-1])
        if leaf and len(path) > len(given.get(leaf, ())):
            given[leaf] = path
    above = {fold_tag(part) for path in paths for part in path}
    for value in packet.texts(SUBJECT):
        path = clean_path([value])
        if path and fold_tag(path[0]) and fold_tag(path[0]) not in above and not _is_internal(tuple(value.split("|"))):
            given.setdefault(fold_tag(path[0]), path)
    return tuple(given.values())[:MOST_TAGS]


def _write_tags(packet: Packet, had: Sequence[Path], wanted: Sequence[Path]) -> bool:
    before, after = ({fold_tag(path[-1]): path for path in some} for some in (had, wanted))
    gone = {leaf: path for leaf, path in before.items() if leaf not in after}
    if not gone and all(leaf in before for leaf in after):
        return False
    kept = {leaf: before.get(leaf, path) for leaf, path in after.items()}
    _write_subjects(packet, kept, gone)
    for prop, sign in PATHS.items():
        values = [value for value in packet.texts(prop) if fold_tag(_leaf(value, sign)) not in gone]
        there = {fold_tag(_leaf(value, sign)) for value in values}
        packet.set_texts(
            prop,
            values
            + [sign.join(_fit(path, sign)) for leaf, path in kept.items() if leaf not in there and _fit(path, sign)],
        )
    return True


def _write_subjects(packet: Packet, kept: dict[str, Path], gone: dict[str, Path]) -> None:
    """Take out what is gone with the names above it that no other tag needs, and put in what is new."""
    needed = {fold_tag(part) for path in kept.values() for part in path}
    unneeded = {fold_tag(part) for path in gone.values() for part in path} - needed
    values = [value for value in packet.texts(SUBJECT) if fold_tag(nfc(value)) not in unneeded]
    there = {fold_tag(value) for value in values}
    packet.set_texts(SUBJECT, values + [path[-1] for leaf, path in kept.items() if leaf not in there])


def _leaf(value: str, sign: str) -> str:
    path = clean_path(value.split(sign))
    return path[-1] if path else ""


def _fit(path: Path, sign: str) -> Path:
    """Return the path where its names can be told apart with a sign between them, else the name alone, else nothing."""
    if not any(sign in part for part in path):
        return path
    return path[-1:] if sign not in path[-1] else ()
