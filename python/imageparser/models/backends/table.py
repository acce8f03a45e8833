"""Which code runs which model: the `backend` of a catalogue entry names a row of this table."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self, runtime_checkable

from imageparser.errors import ModelFailedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from imageparser.models.catalog import Model
    from imageparser.models.wire import Message

# Every model has this operation; a backend that loads in parts brings its own.
LOAD = "load"

# Backend name: module and class. Loaded only inside the model process, so that heavy libraries stay out of ours.
BACKENDS = {
    "builtin.image": ("imageparser.models.backends.builtin.image", "ImageBackend"),
    "builtin.text": ("imageparser.models.backends.builtin.text", "TextBackend"),
    "onnx.dual": ("imageparser.models.backends.onnx.dual", "DualBackend"),
    "onnx.naflex": ("imageparser.models.backends.onnx.naflex", "NaflexBackend"),
    "onnx.text": ("imageparser.models.backends.onnx.text", "TextBackend"),
}


@dataclass(frozen=True, slots=True)
class HostOptions:
    """What a backend may use: threads (0 = one for each core), a folder for derived files, the models folder, a device.

    `memory_limit_mb` bounds what it takes of a card (0 = the card's own limit).
    """

    threads: int
    cache: Path
    folder: Path = Path()
    precision: str = "auto"
    device: str = "auto"
    memory_limit_mb: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return the options as plain values, for the command line of a model process."""
        return {name: str(value) if isinstance(value, Path) else value for name, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Return the options that `to_dict` described; other values are passed over."""
        known = {name: values[name] for name in cls.__dataclass_fields__ if name in values}
        return cls(**{**known, "cache": Path(values["cache"]), "folder": Path(values["folder"])})


class Backend(Protocol):
    """One loaded model: named operations on messages."""

    def __init__(self, model: Model, options: HostOptions) -> None: ...

    @property
    def operations(self) -> Mapping[str, Callable[[Message], Message]]:
        """Return what the model can do."""


@runtime_checkable
class Telling(Protocol):
    """A backend that tells how it runs: `device` (`cpu`, `cuda` ...), `batch` (inputs that it takes at once)."""

    @property
    def about(self) -> Mapping[str, Any]:
        """Return how the model runs, as it is now; `load_s` too where loading goes on after the first question."""


def open_backend(model: Model, options: HostOptions) -> Backend:
    """Load the model of a catalogue entry."""
    try:
        module, name = BACKENDS[model.backend]
    except KeyError:
        raise ModelFailedError(f"{model.id} asks for the unknown backend {model.backend}") from None
    backend: type[Backend] = getattr(import_module(module), name)
    return backend(model, options)
