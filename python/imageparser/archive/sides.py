"""Files that belong to a picture: those with its name and another extension, or with one more."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from imageparser.archive.walk import Folders, Picture

TAILS = (".txt", ".json", ".xmp")


class Sides:
    """Share the side files out: each goes with one picture, and stays where a picture of that name stays."""

    def __init__(self, folders: Folders, pictures: Iterable[Picture], leaving: Iterable[Picture]) -> None:
        self._folders = folders
        self._pictures = pictures
        self._leaving = leaving
        self._staying: Counter[tuple[str, str]] | None = None
        self._given: set[tuple[str, str]] = set()
        self._taken: set[tuple[str, str]] = set()

    def take(self, picture: Picture) -> Sequence[str]:
        """Return the names of the side files that go with a picture; they are its own from now on."""
        own = self._folders.beside(picture.folder, picture.name, TAILS)
        names = self._folders.beside(picture.folder, picture.stem, TAILS)
        owner = (picture.folder, picture.stem)
        if names and owner not in self._given and not self._stays(owner):
            self._given.add(owner)
            own = [*own, *names]
        found = [name for name in own if (picture.folder, name) not in self._taken]
        self._taken.update((picture.folder, name) for name in found)
        return found

    def _stays(self, owner: tuple[str, str]) -> bool:
        if self._staying is None:
            self._staying = Counter((picture.folder, picture.stem) for picture in self._pictures)
            self._staying.subtract((picture.folder, picture.stem) for picture in self._leaving)
        return self._staying[owner] > 0
