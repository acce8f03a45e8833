"""Counts of the values of filters equal what the filters themselves find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.library import facets, marks, tags
from imageparser.search import language
from imageparser.search.candidates import members

if TYPE_CHECKING:
    from fixtures.small_library import SmallLibrary


def fill(library: SmallLibrary) -> list[int]:
    ids = [
        library.add("/p/1.png", "a cat", width=100, height=50, rating=4, model="EOS R5", mtime_ns=10**18),
        library.add("/p/2.jpg", "a cat", format="jpeg", width=50, height=100, mtime_ns=10**18),
        library.add("/p/3.psd", "a dog", format="psd", width=50, height=50, layers=[]),
        library.add("/p/4.png", "a dog"),
    ]
    library.database.write(lambda tx: tags.give(tx, ids[:3], ["고양이"], 1))
    library.database.write(lambda tx: marks.set_label(tx, ids[:2], "red"))
    library.database.write(lambda tx: _name_makers(tx, ids))
    library.lose(ids[3])
    return ids


def _name_makers(tx: Any, ids: list[int]) -> None:
    for item, generator, model in ((ids[0], "ComfyUI", "V4.5"), (ids[1], "ComfyUI", None), (ids[3], "NovelAI", "V4.5")):
        tx.run("UPDATE prompts SET name = ?, model = ? WHERE file_id = ?", (generator, model, item))
    for item, font in ((ids[2], "나눔고딕"), (ids[2], "Helvetica"), (ids[3], "Helvetica")):
        tx.run("INSERT INTO fonts VALUES (?, ?)", (item, font))


def test_every_count_is_what_its_filter_finds(library: SmallLibrary) -> None:
    ids = fill(library)
    reader = library.database.read()
    found = facets.of_files(reader)
    assert set(found) == set(facets.COUNTED)
    assert found["format"] == [("jpeg", 1), ("png", 1), ("psd", 1)]
    assert found["tag"] == [("고양이", 3)]
    assert found["generator"] == [("ComfyUI", 2)]
    assert found["model"] == [("V4.5", 1)]
    assert found["font"] == [("Helvetica", 1), ("나눔고딕", 1)]
    for name, values in found.items():
        assert values
        for value, files in values:
            query = language.parse(f'{name}:"{value}"')
            assert query.notes == ()
            assert len(members(reader, query)) == files, (name, value)
    assert facets.of_files(reader, ids[:1])["rating"] == [("4", 1)]
    assert facets.of_files(reader, ids[1:])["generator"] == [("ComfyUI", 1)]
    assert all(not values for values in facets.of_files(reader, []).values())
