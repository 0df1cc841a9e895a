"""The filler check: is it fit for low-dose naltrexone in this form, and for this patient?"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

import attrs

from ldn_compound.checks.codes import finding
from ldn_compound.checks.composition import Component, composition_findings, fitness_findings, verdict_of
from ldn_compound.core.late_texts import Prose
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.results import Finding, Result, Severity
from ldn_compound.inputs.single import FillerCheckInputs
from ldn_compound.messages import say
from ldn_compound.plans.ingredients.avoid import avoided, settle_avoid
from ldn_compound.plans.public import planner
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.beyond_use import get_rule
from ldn_compound.reference.fillers import EVIDENCE, Filler, filler_keys, get_filler, refuse_unjudged, unknown_filler

_OWN = "write its composition into the profile: contains = [...] below its name"
_COMPOSITION = "the substance's own name and general knowledge of its origin (reference value, confirm with the maker)"


class FillerCheck(Result):
    """The verdict on a filler.

    Attributes:
        filler: its key.
        name: in words.
        form: the dosage form that it was checked for.
        verdict: ``suitable``, ``caution``, ``avoid`` or ``cannot-clear``.
        reason: why, in words.
        verdict_source: the citation behind the verdict on it as bulk, whoever the patient is; certainty: how sure that
            is, in words. None for the pharmacy's own.
        contains: the sensitivities that it certainly touches.
        may_contain: those that it possibly touches.

    >>> import ldn_compound as ldn
    >>> checked = ldn.check_filler(filler="lactose-monohydrate", form="capsule", avoid=["milk"])
    >>> checked.verdict, checked.contains, checked.may_contain
    ('cannot-clear', ('lactose', 'sugar', 'animal'), ('milk',))
    """

    kind: ClassVar[str] = "filler-check"

    filler: str
    name: Prose
    form: str
    verdict: str
    reason: Prose
    verdict_source: Prose | None
    certainty: Prose | None
    contains: tuple[str, ...]
    may_contain: tuple[str, ...]


@attrs.frozen(kw_only=True)
class ResolvedFiller:
    """A filler of the reference data, or one of the pharmacy's own.

    Attributes:
        key, name: as given and in words.
        reference: its row, or None for the pharmacy's own.
        component: its composition.
    """

    key: str
    name: Prose
    reference: Filler | None
    component: Component


@planner(FillerCheckInputs, settle=lambda given, raw: settle_avoid(given))
def check_filler(sheet: Worksheet[FillerCheckInputs]) -> FillerCheck:
    """Check a filler against the dosage form and what the patient must avoid.

    The filler is one of the reference data or of the profile. What the patient avoids may be words, such as dairy: the
    check says how it read them. One that this program does not know cannot be cleared.

    Raises:
        InputError: ``unknown-filler``, ``unknown-form``, and what reading the inputs raises.

    >>> check_filler(filler="lactose-monohydrate", form="capsule", avoid=["lactose"]).verdict
    'avoid'
    """
    given = sheet.given
    form = get_rule(given.form).form
    filler = resolve_filler(sheet, given.filler)
    findings = tuple(filler_findings(filler, form=form, avoid=avoided(sheet)))
    verdict = verdict_of(findings)
    judged = filler.reference.judge(form) if filler.reference else None
    worst = [item.message for item in findings if item.severity is not Severity.INFO]
    return FillerCheck(
        inputs=sheet.inputs,
        assumptions=sheet.assumptions,
        steps=sheet.steps,
        findings=findings,
        filler=filler.key,
        name=filler.name,
        form=form,
        verdict=verdict.value,
        reason="; ".join(worst) or (judged.reason if judged else "composition as the profile states it"),
        verdict_source=None if judged is None else str(judged.source),
        certainty=EVIDENCE[filler.reference.evidence] if filler.reference else None,
        contains=filler.component.contains,
        may_contain=tuple(filler.component.may_contain),
    )


def resolve_filler(sheet: Worksheet, key: str, *, field: str = "filler", quietly: bool = False) -> ResolvedFiller:
    """Return the filler of a key: of the reference data, else of the profile.

    Parameters:
        field: the input that the key stands in.
        quietly: only look: no assumption says that what the profile states of it holds for the plan.

    Raises:
        InputError: ``unknown-filler``, with the near ones.
    """
    if key in filler_keys():
        row = get_filler(key)
        component = Component("filler", row.name, row.contains, row.may_contain, row.known, _COMPOSITION)
        return ResolvedFiller(key=key, name=row.name, reference=row, component=component)
    own = sheet.own_filler(key, quietly=quietly)
    if own is None:
        raise unknown_filler(key, own=sheet.own_filler_keys, field=field)
    name, contains = own
    source = "the pharmacy's profile"
    component = Component("filler", name, contains or (), {}, contains is not None, source, _OWN)
    return ResolvedFiller(key=key, name=name, reference=None, component=component)


def filler_findings(filler: ResolvedFiller, *, form: str, avoid: Sequence[str], field: str = "filler") -> list[Finding]:
    """Return all findings on a filler: fitness for the drug and form, composition against the patient.

    Parameters:
        field: the input that the filler stands in.
    """
    found = []
    if filler.reference is None:
        refuse_unjudged(form)
    else:
        judged = filler.reference.judge(form)
        found += fitness_findings(judged.verdict, filler.name, judged.reason, judged.source, field=field)
    found += composition_findings(filler.component, avoid, field=field)
    if filler.reference is not None:
        for threshold in filler.reference.eu_thresholds:
            if threshold.amount is None:
                found.append(
                    finding(
                        "filler-declared",
                        say("filler-declared.any", filler_name=filler.name, threshold=threshold.text),
                        severity=Severity.INFO,
                        source=threshold.source,
                        field=field,
                    )
                )
    return found


def daily_amount_findings(
    filler: ResolvedFiller,
    *,
    per_unit: Fraction,
    units_per_dose: int | None,
    doses_per_day: int | None,
    field: str = "filler",
) -> list[Finding]:
    """Return the findings on what the patient takes in with the filler: sodium, and the EU's thresholds.

    Parameters:
        per_unit: mg of filler in one unit.
        units_per_dose, doses_per_day: as taken; one unit once a day where they were not given.
        field: the input that the filler stands in.
    """
    row = filler.reference
    if row is None:
        return []
    a_dose = per_unit * (units_per_dose or 1)
    a_day = a_dose * (doses_per_day or 1)
    given = "" if doses_per_day else say("filler-declared.one-dose")
    found = []
    for ion in row.ions:
        amount = a_day * ion.fraction.value
        found.append(
            finding(
                "filler-declared",
                say(
                    "filler-declared.ions",
                    amount=brief_text(amount, places=1),
                    millimoles=brief_text(amount / ion.molar_mass, places=2),
                    sensitivity=ion.sensitivity,
                    given=given,
                ),
                severity=Severity.INFO,
                source=ion.source,
                field=field,
            )
        )
    for threshold in row.eu_thresholds:
        if threshold.amount is None:
            continue
        part = next((ion.fraction.value for ion in row.ions if ion.sensitivity == threshold.sensitivity), Fraction(1))
        taken = (a_day if threshold.per == "day" else a_dose) * part
        if taken >= threshold.amount.value:
            found.append(
                finding(
                    "filler-declared",
                    say(
                        "filler-declared.threshold",
                        taken=brief_text(taken, places=1),
                        sensitivity=threshold.sensitivity,
                        per=threshold.per,
                        given=given,
                        threshold=threshold.amount,
                        text=threshold.text,
                    ),
                    severity=Severity.CAUTION,
                    source=threshold.source,
                    field=field,
                )
            )
    return found
