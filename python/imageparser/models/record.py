"""The structured record that a captioner writes, and the texts that are drawn from it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Raise together with `prompt.meaning_text` of the meaning models: their vectors depend on it.
MEANING_TEMPLATE = 1
_MEANING_TEXT_LIMIT = 600
_HANGUL = re.compile("[가-힣]")


@dataclass(frozen=True, slots=True)
class CaptionRecord:
    """What a picture shows, in words.

    `labels` are what the model is sure enough of to show, with probabilities; `tags` say the same in words, English
    first, then Korean. `hints` hold the weaker guesses too, for the meaning vector only. `keywords` come from the file
    and folder names: they never enter the embedded text, so that a move or a rename changes no vector.
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

    def meaning_text(self) -> str:
        """Return what the meaning model embeds: content only, first English, then Korean.

        Prompt and written text lead, since they say more than any guess; weak hints are in, names of files are not.
        """
        words = unique([*self.tags, *self.hints])
        korean = [word for word in words if _HANGUL.search(word)]
        english = [word for word in words if not _HANGUL.search(word)]
        # Bare words found more than any sentence around them (bench case `retrieval`).
        seen = " ".join(english + korean)
        spoken = self.caption if self.source != "builtin" else ""
        parts = [self.prompt[:_MEANING_TEXT_LIMIT], self.text[:_MEANING_TEXT_LIMIT], spoken, seen]
        return ". ".join(filter(None, parts)) or "a picture"

    def keyword_text(self) -> str:
        """Return what the keyword axis indexes of the record beside tags, written text and prompt; no hints."""
        return " ".join(filter(None, [self.caption, self.facts.get("title", "")]))

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


def unique(words: Iterable[str]) -> list[str]:
    """Return the words without repetition (in any case), in order."""
    found: dict[str, str] = {}
    for word in words:
        if word:
            found.setdefault(word.casefold(), word)
    return list(found.values())
