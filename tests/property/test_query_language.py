"""The language of queries: whatever is typed is a query, and printing and reading a query changes nothing."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from imageparser.search import filters
from imageparser.search.language import Query, from_json, orders, parse, show, to_json

# Whatever a keyboard can give, with what means something in the language far more often than by chance.
PIECES = [
    *(f"{name}:" for name in filters.BY_NAME),
    *(
        "sort:",
        "정렬:",
        "date",
        "random-7",
        "-",
        "--",
        '"',
        '""',
        "“",
        "”",
        ":",
        "：",
        ",",
        " ",
        "\t",
        "\u3000",
        "..",
        ">=",
    ),
    *(
        "4",
        "2026-01",
        "2000x2000",
        "#abc",
        "고양이",
        "한글",
        "ㄱ",
        "가",
        "cat",
        "\u0338",
        "\u1100\u1161",
        "*",
        "(",
        "\\",
    ),
    *("/", "\0", "NEAR", "OR", "%", "_", "'", ";", "🦊", "\u200d", "é", "e\u0301"),
]
typed_texts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
values = {
    row.name: [form.removeprefix(row.name).removeprefix("=") for form in row.form.split(", ")]
    for row in filters.FILTERS
}
texts = st.one_of(st.text(max_size=20), st.lists(st.sampled_from(PIECES), max_size=4).map("".join))
conditions = st.sampled_from(filters.FILTERS).flatmap(
    lambda row: st.fixed_dictionaries(
        {
            "kind": st.just("filter"),
            "name": st.sampled_from([row.name, *row.aliases]),
            "value": st.sampled_from(values[row.name]),
            "negated": st.booleans(),
        }
    )
)
spoken = st.fixed_dictionaries({"kind": st.sampled_from(["word", "phrase"]), "text": texts, "negated": st.booleans()})
sorts = st.one_of(
    st.none(),
    st.fixed_dictionaries({"by": st.sampled_from(list(orders.DESCENDING)), "descending": st.booleans()}),
    st.fixed_dictionaries({"by": st.just("random"), "seed": st.integers(0, 10**18 - 1)}),
)
forms = st.fixed_dictionaries({"parts": st.lists(st.one_of(conditions, spoken), max_size=6), "sort": sorts})


def meaning(query: Query) -> tuple[Any, ...]:
    """Return everything of a query but how it was typed, and what was wrong with that."""
    return query.parts, query.sort


@given(typed_texts)
@example('rating:"a')
@example('""')
@example('tag:"""')
@example("-tag:")
@example('x"""y')
@example(':"')
def test_any_text_is_a_query_and_survives_printing(typed: str) -> None:
    query = parse(typed)
    assert query.raw == typed
    assert all(part.strip("-") for part in (*query.words, *query.phrases, *query.excluded))
    printed = show(query)
    assert meaning(parse(printed)) == meaning(query)
    assert show(parse(printed)) == printed
    assert query.clauses is not None


@given(typed_texts)
def test_the_form_of_a_text_is_that_text(typed: str) -> None:
    query = parse(typed)
    form = json.loads(json.dumps(to_json(query)))
    again = from_json(form)
    if not query.notes:
        assert meaning(again) == meaning(query)
    assert form["text"] == show(query)


@given(forms)
def test_everything_that_can_be_built_can_be_typed(form: dict[str, Any]) -> None:
    query = from_json(form)
    assert meaning(parse(show(query))) == meaning(query)
    assert query.notes == ()
    built = to_json(query)
    assert meaning(from_json(built)) == meaning(query)
    asked = [
        (filters.BY_NAME[part["name"]].name, part["negated"]) for part in form["parts"] if part["kind"] == "filter"
    ]
    assert [(part.name, part.negated) for part in query.conditions] == asked
