"""The pictures that a command is about, as several commands let them be named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

if TYPE_CHECKING:
    from imageparser.cli.session import argument, option


@dataclass(frozen=True)
class Selection:
    """Pictures by their numbers, or all that a query describes."""

    pictures: Annotated[list[int] | None, argument("chosen.pictures", metavar="PICTURE")] = None
    query: Annotated[str | None, option("chosen.query", "--query", "-q")] = None

    def payload(self) -> dict[str, Any]:
        """Return the fields of the operations."""
        return {"ids": self.pictures or None, "query": self.query}


@dataclass(frozen=True)
class OptionSelection(Selection):
    """The same, where the arguments of the command are something else."""

    pictures: Annotated[list[int] | None, option("tags.pictures", "--picture", "-p", metavar="NUMBER")] = None
