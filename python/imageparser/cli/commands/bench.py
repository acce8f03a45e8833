"""`imageparser bench [CASE]`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import imageparser
from imageparser.cli import output
from imageparser.errors import InternalError, NotFoundError, UsageError
from imageparser.locale import tr

if TYPE_CHECKING:
    from rich.console import Console

    from imageparser.cli.session import Session, argument, option

ROOT = Path(imageparser.__file__).resolve().parents[2]
CASES = ROOT / "bench" / "cases"
_RUN = """
import importlib, json, sys
case = importlib.import_module("bench.cases." + sys.argv[1])
sys.stdout.write(json.dumps(case.run(quick=sys.argv[2] == "quick")))
"""


def bench(
    session: Session,
    *,
    case: Annotated[str | None, argument("bench.case", metavar="CASE")] = None,
    quick: Annotated[bool, option("bench.quick", "--quick")] = False,
) -> int:
    """Run the measurements that stand in the source tree."""
    known = names()
    if not known:
        raise NotFoundError(tr("cli.bench.absent"), path=str(CASES))
    if case is not None and case not in known:
        raise UsageError(tr("cli.bench.unknown", case=case, cases=", ".join(known)))
    results = [run(name, quick=quick) for name in ([case] if case else known)]
    session.answer({"cases": results}, lambda console: draw(console, results))
    return 0


def names() -> list[str]:
    """Return the names of the cases, in order."""
    return sorted(path.stem for path in CASES.glob("*.py") if not path.stem.startswith("_"))


def run(name: str, *, quick: bool) -> dict[str, Any]:
    """Run one case in a process of its own and return what it measured.

    Raises:
        InternalError: the case failed; its own words are on stderr.
    """
    output.note(tr("cli.bench.running", case=name))
    command = [sys.executable, "-c", _RUN, name, "quick" if quick else "full"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=False)  # noqa: S603  # our own interpreter
    if done.returncode:
        raise InternalError(tr("cli.bench.failed", case=name, code=done.returncode))
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def draw(console: Console, results: list[dict[str, Any]]) -> None:
    """Draw each case's goals and medians."""
    for result in results:
        console.print(result["name"], style="bold", markup=False)
        for goal in result["goals"]:
            line = f"  {goal['label']} {goal['goal']}: {goal['measured']} ({goal['verdict']}) {goal['cause']}"
            console.print(line.rstrip(), markup=False)
        for name, values in result["medians"].items():
            console.print(f"  {name}: {values}", markup=False)
