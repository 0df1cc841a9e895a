"""Weighed units against a standard as it is written, and their mean against theory; the verdict is the worse."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

import attrs

from ldn_compound.calc import arithmetic
from ldn_compound.calc import uniformity as calc
from ldn_compound.checks import quality as checks
from ldn_compound.checks.outliers import outlier_findings
from ldn_compound.core.numbers import round_half_up
from ldn_compound.core.results import OptionalQuantityField, Prose, QuantityField, Record, Result, Worded
from ldn_compound.core.units import Amount, as_mass, mass, ratio
from ldn_compound.inputs.quality import UnitWeightInputs
from ldn_compound.plans.public import planner
from ldn_compound.plans.quality.statistics import print_out_findings, spread_of
from ldn_compound.plans.quality.unit_basis import not_for_form, resolve_basis, settle_basis
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.forms import get_form
from ldn_compound.reference.limits import Standard
from ldn_compound.reference.quality import two_reading_standards, whole_unit_standards

PASS, FAIL = "pass", "fail"
_NEXT_STEP = Fraction(1, 10)
"""What a fill mass fed back is rounded to, in mg: finer than capsules can be filled."""


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
    masses, plan = given.masses, given.plan
    basis = resolve_basis(sheet)
    form, standard, house = basis.form, basis.standard, basis.limit
    net, shell, theory = basis.net, basis.shell, basis.theory
    spread = spread_of(sheet, "net mass", net)
    # A standard for whole units is run on whole units, where they were weighed.
    whole = shell is not None and standard.key in whole_unit_standards()[0]
    judged = tuple(item.value for item in masses) if whole else net
    own = spread_of(sheet, "gross mass", judged) if whole else spread
    expected = theory + shell if whole and shell is not None else theory
    target = expected if standard.target == "theory" else own.mean
    band = standard.band(form, mass(target))
    if band is None:
        raise not_for_form(standard, form)
    limit = band.limit
    factor = standard.outer_factor or 0
    units = tuple(
        WeighedUnit(
            number=number,
            net=mass(contents),
            gross=masses[number - 1] if shell is not None else None,
            deviation=ratio(arithmetic.deviation(found=value, planned=target)),
            outside=_beyond(value, target, limit.value),
        )
        for number, (value, contents) in enumerate(zip(judged, net, strict=True), start=1)
    )
    outside = sum(unit.outside for unit in units)
    far = sum(_beyond(value, target, limit.value * factor) for value in judged) if factor else 0
    loss = calc.loss_of_mass(theoretical=theory, mean=spread.mean)
    if standard.loss_limit is not None:
        sheet.work("loss of mass against theory", calc.loss_of_mass, theoretical=theory, mean=spread.mean)
    rsd_limit = standard.rsd_limit
    rsd_fails = rsd_limit is not None and own.relative > rsd_limit.value**2
    low = sheet.work("lowest mass of a unit", arithmetic.without_share, whole=target, share=limit.value)
    high = sheet.work("highest mass of a unit", calc.highest_mass, target=target, limit=limit.value)
    whole_target = theory + shell if shell is not None else None
    others = _other_reading(sheet, standard, form, limit.value, whole_target)
    failed = checks.standard_findings(
        standard, limit=limit, outside=outside, far_outside=far, rsd_fails=rsd_fails, rsd=own.rsd, loss=loss
    )
    off = sheet.work("mean net mass from theory", arithmetic.deviation, found=spread.mean, planned=theory)
    typed = given.theoretical.value if plan is None and given.theoretical is not None else None
    fits_as_net = typed if shell is not None and typed and not _beyond(spread.mean, typed, house.value) else None
    house_failed = checks.mean_findings(mean=spread.mean, theoretical=theory, limit=house, fits_as_net=fits_as_net)
    sheet.findings += print_out_findings(sheet, count=len(masses), gross=shell is not None)
    if plan is not None and plan.stops:
        sheet.findings.append(checks.stopped_plan_finding(", ".join(item.code for item in plan.stops)))
    far_out = outlier_findings([item.value for item in masses], field="masses")
    sheet.findings += far_out + failed + house_failed
    empty = sum(contents <= 0 for contents in net)
    sheet.findings += checks.sample_findings(standard, count=len(net), empty=empty, weighed_whole=shell is not None)
    if get_form(form).shell:
        sheet.findings += checks.reading_findings(standard, low=low, high=high, shell=shell, whole=others)
    verdicts = (FAIL if failed else PASS, FAIL if house_failed else PASS)
    return UnitWeights(
        inputs=sheet.inputs,
        assumptions=sheet.assumptions,
        steps=sheet.steps,
        findings=tuple(sheet.findings),
        form=form,
        standard=standard.key,
        standard_name=standard.name,
        count=len(net),
        theoretical=mass(theory),
        mean=mass(spread.mean),
        mean_gross=as_mass(None if shell is None else spread.mean + shell),
        shell=as_mass(shell),
        standard_deviation=mass(spread.standard_deviation),
        rsd=ratio(spread.rsd),
        mean_deviation=ratio(off),
        judged="gross" if whole else "net",
        target=mass(target),
        limit=limit,
        low=mass(low),
        high=mass(high),
        whole_low=as_mass(others[0]),
        whole_high=as_mass(others[1]),
        outside=outside,
        far_outside=far,
        standard_verdict=verdicts[0],
        house_verdict=verdicts[1],
        verdict=FAIL if FAIL in verdicts else PASS,
        criteria=(
            *_criteria(standard, limit, outside, far, ratio(own.rsd), rsd_fails, loss),
            Criterion(
                rule="house rule",
                name="mean net mass against theory",
                found=f"{'' if off < 0 else '+'}{_percent(off)}",
                limit=f"within {house.text()}",
                verdict=verdicts[1],
            ),
        ),
        units=units,
        next_fill_mass=None if far_out else _next_fill(sheet, spread.mean),
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


def _criteria(
    standard: Standard, limit: Amount, outside: int, far: int, rsd: Amount, rsd_fails: bool, loss: Fraction
) -> Sequence[Criterion]:
    def row(name: str, found: str, most: str, fails: bool) -> Criterion:
        return Criterion(rule=standard.key, name=name, found=found, limit=most, verdict=FAIL if fails else PASS)

    against = checks.target_words(standard)
    yield_rows = [
        row(
            f"units outside {limit.text()} of the {against}",
            str(outside),
            f"at most {standard.outside}",
            outside > standard.outside,
        )
    ]
    if standard.outer_factor:
        outer = ratio(limit.value * standard.outer_factor).text()
        yield_rows.append(row(f"units beyond {outer} of the {against}", str(far), "none", far > 0))
    if standard.rsd_limit is not None:
        most = f"at most {standard.rsd_limit.text()}"
        yield_rows.append(row("relative standard deviation", _percent(rsd.value), most, rsd_fails))
    if standard.loss_limit is not None:
        most = f"at most {standard.loss_limit.text()}"
        shown = _percent(max(loss, Fraction(0)))
        yield_rows.append(row("loss of mass against theory", shown, most, loss > standard.loss_limit.value))
    return yield_rows


def _next_fill(sheet: Worksheet[UnitWeightInputs], mean: Fraction) -> Amount | None:
    if not sheet.given.next_fill_mass:
        return None
    value = mass(round_half_up(mean, _NEXT_STEP))
    text = Worded("mean net mass {} to the nearest {}, half up", (mass(mean), mass(_NEXT_STEP)))
    sheet.note("fill mass for the next batch of this blend", text, Worded("{}", (value,)))
    return value
