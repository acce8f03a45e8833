"""Every bench case runs on tiny data with our own contender alone, so that benches cannot rot."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench import measure, plots, report  # noqa: E402  the root is put on the path above


def test_the_list_of_cases_is_complete():
    assert sorted(report.CASES) == sorted(path.stem for path in (ROOT / "bench" / "cases").glob("[!_]*.py"))


@pytest.mark.parametrize("name", report.CASES)
def test_a_case_runs_quickly_and_tells_its_goals(name: str, tmp_path: Path):
    words = [sys.executable, "bench/report.py", name, "--quick", "--json"]
    environment = os.environ | {"IMAGEPARSER_BENCH": str(tmp_path)}
    done = subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, check=False, encoding="utf-8", timeout=110
    )
    if done.returncode and "set IMAGEPARSER_CORPUS" in done.stderr:
        pytest.skip(f"the corpus is absent: {name}")
    assert done.returncode == 0, done.stderr[-2000:]
    result: dict[str, Any] = json.loads(done.stdout)
    assert (result["name"], result["quick"]) == (name, True)
    assert result["machine"]
    assert result["medians"]
    assert result["goals"]
    for goal in result["goals"]:
        assert goal["verdict"] in {"met", "missed", "not measured"}
        assert goal["label"]
        assert goal["goal"]
    assert report.details(result)


@pytest.mark.parametrize(
    ("measured", "wanted", "least", "verdict"),
    [(1.5, 1.5, True, "met"), (1.4, 1.5, True, "missed"), (70, 70, False, "met"), (71, 70, False, "missed")],
)
def test_a_goal_is_judged_by_its_direction(measured: float, wanted: float, verdict: str, *, least: bool):
    assert measure.goal("T", "text", measured, wanted, least=least)["verdict"] == verdict


def test_an_absent_peer_is_not_measured():
    assert measure.goal("T", "text", measure.ratio(None, 3.0), 1.5)["verdict"] == "not measured"


def test_a_missed_goal_is_named_with_its_cause():
    missed = measure.goal("T9", "text", 1.0, 2.0)
    row = report.goal_rows({"goals": [missed]}, {"T9": "inflate is the limit"})[0]
    assert "**missed**" in row
    assert "inflate is the limit" in row


def test_rounds_alternate_their_order():
    order: list[str] = []
    runners = {name: lambda name=name: order.append(name) or {"cpu": 1.0} for name in "abc"}
    runs = measure.alternate(runners, 3)
    assert order == ["a", "b", "c", "b", "c", "a", "c", "a", "b"]
    assert {name: len(all_runs) for name, all_runs in runs.items()} == {"a": 3, "b": 3, "c": 3}


def test_a_failing_contender_is_told_with_its_words():
    with pytest.raises(RuntimeError, match="no such thing"):
        measure.spawn([sys.executable, "-c", "raise SystemExit('no such thing')"])


def test_growth_becomes_a_plot_that_the_report_shows(tmp_path: Path):
    growth = {"ms": {"find <all>": {"10000": 2.0, "1000000": 40.0}, "하나": {"10000": 0.0}}}
    plots.write(tmp_path, "case", growth)
    drawn = ET.fromstring((tmp_path / "case-ms.svg").read_text(encoding="utf-8"))  # noqa: S314  # our own
    texts = [element.text for element in drawn.iter() if element.tag.endswith("text")]
    assert "find <all> (40)" in texts
    assert {"10,000", "1,000,000"} <= set(texts)
    assert len([one for one in drawn.iter() if one.tag.endswith("circle")]) == 3
    lines = report.details(measure.result("case", [], {}, growth=growth))
    assert "![case: ms by size](plots/case-ms.svg)" in lines
