"""What a label has beside its plan, as options: the commands that print labels take them from here."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from typing import Any, TypeVar

import click

from ldn_compound.cli.as_typed import TODAY
from ldn_compound.cli.common import LABELS_VARIABLE, today

_Command = TypeVar("_Command", bound=Callable[..., Any])

_STOCK = "The sheet or roll: see `labels list`."
_DESIGN = "The layout: see `labels list`."
_ANSWER = "Answer to a dispensing question, such as opioids=none; over the plan's own."
_ACCEPT = "Print in spite of this stop of the label (directions-differ ...)."
_WARNING = "Only these warnings: opioids, opioids-very-low, surgery, dreams, children, syringe, suspension."
_OPTIONS = (
    ("--patient", "NAME", "The patient's name."),
    ("--patient-latin", "NAME", "The same name in Latin letters, for a second line below it."),
    ("--directions", "TEXT", "In your own words; they are compared with the plan."),
    ("--timing", "WHEN", "Directions built from the plan: bedtime, morning, twice-daily ..."),
    ("--purpose", "TEXT", 'What it is for, as prescribed, such as "nerve pain".'),
    ("--prescriber", "NAME", "The prescriber's name."),
    ("--prescription-number", "NUMBER", "The serial number; printed as text and as Code 128."),
    ("--lot", "LOT", "The batch's internal identification number."),
    ("--quantity", "N|VOLUME", "What is in this container; without it all of the plan."),
    ("--date-filled", "DATE", "The day of filling; where a label must have one and none is given, today: it is said."),
    ("--discard-after", "DATE", "An earlier last day of use than the plan's."),
    ("--refills", "N", "How often it can be filled again."),
    ("--after-opening-days", "N", "Days of use after opening, where the country's rules ask for them."),
    ("--container", "N of M", 'Which container of the supply it is on, such as "1 of 2".'),
    ("--repeat", "N of M", 'Which fill of the prescription it is, such as "2 of 5", in place of --refills.'),
    ("--reason", "TEXT", "Why a batch is in quarantine."),
    ("--language", "LANG", "en, de, es, fr, nl or pt."),
    ("--opioid-free-days", "N", "Days without any opioid, as asked at dispensing."),
    ("--last-opioid", "DATE", "Date of the last opioid, as asked at dispensing."),
    ("--accepted-by", "NAME", "Who accepts it; told with the findings, never printed on the label."),
)

_SHORT = {"--prescription-number": ("--rx",)}


def label_options(*, only: Collection[str] | None = None, printed: bool = True) -> Callable[[_Command], _Command]:
    """Add the options of a label to a command: stock and design first.

    Parameters:
        only: the flags that it takes beside them; all where it is None.
        printed: whether the label is printed, and has a stock and a design.
    """

    def decorate(command: _Command) -> _Command:
        if only is None:
            command = click.option("--warning", "warnings", metavar="KEY", multiple=True, help=_WARNING)(command)
            command = click.option("--answer", "answers", metavar="KEY=VALUE", multiple=True, help=_ANSWER)(command)
        if only is None or "--accept" in only:
            command = click.option("--accept", metavar="CODE", multiple=True, help=_ACCEPT)(command)
        for flag, metavar, text in reversed(_OPTIONS):
            if only is None or flag in only:
                callback = _day if metavar == "DATE" else None
                flags = (flag, *_SHORT.get(flag, ()))
                command = click.option(*flags, metavar=metavar, help=text, callback=callback)(command)
        if not printed:
            return command
        command = click.option("--design", metavar="DESIGN", shell_complete=design_names, help=_DESIGN)(command)
        return click.option("--stock", metavar="STOCK", shell_complete=stock_names, help=_STOCK)(command)

    return decorate


def _day(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    return today() if value == TODAY else value


def label_folder() -> str | None:
    """Return the folder of the pharmacy's own label data, or None."""
    return os.environ.get(LABELS_VARIABLE) or None


def stock_names(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete the name of a stock."""
    from ldn_compound.labelling import catalogue

    return [name for name in catalogue.stock_names(label_folder()) if name.startswith(incomplete)]


def design_names(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete the name of a design."""
    from ldn_compound.labelling import catalogue

    return [name for name in catalogue.design_names(label_folder()) if name.startswith(incomplete)]
