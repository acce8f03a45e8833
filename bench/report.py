"""Run the cases and write bench/results/<case>.json and bench/REPORT.md.

Usage: report.py [CASE ...] [--quick] [--json]
A quick run only shows that the cases work: it prints, and writes nothing.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import plots  # noqa: E402  # the root is put on the path above

HERE = ROOT / "bench"
RESULTS = HERE / "results"
CASES = (
    "thumbs", "headers", "rescan", "first_index", "digest", "memory_100mp", "startup", "retrieval", "stamps",
    "fusion", "psd_fidelity", "psd_read", "psd_decode", "psd_composite", "psd_merged", "layer_toggle",
    "prompts", "tag_search", "rank", "find_scale", "rename_plan", "rename_apply", "ipc_pipe", "embed",
    "app",
)  # fmt: skip
Result = dict[str, Any]


def run(name: str, *, quick: bool) -> Result:
    sys.stderr.write(f"{name}\n")
    module = importlib.import_module(f"bench.cases.{name}")
    result: Result = module.run(quick=quick)
    return result


def causes() -> dict[str, str]:
    """Return why a goal is missed, by label; written by whoever measured it."""
    path = HERE / "causes.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def goal_rows(result: Result, why: dict[str, str]) -> list[str]:
    rows = []
    for goal in result["goals"]:
        cause = goal["cause"] or (why.get(goal["label"], "cause not yet found") if goal["verdict"] == "missed" else "")
        verdict = f"**{goal['verdict']}**" if goal["verdict"] == "missed" else goal["verdict"]
        rows.append(f"| {goal['label']} | {goal['goal']} | {number(goal['measured'])} | {verdict} | {cause} |")
    return rows


def _cell(value: object) -> str:
    return " / ".join(f"{name} {part}" for name, part in value.items()) if isinstance(value, dict) else str(value)


def details(result: Result) -> list[str]:
    lines = [f"### {result['name']}", "", f"{result['machine']}", ""]
    for title, value in result["medians"].items():
        if isinstance(value, dict) and value and all(isinstance(row, dict) for row in value.values()):
            columns = list(next(iter(value.values())))
            lines += [f"{title}:", "", "| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
            lines += [f"| {name} | " + " | ".join(map(_cell, row.values())) + " |" for name, row in value.items()]
            lines.append("")
        elif isinstance(value, dict):
            lines.append(f"- {title}: " + ", ".join(f"{name} {number_or_text(cell)}" for name, cell in value.items()))
        else:
            lines.append(f"- {title}: {number_or_text(value)}")
    if result["memory_mb"]:
        peaks = ", ".join(f"{name} {number(peak)}" for name, peak in result["memory_mb"].items())
        lines.append(f"- peak memory, MB: {peaks}")
    lines += [f"- {note}" for note in result["notes"]]
    for unit in result.get("growth", {}):
        lines += ["", f"![{result['name']}: {unit} by size](plots/{plots.name_of(result['name'], unit)})"]
    return [*lines, ""]


def number_or_text(value: object) -> str:
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def write_report() -> None:
    """Put every stored result into REPORT.md: the goals first, then the medians."""
    stored = [RESULTS / f"{name}.json" for name in CASES]
    results = [json.loads(path.read_text(encoding="utf-8")) for path in stored if path.is_file()]
    why = causes()
    goals = [goal for result in results for goal in result["goals"]]
    met = sum(goal["verdict"] == "met" for goal in goals)
    lines = [
        "# Measured",
        "",
        "Written by `make bench`. Contenders alternate, each in a fresh process; medians of the rounds; CPU time at",
        "one thread, wall time at two. A ratio says how many times as long a peer takes, unless it says otherwise.",
        "",
        f"{met} of {len(goals)} goals met.",
        "",
        "| | goal | measured | verdict | cause |",
        "|---|---|---|---|---|",
        *(row for result in results for row in goal_rows(result, why)),
        "",
        "## Medians",
        "",
    ]
    for result in results:
        lines += details(result)
        plots.write(HERE / "plots", result["name"], result.get("growth", {}))
    (HERE / "REPORT.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the hot paths beside their peers.")
    parser.add_argument("cases", nargs="*", metavar="CASE", choices=[*CASES, []], help=", ".join(CASES))
    parser.add_argument("--quick", action="store_true", help="only show that the cases work")
    parser.add_argument("--json", action="store_true", help="print one JSON object a case")
    wanted = parser.parse_args()
    for name in wanted.cases or CASES:
        result = run(name, quick=wanted.quick)
        if not wanted.quick:
            RESULTS.mkdir(exist_ok=True)
            text = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
            (RESULTS / f"{name}.json").write_text(text, encoding="utf-8")
            write_report()
        if wanted.json:
            print(json.dumps(result, ensure_ascii=False))
        else:
            print("\n".join(goal_rows(result, causes())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
