"""What a label states of a plan, whatever its dosage form: one shape for all kinds of plans."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ldn_compound.core.results import Result
from ldn_compound.core.units import Amount
from ldn_compound.inputs.reading import value_from_json
from ldn_compound.inputs.shared import WeighedPatient
from ldn_compound.plans.batch.result import Batch
from ldn_compound.plans.ingredients.source_product import source_ingredients
from ldn_compound.reference.forms import get_form
from ldn_compound.reference.limits import dose_limits
from ldn_compound.reference.products import UNKNOWN, Product, get_product

if TYPE_CHECKING:
    from ldn_compound.plans.batch.result import UnitBatch
    from ldn_compound.plans.capsules.result import CapsuleBatch
    from ldn_compound.plans.solution.batch import SolutionBatch
    from ldn_compound.plans.tablets.batch import TabletBatch
    from ldn_compound.plans.titration.plan import Titration


class Step(NamedTuple):
    """One step of a titration, or its pause.

    Attributes:
        first, last: its days, from 1; first_date, last_date: the same as dates, or None.
        volume: what is drawn for one dose of a liquid, or None.
        units: what one dose is made of: strength and how many; empty for a liquid.
        dose: drug in one dose, as it is counted or drawn; None in a pause.
        prescribed: drug in one dose as the prescriber wrote it; None in a pause.
        time: key of the timing of this dose, where those of a day differ.
    """

    first: int
    last: int
    first_date: date | None
    last_date: date | None
    volume: Amount | None
    units: tuple[tuple[Amount, int], ...]
    dose: Amount | None
    prescribed: Amount | None = None
    time: str | None = None


class Patient(NamedTuple):
    """Whom the day's dose is held to; each None where the plan was not told.

    Attributes:
        age: years; weight: body mass; rate: the prescriber's, a kg and day; most: the prescriber's, a day; sex.
    """

    age: Fraction | None = None
    weight: Amount | None = None
    rate: Amount | None = None
    most: Amount | None = None
    sex: str | None = None


class Facts(NamedTuple):
    """What a label states of a plan.

    Attributes:
        form: the dosage form, a key of the words' forms.
        drug: the drug as it is prescribed.
        strength: mass of one unit, or mass/volume of a liquid; None for a titration of several strengths.
        amount: units made for the patient, or a liquid's volume; None for a titration, which is no batch.
        dose_units: units taken at a time, or None.
        dose_volume: volume drawn for one dose of a liquid, or None.
        doses_per_day: or None.
        route: ``oral`` or ``sublingual``.
        base: filler or vehicle in words.
        size: capsule size, or None.
        storage: as the label prints it, in English.
        ingredients: all that is in it, in words.
        shell: the capsule shell among them, or empty.
        excipients: what is in it beside the drug, the shell and what is in crushed tablets.
        crushed: whether commercial tablets were crushed for it; product: their name, or empty where nobody said.
        made_on, beyond_use_date: dates, or None.
        jurisdiction: whose rules apply.
        schedule: the steps of a titration; empty for a batch.
        containers: of a titration, the first day of each container's use, as a number and as a date or None.
        syringes: of a titration, the sizes of the oral syringes that its steps use.
        very_low: whether a dose below 0.1 mg was accepted by name, and no day's dose is more.
        drops_per_dose: whole drops of one dose by the pharmacy's own count of drops in a mL, or None.
        scored: whether a tablet has a score line.
        days_supply: days that the batch lasts, or None.
        prescribed: drug in one dose of a liquid in mg, before it is brought to the syringe's lines, or None.
        patient: whom it is for.
    """

    form: str
    strength: Amount | None
    doses_per_day: int | None
    amount: int | Amount | None = None
    drug: str = ""
    dose_units: int | None = None
    dose_volume: Amount | None = None
    route: str = "oral"
    base: str = ""
    size: str | None = None
    storage: str = ""
    ingredients: tuple[str, ...] = ()
    shell: str = ""
    excipients: tuple[str, ...] = ()
    crushed: bool = False
    product: str = ""
    made_on: date | None = None
    beyond_use_date: date | None = None
    jurisdiction: str = "general"
    schedule: tuple[Step, ...] = ()
    containers: tuple[tuple[int, date | None], ...] = ()
    syringes: tuple[Amount, ...] = ()
    very_low: bool = False
    drops_per_dose: int | None = None
    scored: bool = False
    days_supply: Fraction | None = None
    prescribed: Fraction | None = None
    patient: Patient = Patient()

    @property
    def liquid(self) -> bool:
        """Whether it is measured by volume."""
        return self.strength is not None and self.strength.dimension == "mass/volume"

    @property
    def holds(self) -> frozenset[str]:
        """What it is, of :data:`ldn_compound.reference.jurisdictions.WHEN`: for which a country asks something more."""
        return frozenset(word for word, true in (("liquid", self.liquid), ("crushed-tablets", self.crushed)) if true)

    @property
    def times_of_day(self) -> tuple[str, ...]:
        """The times at which the different doses of a day are taken, in their order; none where all are alike."""
        return tuple(dict.fromkeys(step.time for step in self.schedule if step.time is not None))

    @property
    def dose(self) -> Fraction | None:
        """Drug in one dose in mg, as it is counted or drawn; None where the dose is not known."""
        if self.strength is None:
            return None
        if self.dose_volume is not None:
            return self.dose_volume.value * self.strength.value
        return None if self.dose_units is None else self.dose_units * self.strength.value


def _batch(plan: Batch) -> dict[str, Any]:
    supply = plan.exact.days_supply
    # The shell of a capsule is the last of its ingredients.
    shell = plan.ingredients[-1] if plan.kind == "capsule-batch" else ""
    crushed = plan.tablets_to_crush is not None
    product = _crushed_product(plan) if crushed else None
    of_tablets = () if not crushed else source_ingredients(product)
    return {
        "shell": shell,
        "excipients": _without(plan.ingredients[1 : -1 if shell else None], of_tablets),
        "crushed": crushed,
        # "ReVia 50 mg (US label)": what tells two lists apart in the data is no part of the name.
        "product": "" if product is None else product.name.partition(" (")[0],
        "form": plan.form,
        "drug": plan.drug_name,
        "storage": plan.storage,
        "ingredients": plan.ingredients,
        "made_on": plan.made_on,
        "beyond_use_date": plan.beyond_use_date,
        "jurisdiction": plan.jurisdiction,
        "days_supply": None if supply is None else supply.value,
    }


def _without(names: tuple[str, ...], some: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names with the run of others left out: what crushed tablets bring stands together in the list."""
    for at in range(len(names)):
        if some and names[at : at + len(some)] == some:
            return (*names[:at], *names[at + len(some) :])
    return names


def _crushed_product(plan: Batch) -> Product | None:
    """Return the tablets that a plan crushes, as given or assumed; None where nobody knows."""
    given = plan.inputs.get("source_product")
    if given is None:
        setting = plan.inputs.get("settings", {}).get("policies.source_product")
        assumed = (item.value for item in plan.assumptions if item.code == "source-product-assumed")
        given = setting["value"] if setting else next(assumed, UNKNOWN)
    return None if given in (None, UNKNOWN) else get_product(str(given))


def _units(plan: UnitBatch) -> dict[str, Any]:
    return {
        **_batch(plan),
        "strength": plan.exact.strength,
        "amount": plan.count,
        "dose_units": plan.units_per_dose,
    }


def _capsules(plan: CapsuleBatch) -> dict[str, Any]:
    return {**_units(plan), "base": plan.filler_name, "size": plan.capsule_size}


def _tablets(plan: TabletBatch) -> dict[str, Any]:
    # A recipe of several excipients has no one filler: all stand among the ingredients.
    return {**_units(plan), "scored": plan.half is not None}


def _liquid(plan: SolutionBatch) -> dict[str, Any]:
    dose = plan.exact.dose
    return {
        **_batch(plan),
        "strength": plan.exact.concentration,
        "amount": plan.exact.asked_volume,
        "dose_volume": plan.exact.measured_volume,
        "route": plan.route,
        "base": plan.vehicle_name,
        "drops_per_dose": plan.drops_per_dose,
        "prescribed": None if dose is None else dose.value,
    }


def _patient(result: Result) -> Patient:
    recorded = {name: value for name, value in result.inputs.items() if name in WeighedPatient.fields}
    given = WeighedPatient.read({name: value_from_json(value, field=name) for name, value in recorded.items()})
    return Patient(given.age, given.body_weight, given.rate, given.maximum, given.sex)


def _titrated(plan: Titration) -> dict[str, Any]:
    strengths = {part.exact.strength for step in plan.schedule for part in step.capsules}
    steps = [
        Step(
            step.from_day,
            step.to_day,
            step.from_date,
            step.to_date,
            step.exact.measured_volume,
            tuple((part.exact.strength, part.count) for part in step.capsules),
            step.exact.dose if get_form(plan.form).counted else step.exact.delivered_dose,
            step.exact.dose,
            step.time_of_day,
        )
        for step in plan.schedule
    ]
    pause = plan.pause
    if pause is not None:
        steps.append(Step(pause.from_day, pause.to_day, pause.from_date, pause.to_date, None, (), None))
    return {
        "form": plan.form,
        "strength": plan.exact.concentration or (strengths.pop() if len(strengths) == 1 else None),
        "schedule": tuple(sorted(steps, key=lambda step: step.first)),
        "containers": tuple((supply.from_day, supply.from_date) for supply in plan.supplies),
        "syringes": tuple(syringe.exact.size for syringe in plan.syringes),
    }


_READERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "capsule-batch": _capsules,
    "tablet-batch": _tablets,
    "solution-batch": _liquid,
    "titration": _titrated,
}
LABELLED_KINDS = tuple(_READERS)


_VERY_LOW = ("strength-very-low", "daily-dose-very-low")


def _very_low(result: Batch | Titration) -> bool:
    """Tell whether a very low dose was accepted by name; a titration that only begins so low is none."""
    if not any(item.code in _VERY_LOW and item.accepted_by for item in result.findings):
        return False
    if isinstance(result, Batch):
        asked = result.exact.daily_dose
        daily = [] if asked is None else [asked.value]
    else:
        daily = [step.exact.daily_dose.value for step in result.schedule]
    return all(dose < dose_limits()["very-low"].amount.value for dose in daily)


@lru_cache(maxsize=64)
def _read(held: Held) -> Facts:
    result: Any = held.result
    # A titration is a schedule and no batch: it has no day of making, no storage and no ingredients of its own.
    return Facts(
        doses_per_day=result.doses_per_day,
        very_low=_very_low(result),
        patient=_patient(result),
        **_READERS[result.kind](result),
    )


class Held:
    """A result held as itself: it is not hashable, and its facts are read once for all its labels."""

    __slots__ = ("result",)

    def __init__(self, result: Result) -> None:
        self.result = result

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Held) and self.result is other.result

    def __hash__(self) -> int:
        return id(self.result)


def facts_of(result: Result) -> Facts:
    """Return what a label states of a plan of one of :data:`LABELLED_KINDS`."""
    return _read(Held(result))
