"""The batches of capsules that a titration takes: a plan for each strength, from what its schedule says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ldn_compound.core.errors import InputError, LdnError, at_place
from ldn_compound.core.numbers import parse_whole
from ldn_compound.inputs.batches import CapsuleInputs
from ldn_compound.inputs.doses import TitrationInputs
from ldn_compound.inputs.reading import handed_on
from ldn_compound.plans.capsules.plan import plan_capsules
from ldn_compound.plans.capsules.result import CapsuleBatch
from ldn_compound.plans.titration.plan import Titration, require_titration
from ldn_compound.plans.titration.result import Supply
from ldn_compound.reference.forms import get_form

if TYPE_CHECKING:
    from ldn_compound.inputs.fields import DayIn, QuantityIn
    from ldn_compound.settings.profile import Profile


def plan_capsules_for(
    titration: Titration,
    *,
    supply: int = 1,
    size: str | None = None,
    filler: str | None = None,
    fill_mass: QuantityIn | None = None,
    packing_stat: QuantityIn | None = None,
    filler_density: QuantityIn | None = None,
    measured: bool | None = None,
    api_density: QuantityIn | None = None,
    api_packing_stat: QuantityIn | None = None,
    fill_method: str | None = None,
    shell: str | None = None,
    shell_colour: str | None = None,
    shell_mass: QuantityIn | None = None,
    extra_units: int | None = None,
    avoid: Sequence[str] = (),
    avoid_words: Mapping[str, str] | None = None,
    made_on: DayIn | None = None,
    made_on_is_today: bool | None = None,
    today: DayIn | None = None,
    component_expiries: Mapping[str, DayIn] | None = None,
    component_lots: Mapping[str, str] | None = None,
    profile: Profile | None = None,
) -> tuple[CapsuleBatch, ...]:
    """Return the plan of a batch for each strength that a titration takes, as many capsules as its schedule counts.

    The patient and what was answered and accepted are the titration's own. How many are taken and when is the
    schedule's: the batches have no directions of their own.

    Parameters:
        titration: of capsules, as :func:`plan_titration` returned it.
        supply: number of the titration's supply, where one batch does not keep for all of it.
        size, filler: as of plan_capsules; where they are left out, the profile has to state them.
        fill_mass, packing_stat, filler_density, measured, api_density, api_packing_stat, fill_method, shell,
            shell_colour, shell_mass, extra_units, avoid, avoid_words, made_on, made_on_is_today, today,
            component_expiries, component_lots, profile: as of plan_capsules, for each of the batches.

    Returns:
        The plans, in the order of the titration's strengths.

    Raises:
        InputError: ``not-a-titration``; ``not-for-this-form``: it is of a liquid; ``out-of-range``: there is no such
            supply; ``made-too-early``: a batch does not keep until the last day of its use; what plan_capsules raises.
        MismatchError: ``does-not-recompute``: the titration was changed after it was planned.
        StopError: of the titration, one that nobody accepted; as of plan_capsules.
        CalculationError: as of plan_capsules.

    >>> from ldn_compound.plans.titration.plan import plan_titration
    >>> course = plan_titration(form="capsule", strengths="0.5 mg,1.5 mg", doses="0.5 mg,1.5 mg,2 mg", every="7 d")
    >>> plans = plan_capsules_for(course, size="3", filler="mcc-ph102", packing_stat="135 mg")
    >>> [(str(plan.strength), plan.count) for plan in plans]
    [('0.5 milligram', 14), ('1.5 milligram', 14)]
    """
    plan = require_titration(titration)
    if not get_form(plan.form).counted:
        needed = "a titration of capsules"
        hint = "of a liquid, plan_solution plans the bottle"
        raise InputError("not-for-this-form", field="titration", given=plan.form, needed=needed, hint=hint)
    number = parse_whole(supply, field="supply", least=1, most=len(plan.supplies))
    part = plan.supplies[number - 1]
    taken_over = TitrationInputs.fields.keys() & CapsuleInputs.fields.keys() - {"doses_per_day"}
    given = handed_on(plan.inputs, taken_over) | {
        "of_course": f"{plan.exact.start.text()} to {plan.exact.to.text()} in {plan.schedule[-1].to_day} days",
        "size": size,
        "filler": filler,
        "fill_mass": fill_mass,
        "packing_stat": packing_stat,
        "filler_density": filler_density,
        "measured": measured,
        "api_density": api_density,
        "api_packing_stat": api_packing_stat,
        "fill_method": fill_method,
        "shell": shell,
        "shell_colour": shell_colour,
        "shell_mass": shell_mass,
        "extra_units": extra_units,
        "avoid": avoid,
        "avoid_words": avoid_words,
        "made_on": made_on,
        "made_on_is_today": made_on_is_today,
        "today": today,
        "component_expiries": component_expiries,
        "component_lots": component_lots,
        "profile": profile,
    }
    return tuple(_batch(plan, part, place, given) for place in range(len(part.capsules)))


def _batch(plan: Titration, part: Supply, place: int, given: Mapping[str, Any]) -> CapsuleBatch:
    """Plan the batch of one strength; what is wrong with it names the strength."""
    row = part.capsules[place]
    try:
        made = plan_capsules(strength=row.exact.strength, count=row.count, **given)
    except LdnError as error:
        raise at_place([error], f"the batch of {row.exact.strength.text()}")[0] from None
    if part.to_date is not None and made.beyond_use_date is not None and made.beyond_use_date < part.to_date:
        needed = f"a day from which the capsules keep until {part.to_date.isoformat()}, the last day of their use"
        shown = None if made.made_on is None else made.made_on.isoformat()
        hint = f"the batch of {row.exact.strength.text()} keeps until {made.beyond_use_date.isoformat()}"
        raise InputError("made-too-early", field="made_on", given=shown, needed=needed, hint=hint)
    return made
