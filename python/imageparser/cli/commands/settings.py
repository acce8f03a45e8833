"""`imageparser settings ...`: every setting, where its value comes from, changing it, and where everything lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import yaml

from imageparser.cli import operation, output
from imageparser.cli.record_view import table
from imageparser.errors import UsageError
from imageparser.locale import tr

if TYPE_CHECKING:
    from rich.console import Console

    from imageparser.cli.session import Session, argument, option

_COLUMNS = ("key", "value", "source", "counts")
_TEXTS = {"text", "secret", "path", "choice"}


def list_(session: Session, *, changed: Annotated[bool, option("settings.changed", "--changed")] = False) -> int:
    """List the settings with their values and where those come from."""
    _, told = operation.ask(session, "settings_get", {}, reads=True)
    rows = [row for row in told["settings"] if not changed or row["source"] != "default"]
    session.answer({**told, "settings": rows}, lambda console: _draw(console, {**told, "settings": rows}))
    return 0


def get(session: Session, *, key: Annotated[str, argument("settings.key", metavar="KEY")]) -> int:
    """Tell one setting: value, default, limits, where it comes from."""
    row = _row(session, key)
    session.answer(row, lambda console: _about(console, row))
    return 0


def set_(
    session: Session,
    *,
    key: Annotated[str, argument("settings.key", metavar="KEY")],
    value: Annotated[str, argument("settings.value", metavar="VALUE")],
) -> int:
    """Change a setting in the user's file."""
    return _change(session, key, _read(_row(session, key)["kind"], value))


def reset(session: Session, *, key: Annotated[str, argument("settings.key", metavar="KEY")]) -> int:
    """Take a setting out of the file, so that its default holds."""
    return _change(session, key, None)


def where(session: Session) -> int:
    """Tell where library, settings, models and caches lie, and how large they are."""

    def draw(console: Console, answer: dict[str, Any]) -> None:
        table(console, answer["places"], ("name", "path", "bytes", "free", "writable", "why"))

    return operation.run(session, "data_places", {}, draw, reads=True)


def _change(session: Session, key: str, value: object) -> int:
    payload = {"changes": [{"key": key, "value": value}]}
    return operation.run(session, "settings_set", payload, _draw, reads=not key.startswith("switches."))


def _row(session: Session, key: str) -> dict[str, Any]:
    _, told = operation.ask(session, "settings_get", {}, reads=True)
    row: dict[str, Any] | None = next((one for one in told["settings"] if one["key"] == key), None)
    if row is None:
        raise UsageError(f"there is no setting {key}: imageparser settings list")
    return row


def _read(kind: str, text: str) -> Any:
    """Return what the words of a command mean: texts as they stand, everything else as the settings file has it."""
    if kind in _TEXTS:
        return text
    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError:
        return text
    return [str(value)] if kind == "texts" and not isinstance(value, list) else value


def _draw(console: Console, answer: dict[str, Any]) -> None:
    table(console, answer["settings"], _COLUMNS)
    console.print(output.one_line(tr("cli.settings.file", path=answer["file"])), markup=False)


def _about(console: Console, row: dict[str, Any]) -> None:
    for name, value in row.items():
        if value not in (None, "", []):
            console.print(output.one_line(f"{name}: {value}"), markup=False)


COMMANDS = (("list", list_), ("get", get), ("set", set_), ("reset", reset), ("where", where))
