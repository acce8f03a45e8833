"""The filters: a table of rows, and what a person may write for each kind of value.

To add a filter, add a row; its column is one that `library.filters` knows.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from imageparser import _core
from imageparser.errors import UsageError
from imageparser.text import key_of, keyword_query, nfc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# Half-open: from the first number up to, not including, the second; None has no bound.
Range = tuple[int | None, int | None]


class Clause(NamedTuple):
    """One condition on a file; `library.filters` turns it into SQL."""

    name: str
    column: str
    operator: str
    value: object


class Filter(NamedTuple):
    """One filter that people can name."""

    name: str
    kind: str
    columns: tuple[str, ...]
    operator: str
    form: str


class _BadValueError(ValueError):
    """The text is no value of this kind."""


FILTERS: tuple[Filter, ...] = (
    Filter("format", "choice", ("format",), "in", "format=psd,png"),
    Filter("folder", "folder", ("key",), "under", "folder=/path/of/a/folder"),
    Filter("date", "date", ("date_ms",), "range", "date=2026-01..2026-03, date>=2026-01-05, date=2026"),
    Filter("size", "size", ("width", "height"), "range", "size>=2000x2000, size=640x480..1920x1080"),
    Filter("rating", "number", ("rating",), "range", "rating>=4, rating=3..5"),
    Filter("layers", "number", ("layer_count",), "range", "layers>=10, layers=2..5"),
    Filter("layer", "words", ("layers",), "matches", "layer=sword"),
    Filter("font", "text", ("font",), "contains", "font=Helvetica"),
    Filter("has_text", "flag", ("has_text",), "in", "has_text=yes, has_text=no"),
    Filter("has_smart_object", "flag", ("has_smart_object",), "in", "has_smart_object=yes, has_smart_object=no"),
    Filter("has_adjustment", "flag", ("has_adjustment",), "in", "has_adjustment=yes, has_adjustment=no"),
    Filter("depth", "number", ("depth",), "range", "depth=16, depth>=16"),
    Filter("mode", "mode", ("color_mode",), "in", "mode=cmyk,lab"),
    Filter("generator", "text", ("generator",), "prompted", "generator=NovelAI"),
    Filter("model", "text", ("model",), "prompted", "model=V4.5"),
    Filter("sampler", "text", ("sampler",), "prompted", "sampler=euler"),
    Filter("seed", "seed", ("seed",), "seed", "seed=1234567890"),
    Filter("lora", "text", ("lora",), "lora", "lora=style"),
    Filter("prompt_tag", "tags", ("prompt_tag",), "tagged", "prompt_tag=blue sky, prompt_tag=1girl,red hair"),
)
_BY_NAME = {row.name: row for row in FILTERS}
_FORMATS = ("png", "jpeg", "webp", "gif", "bmp", "tiff", "avif", "psd", "psb")
_ALIASES = {"jpg": "jpeg", "tif": "tiff"}
# What people call a colour mode, and what the formats do.
_MODES = {
    "rgb": ("RGB", "RGBA", "YCbCr"),
    "cmyk": ("CMYK", "YCCK"),
    "gray": ("GRAYSCALE", "L", "LA"),
    "lab": ("LAB",),
    "indexed": ("INDEXED", "P", "PA"),
    "bitmap": ("BITMAP", "1"),
    "duotone": ("DUOTONE",),
    "multichannel": ("MULTICHANNEL",),
}
_FLAGS = {"yes": 1, "true": 1, "1": 1, "no": 0, "false": 0, "0": 0}
_OPERATORS = ("..", ">=", "<=", ">", "<")
_EXPRESSION = re.compile(r"\s*(\w+)\s*=?\s*(.*)", re.DOTALL)


def parse(expression: str) -> list[Clause]:
    """Return the conditions of one `NAME=VALUE`; VALUE may start with an operator or be a range.

    Raises:
        UsageError: no such filter, or a value that this filter does not take.
    """
    match = _EXPRESSION.fullmatch(expression)
    row = _BY_NAME.get(match[1].lower()) if match else None
    if match is None or row is None:
        known = ", ".join(_BY_NAME)
        raise UsageError(f"{expression!r} names no filter; there are: {known}")
    try:
        values = _PARSERS[row.kind](match[2].strip())
    except _BadValueError as error:
        raise UsageError(f"filter {row.name}: {error}; write {row.form}") from None
    return [Clause(row.name, column, row.operator, value) for column, value in zip(row.columns, values, strict=True)]


def parse_all(expressions: Iterable[str]) -> list[Clause]:
    """Return the conditions of several filters, all of which must hold."""
    return [clause for expression in expressions for clause in parse(expression)]


def _choice(text: str) -> list[object]:
    names = [part.strip().lower() for part in text.split(",")]
    formats = tuple(dict.fromkeys(_ALIASES.get(name, name) for name in names))
    unknown = [name for name in formats if name not in _FORMATS]
    if unknown:
        raise _BadValueError(f"{unknown[0]!r} is none of {', '.join(_FORMATS)}")
    return [formats]


def _mode(text: str) -> list[object]:
    names = ["gray" if name == "grey" else name for name in (part.strip().lower() for part in text.split(","))]
    unknown = [name for name in names if name not in _MODES]
    if unknown:
        raise _BadValueError(f"{unknown[0]!r} is none of {', '.join(_MODES)}")
    return [tuple(dict.fromkeys(mode for name in names for mode in _MODES[name]))]


def _flag(text: str) -> list[object]:
    if text.lower() not in _FLAGS:
        raise _BadValueError(f"{text!r} is neither yes nor no")
    return [(_FLAGS[text.lower()],)]


def _words(text: str) -> list[object]:
    parts = keyword_query(text)
    if not parts:
        raise _BadValueError("a word is missing")
    return [" AND ".join(parts)]


def _text(text: str) -> list[object]:
    if not text:
        raise _BadValueError("a name is missing")
    return [nfc(text)]


def _seed(text: str) -> list[object]:
    if not re.fullmatch(r"-?[0-9]{1,40}", text):
        raise _BadValueError(f"{text!r} is no seed")
    # A seed beyond 64 bits is stored as a text.
    seed = int(text)
    return [seed if abs(seed) < 1 << 63 else str(seed)]


def _tags(text: str) -> list[object]:
    tags = tuple(dict.fromkeys(tag for tag, _, _ in _core.parse_tags(text, "plain")))
    if not tags:
        raise _BadValueError("a tag is missing")
    return [tags]


def _folder(text: str) -> list[object]:
    if not text:
        raise _BadValueError("a folder is missing")
    return [key_of(Path(text).expanduser().absolute())]


def _number(text: str) -> list[object]:
    return [_range(text, _unit)]


def _unit(text: str) -> tuple[int, int]:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise _BadValueError(f"{text!r} is no whole number")
    return int(text), int(text) + 1


def _size(text: str) -> list[object]:
    return [_range(text, lambda part: _unit(_sides(part)[0])), _range(text, lambda part: _unit(_sides(part)[1]))]


def _sides(text: str) -> tuple[str, str]:
    sides = [side.strip() for side in re.split("[xX×]", text)]
    if len(sides) != 2:
        raise _BadValueError(f"{text!r} is no width x height")
    return sides[0], sides[1]


def _date(text: str) -> list[object]:
    return [_range(text, _period)]


def _period(text: str) -> tuple[int, int]:
    """Return begin and end of a year, month or day in local time, in milliseconds since the epoch."""
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?", text)
    if match is None:
        raise _BadValueError(f"{text!r} is no date")
    year, month, day = match.groups()
    try:
        begin = date(int(year), int(month or 1), int(day or 1))
        if day:
            end = begin + timedelta(days=1)
        elif month:
            end = (begin.replace(day=28) + timedelta(days=4)).replace(day=1)
        else:
            end = date(begin.year + 1, 1, 1)
        return _local_ms(begin), _local_ms(end)
    except (ValueError, OverflowError):
        raise _BadValueError(f"there is no day {text!r}") from None


def _local_ms(day: date) -> int:
    return round(datetime(day.year, day.month, day.day).astimezone().timestamp() * 1000)


def _range(text: str, parse_one: Callable[[str], tuple[int, int]]) -> Range:
    """Read `A`, `A..B`, `A..`, `..B`, `>=A`, `>A`, `<=A` or `<A`, where one value covers [begin, end)."""
    operator = next((o for o in _OPERATORS if (o in text if o == ".." else text.startswith(o))), "=")
    if operator == "..":
        return _between(text, parse_one)
    begin, end = parse_one(text.removeprefix(operator).strip())
    ranges: dict[str, Range] = {
        "=": (begin, end),
        ">=": (begin, None),
        ">": (end, None),
        "<=": (None, end),
        "<": (None, begin),
    }
    return ranges[operator]


def _between(text: str, parse_one: Callable[[str], tuple[int, int]]) -> Range:
    first, last = (part.strip() for part in text.split("..", 1))
    if not first and not last:
        raise _BadValueError("a range needs a begin or an end")
    low = parse_one(first)[0] if first else None
    high = parse_one(last)[1] if last else None
    if low is not None and high is not None and low >= high:
        raise _BadValueError(f"{text!r} ends before it begins")
    return low, high


_PARSERS: dict[str, Callable[[str], list[object]]] = {
    "choice": _choice,
    "folder": _folder,
    "date": _date,
    "flag": _flag,
    "mode": _mode,
    "number": _number,
    "seed": _seed,
    "size": _size,
    "tags": _tags,
    "text": _text,
    "words": _words,
}
