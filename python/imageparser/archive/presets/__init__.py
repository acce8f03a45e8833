"""Files of other tools that name values by their prompts: scenes, projects, styles, pieces, fragments, templates."""

from __future__ import annotations

from imageparser.archive.presets.collector import Collector
from imageparser.archive.presets.model import Imported, Problem, Value
from imageparser.archive.presets.reader import read

__all__ = ["Collector", "Imported", "Problem", "Value", "read"]
