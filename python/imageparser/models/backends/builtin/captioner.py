"""The record that can be written without a captioning model: class labels, metadata, written text and colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imageparser.models.backends.builtin import labels as classes
from imageparser.models.backends.builtin.colours import colour_names
from imageparser.models.backends.builtin.context import described, facts_of, keywords_of, prompt_words, written_text
from imageparser.models.record import CaptionRecord, unique

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from imageparser.models.catalog import Model
    from imageparser.models.protocol import CaptionInput
    from imageparser.models.wire import Message

_MOST = 5
_MOST_KINDS = 6
_SURE = 0.6
# Classes that say more of the medium than of the subject.
_TYPES = {"comic book": "illustration", "book jacket": "illustration", "web site": "ui_element"}


class LabelCaptioner:
    """Write records from the probabilities of the 1,000 classes."""

    source = "builtin"
    edge = 0
    batch = 0

    def __init__(self, model: Model, ask: Callable[[Sequence[bytes]], Message]) -> None:
        self._shown = float(model.prompt["shown_above"])
        self._hinted = float(model.prompt["hinted_above"])
        self._ask = ask

    def ready(self) -> None:
        """Return at once: nothing outside is needed."""

    def caption(
        self, inputs: Sequence[CaptionInput], *, cancelled: Callable[[], bool] = lambda: False
    ) -> list[CaptionRecord]:
        """Return one record for each input, in order; a batch takes no time worth breaking off."""
        del cancelled
        if not inputs:
            return []
        rows = self._ask([given.image for given in inputs]).parts[0]
        return [self._record(given, row) for given, row in zip(inputs, rows, strict=True)]

    def _record(self, given: CaptionInput, row: NDArray[np.float32]) -> CaptionRecord:
        found = [(i, float(row[i])) for i in row.argsort()[::-1][:_MOST] if row[i] > self._hinted]
        kinds = _kinds(row, self._hinted)
        shown = [i for i, share in found if share > self._shown]
        shown_kinds = [kind for kind, share in kinds if share > self._shown]
        every = [i for i, _ in found]
        every_kinds = [kind for kind, _ in kinds]
        names = [(classes.labels()[i].names[0], round(share, 3)) for i, share in found if share > self._shown]
        colours = colour_names(given.palette)
        facts = facts_of(given.exif)
        prompt = prompt_words(given.prompt)
        text = written_text([*described(given.exif), *given.layer_texts], given.layer_names)
        return CaptionRecord(
            caption=_sentence([name for name, _ in names], shown_kinds, colours, facts),
            tags=_words(shown, shown_kinds),
            labels=names,
            image_type=_image_type(names, facts, prompt=prompt),
            source=self.source,
            quality=_quality(names, shown_kinds),
            hints=_words(every, every_kinds),
            keywords=keywords_of([*given.name_words, *given.folder_words]),
            colours=colours,
            facts=facts,
            text=text,
            prompt=prompt,
        )


def _kinds(row: NDArray[np.float32], above: float) -> list[tuple[str, float]]:
    """Return the kinds whose classes together are likely enough, the likeliest first."""
    sums = [(kind, float(row[list(members)].sum())) for kind, members in classes.members().items()]
    likely = sorted((pair for pair in sums if pair[1] > above), key=lambda pair: -pair[1])
    return likely[:_MOST_KINDS]


def _words(numbers: Sequence[int], kinds: Sequence[str]) -> list[str]:
    """Return classes and kinds, English first, then Korean."""
    found = [classes.labels()[i] for i in numbers]
    korean = [word for kind in kinds for word in classes.kinds()[kind]]
    return unique([*(label.names[0] for label in found), *kinds, *(label.korean for label in found), *korean])


def _sentence(names: list[str], kinds: list[str], colours: list[str], facts: dict[str, str]) -> str:
    """Return one readable English sentence; it claims nothing that no label was sure of."""
    wider = [kind for kind in kinds if kind.casefold() not in {name.casefold() for name in names}]
    seen = " and ".join(names[:2]) or " or ".join(wider[:1])
    start = f"A picture of {seen}" if seen else "A picture"
    if names and wider:
        start += f" ({wider[0]})"
    if colours:
        start += f", mostly {' and '.join(colours[:2])}"
    for key, words in (("camera", "taken with"), ("place", "at"), ("date", "on")):
        if key in facts:
            start += f", {words} {facts[key]}"
    return start + "."


def _image_type(names: list[tuple[str, float]], facts: dict[str, str], *, prompt: str) -> str:
    """Return a type only where something sure speaks for it."""
    if "camera" in facts:
        return "photo"
    if prompt:
        return "illustration"
    return next((_TYPES[name] for name, share in names if share > _SURE and name in _TYPES), "")


def _quality(names: list[tuple[str, float]], kinds: list[str]) -> str:
    if names and names[0][1] > _SURE:
        return "good"
    return "weak" if names or kinds else "none"
