"""The only reader of the settings file and of the environment; one key for one setting."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import platformdirs
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from imageparser import log, settings_text
from imageparser.errors import DeniedError, NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

APP = "ImageParser"
FILE_NAME = "user-settings.yaml"
PREFIX = "IMAGEPARSER_"
# Variables that are no settings: where the file is, and what only tests, benches and the build read.
OTHER_VARIABLES = {"IMAGEPARSER_SETTINGS", "IMAGEPARSER_PORTABLE", "IMAGEPARSER_CORPUS", "IMAGEPARSER_BENCH"}


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class ScanSettings(_Section):
    """Which files a walk over folders finds."""

    exclude: tuple[str, ...] = Field(default=(), strict=False)
    default_excludes: bool = True
    hidden: bool = False


class LimitSettings(_Section):
    """What a single picture may cost."""

    max_pixels: int = Field(default=1 << 30, ge=1)
    max_memory: int = Field(default=2 << 30, ge=1 << 20)


class ThumbnailSettings(_Section):
    """Stored thumbnails: long edge in pixels, WebP quality and method."""

    size: int = Field(default=512, ge=64, le=2048)
    quality: int = Field(default=85, ge=1, le=100)
    method: int = Field(default=2, ge=0, le=6)


class PipelineSettings(_Section):
    """How the phases run; `workers` 0 means one for each core."""

    order: Literal["parallel", "sequential"] = "parallel"
    workers: int = Field(default=0, ge=0)
    max_attempts: int = Field(default=3, ge=1)


class UseSettings(_Section):
    """Which model serves a slot whatever the tier says; text in the visual space (VT) follows VV."""

    VV: str = ""
    MV: str = ""
    MC: str = ""


class CaptionSettings(_Section):
    """The server that writes captions.

    `model` empty means the one of the catalogue; `keep_alive` is a text as Ollama takes it; `api_key` goes
    to the server with every question where it is not empty.
    """

    url: str = "http://127.0.0.1:11434"
    api: Literal["ollama", "openai"] = "ollama"
    model: str = ""
    concurrency: int = Field(default=1, ge=1, le=64)
    timeout: float = Field(default=300.0, gt=0)
    keep_alive: str = "10m"
    api_key: str = Field(default="", repr=False, pattern=r"^[\x21-\x7e]*$")


class ModelSettings(_Section):
    """Which models serve and how much of the machine they take.

    `threads` 0 means one for each core; a model process over `memory_ceiling_mb` is started anew (0 means never);
    models that together need more than `memory_budget_mb` take turns (0 means what the machine has). `hub` is where
    `models install` downloads from.
    """

    tier: Literal["builtin", "standard", "pro", "ultra"] = "builtin"
    use: UseSettings = UseSettings()
    folder: Path | None = Field(default=None, strict=False)
    hub: str = "https://huggingface.co"
    precision: Literal["auto", "fp32", "fp16", "int8"] = "auto"
    device: Literal["auto", "cpu", "cuda", "directml", "coreml", "openvino"] = "auto"
    memory_budget_mb: int = Field(default=0, ge=0)
    captions: CaptionSettings = CaptionSettings()
    threads: int = Field(default=0, ge=0)
    idle_unload_minutes: float = Field(default=10.0, ge=0)
    request_timeout: float = Field(default=300.0, gt=0)
    memory_ceiling_mb: int = Field(default=0, ge=0)
    cache: Path | None = Field(default=None, strict=False)


class LibrarySettings(_Section):
    """Where the library is and how long a writer waits for another process."""

    path: Path | None = Field(default=None, strict=False)
    busy_timeout: float = Field(default=10.0, gt=0)


class JournalSettings(_Section):
    """How long the journal remembers jobs that moved files: the newest, and for some days all that can be undone."""

    keep_jobs: int = Field(default=100, ge=0)
    keep_days: float = Field(default=90.0, ge=0)


class BackupSettings(_Section):
    """Copies of the library beside it: of its own accord after `every_days` (0 means never), and how many of them stay.

    Before a migration and a repair one is made in any case.
    """

    every_days: float = Field(default=0.0, ge=0)
    keep_daily: int = Field(default=7, ge=0)
    keep_weekly: int = Field(default=4, ge=0)


class ReportSettings(_Section):
    """How many reports of runs are kept, the newest."""

    keep: int = Field(default=100, ge=1)


class SidecarSettings(_Section):
    """When the XMP beside pictures is written: never by itself, at once, when nothing changes, or when it is asked for.

    `off` and `manual` wait alike; a page that offers to write what waits does so with `manual`.
    """

    write: Literal["off", "now", "idle", "manual"] = "off"
    idle_seconds: float = Field(default=10.0, ge=0)


class Settings(_Section):
    """Every setting with its default."""

    language: str | None = None
    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    library: LibrarySettings = LibrarySettings()
    scan: ScanSettings = ScanSettings()
    limits: LimitSettings = LimitSettings()
    thumbnails: ThumbnailSettings = ThumbnailSettings()
    pipeline: PipelineSettings = PipelineSettings()
    journal: JournalSettings = JournalSettings()
    backups: BackupSettings = BackupSettings()
    reports: ReportSettings = ReportSettings()
    models: ModelSettings = ModelSettings()
    sidecars: SidecarSettings = SidecarSettings()


def environment(name: str) -> str | None:
    """Return an environment variable, or None where it is absent or empty."""
    return os.environ.get(name) or None


def child_environment(**changed: str) -> dict[str, str]:
    """Return our environment with some variables changed, for a process that we start."""
    return {**os.environ, **changed}


def settings_path() -> Path:
    """Return where the settings file is looked for; it need not exist."""
    if given := environment("IMAGEPARSER_SETTINGS"):
        return Path(given)
    if portable := environment("IMAGEPARSER_PORTABLE"):
        return Path(portable) / FILE_NAME
    return Path(platformdirs.user_config_dir(APP, appauthor=False)) / FILE_NAME


def load_settings(path: Path | None = None) -> Settings:
    """Read the settings file and lay the environment over it.

    `IMAGEPARSER_<SECTION>_<KEY>` sets one key, for instance `IMAGEPARSER_PIPELINE_WORKERS=4`.

    Raises:
        UsageError: the file is no mapping, or a value has the wrong type or range; the message names its key.
        NotFoundError: `path` or `IMAGEPARSER_SETTINGS` names a file that does not exist.
    """
    source = path or settings_path()
    must_exist = path is not None or environment("IMAGEPARSER_SETTINGS") is not None
    values = _read_file(source, must_exist=must_exist)
    _warn_unknown(values, Settings, str(source))
    return _valid(_overlay(values, os.environ), str(source))


def given_settings(path: Path | None = None) -> dict[str, Literal["file", "environment"]]:
    """Return which settings are given, by dotted key, and where; a variable wins over the file."""
    values = _read_file(path or settings_path(), must_exist=False)
    found: dict[str, Literal["file", "environment"]] = {}
    for variable, keys in leaf_keys().items():
        if environment(variable):
            found[".".join(keys)] = "environment"
        elif _holds(values, keys):
            found[".".join(keys)] = "file"
    if environment("NAI_DB_PATH"):
        found["library.path"] = "environment"
    return found


def save_settings(changes: Mapping[tuple[str, ...], Any], path: Path | None = None) -> Path:
    """Write some settings into the user's file, everything else in it and its comments staying; return its path.

    A value of None takes the key out. The file appears whole or stays as it was.

    Raises:
        UsageError: the file is no mapping, or would hold a wrong value then.
        DeniedError: the file cannot be written.
    """
    target = (path or settings_path()).resolve()
    try:
        text = target.read_text(encoding="utf-8-sig") if target.exists() else ""
        written = settings_text.changed(text, changes)
        _valid(_said(yaml.safe_load(written) or {}), str(target))
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f".{target.name}.{os.getpid()}.tmp")
        fresh.write_text(written, encoding="utf-8")
        fresh.replace(target)
    except OSError as error:
        raise DeniedError(f"the settings file cannot be written: {error.strerror}", path=str(target)) from None
    except (ValueError, yaml.YAMLError) as error:
        raise UsageError(f"the settings file: {' '.join(str(error).split())}", path=str(target)) from None
    return target


def default_library_path(settings: Settings | None = None) -> Path:
    """Return the library to use when none is named: NAI_DB_PATH, else the setting, else the platform's data folder."""
    if named := environment("NAI_DB_PATH"):
        return Path(named)
    chosen = settings or load_settings()
    if chosen.library.path is not None:
        return chosen.library.path.expanduser()
    if portable := environment("IMAGEPARSER_PORTABLE"):
        return Path(portable) / "data" / "app.sqlite"
    return Path(platformdirs.user_data_dir(APP, appauthor=False)) / "app.sqlite"


def default_cache_path(settings: Settings) -> Path:
    """Return the folder for derived files that may be deleted at any time."""
    if settings.models.cache is not None:
        return settings.models.cache.expanduser()
    if portable := environment("IMAGEPARSER_PORTABLE"):
        return Path(portable) / "cache"
    return Path(platformdirs.user_cache_dir(APP, appauthor=False))


def default_models_path(settings: Settings) -> Path:
    """Return the folder of installed models and of the user's own catalogue."""
    if settings.models.folder is not None:
        return settings.models.folder.expanduser()
    if portable := environment("IMAGEPARSER_PORTABLE"):
        return Path(portable) / "data" / "models"
    return Path(platformdirs.user_data_dir(APP, appauthor=False)) / "models"


def _valid(values: object, source: str) -> Settings:
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"setting {field}: {first['msg']}", path=source) from None


def _read_file(path: Path, *, must_exist: bool) -> dict[str, Any]:
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if must_exist:
            raise NotFoundError("the settings file does not exist", path=str(path)) from None
        return {}
    except OSError as error:
        raise DeniedError(f"the settings file cannot be read: {error.strerror}", path=str(path)) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(f"the settings file is no YAML: {' '.join(str(error).split())}", path=str(path)) from None
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise UsageError("the settings file must hold names and values", path=str(path))
    said: dict[str, Any] = _said(values)
    return said


def _said(values: Any) -> Any:
    """Return the values without those that are null: a section whose keys are all comments says nothing."""
    if not isinstance(values, dict):
        return values
    return {key: _said(value) for key, value in values.items() if value is not None}


def _holds(values: object, keys: tuple[str, ...]) -> bool:
    for key in keys:
        if not isinstance(values, dict) or key not in values:
            return False
        values = values[key]
    return True


def _warn_unknown(values: Mapping[Any, Any], model: type[BaseModel], source: str, prefix: str = "") -> None:
    for key, value in values.items():
        field = model.model_fields.get(str(key))
        if field is None:
            log.get("settings").warning("%s: unknown setting %s%s is ignored", source, prefix, key)
        elif isinstance(value, dict) and (section := _section(field.annotation)):
            _warn_unknown(value, section, source, f"{prefix}{key}.")


def _section(annotation: object) -> type[BaseModel] | None:
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def leaf_keys(model: type[BaseModel] = Settings, prefix: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
    """Return the environment name of every setting with the path of its key."""
    found: dict[str, tuple[str, ...]] = {}
    for name, field in model.model_fields.items():
        path = (*prefix, name)
        if section := _section(field.annotation):
            found |= leaf_keys(section, path)
        else:
            found[PREFIX + "_".join(path).upper()] = path
    return found


def _overlay(values: dict[str, Any], variables: Mapping[str, str]) -> dict[str, Any]:
    known = leaf_keys()
    result = {key: dict(value) if isinstance(value, dict) else value for key, value in values.items()}
    for name, text in variables.items():
        if not name.startswith(PREFIX) or name in OTHER_VARIABLES or not text:
            continue
        if name not in known:
            log.get("settings").warning("unknown environment variable %s is ignored", name)
            continue
        *sections, key = known[name]
        target = result
        for section in sections:
            target = target.setdefault(section, {})
        target[key] = _typed(text, known[name])
    return result


def _is_text(path: tuple[str, ...]) -> bool:
    model: type[BaseModel] = Settings
    for name in path[:-1]:
        model = _section(model.model_fields[name].annotation) or model
    annotation = model.model_fields[path[-1]].annotation
    return all(
        kind in {str, Path, type(None)} or isinstance(kind, str) for kind in get_args(annotation) or (annotation,)
    )


def _typed(text: str, path: tuple[str, ...]) -> Any:
    """Read the text as YAML, except where the setting is itself a text."""
    if _is_text(path):
        return text
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return text
