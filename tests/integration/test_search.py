"""Search over real pictures with the built-in models: words of two languages, pictures, filters."""

from __future__ import annotations

import csv
import hashlib
import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from imageparser import Library
from imageparser.errors import ImageParserError, NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imageparser.search.find import FindAnswer

KOREAN = {
    "airplane": "비행기", "boat": "배", "camera": "카메라", "cat": "고양이", "chair": "의자", "clock": "시계",
    "coffee": "커피", "dog": "개", "dress": "원피스", "flower": "꽃", "hat": "모자", "house": "집", "mountain": "산",
    "owl": "올빼미", "palace": "궁전", "pants": "바지", "rocket": "로켓", "shirt": "셔츠", "shoes": "신발",
    "shorts": "반바지", "skirt": "치마", "t-shirt": "티셔츠", "tiger": "호랑이", "truck": "트럭",
}  # fmt: skip

pytestmark = pytest.mark.corpus


class Shelf:
    """The corpus under names that say nothing, indexed, and the label of each picture."""

    def __init__(self, library: Library, labels: dict[str, str], sources: dict[str, Path]) -> None:
        self.library = library
        self.labels = labels
        self.sources = sources

    def found(self, answer: FindAnswer) -> list[str]:
        """Return the labels of the results, best first."""
        return [self.labels[Path(result["path"]).name] for result in answer["results"]]

    def share(self, queries: dict[str, str]) -> float:
        """Return how many of the queries have their label among the first five."""
        hits = [label in self.found(self.library.find(query, top=5)) for label, query in queries.items()]
        return sum(hits) / len(hits)


@pytest.fixture(scope="module")
def shelf(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    base = tmp_path_factory.mktemp("shelf")
    labels, sources = {}, {}
    with (corpus / "retrieval" / "CAPTIONS.tsv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            source = corpus / "retrieval" / row["file"]
            name = hashlib.sha256(row["file"].encode()).hexdigest()[:12] + source.suffix.lower()
            folder = base / ("a" if int(name[0], 16) < 8 else "b")
            folder.mkdir(exist_ok=True)
            shutil.copyfile(source, folder / name)
            labels[name], sources[name] = row["label"], source
    with Library.open(base / "library.sqlite") as library:
        report = library.index(base)
        assert report["phases"]["MV"]["done"] == len(labels)
        yield Shelf(library, labels, sources)


def test_english_words_find_their_pictures(shelf: Shelf):
    assert shelf.share({label: label for label in KOREAN}) >= 0.8


def test_korean_words_find_their_pictures(shelf: Shelf):
    assert shelf.share(KOREAN) >= 0.8


@pytest.mark.parametrize("query", ["a black cat at night", "고양이", "kitten"])
def test_cats(shelf: Shelf, query: str):
    answer = shelf.library.find(query, top=3)
    assert shelf.found(answer).count("cat") >= 2
    assert answer["visual_by"] == "labels"
    assert answer["results"][0]["axes"]["visual"]["rank"] is not None


def test_results_agree_with_their_axes(shelf: Shelf):
    answer = shelf.library.find("a dog in a kitchen", top=len(shelf.labels))
    for axis in ("visual", "meaning"):
        ranked = sorted(answer["results"], key=lambda result: result["axes"][axis]["rank"] or 0)
        scores = [result["axes"][axis]["score"] or 0.0 for result in ranked]
        assert scores == sorted(scores, reverse=True)
        assert [result["axes"][axis]["rank"] for result in ranked] == list(range(1, len(ranked) + 1))
    assert [result["score"] for result in answer["results"]] == sorted(
        (result["score"] for result in answer["results"]), reverse=True
    )
    assert all(result["thumbnail"] and Path(result["thumbnail"]).is_file() for result in answer["results"])


def test_an_outside_copy_finds_itself(shelf: Shelf):
    for name in sorted(shelf.labels)[::9]:
        answer = shelf.library.find(image=shelf.sources[name], top=1)
        assert Path(answer["results"][0]["path"]).name == name
        assert answer["results"][0]["axes"]["visual"]["score"] == pytest.approx(1.0, abs=1e-3)


def test_like_finds_its_kind_but_not_itself(shelf: Shelf):
    cat = shelf.library.find("고양이", top=1)["results"][0]["id"]
    answer = shelf.library.find(like=cat, top=5)
    assert cat not in [result["id"] for result in answer["results"]]
    assert "cat" in shelf.found(answer)


def test_words_and_picture_together(shelf: Shelf):
    source = next(path for name, path in shelf.sources.items() if shelf.labels[name] == "shoes")
    answer = shelf.library.find("shoes", image=source, top=5)
    assert shelf.found(answer).count("shoes") >= 3
    assert answer["visual_by"] == "picture"


def test_filters_limit_and_combine(shelf: Shelf):
    everything = shelf.library.find("cat", top=len(shelf.labels))["results"]
    folder = shelf.library.path.parent / "a"
    inside = shelf.library.find("cat", top=len(shelf.labels), filters=[f"folder={folder}"])["results"]
    assert {result["id"] for result in inside} == {r["id"] for r in everything if Path(r["path"]).parent == folder}
    large = shelf.library.find("cat", top=len(shelf.labels), filters=[f"folder={folder}", "size>=500x400"])["results"]
    assert {r["id"] for r in large} == {
        r["id"] for r in inside if (r["width"] or 0) >= 500 and (r["height"] or 0) >= 400
    }
    assert shelf.library.find("cat", filters=["date<1990"])["results"] == []
    png = shelf.library.find("", top=len(shelf.labels), filters=["format=png"])["results"]
    assert {result["id"] for result in png} == {r["id"] for r in everything if r["format"] == "png"}


def test_errors_are_ours(shelf: Shelf, tmp_path: Path):
    with pytest.raises(NotFoundError):
        shelf.library.find(image=tmp_path / "absent.png")
    with pytest.raises(UsageError):
        shelf.library.find("cat", filters=["colourful=red"])
    (tmp_path / "text.png").write_text("no picture", encoding="utf-8")
    with pytest.raises(ImageParserError):
        shelf.library.find(image=tmp_path / "text.png")


def test_threads_get_equal_answers(shelf: Shelf):
    queries = ["cat", "모자", "a truck on the street", "boat"]
    expected = {query: [r["id"] for r in shelf.library.find(query)["results"]] for query in queries}
    wrong: list[str] = []

    def ask() -> None:
        answers = [(query, shelf.library.find(query)["results"]) for query in queries * 3]
        wrong.extend(query for query, found in answers if [r["id"] for r in found] != expected[query])

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_details_of_a_picture(shelf: Shelf):
    first = shelf.library.find("cat", top=1)["results"][0]
    details = shelf.library.picture(first["id"])
    assert (details["path"], details["width"], details["thumbnail"]) == (
        first["path"], first["width"], first["thumbnail"],
    )  # fmt: skip
    assert details["caption_source"] == "builtin"
    assert details["palette"]
    with pytest.raises(NotFoundError):
        shelf.library.picture(10**9)
