"""Texts: both languages have the same keys and places, every key is used, every used key is there."""

from __future__ import annotations

import ast
import json
import re
import string
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from imageparser import errors, locale
from imageparser.cli import record_view, usage_view
from imageparser.cli.main import COMMANDS, GROUPS
from imageparser.documents import diff
from imageparser.ipc import ops
from imageparser.library import file_checks, notices, table_checks
from imageparser.models import overview, progress
from imageparser.pipeline.progress import SCAN
from imageparser.pipeline.table import PHASES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "python" / "imageparser"
MODEL_COLUMNS = ("memory", "precision", "serves", "device", "batch", "calls", "rss", "vram", "load")
AXES = ("visual", "meaning", "keyword")
# Keys that are put together at run time, each from a list of our own.
COMPOSED = {
    *(f"{kind}.{code}" for kind in ("error", "remedy") for code in errors.all_codes()),
    *(f"{kind}.offline" for kind in ("error", "remedy")),  # the app's own: nobody is there to tell a code
    *(f"cli.{name}.help" for name, _ in COMMANDS),
    *(f"cli.{group}.help" for group, _ in GROUPS),
    *(f"cli.{group}.{name}.help" for group, members in GROUPS for name, _ in members),
    *(f"cli.models.state.{state}" for state in get_args(overview.State)),
    *(f"cli.models.step.{what}" for what in get_args(progress.What)),
    *(f"cli.models.{column}" for column in MODEL_COLUMNS),
    *(f"cli.models.level.{level}" for level in usage_view.LEVELS),
    *(f"cli.models.time.{name}" for name in usage_view.TIMES),
    *(f"op.{name}" for name in ops.NAMES),
    *(f"cli.column.{name}" for name in record_view.COLUMNS),
    *(f"cli.panel.{name}" for name in ("arguments", "commands", "options")),
    *(f"axis.{axis}" for axis in AXES),
    *(f"phase.{name}" for name in (SCAN, *(phase.id for phase in PHASES))),
    *(f"cli.stats.{state}" for state in ("done", "failed", "pending")),
    *(f"cli.index.{kind}" for kind in ("skipped", "failed", "sidecars_failed")),
    *(f"note.{axis}_unavailable" for axis in ("visual", "meaning")),
    *(f"note.{axis}_{note}" for axis in ("visual", "meaning") for note in ("former", "partial")),
    "note.visual_by_labels",
    "note.visual_not_sure",
    *(f"note.duplicates_{note}" for note in ("no_vectors", "bits_lowered")),
    *(f"diff.{word}" for word in (*diff.HOW, *diff.WHAT)),
    *(f"source.{word}" for word in ("composite", "decoded", "embedded", "merged")),
}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    locale.set_language(None)


def literal_keys() -> set[str]:
    """Return every key that the Python code names in full."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                if node.func.id == "tr":
                    found.add(first.value)
                elif node.func.id in ("option", "argument"):
                    found.add(f"cli.{first.value}")
    return found


def annotated_keys() -> set[str]:
    """Return the keys of options and arguments, which stand in annotations."""
    source = "".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "cli").rglob("*.py"))
    return {f"cli.{key}" for key in re.findall(r'(?:option|argument)\("([a-z_.]+)"', source)}


def page_keys() -> set[str]:
    """Return the keys that the server of the app uses."""
    source = "".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "server").rglob("*.py"))
    return set(re.findall(r'"(page\.[a-z_]+)"', source))


def inspect_keys() -> set[str]:
    """Return the keys of the lines of `inspect`."""
    source = (PACKAGE / "cli/commands/inspect.py").read_text(encoding="utf-8")
    body = source[source.index("def _lines") :]
    return {f"cli.inspect.{key}" for key in re.findall(r'"([a-z]+)":|\("([a-z]+)", f', body) for key in key if key}


def doctor_keys() -> set[str]:
    """Return the keys of what `doctor` can find."""
    modules = (file_checks, notices, table_checks)
    source = "".join(Path(str(module.__file__)).read_text(encoding="utf-8") for module in modules)
    return {f"doctor.{code}" for code in re.findall(r'(?:Finding|_notice)\(\s*"([a-z_]+)"', source)}


def used() -> set[str]:
    return literal_keys() | annotated_keys() | page_keys() | inspect_keys() | doctor_keys() | COMPOSED


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_every_used_key_is_there_and_every_key_is_used(language: str):
    # Texts of the app are looked after by electron/src/renderer/shared/text/locales.test.ts.
    assert {key for key in locale.texts(language) if not key.startswith("app.")} == used()


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_files_are_flat_sorted_and_without_empty_texts(language: str):
    text = (ROOT / "locales" / f"{language}.json").read_text(encoding="utf-8")
    pairs = json.loads(text, object_pairs_hook=list)
    assert [key for key, _ in pairs] == sorted({key for key, _ in pairs})
    assert all(isinstance(value, str) and value.strip() for _, value in pairs)


def test_places_are_the_same_in_every_language():
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    english, korean = (locale.texts(language) for language in locale.LANGUAGES)
    assert {key: places(text) for key, text in english.items()} == {key: places(text) for key, text in korean.items()}


def test_korean_texts_are_korean():
    korean = locale.texts("ko-KR")
    foreign = {key for key, text in korean.items() if not re.search("[가-힣]", text)}
    assert foreign == {"cli.find.id"}


def test_the_installed_package_reads_the_files_of_the_repository():
    # Links of files, not of the folder: maturin leaves a linked folder out of the wheel.
    for path in (ROOT / "locales").iterdir():
        assert (PACKAGE / "locales" / path.name).resolve() == path
    assert not (PACKAGE / "locales").is_symlink()


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("ko", "ko-KR"),
        ("ko_KR.UTF-8", "ko-KR"),
        ("KO-kr", "ko-KR"),
        ("en_GB", "en-US"),
        ("C.UTF-8", "en-US"),
        ("", "en-US"),
        (None, "en-US"),
        ("de_DE", "en-US"),
    ],
)
def test_language_of_a_tag(tag: str | None, language: str):
    assert locale.set_language(tag) == language == locale.language()


def test_tr_fills_places():
    locale.set_language("ko")
    assert locale.tr("cli.duration.seconds", seconds=3) == "3초"
    with pytest.raises(KeyError):
        locale.tr("no.such.key")
