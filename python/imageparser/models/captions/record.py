"""The record that is made of a model's answer and of what else is known of the file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from imageparser.models.backends.builtin.colours import colour_names
from imageparser.models.backends.builtin.context import described, facts_of, keywords_of, prompt_words, written_text
from imageparser.models.record import CaptionRecord

if TYPE_CHECKING:
    from collections.abc import Mapping

    from imageparser.models.captions.answer import Answer
    from imageparser.models.protocol import CaptionInput

# What the model said; the rest of a record belongs to the file.
SAID = (
    "caption",
    "caption_ko",
    "tags",
    "tags_ko",
    "image_type",
    "fields",
    "visible_text",
    "colours",
    "safety",
    "quality",
    "source",
)


def record_of(answer: Answer, given: CaptionInput, source: str) -> CaptionRecord:
    """Return the record of a valid answer."""
    fields = answer.picture.model_dump(mode="json")
    said = CaptionRecord(
        caption=answer.caption_en,
        caption_ko=answer.caption_ko,
        tags=list(answer.tags_en),
        tags_ko=list(answer.tags_ko),
        image_type=fields.pop("type"),
        fields={name: value for name, value in fields.items() if value not in ("", [])},
        visible_text=answer.visible_text,
        colours=list(answer.colours),
        safety=answer.safety,
        source=source,
        quality="good",
    )
    return around(said, given)


def around(said: CaptionRecord, given: CaptionInput) -> CaptionRecord:
    """Return what a model said with what is known of one file: its names, texts, prompt and metadata."""
    return replace(
        said,
        colours=said.colours or colour_names(given.palette),
        keywords=keywords_of([*given.name_words, *given.folder_words]),
        facts=facts_of(given.exif),
        text=written_text([*described(given.exif), *given.layer_texts], given.layer_names),
        prompt=prompt_words(given.prompt),
    )


def said_by(record: CaptionRecord) -> dict[str, Any]:
    """Return the part of a record that holds for every file with the same pixels."""
    whole = record.to_dict()
    return {name: whole[name] for name in SAID}


def remembered(said: Mapping[str, Any], given: CaptionInput) -> CaptionRecord:
    """Return the record of a file whose pixels were captioned before."""
    return around(CaptionRecord.from_dict(said), given)
