"""The tag archive: pictures of generators found, named and sorted by the tags of their prompts."""

from __future__ import annotations

__all__: list[str] = []
