"""LV: visual vectors of the single layers of documents, for libraries that want them; equal layers share one."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from imageparser import _core
from imageparser.errors import CancelledError, ImageParserError, ModelFailedError
from imageparser.library import layer_pictures, layers, switches, tasks, vectors
from imageparser.pipeline.phase import Done, Failed, Item, Phase, Result

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from imageparser.library.connection import Reader, Transaction
    from imageparser.library.tasks import FileRef
    from imageparser.models.protocol import ImageEncoder, Prepared
    from imageparser.pipeline.phase import Context, Storing

ID = "LV"
AT_ONCE = 32  # pictures in one question to the model: a document may have thousands, and Ctrl-C waits for the answer


@dataclass(frozen=True, slots=True)
class LayersInput:
    """Which layer shows which picture, and the pictures that have no vector yet, by digest."""

    links: Mapping[int, str] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LayerVectors:
    """Which layer shows which picture, and the vectors that were made, by digest."""

    links: Mapping[int, str]
    vectors: Mapping[str, NDArray[np.float32]]


def load(context: Context, reader: Reader, refs: Sequence[FileRef]) -> list[Item | Failed]:
    """Decode the layers worth looking at; a file of known content shares the answer, one without layers has none."""
    wanted = layers.pictured(reader, [ref.id for ref in refs])
    twins = vectors.twins(reader, ID, context.version_key, wanted)
    known = layer_pictures.links(reader, set(twins.values()))
    return [_item(context, reader, ref, wanted.get(ref.id), known.get(twins.get(ref.id, 0))) for ref in refs]


def _item(
    context: Context, reader: Reader, ref: FileRef, wanted: list[int] | None, known: Mapping[int, str] | None
) -> Item | Failed:
    if not wanted:
        return Item(ref, LayersInput())
    if known is not None:
        return Item(ref, LayersInput(known))
    limits = context.settings.limits
    try:
        found = _core.layer_pictures(
            ref.raw,
            least=layers.LEAST,
            edge=layers.EDGE,
            ids=wanted,
            max_pixels=limits.max_pixels,
            max_memory=limits.max_memory,
            cancel=context.cancel,
        )
    except CancelledError:
        raise
    except ImageParserError as error:
        return Failed.of(ref, error)
    have = layer_pictures.with_vector(reader, ID, context.version_key, {picture.digest for picture in found})
    pictures = {picture.digest: picture.webp for picture in found if picture.digest not in have}
    return Item(ref, LayersInput({picture.id: picture.digest for picture in found}, pictures))


def run(context: Context, items: Sequence[Item]) -> list[Result | Failed]:
    """Let the model look at each picture once."""
    pictures = {digest: webp for item in items for digest, webp in item.value.pictures.items()}
    made = _embedded(context, pictures)
    return [_answer(item, made) for item in items]


def _embedded(context: Context, pictures: Mapping[str, bytes]) -> dict[str, NDArray[np.float32] | ImageParserError]:
    """Return vector or error of each picture; a few are decoded ahead, for all of a document would fill the memory."""
    encoder = context.models.visual()
    digests = list(pictures)
    parts = [digests[start : start + AT_ONCE] for start in range(0, len(digests), AT_ONCE)]
    made: dict[str, NDArray[np.float32] | ImageParserError] = {}
    with ThreadPoolExecutor(1, thread_name_prefix=f"{ID}-decode") as decoding:
        waiting = deque(decoding.submit(encoder.prepare, [pictures[name] for name in part]) for part in parts[:1])
        for place, part in enumerate(parts):
            if context.cancel.cancelled:
                raise CancelledError
            prepared = waiting.popleft().result()
            for following in parts[place + 1 : place + 2]:
                waiting.append(decoding.submit(encoder.prepare, [pictures[name] for name in following]))
            made |= _vectors(encoder, dict(zip(part, prepared, strict=True)))
    return made


def _vectors(
    encoder: ImageEncoder, prepared: Mapping[str, Prepared | ImageParserError]
) -> dict[str, NDArray[np.float32] | ImageParserError]:
    usable = {digest: picture for digest, picture in prepared.items() if not isinstance(picture, ImageParserError)}
    matrix = encoder.embed(list(usable.values()))
    if matrix.ndim != 2 or len(matrix) != len(usable):
        raise ModelFailedError(f"{len(usable)} vectors were asked for, an array of shape {matrix.shape} came")
    errors = {digest: picture for digest, picture in prepared.items() if isinstance(picture, ImageParserError)}
    return {**errors, **dict(zip(usable, matrix, strict=True))}


def _answer(item: Item, made: Mapping[str, NDArray[np.float32] | ImageParserError]) -> Result | Failed:
    given: LayersInput = item.value
    own: dict[str, NDArray[np.float32]] = {}
    for digest in given.pictures:
        vector = made[digest]
        if isinstance(vector, ImageParserError):
            return Failed.of(item.ref, vector)
        own[digest] = vector
    if own:
        try:
            vectors.refuse_unusable(np.stack(list(own.values())), [item.ref.id] * len(own))
        except ModelFailedError as error:
            return Failed.of(item.ref, error)
    return Result(item.ref, LayerVectors(given.links, own))


def store(storing: Storing, tx: Transaction, results: Sequence[Result]) -> list[Done]:
    """Store the vectors under the digests of the pictures, and which layers show them."""
    kind, version_key = storing.task
    numbers = layer_pictures.put(tx, (digest for result in results for digest in result.value.links.values()))
    made = {digest: vector for result in results for digest, vector in result.value.vectors.items()}
    if made:
        ids = [numbers[digest] for digest in made]
        matrix = np.stack(list(made.values()))
        vectors.put(tx, kind, version_key, ids, matrix, owner=vectors.LAYER_PICTURE)
    usable = vectors.having(tx, kind, version_key, numbers.values())
    for result in results:
        linked = {layer: numbers[digest] for layer, digest in result.value.links.items()}
        if not usable.issuperset(linked.values()):  # cleared since it was looked up
            raise ModelFailedError("the vector of a layer is missing")
        layer_pictures.link(tx, result.ref.id, linked)
        tasks.done(tx, result.ref.id, storing.task, storing.now_ms, took_ms=storing.took_ms)
    return [Done(result.ref.id) for result in results]


PHASE = Phase(
    id=ID,
    needs=("P",),
    slot="VV",
    resource="model",
    batch=4,
    input=load,
    result=LayerVectors,
    run=run,
    store=store,
    switch=switches.LAYER_VECTORS,
    embeds=True,
)
