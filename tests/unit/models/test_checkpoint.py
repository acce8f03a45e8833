from __future__ import annotations

import io
import pickle
import struct
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from imageparser.errors import ModelFailedError
from imageparser.models import catalog
from imageparser.models.backends.builtin import checkpoint

if TYPE_CHECKING:
    from pathlib import Path

HEAD = [checkpoint.MAGIC, checkpoint.PROTOCOL, {"little_endian": True}]


class Call:
    """Pickles as a call of a named function."""

    def __init__(self, function: Any, *arguments: Any) -> None:
        self.parts = function, arguments

    def __reduce__(self) -> Any:
        return self.parts


class FakeGlobal:
    """Pickles as a global of torch, which need not be installed."""

    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = module, name


class Writer(pickle._Pickler):  # type: ignore[name-defined]
    """Writes storages by persistent ids and torch names by name, as torch did."""

    def persistent_id(self, obj: Any) -> Any:
        return obj.pid if isinstance(obj, Storage) else None

    def save(self, obj: Any, save_persistent_id: bool = True) -> Any:  # noqa: FBT001, FBT002
        if isinstance(obj, FakeGlobal):
            self.write(pickle.GLOBAL + f"{obj.module}\n{obj.name}\n".encode())
            return None
        if isinstance(obj, Tensor):
            self.save(FakeGlobal("torch._utils", "_rebuild_tensor_v2"))
            self.save(obj.arguments)
            self.write(pickle.REDUCE)
            return None
        return super().save(obj, save_persistent_id)


class Storage:
    def __init__(self, key: str, length: int, kind: str = "FloatStorage", view: Any = None) -> None:
        self.pid = ("storage", FakeGlobal("torch", kind), key, "cpu", length, view)


class Tensor:
    def __init__(self, storage: Storage, offset: int, shape: tuple[int, ...], stride: tuple[int, ...]) -> None:
        self.arguments = (storage, offset, shape, stride, False, OrderedDict())


def write(path: Path, state: Any, storages: dict[str, np.ndarray[Any, Any]], head: list[Any] = HEAD) -> Path:
    buffer = io.BytesIO()
    for item in (*head, state, list(storages)):
        Writer(buffer, 2).dump(item)
    for data in storages.values():
        buffer.write(struct.pack("<q", len(data)) + data.tobytes())
    path.write_bytes(buffer.getvalue())
    return path


def test_views_of_shared_storages_are_cut_out(tmp_path: Path) -> None:
    data = np.arange(12, dtype=np.float32)
    counts = np.array([7], np.int64)
    shared = Storage("0", 12)
    state = OrderedDict(
        a=Tensor(shared, 0, (3, 2), (2, 1)),
        turned=Tensor(shared, 6, (2, 3), (1, 2)),
        n=Tensor(Storage("1", 1, "LongStorage"), 0, (), ()),
        empty=Tensor(shared, 0, (0, 4), (4, 1)),
    )
    found = checkpoint.read_checkpoint(write(tmp_path / "a.pth", state, {"0": data, "1": counts}))
    assert found["a"].tolist() == [[0, 1], [2, 3], [4, 5]]
    assert found["turned"].tolist() == [[6, 8, 10], [7, 9, 11]]
    assert int(found["n"]) == 7
    assert found["empty"].shape == (0, 4)


def test_the_installed_weights_are_read() -> None:
    model = catalog.model("builtin-efficientnet-lite0")
    found = checkpoint.read_checkpoint(model.verified(model.files[0].name))
    assert len(found) == 296
    assert found["_conv_stem.weight"].shape == (32, 3, 3, 3)
    assert found["_fc.weight"].shape == (1000, 1280)
    assert all(np.isfinite(array).all() for array in found.values())


@pytest.mark.parametrize("function", [eval, print, __import__])
def test_a_hostile_pickle_runs_nothing(tmp_path: Path, function: Any) -> None:
    marker = tmp_path / "ran"
    state = OrderedDict(a=Call(function, f"open({str(marker)!r}, 'w')"))
    path = write(tmp_path / "hostile.pth", state, {})
    with pytest.raises(ModelFailedError, match="refused"):
        checkpoint.read_checkpoint(path)
    assert not marker.exists()


@pytest.mark.parametrize(
    "name", [("os", "system"), ("builtins", "getattr"), ("torch", "load"), ("numpy", "load"), ("collections", "deque")]
)
def test_only_tensors_are_allowed(tmp_path: Path, name: tuple[str, str]) -> None:
    path = write(tmp_path / "hostile.pth", OrderedDict(a=FakeGlobal(*name)), {})
    with pytest.raises(ModelFailedError, match="refused"):
        checkpoint.read_checkpoint(path)


@pytest.mark.parametrize(
    ("tensor", "reason"),
    [
        (Tensor(Storage("0", 4), 2, (3,), (1,)), "beyond"),
        (Tensor(Storage("0", 4), -1, (1,), (1,)), "negative"),
        (Tensor(Storage("0", 4), 0, (2, 2), (1 << 40, 1)), "beyond"),
        (Tensor(Storage("0", 4), 0, (2,), (-1,)), "negative"),
        (Tensor(Storage("0", 9), 0, (2,), (1,)), "in place of"),
        (Tensor(Storage("0", 4, view=("1", 0, 2)), 0, (2,), (1,)), "unknown kind"),
    ],
)
def test_a_tensor_outside_its_storage_is_refused(tmp_path: Path, tensor: Tensor, reason: str) -> None:
    path = write(tmp_path / "bad.pth", OrderedDict(a=tensor), {"0": np.zeros(4, np.float32)})
    with pytest.raises(ModelFailedError, match=reason):
        checkpoint.read_checkpoint(path)


@pytest.mark.parametrize("keep", [0, 1, 20, 60, 150])
def test_a_cut_file_is_an_error(tmp_path: Path, keep: int) -> None:
    state = OrderedDict(a=Tensor(Storage("0", 4), 0, (4,), (1,)))
    path = write(tmp_path / "cut.pth", state, {"0": np.zeros(4, np.float32)})
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ModelFailedError):
        checkpoint.read_checkpoint(path)
    whole = write(tmp_path / "short.pth", state, {"0": np.zeros(4, np.float32)})
    whole.write_bytes(whole.read_bytes()[:-1])
    with pytest.raises(ModelFailedError, match="cut off"):
        checkpoint.read_checkpoint(whole)


def test_another_layout_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path / "other.pth", OrderedDict(), {}, head=[1, 2, {}])
    with pytest.raises(ModelFailedError, match="old layout"):
        checkpoint.read_checkpoint(path)
