"""Terms that are found by an index against looking at every one of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures.small_library import SmallLibrary
from imageparser.hangul import begins, plain
from imageparser.library import Database, fulltext, tags, term_counts, terms

NAMES = (
    "고",
    "고양",
    "고양이",
    "공",
    "과",
    "가나",
    "강",
    "꽃",
    "달걀",
    "닭",
    "밤하늘",
    "cat",
    "car",
    "Cats",
    "blue",
    "b",
    "é",
)
WORDS = st.lists(st.sampled_from(NAMES), max_size=3)
LIBRARIES = st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=6)
TYPED = st.text(st.sampled_from("ㄱㅇㅎ고과가양달닭밤bceéaC "), max_size=4)


def fitting(counts: Counter[str], typed: str) -> list[tuple[bool, int]]:
    """Return whether the first word fits, and the count, of every name that fits."""
    wanted = plain(typed)
    found = []
    for name, files in counts.items():
        inner = [begins(wanted, part) for part in terms.starts(plain(name))]
        if any(inner):
            found.append((not inner[0], -files))
    return sorted(found)


@settings(max_examples=25, deadline=None)
@given(LIBRARIES, TYPED, st.data())
def test_the_nearest_terms_are_those_that_a_look_at_all_finds(
    pictures: list[tuple[list[str], list[str], list[str]]], typed: str, data: st.DataObject
):
    with TemporaryDirectory() as folder, Database.open(Path(folder) / "library.sqlite") as database:
        library = SmallLibrary(database)
        items = [library.add(f"/a/{number}.png", " ".join(one[0]) or "-") for number, one in enumerate(pictures)]
        user: defaultdict[str, set[int]] = defaultdict(set)
        for item, (_, model, own) in zip(items, pictures, strict=True):
            database.write(lambda tx, item=item, model=model: tags.replace(tx, item, tags.MODEL, model))
            database.write(lambda tx, item=item: fulltext.refresh(tx, [item]))
            database.write(lambda tx, item=item, own=own: tags.give(tx, [item], own, 1))
            for name in own:
                user[plain(name)].add(item)
        term_counts.settle(database)
        gone = data.draw(st.integers(0, len(items) - 1))
        database.write(lambda tx: tx.run("DELETE FROM files WHERE id = ?", (items[gone],)))
        term_counts.settle(database)
        left = [one for number, one in enumerate(pictures) if number != gone]
        expected = {
            "word": Counter(word for one in left for word in {plain(word) for word in one[0] if len(word) > 1}),
            "ai_tag": Counter(word for one in left for word in {plain(word) for word in one[1]}),
            "tag": Counter({name: len(having - {items[gone]}) for name, having in user.items()}),
        }
        for kind, counts in expected.items():
            found = terms.nearest(database.read(), kind, typed, 100)
            assert sorted((one.inner, -one.files) for one in found) == fitting(counts, typed)
            assert [(one.inner, -one.files) for one in found] == sorted((one.inner, -one.files) for one in found)
