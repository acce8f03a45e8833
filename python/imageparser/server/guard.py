"""Who may talk to the app's server: this machine's own browser that was handed the one-time address."""

from __future__ import annotations

import hmac
import secrets
from http.cookies import CookieError, SimpleCookie
from threading import Lock
from typing import TYPE_CHECKING

from imageparser import locale
from imageparser.errors import DeniedError

if TYPE_CHECKING:
    from collections.abc import Mapping

HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_POLICY = (
    "default-src 'none'; img-src 'self' blob:; style-src 'self'; script-src 'self'; font-src 'self'; "
    "connect-src 'self' {sockets}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Guard:
    """Checks every request; a token works once and becomes a session cookie."""

    def __init__(self, port: int) -> None:
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
        # Browsers share cookies between the ports of a host: two libraries may be open side by side.
        self.cookie = f"imageparser-{port}"
        # Not every browser counts the websocket of a page as its own.
        sockets = " ".join(f"ws://{host}" for host in sorted(self._hosts))
        self.headers = {**HEADERS, "Content-Security-Policy": _POLICY.format(sockets=sockets)}
        self._session = secrets.token_urlsafe(32)
        self._token: str | None = secrets.token_urlsafe(32)
        self._lock = Lock()
        self.address = f"http://127.0.0.1:{port}/?token={self._token}"

    def check_place(self, headers: Mapping[str, str], *, origin_needed: bool = False) -> None:
        """Refuse what does not come from our own page: a rebound name, another site's script.

        Browsers always tell the origin of what may change something (`origin_needed`): a websocket, an upload.

        Raises:
            DeniedError: the Host, Origin or Sec-Fetch-Site header names somewhere else.
        """
        host = headers.get("Host", "")
        if host not in self._hosts:
            raise DeniedError("this page answers to its loopback address only")
        origin = headers.get("Origin")
        if (origin is not None or origin_needed) and origin != f"http://{host}":
            raise DeniedError("the request comes from another site")
        if headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            raise DeniedError("the request comes from another site")

    def redeem(self, token: str) -> str | None:
        """Return the Set-Cookie value for a right token, which is used up by this; else None."""
        with self._lock:
            if self._token is None or not hmac.compare_digest(token.encode(), self._token.encode()):
                return None
            self._token = None
        return f"{self.cookie}={self._session}; HttpOnly; SameSite=Strict; Path=/"

    def stranger(self, language: str) -> DeniedError:
        """Return what somebody without the cookie is told."""
        return DeniedError(locale.texts(language)["page.no_session"])

    def knows(self, headers: Mapping[str, str]) -> bool:
        """Tell whether the request carries the session cookie."""
        try:
            morsel = SimpleCookie(headers.get("Cookie", "")).get(self.cookie)
        except CookieError:
            return False
        return morsel is not None and hmac.compare_digest(morsel.value.encode(), self._session.encode())
