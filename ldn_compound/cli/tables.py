"""Tables for a terminal: 80 columns, ASCII, colour only on a terminal that wants it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from textwrap import fill
from typing import Any

import click

from ldn_compound.core.numbers import NUMBER, brief_text, decimal_text, round_half_up
from ldn_compound.core.results import Record, Result, Severity
from ldn_compound.core.units import Amount

WIDTH = 79
_COLOURS = {Severity.STOP: "red", Severity.CAUTION: "yellow", Severity.INFO: None}
_GLUE = "\x1f"  # stands for the blank between a number and its unit, so that no line breaks there
_WITH_UNIT = re.compile(r"[0-9] (?:mg|mL|g|d|%)(?:/(?:mL|d|kg))?(?![A-Za-z])")
_FIELD = re.compile(r"\{(?P<path>[a-z_0-9.]+)(?::(?P<form>%|\.2))?(?:\|(?P<words>[^{}]*))?\}")
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


def table(result: Record, templates: Iterable[tuple[str, ...]], *, indent: int = 2, **more: object) -> None:
    """Print rows of templates, each a label and a value in which ``{field}`` stands for a field of the result.

    Parameters:
        result: whose fields stand there; a dotted one is a field of a part (``{content_of_label.if_lost}``).
        templates: of the rows. A row whose field is None is left out, unless words stand for it (``{volume|none}``).
            An amount is written in brief; with ``{field:%}`` in percent, with ``{field:.2}`` to two decimals. Where a
            third text names a field that holds several parts, each of them has the row.
        more: further names and what stands for them.
    """
    found: list[tuple[str | None, str | None]] = []
    for label, value, *each in templates:
        parts = getattr(result, each[0]) if each else (result,)
        found += [(filled(part, label, **more), filled(part, value, **more)) for part in parts]
    rows(found, indent=indent)


def filled(result: Record, template: str, **more: object) -> str | None:
    """Return a template of :func:`table` with its fields put in, or None where one of them is None.

    >>> from ldn_compound.plans.plan_trituration import plan_trituration
    >>> filled(plan_trituration(drug="12 mg", sensitivity="6 mg"), "{total}, {drug_to_weigh} of it; {stock|no stock}")
    '9800 mg, 140 mg of it; no stock'
    """
    absent = False

    def written(match: re.Match[str]) -> str:
        nonlocal absent
        found: Any = more.get(match["path"], result)
        for name in () if match["path"] in more else match["path"].split("."):
            found = None if found is None else getattr(found.exact, name)
        if found is None:
            absent = absent or match["words"] is None
            return match["words"] or ""
        if not isinstance(found, Amount):
            return str(found)
        if match["form"] == ".2":
            return rounded(found, Fraction(1, 100))
        return f"{brief_text(found.in_unit, places=2)} %" if match["form"] == "%" else brief(found)

    text = _FIELD.sub(written, template)
    return None if absent else text


def rounded(stored: Amount, step: Fraction) -> str:
    """Return an amount to the nearest step, half up.

    >>> from ldn_compound.core.units import ratio
    >>> rounded(ratio(Fraction(-1, 300)), Fraction(1, 100))
    '-0.33 %'
    """
    value = round_half_up(abs(stored.in_unit), step)
    return f"{'-' if stored.value < 0 and value else ''}{decimal_text(value)} {stored.unit}"


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


def profile_entry(lines: str | None) -> None:
    """Print what belongs into the profile, where there is something."""
    if lines is not None:
        heading("For the profile")
        for line in lines.splitlines():
            click.echo(f"  {line}")


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
