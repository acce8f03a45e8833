"""Tags for many pictures at once, each picture with its own: what tag files and sidecars bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imageparser.library import tag_tree, tags
from imageparser.text import fold_tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from imageparser.library.connection import Reader, Transaction
    from imageparser.library.sidecars import Path


class Names:
    """The tags that names stand for by their folded forms, each asked once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[str, str] = {}

    def folded(self, paths: Iterable[Path]) -> dict[str, Path]:
        """Return paths by the tag that their last name stands for; a name that says nothing is left out."""
        return {self._resolved(path[-1]): path for path in paths if path and fold_tag(path[-1])}

    def _resolved(self, name: str) -> str:
        if name not in self._known:
            self._known[name] = tag_tree.resolved(self._reader, name)
        return self._known[name]


def apply(tx: Transaction, give: Mapping[Path, Sequence[int]], take: Mapping[str, Sequence[int]], now_ms: int) -> int:
    """Take tags from pictures and give them others, new ones below the tags of their paths; return how many changed."""
    changed = sum(tags.take(tx, items, [leaf]) for leaf, items in take.items())
    for path, items in give.items():
        changed += tags.give(tx, items, [tag_tree.place(tx, path, now_ms).name], now_ms)
    return changed
