"""The graphs of one checkpoint in all precisions, each compared with torch before it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.models.export import eight, graphs, parity, samples
from imageparser.models.export.half import half
from imageparser.models.export.original import Original

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from imageparser.models.export.checkpoint import Checkpoint
    from imageparser.models.export.report import GraphParity

# How a precision can be made, in the order of speed: the first that is near enough to torch is kept.
RECIPES: dict[str, dict[str, Callable[[Any], Any]]] = {
    "fp32": {"traced": lambda model: model},
    "fp16": {"half": half},
    "int8": {"dynamic": eight.dynamic, "blocks": eight.blocks, "weights": eight.weights},
}


class Graphs:
    """A loaded checkpoint, its inputs and reference vectors, and its traced towers."""

    def __init__(self, facts: Checkpoint, work: Path, progress: Callable[[str, int, int], None]) -> None:
        self.names = ("image", "text") if facts.visual else ("text",)
        self.inputs = {name: samples.of(facts, name) for name in self.names}
        self._work = work
        self._progress = progress
        original = Original(facts)
        self._expected = {name: [original.vectors(name, one) for one in self.inputs[name]] for name in self.names}
        self._traced = {name: self._trace(original, name) for name in self.names}

    def write(self, precisions: Sequence[str], target: Path) -> dict[str, tuple[GraphParity, ...]]:
        """Write `<target>/<precision>/<graph>.onnx` and return how near each is to torch.

        Raises:
            ModelFailedError: none of the recipes of a precision is near enough.
        """
        steps = [(precision, name) for precision in dict.fromkeys(precisions) for name in self.names]
        found: dict[str, tuple[GraphParity, ...]] = {}
        for done, (precision, name) in enumerate(steps):
            self._progress(f"{precision}/{name}", done, len(steps))
            path = target / precision / f"{name}.onnx"
            found[precision] = (*found.get(precision, ()), self._best(precision, name, path))
        self._progress("done", len(steps), len(steps))
        return found

    def _trace(self, original: Original, name: str) -> Path:
        folder = self._work / name
        folder.mkdir()
        self._progress(f"trace/{name}", 0, 1)
        original.write(name, self.inputs[name][0], folder / f"{name}.onnx")
        return folder / f"{name}.onnx"

    def _best(self, precision: str, name: str, path: Path) -> GraphParity:
        for recipe, convert in RECIPES[precision].items():
            graphs.save(convert(graphs.load(self._traced[name])), path)
            found = parity.measure(path, self.inputs[name], self._expected[name], recipe)
            if parity.holds(precision, found):
                return found
        raise parity.refuse(precision, found)
