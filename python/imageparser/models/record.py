"""The structured record that a captioner writes, and the texts that are drawn from it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# The template of `CaptionRecord.meaning_text`: raise it, and `prompt.meaning_text` of the meaning models, when that
# text changes for records that exist; their vectors depend on it.
MEANING_TEMPLATE = 1
_MEANING_TEXT_LIMIT = 600
_HANGUL = re.compile("[가-힣]")
# Values of typed fields that nobody searches for.
_SAYS_NOTHING = frozenset({"", "unclear", "none", "other"})


@dataclass(frozen=True, slots=True)
class CaptionRecord:
    """What a picture shows, in words.

    `labels` are what the model is sure enough of to show, with probabilities; `tags` say the same in words. The
    built-in record holds both languages in `tags`, English first; a captioning model writes `caption` and `tags` in
    English, `caption_ko` and `tags_ko` in Korean, and `fields` of its image type (`captions.fields`). `visible_text`
    is what it reads in the picture, `text` what layers and metadata hold. `hints` hold the weaker guesses too, for the
    meaning vector only. `keywords` come from the file and folder names: they never enter the embedded text, so that a
    move or a rename changes no vector.
    """

    caption: str
    tags: list[str] = field(default_factory=list)
    labels: list[tuple[str, float]] = field(default_factory=list)
    image_type: str = ""
    source: str = "builtin"
    quality: str = ""
    hints: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    colours: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    text: str = ""
    prompt: str = ""
    caption_ko: str = ""
    tags_ko: list[str] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    visible_text: str = ""
    safety: str = ""

    def meaning_text(self) -> str:
        """Return what the meaning model embeds: content only; names of files are not in it.

        The template, its parts joined by a full stop and a blank, empty ones left out:

            prompt. text of layers and metadata. text in the picture. English caption. Korean caption. words

        Prompt and written text lead, since they say more than any guess, and are cut to 600 characters each. `words`
        are tags, weak hints and the words of the typed fields, once each, English first and Korean last; bare words
        found more than any sentence around them (bench case `retrieval`). The sentence of the built-in record only
        repeats its words and is left out.
        """
        words = unique([*self.tags, *self.tags_ko, *self.hints, *self._field_words()])
        korean = [word for word in words if _HANGUL.search(word)]
        english = [word for word in words if not _HANGUL.search(word)]
        spoken = [one.rstrip(".") for one in (self.caption, self.caption_ko)] if self.source != "builtin" else []
        written = unique([self.text[:_MEANING_TEXT_LIMIT], self.visible_text[:_MEANING_TEXT_LIMIT]])
        parts = [self.prompt[:_MEANING_TEXT_LIMIT], *written, *spoken, " ".join(english + korean)]
        return ". ".join(filter(None, parts)) or "a picture"

    def _field_words(self) -> list[str]:
        """Return the values of the typed fields that are words: no yes and no, nothing unclear."""
        values = [self.image_type, *self.fields.values()] if self.fields else []
        every = [one for value in values for one in (value if isinstance(value, list) else [value])]
        return [one.replace("_", " ") for one in every if isinstance(one, str) and one not in _SAYS_NOTHING]

    def facets(self) -> list[tuple[str, str]]:
        """Return (name, value) of everything that pictures are filtered by: type, safety, colours and typed fields."""
        told = {"type": self.image_type, "safety": self.safety, "colour": self.colours, **self.fields}
        pairs = [(name, one) for name, value in told.items() for one in (value if isinstance(value, list) else [value])]
        return [(name, _facet(one)) for name, one in pairs if one != ""]

    def keyword_text(self) -> str:
        """Return what the keyword axis indexes of the record beside tags, written text and prompt; no hints."""
        spoken = [self.caption, self.caption_ko, self.visible_text, *self._field_words()]
        return " ".join(filter(None, [*spoken, self.facts.get("title", "")]))

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> CaptionRecord:
        """Return the record that `to_dict` described; fields of a later version are ignored."""
        known = {name: values[name] for name in cls.__dataclass_fields__ if name in values}
        if "labels" in known:
            known["labels"] = [(str(name), float(share)) for name, share in known["labels"]]
        return cls(**known)


def _facet(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).casefold()


def unique(words: Iterable[str]) -> list[str]:
    """Return the words without repetition (in any case), in order."""
    found: dict[str, str] = {}
    for word in words:
        if word:
            found.setdefault(word.casefold(), word)
    return list(found.values())
