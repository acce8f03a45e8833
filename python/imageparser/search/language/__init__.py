"""The query language: one parser, one printer, one form as JSON.

A query is words, "phrases", `key:value` conditions on what `search.filters` knows, each with a `-` in front to mean
its opposite, and `sort:`. Whatever is typed is a query: what cannot be understood is searched for as it stands, and a
note says so.
"""

from imageparser.search.language.form import from_json, to_json
from imageparser.search.language.parser import parse
from imageparser.search.language.printer import show
from imageparser.search.language.tree import Condition, Note, Phrase, Query, Sort, Word

__all__ = ["Condition", "Note", "Phrase", "Query", "Sort", "Word", "from_json", "parse", "show", "to_json"]
