from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from imageparser.models.record import CaptionRecord, unique

WORDS = st.lists(st.text(max_size=6), max_size=4)
RECORDS = st.builds(
    CaptionRecord,
    caption=st.text(max_size=20),
    tags=WORDS,
    labels=st.lists(st.tuples(st.text(max_size=5), st.floats(0, 1)), max_size=3),
    hints=WORDS,
    facts=st.dictionaries(st.text(max_size=4), st.text(max_size=4), max_size=2),
    text=st.text(max_size=9),
)


@given(record=RECORDS)
def test_a_record_survives_json(record: CaptionRecord) -> None:
    assert CaptionRecord.from_dict(json.loads(json.dumps(record.to_dict()))) == record


def test_fields_of_a_later_version_are_ignored() -> None:
    assert CaptionRecord.from_dict({"caption": "x", "mood": "calm"}) == CaptionRecord("x")


def test_the_meaning_text_holds_content_and_no_names_of_files() -> None:
    record = CaptionRecord(
        "A picture of tabby (cat).",
        tags=["tabby", "cat", "고양이"],
        hints=["tabby", "lynx", "cat", "고양이", "스라소니"],
        keywords=["holiday", "제주"],
        text="SALE",
        prompt="night sky",
        facts={"camera": "Canon"},
    )
    assert record.meaning_text() == "night sky. SALE. tabby cat lynx 고양이 스라소니"


def test_a_real_caption_leads_where_a_model_wrote_it() -> None:
    record = CaptionRecord("A cat asleep on a sofa.", tags=["cat"], source="qwen")
    assert record.meaning_text() == "A cat asleep on a sofa. cat"


def test_a_picture_of_which_nothing_is_known_still_has_a_text() -> None:
    assert CaptionRecord("A picture.").meaning_text() == "a picture"


def test_hints_are_not_for_the_keyword_axis() -> None:
    facts = {"title": "Mia", "date": "2020-01-01"}
    record = CaptionRecord("A picture of cat.", tags=["cat"], hints=["lynx"], facts=facts)
    assert record.keyword_text() == "A picture of cat. Mia"


def test_unique_keeps_order_and_the_first_spelling() -> None:
    assert unique(["Cat", "cat", "", "dog", "CAT"]) == ["Cat", "dog"]
