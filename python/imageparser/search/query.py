"""What a person typed, taken apart by rules: words, "phrases" and -exclusions."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_PART = re.compile(r'(?P<minus>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_SENTENCE = 5


@dataclass(frozen=True)
class Query:
    """A parsed query; `raw` is what was typed."""

    raw: str
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The wanted part as one text, for the encoders; what is excluded must not attract."""
        return " ".join((*self.words, *self.phrases))

    @property
    def shape(self) -> str:
        """What kind of query this is; it decides how much each axis counts."""
        if self.phrases:
            return "phrase"
        if len(self.words) >= _SENTENCE:
            return "sentence"
        return "words" if len(self.words) > 1 else "word"


def parse(typed: str) -> Query:
    """Take a typed query apart.

    A lone hyphen and hyphens inside words mean nothing; a quotation mark that is never closed
    reaches to the end.
    """
    words: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    for part in _PART.finditer(unicodedata.normalize("NFC", typed).translate(_QUOTES)):
        phrase, word = part["phrase"], part["word"]
        text = " ".join((phrase if phrase is not None else word).split())
        if not text.strip("-"):
            continue
        if part["minus"]:
            excluded.append(text)
        else:
            (phrases if phrase is not None else words).append(text)
    return Query(typed, tuple(words), tuple(phrases), tuple(excluded))
