"""Rows and single answers of operations as people read them; headings are the texts `cli.column.*`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.cli import output
from imageparser.locale import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rich.console import Console

# Every member of an answer that is shown anywhere; each has a heading in both languages.
COLUMNS = (
    "add",
    "added",
    "aliases",
    "at",
    "author",
    "away",
    "body",
    "by",
    "bytes",
    "cancelled",
    "changed",
    "code",
    "collection",
    "collections",
    "color",
    "comment",
    "comments",
    "conflict",
    "conflicts",
    "count",
    "counts",
    "cover",
    "created",
    "created_at",
    "default",
    "description",
    "dim",
    "doing",
    "done",
    "edit",
    "edited_at",
    "edits",
    "elapsed_s",
    "exists",
    "failed",
    "file",
    "files",
    "finished_at",
    "folder",
    "form",
    "format",
    "free",
    "gone",
    "groups",
    "height",
    "id",
    "insert",
    "items",
    "job",
    "kept",
    "key",
    "kind",
    "label",
    "labels",
    "lacking",
    "left",
    "left_out",
    "made_at",
    "marked",
    "matched",
    "mentions",
    "merged",
    "message",
    "moved",
    "name",
    "new",
    "new_tags",
    "notes",
    "on",
    "out",
    "parent",
    "path",
    "phase",
    "picture",
    "pictures",
    "preset",
    "presets",
    "query",
    "queued",
    "rating",
    "ratings",
    "reason",
    "relinked",
    "remove",
    "removed",
    "replaced",
    "rest",
    "rest_files",
    "root",
    "roots",
    "same",
    "score",
    "seen",
    "sidecars",
    "skipped",
    "source",
    "started_at",
    "state",
    "status",
    "summary",
    "tag",
    "tags",
    "target",
    "text",
    "thumbnails",
    "title",
    "total",
    "unchanged",
    "undo",
    "undoable",
    "undone_at",
    "unreadable",
    "unresolved",
    "unwritable",
    "uses",
    "value",
    "vectors",
    "version_key",
    "waits",
    "why",
    "width",
    "without",
    "writable",
    "write",
)


def table(console: Console, rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Draw rows under headings."""
    from rich.table import Table  # noqa: PLC0415  # programs that ask for JSON never pay for it
    from rich.text import Text  # noqa: PLC0415

    made = Table(box=None, padding=(0, 2, 0, 0))
    for column in columns:
        made.add_column(heading(column))
    for row in rows:
        made.add_row(*(Text(shown(row[column])) for column in columns))
    console.print(made)


def facts(console: Console, answer: Mapping[str, Any]) -> None:
    """Draw the members of an answer that are numbers and texts, each on a line of its own."""
    for name, value in answer.items():
        if name in COLUMNS and value is not None:
            console.print(f"{heading(name)}: {shown(value)}", markup=False)


def rows_of(member: str, *columns: str) -> Callable[[Console, dict[str, Any]], None]:
    """Return what draws one list of an answer."""
    return lambda console, answer: table(console, answer[member], columns)


def heading(name: str) -> str:
    """Return what a member of an answer is called."""
    return tr(f"cli.column.{name}")


def shown(value: object) -> str:
    """Return a value as one line: nothing for what is absent, lists and objects by their parts."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return ", ".join(f"{key}={shown(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(shown(one) for one in value)
    return output.one_line(str(value))
