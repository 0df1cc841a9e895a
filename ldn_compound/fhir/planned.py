"""What a prescription says, as the inputs of the plan of its dosage form."""

from __future__ import annotations

import attrs

from ldn_compound.core.errors import InputError
from ldn_compound.core.numbers import parse_whole
from ldn_compound.core.units import parse_quantity
from ldn_compound.fhir.dosage_reading import Taken
from ldn_compound.fhir.drug_reading import Prescribed
from ldn_compound.fhir.quantities import COUNT, MASSES, VOLUMES, Measured
from ldn_compound.inputs.reading import read_input
from ldn_compound.plans import planner_of
from ldn_compound.reference.fhir import FORMS, get_form_code
from ldn_compound.reference.forms import get_form
from ldn_compound.reference.limits import slips


@attrs.frozen
class Supply:
    """What is to be dispensed.

    Attributes:
        quantity: units or a volume, or None; days: that it lasts, or None; refills: or None.
    """

    quantity: Measured | None = None
    days: str | None = None
    refills: int | None = None

    def label(self) -> dict[str, str]:
        """Return what a label has of it."""
        return {} if self.refills is None else {"refills": str(self.refills)}


def plan_inputs(
    prescribed: Prescribed, taken: Taken, supply: Supply, *, path: str
) -> tuple[str, dict[str, str], tuple[str, ...]]:
    """Return the kind of a plan, its inputs as they are typed, and what was concluded in words.

    Parameters:
        prescribed: the preparation; taken: how it is taken; supply: what is dispensed.
        path: of the request, for an error.

    Raises:
        InputError: ``no-dosage-form``, ``no-dose``, ``ambiguous-prescription``, ``bad-fhir-unit``; and what is wrong
            with a number.
    """
    if prescribed.form is None:
        hint = "name it in the medication's form, or in its text: naltrexone 4.5 mg capsule"
        raise InputError("no-dosage-form", field=f"{path}.medication", needed="a capsule, tablet or liquid", hint=hint)
    form = get_form(prescribed.form)
    read = _counted if form.counted else _liquid
    inputs, assumed = read(prescribed, taken, supply, path)
    common = {
        "prescribed_as": prescribed.means,
        "doses_per_day": None if taken.times is None else str(taken.times),
        "days_supply": supply.days,
        "maximum": taken.most,
    }
    note = get_form_code(form.key).note if form.key in FORMS else None
    if note is not None:
        assumed = (*assumed, note)
    inputs |= {name: value for name, value in common.items() if value is not None}
    fields = planner_of(form.plan).inputs.fields
    for name, value in inputs.items():
        # What the plan would refuse is refused here.
        read_input(fields[name], value)
    return form.plan, inputs, assumed


def _counted(prescribed: Prescribed, taken: Taken, supply: Supply, path: str) -> tuple[dict[str, str], tuple[str, ...]]:
    form, dose, strength = prescribed.form, taken.dose, prescribed.strength
    where = f"{path}.dosageInstruction"
    assumed: tuple[str, ...] = ()
    if taken.route == "sublingual":
        needed = f"by mouth, as a {form} is taken"
        raise InputError("another-route", field=f"{where}.route", given=taken.route, needed=needed)
    if strength is not None and "/" in strength:
        needed = f"the drug in one {form}"
        raise InputError("ambiguous-prescription", field=f"{path}.medication", given=strength, needed=needed)
    if dose.unit == COUNT:
        _require_form(dose, form, where)
        units = parse_whole(dose.number, field=where, most=1000)
        if strength is None:
            needed = f"the strength of one {form}"
            raise InputError("no-dose", field=f"{path}.medication", given=f"{dose.number} {form}", needed=needed)
    elif dose.unit in MASSES:
        if strength is None:
            if prescribed.unread is not None:
                needed = f"the strength of one {form}: what stands here may name another than {dose.text}"
                raise InputError("ambiguous-prescription", field=prescribed.unread, needed=needed)
            strength, units = dose.text, 1
            assumed = (f"the dose of {dose.text} is one {form}: no strength is written",)
        else:
            ratio = parse_quantity(dose.text, field=where).value / parse_quantity(strength, field=where).value
            if ratio.denominator != 1:
                needed = f"a whole number of {form}s of {strength}"
                raise InputError("ambiguous-prescription", field=where, given=dose.text, needed=needed)
            if slips().units_of_dose.value <= ratio:
                hint = f"{dose.text} is {ratio} {form}s of {strength}: a slip of the decimal point, or of the unit?"
                needed = f"fewer than {slips().units_of_dose.value} {form}s at a time"
                raise InputError("ambiguous-prescription", field=where, given=dose.text, needed=needed, hint=hint)
            units = parse_whole(int(ratio), field=where, most=1000)
            if units > 1:
                assumed = (f"the dose of {dose.text} is {units} {form}s of {strength}",)
    else:
        needed = f"a dose in mg, or a number of {form}s"
        raise InputError("bad-fhir-unit", field=where, given=dose.text, needed=needed)
    inputs = {"strength": strength, "units_per_dose": str(units)}
    if supply.quantity is not None:
        field = f"{path}.dispenseRequest.quantity"
        if supply.quantity.unit != COUNT:
            raise InputError("bad-fhir-unit", field=field, given=supply.quantity.text, needed=f"a number of {form}s")
        _require_form(supply.quantity, form, field)
        parse_whole(supply.quantity.number, field=field)
        inputs["count"] = supply.quantity.number
    return inputs, assumed


def _require_form(counted: Measured, form: str | None, path: str) -> None:
    if counted.form is not None and counted.form != form:
        needed = f"{form}s, the dosage form of the medication"
        raise InputError("ambiguous-prescription", field=path, given=f"{counted.form}s", needed=needed)


def _liquid(prescribed: Prescribed, taken: Taken, supply: Supply, path: str) -> tuple[dict[str, str], tuple[str, ...]]:
    dose, strength, field = taken.dose, prescribed.strength, f"{path}.dispenseRequest.quantity"
    if dose.unit not in (*MASSES, *VOLUMES):
        needed = "a dose in mg or mL"
        raise InputError("bad-fhir-unit", field=f"{path}.dosageInstruction", given=dose.text, needed=needed)
    if strength is not None and "/" not in strength:
        needed = "the drug in 1 mL"
        raise InputError("ambiguous-prescription", field=f"{path}.medication", given=strength, needed=needed)
    if strength is None and dose.unit in VOLUMES:
        needed = "the strength in mg/mL: a volume alone is no dose"
        raise InputError("no-dose", field=f"{path}.medication", given=dose.text, needed=needed)
    inputs = {"dose": dose.text} | ({} if strength is None else {"concentration": strength})
    if supply.quantity is not None:
        if supply.quantity.unit not in VOLUMES:
            raise InputError("bad-fhir-unit", field=field, given=supply.quantity.text, needed="a volume in mL")
        inputs["volume"] = supply.quantity.text
    if prescribed.route is not None and taken.route not in (None, prescribed.route):
        needed = f"one route: the form is {prescribed.route}"
        raise InputError(
            "ambiguous-prescription", field=f"{path}.dosageInstruction.route", given=taken.route, needed=needed
        )
    if (route := taken.route or prescribed.route) is not None:
        inputs["route"] = route
    return inputs, ()
