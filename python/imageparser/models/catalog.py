"""The models that are known: one TOML file each, in `models/onnx` of the source tree and in the package's data."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imageparser.errors import ModelFailedError, ModelMissingError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

SLOTS = {"VV": "pictures to vectors", "VT": "text in the visual space", "MV": "text to vectors", "MC": "captions"}
TIERS = ("builtin", "standard", "pro", "ultra")


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file of a model; `origin` is `package` (the module that pip installed) or `data` (ours)."""

    origin: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Model:
    """One catalogue entry."""

    id: str
    title: str
    slot: str
    tier: str
    backend: str
    dimension: int
    precision: str
    licence: str
    revision: str
    host: str
    space: str = ""
    memory_mb: int = 0
    distribution: str = ""
    module: str = ""
    preprocess: Mapping[str, Any] = field(default_factory=dict)
    prompt: Mapping[str, Any] = field(default_factory=dict)
    schema: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[ModelFile, ...] = ()

    def path(self, name: str) -> Path:
        """Return where the file called `name` lies, checked for its size.

        Raises:
            ModelMissingError: the package that brings the file is not installed.
            ModelFailedError: the installed file is another one.
        """
        entry = next(file for file in self.files if file.name == name)
        found = (data_folder() if entry.origin == "data" else self._package_folder()) / name
        if not found.is_file():
            raise self._missing()
        if found.stat().st_size != entry.size:
            message = f"The file of {self.id} has another size than revision {self.revision}."
            raise ModelFailedError(message, path=str(found))
        return found

    def verified(self, name: str) -> Path:
        """Return `path(name)` after its digest was checked too: for whoever reads the whole file anyway.

        Raises:
            ModelMissingError: the package that brings the file is not installed.
            ModelFailedError: the installed file is another one.
        """
        found = self.path(name)
        with found.open("rb") as stream:
            actual = hashlib.file_digest(stream, "sha256").hexdigest()
        if actual != next(file.sha256 for file in self.files if file.name == name):
            raise ModelFailedError(f"The file of {self.id} is not that of revision {self.revision}.", path=str(found))
        return found

    def _package_folder(self) -> Path:
        spec = find_spec(self.module)
        if spec is None or spec.origin is None:
            raise self._missing()
        return Path(spec.origin).parent

    def _missing(self) -> ModelMissingError:
        return ModelMissingError(f"{self.title} is not installed: pip install {self.distribution}")


def data_folder() -> Path:
    """Return the folder of our own data files."""
    return Path(__file__).parent / "data"


@cache
def catalogue() -> Mapping[str, Model]:
    """Return every known model by its id."""
    return {path.stem: read_model(path) for path in sorted(data_folder().glob("*.toml"))}


def model(model_id: str) -> Model:
    """Return the entry of an id.

    Raises:
        UsageError: no entry has this id.
    """
    try:
        return catalogue()[model_id]
    except KeyError:
        raise UsageError(f"there is no model {model_id}; known are {', '.join(catalogue())}") from None


def for_slot(slot: str, tier: str) -> Model:
    """Return the model that serves a slot in a tier.

    Raises:
        ModelMissingError: the catalogue has none.
    """
    found = [entry for entry in catalogue().values() if (entry.slot, entry.tier) == (slot, tier)]
    if not found:
        raise ModelMissingError(f"tier {tier} has no model for {SLOTS[slot]} ({slot})")
    return found[0]


def read_model(path: Path) -> Model:
    """Read one entry; its id is the name of the file.

    Raises:
        ModelFailedError: a field is missing, unknown or wrong.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        package = values.pop("package", {})
        listed = [{"origin": item.pop("from"), **item} for item in values.pop("files", [])]
        values = {"host": path.stem, **values, **package, "files": tuple(ModelFile(**item) for item in listed)}
        entry = Model(id=path.stem, **values)
    except (tomllib.TOMLDecodeError, TypeError, KeyError, UnicodeDecodeError) as error:
        raise ModelFailedError(f"The catalogue entry cannot be read: {error}", path=str(path)) from None
    if entry.slot not in SLOTS or entry.tier not in TIERS:
        raise ModelFailedError(f"Slot {entry.slot} or tier {entry.tier} is unknown.", path=str(path))
    return entry
