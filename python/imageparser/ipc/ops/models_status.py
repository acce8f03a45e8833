"""`models_status`: what is resident, and what the models took when they were last used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload
from imageparser.models import overview

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class ModelsStatusPayload(Payload):
    """Nothing is asked."""


class ModelsStatusDone(Done):
    """Resident model processes of this program; measured numbers of each model's latest stay; who serves which slot."""

    resident: list[dict[str, Any]]
    measured: list[dict[str, Any]]
    serves: dict[str, str]


@op("models_status", payload=ModelsStatusPayload, done=ModelsStatusDone)
def models_status(job: Job, _payload: ModelsStatusPayload) -> dict[str, Any]:
    """Tell what is resident, with memory, and what each model took when it was last used."""
    return dict(overview.status(job.library.settings, job.library.models))
