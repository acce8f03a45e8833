"""What would make values useless beside each other: the same name, the same tags, or tags that are part of others."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imageparser.archive.presets.collector import Collector

# Pairs to look at before the search for parts gives up: a few tenths of a second.
_MOST_PAIRS = 2_000_000


def tell(into: Collector) -> None:
    """Note names and tags that occur twice, and tags that are part of another value's."""
    _names([value.name for value in into.values], into)
    first: dict[frozenset[str], int] = {}
    for number, tags in enumerate(into.sets):
        if tags and first.setdefault(tags, number) != number:
            one, other = into.values[first[tags]].name, into.values[number].name
            into.problem("duplicate_tags", f"values[{number}]", f"'{one}' and '{other}' have the same tags")
    _parts(list(first.items()), into)


def _names(names: Sequence[str], into: Collector) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            into.problem("duplicate_name", f"values[{names.index(name)}]", f"{count} values are called '{name}'")


def _parts(sets: Sequence[tuple[frozenset[str], int]], into: Collector) -> None:
    """Look for proper subsets among the values that share the rarest tag of one."""
    holders: dict[str, list[int]] = {}
    for place, (tags, _) in enumerate(sets):
        for tag in tags:
            holders.setdefault(tag, []).append(place)
    pairs = 0
    for tags, number in sets:
        into.poll()
        near = min((holders[tag] for tag in tags), key=len)
        pairs += len(near)
        if pairs > _MOST_PAIRS:
            into.problem("unchecked", f"values[{number}]", "too many values share their tags to compare them all")
            return
        for place in near:
            if tags < sets[place][0]:
                one, other = into.values[number].name, into.values[sets[place][1]].name
                message = f"the tags of '{one}' are part of those of '{other}': a picture of the second matches both"
                into.problem("subset", f"values[{number}]", message)
