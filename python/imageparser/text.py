"""Paths as keys, names as words, and text in the form that the keyword index stores and asks for."""

from __future__ import annotations

import os
import re
import unicodedata
from typing import TYPE_CHECKING

from imageparser import _core

if TYPE_CHECKING:
    from collections.abc import Iterator

# Longest first: the first ending that fits is taken off.
_THREE = ("에서는", "으로는", "으로도", "이라고", "이라는")
_TWO = (
    *("으로", "에서", "에게", "한테", "부터", "까지", "보다", "처럼", "이나", "이랑", "하고", "에는"),
    *("에도", "라고", "이며", "이고", "들이", "들은", "들을", "들의", "들과", "께서", "마다", "조차"),
    *("밖에", "이라", "라는"),
)
_ONE = tuple("은는이가을를의에와과도로만들나랑야여께")
PARTICLES = _THREE + _TWO + _ONE
_HANGUL = "가-힣ㄱ-ㅎㅏ-ㅣ"
_DENSE = _HANGUL + "一-鿿㐀-䶿぀-ヿ々"
_RUN = re.compile(rf"(?P<hangul>[{_HANGUL}]+)|(?P<han>[{_DENSE}]+)|(?P<word>[^\W_{_DENSE}]+)")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_EXTENSION = re.compile(r"\.(png|jpe?g|webp|gif|bmp|tiff?|avif|ps[db])$", re.IGNORECASE)
_SHORTEST_STEM = 2
_LONGEST_COMPOUND = 6
_APART = 6  # terms of the index between two words that follow each other: stem and bigrams of the first


def nfc(text: str) -> str:
    """Return the composed form, in which all text is stored and compared."""
    return unicodedata.normalize("NFC", text)


def fold_tag(tag: str) -> str:
    """Return the form in which tags and names that people give are compared: small letters, `_` as a blank."""
    return " ".join(nfc(tag).replace("_", " ").lower().split())


def key_of(path: str | bytes | os.PathLike[str] | os.PathLike[bytes]) -> str:
    """Return the key of a path: absolute, NFC, `/` between parts; the only form that is stored and compared."""
    return _core.path_key(os.path.abspath(os.fspath(path)))  # noqa: PTH100  # works on raw bytes, Path does not


def path_text(raw: bytes) -> str:
    """Return a path as text for people and programs: itself, or its key where it is no UTF-8."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _core.path_key(raw)


def parent_key(key: str) -> str:
    """Return the key of the folder that holds `key`."""
    head = key.rpartition("/")[0]
    return head or "/"


def name_of(key: str) -> str:
    """Return the last part of a key."""
    return key.rpartition("/")[2]


def words_of(name: str) -> list[str]:
    """Split a file or folder name into its words, without the extension of a picture; Hangul runs stay whole."""
    stem = _EXTENSION.sub("", nfc(name))
    words = (part for run in _RUN.finditer(stem) for part in _HUMP.split(run.group()))
    return list(dict.fromkeys(word for word in words if word))


def strip_particle(word: str) -> str:
    """Return a Hangul word without its grammatical ending, or unchanged where too little would remain."""
    for particle in PARTICLES:
        if word.endswith(particle) and len(word) - len(particle) >= _SHORTEST_STEM:
            return word[: -len(particle)]
    return word


def keyword_terms(text: str) -> str:
    """Return the index form of a text: Latin words in lower case, Hangul as word, stem and bigrams.

    Bigrams follow each other in order, so that a phrase of bigrams finds any part of a compound.
    """
    return " ".join(term for kind, run in _runs(text) for term in _index_terms(kind, run))


def keyword_query(query: str) -> list[str]:
    """Return one FTS5 MATCH expression for each word of a query, in order, without repetition.

    Every part is quoted: no character of the query can act as an operator.
    """
    parts = (_match(kind, run) for kind, run in _runs(query))
    return list(dict.fromkeys(parts))


def _runs(text: str) -> Iterator[tuple[str, str]]:
    for found in _RUN.finditer(nfc(text).lower()):
        yield found.lastgroup or "word", found.group()


def _bigrams(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def _index_terms(kind: str, run: str) -> list[str]:
    if kind == "word":
        return [run]
    stem = strip_particle(run) if kind == "hangul" else run
    whole = [run] if stem == run else [run, stem]
    return whole if len(run) <= 2 else whole + _bigrams(run)


def _match(kind: str, run: str) -> str:
    if kind == "word":
        return f'"{run}"'
    if len(run) == 1:
        return f'"{run}"*'
    stem = strip_particle(run) if kind == "hangul" else run
    forms = dict.fromkeys((run, stem))
    ways = [f'"{form}"' for form in forms]
    ways += ['"' + " ".join(_bigrams(form)) + '"' for form in forms if len(form) > 2]
    if kind == "hangul" and 2 < len(stem) <= _LONGEST_COMPOUND:
        # A compound that somebody wrote as two words, the second with whatever particle.
        ways += [f'NEAR("{stem[:place]}" "{stem[place:]}"*, {_APART})' for place in range(1, len(stem))]
    return ways[0] if len(ways) == 1 else f"({' OR '.join(ways)})"
