"""The tags that the user made: spelling, place in the tree, colour, other words for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from imageparser.errors import ExistsError, NotFoundError, UsageError
from imageparser.library import tag_names
from imageparser.library.queries import load
from imageparser.text import fold_tag, nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from imageparser.library.connection import Reader, Transaction

Q = load("tag_tree")
_COLOR = re.compile(r"#[0-9a-f]{6}")


class Node(NamedTuple):
    """A tag of the user; `folded` is what it is compared by, `parent` the folded form of the tag above it."""

    folded: str
    name: str
    parent: str | None
    color: str | None
    at: int
    files: int


class Change(NamedTuple):
    """What becomes of a tag; an empty text takes a parent or a colour away, None leaves what there is."""

    name: str | None = None
    parent: str | None = None
    color: str | None = None
    aliases: tuple[str, ...] | None = None


def every(reader: Reader) -> tuple[list[Node], dict[str, list[str]]]:
    """Return all tags of the user with the number of present files that have each, and the aliases by folded tag."""
    aliases: dict[str, list[str]] = {}
    for name, tag in reader.rows(Q["aliases"]):
        aliases.setdefault(tag, []).append(name)
    return [Node(*row) for row in reader.rows(Q["nodes"])], aliases


def resolved(reader: Reader, name: str) -> str:
    """Return the folded form of the tag that a name or an alias stands for; an unknown name stands for itself."""
    row = reader.row(Q["resolve"], {"name": fold_tag(name)})
    return fold_tag(name) if row is None else str(row[0])


def ensure(tx: Transaction, name: str, now_ms: int) -> Node:
    """Return the tag that a name or an alias stands for; a new one is made where there is none.

    Raises:
        UsageError: the name says nothing.
    """
    spelled = " ".join(nfc(name).split())
    folded = fold_tag(name)
    if not folded:
        raise UsageError("the name of a tag is missing")
    known = tx.row(Q["node"], (resolved(tx, name),))
    if known is not None:
        return Node(*known)
    tx.run(Q["add"], {"folded": folded, "name": spelled, "parent": None, "color": None, "now": now_ms})
    tag_names.add(tx, spelled, folded)
    return Node(folded, spelled, None, None, now_ms, 0)


def place(tx: Transaction, path: Sequence[str], now_ms: int) -> Node:
    """Return the tag that the last name of a path stands for; a new one is made below the others, which are made too.

    A tag that there is stays where the user has it.

    Raises:
        UsageError: the last name says nothing.
    """
    names = [*(name for name in path[:-1] if fold_tag(name)), path[-1]]
    if len(names) > 1 and tx.row(Q["node"], (resolved(tx, names[-1]),)) is None:
        parent = place(tx, names[:-1], now_ms)
        if tx.row(Q["node"], (resolved(tx, names[-1]),)) is None:
            node = ensure(tx, names[-1], now_ms)._replace(parent=parent.folded)
            tx.run(Q["change"], node._asdict())
            return node
    return ensure(tx, names[-1], now_ms)


def save(tx: Transaction, name: str, change: Change, now_ms: int) -> Node:
    """Make a tag or change one, and return it; a new name leaves the old one as an alias.

    So what models call by the old name counts as the tag.

    Raises:
        UsageError: a name says nothing, a tag would stand below itself, or a colour is none.
        ExistsError: the new name is another tag.
    """
    node = ensure(tx, name, now_ms)
    if change.name is not None:
        node = _rename(tx, node, change.name, now_ms)
    parent, color = node.parent, node.color
    if change.parent is not None:
        parent = ensure(tx, change.parent, now_ms).folded if change.parent else None
        if parent is not None and node.folded in [row[0] for row in tx.rows(Q["above"], (parent,))]:
            raise UsageError("a tag cannot stand below itself")
    if change.color is not None:
        color = change.color.lower() or None
        if color is not None and not _COLOR.fullmatch(color):
            raise UsageError(f"{change.color!r} is no colour; write #rrggbb")
    node = node._replace(parent=parent, color=color)
    tx.run(Q["change"], node._asdict())
    if change.aliases is not None:
        _set_aliases(tx, node, change.aliases)
    tag_names.rebuild(tx)
    return node


def merge(tx: Transaction, names: Iterable[str], into: str, now_ms: int) -> Node:
    """Make several tags one: files, aliases and what stood below go over, the old names become aliases.

    Raises:
        NotFoundError: one of the tags is none.
        UsageError: a name says nothing.
    """
    target = ensure(tx, into, now_ms)
    for name in names:
        node = get(tx, name)
        if node.folded == target.folded:
            continue
        if node.folded in [
            row[0] for row in tx.rows(Q["above"], (target.folded,))
        ]:  # the target takes the place of what was above it
            target = target._replace(parent=node.parent)
            tx.run(Q["change"], target._asdict())
        _hand_over(tx, node, target)
    tag_names.rebuild(tx)
    return target


def delete(tx: Transaction, name: str) -> int:
    """Forget a tag and take it from all files; what stood below it stands below its parent. Return how many had it.

    Raises:
        NotFoundError: there is no such tag.
    """
    node = get(tx, name)
    tx.run(Q["adopt"], {"from": node.folded, "to": node.parent})
    files = tx.run(Q["strip"], (node.folded,))
    tx.run(Q["drop"], (node.folded,))
    tag_names.rebuild(tx)
    return files


def get(reader: Reader, name: str) -> Node:
    """Return the tag that a name or an alias stands for.

    Raises:
        NotFoundError: there is none.
    """
    row = reader.row(Q["node"], (resolved(reader, name),))
    if row is None:
        raise NotFoundError(f"there is no tag {name!r}")
    return Node(*row)


def _rename(tx: Transaction, node: Node, name: str, now_ms: int) -> Node:
    spelled, folded = " ".join(nfc(name).split()), fold_tag(name)
    if not folded:
        raise UsageError("the name of a tag is missing")
    if folded == node.folded:
        tx.run(Q["spell"], {"name": spelled, "folded": folded})
        return node._replace(name=spelled)
    if resolved(tx, name) != node.folded:
        if tx.row(Q["node"], (resolved(tx, name),)) is not None:
            raise ExistsError(f"there is a tag {name!r} already: merge the two")
    else:
        tx.run(Q["drop_alias"], (folded,))  # it becomes the name itself
    made = node._replace(folded=folded, name=spelled, at=now_ms)
    tx.run(Q["add"], {**made._asdict(), "now": now_ms})
    _hand_over(tx, node, made)
    return made


def _hand_over(tx: Transaction, old: Node, new: Node) -> None:
    """Let one tag take over everything from another, whose name becomes an alias."""
    ends = {"from": old.folded, "to": new.folded}
    tx.run(Q["hand_over"], {**ends, "name": new.name})
    tx.run(Q["strip"], (old.folded,))
    tx.run(Q["adopt"], ends)
    tx.run(Q["move_aliases"], ends)
    tx.run(Q["drop"], (old.folded,))
    tx.run(Q["alias"], (old.folded, old.name, new.folded))


def _set_aliases(tx: Transaction, node: Node, aliases: Iterable[str]) -> None:
    tx.run(Q["drop_aliases"], (node.folded,))
    for alias in aliases:
        folded = fold_tag(alias)
        if folded and folded != node.folded:
            if tx.row(Q["node"], (folded,)) is not None:
                raise ExistsError(f"there is a tag {alias!r} already: merge the two")
            tx.run(Q["alias"], (folded, " ".join(nfc(alias).split()), node.folded))
