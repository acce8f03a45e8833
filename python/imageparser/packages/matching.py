"""Which pictures of a library those of a package are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from imageparser.library import package_in
from imageparser.text import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from imageparser.library.connection import Reader
    from imageparser.library.package_in import Known, Place
    from imageparser.library.package_lines import PictureLine
    from imageparser.packages.locate import Locator


class Step(NamedTuple):
    """What becomes of a picture of a package.

    `known` is the picture of the library that it is, None for a new one; `unread` a row that has its place only;
    `place` where it comes to lie, None where it stays.
    """

    number: int
    line: PictureLine
    known: Known | None
    unread: int | None
    place: Place | None


class Matcher:
    """Match pictures batch by batch, each of the library once; the lines come sorted by content."""

    def __init__(self, locator: Locator) -> None:
        self._locator = locator
        self._digest = ""
        self._used: set[int] = set()

    def resume(self, digest: str, used: Iterable[int]) -> None:
        """Go on behind a content; `used` are pictures of the library that were matched before."""
        self._digest, self._used = digest, set(used)

    def note(self, digest: str, file_id: int) -> None:
        """Note the number that a new picture has got: it is no match for the next."""
        if digest == self._digest:
            self._used.add(file_id)

    def steps(
        self, reader: Reader, first: int, lines: Sequence[PictureLine], places: Mapping[int, Place]
    ) -> list[Step]:
        """Say what becomes of some pictures, whose first has a number, given where some of them lie."""
        known = package_in.candidates(reader, (line.digest for line in lines))
        before = package_in.unread(reader, (place.key for place in places.values()))
        keys = [self._locator.away(line) for line in lines] + [place.key for place in places.values()]
        taken = package_in.taken(reader, keys)
        return [
            self._step(first + offset, line, known.get(line.digest, []), before, taken=taken, place=places.get(offset))
            for offset, line in enumerate(lines)
        ]

    def _step(  # private, in the order of its one caller
        self,
        number: int,
        line: PictureLine,
        known: Sequence[Known],
        before: Mapping[str, int],
        *,
        taken: set[str],
        place: Place | None,
    ) -> Step:
        if line.digest != self._digest:
            self._digest, self._used = line.digest, set()
        keys = [*([place.key] if place else []), *self._locator.keys(line)]
        one = package_in.best([one for one in known if one.id not in self._used], keys, name_of(line.path))
        if one is None:
            return self._new(number, line, before, taken, place)
        self._used.add(one.id)
        lost = one.missing or one.away
        moves = lost and place is not None and place.key not in taken
        if moves and place is not None:
            taken.add(place.key)
        return Step(number, line, one, None, place if moves else None)

    def _new(
        self, number: int, line: PictureLine, before: Mapping[str, int], taken: set[str], place: Place | None
    ) -> Step:
        if place is not None and place.key in before:
            return Step(number, line, None, before[place.key], place)
        if place is None or place.key in taken:
            place = self._locator.elsewhere(line)
            if place.key in taken:
                place = self._locator.elsewhere(line, number)
        taken.add(place.key)
        return Step(number, line, None, None, place)
