"""How many present files have which value of what filters ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.library.queries import load

if TYPE_CHECKING:
    from imageparser.library.connection import Reader

Q = load("facets")
MOST_FONTS = 50


def collect(reader: Reader) -> dict[str, Any]:
    """Return the counts by facet; of the fonts those that most files use."""
    names = ("layered", "has_text", "has_smart_object", "has_adjustment")
    return {
        **dict(zip(names, reader.row(Q["flags"]) or (0, 0, 0, 0), strict=True)),
        "layers": dict(reader.rows(Q["kinds"])),
        "depth": {str(depth): count for depth, count in reader.rows(Q["depths"])},
        "mode": dict(reader.rows(Q["modes"])),
        "fonts": dict(reader.rows(Q["fonts"], (MOST_FONTS,))),
    }
