"""Where everything that this program keeps lies on the disk: how large it is, and why it lies there."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Literal, TypedDict

from imageparser.library import backup_files, disk
from imageparser.settings import (
    default_cache_path,
    default_library_path,
    default_models_path,
    environment,
    given_settings,
    settings_path,
)
from imageparser.text import path_text

if TYPE_CHECKING:
    from pathlib import Path

    from imageparser.settings import Settings

PlaceName = Literal["library", "thumbnails", "backups", "settings", "models", "cache"]
Why = Literal["default", "portable", "file", "environment", "argument", "beside"]
_KEYS = {"library": "library.path", "models": "models.folder", "cache": "models.cache"}


class Place(TypedDict):
    """A file or folder: `bytes` with all that is in it, `free` on its disk; `setting` is the key that moves it.

    `why` it lies there: a setting's default or the portable folder, the file or the environment gives it, a command
    named it, or it is always beside the library.
    """

    name: PlaceName
    path: str
    exists: bool
    bytes: int
    free: int
    writable: bool
    setting: str
    why: Why


def portable() -> str | None:
    """Return the folder that keeps everything together, None where each system's own places are used."""
    return environment("IMAGEPARSER_PORTABLE")


def places(settings: Settings, library: Path | None = None) -> list[Place]:
    """Return every place, the library first; `library` is the one that is open, else the default one is told."""
    usual = default_library_path(settings)
    chosen = library or usual
    beside = chosen.with_name(chosen.name + ".thumbs"), backup_files.folder_of(chosen)
    other = not _same(chosen, usual)
    given = {name: _why(key) for name, key in _KEYS.items()}
    named: Why = "environment" if environment("IMAGEPARSER_SETTINGS") else "portable" if portable() else "default"
    return [
        _place("library", chosen, "argument" if other else given["library"]),
        _place("thumbnails", beside[0], "beside"),
        _place("backups", beside[1], "beside"),
        _place("settings", settings_path(), named),
        _place("models", default_models_path(settings), given["models"]),
        _place("cache", default_cache_path(settings), given["cache"]),
    ]


def _why(key: str) -> Why:
    source = given_settings().get(key)
    return source or ("portable" if portable() else "default")


def _place(name: PlaceName, path: Path, why: Why) -> Place:
    exists = path.exists()
    standing = next((one for one in (path, *path.parents) if one.exists()), path)
    return {
        "name": name,
        "path": path_text(os.fsencode(path)),
        "exists": exists,
        "bytes": disk.of_folder(path) if path.is_dir() else path.stat().st_size if exists else 0,
        "free": shutil.disk_usage(standing).free if standing.exists() else 0,
        "writable": os.access(standing, os.W_OK),
        "setting": _KEYS.get(name, ""),
        "why": why,
    }


def _same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)
