"""The inputs of a dose by body weight and of a titration."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from ldn_compound.inputs.batches import CapsuleFill
from ldn_compound.inputs.fields import Field, amount, day, masses, needed, text, usual
from ldn_compound.inputs.record import PlanInputs
from ldn_compound.inputs.shared import (
    BODY_WEIGHT,
    CONCENTRATION,
    DAYS_SUPPLY,
    DOSES_PER_DAY,
    EXTRA_UNITS,
    FORM,
    OVERFILL,
    STORAGE,
    STRENGTHS,
    VEHICLE,
    Acceptance,
    Avoidance,
    DosesPerDay,
    FormulaGroup,
    Making,
    Patient,
    WeighedPatient,
)

if TYPE_CHECKING:
    from ldn_compound.inputs.fields import (
        Masses,
        MaybeAmount,
        MaybeChoice,
        MaybeDay,
        MaybeText,
        MaybeWhole,
        NeededAmount,
    )


def _counted(given: TitrationInputs) -> bool:
    """Tell whether a titration is of a form that is counted."""
    from ldn_compound.reference.forms import forms_with

    return any(form.counted and form.key == given.form for form in forms_with("titrated"))


def _alike(given: TitrationInputs) -> bool:
    """Tell whether the doses of a day are alike: how many there are is then open."""
    return not given.bedtime_doses


class DoseInputs(Acceptance, Patient, DosesPerDay):
    """The inputs of weight_based_dose."""

    body_weight: NeededAmount = needed(BODY_WEIGHT)
    concentration: MaybeAmount = CONCENTRATION
    days_supply: MaybeWhole = usual("dispensing.days_supply", DAYS_SUPPLY)
    strengths: Masses = STRENGTHS


class Bottle(PlanInputs, Making):
    """What a dose by weight is dispensed in, beside what the dose says."""

    vehicle: MaybeText = VEHICLE
    storage: MaybeChoice[Literal["room-temperature", "refrigerator", "room", "refrigerated"]] = STORAGE
    overfill: MaybeAmount = OVERFILL


class CourseCapsules(PlanInputs, Making, CapsuleFill, Avoidance):
    """What the capsules of a titration are made of, beside what its schedule says."""

    extra_units: MaybeWhole = EXTRA_UNITS


class TitrationInputs(FormulaGroup, Acceptance, WeighedPatient, DosesPerDay):
    """The inputs of plan_titration."""

    form: Field[Literal["solution", "capsule"], str] = needed(FORM)
    doses_per_day: MaybeWhole = usual("dispensing.doses_per_day", DOSES_PER_DAY, applies=_alike)
    start: MaybeAmount = amount("mass", "the first dose", "0.5mg")
    step: MaybeAmount = amount("mass", "how much more from one step to the next", "0.5mg")
    every: MaybeAmount = amount("time", "how long a step lasts, in whole days", "14d", most=365)
    to: MaybeAmount = amount("mass", "the last dose; the last step lands on it", "4.5mg")
    doses: Masses = masses(
        "doses", "the doses one by one, with commas between, in place of start, step and to", "1mg,2mg,3mg,4.5mg"
    )
    bedtime_doses: Masses = masses(
        "doses", "the dose at bedtime beside each of the listed doses, which then are the morning's", "1mg,1mg,2mg"
    )
    lengths: Masses = masses(
        "lengths", "how long each of the listed doses is taken, one for each, in place of every", "7d,7d,14d,28d"
    )
    first_for: MaybeAmount = amount("time", "how long the first dose is taken (else as the others)", "28d", most=3650)
    last_for: MaybeAmount = amount("time", "how long the last step lasts (assumed: as the others)", "14d", most=3650)
    concentration: MaybeAmount = CONCENTRATION
    vehicle: MaybeText = VEHICLE
    storage: MaybeChoice[Literal["room-temperature", "refrigerator", "room", "refrigerated"]] = STORAGE
    strengths: Masses = usual("strengths.capsule", STRENGTHS, applies=_counted, held_to=True)
    restart_at: MaybeAmount = amount("mass", "the dose after a pause, from which the steps go up again", "1.5mg")
    pause: MaybeAmount = amount("time", "how long nothing is taken before the restart, in whole days", "14d", most=365)
    begin: MaybeDay = day("the first day")
    preset: MaybeText = text("a published schedule by name (see: titrate --presets)", "schwaiger-2018")

    def day_of_rules(self) -> date | None:
        """Return the first day."""
        return self.begin
