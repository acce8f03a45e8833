"""Claims: who waits for whom."""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING

import pytest

from imageparser.ipc.op import Claims, joined, op
from imageparser.ipc.protocol import Payload

if TYPE_CHECKING:
    from pathlib import Path


def folders(*paths: str) -> Claims:
    return Claims(folders=paths)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (folders("/가"), folders("/가"), True),
        (folders("/가/나"), folders("/가"), True),
        (folders("/가"), folders("/가나"), False),
        (folders("/"), folders("/가"), True),
        (folders("/가", "/나"), folders("/다", "/나/라"), True),
        (folders("/" + unicodedata.normalize("NFD", "가")), folders("/가"), True),
        (folders("/가/../나/."), folders("/나"), True),
        (folders("/가"), Claims(), False),
        (Claims(), Claims(), False),
        (Claims(rows=("templates",)), Claims(rows=("templates",)), True),
        (Claims(rows=("templates",)), Claims(reads=("templates",)), True),
        (Claims(reads=("templates",)), Claims(reads=("templates",)), False),
        (Claims(rows=("templates",)), Claims(rows=("presets",), reads=("files",)), False),
        (Claims(folders=("/가",), rows=("files",)), Claims(folders=("/나",), rows=("files",)), False),
        (Claims(folders=("/가",), rows=("files",)), Claims(rows=("files",)), True),
        (Claims(folders=("/가",), rows=("x",)), Claims(folders=("/나",), rows=("x",)), True),
    ],
)
def test_meeting(one: Claims, other: Claims, meet: bool):  # noqa: FBT001 - a column of the table
    assert one.meet(other) is meet
    assert other.meet(one) is meet


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
def test_a_link_is_where_it_leads(tmp_path: Path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert folders(str(tmp_path / "link")).meet(folders(str(tmp_path / "real" / "inner")))


def test_optional_paths():
    assert joined(["/가", None, ""]) == ("/가",)


def test_the_first_line_of_the_docstring_is_the_summary():
    @op("some", payload=Payload)
    def some(_job: object, _payload: Payload) -> None:
        """Do something.

        And more.
        """

    assert (some.name, some.summary) == ("some", "Do something.")
    assert some.claims(Payload()) == Claims()
