"""Library references of SDStudio: `<library.piece>` as a word of its own stands for the piece's prompt.

A piece marked `multi` is one line chosen while drawing, so each of its lines is an alternative here.
"""

from __future__ import annotations

import itertools
import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from imageparser.archive.presets.collector import clean, name_text
from imageparser.archive.presets.model import MOST_TEXT, MOST_VALUES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from imageparser.archive.presets.collector import Collector

_WORD = re.compile(r"\s*<([^<>]+)>\s*")
_SEPARATOR = re.compile(r"[,\n]")
_DEEPEST = 64
_MOST_GROWN = 20_000_000


class Piece(NamedTuple):
    """A named prompt of a library; `path` says where it stands in the file."""

    prompt: str
    multi: bool
    path: str


class UnfollowedError(Exception):
    """A prompt whose references cannot be followed; says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def pieces_of(library: Any, path: str, into: Collector) -> Iterator[tuple[str, Piece]]:
    """Yield the pieces of a library by name, in the shape with a list of pieces or the older one with an object."""
    pieces = library.get("pieces") if isinstance(library, dict) else None
    if isinstance(pieces, dict):
        flags = library.get("multi")
        multi = flags if isinstance(flags, dict) else {}
        entries: list[Any] = [
            {"name": name, "prompt": prompt, "multi": multi.get(name)} for name, prompt in pieces.items()
        ]
    elif isinstance(pieces, list):
        entries = pieces
    else:
        into.problem("bad_entry", path, "a library has pieces; this one was left out")
        return
    for number, entry in enumerate(entries):
        where = f"{path}.pieces[{number}]"
        if not isinstance(entry, dict):
            into.problem("bad_entry", where, "a piece is an object; this entry was left out")
            continue
        prompt = into.prompt(entry, "prompt", where)
        yield into.name(entry.get("name"), where), Piece(prompt, entry.get("multi") is True, where)


class References:
    """The pieces of a file, and what prompts that refer to them stand for."""

    def __init__(self, libraries: Mapping[str, Mapping[str, Piece]]) -> None:
        self._libraries = libraries
        self._known: dict[tuple[str, str], list[str]] = {}

    def alternatives(self, prompt: str, where: str, into: Collector) -> list[str]:
        """Return every prompt that this one stands for; none, and a note, where its references cannot be followed."""
        try:
            return self._expand(prompt, (), where, into)
        except UnfollowedError as error:
            into.problem(error.code, where, f"{error}; the entry was left out")
            return []

    def piece(self, piece: Piece, reference: str, into: Collector) -> list[str]:
        """Return the alternatives of a piece itself."""
        try:
            return self._lines(piece, (reference,), into)
        except UnfollowedError as error:
            into.problem(error.code, piece.path, f"{error}; the entry was left out")
            return []

    def _lines(self, piece: Piece, trail: tuple[str, ...], into: Collector) -> list[str]:
        lines = [line for line in piece.prompt.split("\n") if line.strip()] if piece.multi else [piece.prompt]
        found = [text for line in lines or [""] for text in self._expand(line, trail, piece.path, into)]
        return _bounded(found, piece.path)

    def _expand(self, prompt: str, trail: tuple[str, ...], where: str, into: Collector) -> list[str]:
        parts: list[list[str]] = []
        for word in _SEPARATOR.split(prompt):
            reference = _WORD.fullmatch(word)
            if reference:
                parts.append(self._referred(reference.group(1).strip(), trail, where, into))
            elif word.strip():
                parts.append([word.strip()])
        count = math.prod(map(len, parts))
        if count > MOST_VALUES:
            raise UnfollowedError("too_many", f"stands for {count:,} values, more than {MOST_VALUES:,}")
        if count * sum(max(map(len, part), default=0) for part in parts) > _MOST_GROWN:
            raise UnfollowedError("too_large", "its references grow too large")
        return _bounded([", ".join(filter(None, chosen)) for chosen in itertools.product(*parts)], where)

    def _referred(self, reference: str, trail: tuple[str, ...], where: str, into: Collector) -> list[str]:
        library, _, name = (name_text(part) for part in reference.partition("."))
        piece = self._libraries.get(library, {}).get(name)
        if piece is None:
            into.problem("unknown_reference", where, f"<{reference}> is no piece of this file and was left out")
            return [""]
        key = f"{library}.{name}"
        if key in trail:
            ring = " > ".join((*trail[trail.index(key) :], key))
            raise UnfollowedError("cycle", f"the pieces refer to each other in a circle: {ring}")
        if len(trail) >= _DEEPEST:
            raise UnfollowedError("too_deep", f"references are nested deeper than {_DEEPEST}")
        if (library, name) not in self._known:
            self._known[library, name] = self._lines(piece, (*trail, key), into)
        return self._known[library, name]


def _bounded(texts: list[str], where: str) -> list[str]:
    """Return the texts.

    Raises:
        UnfollowedError: there are too many, or one is too long.
    """
    if len(texts) > MOST_VALUES:
        raise UnfollowedError("too_many", f"{where} stands for {len(texts):,} values, more than {MOST_VALUES:,}")
    if any(len(text) > MOST_TEXT for text in texts):
        raise UnfollowedError("too_large", f"with its references {where} is longer than {MOST_TEXT:,} characters")
    return [clean(text) for text in texts]
