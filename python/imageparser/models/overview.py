"""What is known, installed and in use, as plain values for the command line and the protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

from imageparser.errors import ImageParserError, ModelMissingError
from imageparser.models import usage
from imageparser.models.catalog import SLOTS, catalogue
from imageparser.models.store import Store
from imageparser.models.version_key import version_key
from imageparser.settings import default_cache_path

if TYPE_CHECKING:
    from imageparser.models.catalog import Model
    from imageparser.models.lifecycle import Models
    from imageparser.models.store import Installed
    from imageparser.settings import Settings

State = Literal["package", "installed", "absent", "damaged"]


class ModelRow(TypedDict):
    """One model: `package` comes with an installed package; `serves` are the slots that it serves by the settings.

    `size` counts the bytes of its installed files, `memory_mb` is the memory that it is expected to take.
    """

    id: str
    title: str
    slots: list[str]
    tiers: list[str]
    backend: str
    dimension: int
    licence: str
    state: State
    problem: str
    precision: str
    precisions: list[str]
    installed: list[str]
    size: int
    memory_mb: int
    serves: list[str]


class ModelDetail(ModelRow):
    """A model with everything that its entry and its record say; `answer` is what its records look like."""

    source: dict[str, Any]
    preprocess: dict[str, Any]
    prompt: dict[str, Any]
    answer: dict[str, Any]
    files: list[dict[str, Any]]
    folder: str
    version_key: str
    own: bool


class Status(TypedDict):
    """What is resident in this program, what each model took when it was last used, and who serves which slot."""

    resident: list[dict[str, Any]]
    measured: list[dict[str, Any]]
    serves: dict[str, str]


def status(settings: Settings, models: Models | None = None) -> Status:
    """Return the numbers of a program's models, and those that any program wrote down last."""
    measured = usage.read(default_cache_path(settings) / "models")
    resident: list[dict[str, Any]] = [dict(one) for one in models.status()] if models is not None else []
    return {"resident": resident, "measured": [one.to_dict() for one in measured], "serves": serves(Store.of(settings))}


def listing(settings: Settings) -> list[ModelRow]:
    """Return every known model: those of the package by tier, then the user's own."""
    store = Store.of(settings)
    serving = serves(store)
    known = store.known()
    return [_row(store, entry, serving) for entry in sorted(known.values(), key=_order)]


def detail(settings: Settings, model_id: str) -> ModelDetail:
    """Return one model.

    Raises:
        UsageError: there is none of this id.
        ModelFailedError: its record cannot be read.
    """
    store = Store.of(settings)
    entry = store.model(model_id)
    record = store.installed(model_id)
    listed = record.files if record is not None else entry.files
    return {
        **_row(store, entry, serves(store)),
        "source": _source(entry, record),
        "preprocess": dict(entry.preprocess),
        "prompt": dict(entry.prompt),
        "answer": dict(entry.schema),
        "files": [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in listed],
        "folder": str(entry.folder or ""),
        "version_key": version_key(entry),
        "own": model_id not in catalogue(),
    }


def serves(store: Store) -> dict[str, str]:
    """Return slot -> id of the model that serves it; a slot that the settings leave without one is missing."""
    found = {}
    for slot in SLOTS:
        try:
            found[slot] = store.for_slot(slot).id
        except ImageParserError:
            continue
    return found


def state(store: Store, model_id: str) -> tuple[State, str]:
    """Return whether a model can be used here, and what is wrong with it where it cannot."""
    try:
        entry = store.model(model_id)
        if entry.source is not None and store.installed(model_id) is None:
            return "absent", ""
        for file in entry.files:
            entry.path(file.name)
    except ModelMissingError as error:
        return ("absent" if catalogue()[model_id].source is None else "damaged"), error.message
    except ImageParserError as error:
        return "damaged", error.message
    return ("package" if entry.source is None else "installed"), ""


def _row(store: Store, entry: Model, serving: dict[str, str]) -> ModelRow:
    found, problem = state(store, entry.id)
    record = store.installed(entry.id) if found == "installed" else None
    bound = store.model(entry.id) if found == "installed" else entry
    return {
        "id": entry.id,
        "title": entry.title,
        "slots": list(entry.slots),
        "tiers": list(entry.tiers),
        "backend": entry.backend,
        "dimension": entry.dimension,
        "licence": entry.licence,
        "state": found,
        "problem": problem,
        "precision": bound.precision,
        "precisions": [one.name for one in entry.precisions] or [entry.precision],
        "installed": list(record.precisions()) if record else [],
        "size": sum(file.size for file in (record.files if record else entry.files if found == "package" else ())),
        "memory_mb": bound.memory_mb,
        "serves": [slot for slot, model_id in serving.items() if model_id == entry.id],
    }


def _source(entry: Model, record: Installed | None) -> dict[str, Any]:
    if entry.source is None:
        return {"kind": "package", "repository": entry.distribution or "imageparser", "revision": entry.revision}
    pinned = {} if record is None else {"from": record.source, "commit": record.commit, "at": record.at}
    return {
        "kind": entry.source.kind,
        "repository": entry.source.repository,
        "revision": entry.source.revision,
        **pinned,
    }


def _order(entry: Model) -> tuple[bool, int, str]:
    tiers = ("builtin", "standard", "pro", "ultra")
    first = min((tiers.index(tier) for tier in entry.tiers), default=len(tiers))
    return entry.id not in catalogue(), first, entry.id
