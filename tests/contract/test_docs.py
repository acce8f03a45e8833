"""The documents against the code: commands, recipes, links and words that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from imageparser.cli.main import COMMANDS, GROUPS

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "GLOSSARY.md", "CHANGELOG.md")


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str):
    targets = re.findall(r"\]\(([^)#]+)\)", page(name))
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (ROOT / target).exists()] == []


def test_the_readme_tells_every_command():
    rows = [line.split("|")[1] for line in page("README.md").splitlines() if line.startswith("| `")]
    told = {word.split()[0] for row in rows for word in re.findall(r"`([^`]+)`", row)}
    assert told == {name for name, _ in (*COMMANDS, *GROUPS)}


@pytest.mark.parametrize("name", PAGES)
def test_make_recipes_exist(name: str):
    recipes = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"`make ([a-z-]+)", page(name))) <= recipes


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_files_named_in_the_text_exist(name: str):
    named = re.findall(r"`((?:rust|tests|bench|scripts)/[\w./-]+)`", page(name))
    assert [path for path in named if not (ROOT / path).exists() and path != "bench/causes.toml"] == []


def test_the_readme_stays_short():
    assert len(page("README.md").splitlines()) <= 105
