"""How much memory the resident models may take together, and what each is expected to need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imageparser.models.sensor import Sensor
    from imageparser.models.usage import Usage, Usages

CPU = "cpu"


@dataclass(frozen=True, slots=True)
class Tenant:
    """What takes memory as one: a process of ours, or a model that a server of captions keeps; 0 bytes are unknown."""

    name: str
    precision: str = ""
    expected: int = 0
    on_card: bool = True
    process: bool = True


class Budget:
    """The limit: `limit` bytes of whatever memory a model runs in, else (0) what the graphics card has."""

    def __init__(self, limit: int, sensor: Sensor, usages: Usages) -> None:
        self._limit = limit
        self._sensor = sensor
        self._usages = usages

    def fits(self, tenants: Iterable[Tenant]) -> bool:
        """Return whether some models may be resident at the same time; one alone always may."""
        alone = set(tenants)
        if len(alone) < 2:
            return True
        needs = [self._need(tenant) for tenant in alone]
        if self._limit:
            return sum(needs) <= self._limit
        if not any(needs):
            return True
        card = self._sensor.card()
        return card is None or sum(needs) <= card.total

    def _need(self, tenant: Tenant) -> int:
        """Return the bytes that count: measured ones rather than expected ones, of the memory that the model runs in.

        Without a limit of the user's only the card counts: what does not run there takes none of it.
        """
        known = self._usages.get(tenant.name, tenant.precision)
        if known is None or not known.device:
            return tenant.expected if self._limit or tenant.on_card else 0
        if known.device == CPU:
            return _measured(known, known.rss.own, tenant.expected) if self._limit else 0
        return _measured(known, known.vram.own, tenant.expected)


def _measured(usage: Usage, own: int | None, expected: int) -> int:
    return own if own and usage.load_s is not None else expected
