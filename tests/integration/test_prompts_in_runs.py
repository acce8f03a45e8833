"""What index runs make of the prompts in files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fixtures import png
from fixtures.indexer import Indexer
from fixtures.phase_models import PhaseModels
from imageparser.library import Database, fulltext, health, postings, prompts, stats
from imageparser.library.findings import Known
from imageparser.pipeline import table
from imageparser.settings import Settings
from imageparser.text import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from imageparser.pipeline.report import IndexReport


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Indexer]:
    with Database.open(tmp_path / "library" / "l.sqlite") as database:
        yield Indexer(database, PhaseModels(), Settings())


def work(report: IndexReport) -> dict[str, int]:
    return {name: counts["done"] for name, counts in report.phases.items() if counts["done"]}


def test_prompts_come_with_the_first_read(index: Indexer, tmp_path: Path) -> None:
    made = tmp_path / "그림"
    made.mkdir()
    png.novelai(made / "a.png", prompt="1girl, 파란 하늘, -1::hat::", uc="lowres")
    png.of_type(made / "b.png", png.RGB, 8)
    index(made)
    reader, row = index.database.read(), index.row(made / "a.png")
    assert postings.find(reader, [["파란 하늘"]]).tolist() == [row.id]
    assert reader.value("SELECT count(*) FROM prompt_pending") == 0
    assert index.hits("하늘") == index.hits("1girl") == [row.id]
    assert index.hits("lowres") == index.hits("hat") == []
    assert prompts.unread(reader, key_of(made)) == []
    numbers = stats.collect(index.database, [])
    assert numbers["prompts"] == {"files": 2, "with_record": 1, "tags": 4}
    assert numbers["facets"]["generator"] == {"NovelAI": 1}
    assert numbers["facets"]["sampler"] == {"k_euler_ancestral": 1}
    assert numbers["facets"]["seeds"] == 1


def test_an_older_library_gets_its_prompts_without_being_read_anew(index: Indexer, tmp_path: Path) -> None:
    made = tmp_path / "그림"
    made.mkdir()
    png.novelai(made / "a.png", prompt="castle")
    index(made)
    index.database.write(lambda tx: tx.run("DELETE FROM prompts"))
    index.database.write(lambda tx: tx.run("UPDATE files SET prompts_read = 0"))
    index.database.write(lambda tx: fulltext.refresh(tx, [1]))
    assert index.hits("castle") == []
    index.models.calls.clear()
    assert work(index(made)) == {}
    assert index.hits("castle") == [index.row(made / "a.png").id]
    assert index.models.calls == []
    assert health.check(index.database)["findings"] == []


def test_a_changed_prompt_replaces_the_old_one(index: Indexer, tmp_path: Path) -> None:
    made = tmp_path / "그림"
    made.mkdir()
    png.novelai(made / "a.png", prompt="castle")
    index(made)
    png.novelai(made / "a.png", prompt="forest")
    index(made)
    reader, row = index.database.read(), index.row(made / "a.png")
    assert postings.find(reader, [["castle"]]).tolist() == []
    assert postings.find(reader, [["forest"]]).tolist() == [row.id]
    assert (index.hits("castle"), index.hits("forest")) == ([], [row.id])


def test_doctor_mends_postings_and_lost_prompts(index: Indexer, tmp_path: Path) -> None:
    made = tmp_path / "그림"
    made.mkdir()
    png.novelai(made / "a.png", prompt="castle")
    png.novelai(made / "b.png", prompt="forest")
    index(made)
    index.database.write(lambda tx: tx.run("DELETE FROM prompt_postings"))
    index.database.write(lambda tx: tx.run("DELETE FROM prompts WHERE file_id = 2"))
    codes = {finding["code"] for finding in health.check(index.database)["findings"]}
    assert codes == {"postings_wrong", "prompts_missing"}
    assert health.repair(index.database, Known(table.reading(index.settings)))["ok"]
    counts = [len(postings.find(index.database.read(), [[tag]])) for tag in ("castle", "forest")]
    assert sorted(counts) == [0, 1]
    index(made)
    assert all(len(postings.find(index.database.read(), [[tag]])) == 1 for tag in ("castle", "forest"))
