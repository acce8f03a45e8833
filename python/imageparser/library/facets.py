"""How many present files have which value of what filters ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.library import captions
from imageparser.library.queries import load

if TYPE_CHECKING:
    from imageparser.library.connection import Reader

Q = load("facets")
MOST = 50  # values of a facet that are told, those of most files


def collect(reader: Reader) -> dict[str, Any]:
    """Return the counts by facet; of long lists those that most files have."""
    names = ("layered", "has_text", "has_smart_object", "has_adjustment")
    return {
        **dict(zip(names, reader.row(Q["flags"]) or (0, 0, 0, 0), strict=True)),
        "layers": dict(reader.rows(Q["kinds"])),
        "depth": {str(depth): count for depth, count in reader.rows(Q["depths"])},
        "mode": dict(reader.rows(Q["modes"])),
        "fonts": dict(reader.rows(Q["fonts"], (MOST,))),
        "generator": dict(reader.rows(Q["generators"], (MOST,))),
        "model": dict(reader.rows(Q["models"], (MOST,))),
        "sampler": dict(reader.rows(Q["samplers"], (MOST,))),
        "lora": dict(reader.rows(Q["loras"], (MOST,))),
        "seeds": reader.value(Q["seeds"]),
        "captions": captions.facets(reader, MOST),
    }
