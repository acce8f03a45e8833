"""Why a picture was found: for each axis that speaks of it, in words of the query, fields and ways of comparing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.library import fulltext
from imageparser.search.axes.keyword import phrase
from imageparser.text import keyword_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from imageparser.library.connection import Reader
    from imageparser.search.asked import Asked
    from imageparser.search.language import Query


def reasons(reader: Reader, asked: Asked, found: Mapping[int, Iterable[str]]) -> dict[int, dict[str, Any]]:
    """Return the reasons of some pictures by axis; `found` says which axes speak of each.

    visual: `by` what it was compared (text, labels, picture), the number of the `layer` that looks like it, and how
    near it is to each of the `references`, if any; meaning: `by` its description; keyword: the fields in which each
    word or phrase of the query stands.
    """
    said = [item for item, axes in found.items() if "keyword" in axes]
    fields = fulltext.fields_with(reader, said, _wanted(asked.query))
    told: dict[int, dict[str, Any]] = {}
    for item, axes in found.items():
        told[item] = {}
        if "visual" in axes:
            hit = asked.lifted.get(item)
            told[item]["visual"] = {"by": asked.visual_by, "layer": hit.layer_id if hit is not None else None}
            if asked.near:
                told[item]["visual"]["references"] = _compared(asked, item)
        if "meaning" in axes:
            told[item]["meaning"] = {"by": "caption"}
        if "keyword" in axes:
            told[item]["keyword"] = {"words": fields[item]}
    return told


def _compared(asked: Asked, item: int) -> list[dict[str, Any]]:
    """Return how near a picture is to each reference: as a cosine, and in standard deviations above the library."""
    return [
        {
            "kind": placed.reference.kind,
            "minus": placed.reference.minus,
            "similarity": round(near.similarity, 6),
            "deviations": round(near.deviations, 4),
        }
        for placed, near in zip(asked.placed, asked.near[item], strict=True)
    ]


def _wanted(query: Query) -> dict[str, str]:
    """Return the MATCH expression of each word and phrase."""
    words = {word: " OR ".join(keyword_query(word)) for word in query.words}
    phrases = {text: phrase(text) for text in query.phrases}
    return {text: match for text, match in (words | phrases).items() if match}
