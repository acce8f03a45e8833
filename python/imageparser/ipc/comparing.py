"""What pictures are compared with, as messages tell it."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

from pydantic import Field

from imageparser.errors import TooLargeError, UsageError
from imageparser.ipc.protocol import PathText, Row, Shape, Text
from imageparser.search.references import MOST_BYTES, MOST_WEIGHT, Reference


class FindReference(Shape):
    """One of: a `picture` of the library or a `layer` of it, a file at `path`, the bytes of one in base64, `words`.

    `weight` says how much it counts beside the others; what is like a `minus` one is put behind.
    """

    picture: Row | None = None
    layer: Annotated[int, Field(ge=0)] | None = None
    path: PathText | None = None
    data: Text | None = None
    words: Text | None = None
    weight: Annotated[float, Field(gt=0, le=MOST_WEIGHT)] = 1.0
    minus: bool = False


def reference_of(told: FindReference, place: int) -> Reference:
    """Return a reference; `place` is its place in the list.

    Raises:
        UsageError: the bytes are no base64.
        TooLargeError: they are more than any picture may have.
    """
    values = told.model_dump(exclude={"data"})
    if told.data is None:
        return Reference(**values)
    if len(told.data) > MOST_BYTES * 4 // 3 + 4:
        raise TooLargeError(f"references.{place}.data: at most {MOST_BYTES >> 20} MB")
    try:
        return Reference(**values, data=base64.b64decode(told.data.partition("base64,")[2] or told.data, validate=True))
    except binascii.Error:
        raise UsageError(f"references.{place}.data: no base64") from None
