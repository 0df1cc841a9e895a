"""Masses for a command: typed as an option, or read from a balance's print-out."""

from __future__ import annotations

from typing import Any

import click

from ldn_compound.cli.common import given_inputs, read_text
from ldn_compound.errors import InputError
from ldn_compound.inputs import INPUTS

FILE_METAVAR = "[FILE|-]"


def usage(message: str) -> click.UsageError:
    """Return a usage error of the command that runs."""
    return click.UsageError(message, ctx=click.get_current_context())


def with_masses(options: dict[str, Any], path: str | None) -> dict[str, Any]:
    """Return the inputs of a command on masses: from the print-out named, or as typed; ``--net`` says gross=False.

    Raises:
        UsageError: neither or both; --gross and --net together.
    """
    net = options.pop("net", False)
    given = given_inputs(options)
    if net and given.get("gross"):
        raise usage("Give --gross or --net, not both.")
    if net:
        given["gross"] = False
    if (path is None) == (given["masses"] is None):
        raise usage("Give the masses as FILE (- for stdin) or with --masses, one of the two.")
    if path is not None:
        from ldn_compound.exchange.balance_lines import read_balance_lines

        given["masses"] = [item.mass for item in read_balance_lines(read_text(path, field="masses"))]
    return given


def typed_pairs(items: tuple[str, ...]) -> dict[str, object]:
    """Return ``NAME=MASS`` options by name.

    Raises:
        InputError: ``bad-pair``, ``given-twice``.
    """
    pairs: dict[str, object] = {}
    for item in items:
        name, equals, value = item.partition("=")
        if not equals or not name or not value:
            needed = f"NAME=MASS, such as {INPUTS['weighed'].example}"
            raise InputError("bad-pair", field="weighed", given=item, needed=needed)
        if name in pairs:
            raise InputError("given-twice", field="weighed", given=item, needed="each component once")
        pairs[name] = value
    return pairs


def printed_pairs(text: str, *, names: tuple[str, ...], taken: dict[str, object]) -> dict[str, object]:
    """Return a print-out's masses by component: by the name that begins a line, else in the plan's order of weighing.

    Parameters:
        text: the print-out.
        names: the plan's weighings in their order.
        taken: those that were typed.

    Raises:
        InputError: ``given-twice``, ``readings-do-not-match``, and what the print-out's reader raises.
    """
    from ldn_compound.exchange.balance_lines import read_named_lines

    readings = read_named_lines(text)
    found = dict(taken)
    for name, reading in readings:
        if name is not None:
            if name in found:
                shown = f"line {reading.line}: {name}"
                raise InputError("given-twice", field="weighed", given=shown, needed="each component once")
            found[name] = reading.mass
    unnamed = [reading for name, reading in readings if name is None]
    open_names = [name for name in names if name not in found]
    if unnamed and len(unnamed) != len(open_names):
        raise InputError(
            "readings-do-not-match",
            field="weighed",
            given=f"{len(unnamed)} lines without a name",
            needed=f"{len(open_names)} lines, in the order {', '.join(open_names)}" if open_names else "no more lines",
            hint="begin each line with the component it is of, such as 'api: 155.7 mg'",
        )
    return found | {name: reading.mass for name, reading in zip(open_names, unnamed, strict=False)}
