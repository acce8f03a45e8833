"""What a check of the library finds, and what the checks are told besides the library itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from imageparser.library.connection import Database, Transaction


@dataclass(frozen=True)
class Known:
    """What those above the library know: the phases that read files, the (phase, version key) in force.

    `serving` are the version keys of vectors that answer or are being made; None where that cannot be told.
    """

    reading: Sequence[str] = ()
    keys: Sequence[tuple[str, str]] = ()
    serving: frozenset[str] | None = None


@dataclass(frozen=True)
class Finding:
    """Something that is wrong, or with `notice` only worth knowing; `mend` puts it right and says how.

    What is mended `by_name` takes something away for good, or begins much work: nobody gets it unasked. The items are
    numbers of files where it is `of_files`.
    """

    code: str
    items: list[Any]
    mend: Callable[[Database], str] | None = None
    notice: bool = field(default=False, kw_only=True)
    by_name: bool = field(default=False, kw_only=True)
    of_files: bool = field(default=False, kw_only=True)

    def as_dict(
        self, repaired: str | None = None, *, limit: int, named: Callable[[list[int]], list[str]]
    ) -> dict[str, Any]:
        """Return the finding for people and programs; `named` gives the paths of files.

        `repair` says whether every repair, only one by name, or none mends it.
        """
        shown = named(self.items[:limit]) if self.of_files else [str(item) for item in self.items[:limit]]
        how = "never" if self.mend is None else "named" if self.by_name else "always"
        return {"code": self.code, "count": len(self.items), "examples": shown, "repair": how, "repaired": repaired}


def within(work: Callable[[Transaction], str]) -> Callable[[Database], str]:
    """Return what does `work` in one transaction."""
    return lambda database: database.write(work)
