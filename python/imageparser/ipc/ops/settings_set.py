"""`settings_set`: change settings, or take them back to their defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser.ipc import configuring
from imageparser.ipc.configuring import SettingChange, SettingLine  # noqa: TC001  # pydantic reads the annotations
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Payload

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class SettingsSetPayload(Payload):
    """What is to change: all of it, or where one value is wrong, nothing."""

    changes: Annotated[list[SettingChange], Field(min_length=1)]


class SettingsSetDone(Done):
    """The changed settings as they are now; their `counts` says when that is felt."""

    settings: list[SettingLine]
    file: str


@op(
    "settings_set",
    payload=SettingsSetPayload,
    done=SettingsSetDone,
    claims=lambda _payload: Claims(rows=("settings", "models")),
)
def settings_set(job: Job, payload: SettingsSetPayload) -> dict[str, Any]:
    """Change settings in the user's file, or reset them; values are checked first."""
    return configuring.change(job, {one.key: one.value for one in payload.changes})
