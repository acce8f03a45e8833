"""Names for palette colours, in words that people search by."""

from __future__ import annotations

import colorsys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAST_SHARE = 0.12
_MOST = 3
# Upper end of each hue range in degrees.
_HUES = (
    *((15, "red"), (40, "orange"), (65, "yellow"), (160, "green"), (195, "turquoise")),
    *((250, "blue"), (285, "purple"), (335, "pink"), (360, "red")),
)


def colour_names(palette: Sequence[tuple[str, float]]) -> list[str]:
    """Return the names of the colours that cover most of a picture, the largest first, without repetition."""
    shares: dict[str, float] = {}
    for colour, share in palette:
        name = colour_name(colour)
        shares[name] = shares.get(name, 0.0) + share
    ordered = sorted(shares.items(), key=lambda item: -item[1])
    return [name for name, share in ordered if share >= _LEAST_SHARE][:_MOST]


def colour_name(colour: str) -> str:
    """Return the everyday name of an `#rrggbb` colour."""
    digits = colour.removeprefix("#")
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    chroma = max(red, green, blue) - min(red, green, blue)
    if light < 0.12:
        return "black"
    if chroma < 0.1 or saturation < 0.12:
        return "white" if light > 0.85 else "grey"
    name = next(word for end, word in _HUES if hue * 360 <= end)
    if name in {"red", "orange", "yellow"} and light < 0.4 and chroma < 0.55:
        return "brown"
    if name in {"orange", "yellow"} and light > 0.7 and chroma < 0.35:
        return "beige"
    return name
