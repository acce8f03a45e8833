"""The commands of packages: answers for programs and for people, and errors in both languages."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

from fixtures import commandline, packaged
from imageparser.library import Database

if TYPE_CHECKING:
    from pathlib import Path


def test_out_and_in_with_commands(tmp_path: Path):
    packaged.files(tmp_path / "그림")
    with Database.open(tmp_path / "a.sqlite") as database:
        packaged.index(database, tmp_path / "그림")
        packaged.decorate(database, 3)
    file = tmp_path / "모두.ipkg"

    def run(*arguments: Any, library: str = "a.sqlite") -> commandline.Outcome:
        return commandline.run("package", *arguments, "--library", tmp_path / library, home=tmp_path)

    weighed = run("export", file, "--dry-run", "--json").value
    assert not file.exists()
    made = run("export", file, "--json")
    assert (weighed["counts"], weighed["package"]) == (made.value["counts"], "")
    assert abs(weighed["bytes"] - made.value["bytes"]) < 100 * 20
    assert (made.code, made.value["counts"]["pictures"], made.value["chosen"]["what"]) == (0, 7, "library")
    again = run("export", file, "--json")
    assert (again.code, again.value["error"]["code"]) == (1, "exists")
    assert (
        run("export", file, "--replace", "--folder", tmp_path / "그림" / "없음", "--json").value["counts"]["pictures"]
        == 0
    )
    part = run("export", file, "--replace", "--id", "1", "--id", "2", "--no-thumbnails", "--no-vectors", "--json").value
    assert (part["counts"]["pictures"], part["counts"]["thumbnails"], part["vectors"]) == (2, 0, [])
    share = run("export", file, "--replace", "--share", "--no-names", "--no-notes", "--json").value
    assert (share["roots"], share["options"]["paths"]) == ([], False)
    whole = run("export", file, "--replace", "--json").value
    assert run("inspect", file, "--json", library="none.sqlite").value == {**whole, "verified": True}
    assert not (tmp_path / "none.sqlite").exists()
    with commandline.start("package", "inspect", file, home=tmp_path, stdout=subprocess.PIPE) as shown:
        text = shown.communicate()[0].decode()
    assert f"Pictures: {whole['counts']['pictures']}" in text
    assert "vv:1" in text
    roots = ("--root", f"{tmp_path / '그림'}={tmp_path / '그림'}")
    looked = run("import", file, *roots, "--dry-run", "--json", library="b.sqlite").value
    assert (looked["new"], looked["dry_run"]) == (7, True)
    done = run("import", file, *roots, "--policy", "newest", "--json", library="b.sqlite").value
    assert (done["new"], done["relinked"], len(done["edits"])) == (7, 7, 1)
    assert run("import", file, "--root", "nothing", "--json", library="b.sqlite").code == 2
    with Database.open(tmp_path / "a.sqlite") as one, Database.open(tmp_path / "b.sqlite") as other:
        assert packaged.dump(other) == packaged.dump(one)


def test_what_is_no_package_is_told_in_both_languages(tmp_path: Path):
    path = tmp_path / "글.ipkg"
    path.write_text("안녕하세요")
    for language, text in (("en", "no package, or a damaged one"), ("ko", "패키지가 아니거나")):
        outcome = commandline.run(
            "package", "import", path, "--lang", language, "--library", tmp_path / "a.sqlite", home=tmp_path
        )
        assert outcome.code == 1
        assert text in outcome.stderr
