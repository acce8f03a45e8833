"""Lists of tags: what is written is read back; any bytes give tags or our error."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imageparser.errors import CorruptError, UnsupportedError
from imageparser.exchange import booru
from imageparser.exchange.booru import Listed
from imageparser.text import fold_tag, nfc

SIGNS = st.characters(categories=["L", "N", "P", "S"], exclude_characters=",，、\\:") | st.sampled_from(" _가각ㄱ")
NAMES = st.text(SIGNS, min_size=1, max_size=20).map(lambda text: " ".join(nfc(text).split())).filter(fold_tag)
TAGS = st.builds(Listed, NAMES, st.none() | st.sampled_from(sorted(set(booru.CATEGORIES.values()))))


@pytest.mark.parametrize("separator", ["comma", "space", "line"])
@given(tags=st.lists(TAGS, max_size=8, unique_by=lambda one: fold_tag(one.name)), underscores=st.booleans())
def test_read_is_the_inverse_of_write(separator: booru.Separator, tags: list[Listed], *, underscores: bool):
    text = booru.text_of(tags, separator, underscores=underscores)
    found = booru.parse(booru.decode(text.encode()), separator)
    assert [(fold_tag(one.name), one.category) for one in found] == [
        (fold_tag(one.name), one.category) for one in tags
    ]  # fmt: skip


@given(data=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes(data: bytes):
    with contextlib.suppress(CorruptError, UnsupportedError):
        for one in booru.parse(booru.decode(data)):
            assert fold_tag(one.name)
            assert not set(one.name) & set(",\n")
