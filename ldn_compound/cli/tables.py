"""Tables for a terminal: 80 columns, ASCII, colour only on a terminal that wants it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from textwrap import fill
from typing import Any

import click

from ldn_compound.core.numbers import NUMBER, brief_text
from ldn_compound.core.results import Record, Result, Severity
from ldn_compound.core.units import Amount

WIDTH = 79
_COLOURS = {Severity.STOP: "red", Severity.CAUTION: "yellow", Severity.INFO: None}
_GLUE = "\x1f"  # stands for the blank between a number and its unit, so that no line breaks there
_WITH_UNIT = re.compile(r"[0-9] (?:mg|mL|g|d|%)(?:/(?:mL|d|kg))?(?![A-Za-z])")
_LONG_NUMBER = re.compile(rf"-?{NUMBER}")


def title(text: str) -> None:
    """Print the title of a result."""
    click.secho(fill(text, width=WIDTH, subsequent_indent="  ", break_on_hyphens=False), bold=True)


def heading(text: str) -> None:
    """Print the heading of a section."""
    click.echo()
    click.secho(text, bold=True)


def rows(pairs: Iterable[tuple[str | None, str | None]], *, indent: int = 2) -> None:
    """Print labelled values in two columns; a row without label or value is left out."""
    kept = [(label, value) for label, value in pairs if value is not None and label is not None]
    width = min(max((len(label) for label, _ in kept), default=0), 36)
    for label, value in kept:
        lead = " " * indent + label.ljust(width) + "  "
        paragraph(value, lead=lead, hang=len(lead) if len(label) <= width else indent + width + 2)


def paragraph(text: str, *, lead: str = "  ", hang: int | None = None) -> None:
    """Print wrapped text."""
    follow = " " * (len(lead) if hang is None else hang)
    text = _WITH_UNIT.sub(lambda match: match[0].replace(" ", _GLUE), text)
    wrapped = fill(text, width=WIDTH, initial_indent=lead, subsequent_indent=follow, break_on_hyphens=False)
    click.echo(wrapped.replace(_GLUE, " "))


def numbered(lines: Sequence[str]) -> None:
    """Print numbered lines."""
    for number, line in enumerate(lines, start=1):
        paragraph(line, lead=f"  {number:>2}. ")


def amount(result: Record, name: str) -> str | None:
    """Return a stored amount in brief, "~" before a rounded number, or None."""
    stored: Amount | None = getattr(result.exact, name)
    return None if stored is None else brief(stored)


def percent(result: Record, name: str) -> str:
    """Return a stored fraction in percent to two decimals, or "none"."""
    stored: Amount | None = getattr(result.exact, name)
    return "none" if stored is None else f"{brief_text(stored.in_unit, places=2)} %"


def trituration(part: Any, *, drug: str, diluent: str) -> list[tuple[str | None, str | None]]:
    """Return the rows of a batch's trituration: each stage's weighings with their expected errors; none without one."""
    if part is None:
        return []
    kind, way = ("trituration", "TRITURATION") if part.dissolved_in is None else ("stock solution", "A STOCK SOLUTION")
    why = f"too little to weigh directly, so BY {way}" if part.stock is None else f"FROM THE {part.stock} STOCK"
    kind = kind if part.stock is None else f"{part.stock} stock"
    found: list[tuple[str | None, str | None]] = [(f"{drug}, in the batch", f"{amount(part, 'drug_needed')}: {why}")]
    for number, stage in enumerate(part.stages, start=1):
        where = f"{kind} {number}" if len(part.stages) > 1 else kind
        taken = drug if number == 1 else "the aliquot before"
        for name, label in (("drug", taken), ("diluent", diluent), ("aliquot", f"ALIQUOT of the {where}")):
            shown = amount(stage, f"{name}_to_weigh")
            if shown is not None:
                lead = label if name == "aliquot" else f"{where}: {label}"
                found.append((lead, f"{shown}   (expected error {percent(stage, f'{name}_error')})"))
    found.append(("drug in the aliquot", f"{amount(part, 'drug_in_aliquot')}, within {percent(part, 'error_bound')}"))
    return found


def brief(stored: Amount) -> str:
    """Return an amount in brief.

    >>> from ldn_compound.core.units import mass
    >>> brief(mass(Fraction(2, 3)))
    '~0.6667 mg'
    """
    return f"{brief_text(stored.in_unit)} {stored.unit}"


def shorten(text: str) -> str:
    """Shorten the numbers in a step's value that have more digits than a person reads, "~" before each."""

    def short(match: re.Match[str]) -> str:
        return match[0] if len(match[0]) <= 12 else brief_text(Fraction(match[0]))

    return _LONG_NUMBER.sub(short, text)


def findings(result: Result) -> None:
    """Print the findings, the gravest first, each with its code."""
    if not result.findings:
        return
    heading("Findings")
    order = list(_COLOURS)
    before: tuple[object, ...] = ()
    for item in sorted(result.findings, key=lambda item: order.index(item.severity)):
        # Open questions stand together: each is its own finding, and the code once will do.
        kind = (item.code, item.severity, item.accepted_by)
        if kind == before and item.code == "question-unanswered":
            paragraph(item.message, lead=" " * 10)
            continue
        before = kind
        click.secho(
            f"  {item.severity.value.upper():<8}{item.code}",
            fg=_COLOURS[item.severity],
            bold=item.severity is Severity.STOP,
        )
        if item.accepted_by:
            paragraph(f"accepted by {item.accepted_by}", lead=" " * 10)
        paragraph(item.message, lead=" " * 10)


def working(result: Result) -> None:
    """Print the numbered working and the assumptions."""
    if result.steps:
        heading("Working  (~ marks a number shown rounded; --json has every digit)")
        for number, step in enumerate(result.steps, start=1):
            paragraph(f"{step.name}: {step.formula} = {shorten(step.value)}", lead=f"  {number:>2}. ")
    if result.assumptions:
        heading("Assumed, because it was not given on the command line")
        for item in result.assumptions:
            text = f"{item.field} = {item.value} ({item.origin}): {item.message}"
            paragraph(text, lead="   - ")


def refused(document: dict[str, Any]) -> None:
    """Print what was worked out before a batch turned out impossible."""
    result = Result(
        inputs=document["inputs"],
        assumptions=document["assumptions"],
        steps=document["steps"],
        findings=document["findings"],
    )
    title(f"No result: stopped by the findings below; besides, {document['error']['code'].replace('-', ' ')}")
    findings(result)
    working(result)
