"""`duplicates_plan`: which picture of each group of duplicates would be kept, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from imageparser.ipc.doubles import Duplicate, DuplicatesPage, WantedPayload, found_by, page, told
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Row, Shape, Text
from imageparser.search.duplicates.keep import DEFAULT, Rule, choose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imageparser.ipc.job import Job
    from imageparser.search.duplicates.keep import Choice


class KeepRule(Shape):
    """A reason to keep a picture: rating, tags, layers, resolution, depth, largest, smallest, newest, oldest, ...

    Also added_first, added_last, shortest_path, longest_path; format and folder or not_folder with a `value`: formats
    with commas between, or a folder.
    """

    by: Text
    value: str = ""


class DuplicatesPlanPayload(WantedPayload):
    """What counts as a duplicate, the rules in the order in which they count, and pictures that the user picked."""

    keep: list[KeepRule] = Field(default_factory=list)
    picks: list[Row] = Field(default_factory=list)


class LostDuplicate(Shape):
    """A picture that is not kept: the rule that decided (`picked`, `path` where none did), and what both had by it."""

    id: int
    by: str
    kept: int | str | None
    value: int | str | None


class PlannedGroup(Shape):
    """A group with the picture that is kept, and why each other is not, in the order in which they come next."""

    keep: int
    others: list[LostDuplicate]
    pictures: list[Duplicate]


class DuplicatesPlanDone(DuplicatesPage):
    """A page of groups; nothing was changed."""

    groups: list[PlannedGroup]


@op(
    "duplicates_plan",
    payload=DuplicatesPlanPayload,
    done=DuplicatesPlanDone,
    claims=lambda _: Claims(reads=("edits",)),
)
def duplicates_plan(job: Job, payload: DuplicatesPlanPayload) -> dict[str, Any]:
    """Say which picture of each group of duplicates would be kept, and why; nothing is changed."""
    rules = [Rule(one.by, one.value) for one in payload.keep] or DEFAULT
    wanted, found = found_by(job, payload)
    shown, about = page(payload, found)
    pages = [one for one in told(job, wanted, found, shown) if len(one.facts) > 1]
    return {**about, "groups": [_planned(choose(one.facts, rules, payload.picks), one.pictures) for one in pages]}


def _planned(choice: Choice, pictures: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"keep": choice.keep, "others": [one._asdict() for one in choice.others], "pictures": pictures}
