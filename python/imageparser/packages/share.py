"""What a read-only share leaves out: everything that tells where files lie, whoever wrote it there.

What is written in and on layers, prompts and captions is content and stays, as does what the user wrote himself.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from imageparser.search import language
from imageparser.text import name_of, nfc, parent_key

if TYPE_CHECKING:
    from collections.abc import Collection

_PATH = re.compile(
    r"""\b[a-z]:[\\/](?!/)        # C:\Users, C:/Users
    | \\\\[^\\\s]                 # \\server\share
    | \bfile:/                    # file:///home
    | ~[\\/]                      # ~/pictures
    | (?<![\w.:/])/[^/\n]{1,255}/ # /home/me
    | [^\\/\s]\\[^\\/\n]+\\       # Users\me\
    | %[a-z_]+%[\\/]              # %APPDATA%\
    """,
    re.IGNORECASE | re.VERBOSE,
)
# What a caption says of the picture itself; the rest of its record comes from around the picture.
_CONTENT = frozenset(
    ("caption", "tags", "labels", "image_type", "source", "quality", "caption_ko", "tags_ko", "visible_text", "prompt")
)
_SHORTEST = 2  # letters; a shorter name occurs in any text


class Cleaner:
    """Take out of a picture what tells its place; where `names` are hidden, what tells its name, too."""

    def __init__(self, key: str, folders: Collection[str], *, names: bool) -> None:
        """Take the key of the picture and the folded names of all folders that are to stay unknown."""
        self._names = names
        self._folders = folders
        stem = name_of(key).rpartition(".")[0].casefold()
        self._stem = stem if len(stem) >= _SHORTEST and not names else None

    def tells(self, text: str) -> bool:
        """Tell whether a text may hold a path or a part of one; what only looks like one counts."""
        plain = nfc(text)
        for form in {plain, nfc(unquote(plain))}:
            folded = form.casefold()
            if _PATH.search(form) or (self._stem is not None and self._stem in folded):
                return True
            if re.search(r"[\\/]", folded) and _within(self._folders, re.split(r"[\\/]", folded)):
                return True
        return False

    def clean(self, value: Any) -> Any:
        """Return a value of JSON without the texts in it that tell a path."""
        if isinstance(value, str):
            return "" if self.tells(value) else value
        if isinstance(value, dict):
            return {key: self.clean(one) for key, one in value.items() if not self.tells(str(key))}
        if isinstance(value, list | tuple):
            return [self.clean(one) for one in value]
        return value

    def picture(self, picture: dict[str, Any]) -> dict[str, Any]:
        """Return a picture as a share holds it; names of linked files lose their folders."""
        facts = {**picture["facts"]}
        for name in ("exif", "text", "warnings"):
            if facts[name] is not None:
                facts[name] = _json(self.clean(json.loads(facts[name])))
        for name in ("icc", "camera_make", "camera_model", "lens"):
            facts[name] = self.clean(facts[name]) or None
        layers = [{**layer, "smart_object": self._link(layer["smart_object"])} for layer in picture["layers"]]
        tags = [(source, tag) for source, tag in picture["tags"] if not self.tells(tag)]
        captions = [{**caption, "record": self._record(caption["record"])} for caption in picture["captions"]]
        prompt = picture["prompt"]
        if prompt is not None and prompt["record"] is not None:
            prompt = {**prompt, "record": _json(self.clean(json.loads(prompt["record"])))}
        return {**picture, "facts": facts, "layers": layers, "tags": tags, "captions": captions, "prompt": prompt}

    def name(self, picture: dict[str, Any]) -> str:
        """Return what the picture is called in a share."""
        if self._names:
            return name_of(picture["key"])
        return f"{picture['digest'][:16]}.{picture['facts']['format'] or 'bin'}"

    def _link(self, name: str | None) -> str | None:
        if not name:
            return name
        return re.split(r"[\\/]", name)[-1] if self._names else ""

    def _record(self, record: dict[str, Any]) -> dict[str, Any]:
        kept = {name: value if name in _CONTENT else self.clean(value) for name, value in record.items()}
        return {**kept, "keywords": []} if "keywords" in kept else kept  # words of the names of files and folders


def folders_of(key: str) -> list[str]:
    """Return the names of the folders above a picture in the form in which they are compared."""
    return [part for part in parent_key(key).casefold().split("/") if part]


def tells_folder(query: str | None) -> bool:
    """Tell whether a kept query names a folder."""
    if query is None:
        return False
    return bool(_PATH.search(query)) or any(clause.name == "folder" for clause in language.parse(query).clauses)


def _within(folders: Collection[str], parts: Collection[str]) -> bool:
    return any(part.strip() in folders for part in parts)


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return text
