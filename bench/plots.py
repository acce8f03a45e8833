"""Plots of growth as SVG: one line for each series, both axes by powers of ten. Text alone, no library needed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    Series = Mapping[str, Mapping[str, float]]

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 760, 400, 70, 24, 250, 44
COLOURS = ("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#8c564b", "#7f7f7f", "#e377c2", "#bcbd22")
FONT = 'font-family="sans-serif" font-size="12"'
LEAST = 1e-3  # below, a value is drawn as this


def name_of(case: str, unit: str) -> str:
    """Return the name of a plot's file."""
    return f"{case}-{''.join(c if c.isalnum() else '-' for c in unit)}.svg"


def write(folder: Path, case: str, growth: Mapping[str, Series]) -> None:
    """Write the plots of a case, one for each unit; nothing where it has none."""
    for unit, series in growth.items():
        folder.mkdir(exist_ok=True)
        (folder / name_of(case, unit)).write_text(svg(f"{case}: {unit} by size", series), encoding="utf-8")


def svg(title: str, series: Series) -> str:
    """Return a plot of some series, each a value for each size."""
    sizes = sorted({int(size) for line in series.values() for size in line})
    values = [max(value, LEAST) for line in series.values() for value in line.values()]
    across, up = _scale(sizes, LEFT, WIDTH - RIGHT), _scale(values, HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" {FONT}>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/><text x="{LEFT}" y="15">{_text(title)}</text>',
        *_grid(across, up),
    ]
    for place, (name, line) in enumerate(series.items()):
        points = [(across.at(int(size)), up.at(max(value, LEAST)), value) for size, value in line.items()]
        parts += _line(name, points, COLOURS[place % len(COLOURS)], TOP + 14 + 18 * place)
    return "\n".join([*parts, "</svg>"]) + "\n"


class _Scale:
    """Places of numbers on an axis by powers of ten."""

    def __init__(self, low: int, high: int, first: float, last: float) -> None:
        self.powers = range(low, high + 1)
        self._first, self._step = first, (last - first) / (high - low)

    def at(self, value: float) -> float:
        return self._first + (math.log10(value) - self.powers[0]) * self._step


def _scale(values: Sequence[float], first: float, last: float) -> _Scale:
    low = math.floor(math.log10(min(values, default=1)))
    return _Scale(low, max(low + 1, math.ceil(math.log10(max(values, default=10)))), first, last)


def _grid(across: _Scale, up: _Scale) -> Iterable[str]:
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    for power in across.powers:
        x = across.at(10**power)
        yield f'<path d="M{x:.1f} {TOP}V{bottom}" stroke="#ddd"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{10**power:,}</text>'
    for power in up.powers:
        y = up.at(10.0**power)
        yield f'<path d="M{LEFT} {y:.1f}H{right}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'


def _line(name: str, points: Sequence[tuple[float, float, float]], colour: str, row: int) -> Iterable[str]:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for x, y, value in points:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"><title>{value:.4g}</title></circle>'
    x = WIDTH - RIGHT + 14
    last = f" ({points[-1][2]:.3g})" if points else ""
    yield f'<path d="M{x} {row - 4}h18" stroke="{colour}" stroke-width="2"/>'
    yield f'<text x="{x + 24}" y="{row}">{_text(name)}{last}</text>'


def _text(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;")
