"""Pages over the columns in memory hold the files that SQLite puts there, one page after the other."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from imageparser.library import Database, orders
from imageparser.library.orders import Order

if TYPE_CHECKING:
    from imageparser.library.connection import Transaction

INSERT = (
    "INSERT INTO files (key, raw, folder, size, mtime_ns, file_id, added_at, format, width, height, user_rating, "
    "taken_at, missing_since) VALUES (?, x'00', '/그림', ?, ?, 1, ?, ?, ?, ?, ?, ?, ?)"
)
few = st.integers(0, 3)
rows = st.lists(
    st.tuples(few, few, few, st.sampled_from(["png", None]), few, few, st.none() | few, st.none() | few, st.booleans()),
    max_size=14,
)


def store(tx: Transaction, files: list[tuple[Any, ...]]) -> None:
    tx.run_many(INSERT, ((f"/그림/{i}", *one[:8], 1 if one[8] else None) for i, one in enumerate(files)))


@given(
    rows,
    st.sampled_from(["date", "added", "modified", "rating", "size", "bytes"]),
    st.sampled_from(["up", "down"]),
    st.integers(1, 4),
    st.none() | st.sets(st.integers(1, 14)),
)
@settings(max_examples=80, deadline=None)
def test_pages_equal_those_of_sqlite(
    files: list[tuple[Any, ...]], by: str, way: str, limit: int, chosen: set[int] | None
) -> None:
    order = Order(by, way == "down")
    within = None if chosen is None else np.array(sorted(one for one in chosen if one <= len(files)), np.int64)
    with tempfile.TemporaryDirectory() as folder, Database.open(Path(folder) / "l.sqlite") as database:
        database.write(lambda tx: store(tx, files))
        reader, after = database.read(), None
        with reader.snapshot():
            assert reader.kept.active
            while True:
                told = orders.page(reader, order, limit, within=within, after=after)
                assert told == orders.by_sql(reader, order, limit, within=within, after=after)
                if len(told) < limit or told[-1].value is None:
                    break
                after = told[-1]
            counted = orders.count(reader, within)
            whole = orders.every(reader, order, within).tolist()
            assert whole[:limit] == [place.id for place in orders.page(reader, order, limit, within=within)]
        assert len(whole) == counted
        assert whole == orders.every_by_sql(reader, order, within).tolist()
        assert counted == orders.count(reader, within)
