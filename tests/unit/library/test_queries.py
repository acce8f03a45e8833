from __future__ import annotations

import re
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from imageparser.library import Database, queries

if TYPE_CHECKING:
    from imageparser.library.connection import Transaction

PACKAGE = Path(str(resources.files("imageparser.library")))
NOUNS = sorted(path.stem for path in (PACKAGE / "queries").glob("*.sql"))


@pytest.mark.parametrize("noun", NOUNS)
def test_every_query_is_one_that_sqlite_understands(database: Database, noun: str) -> None:
    for name, sql in queries.load(noun).items():
        if sql.startswith("PRAGMA") or "fulltext (fulltext)" in sql or sql == "REINDEX":
            continue
        # As many values as the statement wants: EXPLAIN looks at none of them.
        named = set(re.findall(r":([a-z_]+)", sql))
        numbers = [int(number) for number in re.findall(r"\?(\d+)", sql)]
        values = dict.fromkeys(named) if named else (None,) * max(numbers, default=sql.count("?"))
        plan = database.write(partial(explain, sql=sql, values=values))
        assert plan, f"{noun}.{name}"


def explain(tx: Transaction, *, sql: str, values: Any) -> list[tuple[Any, ...]]:
    return tx.rows("EXPLAIN " + sql, values)


@pytest.mark.parametrize("noun", NOUNS)
def test_every_query_is_used(noun: str) -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.glob("*.py"))
    unused = [name for name in queries.load(noun) if f'["{name}"]' not in sources]
    assert not unused


@pytest.mark.parametrize(
    "text", ["SELECT 1", "-- a: one\nSELECT 1\n-- a: two\nSELECT 2", "-- a: one\n\n-- b: two\nSELECT 1", ""]
)
def test_a_malformed_file_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Entry:
        def joinpath(self, *_: str) -> Entry:
            return self

        def read_text(self, *, encoding: str) -> str:
            assert encoding == "utf-8"
            return text

    monkeypatch.setattr(queries.resources, "files", lambda _: Entry())
    with pytest.raises(ValueError, match=r"\.sql"):
        queries.load.__wrapped__("anything")
