"""Operations without a conversation: from Python and from the command line."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import png
from imageparser import Library, _core
from imageparser.cli.main import main
from imageparser.errors import ImageParserError, NotFoundError, UsageError
from imageparser.ipc import ops
from imageparser.ipc.lazy import LazyLibrary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEMPLATE = {"name": "표", "variables": []}


@pytest.fixture
def library(tmp_path: Path, home: Path) -> Iterator[Library]:  # noqa: ARG001 - nothing of the user's own is seen
    with Library.open(tmp_path / "library.sqlite") as opened:
        yield opened


def test_the_done_line_is_returned_and_those_before_are_told(library: Library):
    told: list[dict[str, Any]] = []
    done = library.run("template_db_save", {"template": TEMPLATE, "x": 1}, on_line=told.append)
    assert done["payload"] == {"id": 1, "name": "표"}
    assert done["cancelled"] is False
    assert [line["message"][:8] for line in told] == ["unknown ", "elapsed="]
    assert library.run("template_db_list")["payload"]["templates"][0]["name"] == "표"


def test_errors_are_raised(library: Library):
    with pytest.raises(UsageError, match="unknown op: fly"):
        library.run("fly")
    with pytest.raises(UsageError, match="template is required"):
        library.run("template_db_save", {})
    with pytest.raises(NotFoundError, match="template not found"):
        library.run("template_db_get", {"name": "none"})


def test_a_token_given_before_cancels(library: Library, tmp_path: Path):
    token = _core.CancelToken()
    token.cancel()
    (tmp_path / "pictures").mkdir()
    done = library.run("build_nais", {"folder": str(tmp_path / "pictures")}, cancel=token)
    assert done["cancelled"] is True


def test_a_library_is_opened_once_and_only_when_it_is_asked_for(tmp_path: Path, home: Path):  # noqa: ARG001
    path = tmp_path / "library.sqlite"
    with LazyLibrary(str(path)) as lazy:
        assert not path.exists()
        assert lazy.get() is lazy.get()
        assert path.exists()
    with LazyLibrary(str(tmp_path)) as lazy, pytest.raises(ImageParserError):
        lazy.get()


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    code = main(["op", *arguments])
    out, err = capsys.readouterr()
    return code, [json.loads(line) for line in out.splitlines()] if "--json" in arguments else [{"text": out}], err


@pytest.fixture
def place(tmp_path: Path, home: Path) -> tuple[str, str]:  # noqa: ARG001
    return "--library", str(tmp_path / "library.sqlite")


def test_the_command_writes_the_lines_of_the_protocol(capsys: pytest.CaptureFixture[str], place: tuple[str, str]):
    payload = json.dumps({"template": TEMPLATE})
    code, lines, _ = run(capsys, "template_db_save", "--payload", payload, "--json", *place)
    assert code == 0
    assert [line["type"] for line in lines] == ["log", "done"]
    assert lines[-1]["payload"] == {"id": 1, "name": "표"}


def test_the_payload_may_come_from_a_file_or_from_stdin(
    capsys: pytest.CaptureFixture[str], place: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    given = b"\xef\xbb\xbf" + json.dumps({"template": TEMPLATE}).encode()
    (tmp_path / "a.json").write_bytes(given)
    assert run(capsys, "template_db_save", "-p", f"@{tmp_path / 'a.json'}", "--json", *place)[0] == 0
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
    assert run(capsys, "template_db_save", "-p", "-", "--json", *place)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "outcome"),
    [
        (["fly"], (2, "usage", "unknown op: fly")),
        (["template_db_get", "-p", '{"name":"none"}'], (1, "not_found", "template not found")),
        (["template_db_get", "-p", "{"], (2, "usage", "invalid json")),
        (["template_db_get", "-p", "[]"], (2, "usage", "must be an object")),
        (["template_db_get", "-p", "[" * 100_000], (2, "usage", "invalid json")),
        (["template_db_get", "-p", "@none.json"], (1, "not_found", "")),
        (["template_db_get"], (2, "usage", "name is required")),
    ],
)
def test_errors_of_the_command(
    capsys: pytest.CaptureFixture[str], place: tuple[str, str], arguments: list[str], outcome: tuple[int, str, str]
):
    code, error, said = outcome
    ended, lines, _ = run(capsys, *arguments, "--json", *place)
    assert ended == code
    assert lines[-1]["error"]["code"] == error
    assert said in lines[-1]["error"]["message"]


def test_people_get_words(capsys: pytest.CaptureFixture[str], place: tuple[str, str]):
    code, (said,), err = run(capsys, "db_stats", "--lang", "ko", *place)
    assert code == 0
    assert '"templates": 0' in said["text"]
    assert "처리 0" in err
    code, (said,), _ = run(capsys, "--lang", "ko")
    assert all(name in said["text"] for name in ops.NAMES)
    assert "템플릿" in said["text"]
    code, lines, _ = run(capsys, "--json")
    assert set(lines[0]["ops"]) == set(ops.NAMES)


def test_jobs_that_move_files_let_the_journal_forget_old_ones(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMAGEPARSER_JOURNAL_KEEP_JOBS", "1")
    monkeypatch.setenv("IMAGEPARSER_JOURNAL_KEEP_DAYS", "0")
    folder = home / "그림"
    folder.mkdir()
    with Library.open(tmp_path / "library.sqlite") as library:
        for number in range(3):
            png.novelai(folder / f"{number}@@@1.png", prompt="x")
            library.run("strip_suffix", {"folder": str(folder), "dry_run": False})
        (left,) = library.run("journal_list")["payload"]["jobs"]
        assert (left["id"], left["undoable"]) == (3, True)
        library.run("strip_suffix", {"folder": str(folder)})
        assert library.run("journal_list")["payload"]["total"] == 1
