"""What was typed, cut into pieces: bare words, quoted texts, and values behind a key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from imageparser.text import nfc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SIGNS = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\uff1a": ":", "\uff0d": "-"})
# Inside quotes two quotes stand for one; a quote that is never closed reaches to the end.
_QUOTED = r'"(?:[^"]|"")*(?:"|$)'
_TOKEN = re.compile(rf'(?P<minus>-)?(?:(?P<quoted>{_QUOTED})|(?:(?P<key>\w+):)?(?P<rest>[^\s"]*))')
_VALUE = re.compile(rf'(?:{_QUOTED}|[^\s"])*')
_PART = re.compile(rf'(?P<quoted>{_QUOTED})|(?P<plain>[^"]+)')


class Token(NamedTuple):
    """One piece; `source` is how it stands in the text, `text` what it says without quotes.

    `key` is what stands before the colon of a value, None elsewhere.
    """

    source: str
    text: str
    negated: bool
    quoted: bool
    key: str | None = None


def tidy(typed: str) -> str:
    """Return what was typed in composed form, with one form of each quotation mark and colon."""
    return nfc(typed).translate(_SIGNS)


def tokens(typed: str, is_key: Callable[[str], bool]) -> Iterator[Token]:
    """Yield the pieces of a text that `tidy` has seen; `is_key` tells which words before a colon name a condition."""
    place = 0
    while place < len(typed):
        if typed[place].isspace():
            place += 1
            continue
        found = _TOKEN.match(typed, place)
        assert found is not None  # noqa: S101  # the expression matches anywhere, if only nothing
        negated, end = found["minus"] is not None, found.end()
        if found["quoted"] is not None:
            yield Token(found[0], _unquoted(found["quoted"]), negated, quoted=True)
        elif found["key"] is not None and is_key(found["key"]):
            value = _VALUE.match(typed, found.start("rest"))
            assert value is not None  # noqa: S101  # as above
            end = value.end()
            yield Token(typed[place:end], _joined(value[0]), negated, quoted=False, key=found["key"])
        else:
            text = found[0].removeprefix("-") if negated else found[0]
            yield Token(found[0], text, negated, quoted=False)
        place = max(end, place + 1)


def _joined(value: str) -> str:
    """Return a value whose parts may be quoted."""
    parts = (_unquoted(part["quoted"]) if part["quoted"] else part["plain"] for part in _PART.finditer(value))
    return "".join(parts).strip()


def _unquoted(text: str) -> str:
    inner = text[1:]
    # An even number of quotes at the end are escapes, of a text that was never closed.
    tail = len(inner) - len(inner.rstrip('"'))
    if tail % 2:
        inner = inner[:-1]
    return " ".join(inner.replace('""', '"').split())
