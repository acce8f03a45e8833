"""What the operations on settings share: their lines, and one way to read and to change them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from imageparser import settings_table
from imageparser.errors import ImageParserError, UsageError
from imageparser.ipc.protocol import Shape, Text
from imageparser.library import searches, switches
from imageparser.settings import settings_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from imageparser.facade import Library
    from imageparser.ipc.job import Job
    from imageparser.library.connection import Transaction

# What a library itself keeps, with what it is where nobody chose, and when a change counts.
SWITCHES: dict[str, tuple[bool, settings_table.Counts]] = {
    "switches.history": (True, "now"),
    "switches.layer_vectors": (False, "run"),
}


class SettingLine(Shape):
    """A setting: its limits (`above`: the least itself is left out), and when a change `counts`.

    `now`, for the next `run`, or after a `restart`. `locked` where it cannot be changed here: a variable of the
    environment gives it, or `models_use` chooses it. Of a `secret` the value only tells whether there is one. With
    `scope` `library` the open library keeps it, and no file.
    """

    key: str
    scope: Literal["machine", "library"]
    kind: settings_table.Kind
    value: str | int | float | bool | list[str] | None
    default: str | int | float | bool | list[str] | None
    source: Literal["default", "file", "environment", "library"]
    choices: list[str]
    least: float | None
    above: bool
    most: float | None
    counts: settings_table.Counts
    variable: str
    locked: Literal["", "environment", "models"]


class SettingChange(Shape):
    """The key of a setting and its value; none at all resets it."""

    key: Text
    value: str | int | float | bool | list[str] | None = None


def told(job: Job) -> dict[str, Any]:
    """Return every setting; those of the library where one can be opened."""
    machine = [{**row, "scope": "machine"} for row in settings_table.rows()]
    return {"settings": [*machine, *_switches(_library(job))], "file": str(settings_path())}


def change(job: Job, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Change settings of the machine and of the library, and return them as they are then.

    Raises:
        UsageError: a value is wrong; nothing was changed.
        DeniedError: the settings file cannot be written.
    """
    own = {key: value for key, value in wanted.items() if key in SWITCHES}
    for key, value in own.items():
        if value is not None and not isinstance(value, bool):
            raise UsageError(f"setting {key}: must be true or false")
    given = {key: value for key, value in wanted.items() if key not in SWITCHES}
    library = job.library if own else None
    if given:
        settings = settings_table.change(given)
        library = library or _library(job)
        if library is not None:
            library.adopt(settings)
    if own and library is not None:
        _switch(library, own)
    after = told(job)
    return {**after, "settings": [line for line in after["settings"] if line["key"] in wanted]}


def _library(job: Job) -> Library | None:
    """Return the library; the settings can be seen and mended where it cannot be opened."""
    try:
        return job.library
    except ImageParserError:
        return None


def _switch(library: Library, wanted: Mapping[str, bool | None]) -> None:
    for key, value in wanted.items():
        library.database.write(partial(_put, key, on=SWITCHES[key][0] if value is None else value))


def _put(key: str, tx: Transaction, *, on: bool) -> None:
    if key == "switches.history":
        searches.keep(tx, on=on)
    else:
        switches.switch(tx, switches.LAYER_VECTORS, to=on)


def _switches(library: Library | None) -> list[dict[str, Any]]:
    if library is None:
        return []
    reader = library.database.read()
    now = {
        "switches.history": searches.wanted(reader),
        "switches.layer_vectors": switches.LAYER_VECTORS in switches.on(reader),
    }
    return [_switch_line(key, value=now[key]) for key in SWITCHES]


def _switch_line(key: str, *, value: bool) -> dict[str, Any]:
    default, counts = SWITCHES[key]
    return {
        "key": key,
        "kind": "switch",
        "value": value,
        "default": default,
        "source": "default" if value == default else "library",
        "choices": [],
        "least": None,
        "above": False,
        "most": None,
        "counts": counts,
        "variable": "",
        "locked": "",
        "scope": "library",
    }
