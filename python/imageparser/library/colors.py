"""The colours of pictures, so that files with a colour near to a given one are found without reading palettes.

Colours stand in cells of a coarse cube (eight steps on each side); a question looks into the cells within reach and
compares there. Distances are the weighted RGB distance known as "redmean", in whole numbers so that SQLite and the
plain twin below agree to the last digit.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imageparser.library.connection import Transaction

Q = load("colors")
Rgb = tuple[int, int, int]

REACH = 120  # redmean distance up to which colours count as alike; black to white is about 765
LEAST_SHARE = 5  # percent of the picture
_STEP = 5  # bits: a cell is 32 values wide
_CELLS = 256 >> _STEP
_SCALE = 512
_SIDE = math.isqrt(REACH * REACH // 2) + 1


def replace(tx: Transaction, file_id: int, palette: Iterable[tuple[str, float]]) -> None:
    """Let a file have the colours of its palette: `#rrggbb` with the share of the picture, 0-1."""
    tx.run(Q["clear"], (file_id,))
    colors = [(rgb(color), round(share * 100)) for color, share in palette]
    tx.run_many(Q["put"], ((cell(color), file_id, *color, share) for color, share in colors))


def remake(tx: Transaction, file_id: int) -> None:
    """Make the colours of a file anew from its stored palette."""
    replace(tx, file_id, json.loads(tx.value(Q["palette"], (file_id,)) or "[]"))


def rgb(color: str) -> Rgb:
    """Return the parts of `#rrggbb`."""
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    return red, green, blue


def cell(color: Rgb) -> int:
    """Return the cell of the cube in which a colour stands."""
    red, green, blue = (part >> _STEP for part in color)
    return (red * _CELLS + green) * _CELLS + blue


def distance(one: Rgb, two: Rgb) -> int:
    """Return the square of the redmean distance, times 512.

    With r for the mean red it is (2 + r/256) R² + 4 G² + (2 + (255 - r)/256) B², of the differences R, G and B.
    """
    red, green, blue = (a - b for a, b in zip(one, two, strict=True))
    both = one[0] + two[0]
    return (1024 + both) * red * red + 2048 * green * green + (1534 - both) * blue * blue


def alike(one: Rgb, two: Rgb) -> bool:
    """Tell whether two colours count as the same to people who look for one."""
    return distance(one, two) <= REACH * REACH * _SCALE


def showing(color: Rgb) -> tuple[str, list[Any]]:
    """Return the query for the files that show a colour, with its values."""
    red, green, blue = color
    values = [json.dumps(_cells_near(color)), LEAST_SHARE]
    values += [red, red, red, green, green, red, blue, blue, REACH * REACH * _SCALE]
    return Q["near"], values


def _cells_near(color: Rgb) -> list[int]:
    """Return the cells in which colours within reach stand: an axis counts at least 2, 4 and 2 times its square."""
    widest = (_SIDE, REACH // 2, _SIDE)
    ranges = [
        range(max(0, part - reach) >> _STEP, (min(255, part + reach) >> _STEP) + 1)
        for part, reach in zip(color, widest, strict=True)
    ]
    return [(red * _CELLS + green) * _CELLS + blue for red in ranges[0] for green in ranges[1] for blue in ranges[2]]
