"""Tags, collections and filter presets of a package, beside those of the library; policies as in `package_marks`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imageparser.library import collections, filter_presets, tag_names, tag_tree
from imageparser.library.package_marks import Conflict, Policy, wins
from imageparser.library.queries import load
from imageparser.text import fold_tag, nfc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from imageparser.library.connection import Reader, Transaction
    from imageparser.library.package_lines import CollectionLine, PresetLine, TagLine

Q = load("package_in")


def tag_conflicts(reader: Reader, lines: Sequence[TagLine], policy: Policy) -> list[Conflict]:
    """Return where tags of a package and of the library differ."""
    return [conflict for line in lines for conflict in _tag_differences(reader, line, policy)]


def put_tags(tx: Transaction, lines: Sequence[TagLine], policy: Policy, now_ms: int) -> None:
    """Take tags in with their place, colour and aliases; one that is there keeps what the policy says."""
    for line in lines:
        known = tx.row(tag_tree.Q["node"], (tag_tree.resolved(tx, line.name),))
        if known is None:
            _add_tag(tx, line, now_ms)
        else:
            _merge_tag(tx, tag_tree.Node(*known), line, policy)
        node = tag_tree.get(tx, line.name)
        for alias in line.aliases:
            if fold_tag(alias) != node.folded:
                tx.run(Q["alias"], (fold_tag(alias), " ".join(nfc(alias).split()), node.folded))
    tag_names.rebuild(tx)


def _add_tag(tx: Transaction, line: TagLine, now_ms: int) -> None:
    node = tag_tree.ensure(tx, line.name, now_ms)
    parent = None if line.parent is None else tag_tree.ensure(tx, line.parent, now_ms).folded
    tx.run(tag_tree.Q["change"], {"folded": node.folded, "name": node.name, "parent": parent, "color": line.color})
    tx.run(Q["date_tag"], (node.folded, line.at))


def _merge_tag(tx: Transaction, node: tag_tree.Node, line: TagLine, policy: Policy) -> None:
    taken = wins(policy, node.at, line.at)
    parent, color = node.parent, node.color
    if line.parent is not None and (parent is None or taken):
        above = tag_tree.resolved(tx, line.parent)
        if node.folded not in [row[0] for row in tx.rows(tag_tree.Q["above"], (above,))]:  # else it would be a circle
            parent = above
    if line.color is not None and (color is None or taken):
        color = line.color
    tx.run(tag_tree.Q["change"], {"folded": node.folded, "name": node.name, "parent": parent, "color": color})


def _tag_differences(reader: Reader, line: TagLine, policy: Policy) -> list[Conflict]:
    row = reader.row(tag_tree.Q["node"], (tag_tree.resolved(reader, line.name),))
    if row is None:
        return []
    node = tag_tree.Node(*row)
    taken = wins(policy, node.at, line.at)
    above = None if line.parent is None else tag_tree.resolved(reader, line.parent)
    pairs = (("tag_parent", node.parent, above), ("tag_color", node.color, line.color))
    return [
        Conflict(name, ours, theirs, taken)
        for name, ours, theirs in pairs
        if ours is not None and theirs is not None and ours != theirs
    ]


def collection_numbers(reader: Reader, lines: Sequence[CollectionLine]) -> list[int | None]:
    """Return which collections of the library those of a package are, by name and place; None for those it lacks."""
    numbers: list[int | None] = []
    for line in lines:
        above = None if line.parent is None else numbers[line.parent]
        lost = line.parent is not None and above is None
        numbers.append(None if lost else collections.at(reader, above, line.name))
    return numbers


def collection_conflicts(reader: Reader, lines: Sequence[CollectionLine], policy: Policy) -> list[Conflict]:
    """Return where collections of a package and of the library differ."""
    found = []
    for line, number in zip(lines, collection_numbers(reader, lines), strict=True):
        if number is None:
            continue
        ours = collections.get(reader, number)
        taken = wins(policy, ours.updated_at, line.updated_at)
        if (ours.query is None) != (line.query is None):
            found.append(Conflict("collection_kind", ours.query or "", line.query or "", taken=False))
        elif ours.query != line.query:
            found.append(Conflict("collection_query", ours.query or "", line.query or "", taken))
        if ours.description and line.description and ours.description != nfc(line.description):
            found.append(Conflict("collection_description", ours.description, line.description, taken))
    return found


def put_collections(
    tx: Transaction,
    lines: Sequence[CollectionLine],
    items: Mapping[int, tuple[NDArray[np.int64], NDArray[np.int64]]],
    covers: Sequence[int | None],
    *,
    policy: Policy,
    now_ms: int,
) -> tuple[int, int]:
    """Take collections in; return how many are new and how many pictures came into any.

    `items` are (pictures here, since when) by the number of the line, `covers` the pictures here. In a collection that
    is there already what comes in stands at its end.
    """
    created = added = 0
    numbers: list[int] = []
    for place, line in enumerate(lines):
        parent = None if line.parent is None else numbers[line.parent]
        number = collections.at(tx, parent, line.name)
        fresh = number is None
        if number is None:
            number = _create(tx, line, parent, now_ms)
            created += 1
        numbers.append(number)
        own = collections.get(tx, number)
        if own.query is None and line.query is None and place in items:
            ids, since = items[place]
            added += collections.add(tx, number, ids.tolist(), now_ms)
            if fresh:
                tx.run_many(Q["date_item"], zip([number] * len(ids), ids.tolist(), since.tolist(), strict=True))
        values = _changes(own, line, covers[place], policy)
        if values:
            collections.change(tx, number, values, now_ms)
        if fresh:
            tx.run(Q["date_collection"], (number, line.created_at, line.updated_at))
    return created, added


def _create(tx: Transaction, line: CollectionLine, parent: int | None, now_ms: int) -> int:
    # A smart collection here holds no others: what the package keeps inside one stands beside it.
    if parent is not None and collections.get(tx, parent).query is not None:
        parent = collections.get(tx, parent).parent_id
        if (number := collections.at(tx, parent, line.name)) is not None:
            return number
    return collections.create(tx, line.name, now_ms, parent_id=parent, query=line.query, description=line.description)


def _changes(own: collections.Collection, line: CollectionLine, cover: int | None, policy: Policy) -> dict[str, object]:
    taken = wins(policy, own.updated_at, line.updated_at)
    values: dict[str, object] = {}
    if line.description and own.description != nfc(line.description) and (taken or not own.description):
        values["description"] = nfc(line.description)
    if own.query is not None and line.query is not None and own.query != line.query and taken:
        values["query"] = line.query
    if cover is not None and own.cover_id != cover and (taken or own.cover_id is None):
        values["cover_id"] = cover
    return values


def preset_conflicts(reader: Reader, lines: Sequence[PresetLine], policy: Policy) -> list[Conflict]:
    """Return where filter presets of a package and of the library differ."""
    known = {fold_tag(preset.name): preset for preset in filter_presets.every(reader)}
    both = [(line, known[fold_tag(line.name)]) for line in lines if fold_tag(line.name) in known]
    return [
        Conflict("preset_query", ours.query, line.query, wins(policy, ours.updated_at, line.updated_at))
        for line, ours in both
        if ours.query != line.query
    ]


def put_presets(tx: Transaction, lines: Sequence[PresetLine], policy: Policy, now_ms: int) -> int:
    """Take filter presets in and return how many are new."""
    created = 0
    known = {fold_tag(preset.name): preset for preset in filter_presets.every(tx)}
    for line in lines:
        own = known.get(fold_tag(line.name))
        if own is None:
            number = filter_presets.add(tx, line.name, line.query, now_ms)
            tx.run(Q["date_preset"], (number, line.created_at, line.updated_at))
            created += 1
        elif own.query != line.query and wins(policy, own.updated_at, line.updated_at):
            filter_presets.change(tx, own.id, name=None, query=line.query, now_ms=now_ms)
    return created
