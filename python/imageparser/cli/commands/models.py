"""`imageparser models ...`: what is known, installed and in use, and changing that."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from imageparser.cli import model_view as view
from imageparser.cli import output, usage_view
from imageparser.cli.interrupt import Interruptible
from imageparser.cli.model_progress import Steps
from imageparser.errors import NotFoundError
from imageparser.locale import tr
from imageparser.settings import load_settings

# ruff: noqa: PLC0415  Each command loads what it needs, so that `--help` is quick.

if TYPE_CHECKING:
    from collections.abc import Callable

    from imageparser.cli.session import Session, argument, option
    from imageparser.facade import UseAnswer


def list_(session: Session) -> int:
    """List the models that are known."""
    from imageparser.models import overview

    rows = overview.listing(load_settings())
    session.answer({"models": rows}, lambda console: view.table(console, rows))
    return 0


def show(session: Session, *, model: Annotated[str, argument("models.id_argument", metavar="ID")]) -> int:
    """Tell everything about one model."""
    from imageparser.models import overview

    found = overview.detail(load_settings(), model)
    session.answer(dict(found), lambda console: view.about(console, found))
    return 0


def install(
    session: Session,
    *,
    model: Annotated[str, argument("models.id_argument", metavar="ID")],
    source: Annotated[str | None, option("models.install.from", "--from", metavar="DIR")] = None,
    precision: Annotated[list[str] | None, option("models.precision_option", "--precision", metavar="NAME")] = None,
    no_progress: Annotated[bool, option("models.no_progress", "--no-progress")] = False,
) -> int:
    """Install a model from the place that the catalogue names, or from a folder."""
    from imageparser.models.install import install as work

    origin = None if source is None else Path(source)
    with Interruptible() as interrupt, Steps(interrupt.token, wanted=not no_progress) as progress:
        made = interrupt.run(
            lambda: work(load_settings(), model, precisions=precision or (), origin=origin, progress=progress)
        )
    session.answer(made.to_dict(), lambda console: view.installed(console, made))
    return 0


def verify(session: Session, *, model: Annotated[str, argument("models.id_argument", metavar="ID")]) -> int:
    """Compare the files of an installed model with what was recorded. 1 if one is another."""
    from imageparser.models.check import verify as work
    from imageparser.models.store import Store

    states = work(Store.of(load_settings()), model)
    bad = [state for state in states if not state.ok]
    files = [{"name": state.name, "ok": state.ok, "problem": state.problem} for state in states]
    session.answer({"id": model, "ok": not bad, "files": files}, lambda console: view.verified(console, model, states))
    return int(bool(bad))


def remove(session: Session, *, model: Annotated[str, argument("models.id_argument", metavar="ID")]) -> int:
    """Delete the files of an installed model."""
    from imageparser.models.install import remove as work

    freed = work(load_settings(), model)
    session.answer({"id": model, "freed": freed}, lambda console: view.removed(console, model, freed))
    return 0


def use(
    session: Session,
    *,
    model: Annotated[str, argument("models.use.id", metavar="ID|TIER")],
    slot: Annotated[list[str] | None, option("models.use.slot", "--slot", metavar="VV|MV|MC")] = None,
) -> int:
    """Let a model or a tier serve from now on; the settings file is changed."""
    answer = _chosen(session, model, [one.upper() for one in slot or ()])
    session.answer(dict(answer), lambda console: view.chosen(console, answer))
    return 0


def _chosen(session: Session, model: str, slots: list[str]) -> UseAnswer:
    """Choose with the library at hand, which tells what is to be done anew; without one there is nothing to tell."""
    try:
        library = session.open(read_only=True)
    except NotFoundError:
        from imageparser.models.choice import choose
        from imageparser.models.overview import serves
        from imageparser.models.store import Store

        return {"serves": serves(Store.of(choose(load_settings(), model, slots))), "anew": {}}
    with library:
        return library.use_model(model, slots)


def status(session: Session) -> int:
    """Tell what serves, and what each model took when it was last used."""
    from imageparser.models import overview

    found = overview.status(load_settings())
    session.answer(dict(found), lambda console: usage_view.status(console, found))
    return 0


def load(session: Session, *, slot: Annotated[str, argument("models.slot_argument", metavar="SLOT")]) -> int:
    """Load the model of a slot once and tell what that took; a program that runs is asked by its operations."""
    return _with_models(session, slot, lambda models, name: models.load(name))


def unload(
    session: Session, *, slot: Annotated[str | None, argument("models.slot_argument", metavar="SLOT")] = None
) -> int:
    """Let go of the model of a slot, or of all, where a server keeps it for us."""
    return _with_models(session, slot, lambda models, name: models.unload(name))


def _with_models(session: Session, slot: str | None, work: Callable[[Any, Any], None]) -> int:
    from imageparser.models.catalog import slot_named
    from imageparser.models.lifecycle import Models

    name = None if slot is None else slot_named(slot)
    with Interruptible() as interrupt, Models(load_settings()) as models:
        interrupt.run(lambda: work(models, name))
        resident = [dict(one) for one in models.status()]
    session.answer({"resident": resident}, lambda console: view.resident(console, resident))
    return 0


def export(
    session: Session,
    *,
    folder: Annotated[str, argument("models.export.folder", metavar="FOLDER")],
    model: Annotated[str, option("models.export.id", "--id", metavar="ID")],
    out: Annotated[str, option("models.export.out", "--out", "-o", metavar="DIR")],
    precision: Annotated[list[str] | None, option("models.precision_option", "--precision", metavar="NAME")] = None,
    no_progress: Annotated[bool, option("models.no_progress", "--no-progress")] = False,
) -> int:
    """Make a model of a checkpoint's folder, to be installed with `install --from`; needs the export extra."""
    from imageparser.models.install import export as work

    with Interruptible() as interrupt, Steps(interrupt.token, wanted=not no_progress) as progress:
        made = interrupt.run(
            lambda: work(Path(folder), model, precisions=precision or ["fp32"], out=Path(out), progress=progress)
        )
    session.answer(made, lambda console: console.print(_exported(made), markup=False))
    return 0


def _exported(made: dict[str, Any]) -> str:
    return tr("cli.models.export.done", id=made["id"], out=output.one_line(made["folder"]))


COMMANDS = (
    ("list", list_),
    ("show", show),
    ("install", install),
    ("verify", verify),
    ("remove", remove),
    ("use", use),
    ("status", status),
    ("load", load),
    ("unload", unload),
    ("export", export),
)
