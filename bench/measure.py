"""The rules of every race: fresh processes, alternated rounds, medians, and a goal that is met or missed."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING, Any

from bench import machine, peers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

Run = dict[str, Any]


def spawn(command: Sequence[str | Path], *, environment: Mapping[str, str] | None = None, limit: float = 600) -> Run:
    """Run a process to its end; its last line of JSON with wall, cpu (seconds) and peak rss_mb added.

    Raises:
        RuntimeError: it failed, with the end of what it said.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command], stdout=out, stderr=err, stdin=subprocess.DEVNULL,
            env=dict(environment or peers.environment()), cwd=peers.ROOT,
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - began
        out.seek(0)
        err.seek(0)
        if process.returncode or wall > limit:
            tail = err.read().decode("utf-8", "replace")[-800:]
            raise RuntimeError(f"{command[0]} ended with {process.returncode} after {wall:.1f} s: {tail}")
        lines = [text for text in out.read().decode("utf-8").splitlines() if text.startswith("{")]
    told = json.loads(lines[-1]) if lines else {}
    process_cpu = usage.ru_utime + usage.ru_stime
    return {"process_wall": wall, "process_cpu": process_cpu, "process_rss_mb": usage.ru_maxrss / 1024} | told


def alternate(contenders: Mapping[str, Callable[[], Run]], rounds: int) -> dict[str, list[Run]]:
    """Let each contender run once a round, in an order that turns with the round."""
    names = list(contenders)
    runs: dict[str, list[Run]] = {name: [] for name in names}
    for turn in range(rounds):
        shift = turn % len(names)
        for name in names[shift:] + names[:shift]:
            sys.stderr.write(f"  round {turn + 1}/{rounds} {name}\n")
            runs[name].append(contenders[name]())
    return runs


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def middle(runs: Sequence[Run], key: str) -> float:
    """Return the median of one number over the rounds."""
    return median([run[key] for run in runs])


def goal(label: str, text: str, measured: float | None, wanted: float, *, least: bool = True, cause: str = "") -> Run:
    """Judge one goal: `measured` must be at `least` (else at most) `wanted`; None is not measured."""
    if measured is None:
        verdict = "not measured"
    else:
        verdict = "met" if (measured >= wanted if least else measured <= wanted) else "missed"
    return {
        "label": label, "goal": text, "wanted": wanted, "measured": None if measured is None else round(measured, 4),
        "verdict": verdict, "cause": cause if verdict != "met" else "",
    }  # fmt: skip


def ratio(peer: float | None, ours: float) -> float | None:
    """Return how many times as long the peer takes, None where it is absent."""
    return None if peer is None or ours <= 0 else peer / ours


def result(
    name: str, goals: list[Run], medians: Mapping[str, Any], *, memory: Mapping[str, float] | None = None,
    notes: Sequence[str] = (), quick: bool = False,
    growth: Mapping[str, Mapping[str, Mapping[str, float]]] | None = None,
) -> Run:  # fmt: skip
    """Put a case's outcome into the one form that the report reads; `growth` is by unit, series and size."""
    return {
        "name": name, "quick": quick, "machine": machine.line(), "goals": goals, "medians": dict(medians),
        "memory_mb": dict(memory or {}), "notes": list(notes),
        "growth": dict(growth or {}),
    }  # fmt: skip
