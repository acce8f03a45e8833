"""`imageparser collections ...`: named sets of pictures, and smart ones that a query fills."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from imageparser.cli import json_file, operation
from imageparser.cli.record_view import facts, rows_of, table

if TYPE_CHECKING:
    from rich.console import Console

    from imageparser.cli.selection import Selection
    from imageparser.cli.session import Session, argument, option

_COLUMNS = ("id", "name", "parent", "files", "total", "query")


def list_(session: Session) -> int:
    """List the collections with the number of their pictures."""
    return operation.run(session, "collection_list", {}, rows_of("collections", *_COLUMNS), reads=True)


def show(session: Session, *, collection: Annotated[int, argument("collections.number", metavar="NUMBER")]) -> int:
    """Tell one collection with its pictures in their order."""

    def draw(console: Console, answer: dict[str, Any]) -> None:
        table(console, answer["collections"], (*_COLUMNS, "description", "cover"))
        console.print(" ".join(map(str, answer["pictures"])))

    return operation.run(session, "collection_list", {"collection": collection}, draw, reads=True)


def create(
    session: Session,
    *,
    name: Annotated[str, argument("collections.name", metavar="NAME")],
    parent: Annotated[int | None, option("collections.parent", "--parent", metavar="NUMBER")] = None,
    query: Annotated[str | None, option("collections.query", "--query", "-q")] = None,
    description: Annotated[str | None, option("collections.description", "--description")] = None,
) -> int:
    """Make a collection; with a query a smart one."""
    payload = {"name": name, "parent": parent, "query": query, "description": description}
    return operation.run(session, "collection_save", payload, facts)


def change(
    session: Session,
    *,
    collection: Annotated[int, argument("collections.number", metavar="NUMBER")],
    name: Annotated[str | None, option("collections.new_name", "--name")] = None,
    parent: Annotated[int | None, option("collections.new_parent", "--parent", metavar="NUMBER")] = None,
    query: Annotated[str | None, option("collections.query", "--query", "-q")] = None,
    description: Annotated[str | None, option("collections.description", "--description")] = None,
    cover: Annotated[int | None, option("collections.cover", "--cover", metavar="PICTURE")] = None,
    before: Annotated[int | None, option("collections.before_which", "--before", metavar="NUMBER")] = None,
) -> int:
    """Change the name, place, order, query, description or cover of a collection."""
    given = {"name": name, "parent": parent, "query": query, "description": description, "cover": cover}
    given["before"] = before
    return operation.run(session, "collection_save", {"collection": collection, **given}, facts)


def delete(session: Session, *, collection: Annotated[int, argument("collections.number", metavar="NUMBER")]) -> int:
    """Forget a collection and those inside it; the pictures stay."""
    return operation.run(session, "collection_delete", {"collection": collection}, facts)


def add(
    session: Session,
    *,
    collection: Annotated[int, argument("collections.number", metavar="NUMBER")],
    selection: Selection,
) -> int:
    """Put pictures at the end of a collection."""
    payload = {"collection": collection, "action": "add", **selection.payload()}
    return operation.run(session, "collection_edit", payload, facts)


def remove(
    session: Session,
    *,
    collection: Annotated[int, argument("collections.number", metavar="NUMBER")],
    selection: Selection,
) -> int:
    """Take pictures out of a collection."""
    payload = {"collection": collection, "action": "remove", **selection.payload()}
    return operation.run(session, "collection_edit", payload, facts)


def place(
    session: Session,
    *,
    collection: Annotated[int, argument("collections.number", metavar="NUMBER")],
    pictures: Annotated[list[int], argument("chosen.pictures", metavar="PICTURE")],
    before: Annotated[int | None, option("collections.before", "--before", metavar="PICTURE")] = None,
) -> int:
    """Put pictures of a collection in this order, before another one or at the end."""
    payload = {"collection": collection, "action": "place", "ids": pictures, "before": before}
    return operation.run(session, "collection_edit", payload, facts)


def export(
    session: Session,
    *,
    collections: Annotated[list[int] | None, argument("collections.numbers", metavar="NUMBER")] = None,
    out: Annotated[str, option("out_file", "--out", "-o", metavar="FILE")],
    force: Annotated[bool, option("force", "--force")] = False,
) -> int:
    """Write collections into a JSON file for another library; without numbers all."""
    _, told = operation.ask(session, "collection_export", {"collections": collections or None}, reads=True)
    json_file.write(out, told["file"], force=force)
    answer = {"out": out, "collections": len(told["file"]["collections"])}
    session.answer(answer, lambda console: facts(console, answer))
    return 0


def import_(session: Session, *, file: Annotated[str, argument("in_file", metavar="FILE")]) -> int:
    """Take in collections that `export` wrote; pictures are found by their content."""
    return operation.run(session, "collection_import", {"file": json_file.read(file)}, facts)


COMMANDS = (
    ("list", list_),
    ("show", show),
    ("create", create),
    ("change", change),
    ("delete", delete),
    ("add", add),
    ("remove", remove),
    ("place", place),
    ("export", export),
    ("import", import_),
)
