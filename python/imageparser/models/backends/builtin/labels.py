"""The 1,000 classes of the picture classifier: WordNet id, English names, a Korean name, and their kinds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from imageparser.models.catalog import data_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Label:
    """One class; the first name is the usual one."""

    wnid: str
    names: tuple[str, ...]
    korean: str
    kinds: tuple[str, ...]


@cache
def labels() -> Sequence[Label]:
    """Return the classes in the order of the classifier's outputs."""
    return tuple(
        Label(wnid, _split(names), korean, _split(kinds)) for wnid, names, korean, kinds in _rows("imagenet.tsv")
    )


@cache
def kinds() -> Mapping[str, tuple[str, ...]]:
    """Return the Korean words of every kind."""
    return {kind: _split(korean) for kind, korean in _rows("kinds.tsv")}


@cache
def members() -> Mapping[str, tuple[int, ...]]:
    """Return the numbers of the classes of every kind."""
    return {kind: tuple(i for i, label in enumerate(labels()) if kind in label.kinds) for kind in kinds()}


def own_texts(label: Label) -> list[str]:
    """Return the names of a class in both languages."""
    return list(dict.fromkeys([*label.names, label.korean]))


def kind_texts(label: Label) -> list[str]:
    """Return the names of the kinds of a class in both languages."""
    korean = [word for kind in label.kinds for word in kinds()[kind]]
    return list(dict.fromkeys([*label.kinds, *korean]))


def _rows(name: str) -> list[list[str]]:
    lines = (data_folder() / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[1:]]


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
