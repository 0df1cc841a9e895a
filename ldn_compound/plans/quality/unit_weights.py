"""Weighed units against a standard as it is written, and their mean against theory; the verdict is the worse."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, NamedTuple

import attrs

from ldn_compound.calc import arithmetic
from ldn_compound.calc import uniformity as calc
from ldn_compound.checks import unit_weights as checks
from ldn_compound.checks.outliers import FAR_OUT, outlier_findings
from ldn_compound.checks.stopped_plan import stopped_plan_findings
from ldn_compound.core.late_texts import Prose
from ldn_compound.core.numbers import round_half_up
from ldn_compound.core.results import Finding, OptionalQuantityField, QuantityField, Record, Result
from ldn_compound.core.units import Amount, as_mass, mass, ratio
from ldn_compound.inputs.quality import UnitWeightInputs
from ldn_compound.plans.public import planner
from ldn_compound.plans.quality.statistics import FAIL, PASS, Spread, print_out_findings, spread_of, to_fill
from ldn_compound.plans.quality.unit_basis import UnitBasis, not_for_form, resolve_basis, settle_basis
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.forms import get_form
from ldn_compound.reference.limits import Standard
from ldn_compound.reference.quality import two_reading_standards, whole_unit_standards


class WeighedUnit(Record):
    """One unit.

    Attributes:
        number: from 1, in the order given.
        net: its contents; gross: with its shell, or None.
        deviation: from the standard's target, as a fraction of it.
        outside: whether it is outside the standard's limit.
    """

    number: int
    net: QuantityField
    gross: OptionalQuantityField
    deviation: QuantityField
    outside: bool

    def mass_judged(self, judged: str) -> Amount:
        """Return its mass with the shell where ``judged`` is ``gross``, else of its contents."""
        gross = self.exact.gross
        return gross if judged == "gross" and gross is not None else self.exact.net


@attrs.frozen(kw_only=True)
class Criterion:
    """One thing that was judged.

    Attributes:
        rule: the standard's key, or ``house rule``.
        name: what is judged; found, limit: in words.
        verdict: ``pass`` or ``fail``.
    """

    rule: Prose
    name: Prose
    found: str
    limit: Prose
    verdict: str


class UnitWeights(Result):
    """The verdict on weighed units.

    Attributes:
        form: ``capsule`` or ``tablet``.
        standard, standard_name: key and words of the standard that was run.
        count: units weighed.
        theoretical, mean, standard_deviation: net; mean_gross, shell: None where net masses were given.
        rsd: relative standard deviation of the net masses (divisor n - 1), to 28 significant digits.
        mean_deviation: of the mean net mass from theory, as a fraction.
        target, limit, low, high: what a unit is held to by the standard; whole units where ``judged`` is ``gross``.
        whole_low, whole_high: the same limit taken of the whole capsule, shell and all: the wider reading of a standard
            that is run on net contents here. None where the standard has one reading, or no shell's mass is known.
        judged: ``net`` or ``gross``, what the standard weighs.
        outside: how many units are outside; far_outside: beyond the outer limit.
        standard_verdict, house_verdict: each ``pass`` or ``fail``; verdict is the worse.
        criteria: each thing that was judged.
        units: each unit.
        next_fill_mass: the mean as the next batch's fill mass, where asked for; None where a mass is far out of the
            others.

    >>> import ldn_compound as ldn
    >>> weighed = ldn.check_unit_weights(
    ...     masses=["134 mg", "136 mg"] * 10, theoretical="135 mg", standard="ph-eur-2.9.5", form="capsule"
    ... )
    >>> print(weighed.mean, weighed.verdict)
    135 milligram pass
    """

    kind: ClassVar[str] = "unit-weights"

    form: str
    standard: str
    standard_name: Prose
    count: int
    theoretical: QuantityField
    mean: QuantityField
    mean_gross: OptionalQuantityField
    shell: OptionalQuantityField
    standard_deviation: QuantityField
    rsd: QuantityField
    mean_deviation: QuantityField
    judged: str
    target: QuantityField
    limit: QuantityField
    low: QuantityField
    high: QuantityField
    whole_low: OptionalQuantityField
    whole_high: OptionalQuantityField
    outside: int
    far_outside: int
    standard_verdict: str
    house_verdict: str
    verdict: str
    criteria: tuple[Criterion, ...]
    units: tuple[WeighedUnit, ...]
    next_fill_mass: OptionalQuantityField


class Judged(NamedTuple):
    """Weighed units held to their standard and to theory: masses in mg, shares as fractions.

    Attributes:
        basis: what they are held to.
        net: mean and spread of the net masses; own: of the masses that the standard weighs.
        judged: those masses, each; target: what the standard holds them to; limit: how far one may be from that.
        outside, far_outside: units beyond the limit, and beyond the outer one.
        rsd_fails: whether the spread is above the standard's limit.
        loss: what the units weigh less than theory.
        low, high: the limits of one unit; whole: those of the whole capsule by the other reading, or None for each.
        off: the mean net mass from theory.
    """

    basis: UnitBasis
    net: Spread
    own: Spread
    judged: tuple[Fraction, ...]
    target: Fraction
    limit: Amount
    outside: int
    far_outside: int
    rsd_fails: bool
    loss: Fraction
    low: Fraction
    high: Fraction
    whole: tuple[Fraction | None, Fraction | None]
    off: Fraction


@planner(UnitWeightInputs, settle=settle_basis)
def check_unit_weights(sheet: Worksheet[UnitWeightInputs]) -> UnitWeights:
    """Hold weighed units to a standard as it is written, and their mean net mass to theory.

    Without a plan, theoretical is needed; with one, an input that says otherwise than the plan is refused. With gross,
    the masses and theoretical include the shell, and shell_mass, or the profile's for the size, is taken off each unit.
    If neither gross nor net is said, the masses are net, as an assumption; with a plan of capsules they are filled
    capsules as weighed, and it is asked where the mean fits the plan's net contents. Without a standard it is the
    profile's, the jurisdiction's, or ``usp-795-older`` (of tablets ``ph-eur-2.9.5``).

    Returns:
        The verdict, ``pass`` or ``fail``. Masses cannot prove content: a finding says so.

    Raises:
        InputError, UnitError: what reading the inputs raises; ``too-few-units``, ``gross-without-shell-mass``,
            ``shell-mass-without-gross``, ``lighter-than-shell``, ``theory-lighter-than-shell``,
            ``tablet-has-no-shell``, ``size-without-gross``, ``gross-and-net``, ``missing``, ``not-a-plan``,
            ``contradicts-plan``, ``unknown-capsule-size``, ``standard-not-for-form``, ``unknown-choice``.
        MismatchError: ``does-not-recompute``: the plan was changed after it was planned.

    Sources: each standard of the reference data carries its own.

    >>> check = check_unit_weights(masses=["84 mg"] * 20, theoretical="135 mg", standard="ph-eur-2.9.5", form="capsule")
    >>> check.standard_verdict, check.house_verdict, check.verdict
    ('pass', 'fail', 'fail')
    """
    given = sheet.given
    basis = resolve_basis(sheet)
    found = _judge(sheet, basis)
    spread, shell = found.net, basis.shell
    findings = tuple(rules(given, found))
    units = tuple(
        WeighedUnit(
            number=number,
            net=mass(contents),
            gross=given.masses[number - 1] if shell is not None else None,
            deviation=ratio(arithmetic.deviation(found=value, planned=found.target)),
            outside=_beyond(value, found.target, found.limit.value),
        )
        for number, (value, contents) in enumerate(zip(found.judged, basis.net, strict=True), start=1)
    )
    criteria = _criteria(found)
    verdicts = [
        FAIL if any(row.verdict == FAIL for row in rows) else PASS for rows in (criteria[:-1], criteria[-1:], criteria)
    ]
    far_out = any(item.code == FAR_OUT for item in findings)
    next_fill = None if far_out else _next_fill(sheet, spread.mean)
    return UnitWeights(
        inputs=sheet.inputs,
        assumptions=sheet.assumptions,
        steps=sheet.steps,
        findings=findings,
        form=basis.form,
        standard=basis.standard.key,
        standard_name=basis.standard.name,
        count=len(units),
        theoretical=mass(basis.theory),
        mean=mass(spread.mean),
        mean_gross=as_mass(None if shell is None else spread.mean + shell),
        shell=as_mass(shell),
        standard_deviation=mass(spread.standard_deviation),
        rsd=ratio(spread.rsd),
        mean_deviation=ratio(found.off),
        judged="net" if found.judged is basis.net else "gross",
        target=mass(found.target),
        limit=found.limit,
        low=mass(found.low),
        high=mass(found.high),
        whole_low=as_mass(found.whole[0]),
        whole_high=as_mass(found.whole[1]),
        outside=found.outside,
        far_outside=found.far_outside,
        standard_verdict=verdicts[0],
        house_verdict=verdicts[1],
        verdict=verdicts[2],
        criteria=criteria,
        units=units,
        next_fill_mass=next_fill,
    )


def rules(given: UnitWeightInputs, found: Judged) -> Iterator[Finding]:
    """Yield the findings on weighed units, in the order in which they are told."""
    basis, standard = found.basis, found.basis.standard
    theory, shell, mean, house = basis.theory, basis.shell, found.net.mean, basis.limit
    yield from print_out_findings(given, count=len(given.masses), gross=shell is not None)
    yield from stopped_plan_findings(() if given.plan is None else given.plan.stops)
    yield from outlier_findings([item.value for item in given.masses], field="masses")
    yield from checks.standard_findings(
        standard,
        limit=found.limit,
        outside=found.outside,
        far_outside=found.far_outside,
        rsd_fails=found.rsd_fails,
        rsd=found.own.rsd,
        loss=found.loss,
    )
    typed = given.theoretical.value if given.plan is None and given.theoretical is not None else None
    fits_as_net = typed if shell is not None and typed and not _beyond(mean, typed, house.value) else None
    yield from checks.mean_findings(mean=mean, theoretical=theory, limit=house, fits_as_net=fits_as_net)
    empty = sum(contents <= 0 for contents in basis.net)
    yield from checks.sample_findings(standard, count=len(basis.net), empty=empty, weighed_whole=shell is not None)
    if get_form(basis.form).shell:
        yield from checks.reading_findings(standard, low=found.low, high=found.high, shell=shell, whole=found.whole)


def _judge(sheet: Worksheet[UnitWeightInputs], basis: UnitBasis) -> Judged:
    """Hold the units to their standard, and their mean to theory.

    Raises:
        InputError: ``standard-not-for-form``.
    """
    standard, net, shell, theory = basis.standard, basis.net, basis.shell, basis.theory
    spread = spread_of(sheet, "net mass", net)
    # A standard for whole units is run on whole units, where they were weighed.
    whole = shell is not None and standard.key in whole_unit_standards()[0]
    judged = tuple(item.value for item in sheet.given.masses) if whole else net
    own = spread_of(sheet, "gross mass", judged) if whole else spread
    gross = None if shell is None else theory + shell
    expected = gross if whole and gross is not None else theory
    target = expected if standard.target == "theory" else own.mean
    band = standard.band(basis.form, mass(target))
    if band is None:
        raise not_for_form(standard, basis.form)
    limit, factor = band.limit, standard.outer_factor
    loss = calc.loss_of_mass(theoretical=theory, mean=spread.mean)
    if standard.loss_limit is not None:
        sheet.work("loss of mass against theory", calc.loss_of_mass, theoretical=theory, mean=spread.mean)
    return Judged(
        basis=basis,
        net=spread,
        own=own,
        judged=judged,
        target=target,
        limit=limit,
        outside=sum(_beyond(value, target, limit.value) for value in judged),
        far_outside=sum(_beyond(value, target, limit.value * factor) for value in judged) if factor else 0,
        rsd_fails=standard.rsd_limit is not None and own.relative > standard.rsd_limit.value**2,
        loss=loss,
        low=sheet.work("lowest mass of a unit", arithmetic.without_share, whole=target, share=limit.value),
        high=sheet.work("highest mass of a unit", calc.highest_mass, target=target, limit=limit.value),
        whole=_other_reading(sheet, standard, basis.form, limit.value, gross),
        off=sheet.work("mean net mass from theory", arithmetic.deviation, found=spread.mean, planned=theory),
    )


def _other_reading(
    sheet: Worksheet, standard: Standard, form: str, limit: Fraction, target: Fraction | None
) -> tuple[Fraction | None, Fraction | None]:
    """Return the limits of the reading that takes them of the whole capsule, in mg, where the standard has one."""
    if not get_form(form).shell or target is None or standard.key not in two_reading_standards()[0]:
        return None, None
    low = sheet.work("lowest whole capsule, by the other reading", arithmetic.without_share, whole=target, share=limit)
    high = sheet.work("highest whole capsule, by the other reading", calc.highest_mass, target=target, limit=limit)
    return low, high


def _beyond(value: Fraction, target: Fraction, limit: Fraction) -> bool:
    return abs(value - target) > limit * target


def _percent(value: Fraction) -> str:
    from ldn_compound.core.numbers import decimal_text

    sign = "-" if value < 0 else ""
    return f"{sign}{decimal_text(round_half_up(abs(value) * 100, Fraction(1, 100)))} %"


def _criteria(found: Judged) -> tuple[Criterion, ...]:
    """Return each thing that is judged: those of the standard first, and the house rule last."""
    standard, limit, house = found.basis.standard, found.limit, found.basis.limit
    against = checks.target_words(standard)

    def row(name: str, shown: str, most: str, fails: bool, rule: str = standard.key) -> Criterion:
        return Criterion(rule=rule, name=name, found=shown, limit=most, verdict=FAIL if fails else PASS)

    most = f"at most {standard.outside}"
    name = f"units outside {limit.text()} of the {against}"
    rows = [row(name, str(found.outside), most, found.outside > standard.outside)]
    if standard.outer_factor:
        outer = ratio(limit.value * standard.outer_factor).text()
        far = found.far_outside
        rows.append(row(f"units beyond {outer} of the {against}", str(far), "none", far > 0))
    if standard.rsd_limit is not None:
        most = f"at most {standard.rsd_limit.text()}"
        rows.append(row("relative standard deviation", _percent(found.own.rsd), most, found.rsd_fails))
    if standard.loss_limit is not None:
        most = f"at most {standard.loss_limit.text()}"
        shown = _percent(max(found.loss, Fraction(0)))
        rows.append(row("loss of mass against theory", shown, most, found.loss > standard.loss_limit.value))
    shown = f"{'' if found.off < 0 else '+'}{_percent(found.off)}"
    fails = _beyond(found.net.mean, found.basis.theory, house.value)
    rows.append(row("mean net mass against theory", shown, f"within {house.text()}", fails, "house rule"))
    return tuple(rows)


def _next_fill(sheet: Worksheet[UnitWeightInputs], mean: Fraction) -> Amount | None:
    if not sheet.given.next_fill_mass:
        return None
    return to_fill(sheet, "fill mass for the next batch of this blend", "mean net mass ", mean)
