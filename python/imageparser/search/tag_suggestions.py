"""Tags that pictures could have: what models, files and prompts call them, and what the user calls what looks alike."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from imageparser.library import sidecars, tag_cloud, tag_tree, tags, vectors
from imageparser.search.axes import visual
from imageparser.text import fold_tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from imageparser.library.connection import Reader
    from imageparser.search.spaces import Space
    from imageparser.search.vectors import VectorSearch

NEIGHBOURS = "neighbours"
# How far each kind is believed: a file's keywords were once given by somebody, a prompt says what was wished.
TRUST = {tags.FILE: 0.9, tag_cloud.PROMPT: 0.6, tags.MODEL: 0.5, NEIGHBOURS: 0.9}
# Neighbours of each picture that are asked, and how fast one counts less than the nearest: by e for so much cosine.
NEAREST, FADE = 20, 0.05
# Of many pictures so many are compared, evenly spread.
COMPARED = 24
SHOWN = 3  # neighbours that are named
_EVERY = 1 << 20


class Reason(NamedTuple):
    """Why a tag is suggested: the kind, how much that says (0-1), how many pictures say it, some by their numbers."""

    kind: str
    score: float
    files: int
    pictures: list[int]


class Suggestion(NamedTuple):
    """A tag; `own` where the user has it already. `files` of the chosen pictures are called so by others."""

    tag: str
    score: float
    files: int
    own: bool
    reasons: list[Reason]


def suggest(
    reader: Reader, search: VectorSearch, space: Space, file_ids: Sequence[int], *, limit: int
) -> list[Suggestion]:
    """Return tags for some pictures, the likeliest first; those that the user has given to all of them are left out.

    Each reason gives a share p of the pictures (of the neighbours' weight), and 1 - prod(1 - trust * p) is the score.
    """
    ids = np.unique(np.array(file_ids, np.int64))
    if not len(ids):
        return []
    reasons: dict[str, list[Reason]] = defaultdict(list)
    names: dict[str, str] = {}
    for one in tag_cloud.cloud(reader, ids, kinds=(tags.FILE, tag_cloud.PROMPT, tags.MODEL), limit=_EVERY).tags:
        names.setdefault(fold_tag(one.tag), one.tag)
        reasons[fold_tag(one.tag)].append(Reason(one.kind, round(one.files / len(ids), 4), one.files, []))
    for folded, reason in _neighbours(reader, search, space, ids).items():
        reasons[folded].append(reason)
    given = {fold_tag(one.tag) for one in _given(reader, ids) if one.files == len(ids)}
    tree = {row[0]: row[1] for row in reader.rows(tag_tree.Q["tree"])}
    found = [
        Suggestion(
            tree.get(folded, names.get(folded, folded)),
            _score(some),
            max((one.files for one in some if one.kind != NEIGHBOURS), default=0),
            folded in tree,
            some,
        )
        for folded, some in reasons.items()
        if folded not in given
    ]
    return sorted(found, key=lambda one: (-one.score, not one.own, one.tag))[:limit]


def _score(reasons: Sequence[Reason]) -> float:
    left = 1.0
    for reason in reasons:
        left *= 1 - TRUST[reason.kind] * reason.score
    return round(1 - left, 4)


def _given(reader: Reader, ids: NDArray[np.int64]) -> list[tag_cloud.Weight]:
    return tag_cloud.cloud(reader, ids, kinds=(tags.USER,), limit=_EVERY).tags


def _neighbours(reader: Reader, search: VectorSearch, space: Space, ids: NDArray[np.int64]) -> dict[str, Reason]:
    """Return what the user calls the pictures that look like some, each weighted by how near it is."""
    tagged = np.setdiff1d(tags.tagged_by_user(reader), ids)
    some = ids[np.linspace(0, len(ids) - 1, min(len(ids), COMPARED)).astype(np.int64)]
    asked = vectors.get(reader, visual.KIND, space.key, some.tolist()) if len(tagged) else {}
    share: dict[str, float] = defaultdict(float)
    seen: dict[str, dict[int, float]] = defaultdict(dict)
    for wanted in asked.values():
        near = search.rank(reader, visual.KIND, space.key, wanted, limit=NEAREST, within=tagged)
        if not len(near.ids):
            continue
        weights = np.exp((near.scores - near.scores[0]) / FADE)
        # What is nearest but far says little, however many agree.
        weights *= float(np.clip(near.scores[0], 0, 1)) / weights.sum() / len(asked)
        own = sidecars.own(reader, near.ids.tolist())
        for item, weight in zip(near.ids.tolist(), weights.tolist(), strict=True):
            for folded in own[item].tags:
                share[folded] += weight
                seen[folded][item] = seen[folded].get(item, 0.0) + weight
    return {folded: _reason(part, seen[folded]) for folded, part in share.items()}


def _reason(share: float, seen: dict[int, float]) -> Reason:
    pictures = sorted(seen, key=lambda item: (-seen[item], item))[:SHOWN]
    return Reason(NEIGHBOURS, round(min(share, 1.0), 4), len(seen), pictures)
