from __future__ import annotations

import hashlib
import socket
from typing import TYPE_CHECKING, Any

import pytest

from fixtures.hub import COMMIT, LocalHub
from imageparser import clock
from imageparser.errors import CancelledError, DiskFullError, DownloadFailedError
from imageparser.models import files, partial
from imageparser.models.catalog import Source
from imageparser.models.download import Hub

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WEIGHTS = b"".join(hashlib.sha256(bytes([number % 256, number // 256])).digest() for number in range(20_000))
SOURCE = Source("checkpoint", "me/mine")


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; what would have been waited is kept."""
    waited: list[float] = []
    monkeypatch.setattr(clock, "sleep", waited.append)
    return waited


@pytest.fixture
def local() -> Iterator[LocalHub]:
    with LocalHub({"w.bin": WEIGHTS, "config.json": b"{}"}, large={"w.bin"}) as hub:
        yield hub


def fetch(local: LocalHub, target: Path, name: str = "w.bin", told: Any = lambda _done: None, **options: Any) -> Any:
    with Hub(local.url, **options) as hub:
        remote = hub.describe(SOURCE, name)
        assert remote is not None
        return hub.fetch(remote, target, told)


def test_the_hub_pins_a_file(local: LocalHub) -> None:
    with Hub(local.url + "/") as hub:
        large, small = hub.describe(SOURCE, "w.bin"), hub.describe(SOURCE, "config.json")
        assert hub.describe(SOURCE, "none.json") is None
    assert large is not None
    assert small is not None
    assert (large.commit, large.size) == (COMMIT, len(WEIGHTS))
    assert large.sha256 == hashlib.sha256(WEIGHTS).hexdigest()
    assert (small.sha256, len(small.git)) == ("", 40)


def test_a_file_is_fetched_with_its_digest(local: LocalHub, tmp_path: Path) -> None:
    told: list[int] = []
    target = tmp_path / "모델" / "w.bin"
    made = fetch(local, target, told=told.append)
    assert target.read_bytes() == WEIGHTS
    assert (made.size, made.sha256) == (len(WEIGHTS), hashlib.sha256(WEIGHTS).hexdigest())
    assert told[0] == 0
    assert told[-1] == len(WEIGHTS)
    assert told == sorted(told)
    assert [path.name for path in target.parent.iterdir()] == ["w.bin"]
    assert fetch(local, tmp_path / "config.json", "config.json").size == 2


def test_a_cut_connection_goes_on_where_it_ended(local: LocalHub, tmp_path: Path) -> None:
    local.faults = ["cut", "cut"]
    fetch(local, tmp_path / "w.bin")
    assert (tmp_path / "w.bin").read_bytes() == WEIGHTS
    half = len(WEIGHTS) // 2
    assert local.fetched("w.bin")[1::2] == ["", f"bytes={half}-", f"bytes={half + half // 2}-"]


def test_another_process_goes_on_where_one_was_stopped(local: LocalHub, tmp_path: Path) -> None:
    def stop(done: int) -> None:
        if done:
            raise CancelledError

    with pytest.raises(CancelledError):
        fetch(local, tmp_path / "w.bin", told=stop)
    first = (tmp_path / "w.bin.part").stat().st_size
    assert 0 < first <= len(WEIGHTS)
    (tmp_path / "w.bin.part").write_bytes(WEIGHTS[: first // 3])
    fetch(local, tmp_path / "w.bin")
    assert local.fetched("w.bin")[-1] == f"bytes={first // 3}-"
    assert (tmp_path / "w.bin").read_bytes() == WEIGHTS


def test_a_part_of_another_file_is_dropped(local: LocalHub, tmp_path: Path) -> None:
    local.faults = ["cut", *["hang up"] * 9]
    with pytest.raises(DownloadFailedError, match="after 2 attempts"):
        fetch(local, tmp_path / "w.bin", attempts=2)
    assert (tmp_path / "w.bin.part").stat().st_size == len(WEIGHTS) // 2
    local.faults, local.files["w.bin"] = [], WEIGHTS[::-1]
    fetch(local, tmp_path / "w.bin")
    assert local.fetched("w.bin")[-1] == ""
    assert (tmp_path / "w.bin").read_bytes() == WEIGHTS[::-1]


def test_a_damaged_part_costs_one_more_download(local: LocalHub, tmp_path: Path) -> None:
    local.faults = ["cut", *["hang up"] * 9]
    with pytest.raises(DownloadFailedError):
        fetch(local, tmp_path / "w.bin", attempts=1)
    (tmp_path / "w.bin.part").write_bytes(b"\0" * 1000)
    local.faults = []
    fetch(local, tmp_path / "w.bin")
    assert (tmp_path / "w.bin").read_bytes() == WEIGHTS


def test_a_hub_without_ranges_starts_anew(local: LocalHub, tmp_path: Path) -> None:
    local.ranges, local.faults = False, ["cut"]
    fetch(local, tmp_path / "w.bin")
    assert (tmp_path / "w.bin").read_bytes() == WEIGHTS


def test_busy_answers_are_waited_for(local: LocalHub, tmp_path: Path, pauses: list[float]) -> None:
    local.head_faults, local.faults = ["503", "429"], ["503", "503", "cut", "other range"]
    fetch(local, tmp_path / "w.bin")
    assert (tmp_path / "w.bin").read_bytes() == WEIGHTS
    assert pauses[:2] == [1.0, 2.0]
    assert len(pauses) == 6


@pytest.mark.parametrize("fault", ["503", "hang up", "long"])
def test_patience_ends(local: LocalHub, tmp_path: Path, fault: str, pauses: list[float]) -> None:
    local.faults = [fault] * 50
    with pytest.raises(DownloadFailedError, match=r"w\.bin could not be fetched after 6 attempts"):
        fetch(local, tmp_path / "w.bin")
    assert len(pauses) == 5
    assert not (tmp_path / "w.bin").exists()


@pytest.mark.parametrize("fault", ["404", "403", "401", "400"])
def test_a_refusal_is_told_at_once(local: LocalHub, tmp_path: Path, fault: str, pauses: list[float]) -> None:
    local.faults = [fault]
    with pytest.raises(DownloadFailedError):
        fetch(local, tmp_path / "w.bin")
    assert pauses == []


@pytest.mark.parametrize("name", ["w.bin", "config.json"])
def test_another_digest_than_declared_is_refused(local: LocalHub, tmp_path: Path, name: str) -> None:
    local.lies = {"w.bin": "0" * 64, "config.json": "0" * 40}
    with pytest.raises(DownloadFailedError, match="another digest"):
        fetch(local, tmp_path / name, name)
    assert not (tmp_path / name).exists()
    assert (tmp_path / f"{name}.part").stat().st_size == 0


def test_a_plain_server_will_do(local: LocalHub, tmp_path: Path) -> None:
    local.bare, local.large, local.faults = True, set(), ["cut"]
    made = fetch(local, tmp_path / "w.bin")
    assert made.sha256 == hashlib.sha256(WEIGHTS).hexdigest()


def test_a_silent_server_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        with Hub(url, attempts=2, silence=0.05) as hub, pytest.raises(DownloadFailedError, match="after 2 attempts"):
            hub.describe(SOURCE, "w.bin")
    with Hub(url, attempts=2) as hub, pytest.raises(DownloadFailedError, match="refused"):
        hub.describe(SOURCE, "w.bin")


@pytest.mark.parametrize("base", ["ftp://x", "file:///etc", "", "hub"])
def test_only_http_is_spoken(base: str) -> None:
    with pytest.raises(DownloadFailedError, match=r"models\.hub"):
        Hub(base)


def test_a_full_disk_is_told_and_what_is_there_stays(
    local: LocalHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partial, "told_by_the_disk", full_after(3, partial.told_by_the_disk))
    with pytest.raises(DiskFullError):
        fetch(local, tmp_path / "w.bin")
    monkeypatch.undo()
    fetch(local, tmp_path / "w.bin")
    assert (tmp_path / "w.bin").read_bytes() == WEIGHTS


def full_after(count: int, real: Any) -> Any:
    calls = 0

    def fake(path: Path) -> Any:
        nonlocal calls
        calls += 1
        if calls == count:
            raise DiskFullError(path=str(path))
        return real(path)

    return fake


@pytest.mark.parametrize("number", [28, 27, 122])
def test_numbers_of_the_system_that_mean_a_full_disk(tmp_path: Path, number: int) -> None:
    with pytest.raises(DiskFullError), files.told_by_the_disk(tmp_path):
        raise OSError(number, "no room")
