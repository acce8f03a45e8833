"""What counts as an answer: the schema, the check, and the prompt whose version the keys carry."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import Any, get_args

import pytest

from fixtures import captioned
from imageparser.errors import CaptionInvalidError
from imageparser.models.captions import answer, prompt
from imageparser.models.captions.fields import TYPES, Other
from imageparser.models.captions.record import record_of, remembered, said_by
from imageparser.models.protocol import CaptionInput


def good(**values: Any) -> dict[str, Any]:
    return captioned.answer(b"picture", answer.schema()) | values


def read(values: Any) -> answer.Answer:
    return answer.read(json.dumps(values, ensure_ascii=False))


def nodes(node: Any) -> list[dict[str, Any]]:
    """Return every object of a schema."""
    found = [node] if isinstance(node, dict) else []
    inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else []
    return found + [one for child in inside for one in nodes(child)]


def test_the_schema_is_one_that_every_server_understands() -> None:
    every = nodes(answer.schema())
    assert not any({"$ref", "$defs", "oneOf", "discriminator", "default"} & set(one) for one in every)
    objects = [one for one in every if one.get("type") == "object"]
    assert len(objects) == 9
    for one in objects:
        assert one["additionalProperties"] is False
        assert one["required"] == list(one["properties"])


def test_the_schema_knows_every_type_and_asks_for_it_first() -> None:
    kinds = answer.schema()["properties"]["picture"]["anyOf"]
    told = [value for kind in kinds for value in kind["properties"]["type"].get("enum", [])]
    told += [kind["properties"]["type"]["const"] for kind in kinds if "const" in kind["properties"]["type"]]
    assert set(told) == set(TYPES)
    assert all(next(iter(kind["properties"])) == "type" for kind in kinds)
    assert set(get_args(Other.model_fields["type"].annotation)) <= set(TYPES)


def test_a_prompt_that_changes_gets_another_version() -> None:
    known = {1: "5f82a4c167a4ae9d"}
    digest = hashlib.sha256((prompt.INSTRUCTION + prompt.AGAIN).encode()).hexdigest()[:16]
    assert known[prompt.VERSION] == digest


def test_an_answer_of_the_schema_is_read() -> None:
    found = read(good())
    assert found.caption_ko
    assert found.picture.type in TYPES


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"caption_en": "고양이만 있다"}, "not in English"),
        ({"caption_ko": "a cat again"}, "not in Korean"),
        ({"tags_ko": ["cat"]}, "not in Korean"),
        ({"tags_en": []}, "tags_en"),
        ({"safety": "perhaps"}, "safety"),
        ({"picture": {"type": "painting"}}, "picture"),
        ({"picture": {"type": "texture", "art_style": "flat", "palette": "warm"}}, "picture"),
        ({"caption_en": ""}, "caption_en"),
        ({"caption_en": "x" * 500}, "caption_en"),
        ({"mood": "calm"}, "mood"),
        ({"colours": "red"}, "colours"),
    ],
)
def test_an_answer_that_is_not_quite_one_is_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(CaptionInvalidError, match=says):
        read(good(**change))


@pytest.mark.parametrize("text", ["", "null", "[]", "{", '{"a": NaN}', "Here you are: {}", '"text"'])
def test_debris_is_refused_and_never_repeated(text: str) -> None:
    with pytest.raises(CaptionInvalidError) as caught:
        answer.read(text)
    assert "Here you are" not in caught.value.message


def test_texts_are_composed_and_freed_of_control_characters() -> None:
    apart = unicodedata.normalize("NFD", "한글 간판")
    found = read(good(visible_text=f"{apart}\x00\n 세일 ", tags_ko=["고양이", unicodedata.normalize("NFD", "고양이")]))
    assert found.visible_text == "한글 간판 세일"
    assert found.tags_ko == ["고양이"]


def test_what_a_model_said_goes_to_every_file_and_what_a_file_says_to_none_other() -> None:
    one = CaptionInput(b"", name_words=["여름", "바다"], layer_texts=["SALE"], prompt="silver hair")
    record = record_of(read(good(visible_text="OPEN")), one, "qwen")
    assert (record.text, record.prompt, record.keywords) == ("SALE", "silver hair", ["여름", "바다"])
    other = remembered(said_by(record), CaptionInput(b"", name_words=["copy"]))
    assert (other.text, other.prompt, other.keywords) == ("", "", [])
    assert (other.caption_ko, other.fields, other.visible_text) == (record.caption_ko, record.fields, "OPEN")
    assert remembered(said_by(record), one) == record


def test_the_meaning_text_holds_both_languages() -> None:
    picture = {
        "type": "background", "art_style": "cel_shaded", "palette": "cool", "scene_type": "harbour",
        "weather": "none", "time_of_day": "night", "season": "unclear", "mood": "", "architecture": "",
        "lighting": "neon", "depth": "deep",
    }  # fmt: skip
    said = good(
        picture=picture, visible_text="항구", caption_en="A harbour at night.", caption_ko="밤의 항구.",
        tags_en=["harbour", "ship"], tags_ko=["항구", "배"],
    )  # fmt: skip
    record = record_of(read(said), CaptionInput(b"", prompt="neon city", layer_texts=["부산"]), "qwen")
    assert record.meaning_text() == (
        "neon city. 부산. 항구. A harbour at night. 밤의 항구. "
        "harbour ship background cel shaded cool night neon deep 항구 배"
    )
    assert ("time_of_day", "night") in record.facets()
    assert ("type", "background") in record.facets()
    assert not any(name == "mood" for name, _ in record.facets())
    assert "밤의 항구" in record.keyword_text()
