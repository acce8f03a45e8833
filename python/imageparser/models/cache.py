"""Derived model files: arrays that are costly to make and cheap to map into memory.

Disposable: anything missing, damaged or of another version is made again. Where the folder cannot be written the
arrays simply stay in memory.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from imageparser import log

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

Arrays = dict[str, "NDArray[Any]"]
_SEAL = "complete"


class ArrayCache:
    """A folder of array sets; a set is written beside its place and renamed, so it is there whole or not at all."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def load(self, name: str, build: Callable[[], Mapping[str, NDArray[Any]]]) -> Arrays:
        """Return the set `name` mapped read-only, built first where it is missing or damaged."""
        folder = self._root / name
        found = _read(folder)
        if found is not None:
            return found
        made = dict(build())
        try:
            self._write(folder, made)
        except OSError as error:
            log.get("models").warning("%s: derived model files are kept in memory: %s", self._root, error)
            return made
        return _read(folder) or made

    def _write(self, folder: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._root.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", suffix=".tmp", dir=self._root))
        try:
            for key, array in arrays.items():
                np.save(fresh / f"{key}.npy", array, allow_pickle=False)
            (fresh / _SEAL).write_text(_listing(arrays), encoding="utf-8")
            if folder.exists() and _read(folder) is None:
                shutil.rmtree(folder)
            try:
                fresh.rename(folder)
            except OSError:
                # Another process was quicker; its set is as good as ours.
                if _read(folder) is None:
                    raise
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def _listing(arrays: Mapping[str, NDArray[Any]]) -> str:
    return "\n".join(f"{key} {array.nbytes}" for key, array in sorted(arrays.items()))


def _read(folder: Path) -> Arrays | None:
    try:
        seal = (folder / _SEAL).read_text(encoding="utf-8")
        keys = [line.split()[0] for line in seal.splitlines()]
        arrays: Arrays = {key: np.load(folder / f"{key}.npy", mmap_mode="r", allow_pickle=False) for key in keys}
    except (OSError, ValueError, EOFError, UnicodeDecodeError, IndexError):
        return None
    return arrays if _listing(arrays) == seal else None
