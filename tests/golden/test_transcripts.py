"""Golden conversations: lines in, lines out, letter for letter; a file without answers gets them written into it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures import conversation

FOLDER = Path(__file__).with_name("transcripts")
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_transcript(name: str, tmp_path: Path):
    path = FOLDER / f"{name}.txt"
    script = path.read_text(encoding="utf-8")
    told = "\n".join(conversation.replay(path, tmp_path)) + "\n"
    if "\n< " not in script:
        path.write_text(told, encoding="utf-8")
        pytest.fail(f"{path.name} had no answers and has them now: read them, then commit")
    assert told == script
