"""Name pictures after the values that their tags have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from imageparser.archive import tags, variables
from imageparser.archive.journal import Request
from imageparser.archive.match import Matcher
from imageparser.archive.naming import Template, default_template, fits, fitted, prefixed, split_order
from imageparser.archive.plan import Wish
from imageparser.archive.report import Status
from imageparser.archive.walk import folder_of
from imageparser.archive.work import Decision, Options, Work
from imageparser.errors import UsageError

if TYPE_CHECKING:
    from imageparser.archive.match import Choice
    from imageparser.archive.report import Report
    from imageparser.archive.tags import Tags
    from imageparser.archive.walk import Picture
    from imageparser.library.connection import Database

Given = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class RenameRequest:
    """What is to be renamed and how; see docs/tag-archive.md."""

    folder: str
    order: str | Sequence[str]
    template: str = ""
    prefix_mode: bool = False
    include_negative: bool = False
    specific: bool = False
    variables: Given = ()
    variable_specs: Given = ()
    options: Options = field(default_factory=Options)


def rename(library: Database, request: RenameRequest, report: Report) -> dict[str, int | None]:
    """Rename the pictures below a folder by a template; a dry run, the default, only tells what would be done.

    The job's number in the journal is returned; it is None where nothing was changed.

    Raises:
        UsageError: something of the request is missing or unknown.
        NotFoundError: there is no such folder.
        CancelledError: the report's token was raised.
    """
    order = split_order(request.order)
    if not order:
        raise UsageError("order is required")
    known = variables.chosen(request.variable_specs, request.variables)
    chosen = variables.picked(known, order, "unknown variables")
    folder = folder_of(request.folder)
    matcher = Matcher(chosen, specific=request.specific)
    text = request.template or default_template(order)
    deciding = {
        "order": order,
        "template": text,
        "prefix_mode": request.prefix_mode,
        "include_negative": request.include_negative,
        "specific": request.specific,
        "variables": variables.as_json(chosen),
    }
    work = Work(library, Request("rename", folder, deciding), request.options, report)
    naming = _Naming(Template(text, order), prefix_mode=request.prefix_mode)
    decide = partial(naming.decide, matcher)
    work.by_tags(decide, matcher.wanted, include_negative=request.include_negative)
    return {"job": work.job}


class _Naming:
    def __init__(self, template: Template, *, prefix_mode: bool) -> None:
        self._template = template
        self._prefix_mode = prefix_mode
        self._bases: dict[frozenset[str], str | None] = {}

    def decide(self, matcher: Matcher, picture: Picture, found: Tags) -> Decision:
        """Decide on one picture."""
        if found.tags is None and (without := undecided(picture, found)) is not None:
            return without
        own = found.tags or frozenset()
        choices = matcher.choices(own)
        if own not in self._bases:
            self._bases[own] = self._base(choices)
        base = self._bases[own]
        if base is None:
            return refused(picture, [choice for choice in choices if choice.status is not Status.OK])
        return Decision(picture, Status.OK, wish=self._wish(picture, base))

    def _base(self, choices: Sequence[Choice]) -> str | None:
        """Return the wanted name for some values, None where one is not known."""
        if any(choice.status is not Status.OK for choice in choices):
            return None
        return self._template.render({choice.variable: choice.value for choice in choices})

    def _wish(self, picture: Picture, base: str) -> Wish | None:
        if self._prefix_mode:
            base = prefixed(base, picture.stem, picture.tail)
            if base == picture.stem:
                return None
        elif fits(picture.stem, base, picture.tail):
            return None
        return Wish(picture, picture.folder, base, fitted(base, picture.tail) + picture.tail)


def undecided(picture: Picture, found: Tags) -> Decision | None:
    """Return the decision on a picture whose tags are not known, None where they are."""
    if found.code is not None:
        return Decision(picture, Status.ERROR, f"{found.code}: {found.message}", {"code": found.code})
    if found.tags is None:
        return Decision(picture, Status.UNKNOWN, tags.NO_METADATA)
    return None


def refused(picture: Picture, choices: Sequence[Choice]) -> Decision:
    """Return the decision on a picture for which some variables have no value; the first one gives the status."""
    details: dict[str, list[Any]] = {}
    for choice in choices:
        for name, entries in choice.details.items():
            details.setdefault(name, []).extend(entries)
    return Decision(picture, choices[0].status, "; ".join(choice.message for choice in choices), details)
