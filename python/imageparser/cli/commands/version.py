"""`imageparser version`."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from imageparser import _core

if TYPE_CHECKING:
    from imageparser.cli.session import Session


def version(session: Session) -> int:
    """Tell the versions of the program and of what it runs on."""
    value = {
        "imageparser": _core.__version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
    }
    session.answer(
        value, lambda console: console.print(f"imageparser {value['imageparser']} (Python {value['python']})")
    )
    return 0
