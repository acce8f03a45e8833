"""What the page can be asked for; each route is a function from the request to a response."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imageparser import locale
from imageparser.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from imageparser.facade import Library

JSON = "application/json; charset=utf-8"
_MOST = 200
_PLACE = re.compile(r"\{\{([a-z_.]+)\}\}")


@dataclass(frozen=True)
class Request:
    """A request that the guard let through; the part of the path behind the route, and the query."""

    library: Library
    language: str
    rest: str
    query: dict[str, list[str]]

    def one(self, name: str) -> str | None:
        """Return the value of a parameter that stands at most once."""
        values = self.query.get(name, [])
        if len(values) > 1:
            raise UsageError(f"{name} may stand only once")
        return values[0] if values else None

    def number(self, name: str) -> int | None:
        """Return the value of a whole-number parameter."""
        text = self.one(name)
        if text is None:
            return None
        if not re.fullmatch(r"[0-9]{1,18}", text):
            raise UsageError(f"{name} must be a whole number")
        return int(text)


@dataclass(frozen=True)
class Response:
    """A body with its media type; `keep` lets the browser store it for good."""

    body: bytes
    media_type: str
    keep: bool = False


def _json(value: dict[str, Any]) -> Response:
    return Response(json.dumps(value, ensure_ascii=False, default=str).encode("utf-8", "replace"), JSON)


def _address(thumbnail: str | None) -> str | None:
    """Return where the page gets a thumbnail; the page never learns where it is stored."""
    return f"/thumb/{Path(thumbnail).name}" if thumbnail else None


@cache
def _static(name: str) -> bytes:
    return resources.files("imageparser").joinpath("server", "static", name).read_bytes()


def page(request: Request) -> Response:
    """The page itself in the language of the request."""
    texts = {key: text for key, text in locale.texts(request.language).items() if key.startswith("page.")}
    data = json.dumps(texts, ensure_ascii=False).replace("<", "\\u003c")
    fill = {**{key: html.escape(text) for key, text in texts.items()}, "texts": data, "lang": request.language}
    body = _PLACE.sub(lambda match: fill[match[1]], _static("index.html").decode("utf-8"))
    return Response(body.encode("utf-8"), "text/html; charset=utf-8")


def style(_request: Request) -> Response:
    """The style sheet."""
    return Response(_static("page.css"), "text/css; charset=utf-8")


def script(_request: Request) -> Response:
    """The script."""
    return Response(_static("page.js"), "text/javascript; charset=utf-8")


def find(request: Request) -> Response:
    """Search: `q`, `top`, `like`, any number of `filter`."""
    top = min(request.number("top") or 20, _MOST)
    filters = request.query.get("filter", [])
    like = request.number("like")
    answer = request.library.find(request.one("q") or "", top=top, filters=filters, like=like)
    for result in answer["results"]:
        result["thumbnail"] = _address(result["thumbnail"])
    return _json(dict(answer))


def picture(request: Request) -> Response:
    """Everything that the library knows about one picture."""
    if not re.fullmatch(r"[0-9]{1,18}", request.rest):
        raise NotFoundError("no such picture")
    found = request.library.picture(int(request.rest))
    found["thumbnail"] = _address(found["thumbnail"])
    return _json(dict(found))


def thumbnail(request: Request) -> Response:
    """A thumbnail by the digest of its picture; nothing but a digest can name a file."""
    match = re.fullmatch(r"([0-9a-f]{64})\.webp", request.rest)
    path = request.library.thumbnail_path(match[1]) if match else None
    if path is None:
        raise NotFoundError("no such thumbnail")
    return Response(path.read_bytes(), "image/webp", keep=True)


def icon(_request: Request) -> Response:
    """The sign in the browser's tab."""
    return Response(_static("icon.svg"), "image/svg+xml")


ROUTES: dict[str, Callable[[Request], Response]] = {
    "": page,
    "icon.svg": icon,
    "page.css": style,
    "page.js": script,
    "api/find": find,
    "api/picture/": picture,
    "thumb/": thumbnail,
}


def route_of(path: str) -> tuple[Callable[[Request], Response], str] | None:
    """Return the route of a path and what follows it; a route that ends in a slash takes exactly one part more."""
    name = path.removeprefix("/")
    if name in ROUTES and not name.endswith("/"):
        return ROUTES[name], ""
    prefix, slash, rest = name.rpartition("/")
    found = ROUTES.get(prefix + slash) if slash and rest else None
    return (found, rest) if found else None
