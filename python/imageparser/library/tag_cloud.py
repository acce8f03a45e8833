"""How many of some pictures have each tag, by who gave it: the user, a model, the file itself, or its prompt."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from imageparser.library import facts, postings, tag_tree, tags
from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from imageparser.library.connection import Reader

    Ids = NDArray[np.int64]

Q = load("tag_cloud")
PROMPT = "prompt"
KINDS = (tags.USER, tags.MODEL, tags.FILE, PROMPT)
# Of fewer pictures the tags are read, of more they are counted in columns of all pictures, which are kept.
FEW = 2_000
_SLICE = 50_000  # files whose prompt tags are in memory at a time


class Weight(NamedTuple):
    """A tag from one kind of source with the number of pictures; colour and parent are those of a tag of the user."""

    tag: str
    kind: str
    files: int
    color: str | None = None
    parent: str | None = None


class Cloud(NamedTuple):
    """The tags of most pictures, how many others there are, and how often those occur together."""

    tags: list[Weight]
    rest: int
    rest_files: int


class _Pairs(NamedTuple):
    names: Sequence[str]
    folded: Sequence[str]
    files: NDArray[np.int32]
    codes: NDArray[np.int32]
    nbytes: int = 0


def cloud(
    reader: Reader, file_ids: Ids | None, *, kinds: Iterable[str] = KINDS, limit: int, roll_up: bool = False
) -> Cloud:
    """Return the tags of most of some present pictures, or of all; an alias counts as its tag.

    With `roll_up` a tag of the user counts for the tags above it, too, each picture once. The reader must be in a
    snapshot: what is counted belongs together.
    """
    tree = {row[0]: tag_tree.Node(*row) for row in reader.rows(tag_tree.Q["tree"])}
    weights = [weight for kind in kinds for weight in _weights(reader, file_ids, kind, tree, roll_up=roll_up)]
    weights.sort(key=lambda one: (-one.files, one.tag, one.kind))
    rest = weights[limit:]
    return Cloud(weights[:limit], len(rest), sum(one.files for one in rest))


def _weights(
    reader: Reader, file_ids: Ids | None, kind: str, tree: Mapping[str, tag_tree.Node], *, roll_up: bool
) -> Iterable[Weight]:
    if kind == PROMPT:
        return [Weight(tag, kind, files) for tag, files in _prompted(reader, file_ids).items()]
    pairs = _pairs(reader, file_ids, kind)
    chosen = facts.present(reader)
    if file_ids is not None:
        chosen = chosen & facts.flags(reader, file_ids)
    held = chosen[pairs.files]
    files, codes = pairs.files[held], pairs.codes[held]
    aliases = dict(reader.rows(tag_tree.Q["resolved_aliases"]))
    merged = _Merged(pairs, aliases)
    files, codes = merged.apply(files, codes)
    if roll_up and kind == tags.USER:
        files, codes = merged.rolled(files, codes, tree)
    counts = np.bincount(codes, minlength=len(merged.folded))
    return [merged.weight(place, int(counts[place]), kind, tree) for place in np.flatnonzero(counts).tolist()]


class _Merged:
    """Tags by numbers, aliases under the number of their tag."""

    def __init__(self, pairs: _Pairs, aliases: Mapping[str, str]) -> None:
        self.folded = list(pairs.folded)
        self.names = list(pairs.names)
        self._place = {folded: place for place, folded in enumerate(self.folded)}
        own = [self._number(aliases.get(folded, folded)) for folded in pairs.folded]
        self._own = np.array(own, np.int32) if own != list(range(len(own))) else None

    def _number(self, folded: str, name: str | None = None) -> int:
        if folded not in self._place:
            self._place[folded] = len(self.folded)
            self.folded.append(folded)
            self.names.append(name or folded)
        return self._place[folded]

    def apply(self, files: NDArray[np.int32], codes: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Count aliases as their tags."""
        return (files, codes) if self._own is None else _once(files, self._own[codes])

    def rolled(
        self, files: NDArray[np.int32], codes: NDArray[np.int32], tree: Mapping[str, tag_tree.Node]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Add what stands above each tag, each picture once."""
        for folded in list(self.folded):
            node = tree.get(folded)
            while node is not None and (node := tree.get(node.parent or "")) is not None:
                self._number(node.folded, node.name)
        above = np.full(len(self.folded), -1, np.int32)
        for place, folded in enumerate(self.folded):
            parent = tree[folded].parent if folded in tree else None
            if parent in tree:
                above[place] = self._place[str(parent)]
        every = [(files, codes)]
        while len(every[-1][0]):
            below_files, below = every[-1]
            up = above[below]
            every.append((below_files[up >= 0], up[up >= 0]))
        return _once(np.concatenate([one for one, _ in every]), np.concatenate([one for _, one in every]))

    def weight(self, place: int, files: int, kind: str, tree: Mapping[str, tag_tree.Node]) -> Weight:
        """Return a tag as it is told."""
        node = tree.get(self.folded[place])
        if node is None:
            return Weight(self.names[place], kind, files)
        above = tree.get(node.parent or "")
        parent = None if above is None else above.name
        return Weight(node.name, kind, files, node.color, parent)


def _once(files: NDArray[np.int32], codes: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    both = np.unique(codes.astype(np.int64) << 32 | files)
    return (both & 0xFFFFFFFF).astype(np.int32), (both >> 32).astype(np.int32)


def _pairs(reader: Reader, file_ids: Ids | None, kind: str) -> _Pairs:
    if file_ids is not None and len(file_ids) < FEW:
        return _made(reader.each(Q["pairs_of"], (kind, json.dumps(file_ids.tolist()))))
    return reader.kept.get(("cloud", kind), lambda: _made(reader.each(Q["pairs"], (kind,))))


def _made(rows: Iterable[tuple[str, int, str]]) -> _Pairs:
    names: list[str] = []
    folded: list[str] = []

    def coded() -> Iterable[tuple[int, int]]:
        last = None
        for form, item, tag in rows:
            if form != last:
                names.append(tag)
                folded.append(form)
                last = form
            yield item, len(names) - 1

    found = np.fromiter(chain.from_iterable(coded()), np.int64).reshape(-1, 2)
    files, codes = found[:, 0].astype(np.int32), found[:, 1].astype(np.int32)
    return _Pairs(names, folded, files, codes, files.nbytes + codes.nbytes)


def _prompted(reader: Reader, file_ids: Ids | None) -> dict[str, int]:
    """Return how many pictures show each tag of their prompts; what is unwanted does not count."""
    if file_ids is None:
        return reader.kept.get(("cloud", PROMPT), lambda: _count_prompts(reader, None))
    return _count_prompts(reader, file_ids)


def _count_prompts(reader: Reader, file_ids: Ids | None) -> dict[str, int]:
    chosen = facts.present(reader)
    if file_ids is not None:
        chosen = chosen & facts.flags(reader, file_ids)
    if file_ids is not None and len(file_ids) < FEW:
        rows = reader.each(Q["prompts_of"], (json.dumps(file_ids.tolist()),))
    else:
        rows = reader.each(Q["prompts"])
    counts = np.zeros(0, np.int64)
    packed: list[bytes] = []
    for item, blob in rows:
        if chosen[item]:
            packed.append(blob)
        if len(packed) == _SLICE:
            counts, packed = _more(counts, packed), []
    counts = _more(counts, packed)
    numbers = np.flatnonzero(counts).tolist()
    return {tag: int(counts[number]) for number, tag in reader.rows(Q["prompt_tags"], (json.dumps(numbers),))}


def _more(counts: NDArray[np.int64], packed: list[bytes]) -> NDArray[np.int64]:
    owners, numbers = postings.shown(packed)
    both = np.unique(owners << 32 | numbers) & 0xFFFFFFFF
    found = np.bincount(both, minlength=len(counts))
    found[: len(counts)] += counts
    return found
