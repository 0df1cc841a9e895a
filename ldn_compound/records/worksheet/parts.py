"""The sections that a compounding record and a master formulation record have in common."""

from __future__ import annotations

from collections.abc import Iterator

from ldn_compound.core.numbers import shortened
from ldn_compound.core.results import Finding, Result
from ldn_compound.exchange.signing.sealing import Standing
from ldn_compound.plans.batch.result import Batch, UnitBatch
from ldn_compound.plans.capsules.result import CapsuleBatch
from ldn_compound.plans.solution.batch import SolutionBatch
from ldn_compound.plans.tablets.batch import TabletBatch
from ldn_compound.records.worksheet.sheet import Block, Box, Column, Grid, Lines, Row, Section, Text
from ldn_compound.records.worksheet.words import Words, shown
from ldn_compound.reference.forms import get_form
from ldn_compound.reference.jurisdictions import get_jurisdiction
from ldn_compound.reference.limits import get_standard

ORIGIN_OF_FORMULA = "formula"
_QUESTION = "question-unanswered"


def subject_of(plan: Batch, words: Words) -> str:
    """Return what a plan makes, in words: how much of which drug in which strength."""
    one, many = form_words(plan, words)
    if isinstance(plan, UnitBatch):
        units = one if plan.count == 1 else many
        return words(
            "sheet.units",
            count=str(plan.count),
            units=units,
            drug=plan.drug_name,
            strength=shown(plan.exact.strength),
        )
    assert isinstance(plan, SolutionBatch)
    return words(
        "sheet.liquid",
        volume=shown(plan.exact.volume),
        form=one,
        drug=plan.drug_name,
        strength=shown(plan.exact.concentration),
    )


def form_words(plan: Batch, words: Words) -> tuple[str, str]:
    """Return the name of a plan's form, for one and for many, in the sheet's language where the form has it."""
    form = get_form(plan.form)
    route = plan.route if isinstance(plan, SolutionBatch) else "oral"
    return form.words(words.language if form.named_in(words.language) else "en", route)


def paper_of(plan: Batch) -> str:
    """Return the paper of a plan's country: ``a4`` or ``letter``."""
    paper = get_jurisdiction(plan.jurisdiction).paper
    return "a4" if paper is None else paper.size


def described(plan: Batch, words: Words) -> str:
    """Return what the preparation should look like, as far as the plan says it."""
    if isinstance(plan, CapsuleBatch):
        return words(
            "sheet.description-capsule",
            size=plan.capsule_size,
            shell=plan.ingredients[-1],
            fill=shown(plan.exact.fill_mass),
        )
    if isinstance(plan, TabletBatch):
        return words("sheet.description-tablet", method=plan.method, mass=shown(plan.exact.tablet_mass))
    assert isinstance(plan, SolutionBatch)
    # What is crushed does not dissolve as a whole.
    key = "sheet.description-liquid" if plan.tablets_to_crush is not None else "sheet.description-clear"
    return words(key, form=form_words(plan, words)[0], bottle=container(plan, words))


def container(plan: Batch, words: Words) -> str | None:
    """Return the container that a plan names, or None where it names none."""
    if not isinstance(plan, SolutionBatch):
        return None
    return words("sheet.bottle", count=str(plan.bottle.count), size=shown(plan.bottle.exact.size))


def limits_of_units(plan: UnitBatch, words: Words) -> str:
    """Return between what masses a single unit must be, and by which standard."""
    limits = plan.unit_mass_limits.exact
    said = words(
        "sheet.unit-masses",
        units=form_words(plan, words)[1],
        standard=get_standard(limits.standard, plan.made_on).name,
        target=shown(limits.target),
        low=shown(limits.low),
        high=shown(limits.high),
    )
    gross, low, high = limits.gross_target, limits.gross_low, limits.gross_high
    if gross is None or low is None or high is None:
        return f"{said}."
    return f"{said}{words('sheet.unit-masses-whole', target=shown(gross), low=shown(low), high=shown(high))}."


def kept_in(plan: Batch, words: Words) -> tuple[tuple[str, Text | Box], ...]:
    """Return how the preparation is kept, and in what."""
    named = container(plan, words)
    return (
        (words("sheet.storage"), Text(plan.storage)),
        (words("sheet.container"), Box() if named is None else Text(named)),
    )


def working(plan: Result, words: Words) -> Section:
    """Return the numbered calculations."""
    lines = (
        f"{number}. {step.name}: {step.formula} = {shortened(step.value)}"
        for number, step in enumerate(plan.steps, start=1)
    )
    return Section(words("sheet.working"), (Lines(tuple(lines), 2),))


def taken(plan: Result, words: Words) -> Section:
    """Return each value that nobody typed, with where it comes from."""
    said = [f"{item.field} = {item.value} ({item.origin})" for item in plan.assumptions]
    return Section(words("sheet.taken"), (Lines(("; ".join(said) or words("sheet.no-findings"),)),))


def findings(told: tuple[Finding, ...], words: Words) -> Section:
    """Return the findings, the gravest first, each with who accepted it."""
    rows: dict[str, list[str]] = {}
    for item in sorted(told, key=_gravity):
        accepted = f" - {words('sheet.accepted', name=item.accepted_by)}" if item.accepted_by else ""
        # What was to be asked is in the plan: the sheet names the questions that are open.
        said = str(item.field) if item.code == _QUESTION else words.told(item.said)
        rows.setdefault(f"{item.severity.value.upper()} {item.code}{accepted}", []).append(said)
    lines = tuple(f"{head}: {'; '.join(said)}" for head, said in rows.items())
    return Section(words("sheet.findings"), (Lines(lines or (words("sheet.no-findings"),)),))


def _gravity(item: Finding) -> int:
    return ("stop", "caution", "info").index(item.severity.value)


def signatures(people: tuple[tuple[str, str | None], ...], words: Words, *, before: tuple[Block, ...] = ()) -> Section:
    """Return the table that is signed: who, name, signature, date and time; and what stands before it."""
    columns = (
        Column("", 40),
        Column(words("sheet.name"), None),
        Column(words("sheet.signature"), 50),
        Column(words("sheet.when"), 36),
    )
    rows = tuple(Row((Text(role), Box(name), Box(), Box())) for role, name in people)
    return Section(words("sheet.signatures"), (*before, Grid(columns, rows)), whole=True)


def formula_of(plan: Result) -> str | None:
    """Return name, version and digest of the formula that a plan was made by, or None."""
    return next((item.value for item in plan.assumptions if item.origin == ORIGIN_OF_FORMULA), None)


def sources_of(plan: Result) -> Iterator[str]:
    """Give the citations behind the values and the findings of a plan, each once."""
    cited = (item.source for part in (plan.assumptions, plan.findings) for item in part)
    yield from dict.fromkeys(source for source in cited if source)


def signed(standing: Standing, words: Words) -> str:
    """Return whether a document is signed, by which key and when."""
    signature = standing.signature
    if signature is None:
        return words("sheet.unsigned")
    text = "sheet.signed" if standing.verified else "sheet.not-verified"
    return words(text, key=signature.short_key, day=signature.at[:10])
