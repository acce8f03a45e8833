"""`imageparser comments ...`: what people say about a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from imageparser.cli import operation
from imageparser.cli.record_view import facts, rows_of, table

if TYPE_CHECKING:
    from rich.console import Console

    from imageparser.cli.session import Session, argument, option

_COLUMNS = ("id", "picture", "created_at", "author", "body", "edited_at")


def list_(
    session: Session,
    *,
    picture: Annotated[int | None, argument("comments.picture", metavar="PICTURE")] = None,
    mention: Annotated[str | None, option("comments.mention", "--mention", metavar="NAME")] = None,
    history: Annotated[bool, option("comments.history", "--history")] = False,
) -> int:
    """List the comments of a picture in the order of time, or those that mention somebody."""

    def draw(console: Console, answer: dict[str, Any]) -> None:
        rows = []
        for one in answer["comments"]:
            earlier = [
                {**one, "created_at": was["at"], "body": was["body"], "edited_at": None} for was in one["history"]
            ]
            rows += [*earlier, one]
        table(console, rows, _COLUMNS)

    payload = {"picture": picture, "mention": mention, "history": history}
    return operation.run(session, "comment_list", payload, draw, reads=True)


def names(session: Session, *, picture: Annotated[int, argument("comments.picture", metavar="PICTURE")]) -> int:
    """List everybody who has written a comment or is mentioned in one."""
    return operation.run(
        session, "comment_list", {"picture": picture}, rows_of("names", "name", "mentions"), reads=True
    )


def add(
    session: Session,
    *,
    picture: Annotated[int, argument("comments.picture", metavar="PICTURE")],
    body: Annotated[str, argument("comments.body", metavar="TEXT")],
    author: Annotated[str, option("comments.author", "--author", metavar="NAME")],
) -> int:
    """Say something about a picture; @NAME mentions somebody."""
    return operation.run(session, "comment_save", {"picture": picture, "body": body, "author": author}, facts)


def edit(
    session: Session,
    *,
    comment: Annotated[int, argument("comments.number", metavar="NUMBER")],
    body: Annotated[str, argument("comments.body", metavar="TEXT")],
) -> int:
    """Say a comment otherwise; what it said before is kept."""
    return operation.run(session, "comment_save", {"comment": comment, "body": body}, facts)


def delete(session: Session, *, comment: Annotated[int, argument("comments.number", metavar="NUMBER")]) -> int:
    """Take a comment away; its place in the thread stays."""
    return operation.run(session, "comment_delete", {"comment": comment}, facts)


COMMANDS = (("list", list_), ("names", names), ("add", add), ("edit", edit), ("delete", delete))
