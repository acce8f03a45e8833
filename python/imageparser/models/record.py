"""The structured record that a captioner writes, and the texts that are drawn from it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Raise together with `prompt.meaning_text` of the meaning models: their vectors depend on it.
MEANING_TEMPLATE = 1
_MEANING_TEXT_LIMIT = 600


@dataclass(frozen=True, slots=True)
class CaptionRecord:
    """What a picture shows, in words.

    `labels` are what the model is sure enough of to show, with probabilities; `hints` are weaker guesses that only
    searching uses. `keywords` come from the file and folder names: they never enter the embedded text, so that a
    move or a rename changes no vector.
    """

    caption: str
    tags: list[str] = field(default_factory=list)
    labels: list[tuple[str, float]] = field(default_factory=list)
    image_type: str = ""
    source: str = "builtin"
    quality: str = ""
    tags_ko: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    hints_ko: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    colours: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    text: str = ""
    prompt: str = ""

    def meaning_text(self) -> str:
        """Return what the meaning model embeds: content only, first English, then Korean.

        Prompt and written text lead, since they say more than any guess; weak hints are in, names of files are not.
        """
        english = unique([*self.tags, *self.hints])
        seen = f"a photo of {', '.join(english)}" if english else ""
        if self.source != "builtin":
            seen = ". ".join(filter(None, [self.caption, ", ".join(english)]))
        korean = ", ".join(unique([*self.tags_ko, *self.hints_ko]))
        parts = [self.prompt[:_MEANING_TEXT_LIMIT], self.text[:_MEANING_TEXT_LIMIT], seen, korean]
        return ". ".join(filter(None, parts)) or "a photo"

    def keyword_text(self) -> str:
        """Return the words that the keyword axis indexes beside the names: nothing that is only a hint."""
        facts = [value for key, value in self.facts.items() if key != "date"]
        parts = [self.caption, *self.tags, *self.tags_ko, *self.colours, *facts, self.text, self.prompt]
        return " ".join(filter(None, parts))

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
