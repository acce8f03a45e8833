"""`data_places`: where everything that is kept lies, how large it is, and why it lies there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser import storage
from imageparser.errors import ImageParserError
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Shape
from imageparser.settings import load_settings

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class DataPlacesPayload(Payload):
    """Nothing is asked."""


class DataPlace(Shape):
    """A file or folder: `bytes` with all that is in it, `free` on its disk; `setting` is the key that moves it.

    `why` it lies there: it is the usual place, or one in the portable folder; the settings file, the environment or a
    command names it; or it is always beside the library.
    """

    name: storage.PlaceName
    path: str
    exists: bool
    bytes: int
    free: int
    writable: bool
    setting: str
    why: storage.Why


class DataPlacesDone(Done):
    """The places, the library first; `portable` is the folder that holds everything, where there is one."""

    places: list[DataPlace]
    portable: str | None


@op("data_places", payload=DataPlacesPayload, done=DataPlacesDone)
def data_places(job: Job, _payload: DataPlacesPayload) -> dict[str, Any]:
    """Tell where library, thumbnails, backups, settings, models and caches lie, and how large they are."""
    try:
        library = job.library.path
    except ImageParserError:
        library = None
    return {"places": storage.places(load_settings(), library), "portable": storage.portable()}
