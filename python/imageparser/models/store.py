"""The models folder: which models are installed, in which precision they run, and which of them serves a slot.

`<models folder>/<id>/installed.json` lists what lies there; `<models folder>/catalog/*.toml` are the user's entries.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self

from imageparser import log
from imageparser.errors import ModelFailedError, ModelMissingError, UsageError
from imageparser.models.catalog import SLOTS, Model, ModelFile, catalogue, read_model
from imageparser.settings import default_models_path

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from imageparser.settings import Settings

RECORD = "installed.json"
PARITY = "parity.json"
CATALOG = "catalog"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Installed:
    """What `installed.json` says: where a model came from and every file of it.

    `precision` is the one that `models.precision: auto` stands for on this machine; `commit` is what the source called
    itself when it was installed (a commit of the repository, or a digest of an Ollama server); `entry` tells that the
    catalogue entry came along and goes with the model.
    """

    id: str
    precision: str
    files: tuple[ModelFile, ...]
    source: str = ""
    revision: str = ""
    commit: str = ""
    at: str = ""
    entry: bool = False

    def precisions(self) -> tuple[str, ...]:
        """Return the precisions whose files are here."""
        return tuple(dict.fromkeys(file.name.split("/")[0] for file in self.files if "/" in file.name))

    def to_dict(self) -> dict[str, Any]:
        """Return the record as it is written."""
        files = [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in self.files]
        return {"format": FORMAT, **asdict(self), "files": files}


class Store:
    """The models that are known here, each with what is installed of it."""

    def __init__(
        self, folder: Path, *, precision: str = "auto", tier: str = "builtin", use: Mapping[str, str] | None = None
    ) -> None:
        self.folder = folder
        self._precision = precision
        self._tier = tier
        self._use = {slot: model_id for slot, model_id in (use or {}).items() if model_id}

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the store that the settings describe."""
        chosen = settings.models
        folder = default_models_path(settings)
        return cls(folder, precision=chosen.precision, tier=chosen.tier, use=chosen.use.model_dump())

    def entries(self) -> dict[str, Model]:
        """Return every known model by its id; an entry of the user takes the place of the package's.

        Raises:
            ModelFailedError: the record of an installed model cannot be read.
        """
        return {model_id: self._bound(entry) for model_id, entry in self.known().items()}

    def model(self, model_id: str) -> Model:
        """Return one model.

        Raises:
            UsageError: no entry has this id.
            ModelFailedError: the record of the installed model cannot be read.
        """
        known = self.known()
        if model_id not in known:
            raise UsageError(f"there is no model {model_id}: imageparser models list")
        return self._bound(known[model_id])

    def for_slot(self, slot: str) -> Model:
        """Return the model that serves a slot: the one that the settings name, else that of the tier.

        Text in the visual space (VT) follows the model of the pictures (VV), since it must share its space.

        Raises:
            ModelMissingError: the catalogue has none.
            UsageError: the settings name a model that does not exist or does not serve the slot.
        """
        if slot == "VT":
            return self.text_of(self.for_slot("VV"))
        if named := self._use.get(slot):
            found = self.model(named)
            if slot not in found.slots:
                raise UsageError(f"setting models.use.{slot}: {named} serves {', '.join(found.slots)}")
            return found
        for entry in self.known().values():
            if slot in entry.slots and self._tier in entry.tiers:
                return self._bound(entry)
        raise ModelMissingError(f"tier {self._tier} has no model for {SLOTS[slot]} ({slot})")

    def installed(self, model_id: str) -> Installed | None:
        """Return the record of an installed model; None where it is not installed.

        Raises:
            ModelFailedError: there is a record that cannot be read.
        """
        try:
            return read_record(self.folder / model_id / RECORD)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def text_of(self, pictures: Model) -> Model:
        """Return the model that brings text into the space of a model of pictures; often the same one.

        Raises:
            ModelMissingError: the catalogue has none.
        """
        if "VT" in pictures.slots:
            return pictures
        for entry in self.known().values():
            if "VT" in entry.slots and entry.space == pictures.id:
                return self._bound(entry)
        raise ModelMissingError(f"no model brings text into the space of {pictures.id}")

    def known(self) -> dict[str, Model]:
        """Return every known model as its entry has it, whatever is installed."""
        own = (read_entry(path) for path in sorted((self.folder / CATALOG).glob("*.toml")))
        return {**catalogue(), **{entry.id: entry for entry in own if entry is not None}}

    def _bound(self, entry: Model) -> Model:
        if entry.source is None:
            return entry
        record = self.installed(entry.id)
        if record is None:
            return self._in_precision(entry, self._precision)
        there = record.precisions()
        wanted = self._precision if self._precision in there else record.precision
        # The report of the export is no part of what a model computes, and so none of its version key.
        kept = [file for file in record.files if file.name != PARITY]
        files = tuple(file for file in kept if "/" not in file.name or file.name.startswith(f"{wanted}/"))
        revision = record.commit if not record.files else entry.revision
        bound = replace(entry, folder=self.folder / entry.id, files=files, revision=revision)
        return self._in_precision(bound, wanted)

    @staticmethod
    def _in_precision(entry: Model, wanted: str) -> Model:
        chosen = next((precision for precision in entry.precisions if precision.name == wanted), None)
        return entry if chosen is None else replace(entry, precision=chosen.name, memory_mb=chosen.memory_mb)


def read_entry(path: Path) -> Model | None:
    """Read an entry of the user, anew only where its file has changed; None, and a warning, where it is wrong."""
    try:
        state = path.stat()
    except OSError:
        return None
    return _read_entry(path, state.st_mtime_ns, state.st_size)


def read_record(path: Path) -> Installed:
    """Read the list of files of a model, anew only where it has changed.

    Raises:
        FileNotFoundError: there is none.
        ModelFailedError: it cannot be read.
    """
    state = path.stat()
    return _read_record(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=64)
def _read_entry(path: Path, _time: int, _size: int) -> Model | None:
    try:
        return read_model(path)
    except ModelFailedError as error:
        log.get("models").warning("%s", error)
        return None


@lru_cache(maxsize=64)
def _read_record(path: Path, _time: int, _size: int) -> Installed:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if values.pop("format") != FORMAT:
            raise ModelFailedError("The model was installed by another version of ImageParser.", path=str(path))
        files = tuple(ModelFile(item["name"], int(item["size"]), item["sha256"]) for item in values.pop("files"))
        return Installed(files=files, **values)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelFailedError(f"The record of the installed model cannot be read: {error}", path=str(path)) from None
