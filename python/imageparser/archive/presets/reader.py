"""From a preset file to one variable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imageparser.archive.presets import check, table
from imageparser.archive.presets.collector import Collector
from imageparser.archive.presets.model import Imported
from imageparser.archive.presets.source import load
from imageparser.errors import UnsupportedError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from imageparser import _core
    from imageparser.archive.presets.model import Section


def read(path: Path, *, variable: str | None = None, cancel: _core.CancelToken | None = None) -> Imported:
    """Read one variable of a preset file: the one asked for, else the first that it offers.

    Entries that cannot come in are told in `problems`; the others come in.

    Raises:
        UnsupportedError: the file is of another kind, or none of its entries can come in.
        UsageError: the file offers no such variable.
    """
    value = load(path)
    form = table.form_of(value)
    sections = form.sections(value)
    section = _chosen(sections, variable)
    into = Collector(cancel)
    section.read(into)
    check.tell(into)
    if not into.values and into.problems:
        first = into.problems[0]
        raise UnsupportedError(f"unsupported preset format: {first.where}: {first.message}")
    names = [other.name for other in sections if other.name is not None]
    return Imported(form.kind, section.name, into.values, into.told(), names)


def _chosen(sections: list[Section], variable: str | None) -> Section:
    if variable is None:
        return sections[0]
    for section in sections:
        if section.name == variable:
            return section
    raise UsageError(f"unknown variables: {variable}")
