"""Files of a model hub: what it says of a file, and fetching one with resume, retries and a check of its digest.

The addresses are those of the public hub: `<base>/<repository>/resolve/<revision>/<name>`; its headers `X-Repo-Commit`,
`X-Linked-Etag` and `X-Linked-Size` pin what is fetched. Of plain servers without them only sizes are checked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeVar
from urllib.parse import quote, urljoin, urlsplit

import httpx

from imageparser import clock
from imageparser.errors import DownloadFailedError
from imageparser.models.catalog import ModelFile
from imageparser.models.partial import Partial

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from imageparser.models.catalog import Source

T = TypeVar("T")
_BUSY = {408, 425, 429, 500, 502, 503, 504}
_HOPS = 5
_LONGEST_PAUSE = 30.0
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


@dataclass(frozen=True, slots=True)
class Remote:
    """What a hub says of one file; `sha256` and `git` are digests that it declares, empty where it does not."""

    name: str
    url: str
    size: int | None
    etag: str = ""
    commit: str = ""
    sha256: str = ""
    git: str = ""


class _AgainError(Exception):
    """The attempt failed in a way that another one may not."""


class Hub:
    """A connection to one hub; use it as a context manager."""

    def __init__(self, base: str, *, attempts: int = 6, silence: float = 30.0) -> None:
        if urlsplit(base).scheme not in {"http", "https"}:
            raise DownloadFailedError(f"setting models.hub: {base} is no http address")
        self._base = base.rstrip("/")
        self._attempts = attempts
        # Bytes as they are stored: sizes, ranges and digests speak of those.
        headers = {"Accept-Encoding": "identity", "User-Agent": "imageparser"}
        self._client = httpx.Client(timeout=httpx.Timeout(silence), headers=headers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def describe(self, source: Source, name: str) -> Remote | None:
        """Return what the hub says of a file of a repository; None where it has no such file.

        Raises:
            DownloadFailedError: the hub does not answer, refuses, or has no such repository.
        """
        path = f"{quote(source.repository)}/resolve/{quote(source.revision, safe='')}/{quote(name)}"
        url = f"{self._base}/{path}"
        answer = self._patiently(name, lambda: self._head(url))
        if answer.status_code == 404:
            return None
        if answer.is_error:
            raise DownloadFailedError(_refusal(answer), path=url)
        return _remote(name, url, answer)

    def fetch(self, remote: Remote, target: Path, told: Callable[[int], None]) -> ModelFile:
        """Fetch a file to `target`, from where an earlier attempt ended; `told` hears how many bytes are there.

        Raises:
            DownloadFailedError: the hub does not answer, or what came is not what it declares.
            DiskFullError, DeniedError: the file cannot be written.
        """
        mark: dict[str, object] = {"url": remote.url, "etag": remote.etag, "size": remote.size}
        with Partial(target, mark, remote.size) as part:
            resumed = part.size > 0
            self._complete(remote, part, told)
            if not _is(part, remote) and resumed:
                # The piece of the earlier attempt may be to blame; one without it is not tried twice.
                part.restart()
                self._complete(remote, part, told)
            if not _is(part, remote):
                part.restart()
                raise DownloadFailedError("The file is not what the hub declares: another digest.", path=remote.url)
            part.finish()
            return ModelFile(remote.name, part.size, part.sha256)

    def _complete(self, remote: Remote, part: Partial, told: Callable[[int], None]) -> None:
        def attempt() -> None:
            if remote.size is None or part.size != remote.size:
                self._stream(remote, part, told)

        told(part.size)
        self._patiently(remote.name, attempt, moved=lambda: part.size)

    def _stream(self, remote: Remote, part: Partial, told: Callable[[int], None]) -> None:
        asked = {"Range": f"bytes={part.size}-"} if part.size else {}
        with self._client.stream("GET", remote.url, headers=asked, follow_redirects=True) as answer:
            if answer.status_code in _BUSY:
                raise _AgainError(f"status {answer.status_code}")
            if answer.status_code == 416:
                part.restart()
                raise _AgainError("the hub has no such range")
            if answer.is_error:
                raise DownloadFailedError(_refusal(answer), path=remote.url)
            if part.size and not _continues(answer, part.size, remote.size):
                part.restart()
                if answer.status_code == 206:
                    raise _AgainError("the hub sent another range")
            # As they come: pieces of a size of ours would be lost with the connection while they fill.
            for piece in answer.iter_raw():
                part.write(piece)
                told(part.size)
                if remote.size is not None and part.size > remote.size:
                    part.restart()
                    raise _AgainError("the file is longer than the hub declares")
        if remote.size is not None and part.size < remote.size:
            raise _AgainError("the file ended early")

    def _head(self, url: str) -> httpx.Response:
        """Ask for the headers; a redirect is followed until one tells of the file itself."""
        for _ in range(_HOPS):
            answer = self._client.head(url)
            if answer.status_code in _BUSY:
                raise _AgainError(f"status {answer.status_code}")
            if not answer.has_redirect_location or "x-linked-size" in answer.headers:
                return answer
            url = urljoin(url, answer.headers["location"])
        raise DownloadFailedError("The hub redirects in a circle.", path=url)

    def _patiently(self, name: str, attempt: Callable[[], T], moved: Callable[[], int] = lambda: 0) -> T:
        """Repeat an attempt while it fails for the moment; what brought bytes does not count as failed."""
        vain = 0
        while True:
            before = moved()
            try:
                return attempt()
            except (_AgainError, httpx.TransportError) as error:
                vain = 0 if moved() > before else vain + 1
                if vain >= self._attempts:
                    reason = str(error) or type(error).__name__
                    message = f"{name} could not be fetched after {vain} attempts: {reason}"
                    raise DownloadFailedError(message, path=self._base) from None
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise DownloadFailedError(f"{name} could not be fetched: {error}", path=self._base) from None
            clock.sleep(min(_LONGEST_PAUSE, 0.5 * 2**vain))


def _remote(name: str, url: str, answer: httpx.Response) -> Remote:
    headers = answer.headers
    commit = headers.get("x-repo-commit", "")
    etag = headers.get("x-linked-etag") or headers.get("etag") or headers.get("last-modified", "")
    plain = etag.removeprefix("W/").strip('"').lower()
    size = headers.get("x-linked-size") or headers.get("content-length", "")
    # Only the hub's own marks are digests; those of other servers merely look alike.
    declared = bool(commit) and re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", plain)
    return Remote(
        name=name,
        url=url,
        size=int(size) if size.isdecimal() else None,
        etag=etag,
        commit=commit,
        sha256=plain if declared and len(plain) == 64 else "",
        git=plain if declared and len(plain) == 40 else "",
    )


def _is(part: Partial, remote: Remote) -> bool:
    return part.sha256 == (remote.sha256 or part.sha256) and part.git == (remote.git or part.git)


def _continues(answer: httpx.Response, start: int, size: int | None) -> bool:
    found = _RANGE.fullmatch(answer.headers.get("content-range", ""))
    if answer.status_code != 206 or found is None or int(found[1]) != start:
        return False
    return found[2] == "*" or size is None or int(found[2]) == size


def _refusal(answer: httpx.Response) -> str:
    reason = answer.headers.get("x-error-message") or answer.reason_phrase
    if answer.status_code in {401, 403}:
        return f"The hub refuses: {reason}. Fetch the files yourself and install them with --from."
    return f"The hub answers {answer.status_code}: {reason}."
