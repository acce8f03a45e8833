"""The model processes that are there: started when asked for, ended when idle, too large, in the way, or told to.

Memory surely comes back only when a process ends. Models that do not fit together take turns: a question waits until
those before it are answered, and then ends what is in its way.
"""

from __future__ import annotations

import threading
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from imageparser import clock
from imageparser.errors import ModelFailedError
from imageparser.models.keeper import Keeper
from imageparser.models.process import ModelProcess, UnloadedError
from imageparser.models.stay import Stay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from imageparser.models.backends.table import HostOptions
    from imageparser.models.budget import Budget, Tenant
    from imageparser.models.protocol import HostStatus
    from imageparser.models.sensor import Sensor
    from imageparser.models.usage import Usages
    from imageparser.models.wire import Message

PERIOD = 0.25  # seconds between two looks at what the processes hold
SAVED_EACH = 5.0  # seconds between two writes of the numbers while nothing loads or leaves


@dataclass(frozen=True, slots=True)
class Rules:
    """How many seconds an answer may take and an idle process stays, and the bytes that one may hold (0: any)."""

    timeout: float
    idle: float
    ceiling: int


@dataclass(eq=False, slots=True)
class _Guest:
    """Something outside that holds memory for us while it is asked, and `leave` to let it go."""

    leave: Callable[[], None]


class Residents:
    """Every model process of this program, by what it is; usable from any thread."""

    def __init__(
        self,
        options: HostOptions,
        rules: Rules,
        budget: Budget,
        sensor: Sensor,
        usages: Usages,
        *,
        module: str,
    ) -> None:
        self._options = options
        self._rules = rules
        self._budget = budget
        self._sensor = sensor
        self._usages = usages
        self._module = module
        self._changed = threading.Condition()
        self._stays: dict[Tenant, Stay] = {}
        self._guests: dict[Tenant, _Guest] = {}
        self._users: dict[Tenant, int] = {}
        self._waiting: deque[object] = deque()
        self._closed = False
        self._saved = clock.monotonic()
        self._keeper = Keeper(self._tend, period=min(PERIOD, rules.timeout / 4))

    def ask(self, tenant: Tenant, operation: str, message: Message) -> Message:
        """Put a question to a model's process, started where it is not there.

        Raises:
            ModelDiedError: the process ended or hung meanwhile; the next question starts a new one.
            ModelFailedError: these were closed.
            ImageParserError: whatever the model itself reported.
        """
        while True:
            with self._seat(tenant):
                stay = self._stay(tenant)
                try:
                    answer = stay.process.ask(operation, message)
                except UnloadedError:
                    continue
                finally:
                    stay.note()
                if self._rules.ceiling and stay.process.rss() > self._rules.ceiling:
                    stay.end()
                return answer

    @contextmanager
    def guest(self, tenant: Tenant, leave: Callable[[], None]) -> Iterator[None]:
        """Hold the memory of a model that someone else's process runs for us; `leave` lets that process go of it."""
        with self._seat(tenant):
            with self._changed:
                self._guests[tenant] = _Guest(leave)
            yield

    def start(self, tenant: Tenant) -> None:
        """Start the process of a model without waiting for it to load; nothing happens where it would not fit."""
        with self._changed:
            if self._waiting or not self._budget.fits({tenant, *self._here()}):
                return
            self._stay(tenant)

    def end(self, names: Iterable[str] | None = None) -> None:
        """End the processes of some models, or of all, after the question that each is answering."""
        with self._changed:
            wanted = None if names is None else set(names)
            known = {*self._stays, *self._guests}  # those that died have something to clear away too
            leaving = [tenant for tenant in known if wanted is None or tenant.name in wanted]
            stays = [self._stays.pop(tenant) for tenant in leaving if tenant in self._stays]
            guests = [self._guests.pop(tenant) for tenant in leaving if tenant in self._guests]
        for stay in stays:
            stay.end()
        for guest in guests:
            guest.leave()
        with self._changed:
            self._changed.notify_all()

    def names(self) -> set[str]:
        """Return the models that hold memory."""
        with self._changed:
            return {tenant.name for tenant in self._here()}

    def status(self) -> list[HostStatus]:
        """Return the processes that are there."""
        with self._changed:
            stays = list(self._stays.values())
        return [stay.status() for stay in stays if stay.process.alive]

    def close(self) -> None:
        """End every process; nothing can be asked afterwards."""
        with self._changed:
            self._closed = True
            self._guests.clear()  # what others keep for us has its own idle time
            self._changed.notify_all()
        self.end()
        self._keeper.close()

    @contextmanager
    def _seat(self, tenant: Tenant) -> Iterator[None]:
        """Wait for room in the order of arrival, make it, and keep it until the question is answered."""
        ticket = object()
        with self._changed:
            self._waiting.append(ticket)
            try:
                self._changed.wait_for(lambda: self._closed or (self._waiting[0] is ticket and self._room(tenant)))
                self._refuse_closed()
                self._evict(tenant)
            finally:
                self._waiting.remove(ticket)
                self._changed.notify_all()
            self._users[tenant] = self._users.get(tenant, 0) + 1
        try:
            yield
        finally:
            with self._changed:
                self._users[tenant] -= 1
                self._changed.notify_all()

    def _room(self, tenant: Tenant) -> bool:
        """Whether it fits beside those that are being asked; the others can be ended."""
        busy = [other for other, users in self._users.items() if users and other != tenant]
        return not busy or self._budget.fits({tenant, *busy})

    def _evict(self, tenant: Tenant) -> None:
        """End what is in the way, what was used last the longest."""
        others = [other for other in self._here() if other != tenant and not self._users.get(other)]
        others.sort(key=lambda other: self._stays[other].process.last_used if other in self._stays else 0.0)
        while others and not self._budget.fits({tenant, *self._here()}):
            leaving = others.pop(0)
            if leaving in self._stays:
                self._stays.pop(leaving).end()
            else:
                self._guests.pop(leaving).leave()

    def _here(self) -> list[Tenant]:
        return [tenant for tenant, stay in self._stays.items() if stay.process.alive] + list(self._guests)

    def _stay(self, tenant: Tenant) -> Stay:
        with self._changed:
            self._refuse_closed()
            stay = self._stays.get(tenant)
            if stay is None or not stay.process.alive:
                if stay is not None:
                    stay.end()
                stay = self._stays[tenant] = self._begin(tenant)
            return stay

    def _begin(self, tenant: Tenant) -> Stay:
        options = replace(self._options, precision=tenant.precision or self._options.precision)
        stay = Stay(tenant, self._usages, self._sensor, self._pids)
        timeout, module = self._rules.timeout, self._module
        stay.process = self._keeper.run(lambda: ModelProcess(tenant.name, options, timeout=timeout, module=module))
        return stay

    def _pids(self) -> list[int]:
        return [stay.process.pid for stay in list(self._stays.values()) if stay.process.alive]

    def _refuse_closed(self) -> None:
        if self._closed:
            raise ModelFailedError("The models were closed.")

    def _tend(self) -> None:
        """Kill what hangs and end what is idle; the keeper never waits for a lock whose owner waits for the keeper."""
        for stay in list(self._stays.values()):
            stay.tend(self._rules.idle)
        if self._stays and clock.monotonic() - self._saved > SAVED_EACH:
            self._saved = clock.monotonic()
            self._usages.save()
