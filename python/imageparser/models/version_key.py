"""The key under which derived data is stored: whatever changes a result changes the key, and nothing else does."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from imageparser.models.catalog import Model

_LENGTH = 8


class Maker(NamedTuple):
    """What a version key says of the model: its id, a digest of its weights, the precision."""

    model: str
    weights: str
    precision: str


def digest(values: Mapping[str, Any] | list[str]) -> str:
    """Return a short digest of plain values that does not depend on their order in a mapping."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:_LENGTH]


def version_key(model: Model) -> str:
    """Return `model id@weights:precision:preprocess digest:prompt digest:schema digest`.

    The weights part covers the revision and the digest of every installed file of the precision in effect, so that two
    machines with the same key hold the same model.
    """
    weights = digest([model.revision, *(file.sha256 for file in model.files)])
    parts = [f"{model.id}@{weights}", model.precision]
    return ":".join(parts + [digest(values) for values in (model.preprocess, model.prompt, model.schema)])


def maker(key: str) -> Maker | None:
    """Return what a version key says of its model; None for a key of another kind.

    Queries may be brought among the vectors of a key by any model with the same maker: a change of the text that
    documents are made of, or of the preprocessing of pictures, makes other vectors in the same space.
    """
    parts = key.split(":")
    model, _, weights = parts[0].rpartition("@")
    return Maker(model, weights, parts[1]) if model and len(parts) == 5 else None
