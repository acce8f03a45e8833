from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from fixtures.small_library import SmallLibrary
from imageparser.library import captions, files, fulltext, tag_tree, tags, term_counts, terms

if TYPE_CHECKING:
    from imageparser.library.connection import Database, Transaction


def names(database: Database, kind: str, typed: str) -> list[tuple[str, int]]:
    term_counts.settle(database)
    return [(one.name, one.files) for one in terms.nearest(database.read(), kind, typed, 10)]


def caption(database: Database, item: int, text: str, *more: str) -> None:
    record = {
        "caption": text, "tags": list(more), "labels": [], "image_type": "photo", "source": "a", "quality": "full",
    }  # fmt: skip

    def work(tx: Transaction) -> None:
        captions.put(tx, item, "MC-1", record, 2)
        fulltext.refresh(tx, [item])

    database.write(work)


def test_words_of_captions_are_counted_by_files(database: Database):
    library = SmallLibrary(database)
    library.add("/a/1.png", "the Red cat and the red car")
    library.add("/a/2.png", "고양이가 자는 사진")
    assert names(database, "word", "c") == [("car", 1), ("cat", 1)]
    assert names(database, "word", "ㄱㅇ") == [("고양이가", 1)]
    assert names(database, "word", "the") == []
    assert names(database, "folder", "") == [("a", 2)]


def test_a_changed_caption_is_counted_anew(database: Database):
    item = SmallLibrary(database).add("/a/1.png", "red cat")
    assert names(database, "word", "c") == [("cat", 1)]
    caption(database, item, "red dog", "red_dog")
    assert names(database, "word", "c") == []
    assert names(database, "ai_tag", "do") == [("red dog", 1)]
    assert names(database, "type", "") == [("photo", 1)]


def test_deleted_files_are_not_counted(database: Database):
    library = SmallLibrary(database)
    first, _ = library.add("/a/1.png", "cat"), library.add("/a/2.png", "cat")
    assert names(database, "word", "cat") == [("cat", 2)]
    database.write(lambda tx: tx.run(files.Q["delete"], (first,)))
    assert names(database, "word", "cat") == [("cat", 1)]


def test_user_tags_with_aliases_and_counts_at_once(database: Database):
    library = SmallLibrary(database)
    items = [library.add(f"/a/{number}.png", "x") for number in range(3)]
    database.write(lambda tx: tags.give(tx, items[:2], ["고양이"], 1))
    database.write(lambda tx: tag_tree.save(tx, "고양이", tag_tree.Change(aliases=["Kitty Cat"]), 2))
    assert names(database, "tag", "고양ㅇ") == [("고양이", 2)]
    assert names(database, "tag", unicodedata.normalize("NFD", "고야")) == [("고양이", 2)]
    found = terms.nearest(database.read(), "tag", "ca", 5)
    assert [(one.name, one.files, one.inner, one.stands_for) for one in found] == [("Kitty Cat", 2, True, "고양이")]
    database.write(lambda tx: tags.take(tx, items[:1], ["고양이"]))
    assert names(database, "tag", "ㄱㅇㅇ") == [("고양이", 1)]
    database.write(lambda tx: tag_tree.delete(tx, "고양이"))
    assert names(database, "tag", "") == []


def test_everything_can_be_counted_anew(database: Database):
    library = SmallLibrary(database)
    items = [library.add(f"/a/{number}.png", "red cat") for number in range(3)]
    database.write(lambda tx: tags.give(tx, items, ["mine"], 1))
    before = [names(database, kind, "") for kind in ("word", "folder", "tag")]
    database.write(lambda tx: tx.run("DELETE FROM terms"))
    database.write(lambda tx: tx.run("DELETE FROM file_terms"))
    database.write(term_counts.expect_all)
    assert [names(database, kind, "") for kind in ("word", "folder", "tag")] == before


def test_many_terms_of_one_beginning_come_by_their_counts(database: Database):
    library = SmallLibrary(database)
    for number in range(30):
        library.add(f"/a/{number}.png", " ".join(f"가나다라{chr(ord('가') + 28 * one)}" for one in range(number, 30)))
    term_counts.settle(database)
    every = {one.name: one.files for one in terms.nearest(database.read(), "word", "", 100)}
    for typed in ("ㄱ", "가", "간", "가나", "가나다라"):
        best = sorted(every.items(), key=lambda pair: (-pair[1], pair[0]))[:5]
        assert [one.name for one in terms.nearest(database.read(), "word", typed, 5)] == [name for name, _ in best]
