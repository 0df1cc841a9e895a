"""The trituration of a plan, without the envelope of a result: what a plan of any form carries and shows.

``design(drug=Fraction(15), limits=Limits(Fraction(120), Fraction(1), Fraction(6), Fraction(1, 100)),
largest_total=Fraction(10_000), diluent_available=Fraction(3900))`` returns a :class:`TriturationPart`; masses in and
out are exact mg. The working and the preparation steps are of :mod:`ldn_compound.plans.weighing.procedure`.
"""

from __future__ import annotations

from fractions import Fraction

from ldn_compound.calc import arithmetic
from ldn_compound.calc import trituration as calc
from ldn_compound.core.errors import CalculationError
from ldn_compound.core.formulas import number_text
from ldn_compound.core.numbers import ceiling, round_down, round_half_up
from ldn_compound.core.units import mass, ratio
from ldn_compound.plans.weighing import search
from ldn_compound.plans.weighing.result import Limits, TriturationPart, TriturationStage, expected_error
from ldn_compound.reference.limits import trituration
from ldn_compound.reference.vehicles import Substance, solvent_facts

MOST_STEPS = 20_000
"""The most steps of the search that a total has: on a finer balance the steps are a multiple of its readability."""


def design(
    *,
    drug: Fraction,
    limits: Limits,
    largest_total: Fraction,
    diluent_available: Fraction | None = None,
    most_drug: Fraction | None = None,
    solvent: Substance | None = None,
) -> TriturationPart:
    """Return the best trituration that brings so much drug powder; every mass is a multiple of the readability.

    Parameters:
        drug: drug POWDER needed, exact mg (after the weighing factor), above 0.
        limits: what the balance can do, and how near the aliquot has to come.
        diluent_available: most diluent that the aliquot may bring in mg (all filler of the batch), or None.
        most_drug: most drug that the aliquot may bring in mg, such as 110 % of the label's, or None; below the needed
            it is no limit.
        largest_total: largest total of a stage in mg.
        solvent: the liquid that the drug is dissolved in, in place of a powder to thin it with; or None. There is one
            stage, and no more drug in it than the liquid's row allows.

    Raises:
        CalculationError: ``no-trituration``.

    >>> class_iii = Limits(Fraction(120), Fraction(1), Fraction(6), Fraction(1, 100))
    >>> part = design(drug=Fraction(6), limits=class_iii, largest_total=Fraction(10_000))
    >>> part.drug_to_weigh.magnitude, part.total.magnitude, part.aliquot_to_weigh.magnitude
    (Decimal('200'), Decimal('10000'), Decimal('300'))
    """
    minimum, readability, error, tolerance = limits
    rule = trituration()
    step = readability * max(1, ceiling(largest_total / (readability * MOST_STEPS)))
    space = search.Space(
        needed=drug / step,
        least=max(1, ceiling(minimum / step)),
        most=(largest_total / step).__floor__(),
        error=error / step,
        tolerance=tolerance,
        diluent=None if diluent_available is None else diluent_available / step,
        thinnest=rule.thinnest,
        highest=None if most_drug is None or most_drug < drug else most_drug / step,
    )
    if solvent is not None:
        density, most = (fact.value.value for fact in solvent_facts(solvent))
        # Dissolved drug is even however thin it is.
        parts = calc.parts_of_solution(density=density, strength=most)
        space = space._replace(thinnest=space.most, strongest=parts)
    found = search.best_plan(space)
    if found is None:
        raise _none(drug, minimum, error, tolerance, diluent_available, largest_total, solvent)
    stages: list[TriturationStage] = []
    held = found.stages[0].drug * step
    for row in found.stages:
        held = calc.drug_in_aliquot(drug=held, aliquot=row.aliquot * step, total=(row.drug + row.diluent) * step)
        stages.append(_stage(row, step, held, error))
    sizes = f"masses in steps of {mass(step).text()}, totals of at most {mass(largest_total).text()}"
    if solvent is None:
        searched = (
            f"every plan of one stage, and of two with a first stage of 1 part in "
            f"{', '.join(map(str, rule.first_parts))}, with {sizes} and at most 1 part in {rule.thinnest} a "
            f"stage"
        )
    else:
        searched = f"every plan of one stage with {sizes} and at most {_strength(solvent)}"
    if space.highest is not None:
        searched += f", the drug at most {_mg(space.highest * step)}"
    reason = None
    if len(stages) > 1:
        limit = next(tier for tier in rule.errors if found.bound <= tier)
        reason = _why_not_one(drug, minimum, error, limit, diluent_available, largest_total)
    first, last = found.stages[0], stages[-1]
    return TriturationPart(
        drug_needed=mass(drug),
        drug_to_weigh=mass(first.drug * step),
        diluent_to_weigh=mass(first.diluent * step),
        total=mass((first.drug + first.diluent) * step),
        aliquot_to_weigh=last.exact.aliquot_to_weigh,
        drug_in_aliquot=last.exact.drug_in_aliquot,
        diluent_in_aliquot=mass(arithmetic.remaining(whole=last.exact.aliquot_to_weigh.value, part=held)),
        deviation=ratio(found.deviation),
        error_bound=ratio(found.bound),
        stages=tuple(stages),
        balance_error=mass(error),
        stock=None,
        dissolved_in=None if solvent is None else solvent.key,
        two_stages_because=reason,
        searched=searched,
    )


def _stage(row: search.Weighings, step: Fraction, held: Fraction, error: Fraction) -> TriturationStage:
    drug, diluent, aliquot = (size * step for size in row)
    return TriturationStage(
        drug_to_weigh=mass(drug),
        diluent_to_weigh=mass(diluent),
        total=mass(arithmetic.total(first=drug, second=diluent)),
        aliquot_to_weigh=mass(aliquot),
        drug_in_aliquot=mass(held),
        drug_error=expected_error(drug, balance_error=error),
        diluent_error=expected_error(diluent, balance_error=error),
        aliquot_error=expected_error(aliquot, balance_error=error),
    )


def from_stock(
    *,
    drug: Fraction,
    limits: Limits,
    parts: int,
    diluent_available: Fraction | None = None,
    most_drug: Fraction | None = None,
    room_field: str = "diluent_available",
) -> TriturationPart:
    """Return the aliquot of a stock of a given strength; nothing else is weighed.

    Parameters:
        drug, limits, diluent_available, most_drug: as of :func:`design`; parts: of the stock.
        room_field: the input that says how much diluent there is room for.

    Raises:
        CalculationError: ``no-trituration``.
    """
    minimum, readability, error, tolerance = limits
    one_in = Fraction(parts)
    exact_aliquot = arithmetic.multiplied(amount=drug, times=one_in)
    aliquot = round_half_up(exact_aliquot, readability)
    if most_drug is not None and arithmetic.divided(amount=aliquot, by=one_in) > most_drug >= drug:
        aliquot = round_down(exact_aliquot, readability)
    given = f"{_mg(drug)} from a stock of 1:{parts}"
    if aliquot < minimum:
        parts_needed = ceiling(minimum / drug)
        raise CalculationError(
            "no-trituration",
            field="stock",
            given=f"{given}: {_mg(aliquot)} of it",
            needed=f"an aliquot of at least the minimum weighable {_mg(minimum)}",
            hint=f"take a weaker stock, 1:{parts_needed} or more, or leave the stock out",
        )
    held = arithmetic.divided(amount=aliquot, by=one_in)
    off = arithmetic.gap(larger=max(held, drug), smaller=min(held, drug), of=drug)
    if off > tolerance:
        raise CalculationError(
            "no-trituration",
            field="stock",
            given=f"{given}: {_mg(aliquot)} of it hold {_mg(held)}, {number_text(off * 100, '1')} % off",
            needed=f"drug within {ratio(tolerance).text()} of the needed",
            hint="take a weaker stock or a finer balance",
        )
    brought = arithmetic.remaining(whole=aliquot, part=held)
    if diluent_available is not None and brought > diluent_available:
        raise CalculationError(
            "no-trituration",
            field=room_field,
            given=f"{given} brings {_mg(brought)} of diluent",
            needed=f"at most the {_mg(diluent_available)} that there is room for",
            hint="take a stronger stock",
        )
    of_aliquot = expected_error(aliquot, balance_error=error)
    stage = TriturationStage(
        drug_to_weigh=None,
        diluent_to_weigh=None,
        total=None,
        aliquot_to_weigh=mass(aliquot),
        drug_in_aliquot=mass(held),
        drug_error=None,
        diluent_error=None,
        aliquot_error=of_aliquot,
    )
    nothing = Fraction(0)
    return TriturationPart(
        drug_needed=mass(drug),
        drug_to_weigh=None,
        diluent_to_weigh=None,
        total=None,
        aliquot_to_weigh=mass(aliquot),
        drug_in_aliquot=mass(held),
        diluent_in_aliquot=mass(brought),
        deviation=ratio(off),
        error_bound=ratio(calc.error_bound(drug_error=nothing, aliquot_error=of_aliquot.value, deviation=off)),
        stages=(stage,),
        balance_error=mass(error),
        stock=f"1:{parts}",
        two_stages_because=None,
        searched=f"the aliquot nearest to the needed, to the balance's {mass(readability).text()}",
    )


def _why_not_one(
    drug: Fraction,
    minimum: Fraction,
    error: Fraction,
    limit: Fraction,
    diluent_available: Fraction | None,
    largest_total: Fraction,
) -> str:
    """Say why one stage is not enough for this error limit: its total, its thinness or its aliquot."""
    # Drug and aliquot alike take the least total for an error: 2 x error / limit each.
    each = max(minimum, 2 * error / limit)
    total = each * each / drug
    within = f"one stage within {ratio(limit).text()}"
    least = max(minimum, error / limit)
    thinnest = trituration().thinnest
    if least > drug * thinnest:
        return f"{within} would be thinner than 1 part in {thinnest}"
    if total > largest_total:
        return f"{within} takes a total of at least {_mg(total)}, above the largest, {_mg(largest_total)}"
    if diluent_available is not None and least - drug > diluent_available:
        return f"{within} brings more diluent than the {_mg(diluent_available)} that there is room for"
    return f"no {within} has masses that the balance's steps, its minimum and the other limits allow together"


def _none(
    drug: Fraction,
    minimum: Fraction,
    error: Fraction,
    tolerance: Fraction,
    diluent_available: Fraction | None,
    largest_total: Fraction,
    solvent: Substance | None,
) -> CalculationError:
    hint = f"the balance errs by {_mg(error)} a weighing; take a finer balance, a larger batch or a larger total"
    if diluent_available is not None and diluent_available < minimum:
        hint = (
            f"an aliquot weighs at least {_mg(minimum)}, and there is room for {_mg(diluent_available)} of "
            f"diluent: take a larger batch or capsule, or a finer balance"
        )
    elif drug >= minimum:
        hint = "so much drug needs no trituration: weigh it"
    elif solvent is not None:
        hint = (
            f"no more than {_strength(solvent)}, within that size and that room: a finer balance, a larger batch or a "
            f"larger total mends it"
        )
    elif tolerance == 0:
        hint = "with a tolerance of 0 % the balance's steps must meet the drug exactly: allow 1 %"
    return CalculationError(
        "no-trituration",
        field="drug",
        given=_mg(drug),
        needed=f"drug, diluent and aliquot of at least {_mg(minimum)} each, totals up to {_mg(largest_total)}, the "
        f"drug within {ratio(tolerance).text()}, "
        + ("in at most two stages" if solvent is None else f"at most {_strength(solvent)}"),
        hint=hint,
    )


def _strength(solvent: Substance) -> str:
    _, most = solvent_facts(solvent)
    return f"{most.value.text()} of drug in the liquid"


def _mg(value: Fraction) -> str:
    return number_text(value, "mass")
