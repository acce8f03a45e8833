"""Pictures like others, through the real process on real pictures: outside, pasted, several, unwanted, hostile."""

from __future__ import annotations

import base64
import json
import shutil
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from imageparser import Library
from imageparser.errors import ImageParserError
from imageparser.search.references import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.corpus


class Shelf:
    """The pictures of the corpus, some below a folder whose name is decomposed."""

    def __init__(self, library: Library, sources: list[Path], ids: dict[str, int]) -> None:
        self.library = library
        self.sources = sources
        self.ids = ids

    def find(self, references: list[dict[str, Any]], **payload: Any) -> dict[str, Any]:
        done: dict[str, Any] = self.library.run("find", {"references": references, **payload})["payload"]
        return done

    def id(self, source: Path) -> int:
        return self.ids[source.name]


@pytest.fixture(scope="module")
def shelf(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    base = tmp_path_factory.mktemp("shelf")
    folder = base / unicodedata.normalize("NFD", "여행 사진")
    folder.mkdir()
    sources = sorted((corpus / "retrieval").rglob("*.jpg"))[:40] or sorted((corpus / "retrieval").rglob("*.png"))[:40]
    for source in sources:
        shutil.copyfile(source, folder / source.name)
    with Library.open(base / "library.sqlite") as library:
        library.index([folder], phases=["P", "VV"])
        found = library.run("find", {"query": "sort:name", "limit": 1000})["payload"]["results"]
        yield Shelf(library, sources, {Path(row["path"]).name: row["id"] for row in found})


def first(answer: dict[str, Any]) -> int:
    return int(answer["results"][0]["id"])


def test_a_pasted_picture_a_file_and_the_picture_itself_agree(shelf: Shelf):
    source = shelf.sources[3]
    data = base64.b64encode(source.read_bytes()).decode()
    pasted = shelf.find([{"data": data}], limit=10)
    assert first(pasted) == shelf.id(source)
    assert pasted["results"][0]["axes"]["visual"]["score"] > 0.99
    by_url = shelf.find([{"data": f"data:image/jpeg;base64,{data}"}], limit=10)
    outside = shelf.find([{"path": str(source)}], limit=10)
    orders = [[row["id"] for row in answer["results"]] for answer in (pasted, by_url, outside)]
    assert orders[0] == orders[1] == orders[2]


def test_the_korean_folder_limits_in_either_form(shelf: Shelf):
    source = shelf.sources[0]
    for form in ("NFC", "NFD"):
        query = "folder:" + json.dumps(unicodedata.normalize(form, "여행 사진"), ensure_ascii=False)
        answer = shelf.find([{"path": str(source)}], query=query, limit=1)
        assert first(answer) == shelf.id(source)
        assert unicodedata.normalize("NFC", answer["results"][0]["path"]).count("여행 사진") == 1


def test_all_any_and_unwanted(shelf: Shelf):
    one, two = shelf.sources[0], shelf.sources[1]
    both = [{"path": str(one)}, {"path": str(two)}]
    any_of = [row["id"] for row in shelf.find(both, mode="any", limit=2)["results"]]
    assert sorted(any_of) == sorted([shelf.id(one), shelf.id(two)])
    rows = shelf.find(both, mode="all", limit=40, explain=True)["results"]
    least = [min(ref["deviations"] for ref in row["why"]["visual"]["references"]) for row in rows]
    assert least == sorted(least, reverse=True)
    without = shelf.find([both[0], {"path": str(one), "minus": True, "weight": 5}], limit=40)
    assert without["results"][-1]["id"] == shelf.id(one)


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ({"path": "/nowhere/없다.png"}, "not_found"),
        ({"picture": 10**12}, "not_found"),
        ({"picture": 1, "layer": 5}, "not_found"),
        ({"data": base64.b64encode(b"no picture at all").decode()}, "unsupported"),
        ({"data": base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 40).decode()}, "corrupt"),
        ({"data": "?" * 40}, "usage"),
        ({"data": "A" * (MOST_BYTES * 4 // 3 + 8)}, "too_large"),
        ({"path": "a\0b"}, "usage"),
    ],
)
def test_hostile_references_are_errors_of_their_own(shelf: Shelf, reference: dict[str, Any], code: str):
    with pytest.raises(ImageParserError) as told:
        shelf.find([{"words": "cat"}, reference])
    assert told.value.code == code
    assert "pasted" not in str(told.value)


def test_a_corrupt_file_is_named(shelf: Shelf, tmp_path: Path):
    broken = tmp_path / "깨짐.jpg"
    broken.write_bytes(shelf.sources[0].read_bytes()[:64])
    with pytest.raises(ImageParserError) as told:
        shelf.find([{"path": str(broken)}])
    assert "깨짐.jpg" in str(told.value)
