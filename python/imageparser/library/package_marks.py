"""What a package says of the user's own, beside what the library says: what comes in, and where the two differ.

Policies: `keep` lets the library win, `replace` the package, `newest` whichever is younger; ratings, labels, places and
spellings have no time, there the library wins under `newest`. What only one side says stays or comes in under each.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from imageparser.library import comments, fulltext, marks, package_out, tags
from imageparser.library.queries import load
from imageparser.text import fold_tag, nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from imageparser.library.connection import Reader, Transaction
    from imageparser.library.package_lines import CommentLine, MarksLine

Policy = Literal["keep", "replace", "newest"]
Q = load("package_in")


class Conflict(NamedTuple):
    """A field of which library and package say different things; `taken` tells whether the package's is to stand."""

    field: str
    ours: str
    theirs: str
    taken: bool


@dataclass
class Settled:
    """What is to be written of one picture's marks, and where the two sides differ."""

    values: dict[str, Any] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    new: list[CommentLine] = field(default_factory=list)
    changed: list[tuple[int, CommentLine]] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def wins(policy: Policy, ours: int | None = None, theirs: int | None = None) -> bool:
    """Tell whether the package's wording is to stand, given the times of both where they have any."""
    if policy == "newest":
        return ours is not None and theirs is not None and theirs > ours
    return policy == "replace"


def settle(reader: Reader, both: Sequence[tuple[int, MarksLine]], policy: Policy) -> dict[int, Settled]:
    """Compare what a package says of some pictures, (number here, line), with what the library says."""
    ours = package_out.marks(reader, [file_id for file_id, _ in both])
    return {file_id: _settled(reader, file_id, ours.get(file_id, {}), line, policy) for file_id, line in both}


def apply(tx: Transaction, settled: Mapping[int, Settled], now_ms: int) -> None:
    """Write what was settled; belongs into a recorded change."""
    given: dict[str, list[int]] = {}
    for file_id, one in settled.items():
        if "rating" in one.values:
            marks.set_rating(tx, [file_id], one.values["rating"])
        if "label" in one.values:
            marks.set_label(tx, [file_id], one.values["label"])
        if "note" in one.values:
            tx.run(marks.Q["put_note"], (file_id, one.values["note"].body, one.values["note"].at))
        for tag in one.tags:
            given.setdefault(tag, []).append(file_id)
        _write_comments(tx, file_id, one)
    for tag, file_ids in given.items():
        tags.give(tx, file_ids, [tag], now_ms)
    told = [file_id for file_id, one in settled.items() if "note" in one.values or one.new or one.changed]
    fulltext.refresh(tx, told)


def _settled(reader: Reader, file_id: int, ours: Mapping[str, Any], line: MarksLine, policy: Policy) -> Settled:
    found = Settled()
    for name in ("rating", "label"):
        mine, theirs = ours.get(name), getattr(line, name)
        if _differ(found, name, mine, theirs, taken=wins(policy)):
            found.values[name] = theirs
    note = ours.get("note")
    if line.note is not None:
        taken = wins(policy, note["at"] if note else None, line.note.at)
        if _differ(found, "note", note["body"] if note else None, nfc(line.note.body), taken=taken):
            found.values["note"] = line.note
    had = {fold_tag(tag) for tag in ours.get("tags", ())}
    found.tags = [tag for tag in line.tags if fold_tag(tag) not in had]
    if line.comments:
        _settle_comments(reader, file_id, line.comments, policy, found)
    return found


def _differ(found: Settled, name: str, ours: Any, theirs: Any, *, taken: bool) -> bool:
    """Note a difference and return whether the package's value is to be written."""
    if theirs is None or theirs == ours:
        return False
    if ours is None:
        return True
    found.conflicts.append(Conflict(name, str(ours), str(theirs), taken))
    return taken


def _settle_comments(
    reader: Reader, file_id: int, lines: Iterable[CommentLine], policy: Policy, found: Settled
) -> None:
    mine: dict[tuple[str, int], list[tuple[Any, ...]]] = {}
    for row in reader.rows(Q["comments"], (file_id,)):
        mine.setdefault((row[1], row[3]), []).append(row)
    for line in lines:
        same = mine.get((nfc(line.author), line.created_at))
        if not same:
            found.new.append(line)
            continue
        number, _, body, created_at, edited_at, deleted_at = same.pop(0)
        said = "" if deleted_at is not None else body
        if (said, edited_at, deleted_at) == (line.body, line.edited_at, line.deleted_at):
            continue
        younger = max(filter(None, (created_at, edited_at, deleted_at)))
        theirs = max(filter(None, (line.created_at, line.edited_at, line.deleted_at)))
        taken = wins(policy, younger, theirs)
        found.conflicts.append(Conflict("comment", said, line.body, taken))
        if taken:
            found.changed.append((number, line))


def _write_comments(tx: Transaction, file_id: int, settled: Settled) -> None:
    for line in settled.new:
        times = (line.created_at, line.edited_at, line.deleted_at)
        number = tx.insert(Q["add_comment"], (file_id, nfc(line.author), nfc(line.body), *times))
        _write_wordings(tx, number, line)
    for number, line in settled.changed:
        tx.run(Q["change_comment"], (number, nfc(line.body), line.edited_at, line.deleted_at))
        tx.run(Q["drop_versions"], (number,))
        _write_wordings(tx, number, line)


def _write_wordings(tx: Transaction, number: int, line: CommentLine) -> None:
    versions = ((number, place, nfc(body), at) for place, (body, at) in enumerate(line.versions, start=1))
    tx.run_many(Q["add_version"], versions)
    tx.run(comments.Q["forget_mentions"], (number,))
    mentions = ((number, fold_tag(name), name) for name in comments.mentions(line.body))
    tx.run_many(comments.Q["mention"], mentions)
