"""One export from a checkpoint's folder to a finished model: facts, towers, precisions, parity, entry."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from imageparser.errors import ExistsError, ModelMissingError, UsageError
from imageparser.models.catalog import ID, PRECISIONS, catalogue
from imageparser.models.export import checkpoint as checkpoints
from imageparser.models.export import entry, samples, tokens
from imageparser.models.export.report import ExportReport, GraphParity, parity_record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from imageparser.models.catalog import Model
    from imageparser.models.export.checkpoint import Checkpoint
    from imageparser.models.export.conversion import Graphs

    Progress = Callable[[str, int, int], None]

_EXTRA = ("torch", "transformers", "onnx")


def run(
    folder: Path,
    *,
    id: str,  # noqa: A002 - the word of the command and of the entry
    precisions: Sequence[str] = ("fp32",),
    out: Path,
    progress: Progress | None = None,
) -> ExportReport:
    """Export the checkpoint in `folder` as the model `id` into the models folder `out`.

    `<out>/<id>/` gets `tokenizer.json`, `parity.json` and a folder for each precision, `<out>/catalog/<id>.toml` the
    entry; both appear at the end, whole. The checkpoint is only read.

    Args:
        folder: `config.json`, `*.safetensors`, `tokenizer.json`, for pictures `preprocessor_config.json`.
        id: the name of the model, also that of its entry.
        precisions: of `fp32`, `fp16`, `int8`.
        out: the models folder, or any other that `models install` is given later.
        progress: gets the name of the step, how many are done and how many there are.

    Raises:
        ModelMissingError: the `[export]` extra is not installed.
        UsageError: a precision or the id is unknown, or the package's entry of this id describes another model.
        ExistsError: a model of this id lies there already.
        ModelFailedError: a graph differs from torch by more than its precision allows.
        UnsupportedError, NotFoundError, CorruptError: from `checkpoint.read` and the tokenizer check.
    """
    _check_request(precisions, id, out)
    facts = checkpoints.read(folder)
    packaged = catalogue().get(id)
    differences = _differences(facts, packaged)
    tokens.check(facts.folder, facts.prompt, samples.TEXTS)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{id}.", suffix=".export", dir=out) as staging:
        made = _graphs(facts, Path(staging) / "work", progress or _silent)
        target = Path(staging) / id
        parity = made.write(precisions, target)
        inputs = {name: tuple(map(samples.described, made.inputs[name])) for name in made.names}
        _finish(facts, target, parity, inputs)
        size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
        written = entry.text(facts, id, _files(target, precisions), packaged)
        target.rename(out / id)
    path = out / "catalog" / f"{id}.toml"
    entry.write(path, written)
    return ExportReport(id, out / id, path, size, parity, inputs, versions(), differences)


def versions() -> dict[str, str]:
    """Return the versions of what makes and checks the graphs."""
    return {name: version(name) for name in (*_EXTRA, "onnxruntime", "tokenizers", "numpy")}


def _check_request(precisions: Sequence[str], model_id: str, out: Path) -> None:
    missing = [name for name in _EXTRA if find_spec(name) is None]
    if missing:
        raise ModelMissingError(f"{', '.join(missing)} not installed: pip install 'imageparser[export]'")
    unknown = [name for name in precisions if name not in PRECISIONS]
    if unknown or not precisions:
        raise UsageError(f"precisions are of {', '.join(PRECISIONS)}")
    if not ID.fullmatch(model_id):
        raise UsageError(f"{model_id!r} is no name of a model: small letters, digits, dots and hyphens, at most 64")
    if (out / model_id).exists():
        raise ExistsError("there is a model of this id already; remove it first", path=str(out / model_id))


def _differences(facts: Checkpoint, packaged: Model | None) -> tuple[str, ...]:
    found = entry.differences(packaged, facts) if packaged else ()
    if packaged and any(one.startswith(("backend:", "dimension:")) for one in found):
        raise UsageError(f"the checkpoint is not {packaged.id} ({'; '.join(found)}): give it another id")
    return found


def _graphs(facts: Checkpoint, work: Path, progress: Progress) -> Graphs:
    from imageparser.models.export.conversion import Graphs  # noqa: PLC0415 - loads torch

    return Graphs(facts, work, progress)


def _finish(
    facts: Checkpoint, target: Path, parity: dict[str, tuple[GraphParity, ...]], inputs: dict[str, tuple[str, ...]]
) -> None:
    shutil.copyfile(facts.folder / tokens.FILE, target / tokens.FILE)
    record = parity_record(facts, parity, inputs, versions())
    (target / "parity.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def _files(target: Path, precisions: Sequence[str]) -> dict[str, list[tuple[str, int, str]]]:
    """Return name, size and SHA-256 of every file by its folder, in the order in which precisions were asked for."""
    found: dict[str, list[tuple[str, int, str]]] = {name: [] for name in ("", *precisions)}
    for path in sorted(path for path in target.rglob("*") if path.is_file()):
        name = path.relative_to(target).as_posix()
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        found[name.rpartition("/")[0]].append((name, path.stat().st_size, digest))
    return found


def _silent(_step: str, _done: int, _total: int) -> None:
    """Report to nobody."""
