from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from imageparser.models import catalog
from imageparser.models.backends.builtin.captioner import LabelCaptioner
from imageparser.models.backends.builtin.colours import colour_name, colour_names
from imageparser.models.backends.builtin.context import described, facts_of, keywords_of, prompt_words, written_text
from imageparser.models.backends.builtin.labels import kind_texts, kinds, labels, members, own_texts
from imageparser.models.protocol import CaptionInput, CaptionRecord
from imageparser.models.wire import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

TABBY, EGYPTIAN, TIGER_CAT, BEAGLE, ESPRESSO, COMIC = 281, 285, 282, 162, 967, 917


def caption(given: CaptionInput | None = None, **shares: float) -> CaptionRecord:
    """Caption one picture whose classes have these probabilities."""
    row = np.full(1000, 1e-5, np.float32)
    for number, share in shares.items():
        row[int(number.removeprefix("c"))] = share

    def ask(images: Sequence[bytes]) -> Message:
        return Message(parts=[np.stack([row] * len(images))])

    captioner = LabelCaptioner(catalog.model("builtin-label-record"), ask)
    return captioner.caption([given or CaptionInput(b"")])[0]


def test_sure_labels_are_shown_in_both_languages() -> None:
    record = caption(c281=0.7, c285=0.2)
    assert record.labels == [("tabby", 0.7)]
    assert record.tags == ["tabby", "cat", "얼룩고양이", "고양이"]
    assert record.caption == "A picture of tabby (cat)."
    assert (record.source, record.quality) == ("builtin", "good")
    assert "Egyptian cat" in record.hints
    assert "Egyptian cat" not in record.tags


def test_kinds_add_up_where_no_class_is_sure() -> None:
    record = caption(c281=0.2, c285=0.15, c282=0.12)
    assert record.labels == []
    assert record.tags == ["cat", "고양이"]
    assert record.caption == "A picture of cat."
    assert record.quality == "weak"


def test_nothing_sure_claims_nothing() -> None:
    record = caption(c281=0.12, c162=0.11)
    assert (record.caption, record.tags, record.labels, record.quality) == ("A picture.", [], [], "none")
    assert {"tabby", "beagle"} <= set(record.hints)


def test_no_pictures_are_no_records() -> None:
    def ask(_: Sequence[bytes]) -> Message:
        raise AssertionError("nothing is to be asked")

    assert LabelCaptioner(catalog.model("builtin-label-record"), ask).caption([]) == []


def test_what_stands_around_a_picture_is_in_the_record() -> None:
    given = CaptionInput(
        b"",
        name_words=["IMG", "1234", "제주", "sunset"],
        folder_words=["Holiday", "sunset"],
        layer_names=["Layer 1", "배경", "hat", "레이어 2 복사"],
        layer_texts=["봄 세일\n50%"],
        prompt="{{1girl}}, blue_hair, (night sky:1.3), <lora:x:1>",
        exif={"make": "Canon", "model": "EOS 5D", "datetime_original": "2020-01-02T03:04:05", "city": "서울"},
        palette=[("#1020e0", 0.5), ("#f8f8f8", 0.4), ("#ff0000", 0.01)],
    )
    record = caption(given, c967=0.9)
    around = "mostly blue and white, taken with EOS 5D, at 서울, on 2020-01-02"
    assert record.caption == f"A picture of espresso (drink), {around}."
    assert record.keywords == ["제주", "sunset", "Holiday"]
    assert record.text == "봄 세일 50%. hat"
    assert record.prompt == "1girl, blue hair, night sky"
    assert record.image_type == "photo"
    assert record.meaning_text().startswith("1girl, blue hair, night sky. 봄 세일 50%. hat. espresso ")
    assert "sunset" not in record.meaning_text()


@pytest.mark.parametrize(
    ("given", "share", "wanted"),
    [
        (CaptionInput(b""), 0.7, "illustration"),
        (CaptionInput(b""), 0.5, ""),
        (CaptionInput(b"", prompt="1girl"), 0.0, "illustration"),
        (CaptionInput(b"", exif={"model": "X100"}), 0.9, "photo"),
    ],
)
def test_a_type_is_named_only_where_it_is_sure(given: CaptionInput, share: float, wanted: str) -> None:
    assert caption(given, c917=share).image_type == wanted


def test_metadata_of_any_type_is_text() -> None:
    assert facts_of({"model": 5, "datetime_original": None, "city": "  \x00 "}) == {"camera": "5"}
    assert facts_of({}) == {}
    assert facts_of({"model": " \n ", "make": "Nikon"}) == {"camera": "Nikon"}


def test_what_people_wrote_into_the_file_leads_the_meaning() -> None:
    exif = {"title": "Mia", "description": "Mia auf dem Sofa", "keywords": ["cat", "집"]}
    assert described(exif) == ["Mia", "Mia auf dem Sofa", "cat 집"]
    record = caption(CaptionInput(b"", exif=exif), c281=0.9)
    assert record.meaning_text().startswith("Mia. Mia auf dem Sofa. cat 집. tabby ")
    assert record.facts == {"title": "Mia"}


@pytest.mark.parametrize("text", ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "Created with GIMP", "", "\x00\x00"])
def test_what_programs_wrote_into_the_file_says_nothing(text: str) -> None:
    assert described({"description": text, "keywords": "sea"}) == ["sea"]


@pytest.mark.parametrize("word", ["1", "20200101", "deadbeef01", "IMG", "DSCF", "a", "copy", "Untitled"])
def test_words_of_machines_are_no_keywords(word: str) -> None:
    assert keywords_of([word, "cat"]) == ["cat"]


def test_long_texts_are_cut_between_words() -> None:
    assert len(prompt_words(", ".join(f"word{i}" for i in range(999)))) <= 400
    assert len(written_text(["단어 " * 999], [])) <= 400
    assert len(prompt_words("x" * 5000)) == 400


@pytest.mark.parametrize("name", ["Layer 12", "레이어 1 복사 2", "배경", "Group", "12", "layer copy", "レイヤー 3", ""])
def test_layers_that_nobody_named_say_nothing(name: str) -> None:
    assert written_text([], [name]) == ""


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        *(("#000000", "black"), ("#ffffff", "white"), ("#808080", "grey"), ("#ff0000", "red"), ("#ff00a0", "pink")),
        *(
            ("#ff8000", "orange"),
            ("#ffee00", "yellow"),
            ("#00c000", "green"),
            ("#0000ff", "blue"),
            ("#8000c0", "purple"),
        ),
        *(("#00c8c8", "turquoise"), ("#6b4423", "brown"), ("#f0dcc0", "beige"), ("fe0000", "red")),
    ],
)
def test_colours_have_their_everyday_names(colour: str, name: str) -> None:
    assert colour_name(colour) == name


def test_shades_of_one_colour_are_counted_together() -> None:
    palette = [("#0000ff", 0.2), ("#0000c0", 0.2), ("#ffffff", 0.35), ("#ff0000", 0.05)]
    assert colour_names(palette) == ["blue", "white"]


def test_the_label_file_is_whole() -> None:
    assert len(labels()) == 1000
    assert len({label.wnid for label in labels()}) == 1000
    assert all(label.names and label.korean for label in labels())
    used = {kind for label in labels() for kind in label.kinds}
    assert used == set(kinds())
    assert all(words for words in kinds().values())
    assert all(members().values())
    assert labels()[BEAGLE].names == ("beagle",)
    assert own_texts(labels()[BEAGLE]) == ["beagle", "비글"]
    assert kind_texts(labels()[BEAGLE]) == ["dog", "개", "강아지"]
