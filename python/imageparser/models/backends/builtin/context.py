"""What stands around a picture: names, metadata, layers and prompt, cleaned of words that say nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from imageparser.models.record import unique

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_TEXT_LIMIT = 400
_MOST_LAYERS = 10
_MOST_KEYWORDS = 24
_SHORTEST = 2
_MACHINE_WORD = re.compile(
    r"^(?:\d+|[0-9a-f]{6,}|img|dsc[fn]?|dscn|image|photo|pict?|scan|untitled|copy|final|new)$", re.I
)
_PLAIN_LAYER = re.compile(
    r"^(?:(?:layer|group|background|shape|curves|levels|folder|ellipse|rectangle|레이어|그룹|배경|レイヤー|背景)"
    r"[\s\d]*(?:copy|복사|のコピー)?[\s\d]*|[\d\s]*)$",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PROMPT_MARKS = re.compile(r"<[^>]*>|:{1,2}-?\d+(?:\.\d+)?(?:::)?|::|[{}\[\]()\\|]")
# What cameras and programs write where a description belongs.
_MACHINE_TEXT = re.compile(
    r"^(?:.*\bdigital (?:still )?camera|(?:samsung|kodak|minolta|sony) .*(?:camera|dsc)|sony dsc"
    r"|created with .*|default|image|img[_\d]*)?$",
    re.IGNORECASE,
)
_FACTS = {
    "camera": ("model", "make"),
    "date": ("datetime_original", "datetime_digitized"),
    "place": ("location", "city", "state", "country"),
    "title": ("title", "headline"),
}
_WORDS = ("title", "headline", "description")


def facts_of(exif: Mapping[str, Any]) -> dict[str, str]:
    """Return camera, date, place and title, as far as the metadata holds them."""
    found = {}
    for fact, names in _FACTS.items():
        if value := next(filter(None, (_plain(exif.get(name)) for name in names)), ""):
            found[fact] = value[:10] if fact == "date" else value[:120]
    return found


def described(exif: Mapping[str, Any]) -> list[str]:
    """Return what people wrote about the picture into its metadata: title, description, keywords."""
    words = exif.get("keywords") or []
    keywords = " ".join(_plain(word) for word in ([words] if isinstance(words, str) else words))
    texts = [*(_plain(exif.get(name)) for name in _WORDS), keywords]
    return unique(text for text in texts if not _MACHINE_TEXT.match(text))


def keywords_of(words: Sequence[str]) -> list[str]:
    """Return the words of file and folder names that a person may have chosen."""
    chosen = [word for word in words if len(word) >= _SHORTEST and not _MACHINE_WORD.match(word)]
    return unique(chosen)[:_MOST_KEYWORDS]


def written_text(texts: Sequence[str], layer_names: Sequence[str]) -> str:
    """Return the text layers and the layer names that somebody gave on purpose."""
    named = [name for name in layer_names if not _PLAIN_LAYER.match(name.strip())]
    return _joined([*texts, *unique(named)[:_MOST_LAYERS]])


def prompt_words(prompt: str) -> str:
    """Return a generation prompt without weights and brackets."""
    parts = (" ".join(part.replace("_", " ").split()) for part in _PROMPT_MARKS.sub(" ", prompt).split(","))
    return _cut(", ".join(unique(parts)))


def _joined(parts: Iterable[str]) -> str:
    return _cut(". ".join(filter(None, (" ".join(part.split()) for part in parts))))


def _cut(text: str) -> str:
    if len(text) <= _TEXT_LIMIT:
        return text
    return text[:_TEXT_LIMIT].rsplit(" ", 1)[0]


def _plain(value: object) -> str:
    """Return a metadata value as one line without control characters."""
    return "" if value is None else " ".join(_CONTROL.sub(" ", str(value)).split())
