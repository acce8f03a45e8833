"""`imageparser serve`."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Annotated

from imageparser import locale
from imageparser.cli import output
from imageparser.errors import LibraryReadOnlyError
from imageparser.locale import tr

if TYPE_CHECKING:
    from imageparser.cli.session import Session, option
    from imageparser.facade import Library
    from imageparser.server.running import Server

_TICK = 0.5


def serve(
    session: Session,
    *,
    port: Annotated[int, option("serve.port", "--port", "-p", min=0, max=65535)] = 0,
    open_browser: Annotated[bool, option("serve.open", "--open")] = False,
    idle_minutes: Annotated[float, option("serve.idle", "--idle-minutes", min=0)] = 0.0,
) -> int:
    """Show the app in a browser of this machine until interrupted."""
    from imageparser.server.running import Server  # noqa: PLC0415  # other commands do without

    with _opened(session) as library, Server(library, port=port, language=locale.language()) as server:
        library.prepare()
        if session.as_json:
            output.emit({"url": server.address, "port": server.port})
        output.note(tr("cli.serve.address", address=server.address))
        if open_browser:
            import webbrowser  # noqa: PLC0415  # only on demand

            webbrowser.open(server.address)
        return _until_interrupted(server, idle_minutes * 60)


def _opened(session: Session) -> Library:
    """Open the library to look and to change; on a medium that cannot be written, to look."""
    try:
        return session.open()
    except LibraryReadOnlyError:
        return session.open(read_only=True)


def _until_interrupted(server: Server, idle_seconds: float) -> int:
    """Serve until a signal asks to stop (130 for Ctrl-C) or nobody asked for anything for a while (0)."""
    ended = threading.Event()
    received: list[int] = []

    def stop(number: int, _frame: object) -> None:
        received.append(number)
        ended.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    while not ended.wait(_TICK):
        if idle_seconds and server.idle_seconds >= idle_seconds:
            break
    return 130 if signal.SIGINT in received else 0
