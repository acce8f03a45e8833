"""Where readers put their entries: names are cleaned, prompts split into tags, problems noted, sizes bounded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from imageparser import _core
from imageparser.archive.presets.model import MOST_PROBLEMS, MOST_TAGS, MOST_TEXT, MOST_VALUES, Problem, Value
from imageparser.errors import CancelledError
from imageparser.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_REFERENCE = re.compile(r"<[^<>]+>")
_LONGEST_NAME = 1_000
_UNNAMED = "Untitled"


def clean(text: str) -> str:
    """Return text that can be stored and sent: composed, without halves of surrogate pairs."""
    return nfc(text.encode("utf-8", "replace").decode("utf-8"))


def name_text(value: Any) -> str:
    """Return a name on one line without control characters; empty where there is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    printable = "".join(sign if sign.isprintable() else " " for sign in clean(str(value)[:_LONGEST_NAME]))
    return " ".join(printable.split())


class Collector:
    """Gathers the values of one variable and everything that was wrong with them."""

    def __init__(self, cancel: _core.CancelToken | None = None) -> None:
        self.values: list[Value] = []
        self.sets: list[frozenset[str]] = []
        self.problems: list[Problem] = []
        self._unlisted = 0
        self._tags = 0
        self._unnamed = 0
        self._cancel = cancel

    def problem(self, code: str, where: str, message: str) -> None:
        """Note that an entry did not come in as it stands."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(code, where, message))
        else:
            self._unlisted += 1

    def told(self) -> list[Problem]:
        """Return the problems, with a last one that counts those for which there was no room."""
        more = Problem("more", "", f"{self._unlisted:,} further problems are not listed")
        return [*self.problems, more] if self._unlisted else self.problems

    def name(self, value: Any, where: str) -> str:
        """Return the cleaned name of an entry; one without a name gets a new one, and that is told."""
        name = name_text(value)
        if name:
            return name
        self._unnamed += 1
        name = _UNNAMED if self._unnamed == 1 else f"{_UNNAMED} {self._unnamed}"
        self.problem("blank_name", where, f"an entry without a name is now called '{name}'")
        return name

    def prompt(self, entry: Any, member: str, where: str) -> str:
        """Return a member of an entry that should be text; missing is empty, another type is told."""
        text = entry.get(member) if isinstance(entry, dict) else entry
        if text is None:
            return ""
        if not isinstance(text, str):
            self.problem("bad_entry", where, f"'{member}' is not text")
            return ""
        if len(text) > MOST_TEXT:
            self.problem("too_large", where, f"'{member}' is longer than {MOST_TEXT:,} characters and was left out")
            return ""
        return clean(text)

    def add(self, name: str, prompt: str, where: str) -> None:
        """Add a value with the tags of a prompt of NovelAI's grammar.

        Raises:
            CancelledError: the import was cancelled.
        """
        self.poll()
        if self._room(where):
            self.put(name, self._tags_of(prompt, where), where)

    def add_tags(self, name: str, tags: Iterable[str], where: str) -> None:
        """Add a value whose tags are given one by one, as in a template."""
        self.poll()
        if not self._room(where):
            return
        found: dict[str, str] = {}
        for tag in tags:
            found.setdefault(_core.canonical_tag(tag), tag)
        found.pop("", None)
        self.put(name, found, where)

    def put(self, name: str, tags: Mapping[str, str], where: str) -> None:
        """Add a value with tags by their canonical form."""
        if not tags:
            self.problem("no_tags", where, f"'{name}' has no tags and can never match")
        self._tags += len(tags)
        self.values.append(Value(name, tuple(tags.values())))
        self.sets.append(frozenset(tags))

    def add_all(self, name: str, prompts: Iterable[str], count: int, where: str) -> None:
        """Add one value, or `name_1`, `name_2` ... where the entry stands for several."""
        if self.fits(count, where):
            for number, prompt in enumerate(prompts, 1):
                self.add(name if count == 1 else f"{name}_{number}", prompt, where)

    def fits(self, count: int, where: str) -> bool:
        """Tell whether an entry may stand for `count` values; one that may not is told and left out."""
        room = MOST_VALUES - len(self.values)
        if count <= room:
            return True
        what = "one value" if count == 1 else f"{count:,} values"
        among = "" if room == MOST_VALUES else f", with {len(self.values):,} others"
        self.problem("too_many", where, f"stands for {what}{among}, more than {MOST_VALUES:,}; it was left out")
        return False

    def poll(self) -> None:
        """End the import where it was cancelled.

        Raises:
            CancelledError: it was.
        """
        if self._cancel is not None and self._cancel.cancelled:
            raise CancelledError

    def _room(self, where: str) -> bool:
        if self._tags >= MOST_TAGS:
            self.problem("too_many", where, f"a variable has at most {MOST_TAGS:,} tags; this value was left out")
            return False
        return self.fits(1, where)

    def _tags_of(self, prompt: str, where: str) -> dict[str, str]:
        """Return the tags that a prompt asks for by their canonical form, in the spelling that came first."""
        found: dict[str, str] = {}
        suppressed: list[str] = []
        for canonical, spelling, weight in _core.parse_tags(prompt, "nai"):
            if weight <= 0:
                suppressed.append(spelling)
            elif _REFERENCE.fullmatch(spelling):
                self.problem("unknown_reference", where, f"{spelling} is a reference that this file does not explain")
            elif spelling.strip("|"):
                found.setdefault(canonical, spelling)
        if suppressed:
            tags = ", ".join(suppressed)
            self.problem("suppressed", where, f"a weight of zero or less says what not to draw, so left out: {tags}")
        return found
