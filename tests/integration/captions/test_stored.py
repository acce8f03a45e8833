"""Captions of a server through the real pipeline: what is stored, and what is remembered."""

from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import captioned, pictures, png
from fixtures.caption_models import COUNT, MODEL, CaptionModels, did, of, sources
from fixtures.indexer import Indexer
from fixtures.ollama_server import Fault, Installed, OllamaServer
from imageparser import _core, clock
from imageparser.facade import Library
from imageparser.library import Database, answers, stats, tags, tasks
from imageparser.library.filters import candidate_ids
from imageparser.models.lifecycle import Models
from imageparser.search.filters import parse
from imageparser.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


# --- what is stored --------------------------------------------------------------------


def test_a_caption_is_stored_in_both_languages_and_found(index: Indexer, server: OllamaServer, folder: Path) -> None:
    report = index(folder)
    assert (did(report), report.failed) == ((COUNT, 0, 0), [])
    assert len(server.chats) == COUNT
    said = captioned.answer(server.pictures[0], server.chats[0]["format"])
    found = next(one for path in folder.iterdir() if (one := of(index, path)).caption == said["caption_en"])
    assert found.record["caption_ko"] == said["caption_ko"]
    assert found.record["tags_ko"] == said["tags_ko"]
    assert found.image_type == said["picture"]["type"]
    assert found.record["fields"]["art_style"] == said["picture"]["art_style"]
    assert set(tags.of_file(index.database.read(), found.file_id)) == {*said["tags_en"], *said["tags_ko"]}
    assert found.file_id in index.hits(said["tags_ko"][0])
    assert found.file_id in index.hits(said["caption_en"].split()[1])


def test_what_is_asked_is_the_picture_and_nothing_of_its_file(
    index: Indexer, server: OllamaServer, folder: Path
) -> None:
    index(folder)
    chat = server.chats[0]
    assert chat["think"] is False
    assert chat["keep_alive"] == "10m"
    assert (chat["options"]["temperature"], chat["options"]["seed"]) == (0, 0)
    assert set(chat["format"]["properties"]) >= {"caption_en", "caption_ko", "tags_en", "tags_ko", "picture", "safety"}
    assert all(shown.startswith(b"\x89PNG") for shown in server.pictures)
    words = str([{**chat, "messages": [m["content"] for m in chat["messages"]]} for chat in server.chats])
    assert "그림/" not in words
    assert ".png" not in words


def test_a_model_that_wants_more_than_the_thumbnail_gets_it(tmp_path: Path, server: OllamaServer) -> None:
    server.installed["qwen3-vl:4b-instruct"] = Installed()
    models = CaptionModels(server.url, base="qwen3-vl-4b", model="")
    folder = tmp_path / "large"
    folder.mkdir()
    png.write(folder / "a.png", pictures.scene(1000, 500, seed=1), color=png.RGB)
    with Database.open(tmp_path / "l.sqlite") as database:
        assert did(Indexer(database, models, Settings())(folder)) == (1, 0, 0)
    (tmp_path / "shown.png").write_bytes(server.pictures[0])
    shown = _core.probe(tmp_path / "shown.png")
    assert (shown.width, shown.height) == (768, 384)
    models.close()


def test_what_is_seen_can_be_filtered_by_and_counted(index: Indexer, folder: Path) -> None:
    index(folder)
    found = of(index, folder / "1.png")
    counted = stats.collect(index.database, [])["facets"]["captions"]
    assert sum(counted["type"].values()) == COUNT
    style = found.record["fields"]["art_style"]
    (clause,) = parse(f"seen=art_style:{style},art_style:nothing")
    ids = candidate_ids(index.database.read(), [clause])
    assert ids is not None
    assert len(ids) == counted["art_style"][style]
    assert found.file_id in ids
    (clause,) = parse(f"type={found.image_type}")
    typed = candidate_ids(index.database.read(), [clause])
    assert typed is not None
    assert found.file_id in typed


# --- what is remembered ----------------------------------------------------------------


@pytest.mark.slow
def test_copies_moves_and_a_new_library_of_the_same_pixels_cost_no_call(
    index: Indexer, server: OllamaServer, tmp_path: Path
) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    first = png.write(folder / "0.png", pictures.scene(40, 30, seed=7), color=png.RGB)
    for number in range(1, 1000):
        shutil.copyfile(first, folder / f"{number}.png")
    assert did(index(folder)) == (1000, 0, 0)
    assert len(server.chats) == 1
    index.database.write(lambda tx: tasks.reset_roots(tx, ["P", "MC"], None))
    folder.rename(tmp_path / "moved")
    assert did(index(tmp_path / "moved")) == (1000, 0, 0)
    assert len(server.chats) == 1


def test_a_file_that_was_forgotten_is_captioned_from_memory(index: Indexer, server: OllamaServer, folder: Path) -> None:
    index(folder)
    before = {path.name: of(index, path).record for path in folder.iterdir()}
    index.database.write(lambda tx: (tx.run("DELETE FROM files"), tx.run("DELETE FROM directories")))
    index(folder)
    assert {path.name: of(index, path).record for path in folder.iterdir()} == before
    assert len(server.chats) == COUNT


def test_going_back_to_a_model_brings_its_captions_back_without_a_call(
    index: Indexer, server: OllamaServer, folder: Path
) -> None:
    other = "llava:7b"
    server.installed[other] = Installed()
    first, second = index.models, CaptionModels(server.url, model=other)
    index(folder)
    before = {path.name: of(index, path).record for path in folder.iterdir()}
    index.models = second
    assert did(index(folder)) == (COUNT, 0, 0)
    assert sources(index, folder) == {"ollama-llava-7b"}
    index.models = first
    assert did(index(folder)) == (COUNT, 0, 0)
    assert {path.name: of(index, path).record for path in folder.iterdir()} == before
    assert len(server.chats) == 2 * COUNT
    second.close()


def test_force_asks_again(index: Indexer, server: OllamaServer, folder: Path) -> None:
    shutil.copyfile(folder / "0.png", folder / "copy.png")
    index(folder)
    index(folder, phases=["MC"], force=True)
    assert len(server.chats) == 2 * COUNT
    assert answers.count(index.database.read()) == COUNT


# --- more than one at a time, and the end ----------------------------------------------


def test_several_questions_at_a_time(tmp_path: Path, server: OllamaServer, folder: Path) -> None:
    models = CaptionModels(server.url, concurrency=3)
    with Database.open(tmp_path / "l.sqlite") as database:
        index = Indexer(database, models, Settings())
        assert did(index(folder)) == (COUNT, 0, 0)
        assert {of(index, path).caption for path in folder.iterdir()} == {
            captioned.answer(shown, server.chats[0]["format"])["caption_en"] for shown in server.pictures
        }
    models.close()


def test_cancelling_does_not_wait_for_a_silent_server(tmp_path: Path, server: OllamaServer, folder: Path) -> None:
    models = CaptionModels(server.url, timeout=900.0)
    server.faults = [Fault(delay=900.0)]  # longer than any test may take
    token = _core.CancelToken()

    def cancel_when_asked() -> None:
        while not server.chats:
            clock.sleep(0.01)
        token.cancel()

    threading.Thread(target=cancel_when_asked, daemon=True).start()
    with Database.open(tmp_path / "l.sqlite") as database:
        report = Indexer(database, models, Settings())(folder, cancel=token)
    assert report.cancelled
    assert (report.failed, report.waiting, report.phases["MC"]["done"]) == ([], {}, 0)
    models.close()


def test_cancelling_breaks_an_answer_off(index: Indexer, server: OllamaServer, folder: Path) -> None:
    token = _core.CancelToken()

    def answer(image: bytes, schema: Any) -> str:
        token.cancel()
        return captioned.answer_text(image, schema)

    server.answer = answer
    server.faults = [Fault(delay=0.0)]
    report = index(folder, cancel=token)
    assert report.cancelled
    assert report.failed == []


def test_a_model_is_given_back_when_asked(index: Indexer, server: OllamaServer, folder: Path) -> None:
    index(folder)
    assert list(server.resident()) == [MODEL]
    index.models.unload()  # type: ignore[attr-defined]
    assert server.resident() == {}


# --- the whole program -----------------------------------------------------------------


def test_the_real_built_in_record_serves_and_is_replaced(tmp_path: Path, server: OllamaServer, folder: Path) -> None:
    values = {"models": {"captions": {"url": server.url, "model": MODEL}}}
    server.stop()
    with Library.open(tmp_path / "l.sqlite", settings=Settings.model_validate(values)) as library:
        answer = library.index(folder)
        assert answer["waiting"]["MC"]["files"] == COUNT
        assert answer["waiting"]["MC"]["code"] == "caption_server_absent"
        assert {library.picture(i)["caption_source"] for i in range(1, COUNT + 1)} == {"builtin"}
        assert library.stats()["waiting"] == answer["waiting"]
        server.start()
        answer = library.index(folder)
        assert (answer["waiting"], answer["phases"]["MC"]["done"]) == ({}, COUNT)
        assert answer["phases"]["MV"]["done"] == COUNT
        assert {library.picture(i)["caption_source"] for i in range(1, COUNT + 1)} == {"ollama-qwen3-vl-2b"}
        korean = captioned.answer(server.pictures[0], server.chats[0]["format"])["tags_ko"][0]
        assert library.find(korean)["results"]


def test_another_program_can_give_the_model_back(server: OllamaServer) -> None:
    settings = Settings.model_validate({"models": {"captions": {"url": server.url, "model": MODEL}}})
    with Models(settings) as first:
        first.load("MC")
        assert list(server.resident()) == [MODEL]
    assert list(server.resident()) == [MODEL]  # it goes when its time is over, or somebody asks
    with Models(settings) as second:
        second.unload("MC")
    assert server.resident() == {}
