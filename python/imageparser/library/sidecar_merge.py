"""What a sidecar says meets what the user says in the library: changes of both since they last met come together.

The ground is what the sidecar said when it was last read or written. What changed on one side only counts. A rating or
label that changed on both sides is a conflict, and the later change wins; tags that either side has added stay.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from imageparser.library import fulltext, marks, sidecars, tag_changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imageparser.library.connection import Transaction
    from imageparser.library.sidecars import Own, Path, Said
    from imageparser.library.tag_changes import Names

T = TypeVar("T", int, str)
NEWER, LIBRARY, SIDECAR = "newer", "library", "sidecar"
PREFER = (NEWER, LIBRARY, SIDECAR)
_NS_PER_MS = 1_000_000


class Merged(NamedTuple):
    """What one sidecar came to: changes in the library, conflicts, and whether both say the same now."""

    changed: int
    conflicts: int
    same: bool


class _Wish(NamedTuple):
    """What is to become of a picture."""

    rating: int | None
    label: str | None
    give: dict[str, Path]
    take: list[str]


def take(tx: Transaction, said: Sequence[Said], now_ms: int, *, prefer: str = NEWER) -> dict[int, Merged]:
    """Bring what some sidecars say into the library, inside the journal; `prefer` decides conflicts."""
    ids = [one.file_id for one in said]
    ground, mine = sidecars.get(tx, ids), sidecars.own(tx, ids)
    known = tag_changes.Names(tx)
    merged: dict[int, Merged] = {}
    wishes: dict[int, _Wish] = {}
    for one in said:
        if one.file_id in mine:
            own, before = mine[one.file_id], ground.get(one.file_id)
            wishes[one.file_id], merged[one.file_id] = _settle(known, own, before, one, prefer)
    _apply(tx, wishes, mine, now_ms)
    for one in said:
        if one.file_id in merged:
            sidecars.put(tx, one, now_ms)
    fulltext.refresh(tx, [one.file_id for one in said if _says_more(one, ground.get(one.file_id))])
    return merged


def settle_marks(tx: Transaction, merged: dict[int, Merged], now_ms: int) -> None:
    """Note which pictures are as their sidecars say, and which have something that is to be written."""
    sidecars.unmark(tx, [item for item, one in merged.items() if one.same], now_ms)
    sidecars.mark(tx, [item for item, one in merged.items() if not one.same], 0)


def _settle(known: Names, own: Own, before: Said | None, now: Said, prefer: str) -> tuple[_Wish, Merged]:
    later = own.at is None or own.at * _NS_PER_MS >= now.mtime_ns
    winner = prefer if prefer != NEWER else LIBRARY if later else SIDECAR
    rating, label = own.rating or None, own.label
    forced = prefer == SIDECAR
    new_rating, clash = _scalar(before and before.rating, rating, now.rating, winner, forced=forced)
    new_label, other = _scalar(before and before.label, label, now.label, winner, forced=forced)
    theirs, ground = known.folded(now.tags), known.folded(before.tags if before else ())
    give = {leaf: path for leaf, path in theirs.items() if leaf not in own.tags and (leaf not in ground or forced)}
    gone = [leaf for leaf in ground if leaf not in theirs and leaf in own.tags and prefer != LIBRARY]
    if prefer == LIBRARY and before is None and own.tags:
        give = {}
    final = (set(own.tags) | set(give)) - set(gone)
    same = new_rating == now.rating and new_label == now.label and final == set(theirs)
    changed = (new_rating != rating) + (new_label != label) + len(give) + len(gone)
    return _Wish(new_rating, new_label, give, gone), Merged(changed, clash + other, same)


def _scalar(ground: T | None, mine: T | None, theirs: T | None, winner: str, *, forced: bool) -> tuple[T | None, int]:
    """Return what counts, and 1 where both sides had changed it differently."""
    if mine == theirs or (theirs == ground and not forced):
        return mine, 0
    if theirs is None and ground is None:
        return mine, 0  # a sidecar that never said anything takes nothing away
    if mine == ground:
        return theirs, 0
    return (theirs if winner == SIDECAR else mine), 1


def _apply(tx: Transaction, wishes: dict[int, _Wish], mine: dict[int, Own], now_ms: int) -> None:
    ratings: dict[int | None, list[int]] = defaultdict(list)
    labels: dict[str | None, list[int]] = defaultdict(list)
    give: dict[Path, list[int]] = defaultdict(list)
    gone: dict[str, list[int]] = defaultdict(list)
    for item, wish in wishes.items():
        if wish.rating != (mine[item].rating or None):
            ratings[wish.rating].append(item)
        if wish.label != mine[item].label:
            labels[wish.label].append(item)
        for path in wish.give.values():
            give[path].append(item)
        for leaf in wish.take:
            gone[leaf].append(item)
    for rating, items in ratings.items():
        marks.set_rating(tx, items, rating)
    for label, items in labels.items():
        marks.set_label(tx, items, label)
    tag_changes.apply(tx, give, gone, now_ms)


def _says_more(now: Said, before: Said | None) -> bool:
    return (now.title, now.description) != ((before.title, before.description) if before else (None, None))
