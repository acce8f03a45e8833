"""Names out of templates, and the numbers that keep equal names apart: `base@@@2`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imageparser.archive.names import LONGEST, clean, composed, cut, length

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MARK = "@@@"
VALUE = "[value]"
_NUMBERED = re.compile(rf"(?P<base>.*){MARK}(?P<number>[0-9]+)", re.DOTALL)
_KEPT_FOR_STEM = 64  # bytes of a name that a prefix leaves to what it stands before
_LONGEST_SIDE = 5  # bytes of `.json`: a side file has the stem of its picture


def split_order(order: str | Iterable[str]) -> list[str]:
    """Return the names in an order, given as a list or separated by commas."""
    parts = order.split(",") if isinstance(order, str) else order
    return [part.strip() for part in parts if part.strip()]


def default_template(order: Iterable[str]) -> str:
    """Return the template that is used where none is given."""
    return "_".join(f"[{name}]" for name in order)


class Template:
    """A template; each of its placeholders is replaced once, and what comes in is not looked at again."""

    def __init__(self, text: str, names: Iterable[str]) -> None:
        self._text = text
        known = sorted(set(names), key=len, reverse=True)
        self._pattern = re.compile("|".join(re.escape(f"[{name}]") for name in known) or r"(?!)")

    def render(self, values: Mapping[str, str]) -> str:
        """Return the cleaned name for some values; placeholders without a value stay as they are."""
        return clean(self._pattern.sub(lambda found: values.get(found[0][1:-1], found[0]), self._text))


def prefixed(base: str, stem: str, tail: str) -> str:
    """Return `stem` with `base` before it; one that stands there already is not put there again."""
    lead = cut(base, LONGEST - _KEPT_FOR_STEM - length(tail))
    if not lead.endswith("_"):
        lead += "_"
    if stem.startswith(lead) or composed(stem).startswith(lead):
        return stem
    return fitted(lead + composed(stem), tail)


def fitted(base: str, tail: str, number: str = "") -> str:
    """Return as much of `base` as leaves room for a number and `tail`, or for the extension of a side file."""
    room = LONGEST - max(length(tail), _LONGEST_SIDE) - len(number)
    return (base if length(base) <= room else cut(base, room) or "_") + number


def numbered(base: str, number: int, tail: str) -> str:
    """Return the stem for the `number`th file of a base; 0 is the base itself."""
    return fitted(base, tail, f"{MARK}{number}" if number else "")


def parted(stem: str) -> tuple[str, int | None]:
    """Return a stem without the number at its end, and that number."""
    found = _NUMBERED.fullmatch(stem)
    return (found["base"], int(found["number"])) if found else (stem, None)


def stripped(stem: str) -> str:
    """Return a stem without all numbers at its end."""
    base, number = parted(stem)
    while number is not None:
        stem = base
        base, number = parted(stem)
    return stem


def composed_base(stem: str) -> str:
    """Return what is numbered where a file of this stem finds its name taken."""
    return stripped(composed(stem)) or composed(stem)


def fits(stem: str, base: str, tail: str) -> bool:
    """Return whether a stem is already what a file with this base is called, whatever its number."""
    if stem == fitted(base, tail):
        return True
    number = parted(stem)[1] if MARK in stem else None
    return number is not None and stem == numbered(base, number, tail)
