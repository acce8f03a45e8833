"""The whole of what a job will do, before it does anything: every target free, every order possible."""

from __future__ import annotations

import os
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


@dataclass(slots=True)
class Plan:
    """The groups in an order in which each finds its targets free.

    `targets` are those of the wishes, None where no name was free; `folders` have to be made, outer ones first.
    """

    targets: list[str | None] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)


class Planner:
    """Give each wish a name that is free: no file of the folder has it, or that file goes elsewhere."""

    def __init__(self, folders: Folders, pictures: Sequence[Picture]) -> None:
        self._folders = folders
        self._pictures = pictures
        self._taken: dict[str, dict[str, int]] = {}
        self._left: set[Place] = set()
        self._reused = False
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
            group = Group([self._change(wish, stem, name) for name in names])
            group.changes[0].marks = wish.picture.marks
            plan.groups.append(group)
            plan.targets.append(group.changes[0].target)
        plan.groups = ordered(plan.groups) if self._reused else plan.groups
        plan.folders = missing(wish.folder for wish, target in zip(wishes, plan.targets, strict=True) if target)
        return plan

    @staticmethod
    def _change(wish: Wish, stem: str, name: str) -> Change:
        target = stem + name[len(wish.picture.stem) :]
        return Change(join(wish.picture.folder, name), join(wish.folder, target))

    def _leave(self, wishes: Sequence[Wish], groups: Sequence[list[str]]) -> None:
        for wish, names in zip(wishes, groups, strict=True):
            folder = wish.picture.folder
            taken = self._names(folder)
            for name in map(fold, names):
                taken[name] -= 1
                self._left.add((folder, name))

    def _stay(self, wish: Wish, names: list[str]) -> None:
        taken = self._names(wish.picture.folder)
        for name in map(fold, names):
            taken[name] += 1

    def _settle(self, wish: Wish, names: list[str]) -> str | None:
        """Find and take a free name; return its stem."""
        picture, taken = wish.picture, self._names(wish.folder)
        tails = [name[len(picture.stem) :] for name in names]
        counted = (wish.folder, fold(wish.base + picture.tail))
        stem = wish.first[: len(wish.first) - len(picture.tail)]
        number = self._next.get(counted, 1)
        wanted = [fold(stem + tail) for tail in tails]
        while any(taken.get(name) for name in wanted):
            if wish.exact:
                return None
            stem = numbered(wish.base, number, picture.tail)
            wanted = [fold(stem + tail) for tail in tails]
            number += 1
        self._next[counted] = number
        for name in wanted:
            taken[name] = 1
            self._reused = self._reused or (wish.folder, name) in self._left
        return stem

    def _names(self, folder: str) -> dict[str, int]:
        found = self._taken.get(folder)
        if found is None:
            found = self._taken[folder] = dict(Counter(map(fold, self._folders.names(folder))))
        return found


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
