"""Names of files and folders that every system takes, and when two names are one to some system."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 255  # bytes of UTF-8; what the common file systems take, or less
NAMELESS = "unnamed"
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
# Control characters, also those of C1, line ends of Unicode, and marks that turn the direction of what follows.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+")
_ENDS = re.compile(r"^[\s.]+|[\s.]+$")
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)


def clean(text: str) -> str:
    """Return `text` as a name without extension: no character, end or device name that some system refuses."""
    name = unicodedata.normalize("NFC", text)
    name = _FORBIDDEN.sub("_", _UNSEEN.sub(" ", name))
    name = cut(_ENDS.sub("", name), LONGEST)
    head, dot, tail = name.partition(".")
    if _DEVICE.fullmatch(head.rstrip()):
        name = cut(f"{head.rstrip()}_{dot}{tail}", LONGEST)
    return name or NAMELESS


@lru_cache(maxsize=1 << 12)
def length(text: str) -> int:
    """Return how many bytes a part of a name takes."""
    return len(text.encode("utf-8", "surrogateescape"))


def cut(text: str, limit: int) -> str:
    """Return the beginning of `text` that fits into `limit` bytes: whole characters, no blank or dot at its end."""
    if text.isascii() and len(text) <= limit:
        return text
    raw = text.encode("utf-8", "surrogateescape")
    if len(raw) <= limit:
        return text
    kept = raw[:limit]
    while kept and raw[len(kept)] & 0xC0 == 0x80:  # inside a character
        kept = kept[:-1]
    return _ENDS.sub("", _whole(kept.decode("utf-8", "surrogateescape"), text))


@lru_cache(maxsize=1 << 17)
def fold(name: str) -> str:
    """Return what two names have in common that are one to a system without regard to case or composition."""
    if name.isascii():
        return name.lower()
    whole = unicodedata.normalize("NFC", name)
    folded = whole.casefold()
    return folded if folded == whole else unicodedata.normalize("NFC", folded)


def composed(name: str) -> str:
    """Return the NFC form of a name."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def _whole(kept: str, text: str) -> str:
    """Let marks that sit on a letter go with it: half a letter would be another one."""
    end = len(kept)
    while end > 1 and unicodedata.combining(text[end]):
        end -= 1
    return kept[:end]
