"""`imageparser ipc`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imageparser.cli.session import Session


def ipc(session: Session) -> int:
    """Take operations as JSON Lines on stdin and answer on stdout until the input ends; see docs/ipc.md."""
    from imageparser.ipc.process import serve  # noqa: PLC0415  # other commands do without

    return serve(session.library)
