"""The folders that paths of a package are told from, so that they fit another machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imageparser.library import away, package_journal, runs
from imageparser.text import key_of, parent_key

if TYPE_CHECKING:
    from imageparser.library.connection import Reader


class Roots:
    """Folders as they turn up, by number."""

    def __init__(self, known: list[str]) -> None:
        self._known = known
        self.names: list[str] = []
        self._numbers: dict[str, int] = {}

    def split(self, key: str) -> tuple[str, str]:
        """Return the folder that a path is told from, and the path below it."""
        if away.is_key(key):
            return away.split(key)
        for root in self._known:
            if key.startswith(root.rstrip("/") + "/"):
                return root, key[len(root.rstrip("/")) + 1 :]
        folder = parent_key(key)
        return folder, key[len(folder.rstrip("/")) + 1 :]

    def number(self, root: str) -> int:
        """Return the number of a folder; a new one gets the next."""
        if root not in self._numbers:
            self._numbers[root] = len(self.names)
            self.names.append(root)
        return self._numbers[root]


def known(reader: Reader) -> Roots:
    """Return the folders that were indexed, and those that packages were linked to, the outermost ones."""
    folders = sorted({*(key_of(raw) for raw in runs.folders(reader)), *package_journal.roots(reader)})
    outer: list[str] = []
    for folder in folders:
        if not any(folder.startswith(one.rstrip("/") + "/") for one in outer):
            outer.append(folder)
    return Roots(outer)
