"""Where a model's files come from: the hub, a folder or stick, an Ollama server. Each fills a staging folder.

The staging folder is a models folder of its own: `<id>/` with the files, `catalog/<id>.toml` if an entry comes along.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

from imageparser.errors import CorruptError, DownloadFailedError, ModelMissingError, NotFoundError, UsageError
from imageparser.models import files
from imageparser.models.catalog import PRECISIONS
from imageparser.models.progress import Step
from imageparser.models.store import CATALOG, PARITY, RECORD, read_record

# ruff: noqa: PLC0415  Network, Ollama and torch are loaded by whoever asks for them.

if TYPE_CHECKING:
    from pathlib import Path

    from imageparser.models.catalog import Model, Source
    from imageparser.models.download import Hub, Remote
    from imageparser.models.progress import Progress, What
    from imageparser.settings import Settings

TOKENIZER = "tokenizer.json"
_EXTRA = ("torch", "transformers", "onnx")
_NEEDED = ("config.json", TOKENIZER)
_WELCOME = (
    "preprocessor_config.json",
    "processor_config.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "config_sentence_transformers.json",
)
_WEIGHTS, _SHARDS = "model.safetensors", "model.safetensors.index.json"
_COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a source: the model's entry, the precisions, and the folder that is filled.

    `origin` is the folder to take it from; None means the place that the entry names.
    """

    entry: Model
    precisions: tuple[str, ...]
    staging: Path
    settings: Settings
    progress: Progress
    origin: Path | None = None

    @property
    def source(self) -> Source:
        """Return the place that the entry names; models of packages have none and are never asked for here."""
        assert self.entry.source is not None  # noqa: S101
        return self.entry.source


@dataclass(frozen=True, slots=True)
class Obtained:
    """What a source gave: its own name for that state, and what the checkpoint said otherwise than the catalogue."""

    commit: str = ""
    differences: tuple[str, ...] = ()


class Telling:
    """Adds the bytes of single files up to the progress of all of them."""

    def __init__(self, progress: Progress, what: What, total: int) -> None:
        self._progress, self._what, self._total = progress, what, total
        self._done = 0

    def file(self, name: str, done: int) -> None:
        """Tell how much of the current file is there."""
        self._progress(Step(self._what, name, self._done + done, self._total))

    def finished(self, size: int) -> None:
        """Count the current file as done."""
        self._done += size


def obtain(wanted: Wanted) -> Obtained:
    """Fill the staging folder; see the functions below for what can go wrong."""
    if wanted.origin is not None:
        return from_folder(wanted.origin, wanted)
    return from_ollama(wanted) if wanted.source.kind == "ollama" else from_hub(wanted)


def from_folder(folder: Path, wanted: Wanted) -> Obtained:
    """Take a model from a folder: an exported one, another machine's models folder, or a checkpoint.

    Raises:
        NotFoundError: the folder holds no such model.
        CorruptError: its list of files is hostile or its files are others than listed.
        ModelMissingError: it is a checkpoint, and the `[export]` extra is not installed.
    """
    if not folder.is_dir():
        raise NotFoundError("There is no such folder.", path=str(folder))
    found = model_in(folder, wanted.entry.id)
    if found is None and (folder / "config.json").is_file():
        commit = folder.resolve().name
        return _exported(folder, wanted, commit if _COMMIT.fullmatch(commit) else "")
    if found is None:
        message = f"There is neither {wanted.entry.id} (an exported model) nor a checkpoint (config.json) in it."
        raise NotFoundError(message, path=str(folder))
    return _copied(found, wanted)


def model_in(folder: Path, model_id: str) -> Path | None:
    """Return where a folder holds a finished model of this id: below it, or the folder itself."""
    for place in (folder / model_id, folder):
        if (place / RECORD).is_file() or any((place / precision).is_dir() for precision in PRECISIONS):
            return place
    return None


def entry_in(folder: Path, model_id: str) -> Path | None:
    """Return the catalogue entry that comes along with a model in a folder."""
    places = (folder / CATALOG / f"{model_id}.toml", folder.parent / CATALOG / f"{model_id}.toml")
    return next((place for place in places if place.is_file()), None)


def _copied(place: Path, wanted: Wanted) -> Obtained:
    record = read_record(place / RECORD) if (place / RECORD).is_file() else None
    if record is not None and record.id != wanted.entry.id:
        raise UsageError(f"the folder holds {record.id}, not {wanted.entry.id}", path=str(place))
    listed = {files.safe_name(file.name): file for file in record.files} if record else dict.fromkeys(_walked(place))
    names = [name for name in listed if "/" not in name or name.split("/")[0] in wanted.precisions]
    for precision in wanted.precisions:
        if not any(name.startswith(f"{precision}/") for name in names):
            raise NotFoundError(f"The folder has no files in {precision}.", path=str(place))
    with files.told_by_the_disk(place):
        total = sum((place / name).lstat().st_size for name in names)
    files.need_room(wanted.staging, total)
    telling = Telling(wanted.progress, "copy", total)
    for name in names:
        done = 0

        def told(size: int, name: str = name) -> None:
            nonlocal done
            done += size
            telling.file(name, done)

        made = files.copy(place / name, wanted.staging / wanted.entry.id / name, name, told)
        expected = listed[name]
        if expected is not None and made != expected:
            raise CorruptError("The file is not the one that its list of files tells.", path=str(place / name))
        telling.finished(made.size)
    if entry := entry_in(place, wanted.entry.id):
        (wanted.staging / CATALOG).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(entry, wanted.staging / CATALOG / entry.name)
    return Obtained(record.commit if record else "")


def _walked(place: Path) -> list[str]:
    """Return the names of a model's files where no list tells them; what lies beside them stays where it is."""
    inside = [path for name in PRECISIONS for path in sorted((place / name).glob("*"))]
    common = [place / name for name in (TOKENIZER, PARITY) if (place / name).exists()]
    return [files.safe_name(path.relative_to(place).as_posix()) for path in (*common, *inside)]


def from_hub(wanted: Wanted) -> Obtained:
    """Fetch a model from the hub; a checkpoint is exported afterwards.

    Raises:
        DownloadFailedError: the hub does not answer, or lacks a file, or sends another one.
        DiskFullError: there is no room for the files.
        ModelMissingError: it is a checkpoint, and the `[export]` extra is not installed.
    """
    from imageparser.models.download import Hub

    source = wanted.source
    if source.kind == "checkpoint":
        need_extra()
    with Hub(wanted.settings.models.hub) as hub:
        if source.kind == "onnx":
            return _graphs(hub, source, wanted)
        target = wanted.staging.parent / "checkpoint"
        commit = _fetched(hub, _checkpoint_files(hub, source, target), target, wanted)
    return _exported(target, wanted, commit)


def _checkpoint_files(hub: Hub, source: Source, target: Path) -> list[Remote]:
    """Ask the hub for every file of a checkpoint; all of one commit, whatever is pushed meanwhile."""
    first = _wanted_file(hub, source, _NEEDED[0])
    pinned = _at(source, first.commit)
    found = [first, *(_wanted_file(hub, pinned, name) for name in _NEEDED[1:])]
    found += filter(None, (hub.describe(pinned, name) for name in _WELCOME))
    whole = hub.describe(pinned, _WEIGHTS)
    if whole is not None:
        return [*found, whole]
    index = _wanted_file(hub, pinned, _SHARDS)
    hub.fetch(index, target / _SHARDS, lambda _done: None)
    try:
        named = set(json.loads((target / _SHARDS).read_text(encoding="utf-8"))["weight_map"].values())
        names = sorted(files.safe_name(name) for name in named)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CorruptError(f"The list of weights cannot be read: {error}", path=index.url) from None
    return [*found, *(_wanted_file(hub, pinned, name) for name in names)]


def _graphs(hub: Hub, source: Source, wanted: Wanted) -> Obtained:
    """Fetch a finished model: its list of files first, then what the precisions need of them."""
    target = wanted.staging / wanted.entry.id
    manifest = _wanted_file(hub, source, RECORD)
    hub.fetch(manifest, target / RECORD, lambda _done: None)
    record = read_record(target / RECORD)
    (target / RECORD).unlink()
    pinned = _at(source, manifest.commit)
    kept = {"", *wanted.precisions}
    listed = {files.safe_name(file.name): file for file in record.files if file.name.rpartition("/")[0] in kept}
    missing = set(wanted.precisions) - {name.split("/")[0] for name in listed}
    if missing:
        raise DownloadFailedError(f"The repository has no files in {', '.join(sorted(missing))}.", path=manifest.url)
    commit = _fetched(hub, [_wanted_file(hub, pinned, name) for name in listed], target, wanted)
    for name, expected in listed.items():
        if files.measure(target / name, name, lambda _size: None) != expected:
            raise DownloadFailedError("The file is not the one that its list of files tells.", path=name)
    return Obtained(commit)


def _fetched(hub: Hub, remotes: list[Remote], target: Path, wanted: Wanted) -> str:
    """Fetch some files of one commit, after a look at the room; return the commit."""
    sizes = [remote.size or 0 for remote in remotes]
    here = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    graphs = sum(one.memory_mb << 20 for one in wanted.entry.precisions if one.name in wanted.precisions)
    files.need_room(wanted.staging, sum(sizes) - here + graphs)
    telling = Telling(wanted.progress, "download", sum(sizes))
    for remote in remotes:
        place = target / remote.name
        if not _is_here(place, remote):
            hub.fetch(remote, place, lambda done, name=remote.name: telling.file(name, done))  # type: ignore[misc]
        telling.finished(remote.size or 0)
    return remotes[0].commit


def _is_here(place: Path, remote: Remote) -> bool:
    """Tell whether an earlier attempt fetched the file; only a digest of the hub proves that it is this one."""
    if not remote.sha256 or not place.is_file() or place.stat().st_size != remote.size:
        return False
    return files.measure(place, remote.name, lambda _size: None).sha256 == remote.sha256


def _wanted_file(hub: Hub, source: Source, name: str) -> Remote:
    found = hub.describe(source, name)
    if found is None:
        raise DownloadFailedError(f"The hub has no {name} of {source.repository} at {source.revision}.")
    return found


def _at(source: Source, commit: str) -> Source:
    return replace(source, revision=commit) if commit else source


def from_ollama(wanted: Wanted) -> Obtained:
    """Let the Ollama server of the settings pull the model.

    Raises:
        ImageParserError: the server is absent, or refuses.
    """
    from imageparser.models.captions.pull import Pulling, pull

    def told(pulling: Pulling) -> None:
        wanted.progress(Step("pull", pulling.status, pulling.done, pulling.total))

    return Obtained(pull(wanted.settings.models.captions, wanted.source.repository, told).digest)


def need_extra() -> None:
    """Return where checkpoints can be exported.

    Raises:
        ModelMissingError: the `[export]` extra is not installed.
    """
    missing = [name for name in _EXTRA if find_spec(name) is None]
    if missing:
        raise ModelMissingError(
            f"Making graphs of a checkpoint needs {', '.join(missing)}: pip install 'imageparser[export]', or install "
            "with --from the folder of a machine that has the model"
        )


def _exported(checkpoint: Path, wanted: Wanted, commit: str) -> Obtained:
    need_extra()
    from imageparser.models.export import run

    report = run(
        checkpoint,
        id=wanted.entry.id,
        precisions=wanted.precisions,
        out=wanted.staging,
        progress=lambda name, done, total: wanted.progress(Step("export", name, done, total)),
    )
    return Obtained(commit, report.differences)
