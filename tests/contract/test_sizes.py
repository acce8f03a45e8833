"""File and function sizes of the house style; the allow-list may only shrink."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE_LIMIT = {".rs": 500, ".py": 400, ".js": 300, ".ts": 300, ".tsx": 300}
FUNCTION_LIMIT = 60
# path: lines. Nothing may be added here without a reason in the change that adds it.
LONG_FILES: dict[str, int] = {}


def tracked() -> list[Path]:
    """Return every source file that git knows or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.splitlines()
    return [ROOT / name for name in names if Path(name).suffix in FILE_LIMIT and (ROOT / name).exists()]


def test_files_are_short() -> None:
    long = {}
    for path in tracked():
        lines = len(path.read_text(encoding="utf-8").splitlines())
        name = path.relative_to(ROOT).as_posix()
        if lines > LONG_FILES.get(name, FILE_LIMIT[path.suffix]):
            long[name] = lines
    assert not long


def test_the_allow_list_only_shrinks() -> None:
    for name, lines in LONG_FILES.items():
        path = ROOT / name
        assert path.exists()
        assert len(path.read_text(encoding="utf-8").splitlines()) == lines, f"{name}: lower its entry"


def test_python_functions_are_short() -> None:
    long = []
    for path in tracked():
        if path.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > FUNCTION_LIMIT:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} {lines}")
    assert not long


def rust_functions(text: str) -> list[tuple[str, int]]:
    """Return (name, lines) of each function: from its `fn` line to the closing brace of the same indent."""
    found = []
    lines = text.splitlines()
    for start, line in enumerate(lines):
        match = re.match(r"^(\s*)(?:pub(?:\([^)]*\))? )?(?:const |unsafe |async )*fn (\w+)", line)
        if match is None:
            continue
        closing = match.group(1) + "}"
        end = next((i for i in range(start, len(lines)) if lines[i] == closing), start)
        found.append((match.group(2), end - start + 1))
    return found


def test_rust_functions_are_short() -> None:
    long = []
    for path in tracked():
        if path.suffix == ".rs":
            long += [
                f"{path.relative_to(ROOT)} {name} {lines}"
                for name, lines in rust_functions(path.read_text(encoding="utf-8"))
                if lines > FUNCTION_LIMIT
            ]
    assert not long


@pytest.mark.parametrize("name", ["utils", "helpers", "misc", "common"])
def test_no_module_without_a_noun(name: str) -> None:
    assert not [path for path in tracked() if path.stem == name]
