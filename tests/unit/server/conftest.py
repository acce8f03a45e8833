from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fixtures import layered, photo, png
from fixtures.serving import Visitor
from imageparser import Library
from imageparser.server.running import Server

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of a photograph, a PNG with alpha and a document, which only the reading phase has seen."""
    home = tmp_path_factory.mktemp("served")
    pictures = home / "사진"
    pictures.mkdir()
    photo.jpeg(pictures / "서울 야경.jpg", 1200, 900)
    png.of_type(pictures / "line\nbreak <b>.png", png.RGBA, 8)
    layered.document(pictures / "문서.psd")
    with Library.open(home / "library.sqlite") as made:
        made.index(pictures, phases=["P"])
        yield made


@pytest.fixture(scope="module")
def server(library: Library) -> Iterator[Server]:
    with Server(library, language="ko-KR") as running:
        yield running


@pytest.fixture
def stranger(server: Server) -> Visitor:
    return Visitor(server.port)


@pytest.fixture(scope="module")
def guest(server: Server) -> Visitor:
    return Visitor(server.port, server.address)


@pytest.fixture(scope="module")
def numbers(library: Library) -> dict[str, int]:
    """The numbers of the pictures by the ends of their names."""
    found = library.find("", top=10)["results"]
    return {name: one["id"] for one in found for name in ("야경.jpg", ".png", ".psd") if one["path"].endswith(name)}
