"""The messages as models: what a line may hold, what a payload may hold, and how a wrong one is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from imageparser.archive.report import Status  # noqa: TC001  # pydantic reads the annotation
from imageparser.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = 1
DEFAULT_STEP = 200
MAX_ROW = (1 << 63) - 1

P = TypeVar("P", bound="Shape")


def _step(value: int) -> int:
    return DEFAULT_STEP if value == 0 else max(value, 1)


def _filled(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("missing", "is required")
    return value


def _path(value: str) -> str:
    if "\0" in value:
        raise PydanticCustomError("path", "a path holds no NUL")
    return value


# The default is given where a field is declared: `progress_step: Step = DEFAULT_STEP`.
Step = Annotated[int, AfterValidator(_step)]
Text = Annotated[str, AfterValidator(_filled)]
PathText = Annotated[str, AfterValidator(_filled), AfterValidator(_path)]
Row = Annotated[int, Field(ge=1, le=MAX_ROW)]
JobId = str | int


class Shape(BaseModel):
    """An object inside a message; null means absent, booleans and numbers are never guessed from texts."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, value: Any) -> Any:
        return {key: one for key, one in value.items() if one is not None} if isinstance(value, dict) else value

    @classmethod
    def read(cls, value: object, what: str = "payload") -> Self:
        """Return the object that a value holds; none at all counts as an empty one.

        `what` is what a message calls the value itself.

        Raises:
            UsageError: a field is missing or has the wrong type; the message names it.
        """
        try:
            return cls.model_validate({} if value is None else value)
        except ValidationError as error:
            raise UsageError(_sentence(error, value, what)) from None


class Payload(Shape):
    """What an operation is given."""


class Details(Shape):
    """What an operation's result lines hold beside the common members."""


class Done(Shape):
    """What an operation's `done` holds as its payload."""


class Run(Shape):
    """Ask for an operation; with `keep`, a name for it, the job goes on when the one who asked goes away (`jobs`)."""

    id: JobId
    type: Literal["run"]
    op: str
    payload: dict[str, Any] | None = None
    keep: str | None = None
    version: int | None = None


class Cancel(Shape):
    """Ask for the end of a job, queued or running."""

    id: JobId
    type: Literal["cancel"]
    version: int | None = None


class AckLine(Shape):
    """The job was accepted."""

    id: JobId
    type: Literal["ack"]
    op: str
    version: Literal[1]


class Counters(Shape):
    """How far a job is; what was skipped is part of what was processed."""

    processed: int
    errors: int
    skipped: int


class PhaseProgress(Shape):
    """How far one phase of an index run is; `rate` is files per second, `eta_s` the seconds that the rest takes.

    `waiting` files are left for another run for the reason of `code`; `final` ends the phase.
    """

    phase: str
    done: int
    failed: int
    total: int
    rate: float
    eta_s: float | None
    waiting: int
    code: str | None
    final: bool


class ProgressLine(Counters):
    """How far a job is, with its whole size; an index run tells its `phases`, and counts pictures that can be found."""

    id: JobId
    type: Literal["progress"]
    total: int
    phases: list[PhaseProgress] | None = None
    version: Literal[1]


class ResultLine(Shape):
    """What became of one item."""

    id: JobId
    type: Literal["result"]
    status: Status
    source: str
    target: str | None
    message: str | None
    preview: str | None
    version: Literal[1]


class DoneLine(Counters):
    """The job has ended; nothing more comes with its id."""

    id: JobId
    type: Literal["done"]
    cancelled: bool
    payload: dict[str, Any] | None = None
    version: Literal[1]


class ErrorLine(Shape):
    """The job has failed, or a line could not be understood; then there may be no `id`.

    `path` is the file or folder at fault, `about` the name of another thing (a model); absent where there is none.
    """

    id: JobId | None = None
    type: Literal["error"]
    message: str
    code: str
    path: str | None = None
    about: str | None = None
    version: Literal[1]


class LogLine(Shape):
    """A sentence for people who look for a cause."""

    id: JobId
    type: Literal["log"]
    message: str
    version: Literal[1]


def unknown_fields(model: type[BaseModel], value: object, prefix: str = "") -> Iterator[str]:
    """Yield the path of every field of `value` that the model does not know."""
    if not isinstance(value, dict):
        return
    for key, one in value.items():
        field = model.model_fields.get(key)
        path = f"{prefix}{key}"
        if field is None:
            yield path
            continue
        for inner in _models_in(field.annotation):
            if isinstance(one, list):
                for place, entry in enumerate(one):
                    yield from unknown_fields(inner, entry, f"{path}.{place}.")
            else:
                yield from unknown_fields(inner, one, f"{path}.")


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if annotation.model_config.get("extra") != "allow":
            yield annotation
        return
    for part in get_args(annotation):
        yield from _models_in(part)


def _sentence(error: ValidationError, value: object, what: str) -> str:
    first = error.errors(include_url=False)[0]
    path = ".".join(_path_in(value, first["loc"], ends_in_nothing=first["type"] == "missing"))
    if first["type"] == "missing":
        return f"{path} is required"
    if first["type"] == "model_type":
        return f"{path or what}: must be an object"
    return f"{path}: {first['msg'][:1].lower()}{first['msg'][1:]}"


def _path_in(value: Any, place: tuple[int | str, ...], *, ends_in_nothing: bool) -> Iterator[str]:
    """Yield the parts of a place that the value has; among them stand names of the types that were tried."""
    for number, part in enumerate(place):
        inside = part in value if isinstance(value, dict) else isinstance(value, list) and isinstance(part, int)
        if inside:
            value = value[part]
        if inside or (ends_in_nothing and number == len(place) - 1):
            yield str(part)
