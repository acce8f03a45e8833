"""Which of a group of duplicates is to be kept, and why: rules in the order in which they count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from imageparser.errors import UsageError
from imageparser.text import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from imageparser.library.duplicates import Facts

    Value = float | int | str | None

PICKED, TIE = "picked", "path"
# From what holds everything to what has lost most.
FORMATS = ("psb", "psd", "tiff", "png", "bmp", "webp", "gif", "jpeg")


@dataclass(frozen=True)
class Rule:
    """A reason to keep a picture, by its name in `RULES`; `value` is a folder, or formats with commas between."""

    by: str
    value: str = ""

    def __post_init__(self) -> None:
        if self.by not in RULES:
            raise UsageError(f"keep: {self.by!r} is none of {', '.join(RULES)}")
        if self.by in ("folder", "not_folder") and not self.value.strip():
            raise UsageError(f"keep: {self.by} needs a folder")


class Lost(NamedTuple):
    """A picture that goes: the rule that decided, and what both had by it."""

    id: int
    by: str
    kept: Value
    value: Value


class Choice(NamedTuple):
    """The picture of a group that is kept, and why each other one is not, in the order in which they come next."""

    keep: int
    others: Sequence[Lost]


def choose(group: Sequence[Facts], rules: Sequence[Rule], picks: Collection[int] = ()) -> Choice:
    """Choose by the first rule that tells pictures apart; what no rule does, the least path does.

    The user's `picks` come before all rules. The order in which the pictures are given plays no part.
    """
    tellers: list[tuple[str, Callable[[Facts], tuple[float, Value]]]] = [
        (PICKED, lambda file: (float(file.id in picks), None)),
        *((rule.by, _teller(rule)) for rule in rules),
    ]
    by_path = sorted(group, key=lambda file: (file.key, file.id))
    best = sorted(by_path, key=lambda file: tuple(-tell(file)[0] for _, tell in tellers))
    kept = best[0]
    return Choice(kept.id, [_lost(kept, file, tellers) for file in best[1:]])


def _lost(kept: Facts, file: Facts, tellers: Sequence[tuple[str, Callable[[Facts], tuple[float, Value]]]]) -> Lost:
    for by, tell in tellers:
        mine, theirs = tell(kept), tell(file)
        if mine[0] != theirs[0]:
            return Lost(file.id, by, mine[1], theirs[1])
    return Lost(file.id, TIE, kept.key, file.key)


def _teller(rule: Rule) -> Callable[[Facts], tuple[float, Value]]:
    """Return what tells of a picture how good it is by a rule, greater is better, and the value that people see."""
    return RULES[rule.by](rule.value)


def _folder(*, wanted: bool) -> Callable[[str], Callable[[Facts], tuple[float, Value]]]:
    def make(value: str) -> Callable[[Facts], tuple[float, Value]]:
        inside = key_of(value).rstrip("/") + "/"
        return lambda file: (float(file.key.startswith(inside) == wanted), file.folder)

    return make


def _format(value: str) -> Callable[[Facts], tuple[float, Value]]:
    names = [name for name in (part.strip().lower() for part in value.split(",")) if name] or FORMATS
    order = {("jpeg" if name == "jpg" else name): -place for place, name in enumerate(names)}
    return lambda file: (order.get(file.format or "", -len(names)), file.format)


def _number(
    of: Callable[[Facts], float | int | None], sign: int = 1
) -> Callable[[str], Callable[[Facts], tuple[float, Value]]]:
    """Return a rule by a number, the greatest first, or with `sign` -1 the least; who has none comes last."""

    def tell(file: Facts) -> tuple[float, Value]:
        value = of(file)
        return (float("-inf") if value is None else sign * value, value)

    return lambda _: tell


RULES: dict[str, Callable[[str], Callable[[Facts], tuple[float, Value]]]] = {
    "rating": _number(lambda file: file.rating),
    "tags": _number(lambda file: file.tags),
    "layers": _number(lambda file: file.layers or 0),
    "resolution": _number(lambda file: (file.width or 0) * (file.height or 0)),
    "depth": _number(lambda file: file.depth),
    "format": _format,
    "largest": _number(lambda file: file.size),
    "smallest": _number(lambda file: file.size, -1),
    "newest": _number(lambda file: file.date_ms),
    "oldest": _number(lambda file: file.date_ms, -1),
    "added_first": _number(lambda file: file.added_ms, -1),
    "added_last": _number(lambda file: file.added_ms),
    "folder": _folder(wanted=True),
    "not_folder": _folder(wanted=False),
    "shortest_path": _number(lambda file: len(file.key), -1),
    "longest_path": _number(lambda file: len(file.key)),
}
# What is not said otherwise: what the user likes, then what holds most, then what was there first.
DEFAULT = tuple(Rule(by) for by in ("rating", "layers", "resolution", "depth", "format", "largest", "oldest"))
