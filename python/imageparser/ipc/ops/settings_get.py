"""`settings_get`: every setting with its value, its limits, and where the value comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc import configuring
from imageparser.ipc.configuring import SettingLine  # noqa: TC001  # pydantic reads the annotation
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class SettingsGetPayload(Payload):
    """Nothing is asked."""


class SettingsGetDone(Done):
    """The settings of this machine, then those that the library keeps itself; the file that is written."""

    settings: list[SettingLine]
    file: str


@op("settings_get", payload=SettingsGetPayload, done=SettingsGetDone)
def settings_get(job: Job, _payload: SettingsGetPayload) -> dict[str, Any]:
    """List every setting with its value, default, limits and origin."""
    return configuring.told(job)
