"""The tokenizer of a checkpoint: what the run time must do around `tokenizer.json`, and proof that it is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokenizers import Tokenizer

from imageparser.errors import CorruptError, NotFoundError
from imageparser.models.export.source import damaged, read_object

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

FILE = "tokenizer.json"
_USUAL_END, _USUAL_PAD = ("<|endoftext|>", "<eos>"), ("<pad>", "<|endoftext|>")


def load(folder: Path) -> Tokenizer:
    """Read the tokenizer of a checkpoint or of an installed model.

    Raises:
        NotFoundError: there is none.
        CorruptError: it cannot be read.
    """
    path = folder / FILE
    if not path.is_file():
        raise NotFoundError("a file of the checkpoint is missing", path=str(path))
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # noqa: BLE001 - the library raises bare exceptions
        raise damaged(path, error) from None


def rules(folder: Path) -> dict[str, str]:
    """Return `end_token` (behind every text) and `pad_token`.

    The end token is what the file itself puts behind an empty text; where it puts nothing, it is the one that these
    families are trained with (the first files of Qwen3-Embedding left it to their caller).
    """
    tokenizer = load(folder)
    given = _named(folder)
    own = tokenizer.encode("").tokens
    ends = [own[-1]] if own else [name for name in _USUAL_END if tokenizer.token_to_id(name) is not None]
    pads = [name for name in (given.get("pad_token"), *_USUAL_PAD) if name and tokenizer.token_to_id(name) is not None]
    if not ends or not pads:
        raise CorruptError("the tokenizer has no end token or no padding token", path=str(folder / FILE))
    return {"end_token": ends[0], "pad_token": pads[0]}


def encode(tokenizer: Tokenizer, text: str, prompt: Mapping[str, Any]) -> list[int]:
    """Return the ids of a text without padding: cut so that the end token always has its place."""
    end = tokenizer.token_to_id(str(prompt["end_token"]))
    assert end is not None  # noqa: S101 - `rules` names only tokens that the file has
    plain = text.lower() if prompt["lowercase"] else text
    ids = tokenizer.encode(plain, add_special_tokens=False).ids[: int(prompt["tokens"]) - 1]
    return [*ids, end]


def check(folder: Path, prompt: Mapping[str, Any], texts: Sequence[str]) -> None:
    """Hold `encode` against the checkpoint's own tokenizer class of transformers.

    Raises:
        CorruptError: a text gets other ids.
    """
    from transformers import AutoTokenizer  # noqa: PLC0415 - the extra

    tokenizer, original = load(folder), AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
    end = tokenizer.token_to_id(str(prompt["end_token"]))
    for text in texts:
        plain = text.lower() if prompt["lowercase"] else text
        theirs = list(original(plain, truncation=True, max_length=int(prompt["tokens"]))["input_ids"])
        theirs = theirs if theirs[-1:] == [end] else [*theirs[: int(prompt["tokens"]) - 1], end]
        if encode(tokenizer, text, prompt) != theirs:
            message = f"the tokenizer of transformers gives other ids than {FILE} for {text[:40]!r}"
            raise CorruptError(message, path=str(folder))


def _named(folder: Path) -> dict[str, str]:
    """Return the special tokens that `tokenizer_config.json` names; each is a text or an object with a text."""
    path = folder / "tokenizer_config.json"
    if not path.is_file():
        return {}
    values = read_object(path)
    plain = {name: value.get("content") if isinstance(value, dict) else value for name, value in values.items()}
    return {name: value for name, value in plain.items() if name.endswith("_token") and isinstance(value, str)}
