"""The catalogue entry of an exported model, and the package's own entry held against the checkpoint."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from imageparser.models.catalog import Model
    from imageparser.models.export.checkpoint import Checkpoint

# The template of `CaptionRecord.meaning_text`; the entries of the package have the same number.
MEANING_TEXT = 1
SLOTS = {"siglip": ("VV", "VT"), "siglip2": ("VV", "VT"), "qwen3": ("MV",)}
# What an entry may say otherwise than the checkpoint: how long a text may get, and what a query asks for.
_FREE = {"tokens", "task", "query", "document"}
# Weights and what ONNX Runtime needs around them, beside the activations of a small batch.
_MEMORY_SHARE, _MEMORY_BASE_MB = 1.2, 300


def text(
    checkpoint: Checkpoint, model_id: str, files: Mapping[str, Sequence[tuple[str, int, str]]], packaged: Model | None
) -> str:
    """Return the entry as TOML.

    Args:
        checkpoint: its facts win over those of the package's entry, apart from what an entry may choose.
        model_id: the id, which is also the title where the package has none.
        files: (name, size, SHA-256) by precision, under "" those common to all.
        packaged: the package's entry of this id, whose place the new one takes.
    """
    prompt = {**checkpoint.prompt, **({"meaning_text": MEANING_TEXT} if not checkpoint.visual else {})}
    if packaged is not None:
        prompt |= {name: value for name, value in packaged.prompt.items() if name in _FREE or name not in prompt}
    lines = [
        f"title = {_value(packaged.title if packaged else model_id)}",
        f"slots = {_value(list(SLOTS[checkpoint.family]))}",
        f"tiers = {_value(list(packaged.tiers if packaged else ()))}",
        f"backend = {_value(checkpoint.backend)}",
        f"dimension = {checkpoint.dimension}",
        f"licence = {_value(packaged.licence if packaged else 'that of the checkpoint')}",
        "",
        *_table(
            "source", {"kind": "checkpoint", "repository": _origin(checkpoint, packaged), "revision": checkpoint.digest}
        ),
        *(_table("preprocess", checkpoint.preprocess) if checkpoint.preprocess else ()),
        *_table("prompt", prompt),
    ]
    for one in files.get("", ()):
        lines += ["[[files]]", *_file(one), ""]
    for precision, found in files.items():
        if precision:
            memory = int(sum(size for _, size, _ in found) / 1e6 * _MEMORY_SHARE) + _MEMORY_BASE_MB
            lines += [f"[precisions.{precision}]", f"memory_mb = {memory}", ""]
            for one in found:
                lines += [f"[[precisions.{precision}.files]]", *_file(one), ""]
    return "\n".join(lines)


def _origin(checkpoint: Checkpoint, packaged: Model | None) -> str:
    return packaged.source.repository if packaged and packaged.source else checkpoint.folder.resolve().name


def write(path: Path, content: str) -> None:
    """Write an entry where it is seen whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.tmp")
    fresh.write_text(content, encoding="utf-8")
    fresh.replace(path)


def differences(entry: Model, checkpoint: Checkpoint) -> tuple[str, ...]:
    """Return what an entry says otherwise than its checkpoint, as `field: entry, checkpoint`."""
    pairs: dict[str, tuple[Any, Any]] = {
        "backend": (entry.backend, checkpoint.backend),
        "dimension": (entry.dimension, checkpoint.dimension),
    }
    for table, ours, theirs in (
        ("preprocess", entry.preprocess, checkpoint.preprocess),
        ("prompt", entry.prompt, checkpoint.prompt),
    ):
        for name in (ours.keys() & theirs.keys()) - _FREE:
            pairs[f"{table}.{name}"] = (ours[name], theirs[name])
    found = [
        f"{name}: {ours!r}, {theirs!r}" for name, (ours, theirs) in sorted(pairs.items()) if not _same(ours, theirs)
    ]
    if entry.prompt.get("tokens", 0) > checkpoint.prompt["tokens"] and checkpoint.visual:
        found.append(f"prompt.tokens: {entry.prompt['tokens']}, {checkpoint.prompt['tokens']}")
    return tuple(found)


def _same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, list | tuple) and isinstance(theirs, list | tuple):
        return len(ours) == len(theirs) and all(map(_same, ours, theirs))
    if isinstance(ours, float) or isinstance(theirs, float):
        return bool(abs(ours - theirs) < 1e-4)
    return bool(ours == theirs)


def _table(name: str, values: Mapping[str, Any]) -> list[str]:
    return [f"[{name}]", *(f"{key} = {_value(value)}" for key, value in values.items()), ""]


def _file(one: tuple[str, int, str]) -> list[str]:
    name, size, digest = one
    return [f"name = {_value(name)}", f"size = {size}", f"sha256 = {_value(digest)}"]


def _value(value: Any) -> str:
    # A JSON text is a TOML text, apart from the control character that JSON lets through.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
