"""`report_list`: what runs over folders did, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser.ipc.op import op
from imageparser.ipc.protocol import MAX_ROW, Done, Payload
from imageparser.ipc.reporting import ListedReport, listed
from imageparser.library import runs

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class ReportListPayload(Payload):
    """`limit` reports after the first `offset`."""

    limit: Annotated[int, Field(ge=1, le=1000)] = 20
    offset: Annotated[int, Field(ge=0, le=MAX_ROW)] = 0


class ReportListDone(Done):
    """The reports, and how many are kept."""

    reports: list[ListedReport]
    total: int


@op("report_list", payload=ReportListPayload, done=ReportListDone)
def report_list(job: Job, payload: ReportListPayload) -> dict[str, Any]:
    """List what index runs and scans did; the settings say how many are kept."""
    reader = job.library.database.read()
    with reader.snapshot():
        found = [listed(one) for one in runs.listed(reader, payload.limit, payload.offset)]
        return {"reports": found, "total": runs.count(reader)}
