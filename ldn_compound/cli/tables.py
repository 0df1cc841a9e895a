"""Tables for a terminal: 80 columns, ASCII, colour only on a terminal that wants it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from textwrap import fill
from typing import TYPE_CHECKING, Any

import click

from ldn_compound.cli.terminal import option_given
from ldn_compound.core.numbers import brief_text, decimal_text, round_half_up, shortened
from ldn_compound.core.results import Record, Result, Severity
from ldn_compound.core.units import Amount

if TYPE_CHECKING:
    from ldn_compound.plans.batch.result import Batch

WIDTH = 79
Row = tuple[str | None, str | None]
QUESTION = "question-unanswered"
_TOLD = ("lines-set-aside",)  # what of an input was not used is never left for later
_COLOURS = {Severity.STOP: "red", Severity.CAUTION: "yellow", Severity.INFO: None}
_GLUE = "\x1f"  # stands for the blank between a number and its unit, so that no line breaks there
_WITH_UNIT = re.compile(r"[0-9] (?:mg|mL|g|d|%)(?:/(?:mL|d|kg))?(?![A-Za-z])")
_FIELD = re.compile(r"\{(?P<path>[a-z_0-9.]+)(?::(?P<form>%|\.2))?(?:\|(?P<words>[^{}]*))?\}")
_NUMBER_ALONE = r"~?[0-9]+(?:\.[0-9]+)?"
# Not behind a number that shares the unit: "467, 934 mg", "2 x 1200 mg", "10 and 1200 mg".
_MILLIGRAMS = re.compile(
    r"(?<![0-9.,~])(?<!, )(?<! x )(?<!and )(?<!or )"
    rf"(?:(?P<first>{_NUMBER_ALONE})(?: mg)? to )?(?P<last>{_NUMBER_ALONE}) mg(?![A-Za-z/])"
)
MILLIGRAMS_IN_A_GRAM = 1000


def title(text: str) -> None:
    """Print the title of a result."""
    click.secho(fill(text, width=WIDTH, subsequent_indent="  ", break_on_hyphens=False), bold=True)


def heading(text: str) -> None:
    """Print the heading of a section."""
    click.echo()
    click.secho(text, bold=True)


def full() -> bool:
    """Tell whether all is to be printed (``--working``): outside of a command it is."""
    given = option_given("working")
    return True if given is None else bool(given)


def detail(label: str | None, value: str | None) -> Row:
    """Return a row that is printed with ``--working`` only."""
    return (label, value) if full() else (None, None)


def rows(pairs: Iterable[Row], *, indent: int = 2) -> None:
    """Print labelled values in two columns; a row without label or value is left out.

    What stands in brackets after three blanks is printed with ``--working``, and else where its line has room for it.
    """
    kept = [(label, value) for label, value in pairs if value is not None and label is not None]
    width = min(max((len(label) for label, _ in kept), default=0), 36)
    for label, value in kept:
        lead = " " * indent + label.ljust(width) + "  "
        text = shown(value)
        if not full() and len(lead) + len(text) > WIDTH:
            text = text.partition("   (")[0]
        paragraph(text, lead=lead, hang=len(lead) if len(label) <= width else indent + width + 2)


def shown(text: str) -> str:
    """Return a text as the short screen has it: masses of 1 g and more in g, with every digit that they had in mg.

    A range goes to g whole or not at all, and so does a list of numbers before one unit.
    """
    return text if full() else _MILLIGRAMS.sub(_in_grams, text)


def _in_grams(match: re.Match[str]) -> str:
    first, last = match["first"], match["last"]
    if Fraction(last.lstrip("~")) < MILLIGRAMS_IN_A_GRAM:
        return match[0]
    start = "" if first is None else f"{_shifted(first)} to "
    return f"{start}{_shifted(last)} g"


def _shifted(number: str) -> str:
    """Return a number of mg in g: its digits, and the point three places further left."""
    sign, digits = ("~", number[1:]) if number.startswith("~") else ("", number)
    whole, _, decimals = digits.partition(".")
    whole = whole.rjust(4, "0")
    return f"{sign}{whole[:-3]}.{whole[-3:]}{decimals}"


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
    click.echo(wrapped(shown(text), width=WIDTH, lead=lead, follow=follow))


def wrapped(text: str, *, width: int, lead: str = "", follow: str = "") -> str:
    """Return a text in lines of a width; no number is parted from its unit.

    >>> wrapped("counted as 100 %", width=14)
    'counted as\\n100 %'
    """
    text = _WITH_UNIT.sub(lambda match: match[0].replace(" ", _GLUE), text)
    made = fill(text, width=width, initial_indent=lead, subsequent_indent=follow, break_on_hyphens=False)
    return made.replace(_GLUE, " ")


def numbered(lines: Sequence[str]) -> None:
    """Print numbered lines."""
    for number, line in enumerate(lines, start=1):
        paragraph(line, lead=f"  {number:>2}. ")


def dates(plan: Batch) -> list[Row]:
    """Return the rows of who takes how much for how long, and until when it may be used."""
    last = plan.beyond_use_date
    daily = amount(plan, "daily_dose") or "not given"
    of_course = plan.inputs.get("of_course")
    course = f"as the schedule of the titration says, {of_course}" if of_course else None
    rule = plan.beyond_use_rule if plan.limited_by in ("rule", "stability") else plan.limited_by
    if full():
        return [
            ("taken", course),
            *(() if course else (("daily dose", daily), ("supply", amount(plan, "days_supply") or "not given"))),
            ("made on", plan.made_on.isoformat() if plan.made_on else "not given"),
            ("beyond-use date", last.isoformat() if last else "none without a day of making"),
            ("set by", rule),
            ("storage", plan.storage),
        ]
    made = plan.made_on.isoformat() if plan.made_on else "day not given"
    return [
        ("taken", course),
        ("daily dose", None if course else f"{daily}; supply {_days(plan) or 'not given'}"),
        ("made", f"{made}; beyond-use date {last.isoformat() if last else 'none without a day of making'}"),
        ("set by", rule),
        ("storage", plan.storage),
    ]


def _days(plan: Batch) -> str | None:
    """Return the supply in whole days, and what is over."""
    supply = plan.exact.days_supply
    if supply is None:
        return None
    whole, part = divmod(supply.value, 1)
    over = ""
    if part and (daily := plan.exact.daily_dose) is not None:
        over = f" ({brief_text(part * daily.value, places=2)} mg over)"
    return f"{whole} days{over}"


def content_row(plan: Batch) -> Row:
    """Return the row of what a unit holds of its label."""
    content = plan.content_of_label
    if not full() and content.exact.if_lost == content.exact.if_not_lost:
        return "content of label", amount(content, "if_not_lost")
    lost = f"{amount(content, 'if_lost')} if the allowances are lost"
    return "content of label", f"{amount(content, 'if_not_lost')} if nothing is lost, {lost}"


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


def findings(result: Result) -> None:
    """Print the findings, the gravest first, each with its code; the short screen has stops and cautions alone."""
    order = list(_COLOURS)
    told = [item for item in result.findings if full() or item.severity is not Severity.INFO or item.code in _TOLD]
    if not told:
        return
    heading("Findings")
    before: tuple[object, ...] = ()
    for item in sorted(told, key=lambda item: order.index(item.severity)):
        # Open questions stand together: each is its own finding, and the code once will do.
        kind = (item.code, item.severity, item.accepted_by)
        if kind == before and item.code == QUESTION:
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
    """Print what a result rests on: the numbered working and each assumption, or on the short screen the values."""
    if not full():
        _rests_on(result)
        return
    if result.steps:
        heading("Working  (~ marks a number shown rounded; --json has every digit)")
        for number, step in enumerate(result.steps, start=1):
            paragraph(f"{step.name}: {step.formula} = {shortened(step.value)}", lead=f"  {number:>2}. ")
    if result.assumptions:
        heading("Assumed, because it was not given on the command line")
        for item in result.assumptions:
            text = f"{item.field} = {item.value} ({item.origin}): {item.message}"
            paragraph(text, lead="   - ")


def _rests_on(result: Result) -> None:
    """Print what was assumed and what was looked up, how much is settled, what is to be asked, and where more is."""
    assumed = [item for item in result.assumptions if item.origin in ("assumption", "reference")]
    named = ", ".join(
        f"{item.field} {item.value}{' (reference)' if item.origin == 'reference' else ''}" for item in assumed
    )
    settled = len(result.assumptions) - len(assumed)
    told = [f"Assumed: {named or 'nothing'}"]
    made_by = next((item.value for item in result.assumptions if item.origin == "formula"), None)
    if made_by is not None:
        paragraph(f"Formula: {made_by}.", lead="")
    if settled:
        told.append(f"{settled} value{'' if settled == 1 else 's'} settled by profile, formula or country")
    click.echo()
    paragraph("; ".join(told) + ".", lead="")
    questions = [item.field for item in result.findings if item.code == QUESTION and item.field]
    if questions:
        paragraph(f"Ask: {', '.join(questions)}.", lead="")
    notes = [
        item.code for item in result.findings if item.severity is Severity.INFO and item.code not in (QUESTION, *_TOLD)
    ]
    more = f"Notes: {', '.join(dict.fromkeys(notes))}. " if notes else ""
    paragraph(f"{more}All of it: --working.", lead="")


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
