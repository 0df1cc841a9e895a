"""Masses for a command: typed as an option, or read from a balance's print-out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import click

from ldn_compound.cli.common import read_print_out
from ldn_compound.core.errors import InputError
from ldn_compound.core.texts import parse_choice
from ldn_compound.inputs.quality import AsMadeInputs

if TYPE_CHECKING:
    from ldn_compound.exchange.balance_reading import AsideLine, BalanceReading
    from ldn_compound.exchange.mass_tables import MassTable
    from ldn_compound.inputs.fields import QuantityIn
    from ldn_compound.settings.profile import Profile

FILE_METAVAR = "[FILE|-]"
_LONGEST_ASIDE = 40


def usage(message: str) -> click.UsageError:
    """Return a usage error of the command that runs."""
    return click.UsageError(message, ctx=click.get_current_context())


def masses_lacking(given: Mapping[str, Any]) -> set[str]:
    """Return the option for masses where neither it nor a print-out is given."""
    return set() if isinstance(given.get("readings"), str) or "masses" in given else {"masses"}


unit_option = click.option(
    "--unit", metavar="[mg|g]", help="Unit of FILE's masses where FILE names none (a CSV, or one number a line)."
)


def with_masses(
    options: dict[str, Any], path: str | None, profile: Profile | None, *, with_plan: bool = False
) -> dict[str, Any]:
    """Return the inputs of a command on masses: from the file named, or as typed; ``--net`` says gross=False.

    With a print-out, also its lines that were set aside and how the others are marked: the result names them.

    Raises:
        UsageError: neither or both; --gross and --net together.
        InputError: ``gross-and-net-mixed``, ``gross-line-for-net``, and what the print-out's reader raises.
    """
    net, unit = options.pop("net", False), options.pop("unit", None)
    given = dict(options)
    if net and given.get("gross"):
        raise usage("Give --gross or --net, not both.")
    if net:
        given["gross"] = False
    if (path is None) == (given["masses"] is None):
        raise usage("Give the masses as FILE (- for stdin) or with --masses, one of the two.")
    if unit is not None and path is None:
        raise usage("--unit is of the masses in FILE; masses that are typed have their own.")
    if path is not None:
        aside: list[AsideLine] = []
        text, encoding = read_print_out(path, field="masses")
        readings, decimal = _masses_of(text, aside, unit=unit, profile=profile)
        gross = bool(given.get("gross"))
        basis = _one_basis(readings, "masses")
        # A command without --gross weighs no shells: there the marks need only agree with one another.
        net_by_plan = with_plan and not net
        if basis == "gross" and "gross" in given and not gross and not net_by_plan:
            marked = next(item for item in readings if item.basis == "gross")
            raise InputError(
                "gross-line-for-net",
                field="masses",
                given=f"line {marked.line}: marked gross (G), {marked.mass.text()}",
                needed="net masses, or --gross and the mass of the shell",
                hint="G says that the balance took no tare off: with shells give --gross and --shell-mass; "
                "for units without a shell on an empty pan leave the G out",
            )
        given |= _of_print_out(aside, basis, readings) | {"lines_encoding": encoding}
        given |= {"lines_decimal": decimal}
        given["masses"] = [item.mass for item in readings]
    return given


def _masses_of(
    text: str, aside: list[AsideLine], *, unit: str | None, profile: Profile | None
) -> tuple[Sequence[BalanceReading], str | None]:
    """Return the readings of a table of masses, or else of a print-out; and the decimal mark, where it is a comma."""
    from ldn_compound.exchange.balance_lines import read_balance_lines

    table = _table_of(text, aside, unit=unit, profile=profile)
    if table is None:
        return read_balance_lines(text, aside=aside), None
    return table.readings, "comma" if table.decimal_comma else None


def _table_of(
    text: str, aside: list[AsideLine], *, unit: str | None, profile: Profile | None, components: bool = False
) -> MassTable | None:
    """Return a table of masses, or None where the text is none."""
    from ldn_compound.exchange.mass_tables import MASS_UNITS, read_mass_table

    if unit is not None:
        parse_choice(unit, MASS_UNITS, field="unit", code="unknown-unit")
    comma = comma_is_decimal(profile)
    field = "weighed" if components else "masses"
    return read_mass_table(text, aside=aside, unit=unit, decimal_comma=comma, components=components, field=field)


def comma_is_decimal(profile: Profile | None) -> bool:
    """Tell whether the profile says that a comma is the decimal mark of the pharmacy's files."""
    from ldn_compound.exchange.mass_tables import DECIMAL_MARK

    return profile is not None and profile.get(DECIMAL_MARK) == "comma"


def _one_basis(readings: Sequence[BalanceReading], field: str) -> str | None:
    """Return whether a print-out is marked net or gross, or None where nothing is marked.

    Raises:
        InputError: ``gross-and-net-mixed``.
    """
    first: dict[str, BalanceReading] = {}
    for reading in readings:
        if reading.basis is not None:
            first.setdefault(reading.basis, reading)
    if len(first) > 1:
        raise InputError(
            "gross-and-net-mixed",
            field=field,
            given=" and ".join(f"line {item.line}: marked {basis}" for basis, item in first.items()),
            needed="all lines gross (G) or all net (N)",
            hint="the balance was tared for some of the lines only: weigh those of one kind again, or leave them out",
        )
    return next(iter(first), None)


def _refuse_components_aside(aside: Sequence[AsideLine], names: tuple[str, ...]) -> None:
    """Refuse a heading that names a component of the plan: its masses would go by their order, not by that name."""
    for item in aside:
        named = next((word for word in re.split(r"[^a-z0-9-]+", item.text.lower()) if word in names), None)
        if named is not None:
            raise InputError(
                "component-in-heading",
                field="weighed",
                given=f"line {item.line}: {_printable(item.text)}",
                needed=f"the component's name on the line of its mass, such as '{named}: 155.7 mg'",
            )


def _of_print_out(aside: Sequence[AsideLine], basis: str | None, readings: Sequence[BalanceReading]) -> dict[str, Any]:
    """Return what a public function takes of a print-out besides its masses."""
    from ldn_compound.exchange.balance_reading import missing_numbers

    return {
        "lines_set_aside": {str(item.line): _printable(item.text) for item in aside},
        "lines_marked": basis,
        "lines_missing": missing_numbers(readings),
    }


def _printable(text: str) -> str:
    line = "".join(ch if ch.isprintable() else ascii(ch)[1:-1] for ch in text)
    return line if len(line) <= _LONGEST_ASIDE else line[: _LONGEST_ASIDE - 3] + "..."


def typed_pairs(items: tuple[str, ...]) -> dict[str, QuantityIn]:
    """Return ``NAME=MASS`` options by name.

    Raises:
        InputError: ``bad-pair``, ``given-twice``.
    """
    pairs: dict[str, QuantityIn] = {}
    for item in items:
        name, equals, value = item.partition("=")
        if not equals or not name or not value:
            needed = f"NAME=MASS, such as {AsMadeInputs.weighed.example}"
            raise InputError("bad-pair", field="weighed", given=item, needed=needed)
        if name in pairs:
            raise InputError("given-twice", field="weighed", given=item, needed="each component once")
        pairs[name] = value
    return pairs


def printed_pairs(
    text: str, *, names: tuple[str, ...], taken: dict[str, QuantityIn], unit: str | None, profile: Profile | None
) -> tuple[dict[str, QuantityIn], dict[str, Any]]:
    """Return a print-out's masses by component: by the name that begins a line, else in the plan's order of weighing.

    A table with a heading is read by its columns, of which one may name the components.

    Beside them stand its lines that were set aside and how the others are marked, as a public function takes them.

    Parameters:
        text: the print-out.
        names: the plan's weighings in their order.
        taken: those that were typed.
        unit: of a table's masses where it names none.
        profile: says whether a comma is the decimal mark.

    Raises:
        InputError: ``given-twice``, ``readings-do-not-match``, ``component-in-heading``, ``gross-and-net-mixed``,
            and what the print-out's reader raises.
    """
    from ldn_compound.exchange.balance_lines import read_named_lines

    aside: list[AsideLine] = []
    table = _table_of(text, aside, unit=unit, profile=profile, components=True)
    if table is None:
        readings = read_named_lines(text, aside=aside)
        _refuse_components_aside(aside, names)
    else:
        readings = tuple(zip_longest(table.components, table.readings))
    basis = _one_basis([reading for _, reading in readings], "weighed")
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
    pairs = found | {name: reading.mass for name, reading in zip(open_names, unnamed, strict=False)}
    decimal = "comma" if table is not None and table.decimal_comma else None
    return pairs, _of_print_out(aside, basis, [reading for _, reading in readings]) | {"lines_decimal": decimal}
