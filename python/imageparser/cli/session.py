"""What every command has: `--json`, `--library`, `--lang`, and one way to open the library and to answer."""

from __future__ import annotations

import inspect
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from imageparser.cli import output
from imageparser.cli.selection import OptionSelection, Selection
from imageparser.locale import LANGUAGES, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from imageparser.facade import Library


class Session:
    """One run of one command."""

    def __init__(self, *, as_json: bool, library: str | None) -> None:
        self.as_json = as_json
        self.library = library

    def open(self, *, read_only: bool = False) -> Library:
        """Open the library that the user named, else the default one."""
        from imageparser.facade import Library  # noqa: PLC0415  # `version` and `--help` do without

        return Library.open(self.library, read_only=read_only)

    def answer(self, value: dict[str, Any], people: Callable[[Console], None]) -> None:
        """Write the result: `value` for programs, whatever `people` draws for people."""
        if self.as_json:
            output.emit(value)
        else:
            people(output.stdout())


def option(key: str, *names: str, **details: Any) -> Any:
    """Describe an option; its help is the text `cli.<key>`."""
    return typer.Option(*names, help=tr(f"cli.{key}"), **details)


def argument(key: str, **details: Any) -> Any:
    """Describe an argument; its help is the text `cli.<key>`."""
    return typer.Argument(help=tr(f"cli.{key}"), **details)


# Commands name these in annotations, which are evaluated when the language of the help is known.
_NAMES = {
    "Session": Session,
    "Selection": Selection,
    "OptionSelection": OptionSelection,
    "option": option,
    "argument": argument,
}


def command(function: Callable[..., int]) -> Callable[..., int]:
    """Return `function` as Typer shall see it: the session replaced by the options that every command has.

    Options that several commands share stand in a dataclass; a parameter of that type takes them all.
    """
    own, groups = _own(function)

    @wraps(function)
    def run(*, json: bool, library: str | None, lang: str | None, **given: Any) -> int:  # noqa: ARG001  # `main` read lang
        for name, group in groups.items():
            given[name] = group(**{field.name: given.pop(field.name) for field in fields(group)})
        return function(Session(as_json=json, library=library), **given)

    run.__signature__ = inspect.Signature([*own, *_common()])  # type: ignore[attr-defined]
    run.__annotations__ = {}
    return run


def _own(function: Callable[..., int]) -> tuple[list[inspect.Parameter], dict[str, Any]]:
    """Return the parameters but for the session; a dataclass stands for its fields, and is told by name."""
    hints = get_type_hints(function, localns=_NAMES, include_extras=True)
    own: list[inspect.Parameter] = []
    groups: dict[str, Any] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if is_dataclass(hints[name]):
            groups[name] = hints[name]
            kinds = get_type_hints(hints[name], localns=_NAMES, include_extras=True)
            own += [_parameter(field.name, kinds[field.name], field.default) for field in fields(hints[name])]
        elif name != "session":
            own.append(parameter.replace(annotation=hints[name]))
    return own, groups


def _parameter(name: str, annotation: Any, default: object) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _common() -> list[inspect.Parameter]:
    languages = "|".join(LANGUAGES)
    return [
        _parameter("library", Annotated[str | None, option("option.library", "--library", metavar="FILE")], None),
        _parameter("json", Annotated[bool, option("option.json", "--json")], False),  # noqa: FBT003  # a default, not an argument
        _parameter("lang", Annotated[str | None, option("option.lang", "--lang", metavar=languages)], None),
    ]
