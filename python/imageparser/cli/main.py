"""Entry of the command line: choose the language, run one command, turn errors into exit codes."""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING

import typer

from imageparser import errors
from imageparser.cli import output
from imageparser.cli.commands import (
    backup,
    bench,
    collections,
    comments,
    diff,
    doctor,
    duplicates,
    edits,
    facets,
    filter_presets,
    find,
    history,
    index,
    inspect,
    ipc,
    journal,
    layers,
    mark,
    models,
    op,
    package,
    query,
    render,
    reports,
    serve,
    settings,
    sidecar,
    stats,
    suggest,
    tags,
    thumbnail,
    version,
    watch,
)
from imageparser.cli.language import of_user
from imageparser.cli.session import command
from imageparser.locale import LANGUAGES, normalize, set_language, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

OK, ERROR, USAGE, INTERRUPTED = 0, 1, 2, 130

COMMANDS = (
    ("index", index.index),
    ("find", find.find),
    ("suggest", suggest.suggest),
    ("history", history.history),
    ("facets", facets.facets),
    ("query", query.query),
    ("mark", mark.mark),
    ("inspect", inspect.inspect),
    ("thumbnail", thumbnail.thumbnail),
    ("render", render.render),
    ("layers", layers.layers),
    ("diff", diff.diff),
    ("watch", watch.watch),
    ("stats", stats.stats),
    ("doctor", doctor.doctor),
    ("bench", bench.bench),
    ("serve", serve.serve),
    ("ipc", ipc.ipc),
    ("op", op.op),
    ("version", version.version),
)

# Commands with commands of their own.
GROUPS = (
    ("collections", collections.COMMANDS),
    ("filter-presets", filter_presets.COMMANDS),
    ("comments", comments.COMMANDS),
    ("edits", edits.COMMANDS),
    ("journal", journal.COMMANDS),
    ("reports", reports.COMMANDS),
    ("backup", backup.COMMANDS),
    ("duplicates", duplicates.COMMANDS),
    ("tags", tags.COMMANDS),
    ("sidecar", sidecar.COMMANDS),
    ("models", models.COMMANDS),
    ("settings", settings.COMMANDS),
    ("package", package.COMMANDS),
)

# Typer does not export the class itself, and what lies below it changed between versions.
_TyperUsageError: type[typer.BadParameter] = typer.BadParameter.__mro__[1]
_HELP = {"help_option_names": ["-h", "--help"]}
_COMMON = {"--json": 1, "--library": 2, "--lang": 2}


def build_app() -> typer.Typer:
    """Return the application with its help in the current language."""
    app = typer.Typer(
        name="imageparser",
        help=tr("cli.help"),
        epilog=tr("cli.exit_codes"),
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings=_HELP,
    )
    for name, function in COMMANDS:
        app.command(name, help=tr(f"cli.{name}.help"), epilog=tr("cli.exit_codes"))(command(function))
    for group, members in GROUPS:
        below = typer.Typer(
            help=tr(f"cli.{group}.help"), epilog=tr("cli.exit_codes"), add_completion=False, context_settings=_HELP
        )
        for name, member in members:
            text = tr(f"cli.{group}.{name}.help")
            below.command(name, help=text, epilog=tr("cli.exit_codes"))(command(member))
        app.add_typer(below, name=group)
    return app


def main(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    output.prepare_streams()
    language = _value_of("--lang", arguments)
    arguments = hoist(arguments)
    try:
        _choose_language(language)
        return _run(arguments) if arguments else _run(["--help"]) or USAGE
    except BrokenPipeError:
        output.silence_stdout()
        return ERROR
    except (KeyboardInterrupt, Exception) as problem:  # noqa: BLE001  # whatever it is, programs get an object
        error = _as_ours(problem)
        output.report_error(error, as_json="--json" in arguments)
        return _exit_code(error)


def _as_ours(problem: BaseException) -> errors.ImageParserError:
    """Return a problem as an error with a code; what we did not foresee leaves its traceback on stderr."""
    if isinstance(problem, errors.ImageParserError):
        return problem
    if isinstance(problem, KeyboardInterrupt | typer.Abort):
        return errors.CancelledError()
    if isinstance(problem, OSError):
        return _from_os(problem)
    output.note("".join(traceback.format_exception(problem)))
    return errors.InternalError(f"{type(problem).__name__}: {problem}")


def _choose_language(named: str | None) -> None:
    set_language(named or of_user())
    if named is not None and normalize(named) is None:
        raise errors.UsageError(tr("cli.unknown_language", name=named, languages=", ".join(LANGUAGES)))


def _run(arguments: Sequence[str]) -> int:
    if {"--help", "-h"} & set(arguments):
        _translate_panels()
    parser = typer.main.get_command(build_app())
    try:
        result = parser.main(args=list(arguments), prog_name="imageparser", standalone_mode=False)
    except _TyperUsageError as error:
        context = getattr(error, "ctx", None)
        if context is not None and "--json" not in arguments:
            output.note(context.get_usage())
        raise errors.UsageError(error.format_message()) from None
    return int(result or OK)


def _translate_panels() -> None:
    """Give the boxes of the help their names in the current language; Typer has no option for that."""
    from typer import rich_utils  # noqa: PLC0415  # brings in rich, which other runs may do without

    for name in ("ARGUMENTS", "COMMANDS", "OPTIONS"):
        setattr(rich_utils, f"{name}_PANEL_TITLE", tr(f"cli.panel.{name.lower()}"))


def _exit_code(error: errors.ImageParserError) -> int:
    if isinstance(error, errors.UsageError):
        return USAGE
    return INTERRUPTED if isinstance(error, errors.CancelledError) else ERROR


def _from_os(error: OSError) -> errors.ImageParserError:
    kinds = {FileNotFoundError: "not_found", PermissionError: "denied", FileExistsError: "exists"}
    code = next((code for kind, code in kinds.items() if isinstance(error, kind)), "internal")
    path = error.filename if isinstance(error.filename, str) else None
    return errors.error_for(code, error.strerror or str(error), path)


def hoist(arguments: Sequence[str]) -> list[str]:
    """Move the common options that stand before the command behind it, so that both places work.

    Before a call for help they are dropped: the language is chosen already, the others say nothing there.
    """
    front = 0
    while front < len(arguments):
        name, equals, _ = arguments[front].partition("=")
        if name not in _COMMON:
            break
        front += 1 if equals else _COMMON[name]
    if list(arguments[front : front + 1]) in (["--help"], ["-h"]):
        return list(arguments[front:])
    if front >= len(arguments) or arguments[front].startswith("-"):
        return list(arguments)
    # Options stand behind the whole name of a command, which in a group has two words.
    behind = front + (2 if arguments[front] in dict(GROUPS) else 1)
    return [*arguments[front:behind], *arguments[:front], *arguments[behind:]]


def _value_of(option: str, arguments: Sequence[str]) -> str | None:
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith(option + "="):
            return argument.partition("=")[2]
        if argument == option and place + 1 < len(arguments):
            return arguments[place + 1]
    return None


def run() -> None:
    """Run the program's own command line."""
    sys.exit(main(sys.argv[1:]))
