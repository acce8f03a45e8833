"""Sidecars: what is written is read back, what is foreign stays, and no bytes at all do more than raise our error."""

from __future__ import annotations

import contextlib

from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from fixtures import xmp
from imageparser.errors import CorruptError, TooLargeError
from imageparser.text import fold_tag
from imageparser.xmp import marks
from imageparser.xmp.packet import Packet

SIGNS = st.characters(codec="utf-8") | st.sampled_from("|/;,&<>\"'_ 가나ㄱ각")
NAMES = st.text(SIGNS, min_size=1, max_size=12).filter(lambda text: fold_tag("".join(marks.clean_path([text]))))
PATHS = st.lists(NAMES, min_size=1, max_size=3).map(tuple)
LABELS = st.sampled_from([None, "red", "orange", "yellow", "green", "blue", "purple", "gray"])
RATINGS = st.none() | st.integers(1, 5)
FOREIGN = (xmp.LIGHTROOM, xmp.DIGIKAM, xmp.DARKTABLE, None)


def tree(paths: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return paths as the library has them: each tag once, with one place in the tree, clean."""
    parents: dict[str, tuple[str, ...]] = {}
    for path in map(marks.clean_path, paths):
        below: tuple[str, ...] = ()
        for part in path:
            folded = fold_tag(part)
            if not folded or folded in {fold_tag(above) for above in below}:
                break
            below = parents.setdefault(folded, (*below, part))
    return list(parents.values())


def folded(paths: object) -> set[str]:
    return {fold_tag(path[-1]) for path in paths}  # type: ignore[attr-defined]


@given(paths=st.lists(PATHS, max_size=6), rating=RATINGS, label=LABELS, start=st.sampled_from(FOREIGN), keep=st.data())
def test_read_is_the_inverse_of_write(
    paths: list[tuple[str, ...]], rating: int | None, label: str | None, start: str | None, keep: st.DataObject
):
    library = tree(paths)
    given_tags = [path for path in library if keep.draw(st.booleans())]
    packet = Packet(start.encode() if start else None)
    marks.write(packet, rating=rating, label=label, tags=given_tags)
    again = Packet(packet.to_bytes())
    found = marks.read(again)
    assert (found.rating, found.label) == (rating, label)
    assert folded(found.tags) == folded(given_tags)
    before = again.to_bytes()
    assert not marks.write(again, rating=rating, label=label, tags=given_tags)
    assert again.to_bytes() == before


OURS = {"Rating", "Label", "subject", "hierarchicalSubject", "TagsList", "ColorLabel", "colorlabels"}


def foreign(data: bytes) -> list[tuple[str, ...]]:
    """Return everything of a packet that is not ours: names, attributes and texts, comments and instructions too."""
    found = []
    root = etree.fromstring(data)
    for node in [*root.itersiblings(preceding=True), *root.iter(), *root.itersiblings()]:
        if not isinstance(node.tag, str):
            found.append((str(node.tag), node.text or ""))
            continue
        if any(etree.QName(one).localname in OURS for one in [node, *node.iterancestors()]):
            continue
        attributes = [f"{name}={value}" for name, value in node.items() if etree.QName(name).localname not in OURS]
        found.append((node.tag, (node.text or "").strip(), *sorted(attributes)))
    return found


@given(names=st.lists(NAMES, max_size=4), rating=RATINGS, label=LABELS, start=st.sampled_from(FOREIGN[:3]))
def test_what_is_foreign_stays(names: list[str], rating: int | None, label: str | None, start: str):
    packet = Packet(start.encode())
    marks.write(packet, rating=rating, label=label, tags=[(name,) for name in names])
    assert foreign(packet.to_bytes()) == foreign(start.encode())


@given(data=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(data=b"\xff\xfe")
@example(data=b"<rdf:RDF/>")
def test_any_bytes(data: bytes):
    with contextlib.suppress(CorruptError, TooLargeError):
        marks.read(Packet(data))


@given(
    start=st.sampled_from(FOREIGN[:3]), at=st.integers(0, 1200), drop=st.integers(0, 8), put=st.binary(max_size=8),
    rating=RATINGS,
)  # fmt: skip
def test_damaged_packets(start: str, at: int, drop: int, put: bytes, rating: int | None):
    data = start.encode()
    damaged = data[:at] + put + data[at + drop :]
    try:
        packet = Packet(damaged)
        marks.write(packet, rating=rating, label="red", tags=[("새 꼬리표",)])
        assert marks.read(Packet(packet.to_bytes())).rating == rating
    except (CorruptError, TooLargeError):
        pass
