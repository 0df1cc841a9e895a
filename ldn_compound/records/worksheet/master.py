"""What a master formulation record says: a formula of the pharmacy's, with everything that follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ldn_compound._version import __version__
from ldn_compound.core.errors import InputError
from ldn_compound.core.texts import parse_choice
from ldn_compound.exchange.formulas import COMMANDS, Formula
from ldn_compound.labelling.calendar_page import PAGES
from ldn_compound.plans import planner_of, refusal_of_stops
from ldn_compound.plans.batch.result import Batch, UnitBatch
from ldn_compound.plans.capsules.result import CapsuleBatch
from ldn_compound.plans.prescription.beyond_use import BeyondUse
from ldn_compound.plans.solution.batch import SolutionBatch
from ldn_compound.plans.tablets.batch import TabletBatch
from ldn_compound.records.bench.steps import Step, steps_of
from ldn_compound.records.worksheet import parts
from ldn_compound.records.worksheet.components import Component, components_of
from ldn_compound.records.worksheet.sheet import Box, Column, Fields, Grid, Lines, Row, Section, Sheet, Text
from ldn_compound.records.worksheet.words import Words, shown
from ldn_compound.reference.beyond_use import get_rule
from ldn_compound.reference.jurisdictions import get_jurisdiction
from ldn_compound.reference.limits import content_limits
from ldn_compound.settings.profile import Profile


def plan_of_formula(formula: Formula, *, on: date, profile: Profile | None = None) -> Batch:
    """Return the batch that a formula plans by itself, made on a day.

    Parameters:
        formula: of capsules, tablets or a solution.
        on: the day whose rules hold.
        profile: the pharmacy's.

    Raises:
        InputError: ``not-a-plan``: the formula is of another command; ``missing``: an input that a plan needs is not
            in it; and what the plan itself refuses.
        StopError: ``stop-not-accepted``.
    """
    planner = planner_of(COMMANDS[formula.command])
    given = formula.inputs
    for name, field in planner.inputs.fields.items():
        if field.needed and name not in given:
            hint = f"say it in the formula: ldn-compound formula edit {formula.name}"
            raise InputError("missing", field=name, needed=f"{field.help}, such as {field.example}", hint=hint)
    plan = planner.call(**{"made_on": on, "formula": formula.called, "profile": profile, **given})
    if not isinstance(plan, Batch):
        needed = "a formula of capsules, tablets or a solution"
        raise InputError("not-a-plan", field="name", given=formula.command, needed=needed)
    if (refusal := refusal_of_stops(plan)) is not None:
        raise refusal
    return plan


def master_sheet(formula: Formula, plan: Batch, *, paper: str | None = None, profile: Profile | None = None) -> Sheet:
    """Return the master formulation record of a formula.

    Parameters:
        formula: the formula, with its version.
        plan: of :func:`plan_of_formula`.
        paper: ``a4`` or ``letter``; the country's where it is None.
        profile: gives the pharmacy's name and the language.
    """
    language = None if profile is None else profile.get("labels.language")
    words, steps = Words(str(language or "en")), steps_of(plan)
    cited = tuple(dict.fromkeys((str(_rule_source(plan)), *parts.sources_of(plan))))
    return Sheet(
        title=words("sheet.master-title"),
        subject=f"{formula.name}: {parts.subject_of(plan, words)}",
        code=f"LDNF{formula.digest.upper()}-{formula.version}",
        coded=words("sheet.formula"),
        foot=words("sheet.foot", version=__version__),
        paged=words("sheet.paged", page="{page}", pages="{pages}"),
        paper=paper or parts.paper_of(plan),
        sections=(
            Section(words("sheet.preparation"), (_identity(formula, plan, words, profile),)),
            Section(words("sheet.components"), (_components(plan, words),)),
            Section(words("sheet.equipment"), (Lines(tuple(_equipment(plan, words)), 2),)),
            Section(words("sheet.instructions"), (Lines(tuple(f"{step.number}. {step.text}" for step in steps)),)),
            Section(words("sheet.quality"), (Lines(tuple(_quality(plan, steps, words))),)),
            Section(words("sheet.use-of-master"), (_use(plan, words, profile),)),
            parts.working(plan, words),
            parts.taken(plan, words),
            parts.findings(plan.findings, words),
            Section(words("sheet.sources"), (Lines(cited),)),
            parts.signatures(((words("sheet.written-by"), None), (words("sheet.approved-by"), None)), words),
        ),
    )


def _identity(formula: Formula, plan: Batch, words: Words, profile: Profile | None) -> Fields:
    pharmacy = None if profile is None else profile.get("pharmacy.name")
    one, many = parts.form_words(plan, words)
    if isinstance(plan, UnitBatch):
        strength, amount = f"{shown(plan.exact.strength)}, {one}", f"{plan.count} {many}"
    else:
        assert isinstance(plan, SolutionBatch)
        strength, amount = f"{shown(plan.exact.concentration)}, {one}", shown(plan.exact.volume)
    as_of = "" if plan.made_on is None else plan.made_on.isoformat()
    return Fields(
        (
            (words("sheet.formula-name"), Text(formula.name, bold=True)),
            (words("sheet.version"), Text(f"{formula.version} ({formula.digest})", bold=True)),
            (words("sheet.drug"), Text(plan.drug_name, bold=True)),
            (words("sheet.strength"), Text(strength, bold=True)),
            (words("sheet.amount"), Text(amount, bold=True)),
            (words("sheet.pharmacy"), Box() if pharmacy is None else Text(str(pharmacy))),
            (words("sheet.rules"), Text(get_jurisdiction(plan.jurisdiction).name)),
            (words("sheet.as-of"), Text(as_of)),
            (words("sheet.description"), Text(parts.described(plan, words))),
        )
    )


def _components(plan: Batch, words: Words) -> Grid:
    columns = (
        Column(words("sheet.component"), 62),
        Column(words("sheet.characteristics"), None),
        Column(words("sheet.in-one"), 28),
        Column(words("sheet.in-batch"), 34),
    )
    return Grid(columns, tuple(_component(item) for item in components_of(plan, words)))


def _component(item: Component) -> Row:
    return Row(
        (
            Text(item.name),
            Text("; ".join(item.characteristics)),
            Text(item.per_unit or ""),
            Text(item.planned, bold=True),
        )
    )


def _equipment(plan: Batch, words: Words) -> Iterator[str]:
    yield words("sheet.balance-needed", readability=shown(plan.exact.readability))
    if isinstance(plan, UnitBatch) or plan.tablets_to_crush is not None:
        yield words("sheet.mortar")
    if isinstance(plan, CapsuleBatch):
        yield words("sheet.machine", load=str(plan.machine_load), size=plan.capsule_size)
    if isinstance(plan, TabletBatch):
        yield words("sheet.mould" if plan.wetting_liquid is not None else "sheet.press")
    if isinstance(plan, SolutionBatch):
        yield words("sheet.vessel", volume=shown(plan.exact.volume_made))


def _quality(plan: Batch, steps: tuple[Step, ...], words: Words) -> Iterator[str]:
    if isinstance(plan, UnitBatch):
        hold = plan.hold_point.exact
        yield words(
            "sheet.hold-mean",
            units=str(hold.units),
            target=shown(hold.target),
            low=shown(hold.low),
            high=shown(hold.high),
        )
        yield parts.limits_of_units(plan, words)
    for step in steps:
        if step.kind == "look":
            yield words("sheet.seen", text=step.text)
    content = content_limits(plan.made_on)
    yield words(
        "sheet.content",
        low=shown(content.low),
        high=shown(content.high),
        expected=shown(plan.content_of_label.exact.if_not_lost),
        bound=shown(plan.exact.error_bound),
    )


def _rule_key(plan: Batch) -> str:
    return plan.water_class if isinstance(plan, SolutionBatch) else plan.form


def _rule_source(plan: Batch) -> object:
    return get_rule(_rule_key(plan), plan.made_on).days.source


def _use(plan: Batch, words: Words, profile: Profile | None) -> Fields:
    rule = planner_of(BeyondUse.kind).call(made_on=plan.made_on, form=_rule_key(plan), profile=profile)
    assert isinstance(rule, BeyondUse)
    return Fields(
        (
            (words("sheet.beyond-use"), Text(words("sheet.days", days=shown(rule.exact.days)), bold=True)),
            (words("sheet.set-by"), Text(rule.rule)),
            *parts.kept_in(plan, words),
        )
    )


def master_record(formula: Formula, *, on: date, paper: str | None = None, profile: Profile | None = None) -> bytes:
    """Return the master formulation record of a formula as a PDF.

    Parameters:
        formula: of capsules, tablets or a solution.
        on: the day whose rules hold.
        paper: ``a4`` or ``letter``; the country's where it is None.
        profile: the pharmacy's.

    Raises:
        InputError, StopError: as :func:`plan_of_formula`; ``unknown-page``.
        LabelError: ``no-glyph`` and its like.
    """
    page = None if paper is None else parse_choice(paper, PAGES, field="page", code="unknown-page")
    sheet = master_sheet(formula, plan_of_formula(formula, on=on, profile=profile), paper=page, profile=profile)

    from ldn_compound.records.worksheet.drawing import draw

    return draw(sheet)
