"""Errors as a person or a program reads them."""

from __future__ import annotations

import json
import os

import click

from ldn_compound.core.errors import ErrorParts, LdnError

EXIT_BUG, EXIT_USAGE = 1, 2
_LABEL_OPTIONS = frozenset(
    {
        *("patient", "patient_latin", "directions", "purpose", "prescriber", "prescription_number", "lot"),
        *("quantity", "date_filled", "refills", "after_opening_days", "stock", "design", "start_at", "copies", "ics"),
        *("calendar", "page"),
        *("timing", "discard_after", "reason", "language", "warnings", "calibration", "printer", "output", "dpi"),
        *("scan", "cross_1", "cross_2", "text", "containers", "container", "repeat"),
        *("by", "batch", "head", "from", "component_lot"),
    }
)


def show_failure(error: Exception, *, as_json: bool) -> int:
    """Print an error on stderr, as text or as ``{"error": {...}}``, and return the exit code.

    An error that this program does not raise on purpose is a bug: it exits with 1 and says so.
    """
    if isinstance(error, LdnError):
        parts, code = error.to_dict(), error.exit_code
    elif isinstance(error, click.ClickException):
        parts, code = _usage(error), EXIT_USAGE
    else:
        parts, code = _bug(error), EXIT_BUG
    if as_json:
        click.echo(json.dumps({"error": parts}), err=True)
        return code
    where = f" in {option_name(parts['field'])}" if parts["field"] else ""
    click.secho(f"Error{where} [{parts['code']}]", fg="red", bold=True, err=True, color=_colour())
    for label, text in (("given", parts["given"]), ("needed", parts["needed"]), ("hint", parts["hint"])):
        if text:
            click.echo(_wrapped(label, text), err=True)
    return code


def _colour() -> bool | None:
    """Return False where NO_COLOR is set, else None: colours on a terminal alone."""
    return False if os.environ.get("NO_COLOR") else None


def option_name(field: str) -> str:
    """Return a field as it is typed: an option for a keyword of a verb, a dotted name as it is."""
    from ldn_compound.inputs.record import declared

    found = declared(field)
    if found is not None:
        return found.flags[0]
    return f"--{field.replace('_', '-')}" if field in _LABEL_OPTIONS else field


def _wrapped(label: str, text: str) -> str:
    from textwrap import fill

    lead = f"  {label + ':':<8}"
    return fill(text, width=79, initial_indent=lead, subsequent_indent=" " * 10, break_on_hyphens=False)


def _usage(error: click.ClickException) -> ErrorParts:
    option = getattr(error, "param", None)
    name = getattr(error, "option_name", None) or (option.name if option is not None else None)
    context = getattr(error, "ctx", None)
    hint = f"see: {context.command_path} --help" if context is not None else None
    return {"code": "usage", "field": name, "given": None, "needed": error.format_message(), "hint": hint}


def _bug(error: Exception) -> ErrorParts:
    hint = "this is a bug of the program: please report the command line with it"
    return {"code": "bug", "field": None, "given": f"{type(error).__name__}: {error}", "needed": None, "hint": hint}
