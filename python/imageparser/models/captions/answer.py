"""The one structured answer that a model gives of a picture: its JSON schema, and the check of what came.

The order of the fields is the order in which a model under this schema writes them: first what it sees, then the
sentences that are made of it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from imageparser.errors import CaptionInvalidError
from imageparser.models.captions.fields import Picture, Word
from imageparser.models.version_key import digest
from imageparser.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=400)]
Tags = Annotated[list[Annotated[Word, Field(min_length=1)]], Field(min_length=1, max_length=12)]
Safety = Literal["safe", "suggestive", "nudity", "violence", "gore"]

_HANGUL = re.compile("[가-힣]")
_LATIN = re.compile("[A-Za-z]")
_REFS = "#/$defs/"
# Of what pydantic writes: without these every server understands the schema, and a name more or less is no change.
_LEFT_OUT = {"title", "description", "default", "discriminator", "$defs"}


class Answer(BaseModel):
    """What a model says of a picture."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    picture: Picture
    visible_text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=400)]
    colours: Annotated[list[Word], Field(max_length=5)]
    safety: Safety
    tags_en: Tags
    tags_ko: Tags
    caption_en: Sentence
    caption_ko: Sentence

    @field_validator("caption_en")
    @classmethod
    def _english(cls, text: str) -> str:
        return _in_script(text, _LATIN, "English")

    @field_validator("caption_ko")
    @classmethod
    def _korean(cls, text: str) -> str:
        return _in_script(text, _HANGUL, "Korean")

    @field_validator("tags_ko")
    @classmethod
    def _korean_tags(cls, tags: list[str]) -> list[str]:
        _in_script(" ".join(tags), _HANGUL, "Korean")
        return tags


def read(text: str) -> Answer:
    """Return the answer that a text holds.

    Raises:
        CaptionInvalidError: it is no JSON, breaks the schema, or a sentence is not in its language; the message says
            what is wrong and never repeats the text.
    """
    try:
        values = json.loads(text, parse_constant=_no_number)
    except ValueError as error:
        what = "is cut or no JSON" if isinstance(error, json.JSONDecodeError) else str(error)
        raise CaptionInvalidError(f"The answer {what} ({len(text)} characters).") from None
    try:
        return Answer.model_validate(_clean(values))
    except ValidationError as error:
        problems = "; ".join(dict.fromkeys(_problem(one) for one in error.errors(include_input=False)[:3]))
        raise CaptionInvalidError(f"The answer breaks the schema: {problems}") from None


def _problem(error: Any) -> str:
    return f"{'.'.join(str(part) for part in error['loc']) or 'all'}: {error['msg']}"


def _no_number(name: str) -> None:
    raise ValueError(f"holds {name}")


def _clean(value: Any) -> Any:
    """Return the value with its texts in NFC and without control characters, which some models let slip in."""
    if isinstance(value, str):
        kept = "".join(" " if unicodedata.category(sign) in {"Cc", "Cs"} else sign for sign in value)
        return nfc(" ".join(kept.split()))
    if isinstance(value, list):
        return _distinct(_clean(one) for one in value)
    if isinstance(value, dict):
        return {str(name): _clean(one) for name, one in value.items()}
    return value


def _distinct(values: Iterable[Any]) -> list[Any]:
    """Return the values without repetitions and without empty texts."""
    found: dict[str, Any] = {}
    for value in values:
        if value != "":
            found.setdefault(json.dumps(value, sort_keys=True).casefold(), value)
    return list(found.values())


def _in_script(text: str, script: re.Pattern[str], language: str) -> str:
    if not script.search(text):
        raise ValueError(f"is not in {language}")
    return text


@cache
def schema_text() -> str:
    """Return the JSON schema as text."""
    whole = Answer.model_json_schema()
    return json.dumps(_plain(whole, whole.get("$defs", {})))


@cache
def schema_digest() -> str:
    """Return what changes with the schema."""
    return digest([schema_text()])


def schema() -> dict[str, Any]:
    """Return the JSON schema: no references, `anyOf` for the kinds, every field required, nothing besides."""
    found: dict[str, Any] = json.loads(schema_text())
    return found


def _plain(node: Any, named: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_plain(one, named) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _plain(named[node["$ref"].removeprefix(_REFS)], named)
    names = {"oneOf": "anyOf"}
    kept = {names.get(name, name): one for name, one in node.items() if name not in _LEFT_OUT or name == "properties"}
    if "properties" in kept:
        # The kind comes first: the other fields depend on it.
        properties = dict(sorted(kept["properties"].items(), key=lambda pair: pair[0] != "type"))
        kept = {**kept, "properties": {name: _plain(one, named) for name, one in properties.items()}}
        kept["required"] = list(properties)
    return {name: one if name in {"properties", "required"} else _plain(one, named) for name, one in kept.items()}
