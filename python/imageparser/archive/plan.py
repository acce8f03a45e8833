"""The whole of what a job will do, before it does anything: every target free, every order possible."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from imageparser.archive.names import fold
from imageparser.archive.naming import numbered
from imageparser.archive.sides import Sides
from imageparser.archive.walk import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from imageparser.archive.walk import Folders, Marks, Picture

_NOTHING: set[str] = set()
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
    """One file on its way; with `held` it goes by a temporary name."""

    source: str
    target: str
    marks: Marks | None = None
    held: bool = False


@dataclass(slots=True)
class Group:
    """A picture and its side files, which go together; with `early` they leave their names before others come."""

    changes: list[Change]
    early: bool = False


@dataclass
class Plan:
    """Where each wish goes: `targets`, None where no name was free.

    The steps that lead there are made when they are asked for: a dry run needs none.
    """

    wishes: Sequence[Wish]
    sides: Sequence[Sequence[str]]
    targets: list[str | None]
    reused: bool

    @cached_property
    def groups(self) -> list[Group]:
        """The pictures that go, in an order in which each finds its targets free."""
        rows = zip(self.wishes, self.sides, self.targets, strict=True)
        groups = [_group(wish, sides, target) for wish, sides, target in rows if target is not None]
        return ordered(groups) if self.reused else groups

    @cached_property
    def folders(self) -> list[str]:
        """The folders that have to be made, outer ones first."""
        return missing(wish.folder for wish, target in zip(self.wishes, self.targets, strict=True) if target)


class Planner:
    """Give each wish a name that is free: no file of the folder has it, or that file goes elsewhere."""

    def __init__(self, folders: Folders, pictures: Sequence[Picture]) -> None:
        self._folders = folders
        self._pictures = pictures
        self._taken: dict[str, dict[str, int]] = {}
        self._left: dict[str, set[str]] = {}
        self._reused = False
        self._next: dict[str, dict[str, int]] = {}

    def plan(self, wishes: Sequence[Wish]) -> Plan:
        """Return the plan for some wishes, in their order; pictures without a wish stay."""
        share = Sides(self._folders, self._pictures, [wish.picture for wish in wishes])
        sides = [share.take(wish.picture) for wish in wishes]
        for wish, names in zip(wishes, sides, strict=True):
            self._leave(wish.picture, names)
        targets = [self._settle(wish, names) for wish, names in zip(wishes, sides, strict=True)]
        return Plan(wishes, sides, targets, self._reused)

    def _leave(self, picture: Picture, sides: Sequence[str]) -> None:
        taken = self._names(picture.folder)
        left = self._left.setdefault(picture.folder, set())
        for name in (picture.name, *sides):
            name = fold(name)  # noqa: PLW2901
            taken[name] -= 1
            left.add(name)

    def _stay(self, picture: Picture, sides: Sequence[str]) -> None:
        taken = self._names(picture.folder)
        for name in (picture.name, *sides):
            taken[fold(name)] += 1

    def _settle(self, wish: Wish, sides: Sequence[str]) -> str | None:
        """Find and take a free name; return the path."""
        picture, taken = wish.picture, self._names(wish.folder)
        numbers = self._next.setdefault(wish.folder, {})
        counted = fold(wish.base + picture.tail)
        name, number = wish.first, numbers.get(counted, 1)
        wanted = _wanted(picture, name, sides)
        while any(map(taken.get, wanted)):
            if wish.exact:
                self._stay(picture, sides)
                return None
            name = numbered(wish.base, number, picture.tail) + picture.tail
            wanted = _wanted(picture, name, sides)
            number += 1
        numbers[counted] = number
        taken.update(dict.fromkeys(wanted, 1))
        self._reused = self._reused or not self._left.get(wish.folder, _NOTHING).isdisjoint(wanted)
        return join(wish.folder, name)

    def _names(self, folder: str) -> dict[str, int]:
        found = self._taken.get(folder)
        if found is None:
            found = self._taken[folder] = dict(Counter(map(fold, self._folders.names(folder))))
        return found


def _wanted(picture: Picture, name: str, sides: Sequence[str]) -> tuple[str, ...]:
    """Return what a picture and its side files take where the picture gets a name."""
    if not sides:
        return (fold(name),)
    stem = name[: len(name) - len(picture.tail)]
    return (fold(name), *(fold(stem + side[len(picture.stem) :]) for side in sides))


def _group(wish: Wish, sides: Sequence[str], target: str) -> Group:
    picture = wish.picture
    stem = target[: len(target) - len(picture.tail)]
    changes = [Change(picture.path, target, picture.marks)]
    changes += [Change(join(picture.folder, side), stem + side[len(picture.stem) :]) for side in sides]
    return Group(changes)


def missing(wanted: Iterable[str]) -> list[str]:
    """Return those of some folders that do not exist, with the missing ones around them, outer ones first."""
    found: set[str] = set()
    for folder in set(wanted):
        while folder not in found and not os.path.lexists(folder):
            found.add(folder)
            folder = os.path.dirname(folder)  # noqa: PLW2901  # upwards, on names that may be no UTF-8
    return sorted(found)


def ordered(groups: list[Group]) -> list[Group]:
    """Return groups in an order in which each target is free when its turn comes.

    Where some wait for each other in a circle, one of them leaves its names before all others begin.
    """
    sources: dict[Place, list[int]] = {}
    for number, group in enumerate(groups):
        for change in group.changes:
            sources.setdefault(place_of(change.source), []).append(number)
    waits: dict[int, list[int]] = {}
    for number, group in enumerate(groups):
        for change in group.changes:
            first = sources.get(place_of(change.target), ())
            change.held = number in first
            if others := [other for other in first if other != number]:
                waits.setdefault(number, []).extend(others)
    return [groups[number] for number in _sorted(groups, waits)] if waits else groups


def place_of(path: str) -> Place:
    """Return what a path has in common with those that some system takes for the same; folders are told apart."""
    folder, _, name = path.rpartition(os.sep)
    return folder, fold(name)


def _sorted(groups: list[Group], waits: dict[int, list[int]]) -> list[int]:
    """Sort by depth first, without recursion: chains may be as long as the folder."""
    fresh, begun, done = 0, 1, 2
    state = [fresh] * len(groups)
    order: list[int] = []
    for start in range(len(groups)):
        stack = [start] if state[start] == fresh else []
        while stack:
            number = stack[-1]
            if state[number] == done:
                stack.pop()
            elif state[number] == begun:
                state[number] = done
                order.append(stack.pop())
            else:
                state[number] = begun
                for other in reversed(waits.get(number, ())):
                    if state[other] == begun:
                        _hold(groups[other])
                    elif state[other] == fresh:
                        stack.append(other)
    return order


def _hold(group: Group) -> None:
    group.early = True
    for change in group.changes:
        change.held = True
