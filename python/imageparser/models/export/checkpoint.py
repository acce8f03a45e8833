"""A folder as the Hugging Face hub has it: what its files say about the model, read without torch."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from imageparser.errors import CorruptError, NotFoundError, UnsupportedError
from imageparser.models.export import tokens
from imageparser.models.export.source import damaged, read_object

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FAMILIES = {"siglip": "onnx.dual", "siglip2": "onnx.naflex", "qwen3": "onnx.text"}
# Pillow's numbers of resampling filters, and what the processor classes take where the file names none.
_FILTERS = {1: "lanczos", 2: "bilinear", 3: "bicubic"}
_USUAL_FILTER = {"siglip": 3, "siglip2": 2}
# A text of the meaning axis (caption, tags, layer texts, prompt) is far shorter; longer ones cost the square.
_LONGEST_TEXT = 1024
_TASK = "Given a search query, retrieve the descriptions of pictures that match it"
_QUERY = "Instruct: {task}\nQuery:{text}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The facts of a checkpoint; `preprocess` and `prompt` are those of a catalogue entry."""

    folder: Path
    family: str
    dimension: int
    preprocess: Mapping[str, Any]
    prompt: Mapping[str, Any]
    weights: tuple[Path, ...]
    digest: str

    @property
    def backend(self) -> str:
        """Return the row of `models/backends/table.py` that runs it."""
        return FAMILIES[self.family]

    @property
    def visual(self) -> bool:
        """Return whether it has an image tower."""
        return self.family != "qwen3"


def read(folder: Path) -> Checkpoint:
    """Read a checkpoint's facts.

    Raises:
        NotFoundError: the folder or a file that must be there is missing.
        UnsupportedError: no family of ours, or a preprocess that the run time cannot do.
        CorruptError: a file cannot be read.
    """
    config = read_object(folder / "config.json")
    try:
        return _facts(folder, config)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise damaged(folder, f"{type(error).__name__} {error}") from None


def _facts(folder: Path, config: dict[str, Any]) -> Checkpoint:
    family = str(config.get("model_type"))
    if family not in FAMILIES:
        known = ", ".join(FAMILIES)
        raise UnsupportedError(f"model type {family} cannot be exported; known are {known}", path=str(folder))
    weights = tuple(sorted(folder.glob("*.safetensors")))
    if not weights:
        raise NotFoundError("the folder has no *.safetensors", path=str(folder))
    prompt = _embedding_prompt(folder, config) if family == "qwen3" else _visual_prompt(folder, config, weights)
    return Checkpoint(
        folder=folder,
        family=family,
        dimension=_dimension(config, family),
        preprocess={} if family == "qwen3" else _preprocess(folder, config, family),
        prompt=prompt,
        weights=weights,
        digest=_digest([*weights, folder / "config.json", folder / tokens.FILE]),
    )


def _dimension(config: dict[str, Any], family: str) -> int:
    if family == "qwen3":
        return int(config["hidden_size"])
    return int(_tower(config, "vision_config", "hidden_size", 768))


def _tower(config: dict[str, Any], tower: str, name: str, usual: int) -> int:
    return int(config.get(tower, {}).get(name, usual))


def _preprocess(folder: Path, config: dict[str, Any], family: str) -> dict[str, Any]:
    given = _processor(folder)
    if not all(given.get(name, True) for name in ("do_resize", "do_rescale", "do_normalize")):
        raise UnsupportedError("a preprocess without resize, rescale or normalise is not known", path=str(folder))
    number = given.get("resample", _USUAL_FILTER[family])
    if number not in _FILTERS:
        raise UnsupportedError(f"resampling filter {number} is not known", path=str(folder))
    shared = {"filter": _FILTERS[number], "fit": "squash", **_colours(folder, given)}
    if family == "siglip2":
        patch = int(given.get("patch_size", _tower(config, "vision_config", "patch_size", 16)))
        return {"patch": patch, "max_patches": int(given.get("max_num_patches", 256)), **shared}
    size = given.get("size") or {}
    side = int(size.get("height", 224))
    if side != int(size.get("width", 224)) or side != _tower(config, "vision_config", "image_size", 224):
        raise UnsupportedError(f"a picture size of {size} does not fit the model", path=str(folder))
    return {"size": side, **shared}


def _processor(folder: Path) -> dict[str, Any]:
    """Return the image processor's values: a file of its own, or a part of that of the whole processor."""
    path = folder / "preprocessor_config.json"
    if path.is_file():
        return read_object(path)
    return dict(read_object(folder / "processor_config.json").get("image_processor") or {})


def _colours(folder: Path, given: dict[str, Any]) -> dict[str, Any]:
    factor = float(given.get("rescale_factor", 1 / 255))
    if abs(factor * 255 - 1) > 1e-3:
        raise UnsupportedError(f"a rescale factor of {factor} is not known", path=str(folder))
    mean, deviation = (given.get(name, [0.5] * 3) for name in ("image_mean", "image_std"))
    return {"mean": [float(one) for one in mean], "deviation": [float(one) for one in deviation]}


def _visual_prompt(folder: Path, config: dict[str, Any], weights: tuple[Path, ...]) -> dict[str, Any]:
    rules = tokens.rules(folder)
    length = _tower(config, "text_config", "max_position_embeddings", 64)
    scores = {name: scalar(weights, name) for name in ("logit_scale", "logit_bias")}
    return {"tokens": length, "lowercase": True, "pad": "full", **rules, **scores}


def _embedding_prompt(folder: Path, config: dict[str, Any]) -> dict[str, Any]:
    longest = min(_LONGEST_TEXT, int(config.get("max_position_embeddings", _LONGEST_TEXT)))
    own = folder / "config_sentence_transformers.json"
    query = str(read_object(own).get("prompts", {}).get("query", "")) if own.is_file() else ""
    task = query.removeprefix("Instruct: ").removesuffix("\nQuery:")
    if _QUERY.format(task=task, text="") != query:
        task = _TASK
    shape = {"tokens": longest, "lowercase": False, "pad": "longest", **tokens.rules(folder)}
    return {**shape, "query": _QUERY, "document": "{text}", "task": task}


def scalar(weights: tuple[Path, ...], name: str) -> float:
    """Return a single number of the weights by its name.

    Raises:
        CorruptError: no file has it.
    """
    for path in weights:
        with path.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            if length > path.stat().st_size:
                raise damaged(path, "its header is longer than the file")
            header = json.loads(stream.read(length))
            if name in header:
                start, end = header[name]["data_offsets"]
                stream.seek(start, 1)
                return _number(stream.read(end - start), header[name]["dtype"])
    raise CorruptError(f"the weights lack {name}", path=str(weights[0].parent))


def _number(data: bytes, kind: str) -> float:
    if kind == "BF16":  # the upper half of a float32
        return float(np.frombuffer(b"\0\0" + data, "<f4")[0])
    return float(np.frombuffer(data, {"F32": "<f4", "F16": "<f2"}[kind])[0])


def _digest(paths: list[Path]) -> str:
    """Return one SHA-256 of the files that make the graphs what they are."""
    whole = hashlib.sha256()
    for path in paths:
        with path.open("rb") as stream:
            whole.update(hashlib.file_digest(stream, "sha256").digest())
    return whole.hexdigest()
