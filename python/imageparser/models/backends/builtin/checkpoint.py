"""Read the weights of an old torch checkpoint (the pickle layout before 1.6) without torch and without its risks.

Layout: five pickles in a row (magic number, protocol, system info, the object, the list of storage keys), then
for each key an element count (int64) and the raw little-endian elements.
"""

from __future__ import annotations

import pickle
import struct
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar

import numpy as np

from imageparser.errors import ModelFailedError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

MAGIC = 0x1950A86A20F9469CFC6C
PROTOCOL = 1001
_STORAGE_TYPES = {"FloatStorage": np.dtype("<f4"), "LongStorage": np.dtype("<i8")}


@dataclass(frozen=True)
class _Storage:
    key: str
    dtype: np.dtype[Any]
    length: int


@dataclass(frozen=True)
class _View:
    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    stride: tuple[int, ...]

    def cut(self, data: NDArray[Any]) -> NDArray[Any]:
        """Return the part of the storage that this tensor shows, checked against its bounds."""
        if min((self.offset, *self.shape, *self.stride)) < 0:
            raise ModelFailedError("A tensor of the checkpoint has a negative shape.")
        if 0 in self.shape:
            return np.zeros(self.shape, data.dtype)
        last = self.offset + sum((size - 1) * step for size, step in zip(self.shape, self.stride, strict=True))
        if last >= len(data):
            raise ModelFailedError("A tensor of the checkpoint reaches beyond its storage.")
        strides = tuple(step * data.itemsize for step in self.stride)
        return np.array(np.lib.stride_tricks.as_strided(data[self.offset :], self.shape, strides), order="C")


def _rebuild_tensor(storage: _Storage, offset: int, shape: Any, stride: Any, *_rest: object) -> _View:
    return _View(storage, offset, tuple(shape), tuple(stride))


class _WeightsOnly(pickle.Unpickler):
    """An unpickler that knows tensors in an ordered dictionary and refuses everything else."""

    _ALLOWED: ClassVar[dict[tuple[str, str], Any]] = {
        ("collections", "OrderedDict"): OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): _rebuild_tensor,
        **{("torch", name): dtype for name, dtype in _STORAGE_TYPES.items()},
    }

    def find_class(self, module: str, name: str) -> Any:
        """Return one of the few allowed names."""
        try:
            return self._ALLOWED[module, name]
        except KeyError:
            raise ModelFailedError(f"The checkpoint asks for {module}.{name}, which is refused.") from None

    def persistent_load(self, pid: Any) -> _Storage:
        """Return the description of a storage; its elements follow behind the pickles."""
        kind, dtype, key, _location, length, view = pid
        if kind != "storage" or not isinstance(dtype, np.dtype) or view is not None:
            raise ModelFailedError("The checkpoint holds a storage of an unknown kind.")
        return _Storage(str(key), dtype, int(length))


def read_checkpoint(path: Path) -> dict[str, NDArray[Any]]:
    """Return every tensor of the state dictionary by its name.

    Raises:
        ModelFailedError: the file is damaged, of another layout, or wants to run code.
    """
    try:
        with path.open("rb") as file:
            return _read(file)
    except (pickle.UnpicklingError, EOFError, ValueError, TypeError, KeyError, IndexError, struct.error) as error:
        raise ModelFailedError(f"The checkpoint cannot be read: {error}", path=str(path)) from error


def _read(file: BinaryIO) -> dict[str, NDArray[Any]]:
    magic, protocol, _system, state, keys = (_WeightsOnly(file).load() for _ in range(5))
    if (magic, protocol) != (MAGIC, PROTOCOL) or not isinstance(state, dict):
        raise ModelFailedError("The file is no checkpoint of the old layout.")
    views = {name: view for name, view in state.items() if isinstance(view, _View)}
    wanted = {view.storage.key: view.storage for view in views.values()}
    data = {key: _read_storage(file, wanted[key]) for key in keys}
    return {name: view.cut(data[view.storage.key]) for name, view in views.items()}


def _read_storage(file: BinaryIO, storage: _Storage) -> NDArray[Any]:
    (length,) = struct.unpack("<q", file.read(8))
    if length != storage.length:
        raise ModelFailedError(f"Storage {storage.key} holds {length} elements in place of {storage.length}.")
    raw = file.read(length * storage.dtype.itemsize)
    if len(raw) != length * storage.dtype.itemsize:
        raise ModelFailedError("The checkpoint is cut off.")
    return np.frombuffer(raw, storage.dtype)
