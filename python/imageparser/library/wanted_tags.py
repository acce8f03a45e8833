"""Which tags of prompts pictures must have, as people write it.

Commas stand between tags that must all be there, a bar between blanks between tags any of which will do:
`1girl, blue eyes | green eyes` has the tag 1girl and one of the two colours.
"""

from __future__ import annotations

import re

from imageparser import _core

# Without blanks a bar is a part of a tag (`:|`), or stands between the prompts of characters.
_BAR = re.compile(r"(?:^|(?<=\s))\|(?=\s|$)")

# All of the groups must be met, each by any of its canonical tags.
Groups = tuple[tuple[str, ...], ...]


def parse(text: str) -> Groups:
    """Return the groups of canonical tags that a text lists, none where it names no tag."""
    groups: list[tuple[str, ...]] = []
    for place, listed in enumerate(_BAR.split(text)):
        tags = [tag for tag, _, _ in _core.parse_tags(listed, "plain")]
        if place and tags and groups:  # the bar stands between the last tag before it and the first one behind it
            groups[-1] = tuple(dict.fromkeys((*groups[-1], tags.pop(0))))
        groups += [(tag,) for tag in tags]
    return tuple(dict.fromkeys(groups))
