"""Values out of a folder of pictures."""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import generators, photo, png
from imageparser import _core
from imageparser.archive.build import BuildRequest, Mode, build
from imageparser.archive.report import Outcome, Status
from imageparser.errors import CancelledError, NotFoundError, UsageError
from imageparser.library import Database, prompts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

INSERT = "INSERT INTO files (id, key, raw, folder, size, mtime_ns, file_id, added_at) VALUES (?, ?, ?, ?, ?, ?, ?, 0)"


class Told:
    """A report that remembers."""

    def __init__(self) -> None:
        self.cancel = _core.CancelToken()
        self.total = 0
        self.quiet = 0
        self.outcomes: list[Outcome] = []
        self.logs: list[str] = []

    def begin(self, total: int) -> None:
        self.total = total

    def result(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)

    def passed(self, count: int = 1, *, skipped: bool = False) -> None:
        assert not skipped
        self.quiet += count

    def log(self, message: str) -> None:
        self.logs.append(message)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "library.sqlite") as database:
        yield database


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three pictures of one style, one of them in a folder of its own, and one without a prompt."""
    made = tmp_path / "그림"
    (made / "더").mkdir(parents=True)
    png.novelai(made / "a.png", prompt="1girl, {smile}, Long Hair, best quality")
    png.novelai(made / "b.png", prompt="best quality, 1girl, tears, long_hair")
    png.novelai(made / "더" / (unicodedata.normalize("NFD", "다") + ".png"), prompt="1girl, 눈물, best quality")
    photo.jpeg(made / "plain.jpg")
    return made


def values(found: dict[str, Any]) -> dict[str, list[str]]:
    return {value["name"]: value["tags"] for value in found["values"]}


def run(library: Database, folder: Path, **options: Any) -> tuple[dict[str, Any], Told]:
    told = Told()
    return build(library, BuildRequest(folder, **options), told), told


def test_what_all_share_is_taken_from_each(library: Database, folder: Path):
    found, told = run(library, folder)
    assert found["variable_name"] == "그림"
    assert found["common_tags"] == ["1girl", "best quality"]
    assert values(found) == {"a": ["smile", "Long Hair"], "b": ["tears", "long_hair"], "다": ["눈물"]}
    assert found["stats"] == {"total": 4, "tagged": 3, "common_count": 2, "empty_unique": 0}
    assert found["problems"] == []
    assert (told.total, told.quiet) == (4, 3)


def test_a_picture_without_metadata_is_told_and_empties_nothing(library: Database, folder: Path):
    (folder / "broken.png").write_bytes(b"no picture")
    _, told = run(library, folder)
    by_name = {outcome.source.rpartition("/")[2]: outcome for outcome in told.outcomes}
    assert by_name["plain.jpg"].status is Status.UNKNOWN
    assert by_name["plain.jpg"].message == "no metadata"
    assert by_name["broken.png"].status is Status.ERROR
    assert by_name["broken.png"].message
    assert len(by_name) == 2


def test_the_union_keeps_every_tag_of_a_picture(library: Database, folder: Path):
    found, _ = run(library, folder, mode=Mode.UNION)
    assert found["common_tags"] == ["1girl", "smile", "Long Hair", "best quality", "tears", "눈물"]
    assert values(found)["다"] == ["1girl", "눈물", "best quality"]


def test_the_difference_keeps_what_no_other_picture_has(library: Database, folder: Path):
    found, _ = run(library, folder, mode=Mode.DIFFERENCE)
    assert found["common_tags"] == ["1girl", "Long Hair", "best quality"]
    assert values(found) == {"a": ["smile"], "b": ["tears"], "다": ["눈물"]}


def test_negative_tags_only_where_asked_for(library: Database, folder: Path):
    png.novelai(folder / "b.png", prompt="best quality, 1girl", uc="hat")
    without, _ = run(library, folder)
    assert values(without)["b"] == []
    assert [problem["code"] for problem in without["problems"]] == ["no_tags"]
    assert without["stats"]["empty_unique"] == 1
    found, _ = run(library, folder, include_negative=True)
    assert values(found)["b"] == ["hat"]
    assert values(found)["a"] == ["smile", "Long Hair", "lowres", "bad anatomy"]


def test_one_picture_shares_nothing(library: Database, tmp_path: Path):
    (tmp_path / "one").mkdir()
    png.novelai(tmp_path / "one" / "a.png", prompt="1girl, smile")
    for mode in (Mode.INTERSECTION, Mode.DIFFERENCE):
        found, _ = run(library, tmp_path / "one", mode=mode)
        assert (found["common_tags"], values(found)) == ([], {"a": ["1girl", "smile"]})


def test_names_and_tags_that_get_into_each_others_way_are_told(library: Database, folder: Path):
    png.novelai(folder / "더" / "a.png", prompt="1girl, smile, best quality")
    found, _ = run(library, folder)
    assert [value["name"] for value in found["values"]].count("a") == 2
    assert [problem["code"] for problem in found["problems"]] == ["duplicate_name", "subset"]


def test_tags_of_characters_belong_to_a_picture(library: Database, tmp_path: Path):
    made = tmp_path / "둘"
    made.mkdir()
    caption = {
        "base_caption": "2girls",
        "char_captions": [{"char_caption": "red hair, ", "centers": [{"x": 0.5, "y": 0.5}]}],
    }
    png.novelai(made / "a.png", prompt="2girls", v4_prompt={"caption": caption, "use_coords": True})
    png.novelai(made / "b.png", prompt="2girls, hat")
    found, _ = run(library, made)
    assert values(found) == {"a": ["red hair"], "b": ["hat"]}


def test_a_folder_that_is_not_there_or_has_no_pictures(library: Database, tmp_path: Path):
    with pytest.raises(NotFoundError, match=r"^job failed: not a folder: .*없음$"):
        run(library, tmp_path / "없음")
    (tmp_path / "leer").mkdir()
    with pytest.raises(UsageError, match=r"^job failed: no images found$"):
        run(library, tmp_path / "leer")


def test_cancel_ends_it_within_one_picture(library: Database, folder: Path):
    class Impatient(Told):
        def passed(self, count: int = 1, *, skipped: bool = False) -> None:
            super().passed(count, skipped=skipped)
            self.cancel.cancel()

    told = Impatient()
    with pytest.raises(CancelledError):
        build(library, BuildRequest(folder), told)
    assert told.quiet == 1
    early = Told()
    early.cancel.cancel()
    with pytest.raises(CancelledError):
        build(library, BuildRequest(folder), early)


def remember(library: Database, path: Path, tags: list[str]) -> None:
    """Put a row into the library as if the picture had been scanned with these tags."""
    state, key = path.stat(), _core.path_key(path)
    row = (1, key, str(path).encode(), str(path.parent), state.st_size, state.st_mtime_ns, state.st_ino)
    reading = prompts.Reading(1, state.st_size, state.st_mtime_ns, generators.made(tags))
    library.write(lambda tx: tx.run(INSERT, row))
    library.write(lambda tx: prompts.put(tx, [reading]))


def test_rows_of_the_library_are_used_while_the_file_is_as_it_was(library: Database, folder: Path):
    remember(library, folder / "a.png", ["1girl", "best quality", "from the library"])
    found, _ = run(library, folder)
    assert values(found)["a"] == ["from the library"]
    state = (folder / "a.png").stat()
    os.utime(folder / "a.png", ns=(state.st_atime_ns, state.st_mtime_ns + 1))
    found, _ = run(library, folder)
    assert values(found)["a"] == ["smile", "Long Hair"]
