"""`imageparser filter-presets ...`: queries that are kept under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from imageparser.cli import json_file, operation
from imageparser.cli.record_view import facts, rows_of
from imageparser.errors import UsageError

if TYPE_CHECKING:
    from imageparser.cli.session import Session, argument, option


def list_(session: Session) -> int:
    """List the queries that are kept under a name."""
    return operation.run(session, "filter_preset_list", {}, rows_of("presets", "id", "name", "query"), reads=True)


def create(
    session: Session,
    *,
    name: Annotated[str, argument("filter_presets.name", metavar="NAME")],
    query: Annotated[str, argument("filter_presets.query", metavar="QUERY")],
) -> int:
    """Keep a query under a name."""
    return operation.run(session, "filter_preset_save", {"name": name, "query": query}, facts)


def change(
    session: Session,
    *,
    preset: Annotated[int, argument("filter_presets.number", metavar="NUMBER")],
    name: Annotated[str | None, option("filter_presets.name", "--name")] = None,
    query: Annotated[str | None, option("filter_presets.query", "--query", "-q")] = None,
) -> int:
    """Give a preset another name or another query."""
    return operation.run(session, "filter_preset_save", {"preset": preset, "name": name, "query": query}, facts)


def delete(session: Session, *, preset: Annotated[int, argument("filter_presets.number", metavar="NUMBER")]) -> int:
    """Forget a preset."""
    return operation.run(session, "filter_preset_delete", {"preset": preset}, facts)


def export(
    session: Session,
    *,
    out: Annotated[str, option("out_file", "--out", "-o", metavar="FILE")],
    force: Annotated[bool, option("force", "--force")] = False,
) -> int:
    """Write all presets into a JSON file for another library."""
    _, told = operation.ask(session, "filter_preset_list", {}, reads=True)
    rows = [{"name": one["name"], "query": one["query"]} for one in told["presets"]]
    json_file.write(out, {"presets": rows}, force=force)
    answer = {"out": out, "presets": len(rows)}
    session.answer(answer, lambda console: facts(console, answer))
    return 0


def import_(
    session: Session,
    *,
    file: Annotated[str, argument("in_file", metavar="FILE")],
    replace: Annotated[bool, option("filter_presets.replace", "--replace")] = False,
) -> int:
    """Take in presets that `export` wrote; those of the same name stay, unless --replace."""
    value = json_file.read(file)
    if not isinstance(value, dict) or "presets" not in value:
        raise UsageError("the file holds no presets", path=file)
    return operation.run(session, "filter_preset_import", {"presets": value["presets"], "replace": replace}, facts)


COMMANDS = (
    ("list", list_),
    ("create", create),
    ("change", change),
    ("delete", delete),
    ("export", export),
    ("import", import_),
)
