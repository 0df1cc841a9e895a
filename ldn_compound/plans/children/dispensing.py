"""The bottle for a dose by body weight: its plan, from what the dose says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ldn_compound.core.errors import InputError
from ldn_compound.inputs.batches import SolutionInputs
from ldn_compound.inputs.doses import DoseInputs
from ldn_compound.inputs.reading import handed_on
from ldn_compound.plans import verify
from ldn_compound.plans.children.weight_based_dose import Dose
from ldn_compound.plans.solution.batch import SolutionBatch
from ldn_compound.plans.solution.plan import plan_solution

if TYPE_CHECKING:
    from ldn_compound.inputs.fields import DayIn, QuantityIn
    from ldn_compound.settings.profile import Profile


def plan_solution_for(
    dose: Dose,
    *,
    vehicle: str | None = None,
    storage: str | None = None,
    overfill: QuantityIn | None = None,
    made_on: DayIn | None = None,
    made_on_is_today: bool | None = None,
    today: DayIn | None = None,
    component_expiries: Mapping[str, DayIn] | None = None,
    component_lots: Mapping[str, str] | None = None,
    profile: Profile | None = None,
) -> SolutionBatch:
    """Return the plan of the bottle for a dose by body weight: for its days of supply, of its concentration.

    The dose, how often a day, the days, the patient and what was answered and accepted are the dose's own. The dose is
    planned before it is rounded to a syringe's lines; the plan rounds it for the syringe as the dose does.

    Parameters:
        dose: as :func:`weight_based_dose` returned it, with days_supply.
        vehicle, storage, overfill, made_on, made_on_is_today, today, component_expiries, component_lots, profile: as of
            plan_solution.

    Returns:
        The plan of the liquid, which prints a label as any other.

    Raises:
        InputError: ``not-a-dose``; ``missing``: the dose was planned without days of supply; what plan_solution raises.
        MismatchError: ``does-not-recompute``: the dose was changed after it was planned.
        StopError, CalculationError: as of plan_solution.

    >>> from ldn_compound.plans.children.weight_based_dose import weight_based_dose
    >>> dose = weight_based_dose(body_weight="18.5 kg", age="6", days_supply=30)
    >>> print(plan_solution_for(dose, overfill="5 mL", made_on="2026-11-22").volume)
    60.5 milliliter
    """
    if not isinstance(dose, Dose):
        raise InputError("not-a-dose", field="dose", given=dose, needed="a result of weight_based_dose")
    verify(dose)
    if dose.days_supply is None:
        needed = "for how many days the bottle is, such as 30"
        raise InputError("missing", field="days_supply", needed=needed, hint="plan the dose with days_supply")
    given = handed_on(dose.inputs, DoseInputs.fields.keys() & SolutionInputs.fields.keys()) | {
        "dose": dose.exact.dose,
        "doses_per_day": dose.doses_per_day,
        "concentration": dose.exact.concentration,
        "vehicle": vehicle,
        "storage": storage,
        "overfill": overfill,
        "made_on": made_on,
        "made_on_is_today": made_on_is_today,
        "today": today,
        "component_expiries": component_expiries,
        "component_lots": component_lots,
        "profile": profile,
    }
    return plan_solution(**given)
