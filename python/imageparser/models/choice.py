"""Choosing what serves: one model for its slots, or a whole tier; written into the user's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imageparser.errors import ModelMissingError, UsageError
from imageparser.models import overview
from imageparser.models.catalog import TIERS
from imageparser.models.store import Store
from imageparser.settings import UseSettings, save_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imageparser.settings import Settings

CHOSEN = tuple(UseSettings.model_fields)


def choose(settings: Settings, name: str, slots: Sequence[str] = ()) -> Settings:
    """Let a model serve its slots (or those of them that are named), or a tier all of them; return the settings then.

    The choice is written into the settings file. Text in the visual space (VT) follows the model of the pictures.

    Raises:
        UsageError: there is no such model or tier, or it does not serve a slot that is named.
        ModelMissingError: it is not installed.
    """
    if name in TIERS:
        if slots:
            raise UsageError("a tier serves every slot; name a model to choose slots")
        return _written(settings, _tier_changes(settings, name))
    store = Store.of(settings)
    entry = store.model(name)
    able = [slot for slot in entry.slots if slot in CHOSEN]
    wrong = set(slots) - set(able)
    if wrong or not able:
        raise UsageError(
            f"{name} cannot be chosen for {', '.join(sorted(wrong)) or 'a slot'}; it serves {_words(able)}"
        )
    _need(store, name)
    return _written(settings, {("models", "use", slot): name for slot in slots or able})


def _tier_changes(settings: Settings, tier: str) -> dict[tuple[str, ...], str | None]:
    store = Store(Store.of(settings).folder, tier=tier)
    # A caption server may be elsewhere and its model there already; its phase waits where it is not.
    for slot in ("VV", "MV"):
        _need(store, store.for_slot(slot).id)
    cleared: dict[tuple[str, ...], str | None] = {("models", "use", slot): None for slot in CHOSEN}
    return {("models", "tier"): tier, **cleared}


def _need(store: Store, model_id: str) -> None:
    state, problem = overview.state(store, model_id)
    if state in {"absent", "damaged"}:
        message = problem or f"{model_id} is not installed"
        raise ModelMissingError(f"{message}: imageparser models install {model_id}", about=model_id)


def _written(settings: Settings, changes: dict[tuple[str, ...], str | None]) -> Settings:
    save_settings(changes)
    use = dict(settings.models.use.model_dump())
    use |= {path[2]: value or "" for path, value in changes.items() if path[1] == "use"}
    tier = changes.get(("models", "tier")) or settings.models.tier
    changed = settings.models.model_copy(update={"use": UseSettings(**use), "tier": tier})
    return settings.model_copy(update={"models": changed})


def _words(slots: Sequence[str]) -> str:
    return ", ".join(slots) or "no slot of its own"
