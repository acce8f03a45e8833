"""What people may write as the value of a filter, by kind: each parser returns one value for each of its columns."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from imageparser import clock
from imageparser.library import marks, wanted_tags
from imageparser.library.filters import HAS
from imageparser.text import fold_tag, key_of, keyword_query, nfc

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# Half-open: from the first number up to, not including, the second; None has no bound.
Range = tuple[int | None, int | None]


class BadValueError(ValueError):
    """The text is no value of this kind."""


_OPERATORS = ("..", ">=", "<=", ">", "<")
_FLAGS = {"yes": 1, "true": 1, "1": 1, "네": 1, "no": 0, "false": 0, "0": 0, "아니오": 0}
_FORMATS = ("png", "jpeg", "webp", "gif", "bmp", "tiff", "avif", "psd", "psb")
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
_ALIASES: Mapping[str, Mapping[str, str]] = {
    "format": {"jpg": "jpeg", "tif": "tiff"},
    "mode": {"grey": "gray", "흑백": "gray"},
    "shape": {"가로": "landscape", "세로": "portrait", "정사각형": "square"},
    "label": {
        "빨강": "red",
        "주황": "orange",
        "노랑": "yellow",
        "초록": "green",
        "파랑": "blue",
        "보라": "purple",
        "회색": "gray",
        "grey": "gray",
    },
    "has": {
        "글자": "text",
        "텍스트": "text",
        "레이어": "layers",
        "마스크": "mask",
        "글꼴": "font",
        "폰트": "font",
        "프롬프트": "prompt",
        "코멘트": "comment",
        "댓글": "comment",
        "메모": "note",
        "태그": "tag",
        "캡션": "caption",
        "설명": "caption",
        "컬렉션": "collection",
        "평점": "rating",
        "별점": "rating",
        "라벨": "label",
        "카메라": "camera",
        "위치": "gps",
        "로라": "lora",
        "스마트오브젝트": "smart_object",
        "조정": "adjustment",
        "smart": "smart_object",
        "comments": "comment",
        "tags": "tag",
        "layer": "layers",
    },
    "type": {
        "캐릭터": "character",
        "인물": "character",
        "배경": "background",
        "ui": "ui_element",
        "아이템": "item",
        "아이콘": "icon",
        "텍스처": "texture",
        "이펙트": "effect",
        "효과": "effect",
        "로고": "logo",
        "사진": "photo",
        "일러스트": "illustration",
        "그림": "illustration",
        "기타": "other",
    },
}
COLORS = {
    "red": "#e02020", "orange": "#f08020", "yellow": "#f0e020", "green": "#30a040", "turquoise": "#30c0b8",
    "blue": "#2850d8", "purple": "#8030b0", "pink": "#f080b0", "brown": "#805030", "beige": "#e8d8b0",
    "black": "#101010", "gray": "#808080", "white": "#f8f8f8",
}  # fmt: skip
_COLOR_NAMES = {
    "빨강": "red", "빨간색": "red", "주황": "orange", "주황색": "orange", "노랑": "yellow", "노란색": "yellow",
    "초록": "green", "초록색": "green", "녹색": "green", "청록": "turquoise", "청록색": "turquoise",
    "파랑": "blue", "파란색": "blue", "보라": "purple", "보라색": "purple", "분홍": "pink", "분홍색": "pink",
    "갈색": "brown", "베이지": "beige", "베이지색": "beige", "검정": "black", "검은색": "black", "회색": "gray",
    "하양": "white", "흰색": "white", "하얀색": "white", "grey": "gray",
}  # fmt: skip
_DAYS = {"today": (0, 1), "오늘": (0, 1), "yesterday": (1, 1), "어제": (1, 1)}
_SPANS = {"d": 1, "일": 1, "w": 7, "주": 7, "m": 30, "개월": 30, "y": 365, "년": 365}
_UNITS = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30}


def items(text: str) -> list[str]:
    """Return the parts of a list that commas separate."""
    found = list(dict.fromkeys(part for part in (part.strip() for part in text.split(",")) if part))
    if not found:
        raise BadValueError("a name is missing")
    return found


def one_of(kind: str, known: tuple[str, ...]) -> Callable[[str], list[object]]:
    """Return a parser of lists of words out of a fixed set, some of which have other names."""

    def parse(text: str) -> list[object]:
        names = [_ALIASES[kind].get(name, name) for name in (part.lower() for part in items(text))]
        unknown = [name for name in names if name not in known]
        if unknown:
            raise BadValueError(f"{unknown[0]!r} is none of {', '.join(known)}")
        return [tuple(dict.fromkeys(names))]

    return parse


def _mode(text: str) -> list[object]:
    (names,) = one_of("mode", tuple(_MODES))(text)
    return [tuple(dict.fromkeys(mode for name in names for mode in _MODES[name]))]  # type: ignore[attr-defined]


def _type(text: str) -> list[object]:
    # What a captioner calls a picture is not ours to limit.
    names = ["_".join(part.lower().split()) for part in items(text)]
    return [tuple(dict.fromkeys(_ALIASES["type"].get(name, name) for name in names))]


def _seen(text: str) -> list[object]:
    pairs = [tuple(part.strip().casefold() for part in item.split(":", 1)) for item in items(text)]
    if not all(len(pair) == 2 and all(pair) for pair in pairs):
        raise BadValueError(f"{text!r} is no field and value such as time_of_day:night")
    return [tuple(f"{'_'.join(name.split())}:{value}" for name, value in pairs)]


def _flag(text: str) -> list[object]:
    if text.lower() not in _FLAGS:
        raise BadValueError(f"{text!r} is neither yes nor no")
    return [(_FLAGS[text.lower()],)]


def _words(text: str) -> list[object]:
    parts = keyword_query(text)
    if not parts:
        raise BadValueError("a word is missing")
    return [" AND ".join(parts)]


def _text(text: str) -> list[object]:
    if not text:
        raise BadValueError("a name is missing")
    return [nfc(text)]


def _names(text: str) -> list[object]:
    names = tuple(dict.fromkeys(filter(None, map(fold_tag, items(text)))))
    if not names:
        raise BadValueError("a name is missing")
    return [names]


def _collection(text: str) -> list[object]:
    path = tuple(filter(None, map(fold_tag, text.split("/"))))
    if not path:
        raise BadValueError("the name of a collection is missing")
    return [path]


def _seed(text: str) -> list[object]:
    if not re.fullmatch(r"-?[0-9]{1,40}", text):
        raise BadValueError(f"{text!r} is no seed")
    # A seed beyond 64 bits is stored as a text.
    seed = int(text)
    return [seed if abs(seed) < 1 << 63 else str(seed)]


def _prompt_tags(text: str) -> list[object]:
    wanted = wanted_tags.parse(text)
    if not wanted:
        raise BadValueError("a tag is missing")
    return [wanted]


def _folder(text: str) -> list[object]:
    """Return the key of a path, or names with `/` between them where the text is no path."""
    if re.match(r"[/\\~]|\.{1,2}($|[/\\])|[A-Za-z]:[/\\]", text):
        if "\0" in text:
            raise BadValueError("a path holds no NUL")
        return [key_of(Path(text).expanduser().absolute())]
    names = "/".join(filter(None, re.split(r"[/\\]", nfc(text))))
    if not names:
        raise BadValueError("a folder is missing")
    return [names]


def _color(text: str) -> list[object]:
    name = text.lower()
    code = COLORS.get(_COLOR_NAMES.get(name, name), name).removeprefix("#")
    if re.fullmatch(r"[0-9a-f]{3}", code):
        code = "".join(sign * 2 for sign in code)
    if not re.fullmatch(r"[0-9a-f]{6}", code):
        raise BadValueError(f"{text!r} is no colour")
    return [tuple(bytes.fromhex(code))]


def _number(text: str) -> list[object]:
    return [_range(text, _unit)]


def _unit(text: str) -> tuple[int, int]:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise BadValueError(f"{text!r} is no whole number")
    return int(text), int(text) + 1


def _megapixels(text: str) -> list[object]:
    return [_range(text, lambda part: _scaled(part, 10**6, r"([0-9]{1,6})(?:\.([0-9]{1,4}))?"))]


def _bytes(text: str) -> list[object]:
    return [_range(text, _byte_unit)]


def _byte_unit(text: str) -> tuple[int, int]:
    number, unit = re.fullmatch(r"(.*?)\s*([a-z]*)", text.lower(), re.DOTALL).groups()  # type: ignore[union-attr]
    if unit not in _UNITS:
        raise BadValueError(f"{unit!r} is none of KB, MB, GB")
    return _scaled(number, _UNITS[unit], r"([0-9]{1,12})(?:\.([0-9]{1,3}))?")


def _scaled(text: str, scale: int, form: str) -> tuple[int, int]:
    """Return begin and end of what a decimal number covers: one unit of its last digit, times `scale`."""
    match = re.fullmatch(form, text)
    if match is None:
        raise BadValueError(f"{text!r} is no number")
    digits = match[2] or ""
    number, part = int(match[1] + digits), 10 ** len(digits)
    return number * scale // part, max(number * scale // part + 1, (number + 1) * scale // part)


def _size(text: str) -> list[object]:
    """One value for both sides: its opposite is that either is out of its range."""
    width = _range(text, lambda part: _unit(_sides(part)[0]))
    return [(width, _range(text, lambda part: _unit(_sides(part)[1])))]


def _sides(text: str) -> tuple[str, str]:
    sides = [side.strip() for side in re.split("[xX×]", text)]
    if len(sides) != 2:
        raise BadValueError(f"{text!r} is no width x height")
    return sides[0], sides[1]


def _date(text: str) -> list[object]:
    return [_range(text, _period)]


def _period(text: str) -> tuple[int, int]:
    """Return begin and end of a day, month, year or the last days, in milliseconds since the epoch.

    They are those of the local time zone.
    """
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?", text)
    try:
        begin, end = _dates(*match.groups()) if match is not None else _recent(text.lower())
        return _local_ms(begin), _local_ms(end)
    except (ValueError, OverflowError, OSError) as error:
        if isinstance(error, BadValueError):
            raise
        raise BadValueError(f"there is no day {text!r}") from None


def _dates(year: str, month: str | None, day: str | None) -> tuple[date, date]:
    begin = date(int(year), int(month or 1), int(day or 1))
    if day:
        return begin, begin + timedelta(days=1)
    if month:
        return begin, (begin.replace(day=28) + timedelta(days=4)).replace(day=1)
    return begin, date(begin.year + 1, 1, 1)


def _recent(text: str) -> tuple[date, date]:
    """Return the days of `today`, `yesterday` or of the last days, weeks, months (of 30 days) or years: `7d`, `3주`."""
    match = re.fullmatch(r"([0-9]{1,4})([a-z]|일|주|개월|년)", text)
    if text in _DAYS:
        back, length = _DAYS[text]
    elif match is not None and match[2] in _SPANS:
        back = int(match[1]) * _SPANS[match[2]]
        length = back + 1
    else:
        raise BadValueError(f"{text!r} is no date")
    begin = datetime.fromtimestamp(clock.now_ms() / 1000).astimezone().date() - timedelta(days=back)
    return begin, begin + timedelta(days=length)


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
        raise BadValueError("a range needs a begin or an end")
    low = parse_one(first)[0] if first else None
    high = parse_one(last)[1] if last else None
    if low is not None and high is not None and low >= high:
        raise BadValueError(f"{text!r} ends before it begins")
    return low, high


def choices(kind: str) -> dict[str, tuple[str, ...]]:
    """Return the values of a kind out of a fixed set, each with its other names; none where anything goes."""
    if kind == "color":
        return {name: _others(_COLOR_NAMES, name) for name in COLORS}
    if kind == "date":
        return {"today": ("오늘",), "yesterday": ("어제",), "7d": ("7일",), "30d": ("1개월",), "1y": ("1년",)}
    return {name: _others(_ALIASES.get(kind, {}), name) for name in _CHOICES.get(kind, ())}


def _others(names: Mapping[str, str], wanted: str) -> tuple[str, ...]:
    return tuple(other for other, name in names.items() if name == wanted)


_CHOICES: Mapping[str, tuple[str, ...]] = {
    "flag": ("yes", "no"),
    "format": _FORMATS,
    "has": tuple(HAS),
    "label": tuple(marks.LABELS),
    "mode": tuple(_MODES),
    "shape": ("landscape", "portrait", "square"),
    "type": tuple(dict.fromkeys(_ALIASES["type"].values())),
}
PARSERS: dict[str, Callable[[str], list[object]]] = {
    "bytes": _bytes,
    "collection": _collection,
    "color": _color,
    "date": _date,
    "flag": _flag,
    "folder": _folder,
    "format": one_of("format", _FORMATS),
    "has": one_of("has", tuple(HAS)),
    "label": one_of("label", marks.LABELS),
    "megapixels": _megapixels,
    "mode": _mode,
    "names": _names,
    "number": _number,
    "prompt_tags": _prompt_tags,
    "seed": _seed,
    "seen": _seen,
    "shape": one_of("shape", ("landscape", "portrait", "square")),
    "size": _size,
    "text": _text,
    "type": _type,
    "words": _words,
}
