"""Which language the user of a terminal reads."""

from __future__ import annotations

import sys
from locale import windows_locale

from imageparser import settings
from imageparser.errors import ImageParserError


def of_user() -> str | None:
    """Return the tag of the language that the settings, the environment or the system name."""
    try:
        chosen = settings.load_settings().language
    except ImageParserError:
        chosen = None  # the command that runs next reports what is wrong with the settings
    variables = (settings.environment(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return chosen or next(filter(None, variables), None) or _of_system()


def _of_system() -> str | None:
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  # its Windows part exists on Windows only

        return windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage())
    return None
