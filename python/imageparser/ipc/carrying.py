"""The file in which collections go from one library to another."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from imageparser.errors import UsageError
from imageparser.ipc.protocol import Shape, Text
from imageparser.library.collection_files import Carried

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class CarriedPicture(Shape):
    """A picture by the digest of its content, with its file name."""

    digest: Digest
    name: str = ""


class CarriedCollection(Shape):
    """A collection; `parent` is the place in the list of the one around it, which stands before it."""

    name: Text
    parent: Annotated[int, Field(ge=0)] | None = None
    description: str = ""
    query: str | None = None
    cover: Digest | None = None
    items: list[CarriedPicture] = Field(default_factory=list)


class CollectionsFile(Shape):
    """Collections, the outer ones first."""

    format: Literal["imageparser-collections"]
    version: Literal[1]
    collections: Annotated[list[CarriedCollection], Field(max_length=100_000)]


def carried(file: CollectionsFile) -> list[Carried]:
    """Return the collections of a file.

    Raises:
        UsageError: a collection stands before the one around it.
    """
    found = []
    for place, one in enumerate(file.collections):
        if one.parent is not None and one.parent >= place:
            raise UsageError(f"file.collections.{place}.parent: stands behind it")
        items = [(picture.digest, picture.name) for picture in one.items]
        found.append(Carried(one.name, one.parent, one.description, one.query, one.cover, items))
    return found
