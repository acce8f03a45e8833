"""Every setting as a row: what it is and may be, what it is now and why, and when a change of it counts."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict, get_args, get_origin
from urllib.parse import urlsplit

from pydantic import BaseModel

from imageparser.errors import UsageError
from imageparser.locale import LANGUAGES, normalize
from imageparser.settings import Settings, default_library_path, given_settings, leaf_keys, load_settings, save_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic.fields import FieldInfo

Kind = Literal["text", "secret", "path", "integer", "number", "switch", "choice", "texts"]
Origin = Literal["default", "file", "environment"]
Counts = Literal["now", "run", "restart"]
Value = str | int | float | bool | list[str] | None

# What a running program takes up at once, and what only its next start; the others count for the next run.
_NOW = ("models.", "sidecars.", "journal.", "backups.", "reports.")
_RESTART = ("log_level", "library.")
_SECRETS = {"models.captions.api_key"}
_ADDRESSES = {"models.captions.url", "models.hub"}
# Chosen by `models use`, which makes sure that what is to serve is installed.
BY_MODELS = ("models.tier", "models.use.")
# Controls, halves of characters, ends of lines.
_UNFIT = {"Cc", "Cs", "Zl", "Zp"}
# Larger numbers are none to a page, and nothing here is so large.
_MOST = (1 << 53) - 1


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its dotted key, its limits (`above` leaves out the least itself), and its variable."""

    key: str
    path: tuple[str, ...]
    kind: Kind
    default: Value
    choices: tuple[str, ...]
    least: float | None
    above: bool
    most: float | None
    counts: Counts
    variable: str


class Row(TypedDict):
    """A setting with its value; of a secret only whether there is one.

    `locked` says why it cannot be changed here: a variable of the environment wins, or `models` chooses it.
    """

    key: str
    kind: Kind
    value: Value
    default: Value
    source: Origin
    choices: list[str]
    least: float | None
    above: bool
    most: float | None
    counts: Counts
    variable: str
    locked: Literal["", "environment", "models"]


def table() -> dict[str, Setting]:
    """Return every setting by its key, in the order of the sections."""
    found = {}
    for variable, path in leaf_keys().items():
        setting = _setting(path, _field(path), variable)
        found[setting.key] = setting
    return found


def rows(path: Path | None = None) -> list[Row]:
    """Return every setting with what it is now.

    Raises:
        ImageParserError: the settings file cannot be read, or holds a wrong value.
    """
    settings, given = load_settings(path), given_settings(path)
    return [_row(setting, settings, given.get(setting.key, "default")) for setting in table().values()]


def change(wanted: Mapping[str, Any], path: Path | None = None) -> Settings:
    """Write settings into the file, all of them or none, and return what holds then; None takes one out of the file.

    Raises:
        UsageError: there is no such setting, its value is wrong, or it is given elsewhere; the message names it.
        DeniedError: the file cannot be written.
    """
    known, given = table(), given_settings(path)
    changes = {}
    for key, value in wanted.items():
        setting = known.get(key)
        if setting is None:
            raise UsageError(f"there is no setting {key}")
        _refuse_locked(setting, given.get(key, "default"))
        changes[setting.path] = None if value is None else _checked(setting, value)
    save_settings(changes, path)
    return load_settings(path)


def _setting(path: tuple[str, ...], field: FieldInfo, variable: str) -> Setting:
    key = ".".join(path)
    kind, choices = _kind(key, field.annotation)
    least, above, most = (_limit(field, name) for name in ("ge", "gt", "le"))
    return Setting(
        key=key,
        path=path,
        kind=kind,
        default=_told(kind, field.default),
        choices=choices,
        least=least if above is None else above,
        above=above is not None,
        most=most,
        counts="now" if key.startswith(_NOW) else "restart" if key.startswith(_RESTART) else "run",
        variable=variable,
    )


def _field(path: tuple[str, ...]) -> FieldInfo:
    model: Any = Settings
    for name in path[:-1]:
        model = model.model_fields[name].annotation
    assert issubclass(model, BaseModel)  # noqa: S101  # leaf_keys walks the same models
    found: FieldInfo = model.model_fields[path[-1]]
    return found


def _limit(field: FieldInfo, name: str) -> float | None:
    found = (getattr(one, name, None) for one in field.metadata)
    return next((float(one) for one in found if one is not None), None)


def _kind(key: str, annotation: Any) -> tuple[Kind, tuple[str, ...]]:
    if key == "language":
        return "choice", LANGUAGES
    if key in _SECRETS:
        return "secret", ()
    if get_origin(annotation) is Literal:
        return "choice", get_args(annotation)
    kinds = set(get_args(annotation) or (annotation,))
    plain: tuple[tuple[type, Kind], ...] = ((bool, "switch"), (int, "integer"), (float, "number"), (Path, "path"))
    if get_origin(annotation) is tuple:
        return "texts", ()
    return next((kind for one, kind in plain if one in kinds), "text"), ()


def _row(setting: Setting, settings: Settings, source: Origin) -> Row:
    value: Any = settings
    for name in setting.path:
        value = getattr(value, name)
    if setting.key == "library.path":
        value = None if source == "default" else default_library_path(settings)
    if setting.key == "language":
        value = normalize(value)
    return {
        "key": setting.key,
        "kind": setting.kind,
        "value": _told(setting.kind, value),
        "default": setting.default,
        "source": source,
        "choices": list(setting.choices),
        "least": setting.least,
        "above": setting.above,
        "most": setting.most,
        "counts": setting.counts,
        "variable": setting.variable,
        "locked": _lock(setting, source),
    }


def _told(kind: Kind, value: Any) -> Value:
    """Return a value as it is told: plain, and of a secret only whether there is one."""
    if kind == "secret":
        return bool(value)
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, tuple):
        return list(value)
    told: Value = value
    return told


def _lock(setting: Setting, source: Origin) -> Literal["", "environment", "models"]:
    if source == "environment":
        return "environment"
    return "models" if setting.key.startswith(BY_MODELS) else ""


def _refuse_locked(setting: Setting, source: Origin) -> None:
    lock = _lock(setting, source)
    if lock == "environment":
        raise UsageError(f"setting {setting.key}: a variable of the environment gives it, and wins over the file")
    if lock == "models":
        raise UsageError(f"setting {setting.key}: models use chooses it, after a look at what is installed")


def _checked(setting: Setting, value: Any) -> Any:
    """Return a value that may be written; of what it must be, the settings themselves check the rest.

    Raises:
        UsageError: it is not.
    """
    for problem in _problems(setting, value):
        raise UsageError(f"setting {setting.key}: {problem}")
    return value


def _problems(setting: Setting, value: Any) -> Iterator[str]:
    texts = value if isinstance(value, list) else [value] if isinstance(value, str) else []
    if any(not isinstance(one, str) or any(unicodedata.category(sign) in _UNFIT for sign in one) for one in texts):
        yield "must be of one line, without control characters"
    if setting.kind == "texts" and not isinstance(value, list):
        yield "must be a list of texts"
    if setting.kind in {"text", "secret", "path", "choice"} and not isinstance(value, str):
        yield "must be a text"
    if isinstance(value, int | float) and not (math.isfinite(value) and abs(value) <= _MOST):
        yield f"must be a number of at most {_MOST}"
    if setting.choices and value not in setting.choices:
        yield f"must be one of {', '.join(setting.choices)}"
    if setting.key in _ADDRESSES and not _is_address(value):
        yield "must be an address that begins with http:// or https://"
    if setting.kind == "path":
        yield from _path_problems(setting, value)


def _path_problems(setting: Setting, value: str) -> Iterator[str]:
    try:
        path = Path(value).expanduser()
        if not path.is_absolute():
            yield "must be a whole path"
        elif setting.key == "library.path" and path.is_dir():
            yield "is a folder; the library is a file"
        elif setting.key != "library.path" and path.exists() and not path.is_dir():
            yield "is a file; a folder is needed"
    except (RuntimeError, OSError, ValueError) as error:
        yield f"is no path: {error}"


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
