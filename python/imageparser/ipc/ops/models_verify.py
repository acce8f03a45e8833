"""`models_verify`: read the files of a model again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.archive.report import Outcome, Status
from imageparser.ipc.modelling import stopping
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Details, Done, Payload, Text
from imageparser.models.check import verify
from imageparser.models.store import Store
from imageparser.settings import load_settings

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class ModelsVerifyPayload(Payload):
    """Which model."""

    id: Text


class ModelsVerifyDetails(Details):
    """Nothing more than the common members."""


class ModelsVerifyDone(Done):
    """Whether every file is what it was when the model was installed."""

    id: str
    ok: bool


@op(
    "models_verify",
    payload=ModelsVerifyPayload,
    done=ModelsVerifyDone,
    details=ModelsVerifyDetails,
    claims=lambda _payload: Claims(reads=("models",)),
)
def models_verify(job: Job, payload: ModelsVerifyPayload) -> dict[str, Any]:
    """Compare every file of an installed model with what was recorded, one result line for each."""
    states = verify(Store.of(load_settings()), payload.id, stopping(job))
    job.begin(len(states))
    for state in states:
        status = Status.OK if state.ok else Status.ERROR
        job.result(Outcome(status, state.name, None, state.problem or None))
    return {"id": payload.id, "ok": all(state.ok for state in states)}
