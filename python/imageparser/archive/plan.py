"""The whole of what a job will do, before it does anything: every target free, every order possible."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from imageparser.archive.names import fold
from imageparser.archive.naming import numbered
from imageparser.archive.sides import Sides
from imageparser.archive.walk import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from imageparser.archive.walk import Folders, Marks, Picture

Place = tuple[str, str]  # a folder, and what a name has in common with those that some system takes for the same


@dataclass(slots=True)
class Wish:
    """A picture that is to go elsewhere; `first` is the name to be tried before numbered ones of `base`.

    An `exact` wish takes no other name than the first.
    """

    picture: Picture
    folder: str
    base: str
    first: str
    exact: bool = False


@dataclass(slots=True)
class Change:
    """One file on its way; `owner` is the number of the picture's own change.

    With `held` it has to leave its name before others come, or its new name differs too little from the old one.
    """

    number: int
    owner: int
    source: str
    target: str
    held: bool = False
    marks: Marks | None = None


@dataclass(slots=True)
class Plan:
    """The changes in an order in which each finds its target free; `targets` are those of the wishes, None if taken."""

    targets: list[str | None] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)


class Planner:
    """Give each wish a name that is free: no file of the folder has it, or that file goes elsewhere."""

    def __init__(self, folders: Folders, pictures: Sequence[Picture]) -> None:
        self._folders = folders
        self._pictures = pictures
        self._taken: dict[str, Counter[str]] = {}
        self._next: dict[Place, int] = {}

    def plan(self, wishes: Sequence[Wish]) -> Plan:
        """Return the plan for some wishes, in their order; pictures without a wish stay."""
        sides = Sides(self._folders, self._pictures, [wish.picture for wish in wishes])
        groups = [[wish.picture.name, *sides.take(wish.picture)] for wish in wishes]
        self._leave(wishes, groups)
        plan = Plan()
        for wish, names in zip(wishes, groups, strict=True):
            stem = self._settle(wish, names)
            if stem is None:
                plan.targets.append(None)
                self._stay(wish, names)
                continue
            owner = len(plan.changes)
            for name in names:
                target = join(wish.folder, stem + name[len(wish.picture.stem) :])
                source = join(wish.picture.folder, name)
                plan.changes.append(Change(len(plan.changes), owner, source, target))
            plan.changes[owner].marks = wish.picture.marks
            plan.targets.append(plan.changes[owner].target)
        plan.folders = self._missing({wish.folder for wish, target in zip(wishes, plan.targets, strict=True) if target})
        plan.changes = ordered(plan.changes)
        return plan

    def _leave(self, wishes: Sequence[Wish], groups: Sequence[list[str]]) -> None:
        for wish, names in zip(wishes, groups, strict=True):
            self._names(wish.picture.folder).subtract(map(fold, names))

    def _stay(self, wish: Wish, names: list[str]) -> None:
        self._names(wish.picture.folder).update(map(fold, names))

    def _settle(self, wish: Wish, names: list[str]) -> str | None:
        """Find and take a free name; return its stem."""
        picture, taken = wish.picture, self._names(wish.folder)
        cut = len(picture.stem)
        first = wish.first[: len(wish.first) - len(picture.tail)]
        counted = (wish.folder, fold(wish.base + picture.tail))
        number = self._next.get(counted, 0)
        while True:
            stem = numbered(wish.base, number, picture.tail) if number else first
            wanted = [fold(stem + name[cut:]) for name in names]
            if not any(taken[name] > 0 for name in wanted):
                break
            if wish.exact:
                return None
            number += 1
        taken.update(wanted)
        self._next[counted] = number + 1 if not wish.exact else 0
        return stem

    def _names(self, folder: str) -> Counter[str]:
        found = self._taken.get(folder)
        if found is None:
            found = self._taken[folder] = Counter(map(fold, self._folders.names(folder)))
        return found

    def _missing(self, wanted: Iterable[str]) -> list[str]:
        """Return the folders that have to be made, outer ones first."""
        found: set[str] = set()
        for folder in wanted:
            while folder not in found and not self._folders.exists(folder):
                found.add(folder)
                folder = folder[: folder.rindex("/")] or "/"
        return sorted(found)


def ordered(changes: list[Change]) -> list[Change]:
    """Return changes in an order in which each target is free when its turn comes.

    Where some wait for each other in a circle, one of them is held: it leaves its name before all others begin.
    """
    sources: dict[Place, list[int]] = {}
    for change in changes:
        sources.setdefault(place_of(change.source), []).append(change.number)
    waits: dict[int, list[int]] = {}
    for change in changes:
        first = sources.get(place_of(change.target))
        if first:
            change.held = change.number in first
            waits[change.number] = [number for number in first if number != change.number]
    if not waits:
        return changes
    order = _sorted(len(changes), waits, {change.number for change in changes if change.held}, changes)
    return [changes[number] for number in order]


def place_of(path: str) -> Place:
    """Return what a path has in common with those that some system takes for the same; folders are told apart."""
    folder, _, name = path.rpartition("/")
    return folder, fold(name)


def _sorted(count: int, waits: dict[int, list[int]], held: set[int], changes: list[Change]) -> list[int]:
    fresh, open_, done = 0, 1, 2
    state = [fresh] * count
    order: list[int] = []
    for start in range(count):
        if state[start] != fresh:
            continue
        stack = [(start, iter(waits.get(start, ())))]
        state[start] = open_
        while stack:
            number, rest = stack[-1]
            for other in rest:
                if state[other] == open_:
                    changes[other].held = True
                elif state[other] == fresh:
                    state[other] = open_
                    stack.append((other, iter(waits.get(other, ()))))
                    break
            else:
                state[number] = done
                order.append(number)
                stack.pop()
    return order
