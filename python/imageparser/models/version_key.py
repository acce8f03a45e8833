"""The key under which derived data is stored: whatever changes a result changes the key, and nothing else does."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from imageparser.models.catalog import Model

_LENGTH = 8


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
