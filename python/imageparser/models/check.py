"""Is a model what it says: its files, its parity, and one picture and one text through its graphs.

Graphs are opened in a model process only: a damaged one may end the process that opens it.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imageparser.errors import CorruptError, ImageParserError, ModelFailedError, ModelMissingError
from imageparser.models import files
from imageparser.models.lifecycle import Models
from imageparser.models.progress import Step, silent
from imageparser.models.store import PARITY, Store
from imageparser.settings import UseSettings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from imageparser.models.catalog import Model, ModelFile
    from imageparser.models.progress import Progress
    from imageparser.settings import Settings

MOST_DIFFERENCE = 1e-4
LEAST_COSINE = 0.999
# Two rows of three colours: the smallest picture that is not of one colour.
_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000030000000208020000001216f14d000000164944415478da63f8cfc0c0"
    "00c30cffffff6f686800003ed8077bf268f8620000000049454e44ae426082"
)
_TEXTS = ("a cat on a chair", "의자 위의 고양이")


@dataclass(frozen=True, slots=True)
class FileState:
    """One file of an installed model: `ok`, or what is wrong with it."""

    name: str
    ok: bool
    problem: str = ""


def listed(folder: Path, progress: Progress) -> tuple[ModelFile, ...]:
    """Return every file of a model's folder with its digest.

    Raises:
        CorruptError: a name is none of a model's file.
    """
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    found = []
    for number, path in enumerate(paths):
        name = files.safe_name(path.relative_to(folder).as_posix())
        progress(Step("check", name, number, len(paths)))
        found.append(files.measure(path, name, lambda _size: None))
    return tuple(found)


def against_entry(entry: Model, found: Iterable[ModelFile], precisions: Iterable[str]) -> None:
    """Hold files against the digests that a catalogue entry names.

    Raises:
        CorruptError: one is missing or another.
    """
    here = {file.name: file for file in found}
    asked = [file for one in entry.precisions if one.name in set(precisions) for file in one.files]
    for expected in (*entry.files, *asked):
        if here.get(expected.name) != expected:
            raise CorruptError(f"{expected.name} is missing or not the file that the catalogue names.")


def parity(folder: Path, precisions: Iterable[str]) -> None:
    """Return where the report of the export, if there is one, says that the graphs do what the checkpoint does.

    Raises:
        CorruptError: the report cannot be read.
        ModelFailedError: a precision failed or is not among those that were compared.
    """
    path = folder / PARITY
    if not path.exists():
        return
    try:
        told = json.loads(path.read_text(encoding="utf-8"))["precisions"]
        for precision in precisions:
            for graph in told.get(precision) or [{}]:
                _graph_parity(path, precision, graph)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CorruptError(f"The report of the export cannot be read: {error}", path=str(path)) from None


def _graph_parity(path: Path, precision: str, graph: dict[str, Any]) -> None:
    if not graph:
        raise ModelFailedError(f"Precision {precision} was not compared with the checkpoint.", path=str(path))
    difference, cosine = float(graph["max_difference"]), float(graph["min_cosine"])
    limit = MOST_DIFFERENCE if precision == "fp32" else math.inf
    if not (difference <= limit and cosine >= LEAST_COSINE):
        told = f"{graph['graph']} in {precision} differs by {difference:g}, cosine {cosine:g}"
        raise ModelFailedError(f"The export does not do what the checkpoint does: {told}.", path=str(path))


def run(folder: Path, model_id: str, precisions: Iterable[str], settings: Settings, progress: Progress) -> None:
    """Put one picture and two texts through a model that lies in the models folder `folder`.

    Raises:
        ModelFailedError: a graph cannot be opened, or its vectors have another length than the catalogue says.
    """
    for precision in precisions:
        progress(Step("check", precision))
        entry = Store(folder, precision=precision).model(model_id)
        use = UseSettings(**{slot: model_id for slot in entry.slots if slot in UseSettings.model_fields})
        changed = {"folder": folder, "precision": precision, "device": "cpu", "use": use}
        chosen = settings.model_copy(update={"models": settings.models.model_copy(update=changed)})
        try:
            with Models(chosen) as models:
                _ask(models, entry)
        except ModelMissingError as error:
            raise ModelFailedError(f"{model_id} in {precision}: {error.message}", path=error.path) from None


def _ask(models: Models, entry: Model) -> None:
    if "VV" in entry.slots:
        encoder = models.visual()
        (prepared,) = encoder.prepare([_PICTURE])
        if isinstance(prepared, ImageParserError):
            raise prepared
        encoder.embed([prepared])
    if "VT" in entry.slots:
        models.visual_text().embed(_TEXTS)
    if "MV" in entry.slots:
        models.meaning().embed(_TEXTS)


def verify(store: Store, model_id: str, progress: Progress = silent) -> list[FileState]:
    """Read every file of a model again and hold it against what was recorded when it was installed.

    Raises:
        UsageError: there is no such model.
        ModelMissingError: it is not installed.
        ModelFailedError: its record cannot be read.
    """
    entry = store.model(model_id)
    record = store.installed(model_id)
    if record is None and entry.source is not None:
        raise ModelMissingError(
            f"{entry.title} is not installed: imageparser models install {model_id}", about=entry.title
        )
    expected = entry.files if record is None else record.files
    states = []
    for number, file in enumerate(expected):
        progress(Step("check", file.name, number, len(expected)))
        states.append(_state(store, entry, file))
    return states


def _state(store: Store, entry: Model, file: ModelFile) -> FileState:
    try:
        if entry.source is None:
            entry.verified(file.name)
            return FileState(file.name, ok=True)
        found = files.measure(store.folder / entry.id / files.safe_name(file.name), file.name, lambda _size: None)
    except ImageParserError as error:
        return FileState(file.name, ok=False, problem=error.message)
    if found.size != file.size:
        return FileState(file.name, ok=False, problem=f"{found.size} bytes instead of {file.size}")
    same = found.sha256 == file.sha256
    return FileState(file.name, ok=same, problem="" if same else "another digest")
