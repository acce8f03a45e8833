"""`imageparser tags import` and `export`: the `.txt` beside pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from imageparser.cli import operation
from imageparser.cli.record_view import facts, table

if TYPE_CHECKING:
    from rich.console import Console

    from imageparser.cli.selection import OptionSelection
    from imageparser.cli.session import Session, argument, option


def import_(
    session: Session,
    *,
    folder: Annotated[str | None, argument("tag_files.folder", metavar="FOLDER")] = None,
    selection: OptionSelection,
    separator: Annotated[str | None, option("tag_files.separator", "--separator", metavar="comma|space|line")] = None,
    kinds: Annotated[str | None, option("tag_files.kinds", "--kinds", metavar="tree|drop|keep")] = None,
    replace: Annotated[bool, option("tag_files.replace_tags", "--replace")] = False,
    dry_run: Annotated[bool, option("tag_files.dry_run", "--dry-run")] = False,
) -> int:
    """Give pictures the tags of the text files beside them."""
    payload = {"folder": folder, **selection.payload(), "separator": separator, "kinds": kinds}
    policy = "replace" if replace else "add"
    given = {**payload, "policy": policy, "dry_run": dry_run}
    return operation.run(session, "tag_import", given, _drawn("status", "source", "add", "remove", "message"))


def export(
    session: Session,
    *,
    folder: Annotated[str | None, argument("tag_files.folder", metavar="FOLDER")] = None,
    selection: OptionSelection,
    source: Annotated[list[str] | None, option("tag_files.source", "--source", metavar="user|model|file")] = None,
    separator: Annotated[str | None, option("tag_files.separator", "--separator", metavar="comma|space|line")] = None,
    underscores: Annotated[bool, option("tag_files.underscores", "--underscores")] = False,
    kinds: Annotated[bool, option("tag_files.with_kinds", "--kinds")] = False,
    replace: Annotated[bool, option("tag_files.replace", "--replace")] = False,
    full: Annotated[bool, option("tag_files.full", "--full")] = False,
    dry_run: Annotated[bool, option("tag_files.dry_run", "--dry-run")] = False,
) -> int:
    """Write the tags of pictures into text files beside them."""
    chosen = {"folder": folder, **selection.payload(), "sources": source or None}
    how = {"underscores": underscores, "kinds": kinds, "replace": replace, "full": full, "dry_run": dry_run}
    payload = {**chosen, "separator": separator, **how}
    return operation.run(session, "tag_export", payload, _drawn("status", "target", "text", "message"))


def _drawn(*columns: str) -> Any:
    def draw(console: Console, answer: dict[str, Any]) -> None:
        if answer.get("results"):
            table(console, answer["results"], columns)
        facts(console, answer)

    return draw
