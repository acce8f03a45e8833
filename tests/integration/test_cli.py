"""The command line as people and scripts use it: streams, exit codes, languages, odd names, interrupts."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import commandline, names, photo, png
from imageparser.cli.main import COMMANDS, GROUPS, hoist

if TYPE_CHECKING:
    from pathlib import Path

ALL = [name for name, _ in COMMANDS]
GROUP_NAMES = [name for name, _ in GROUPS]


def say(home: Path, *arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run without --json, in an environment of its own."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", **variables}
    command = [sys.executable, "-m", "imageparser", *map(str, arguments)]
    return subprocess.run(command, cwd=home, env=environment, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with three pictures and a library whose pictures are only read."""
    folder = tmp_path_factory.mktemp("shelf")
    (folder / "pictures" / "여행").mkdir(parents=True)
    photo.jpeg(folder / "pictures" / "harbour.jpg")
    photo.jpeg(folder / "pictures" / "여행" / "서울 야경.jpg", 80, 60)
    png.of_type(folder / "pictures" / "icon.png", png.RGBA, 8)
    assert commandline.index(folder / "pictures", folder / "library.sqlite").code == 0
    return folder


@pytest.mark.parametrize("name", [*ALL, *(f"{group} {name}" for group, members in GROUPS for name, _ in members)])
def test_every_command_has_help_in_both_languages(tmp_path: Path, name: str):
    words = name.split()
    english, korean = (say(tmp_path, *words, "--help", "--lang", language) for language in ("en", "ko"))
    assert english.returncode == korean.returncode == 0
    for option in ("--json", "--library", "--lang"):
        assert option in english.stdout
        assert option in korean.stdout
    assert "Exit codes: 0" in english.stdout
    assert "130" in english.stdout
    assert "종료 코드" in korean.stdout
    assert re.search("[가-힣]", english.stdout) is None


def test_without_a_command_help_is_shown(tmp_path: Path):
    done = say(tmp_path)
    assert done.returncode == 2
    assert all(name in done.stdout for name in (*ALL, *GROUP_NAMES))


def test_the_language_comes_from_the_environment(tmp_path: Path):
    korean = say(tmp_path, "stats", LANG="ko_KR.UTF-8")
    assert (korean.returncode, korean.stdout) == (1, "")
    assert "찾을 수 없음" in korean.stderr
    assert "Not found" in say(tmp_path, "stats", LANG="ko_KR.UTF-8", LC_ALL="en_US.UTF-8").stderr
    assert "Not found" in say(tmp_path, "--lang", "en", "stats", LANG="ko_KR.UTF-8").stderr


def test_people_get_tables_and_no_json(shelf: Path):
    library = shelf / "library.sqlite"
    found = say(shelf, "find", "야경", "--library", library, "--lang", "ko")
    assert found.returncode == 0
    assert "서울 야경.jpg" in found.stdout
    assert "키워드" in found.stdout
    assert "{" not in found.stdout
    stats = say(shelf, "stats", "--library", library, "--lang", "ko")
    assert "그림" in stats.stdout
    seen = say(shelf, "inspect", shelf / "pictures" / "icon.png")
    assert "PNG" in seen.stdout.upper()
    doctor = say(shelf, "doctor", "--library", library)
    assert doctor.stdout.rstrip().endswith("The library is well.")


def test_a_second_index_says_that_there_is_nothing_to_do(shelf: Path):
    arguments = ("index", "pictures", "--phases", "P", "--library", "library.sqlite")
    assert "Nothing to do" in say(shelf, *arguments).stdout
    assert "할 일이 없습니다" in say(shelf, *arguments, "--lang", "ko").stdout


def test_progress_goes_to_stderr_as_plain_lines(tmp_path: Path):
    (tmp_path / "a").mkdir()
    photo.jpeg(tmp_path / "a" / "one.jpg")
    loud = say(tmp_path, "index", "a", "--phases", "P", "--library", "l.sqlite", "--json")
    assert "Read 1/1" in loud.stderr
    assert "\x1b" not in loud.stderr
    assert json.loads(loud.stdout)["added"] == 1
    quiet = say(tmp_path, "index", "a", "--phases", "P", "--force", "--library", "l.sqlite", "--json", "--no-progress")
    assert quiet.stderr == ""


@pytest.mark.parametrize("place", ["before", "after"])
def test_common_options_stand_before_or_after_the_command(shelf: Path, place: str):
    common = ["--library", str(shelf / "library.sqlite"), "--json"]
    arguments = [*common, "stats"] if place == "before" else ["stats", *common]
    assert json.loads(say(shelf, *arguments).stdout)["files"] == 3


def test_hoisting_leaves_the_rest_alone():
    assert hoist(["--json", "--lang=ko", "find", "x", "--json"]) == ["find", "--json", "--lang=ko", "x", "--json"]
    assert hoist(["--json", "models", "show", "x"]) == ["models", "show", "--json", "x"]
    assert hoist(["--json", "models"]) == ["models", "--json"]
    assert hoist(["--help"]) == ["--help"]
    assert hoist(["--library"]) == ["--library"]
    assert hoist([]) == []


def test_the_library_comes_from_the_variable(shelf: Path):
    done = say(shelf, "stats", "--json", NAI_DB_PATH=str(shelf / "library.sqlite"))
    assert json.loads(done.stdout)["files"] == 3


def test_odd_names_are_valid_json(tmp_path: Path):
    folder = tmp_path / "odd"
    folder.mkdir()
    made = names.place(folder, png.of_type(tmp_path / "source.png", png.RGB, 8))
    library = tmp_path / "library.sqlite"
    assert commandline.index(folder, library).code == 0
    outcome = commandline.run("find", "--filter", "format=png", "--json", "--library", library, home=tmp_path)
    paths = {result["path"] for result in outcome.value["results"]}
    assert len(paths) == len(made)
    for raw in made.values():
        try:
            assert os.fsencode(raw).decode("utf-8") in paths
        except UnicodeDecodeError:
            assert any("\ufffd" in path for path in paths)
    people = say(tmp_path, "find", "--filter", "format=png", "--library", library)
    assert people.returncode == 0
    assert len(people.stdout.splitlines()) >= len(made)


def test_a_narrow_code_page_does_not_break_output(shelf: Path):
    done = say(shelf, "find", "야경", "--library", "library.sqlite", PYTHONIOENCODING="cp949", LC_ALL="C")
    assert done.returncode == 0
    assert "서울 야경.jpg" in done.stdout


def test_a_reader_that_goes_away_is_no_fault(shelf: Path):
    command = f"{sys.executable} -m imageparser inspect {'pictures/icon.png ' * 200} --json | head -n 1"
    done = subprocess.run(["bash", "-c", command], cwd=shelf, capture_output=True, encoding="utf-8", check=False)
    assert json.loads(done.stdout)["ok"] is True
    assert "Traceback" not in done.stderr


def _many(folder: Path, count: int) -> Path:
    folder.mkdir()
    first = photo.jpeg(folder / "0.jpg", 1600, 1200).read_bytes()
    for number in range(1, count):
        (folder / f"{number}.jpg").write_bytes(first + number.to_bytes(4, "big"))
    return folder


def _wait_for(seen: Any, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.05)


def test_an_interrupted_index_ends_cleanly_and_goes_on(tmp_path: Path):
    folder = _many(tmp_path / "many", 400)
    library = tmp_path / "library.sqlite"
    with (tmp_path / "out").open("wb") as out, (tmp_path / "err").open("wb") as err:
        process = commandline.start(
            "index", folder, "--phases", "P", "--json", "--library", library, home=tmp_path, stdout=out, stderr=err
        )
        thumbs = tmp_path / "library.sqlite.thumbs"
        _wait_for(lambda: next(thumbs.glob("*/*/*.webp"), None) or process.poll() is not None)
        process.send_signal(signal.SIGINT)
        code = process.wait(30)
    report = json.loads((tmp_path / "out").read_text(encoding="utf-8"))
    assert code == 130
    assert "Traceback" not in (tmp_path / "err").read_text(encoding="utf-8")
    assert 0 < report["phases"]["P"]["done"] < 400
    rest = commandline.index(folder, library).value
    assert rest["phases"]["P"]["done"] + report["phases"]["P"]["done"] == 400
    assert commandline.run("doctor", "--json", "--library", library, home=tmp_path).value["ok"] is True


def test_watch_sees_new_changed_and_deleted_pictures(tmp_path: Path):
    folder = _many(tmp_path / "watched", 2)
    library = tmp_path / "library.sqlite"
    out = tmp_path / "out"

    def reports() -> list[dict[str, Any]]:
        return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]

    with out.open("wb") as stdout, (tmp_path / "err").open("wb") as err:
        process = commandline.start(
            "index", folder, "--phases", "P", "--watch", "--json", "--no-progress", "--library", library,
            home=tmp_path, stdout=stdout, stderr=err,
        )  # fmt: skip
        try:
            _wait_for(lambda: len(reports()) >= 1)
            photo.jpeg(folder / "new.jpg", 90, 70)
            _wait_for(lambda: sum(report["added"] for report in reports()) == 3)
            (folder / "0.jpg").unlink()
            _wait_for(lambda: sum(report["gone"] for report in reports()) == 1)
        finally:
            process.send_signal(signal.SIGINT)
            code = process.wait(30)
    assert code == 130
    assert "Traceback" not in (tmp_path / "err").read_text(encoding="utf-8")
    with commandline.start("watch", "--json", "--library", library, home=tmp_path, stdout=subprocess.PIPE) as again:
        assert again.stdout is not None
        assert json.loads(again.stdout.readline())["seen"] == 2
        again.send_signal(signal.SIGTERM)
    assert again.returncode == 130


def test_watch_keep_lets_the_app_watch_and_indexes_nothing(tmp_path: Path):
    folder = _many(tmp_path / "watched", 1)
    library = tmp_path / "library.sqlite"
    commandline.index(folder, library)
    photo.jpeg(folder / "new.jpg", 90, 70)
    place = ("--json", "--library", library)
    told = commandline.run("watch", "--keep", *place, home=tmp_path).value["folders"]
    assert told == [{"path": str(folder), "on": True, "watching": False, "fault": None}]
    told = commandline.run("watch", folder, "--no-keep", *place, home=tmp_path).value["folders"]
    assert told[0]["on"] is False
    told = commandline.run("op", "roots", *place, home=tmp_path).lines[-1]["payload"]
    assert told["roots"][0]["files"] == 1
    assert commandline.run("watch", tmp_path, "--keep", *place, home=tmp_path).code == 1


def test_watch_without_any_folder_is_a_usage_error(tmp_path: Path):
    empty = tmp_path / "empty"
    empty.mkdir()
    library = tmp_path / "library.sqlite"
    assert commandline.run("watch", "--json", "--library", library, home=tmp_path).code == 1
    assert commandline.run("watch", "--lang", "xx", "--json", "--library", library, home=tmp_path).code == 2


def test_importing_costs_little():
    code = (
        "import sys, time; began = time.perf_counter(); import imageparser; took = time.perf_counter() - began;"
        "heavy = {'numpy', 'onnxruntime', 'pydantic', 'typer', 'rich', 'apsw'} & set(sys.modules);"
        "sys.stdout.write(f'{took} {sorted(heavy)}')"
    )
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(5)]
    assert {done.stdout.partition(" ")[2] for done in runs} == {"[]"}
    assert min(float(done.stdout.split()[0]) for done in runs) < 0.15


def test_the_package_offers_the_library():
    code = (
        "import imageparser; from imageparser import Library; assert 'Library' in dir(imageparser); imageparser.nothing"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip().endswith("AttributeError: module 'imageparser' has no attribute 'nothing'")
