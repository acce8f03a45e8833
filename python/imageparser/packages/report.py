"""What an import does, or would do."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imageparser.library.package_marks import Conflict

_EXAMPLES = 100
_SHOWN = 200  # characters of either side


@dataclass
class Report:
    """Counts of pictures and of what came in; `conflicts` by field, `examples` are the first of them.

    `new` pictures were not known, `matched` were, by content; of both `relinked` got a file of this machine, below
    one of `folders`, and `away` have none here. `unresolved` are conflicts in which the library's word stands.
    """

    new: int = 0
    matched: int = 0
    relinked: int = 0
    away: int = 0
    vectors: int = 0
    thumbnails: int = 0
    marked: int = 0
    collections: int = 0
    added: int = 0
    presets: int = 0
    unresolved: int = 0
    conflicts: dict[str, int] = field(default_factory=dict)
    examples: list[dict[str, Any]] = field(default_factory=list)
    edits: list[int] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)

    def link(self, folder: str) -> None:
        """Note a folder of this machine that pictures were linked below."""
        if folder not in self.folders:
            self.folders.append(folder)

    def differ(self, conflicts: Iterable[Conflict], picture: int | None = None) -> None:
        """Count differences between library and package."""
        for one in conflicts:
            self.conflicts[one.field] = self.conflicts.get(one.field, 0) + 1
            self.unresolved += not one.taken
            if len(self.examples) < _EXAMPLES:
                sides = {"ours": one.ours[:_SHOWN], "theirs": one.theirs[:_SHOWN], "taken": one.taken}
                self.examples.append({"picture": picture, "field": one.field, **sides})

    def as_dict(self) -> dict[str, Any]:
        """Return the report for the journal and for programs."""
        return asdict(self)
