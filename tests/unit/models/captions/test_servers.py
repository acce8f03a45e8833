"""What errors of a server mean, which captioner is chosen, and what the key of its captions depends on."""

from __future__ import annotations

from typing import Any

import pytest

from fixtures import photo, pictures, png
from fixtures.ollama_server import Fault, Installed, OllamaServer
from imageparser import _core, errors
from imageparser.models import catalog
from imageparser.models.captioners import BUILTIN, Captioners, entry_for
from imageparser.models.captions.http import refusal
from imageparser.models.captions.ollama import Ollama, keep_alive
from imageparser.models.captions.picture import digest_of, png_of, webp_size
from imageparser.models.captions.pull import Pulling, listed, pull
from imageparser.models.version_key import version_key
from imageparser.settings import CaptionSettings

MODEL = "qwen3-vl:2b"


@pytest.mark.parametrize(
    ("status", "text", "cls"),
    [
        (404, "model 'x' not found", errors.CaptionModelAbsentError),
        (404, "404 page not found", errors.CaptionServerAbsentError),
        (503, "server busy, please try again.  maximum pending requests exceeded", errors.CaptionServerBusyError),
        (429, "slow down", errors.CaptionServerBusyError),
        (401, "unauthorized", errors.CaptionServerDeniedError),
        (400, '"x" does not support vision', errors.CaptionModelUnfitError),
        (500, "image input is not supported - hint: mmproj", errors.CaptionModelUnfitError),
        (400, "invalid format", errors.ModelFailedError),
        (-1, "CUDA error", errors.ModelFailedError),
        (500, "", errors.ModelFailedError),
    ],
)
def test_what_a_refusal_means(status: int, text: str, cls: type[Exception]) -> None:
    assert type(refusal(status, text)) is cls


def test_a_refusal_is_cut_to_a_length_that_people_read() -> None:
    assert len(refusal(500, "x " * 5000).message) < 400


@pytest.mark.parametrize(("text", "value"), [("10m", "10m"), ("0", 0.0), ("-1", -1.0), ("300", 300.0)])
def test_keep_alive_is_a_number_or_a_text(text: str, value: object) -> None:
    assert keep_alive(text) == value


# --- which captioner -------------------------------------------------------------------


def entry(model_id: str, **settings: Any) -> catalog.Model:
    return entry_for(catalog.model(model_id), CaptionSettings(**settings))


def test_without_a_server_nothing_changes() -> None:
    assert entry(BUILTIN) is catalog.model(BUILTIN)


def test_the_key_depends_on_the_model_the_prompt_and_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    first = entry("qwen3-vl-4b")
    assert (first.id, first.backend, first.revision) == ("qwen3-vl-4b", "ollama", "qwen3-vl:4b-instruct")
    keys = {version_key(first), version_key(entry("qwen3-vl-2b")), version_key(entry(BUILTIN, model="llava:7b"))}
    monkeypatch.setattr("imageparser.models.captions.prompt.VERSION", 99)
    keys.add(version_key(entry("qwen3-vl-4b")))
    monkeypatch.setattr("imageparser.models.captions.answer.schema_digest", lambda: "other")
    keys.add(version_key(entry("qwen3-vl-4b")))
    assert len(keys) == 5


def test_where_a_server_stands_is_not_in_the_key() -> None:
    assert version_key(entry("qwen3-vl-4b", url="http://10.0.0.7:11434", concurrency=4)) == version_key(
        entry("qwen3-vl-4b")
    )


def test_a_model_that_the_settings_name_takes_the_place_of_the_tiers() -> None:
    named = entry(BUILTIN, model="LLaVA:7B", api="openai")
    assert (named.id, named.backend, named.revision, named.host) == ("openai-llava-7b", "openai", "LLaVA:7B", "")
    assert entry("qwen3-vl-4b", model="qwen3-vl:4b-instruct").id == "qwen3-vl-4b"


def test_an_entry_that_writes_no_captions_is_refused() -> None:
    with pytest.raises(errors.ModelFailedError, match="writes no captions"):
        Captioners(CaptionSettings(), lambda *_: None).of(catalog.model("builtin-use-multilingual-v3"))  # type: ignore[arg-type,return-value]


# --- the picture -----------------------------------------------------------------------


@pytest.mark.parametrize(("edge", "size"), [(512, (300, 200)), (150, (150, 100)), (1, (1, 1))])
def test_a_picture_is_shrunk_to_its_edge_and_never_grown(tmp_path: Any, edge: int, size: tuple[int, int]) -> None:
    source = png.write(tmp_path / "a.png", pictures.scene(300, 200, seed=1), color=png.RGB)
    webp = _core.thumbnail(source, size=512)
    assert webp_size(webp) == (300, 200)
    (tmp_path / "b.png").write_bytes(png_of(webp, edge))
    probe = _core.probe(tmp_path / "b.png")
    assert (probe.format, probe.width, probe.height) == ("png", *size)


def test_every_kind_of_webp_tells_its_size(tmp_path: Any) -> None:
    photo.webp(tmp_path / "lossy.webp")
    probe = _core.probe(tmp_path / "lossy.webp")
    assert webp_size((tmp_path / "lossy.webp").read_bytes()) == (probe.width, probe.height)
    lossless = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + (299 | 199 << 14).to_bytes(4, "little") + bytes(9)
    extended = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0" + bytes(4) + (299).to_bytes(3, "little") + (199).to_bytes(3, "little")
    assert webp_size(lossless) == webp_size(extended) == (300, 200)
    for none in (b"", b"RIFF", b"\x89PNG" + bytes(40), b"RIFF\0\0\0\0WEBPVP9 " + bytes(40)):
        with pytest.raises(errors.CorruptError):
            webp_size(none)


def test_answers_are_kept_by_pixels_and_size() -> None:
    assert digest_of(b"a", 512) == digest_of(b"a", 512)
    assert len({digest_of(b"a", 512), digest_of(b"b", 512), digest_of(b"a", 768)}) == 3


# --- Ollama ----------------------------------------------------------------------------


def test_a_pull_tells_how_far_it_is_and_goes_on_after_a_break() -> None:
    told: list[Pulling] = []
    with OllamaServer() as server:
        server.pull_drops = 2
        settings = CaptionSettings(url=server.url)
        found = pull(settings, MODEL, told.append)
        assert (found.name, len(found.digest)) == (MODEL, 64)
        assert [one.name for one in listed(settings)] == [MODEL]
        assert len(server.pulls) == 3
    done = [one.done for one in told]
    assert done == sorted(done)
    assert (told[-1].status, told[-1].done, told[-1].total) == ("success", 3500, 3500)


def test_a_pull_of_what_is_not_there() -> None:
    with OllamaServer() as server, pytest.raises(errors.ModelMissingError, match="nothing:1b"):
        pull(CaptionSettings(url=server.url), "nothing:1b")


def test_a_pull_can_be_cancelled_and_needs_a_server() -> None:
    with OllamaServer() as server:
        settings = CaptionSettings(url=server.url)
        with pytest.raises(errors.CancelledError):
            pull(settings, MODEL, cancelled=lambda: True)
        server.pull_drops = 99
        server.pullable[MODEL] = [("a" * 64, 0)]
        with pytest.raises(errors.CaptionServerAbsentError, match="broke"):
            pull(settings, MODEL)
    with pytest.raises(errors.CaptionServerAbsentError):
        pull(settings, MODEL)


def test_what_is_loaded_is_told_until_its_time_is_over() -> None:
    now = [1000.0]
    with OllamaServer(MODEL, now=lambda: now[0]) as server:
        client = Ollama(CaptionSettings(url=server.url, keep_alive="10m"), MODEL)
        client.load()
        (there,) = client.resident()
        assert (there["model"], there["size_vram"]) == (MODEL, 2_000_000_000)
        now[0] += 601
        assert client.resident() == []
        client.load()
        client.unload()
        assert client.resident() == []
    assert client.resident() == []
    client.close()


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "nowhere.invalid", "ftp://[::1]"])
def test_an_address_where_nothing_is(address: str) -> None:
    client = Ollama(CaptionSettings(url=address, timeout=2.0), MODEL)
    with pytest.raises(errors.CaptionServerAbsentError):
        client.ready()
    client.unload()
    client.close()


def test_a_model_that_cannot_see_is_told() -> None:
    with OllamaServer(MODEL) as server:
        server.installed[MODEL] = Installed(capabilities=["embedding"])
        client = Ollama(CaptionSettings(url=server.url), MODEL)
        with pytest.raises(errors.CaptionModelUnfitError, match="embedding"):
            client.ready()
        server.faults = [Fault()]
        with pytest.raises(errors.CaptionModelUnfitError, match="does not support chat"):
            client.load()
        client.close()
