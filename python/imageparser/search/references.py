"""What pictures are compared with: pictures of the library, files, pasted pictures, layers and words; near or far."""

from __future__ import annotations

import tempfile
from concurrent.futures import Future
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from imageparser.errors import ImageParserError, NotFoundError, TooLargeError, UsageError
from imageparser.library import files, layer_pictures, layers, vectors
from imageparser.search import similar
from imageparser.search.axes import visual
from imageparser.search.layers import KIND as LAYER_KIND

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from concurrent.futures import Executor

    import numpy as np
    from numpy.typing import NDArray

    from imageparser.library.connection import Reader
    from imageparser.models.lifecycle import Models
    from imageparser.search.memory import Memory
    from imageparser.search.spaces import Space

MODES = ("all", "any")
MOST = 32
MOST_WEIGHT = 1000.0
# What is pasted comes in a line of the protocol, a third longer, and lines are limited.
MOST_BYTES = 8 << 20


@dataclass(frozen=True)
class Reference:
    """One of: a `picture` of the library, a `layer` of that picture, a file at `path`, the bytes of one, or `words`.

    `weight` says how much it counts beside the others; what is like a `minus` one is put behind.
    """

    picture: int | None = None
    layer: int | None = None
    path: str | os.PathLike[str] | None = None
    data: bytes | None = None
    words: str | None = None
    weight: float = 1.0
    minus: bool = False

    @property
    def kind(self) -> str:
        """What it is: picture, layer, path, data or words."""
        if self.layer is not None:
            return "layer"
        return next(name for name in ("picture", "path", "data", "words") if getattr(self, name) is not None)

    @property
    def key(self) -> tuple[Any, ...]:
        """What two references with the same effect have in common."""
        data = None if self.data is None else sha256(self.data).digest()
        return (self.picture, self.layer, str(self.path), data, self.words, self.weight, self.minus)


class Placed(NamedTuple):
    """A reference with its place among the visual vectors, which may still be on its way."""

    reference: Reference
    vector: Future[NDArray[np.float32]]


def checked(references: Sequence[Reference], mode: str, *, words: bool) -> tuple[Reference, ...]:
    """Return references that make sense together; `words` tells whether the query has words.

    Raises:
        UsageError: a reference is none or several things at once, a weight is none, or nothing is asked for.
        TooLargeError: the bytes of a picture are more than any picture may have.
    """
    if mode not in MODES:
        raise UsageError(f"mode: {mode!r} is none of {', '.join(MODES)}")
    if len(references) > MOST:
        raise UsageError(f"references: at most {MOST}")
    for place, one in enumerate(references):
        _check(one, f"references.{place}")
    if references and not words and all(one.minus for one in references):
        raise UsageError("references: besides what pictures shall not be like, say what they shall be like")
    return tuple(references)


def place(
    executor: Executor, reader: Reader, models: Models, memory: Memory, reference: Reference, *, space: Space
) -> Placed:
    """Begin to find the place of a reference among the visual vectors of a space.

    Raises:
        NotFoundError: there is no such picture or layer, or it has no visual vector.
    """
    if reference.layer is not None:
        return Placed(reference, _of_layer(executor, reader, models, space, reference))
    if reference.picture is not None:
        return Placed(reference, _known(similar.of_picture(reader, space, reference.picture)))
    if reference.path is not None:
        return Placed(reference, executor.submit(similar.of_file, models, space, reference.path))
    if reference.data is not None:
        return Placed(reference, executor.submit(_of_data, models, memory, space, reference.data))
    return Placed(reference, executor.submit(visual.embed, models, memory, space, reference.words or ""))


def _check(one: Reference, name: str) -> None:
    given = [field for field in ("picture", "path", "data", "words") if getattr(one, field) is not None]
    if len(given) != 1:
        raise UsageError(f"{name}: one of picture, path, data and words is required")
    if one.layer is not None and one.picture is None:
        raise UsageError(f"{name}: a layer belongs to a picture of the library")
    if one.words is not None and not one.words.strip():
        raise UsageError(f"{name}.words: is required")
    if not 0 < one.weight <= MOST_WEIGHT:
        raise UsageError(f"{name}.weight: a number above 0, at most {MOST_WEIGHT:g}")
    if one.data is not None and len(one.data) > MOST_BYTES:
        raise TooLargeError(f"{name}.data: at most {MOST_BYTES >> 20} MB")


def _of_data(models: Models, memory: Memory, space: Space, data: bytes) -> NDArray[np.float32]:
    """Return the vector of a picture that is no file; the core reads files."""

    def look(_: str) -> NDArray[np.float32]:
        with tempfile.TemporaryDirectory(prefix="imageparser-") as folder:
            path = Path(folder) / "pasted"
            path.write_bytes(data)
            try:
                return similar.of_file(models, space, path)
            except ImageParserError as error:
                error.path = None  # of a file that nobody knows
                raise

    return memory.embedding(space.key, f"data {sha256(data).hexdigest()}", look)


def _of_layer(
    executor: Executor, reader: Reader, models: Models, space: Space, reference: Reference
) -> Future[NDArray[np.float32]]:
    item, layer = reference.picture or 0, reference.layer or 0
    digest = layer_pictures.links(reader, [item]).get(item, {}).get(layer)
    numbers = layer_pictures.ids(reader, [digest]) if digest is not None else {}
    for vector in vectors.get(reader, LAYER_KIND, space.key, numbers.values()).values():
        return _known(vector)
    row = next(iter(files.rows(reader, [item])), None)
    if row is None or layer not in {one.layer_id for one in layers.of_file(reader, item)}:
        raise NotFoundError(f"picture {item} has no layer {layer}")
    return executor.submit(similar.of_layer, models, space, row.raw, layer)


def _known(vector: NDArray[np.float32]) -> Future[NDArray[np.float32]]:
    known: Future[NDArray[np.float32]] = Future()
    known.set_result(vector)
    return known
