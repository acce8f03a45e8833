"""The graphs of one checkpoint in all precisions, each compared with torch before it is kept."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from imageparser.models.export import eight, graphs, parity, samples
from imageparser.models.export.half import half
from imageparser.models.export.original import Original

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from imageparser.models.export.checkpoint import Checkpoint
    from imageparser.models.export.report import GraphParity

# How a precision can be made, in the order of speed: the first that is near enough to torch is kept.
RECIPES: dict[str, dict[str, Callable[[Any], Any]]] = {
    "fp32": {"traced": lambda model: model},
    "fp16": {"half": half},
    "int8": {"dynamic": eight.dynamic, "blocks": eight.blocks, "weights": eight.weights},
}


class Graphs:
    """A loaded checkpoint with the inputs of its graphs; `write` makes them."""

    def __init__(self, facts: Checkpoint, work: Path, progress: Callable[[str, int, int], None]) -> None:
        self.names = ("image", "text") if facts.visual else ("text",)
        self.inputs = {name: samples.of(facts, name) for name in self.names}
        self._work = work
        self._progress = progress
        self._original = Original(facts)

    def write(self, precisions: Sequence[str], target: Path) -> dict[str, tuple[GraphParity, ...]]:
        """Write `<target>/<precision>/<graph>.onnx` and return how near each is to torch.

        One graph after the other, in all precisions: what is traced is as large as the checkpoint.

        Raises:
            ModelFailedError: none of the recipes of a precision is near enough.
        """
        found: dict[str, tuple[GraphParity, ...]] = dict.fromkeys(precisions, ())
        steps = [(name, one) for name in self.names for one in ("trace", *found)]
        for done, (name, precision) in enumerate(steps):
            self._progress(f"{precision}/{name}", done, len(steps))
            if precision == "trace":
                shutil.rmtree(self._work, ignore_errors=True)
                self._work.mkdir(parents=True)
                traced = self._work / f"{name}.onnx"
                self._original.write(name, self.inputs[name][0], traced)
                expected = [self._original.vectors(name, one) for one in self.inputs[name]]
            else:
                made = self._best(precision, traced, target / precision / traced.name, expected)
                found[precision] = (*found[precision], made)
        self._progress("done", len(steps), len(steps))
        return found

    def _best(self, precision: str, traced: Path, path: Path, expected: Sequence[NDArray[np.float32]]) -> GraphParity:
        for recipe, convert in RECIPES[precision].items():
            graphs.save(convert(graphs.load(traced)), path)
            found = parity.measure(path, self.inputs[path.stem], expected, recipe)
            if parity.holds(precision, found):
                return found
        raise parity.refuse(precision, found)
