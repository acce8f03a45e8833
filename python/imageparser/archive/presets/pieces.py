"""Piece libraries of SDStudio by themselves: each piece becomes a value."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from imageparser.archive.presets.collector import name_text
from imageparser.archive.presets.model import Format, Section
from imageparser.archive.presets.references import Piece, References, pieces_of

if TYPE_CHECKING:
    from imageparser.archive.presets.collector import Collector

Libraries = dict[str, dict[str, Piece]]


def library_name(library: dict[str, Any]) -> str:
    """Return what a library calls itself, in the new shape or the older one."""
    return (
        (name_text(library.get("name")) or name_text(library.get("description"))) if isinstance(library, dict) else ""
    )


def libraries_of(value: Any, into: Collector) -> Libraries:
    """Return the pieces of a project's libraries by name; a repeated piece is told, the first one stays."""
    found: Libraries = {}
    for key, library in value.items() if isinstance(value, dict) else ():
        found[name_text(key)] = _by_name(library, f"library.{key}", into)
    return found


def _by_name(library: Any, path: str, into: Collector) -> dict[str, Piece]:
    pieces: dict[str, Piece] = {}
    for name, piece in pieces_of(library, path, into):
        if name in pieces:
            into.problem("duplicate_name", piece.path, f"the library has another piece '{name}'; this one was left out")
        else:
            pieces[name] = piece
    return pieces


def read_library(name: str, value: Any, into: Collector) -> None:
    """Add each piece of the library `name` of a project's libraries."""
    libraries = libraries_of(value, into)
    references = References(libraries)
    for piece_name, piece in libraries.get(name, {}).items():
        prompts = references.piece(piece, f"{name}.{piece_name}", into)
        into.add_all(piece_name, prompts, len(prompts), piece.path)


def _fits(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("pieces"), list | dict) and "scenes" not in value


def _sections(value: Any) -> list[Section]:
    name = library_name(value)
    return [Section(name or None, partial(read_library, name, {name: value}))]


FORM = Format("pieces", _fits, _sections)
