"""The filters: one table for `--filter NAME=VALUE`, for the query language and for what the page draws.

To add a filter, add a row; its column is one that `library.filters` knows, its kind one of `search.values`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from imageparser.errors import UsageError
from imageparser.search import values
from imageparser.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable


class Clause(NamedTuple):
    """One condition on a file; `library.filters` turns it into SQL."""

    name: str
    column: str
    operator: str
    value: object
    negated: bool = False


class Filter(NamedTuple):
    """One filter that people can name; `form` shows values, `aliases` are its other names."""

    name: str
    kind: str
    columns: tuple[str, ...]
    operator: str
    form: str
    aliases: tuple[str, ...] = ()


FILTERS: tuple[Filter, ...] = (
    Filter("tag", "names", ("tag",), "named", "tag=blue sky, tag=고양이,강아지", ("태그",)),
    Filter("text", "words", ("texts",), "matches", "text=sale", ("글자", "텍스트")),
    Filter("name", "words", ("name",), "matches", "name=cover", ("이름", "파일명")),
    Filter("caption", "words", ("caption",), "matches", "caption=a cat", ("설명", "캡션")),
    Filter("layer", "words", ("layers",), "matches", "layer=sword", ("레이어",)),
    Filter("font", "text", ("font",), "contains", "font=Helvetica", ("글꼴", "폰트")),
    Filter("prompt", "words", ("prompt",), "matches", "prompt=red hair", ("프롬프트",)),
    Filter("negative", "text", ("negative",), "prompted", "negative=lowres", ("네거티브", "부정")),
    Filter("model", "text", ("model",), "prompted", "model=V4.5", ("모델",)),
    Filter("generator", "text", ("generator",), "prompted", "generator=NovelAI", ("생성기",)),
    Filter("sampler", "text", ("sampler",), "prompted", "sampler=euler", ("샘플러",)),
    Filter("seed", "seed", ("seed",), "seed", "seed=1234567890", ("시드",)),
    Filter("lora", "text", ("lora",), "lora", "lora=style", ("로라",)),
    Filter(
        "prompt_tag",
        "prompt_tags",
        ("prompt_tag",),
        "tagged",
        "prompt_tag=1girl,red hair | blue hair",
        ("프롬프트태그",),
    ),
    Filter("camera", "text", ("camera",), "part", "camera=EOS", ("카메라",)),
    Filter("lens", "text", ("lens",), "part", "lens=50mm", ("렌즈",)),
    Filter("folder", "folder", ("key",), "under", "folder=/path/of/a/folder, folder=여행", ("폴더",)),
    Filter("type", "type", ("type",), "named", "type=character,background", ("종류", "유형")),
    Filter("seen", "seen", ("seen",), "named", "seen=time_of_day:night, seen=art_style:anime", ("보이는것",)),
    Filter("format", "format", ("format",), "in", "format=psd,png", ("형식", "포맷")),
    Filter("rating", "number", ("rating",), "range", "rating>=4, rating=3..5", ("평점", "별점")),
    Filter("label", "label", ("label",), "in", "label=red,green", ("라벨",)),
    Filter("date", "date", ("date_ms",), "range", "date=2026-01..2026-03, date>=2026-01-05, date=2026", ("날짜",)),
    Filter("taken", "date", ("taken_at",), "range", "taken=2026-01, taken>=2026-01-05", ("촬영일",)),
    Filter("modified", "date", ("modified_ms",), "range", "modified>=2026-01-05, modified=7d", ("수정일",)),
    Filter("added", "date", ("added_at",), "range", "added=today, added=7d, added<2026", ("등록일", "추가일")),
    Filter("size", "size", ("sides",), "box", "size>=2000x2000, size=640x480..1920x1080", ("크기", "해상도")),
    Filter("width", "number", ("width",), "range", "width>=1920", ("너비", "폭")),
    Filter("height", "number", ("height",), "range", "height<1080", ("높이",)),
    Filter("mp", "megapixels", ("pixels",), "range", "mp>=4, mp=1.5..8", ("화소",)),
    Filter("bytes", "bytes", ("bytes",), "range", "bytes>=10MB, bytes=..500KB", ("용량",)),
    Filter("shape", "shape", ("shape",), "in", "shape=portrait, shape=landscape,square", ("방향", "모양")),
    Filter("color", "color", ("color",), "colored", "color=#aabbcc, color=red", ("색", "색상", "colour")),
    Filter("layers", "number", ("layer_count",), "range", "layers>=10, layers=2..5", ("레이어수",)),
    Filter("depth", "number", ("depth",), "range", "depth=16, depth>=16", ("비트",)),
    Filter("mode", "mode", ("color_mode",), "in", "mode=cmyk,lab", ("색상모드",)),
    Filter("has", "has", ("has",), "has", "has=text, has=mask,prompt", ("있음", "포함")),
    Filter("has_text", "flag", ("has_text",), "in", "has_text=yes, has_text=no"),
    Filter("has_smart_object", "flag", ("has_smart_object",), "in", "has_smart_object=yes, has_smart_object=no"),
    Filter("has_adjustment", "flag", ("has_adjustment",), "in", "has_adjustment=yes, has_adjustment=no"),
    Filter("in", "collection", ("in",), "listed", "in=Favourites, in=작업/배경", ("컬렉션", "collection")),
    Filter("note", "text", ("note",), "says", "note=later", ("메모",)),
    Filter("comment", "text", ("comment",), "says", "comment=too dark", ("코멘트", "댓글")),
    Filter("author", "text", ("author",), "says", "author=mina", ("작성자",)),
    Filter("mention", "names", ("mention",), "named", "mention=mina", ("멘션",)),
)
BY_NAME = {row.name: row for row in FILTERS} | {alias: row for row in FILTERS for alias in row.aliases}
_EXPRESSION = re.compile(r"\s*(\w+)\s*[=:]?\s*(.*)", re.DOTALL)


def parse(expression: str) -> list[Clause]:
    """Return the conditions of one `NAME=VALUE`; VALUE may start with an operator or be a range.

    Raises:
        UsageError: no such filter, or a value that this filter does not take.
    """
    match = _EXPRESSION.fullmatch(nfc(expression))
    row = BY_NAME.get(match[1].lower()) if match else None
    if match is None or row is None:
        known = ", ".join(row.name for row in FILTERS)
        raise UsageError(f"{expression!r} names no filter; there are: {known}")
    return clauses(row.name, match[2])


def parse_all(expressions: Iterable[str]) -> list[Clause]:
    """Return the conditions of several filters, all of which must hold."""
    return [clause for expression in expressions for clause in parse(expression)]


def clauses(name: str, value: str, *, negated: bool = False) -> list[Clause]:
    """Return the conditions of the filter of a name (not an alias) with a value as people write it.

    Raises:
        UsageError: a value that this filter does not take; the message shows one that it does.
    """
    row = BY_NAME[name]
    try:
        parsed = values.PARSERS[row.kind](value.strip())
    except values.BadValueError as error:
        raise UsageError(f"filter {row.name}: {error}; write {row.form}") from None
    made = [
        Clause(row.name, column, row.operator, one, negated) for column, one in zip(row.columns, parsed, strict=True)
    ]
    # A folder that is named by a path is a range of keys; one named by its name may stand anywhere.
    return [one._replace(column="folders", operator="inside") if _is_name(row, one) else one for one in made]


def _is_name(row: Filter, clause: Clause) -> bool:
    return row.kind == "folder" and not str(clause.value).startswith("/")
