"""Find any picture in a huge private archive.

`Library` is the programming interface: `Library.open(path)`, then `index`, `find`, `inspect`. `Document` opens one
layered file: `Document.open(path)`, then `layers`, `layer(id).pixels()`, `composite(hidden={...})`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from imageparser.documents import Document
    from imageparser.facade import Library

__all__ = ["Document", "Library", "__version__"]

# Loaded on first use: importing the package must cost nothing.
_LAZY = {
    "Document": ("imageparser.documents", "Document"),
    "Library": ("imageparser.facade", "Library"),
    "__version__": ("imageparser._core", "__version__"),
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'imageparser' has no attribute {name!r}")
    module, attribute = _LAZY[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted({*globals(), *_LAZY})
