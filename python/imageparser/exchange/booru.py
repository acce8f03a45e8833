"""Lists of tags as booru programs and training tools keep them in a `.txt` beside a picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from imageparser import _core
from imageparser.errors import CorruptError, TooLargeError, UnsupportedError
from imageparser.text import fold_tag, nfc

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_BYTES = 1 << 20
MOST_TAGS, LONGEST = 5_000, 300
Separator = Literal["auto", "comma", "space", "line"]
# Kinds that stand before a tag, `artist:name`, with other words for them.
CATEGORIES = {
    "artist": "artist", "creator": "artist", "character": "character", "copyright": "copyright", "series": "copyright",
    "general": "general", "meta": "meta", "species": "species", "lore": "lore", "studio": "studio",
}  # fmt: skip
_BRACKET = re.compile(r"\\([()\[\]{}])")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SENTENCE = re.compile(r"\S+ \S+ \S+.*[.!?。]\s*", re.DOTALL)


class Listed(NamedTuple):
    """A tag of a list, with its kind where one is named."""

    name: str
    category: str | None = None


def decode(data: bytes) -> str:
    """Return the text of a list, whatever its encoding.

    Raises:
        TooLargeError: it is larger than any list of tags.
        CorruptError: it is no text.
    """
    if len(data) > MOST_BYTES:
        raise TooLargeError(f"a list of tags has at most {MOST_BYTES >> 20} MiB")
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if b"\0" in data and not marked:  # commas and blanks tell the byte order
        data = (b"\xff\xfe" if data[1::2].count(0) > data[::2].count(0) else b"\xfe\xff") + data
    text = _core.decode_text(data)
    if _CONTROL.search(text):
        raise CorruptError("the file is no text")
    return text


def parse(text: str, separator: Separator = "auto") -> list[Listed]:
    """Return the tags of a list, each once; `_` is a blank but in faces, brackets lose their backslash.

    Raises:
        UnsupportedError: it is a sentence and no list.
        CorruptError: a tag is too long to be one, or there are too many.
    """
    found: dict[str, Listed] = {}
    for part in _parts(text, separator):
        one = _listed(part)
        if len(one.name) > LONGEST:
            raise CorruptError(f"{one.name[:40]!r}... is no tag")
        if fold_tag(one.name):
            found.setdefault(fold_tag(one.name), one)
    if len(found) > MOST_TAGS:
        raise CorruptError(f"the list has more than {MOST_TAGS} tags")
    return list(found.values())


def text_of(tags: Iterable[Listed], separator: Separator = "comma", *, underscores: bool = False) -> str:
    """Return tags as a list, those left out that it cannot tell apart; blanks become `_` where they separate."""
    joint = {"comma": ", ", "auto": ", ", "space": " ", "line": "\n"}[separator]
    written = [_written(one, underscores=underscores or separator == "space") for one in tags]
    fitting = [text for text in written if text and fits(text, separator)]
    return joint.join(fitting) + "\n" if fitting else ""


def fits(name: str, separator: Separator) -> bool:
    """Return whether a tag can stand in such a list."""
    return not ("," in name and separator in ("comma", "auto")) and "\n" not in name


def _parts(text: str, separator: Separator) -> list[str]:
    text = nfc(text).replace("\r\n", "\n").replace("\r", "\n").strip("\ufeff\n ")
    if separator == "auto":
        separator = _guess(text)
    if separator == "comma":
        return re.split(r"[,\n，、]", text)
    return text.split("\n") if separator == "line" else text.split()


def _guess(text: str) -> Separator:
    if re.search("[,，、]", text):
        return "comma"
    if _SENTENCE.fullmatch(text) and "_" not in text:
        raise UnsupportedError("the file holds a sentence, not tags")
    lines = text.split("\n")
    # With underscores blanks separate, whatever the lines do.
    return "line" if len(lines) > 1 and "_" not in text else "space"


def _listed(part: str) -> Listed:
    text = " ".join(part.split())
    kind, colon, rest = text.partition(":")
    category = CATEGORIES.get(kind.strip().lower())
    if colon and category and rest.strip():
        return Listed(_named(rest.strip()), category)
    return Listed(_named(text))


def _named(text: str) -> str:
    if "_" in text and "_" in _core.canonical_tag(text):  # a face
        return text
    return " ".join(_BRACKET.sub(r"\1", text).replace("_", " ").split())


def _written(one: Listed, *, underscores: bool) -> str:
    name = " ".join(one.name.split())
    name = name.replace(" ", "_") if underscores else name
    return f"{one.category}:{name}" if one.category else name
