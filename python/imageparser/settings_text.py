"""Changing values in the text of a settings file; comments, order and everything else in it stay."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import yaml

from imageparser.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping


def changed(text: str, changes: Mapping[tuple[str, ...], Any]) -> str:
    """Return the text with some values set; a value of None takes its key out.

    Raises:
        UsageError: the text is no mapping.
        ValueError: it is no YAML.
    """
    # Only who changes a setting pays for the editor.
    from ruamel.yaml import YAML  # noqa: PLC0415
    from ruamel.yaml.comments import CommentedMap  # noqa: PLC0415
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415

    changes = dict(changes)
    for path in [path for path, value in changes.items() if value is None]:
        text, done = _without(text, path)
        if done:
            del changes[path]
    if not changes:
        return text
    editor = YAML()
    editor.preserve_quotes = True
    editor.width = 1 << 16
    try:
        found = editor.load(text)
    except YAMLError as error:
        raise ValueError(str(error)) from None
    if found is not None and not isinstance(found, dict):
        raise UsageError("the settings file must hold names and values")
    root = CommentedMap() if found is None else found
    for (*sections, key), value in changes.items():
        place = root
        for name in sections:
            if not isinstance(place.get(name), dict):
                place[name] = CommentedMap()
            place = place[name]
        if value is None:
            place.pop(key, None)
        else:
            place[key] = _written(value)
    made = StringIO()
    editor.dump(root, made)
    # A file of comments only is nothing to the editor, and something to its owner.
    if found is None and text.strip():
        return f"{text.rstrip()}\n{made.getvalue()}"
    return made.getvalue()


def _without(text: str, path: tuple[str, ...]) -> tuple[str, bool]:
    """Take the lines of a key out of a text, and tell whether that could be done; the editor would take comments too.

    What stands beside the value stays as a line of its own; a section that becomes empty says nothing.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None
    pair = None
    for name in path:
        if not isinstance(node, yaml.MappingNode):
            return text, node is None or _is_null(node)
        pair = next(((key, value) for key, value in node.value if key.value == name), None)
        if pair is None:
            return text, True
        if node.flow_style:
            return text, False
        node = pair[1]
    if pair is None:
        return text, True
    return _without_lines(text, *pair)


def _without_lines(text: str, key: yaml.Node, value: yaml.Node) -> tuple[str, bool]:
    lines = text.splitlines(keepends=True)
    first, (last, column) = key.start_mark.line, _end(value)
    indent, beside = lines[first][: key.start_mark.column], lines[last][column:].strip()
    if indent.strip() or (beside and not beside.startswith("#")):
        return text, False
    kept = [f"{indent}{beside}\n"] if beside else []
    return "".join([*lines[:first], *kept, *lines[last + 1 :]]), True


def _end(node: yaml.Node) -> tuple[int, int]:
    """Return the line and the column behind the last sign of a value; the parser's own end may lie far below."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    mark = node.end_mark
    if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
        return max(mark.line - 1, node.start_mark.line), len(node.start_mark.buffer or "")
    return mark.line, mark.column


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"


def _written(value: Any) -> Any:
    """Return a value so that the reader of YAML 1.1 finds what the editor of YAML 1.2 wrote: `off` is a word."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString  # noqa: PLC0415

    if isinstance(value, list | tuple):
        return [_written(one) for one in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return DoubleQuotedScalarString(value) if isinstance(value, str) and not _plain(value) else value


def _plain(text: str) -> bool:
    try:
        return bool(yaml.safe_load(text) == text)
    except yaml.YAMLError:
        return False
