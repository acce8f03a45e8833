"""What models took: memory before, at the peak, now and after, times and calls; kept for other processes to show.

The last numbers of every model stand in `usage.json` of the derived files. They are also what the budget expects of a
model the next time.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imageparser import clock, log

if TYPE_CHECKING:
    from collections.abc import Mapping

LOG = log.get("models.usage")
FILE_NAME = "usage.json"
FORMAT = 1


@dataclass(slots=True)
class Level:
    """Bytes of one memory: before the model was started, the most while it was there, now, and after its end.

    `own` is the most that the model's process held by itself. None where nothing could tell.
    """

    before: int | None = None
    peak: int | None = None
    now: int | None = None
    after: int | None = None
    own: int | None = None

    def note(self, total: int | None, own: int | None) -> None:
        """Take in how it stands while the model is there."""
        self.now = total
        self.peak = _most(self.peak, total)
        self.own = _most(self.own, own)

    def end(self, total: int | None) -> None:
        """Take in how it stands after the model's end."""
        self.now = None
        self.after = total


def _most(known: int | None, found: int | None) -> int | None:
    return max((value for value in (known, found) if value is not None), default=None)


@dataclass(slots=True)
class Usage:
    """The latest stay of a model; seconds are None until they were measured.

    `rss` counts this program with all its model processes, `vram` what is taken of the card by anyone.
    `pid` is 0 once the process has ended. `batch` is how many inputs the model takes at once where it said so.
    """

    model: str
    precision: str
    device: str = ""
    batch: int | None = None
    pid: int = 0
    started_ms: int = 0
    calls: int = 0
    load_s: float | None = None
    first_s: float | None = None
    unload_s: float | None = None
    rss: Level = field(default_factory=Level)
    vram: Level = field(default_factory=Level)

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers as plain values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Usage:
        """Return the numbers that `to_dict` described; fields of a later version are passed over."""
        known = {name: values[name] for name in cls.__dataclass_fields__ if name in values}
        for name in ("rss", "vram"):
            known[name] = Level(**{key: known[name].get(key) for key in Level.__dataclass_fields__})
        return cls(**known)


class Usages:
    """The numbers of every model, the latest of each model and precision; safe from many threads."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._lock = threading.Lock()
        self._own: dict[str, Usage] = {}
        self._known: dict[str, Usage] | None = None

    def begin(self, usage: Usage) -> Usage:
        """Take the numbers of a stay that begins; what they say may change until `save`."""
        with self._lock:
            known = self._all().get(_name(usage.model, usage.precision))
            if known is not None:  # what was learnt before holds until the model says otherwise
                usage.device, usage.batch = usage.device or known.device, known.batch
                usage.rss.own, usage.vram.own = known.rss.own, known.vram.own
            self._own[_name(usage.model, usage.precision)] = usage
            return usage

    def get(self, model: str, precision: str) -> Usage | None:
        """Return the latest numbers of a model in a precision, from this program or an earlier one."""
        with self._lock:
            return self._all().get(_name(model, precision))

    def every(self) -> list[Usage]:
        """Return the latest numbers of every model."""
        with self._lock:
            return list(self._all().values())

    def save(self) -> None:
        """Write the numbers down, beside those that other processes wrote."""
        with self._lock:
            self._known = None
            values = {"format": FORMAT, "at": clock.now_ms(), "models": [one.to_dict() for one in self._all().values()]}
            try:
                _replace(self._path, json.dumps(values, indent=1))
            except OSError as error:
                LOG.info("%s: the numbers of the models are not kept: %s", self._path, error)

    def _all(self) -> dict[str, Usage]:
        if self._known is None:
            self._known = {_name(usage.model, usage.precision): usage for usage in read(self._path.parent)}
        return {**self._known, **self._own}


def read(folder: Path) -> list[Usage]:
    """Return the numbers that were written down last; none where the file is missing or damaged."""
    try:
        values = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        if values["format"] != FORMAT:
            return []
        return [Usage.from_dict(one) for one in values["models"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def _name(model: str, precision: str) -> str:
    return f"{model}:{precision}"


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, fresh = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(fresh).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(fresh).unlink()
        raise
