"""The beyond-use date: the earliest of the rule and the components' own dates, and which of them set it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import ClassVar, NamedTuple

from ldn_compound.calc.calendar import last_day_of_use
from ldn_compound.checks import beyond_use as checks
from ldn_compound.checks.codes import finding
from ldn_compound.checks.dates import made_on_findings
from ldn_compound.core.errors import InputError
from ldn_compound.core.late_texts import Prose
from ldn_compound.core.results import Finding, QuantityField, Result
from ldn_compound.core.sources import Certainty, Source
from ldn_compound.inputs.reading import refuse_unknown
from ldn_compound.inputs.shared import Dates
from ldn_compound.inputs.single import BeyondUseInputs
from ldn_compound.messages import say
from ldn_compound.plans.ingredients.drug_powder import count_expiry_of_profile
from ldn_compound.plans.public import planner
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.beyond_use import Rule, get_rule, stability_studies
from ldn_compound.reference.rows import Fact

COMPONENTS = ("api", "filler", "shell", "source-tablet", "stock", "vehicle", "naltrexone-hcl", "naltrexone-base")
_CAPS = "policies.component_expiry_caps"


class BeyondUse(Result):
    """A beyond-use date.

    Attributes:
        beyond_use_date: the last day of use.
        days: the rule's number of days.
        rule: the rule that was applied, in words.
        limited_by: ``rule``, or the component whose expiry is earlier.
        storage: the storage that the rule holds for.

    >>> import ldn_compound as ldn
    >>> date = ldn.beyond_use(made_on="2026-11-22", form="solution-nonaqueous")
    >>> print(date.beyond_use_date, date.days, date.limited_by)
    2027-02-19 90 day rule
    """

    kind: ClassVar[str] = "beyond-use"

    beyond_use_date: date
    days: QuantityField
    rule: Prose
    limited_by: str
    storage: Prose


class FormRule(NamedTuple):
    """The rule that holds for a form.

    Attributes:
        form: its key.
        rule: of the pharmacy, or of the day of making.
        replaced: the rule that the pharmacy's own stands in place of; None without one.
        jurisdiction: whose rules hold.
    """

    form: str
    rule: Rule
    replaced: Rule | None
    jurisdiction: str

    def findings(self) -> list[Finding]:
        """Return the findings on a rule of the pharmacy's own."""
        if self.replaced is None:
            return []
        return checks.own_rule_findings(self.rule, self.replaced, jurisdiction=self.jurisdiction)


class LastDay(NamedTuple):
    """The last day of use.

    Attributes:
        day: the last day; limited_by: ``rule`` or a component.
        made_on: the day of making; by_rule: the last day by the rule alone.
        rule: what gives the days; jurisdiction: whose rules hold.
        earlier: the components whose own date is told of, with that date.
        limits: whether a component limits the date; source: who says so.
    """

    day: date
    limited_by: str
    made_on: date
    by_rule: date
    rule: Rule
    jurisdiction: str
    earlier: tuple[tuple[str, date], ...] = ()
    limits: bool = True
    source: str = ""

    def findings(self, *, today: date | None) -> Iterator[Finding]:
        """Yield the findings on the day of making, the rule and the components' dates."""
        yield from made_on_findings(made_on=self.made_on, today=today)
        yield from checks.rule_findings(self.rule, jurisdiction=self.jurisdiction, form=self.rule.form)
        for name, expiry in self.earlier:
            yield checks.component_finding(name, expiry, by_rule=self.by_rule, limits=self.limits, source=self.source)


@planner(BeyondUseInputs)
def beyond_use(sheet: Worksheet[BeyondUseInputs]) -> BeyondUse:
    """Return the beyond-use date of a preparation and the rule that set it.

    Components are named ``api``, ``filler`` or by the key of a substance. Where no expiry of the drug is given, that of
    the profile's lot in use counts. Without day_count it is the profile's or the jurisdiction's, else day-1, the
    earlier date.

    Raises:
        InputError: ``bad-date``, ``unknown-form``, ``unknown-component``, ``component-expired``.

    Sources: USP <795>, in force 1 November 2023, and as it stood before for a day of making before.

    >>> date = beyond_use(made_on="2026-11-22", form="capsule", component_expiries={"filler": "2027-03-22"})
    >>> date.beyond_use_date.isoformat(), date.limited_by
    ('2027-03-22', 'filler')
    """
    given = sheet.given
    from ldn_compound.reference.fillers import filler_keys

    refuse_unknown(
        given.component_expiries,
        (*COMPONENTS, *filler_keys()),
        field="component_expiries",
        code="unknown-component",
        needed="a component's key: api, filler, shell or the key of a substance",
    )
    found = resolve_rule(sheet, given.form)
    rule = found.rule
    count_expiry_of_profile(sheet)
    last = resolve_date(sheet, made_on=given.made_on, rule=rule, expiries=sheet.expiries)
    return BeyondUse(
        inputs=sheet.inputs,
        assumptions=sheet.assumptions,
        steps=sheet.steps,
        findings=tuple(rules(given, found, last)),
        beyond_use_date=last.day,
        days=rule.days.value,
        rule=rule.name,
        limited_by=last.limited_by,
        storage=rule.storage,
    )


def rules(given: BeyondUseInputs, found: FormRule, last: LastDay) -> Iterator[Finding]:
    """Yield the findings on a beyond-use date, in the order in which they are told."""
    yield from found.findings()
    yield from last.findings(today=given.today)
    for study in stability_studies(found.rule.form):
        effect = say("stability-known.earlier") if study.shortens else say("stability-known.no-extension")
        yield finding(
            "stability-known",
            study_days=study.days,
            storage=study.storage,
            formula=study.formula,
            effect=effect,
            source=study.source,
        )


def _whose(sheet: Worksheet[Dates], name: str) -> str:
    """Say of a date that nobody typed that it is the profile's."""
    return "" if name in sheet.given.component_expiries else "; it is the profile's, below [drug]"


def resolve_rule(sheet: Worksheet, form: str) -> FormRule:
    """Return the rule for a form: the pharmacy's own where its profile states one, else that of the day of making."""
    rule = get_rule(form, sheet.day)
    stated = f"beyond_use.{form}."
    jurisdiction = sheet.resolver.jurisdiction
    if not sheet.resolver.stated(f"{stated}days"):
        return FormRule(form, rule, None, jurisdiction)
    days = sheet.resolver.amount(f"{stated}days", None, field=f"{stated}days")
    text = sheet.resolver.text(f"{stated}source", None, field=f"{stated}source")
    own = rule._replace(
        code="own-rule",
        name=f"the pharmacy's own rule: {text}",
        days=Fact(days, Source(text, Certainty.REFERENCE)),
        country=None,
        superseded=False,
    )
    return FormRule(form, own, rule, jurisdiction)


def refuse_expired(sheet: Worksheet[Dates], expiries: Mapping[str, date], *, made_on: date) -> None:
    """Refuse a component whose last day is before the day of making.

    Raises:
        InputError: ``component-expired``.
    """
    for name, expiry in expiries.items():
        if expiry < made_on:
            raise InputError(
                "component-expired",
                field="component_expiries",
                given=f"{name}={expiry.isoformat()}",
                needed=f"a component in date on the day of making, {made_on.isoformat()}",
                hint=f"{name} must not be used: take another lot, or correct the date{_whose(sheet, name)}",
            )


def resolve_date(sheet: Worksheet[Dates], *, made_on: date, rule: Rule, expiries: dict[str, date]) -> LastDay:
    """Return the last day of use and what limits it; write the steps down.

    Raises:
        InputError: ``component-expired`` for a component whose last day is before the day of making.
    """
    if sheet.given.made_on_is_today:
        message = "no day of making was given: today is taken"
        sheet.assume("made-on-today", field="made_on", value=made_on.isoformat(), message=message)
    refuse_expired(sheet, expiries, made_on=made_on)
    first_is_day_1 = sheet.setting("policies.day_count") == "day-1"
    days = int(rule.days.value.value)
    by_rule = last_day_of_use(made_on, days=days, made_day_is_day_1=first_is_day_1)
    counted = "the day of making is day 1" if first_is_day_1 else "the day of making is day 0"
    text = f"{made_on.isoformat()} + {days} d ({rule.name}), {counted}"
    sheet.note("last day of use by the rule", text, by_rule.isoformat())
    found = LastDay(by_rule, "rule", made_on, by_rule, rule, sheet.resolver.jurisdiction)
    if not expiries:
        return found
    limits: bool = sheet.setting(_CAPS)
    found = found._replace(limits=limits, source=sheet.resolver.settings[_CAPS].source or "")
    if not limits:
        earlier = tuple((name, expiry) for name, expiry in expiries.items() if expiry < by_rule)
        return found._replace(earlier=earlier)
    last, limited_by = by_rule, "rule"
    for name, expiry in expiries.items():
        if expiry < last:
            last, limited_by = expiry, name
    listed = ", ".join(f"{name} {expiry.isoformat()}" for name, expiry in expiries.items())
    sheet.note("beyond-use date", f"the earliest of the rule {by_rule.isoformat()} and {listed}", last.isoformat())
    earlier = ((limited_by, last),) if limited_by != "rule" else ()
    return found._replace(day=last, limited_by=limited_by, earlier=earlier)
