"""Sort pictures into folders after the values that their tags have."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from imageparser.archive import variables
from imageparser.archive.journal import Request
from imageparser.archive.match import Matcher
from imageparser.archive.naming import VALUE, Template, composed_base, split_order
from imageparser.archive.plan import Wish
from imageparser.archive.rename import Given, refused, undecided
from imageparser.archive.report import Status
from imageparser.archive.walk import folder_of, join, shown
from imageparser.archive.work import Decision, Options, Work
from imageparser.errors import DeniedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imageparser.archive.match import Choice
    from imageparser.archive.report import Report
    from imageparser.archive.tags import Tags
    from imageparser.archive.walk import Folders, Picture
    from imageparser.library.connection import Database


@dataclass(frozen=True, slots=True)
class MoveRequest:
    """What is to be sorted and how; see docs/tag-archive.md."""

    folder: str
    target_root: str
    variable_name: str = ""
    variable_tree: str | Sequence[str] = ()
    template: str = VALUE
    include_negative: bool = False
    specific: bool = False
    variables: Given = ()
    variable_specs: Given = ()
    options: Options = field(default_factory=Options)


def move(library: Database, request: MoveRequest, report: Report) -> dict[str, int | None]:
    """Move the pictures below a folder into folders by value; a dry run, the default, only tells what would be done.

    The job's number in the journal is returned; it is None where nothing was changed.

    Raises:
        UsageError: something of the request is missing or unknown.
        NotFoundError: there is no such folder.
        CancelledError: the report's token was raised.
    """
    tree = split_order(request.variable_tree)
    if not tree and not request.variable_name.strip():
        raise UsageError("variable_tree or variable_name is required")
    if not request.target_root.strip():
        raise UsageError("target_root is required")
    known = variables.chosen(request.variable_specs, request.variables)
    if tree:
        chosen = variables.picked(known, tree, "unknown variable in tree")
    else:
        chosen = variables.picked(known, [request.variable_name.strip()], "unknown variables")
    folder = folder_of(request.folder)
    root = spelled_root(folder, request.target_root)
    template = request.template or VALUE
    deciding = {
        "tree": [variable.name for variable in chosen],
        "template": template,
        "target_root": shown(root),
        "include_negative": request.include_negative,
        "specific": request.specific,
        "variables": variables.as_json(chosen),
    }
    work = Work(library, Request("move", folder, deciding), request.options, report)
    sorting = _Sorting(root, Template(template, ["value"]), work.folders)
    matcher = Matcher(chosen, specific=request.specific)
    decide = partial(sorting.decide, matcher)
    work.by_tags(decide, matcher.wanted, include_negative=request.include_negative, others=(root,))
    return {"job": work.job}


def spelled_root(folder: str, given: str) -> str:
    """Return the target folder as a path that agrees with those of the pictures where one lies in the other."""
    root, real_folder = os.path.abspath(given), os.path.realpath(folder)
    real_root = os.path.realpath(root)
    if real_root == real_folder or real_root.startswith(real_folder.rstrip(os.sep) + os.sep):
        return os.path.normpath(os.path.join(folder, os.path.relpath(real_root, real_folder)))
    if real_folder.startswith(real_root.rstrip(os.sep) + os.sep):
        depth = len(os.path.relpath(real_folder, real_root).split(os.sep))
        above = folder
        for _ in range(depth):
            above = os.path.dirname(above)
        if os.path.realpath(above) == real_root:
            return above
    return root


class _Sorting:
    def __init__(self, root: str, template: Template, folders: Folders) -> None:
        self._root = root
        self._template = template
        self._folders = folders
        self._places: dict[tuple[str, ...], tuple[str, str] | str] = {}

    def decide(self, matcher: Matcher, picture: Picture, found: Tags) -> Decision:
        """Decide on one picture."""
        if (without := undecided(picture, found)) is not None:
            return without
        choices = matcher.choices(found.tags or frozenset())
        values: list[str] = []
        stopped: Choice | None = None
        for choice in choices:
            if choice.status is not Status.OK:
                stopped = choice
                break
            values.append(choice.value)
        if stopped is not None and not values:
            return refused(picture, [stopped])
        place = self._place(tuple(values))
        if isinstance(place, str):
            return Decision(picture, Status.ERROR, place, {"code": place.partition(":")[0]})
        return self._go(picture, place, values, len(choices), stopped)

    @staticmethod
    def _go(
        picture: Picture, place: tuple[str, str], values: list[str], levels: int, stopped: Choice | None
    ) -> Decision:
        folder, parts = place
        details = {"folder": parts}
        status, message = Status.OK, None
        if stopped is not None:
            status, message = Status.PARTIAL, f"{len(values)} of {levels} levels; {stopped.message}"
            details |= stopped.details
        wish = None
        if picture.folder != folder:
            wish = Wish(picture, folder, composed_base(picture.stem), picture.name)
        return Decision(picture, status, message, details, wish)

    def _place(self, values: tuple[str, ...]) -> tuple[str, str] | str:
        """Return the folder for some values and its parts below the root, or why there can be none."""
        found = self._places.get(values)
        if found is None:
            found = self._places[values] = self._find(values)
        return found

    def _find(self, values: tuple[str, ...]) -> tuple[str, str] | str:
        above, parts = (self._root, "") if len(values) == 1 else ("", "")
        if len(values) > 1:
            outer = self._place(values[:-1])
            if isinstance(outer, str):
                return outer
            above, parts = outer
        try:
            name = self._folders.spelled(above, self._template.render({"value": values[-1]}))
        except DeniedError as error:
            return f"{error.code}: {error.message}"
        self._folders.promise(above, name)
        folder = join(above, name)
        if os.path.lexists(folder) and not self._folders.exists(folder):
            return f"exists: {shown(folder)} is no folder"
        return folder, f"{parts}/{name}" if parts else name
