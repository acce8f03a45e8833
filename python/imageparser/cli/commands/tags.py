"""`imageparser tags ...`: the user's tags, on pictures and among each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from imageparser.cli import operation
from imageparser.cli.commands import tag_files
from imageparser.cli.record_view import facts, rows_of, table
from imageparser.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from imageparser.cli.selection import OptionSelection, Selection
    from imageparser.cli.session import Session, argument, option


def list_(session: Session) -> int:
    """List the user's tags with their tree, colours and other names."""
    return operation.run(
        session, "tag_list", {}, rows_of("tags", "name", "parent", "color", "aliases", "files"), reads=True
    )


def add(
    session: Session,
    *,
    tag: Annotated[list[str], argument("tags.names", metavar="TAG")],
    selection: OptionSelection,
) -> int:
    """Give pictures some tags."""
    return operation.run(session, "tag_edit", {**selection.payload(), "add": tag}, facts)


def remove(
    session: Session,
    *,
    tag: Annotated[list[str], argument("tags.names", metavar="TAG")],
    selection: OptionSelection,
) -> int:
    """Take tags from pictures."""
    return operation.run(session, "tag_edit", {**selection.payload(), "remove": tag}, facts)


def rename(
    session: Session,
    *,
    tag: Annotated[str, argument("tags.name", metavar="TAG")],
    name: Annotated[str, argument("tags.new_name", metavar="NAME")],
) -> int:
    """Call a tag otherwise, everywhere; the old name stays as another word for it."""
    return operation.run(session, "tag_save", {"tag": tag, "name": name}, facts)


def merge(
    session: Session,
    *,
    tag: Annotated[list[str], argument("tags.names", metavar="TAG")],
    into: Annotated[str, option("tags.into", "--into", metavar="TAG")],
) -> int:
    """Make several tags one, everywhere."""
    return operation.run(session, "tag_merge", {"tags": tag, "into": into}, facts)


def alias(
    session: Session,
    *,
    tag: Annotated[str, argument("tags.name", metavar="TAG")],
    names: Annotated[list[str] | None, argument("tags.aliases", metavar="NAME")] = None,
) -> int:
    """Say which other words stand for a tag; without any, none do."""
    return operation.run(session, "tag_save", {"tag": tag, "aliases": names or []}, facts)


def color(
    session: Session,
    *,
    tag: Annotated[str, argument("tags.name", metavar="TAG")],
    value: Annotated[str, argument("tags.color", metavar="#RRGGBB")] = "",
) -> int:
    """Give a tag a colour; without one it has none."""
    return operation.run(session, "tag_save", {"tag": tag, "color": value}, facts)


def move(
    session: Session,
    *,
    tag: Annotated[str, argument("tags.name", metavar="TAG")],
    below: Annotated[str | None, option("tags.below", "--below", metavar="TAG")] = None,
    top: Annotated[bool, option("tags.top", "--top")] = False,
) -> int:
    """Put a tag below another one, or at the top of the tree."""
    if top == (below is not None):
        raise UsageError("--below or --top is required, one of them")
    return operation.run(session, "tag_save", {"tag": tag, "parent": below or ""}, facts)


def delete(session: Session, *, tag: Annotated[str, argument("tags.name", metavar="TAG")]) -> int:
    """Forget a tag and take it from all pictures."""
    return operation.run(session, "tag_delete", {"tag": tag}, facts)


def suggest(
    session: Session,
    *,
    selection: Selection,
    limit: Annotated[int, option("tags.limit", "--limit", min=1)] = 20,
) -> int:
    """Suggest tags for pictures."""

    def draw(console: Console, answer: dict[str, Any]) -> None:
        rows = [{**one, "why": [reason["kind"] for reason in one["reasons"]]} for one in answer["tags"]]
        table(console, rows, ("tag", "score", "files", "why"))

    payload = {**selection.payload(), "limit": limit}
    return operation.run(session, "tag_suggest", payload, draw, reads=True)


def cloud(
    session: Session,
    *,
    query: Annotated[str, argument("tags.query", metavar="QUERY", show_default=False)] = "",
    kind: Annotated[list[str] | None, option("tags.kind", "--kind", metavar="user|model|file|prompt")] = None,
    roll_up: Annotated[bool, option("tags.roll_up", "--roll-up")] = False,
    limit: Annotated[int, option("tags.limit", "--limit", min=1, max=10_000)] = 50,
) -> int:
    """Count the tags of pictures."""

    def draw(console: Console, answer: dict[str, Any]) -> None:
        table(console, answer["tags"], ("tag", "kind", "files", "parent"))
        facts(console, {name: answer[name] for name in ("total", "rest", "rest_files")})

    payload = {"query": query, "kinds": kind or [], "roll_up": roll_up, "limit": limit}
    return operation.run(session, "tag_cloud", payload, draw, reads=True)


COMMANDS = (
    ("list", list_),
    ("add", add),
    ("remove", remove),
    ("rename", rename),
    ("merge", merge),
    ("alias", alias),
    ("color", color),
    ("move", move),
    ("delete", delete),
    ("suggest", suggest),
    ("cloud", cloud),
    ("import", tag_files.import_),
    ("export", tag_files.export),
)
