"""Texts for people, in the language of the user; flat dotted keys shared by every front end."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

LANGUAGES = ("en-US", "ko-KR")
DEFAULT = LANGUAGES[0]

_current = DEFAULT


def normalize(tag: str | None) -> str | None:
    """Return the language that `tag` ("ko", "ko_KR.UTF-8", "EN") means, or None for one we do not speak."""
    primary = (tag or "").replace("_", "-").split("-")[0].split(".")[0].lower()
    return next((name for name in LANGUAGES if name.split("-")[0] == primary), None)


def set_language(tag: str | None) -> str:
    """Choose the language of `tr` for this process and return it; an unknown one means English."""
    global _current  # noqa: PLW0603  # one user, one process, one language; a server uses `texts`
    _current = normalize(tag) or DEFAULT
    return _current


def language() -> str:
    """Return the language that `tr` answers in."""
    return _current


@cache
def texts(name: str) -> dict[str, str]:
    """Return all texts of one language by key."""
    source = resources.files("imageparser").joinpath("locales", f"{name}.json")
    found: dict[str, str] = json.loads(source.read_text(encoding="utf-8"))
    return found


def tr(key: str, **values: object) -> str:
    """Return the text of `key` in the current language with its `{name}` places filled."""
    return texts(_current)[key].format(**values)
