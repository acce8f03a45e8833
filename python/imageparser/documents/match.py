"""Which layer of one document is which layer of another."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from imageparser._core import Layer

GROUPS = ("group", "artboard")


class Pair(NamedTuple):
    """The same layer before and after."""

    before: Layer
    after: Layer


def pairs(before: Sequence[Layer], after: Sequence[Layer], digest: Callable[[Layer], str]) -> list[Pair]:
    """Return the layers that are in both documents, in the order of `after`.

    Stored ids tell; layers without them are found again by their place and name, by their pixels, then by name alone.
    """
    names = [{layer.id: layer.name for layer in layers} for layers in (before, after)]

    def place(layer: Layer, side: int) -> Hashable:
        return (tuple(names[side][group] for group in layer.path), layer.name, layer.kind in GROUPS)

    def pixels(layer: Layer, _side: int) -> Hashable:
        return None if layer.kind in GROUPS or not layer.channels else digest(layer)

    rules: tuple[Callable[[Layer, int], Hashable], ...] = (
        lambda layer, _side: (layer.id, layer.kind in GROUPS) if b"lyid" in layer.blocks else None,
        place,
        pixels,
        lambda layer, _side: (layer.name, layer.kind),
    )
    found: list[Pair] = []
    left = [list(before), list(after)]
    for rule in rules:
        new = _matched(left, rule)
        found += new
        taken = ({pair.before.id for pair in new}, {pair.after.id for pair in new})
        left = [[layer for layer in left[side] if layer.id not in taken[side]] for side in (0, 1)]
    order = {layer.id: place for place, layer in enumerate(after)}
    return sorted(found, key=lambda pair: order[pair.after.id])


def _matched(left: Sequence[Sequence[Layer]], rule: Callable[[Layer, int], Hashable]) -> list[Pair]:
    """Pair layers with the same key, those that share one in their order."""
    waiting: dict[Hashable, list[Layer]] = {}
    if not all(left):
        return []
    for layer in left[0]:
        key = rule(layer, 0)
        if key is not None:
            waiting.setdefault(key, []).append(layer)
    found = []
    for layer in left[1]:
        same = waiting.get(rule(layer, 1))
        if same:
            found.append(Pair(same.pop(0), layer))
    return found


def reordered(found: Sequence[Pair], before: Sequence[Layer]) -> set[int]:
    """Return the ids (after) of as few layers as explain that the order within some group changed."""
    place = {layer.id: number for number, layer in enumerate(before)}
    same = {pair.before.id: pair.after.id for pair in found}
    siblings: dict[tuple[int, ...], list[Pair]] = {}
    for pair in found:
        if tuple(same.get(group, -1) for group in pair.before.path) == tuple(pair.after.path):
            siblings.setdefault(tuple(pair.after.path), []).append(pair)
    moved: set[int] = set()
    for members in siblings.values():
        kept = _rising([place[pair.before.id] for pair in members])
        moved |= {pair.after.id for number, pair in enumerate(members) if number not in kept}
    return moved


def _rising(values: Sequence[int]) -> set[int]:
    """Return the places of a longest rising subsequence."""
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for number, value in enumerate(values):
        at = bisect_left(tails, value)
        tails[at : at + 1] = [value]
        ends[at : at + 1] = [number]
        previous.append(ends[at - 1] if at else -1)
    kept: set[int] = set()
    number = ends[-1] if ends else -1
    while number >= 0:
        kept.add(number)
        number = previous[number]
    return kept
