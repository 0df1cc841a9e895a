"""Groups of inputs that several public functions have: the drug, the balance, the patient, the dates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from ldn_compound.inputs.fields import (
    Field,
    amount,
    choice,
    day,
    days,
    flag,
    internal,
    masses,
    names,
    needed,
    other_name,
    setting,
    spelt,
    text,
    texts,
    usual,
    whole,
)
from ldn_compound.inputs.record import Inputs, PlanInputs

if TYPE_CHECKING:
    from ldn_compound.inputs.fields import (
        Days,
        MaybeAmount,
        MaybeChoice,
        MaybeDay,
        MaybeFlag,
        MaybeNumber,
        MaybeText,
        MaybeWhole,
        Names,
        NeededAmount,
        NeededWhole,
        Texts,
    )

Form = Literal["capsule", "tablet", "solution-nonaqueous", "solution-aqueous-preserved", "solution-aqueous"]
"""The dosage forms. A test compares them with the rows of the reference data."""


def _usual_concentration() -> str:
    from ldn_compound.reference.syringes import usual_concentration

    return usual_concentration().value.text()


def _vehicle_keys() -> tuple[str, ...]:
    from ldn_compound.reference.vehicles import vehicle_keys

    return vehicle_keys()


def _vehicles() -> str:
    first, *others = _vehicle_keys()
    return f"{first}; others: {', '.join(others)}"


def _trial_rate() -> str:
    from ldn_compound.reference.limits import rate_limits

    return rate_limits()["trial"].amount.text()


def _usual_maximum() -> str:
    from ldn_compound.reference.limits import dose_limits

    return f"{dose_limits()['usual-maximum'].amount.text()}, for a dose by body weight"


BODY_WEIGHT = amount("body mass", "the patient's body weight, in kg or lb", "18.5kg")
BLANK_MASS = amount("mass", "mean mass of a blank tablet, pure base from this mould", "60mg")
CONCENTRATION = amount("mass/volume", "drug in a volume, as prescribed", "1mg/mL", assumed=_usual_concentration)
COUNT = whole("units to make", "90", 1, 100_000)
DOSES_PER_DAY = spelt(whole("doses a day", "1", 1, 24), "--doses-per-day", "--per-day", also="per_day")
DAYS_SUPPLY = whole("days that the batch is for", "90", 1, 3650)
EXTRA_UNITS = whole("units made beyond the count (tests, spares)", "0", 0, 10_000)
FORM = text("dosage form", "capsule")
MADE_ON = day("day of making")
MEDICATED_DRUG = amount("mass", "drug powder in one of those medicated tablets", "6mg")
MEDICATED_MASS = amount(
    "mass", "mean mass of a medicated tablet from this mould, to measure the displacement factor", "61mg"
)
PERMITTED_ERROR = setting("balance.permitted_error")
READABILITY = setting("balance.readability")
REPEATABILITY = setting("balance.repeatability")
SENSITIVITY = setting("balance.sensitivity")
OVERFILL = amount("volume or 1", "more than the volume, for dead space and what clings", "5mL", above_least=False)
SIZE = text("capsule size as printed on the box (of a plan also: smallest)", "3")
FILLER = text("the filler's key (see: filler list)", "mcc-ph102")
STOCK = text("weigh from a stock trituration: 1:10 is 1 part in 10", "1:10", pattern="^1:([1-9][0-9]{0,4})$")
STORAGE = choice("how the bottle is kept (room and refrigerated are other words for the same)")
STRENGTHS = masses("masses", "strengths that the pharmacy stocks, with commas between", "0.5mg,1.5mg,4.5mg")
VEHICLE = text("the vehicle's key", "glycerol", assumed=_vehicles, keys=_vehicle_keys)


class Acceptance(PlanInputs):
    """Who accepts which stop finding."""

    accept: Names = names("accept a stop finding by its code", "filler-avoid")
    accepted_by: MaybeText = text("who accepts", "A. Pharmacist")


class Units(Inputs):
    """A number of units of one strength."""

    strength: NeededAmount = needed(amount("mass", "drug in one unit, as prescribed", "4.5mg"))
    count: NeededWhole = needed(COUNT)
    extra_units: MaybeWhole = EXTRA_UNITS


class Certificate(Inputs):
    """The drug powder, as its certificate states it."""

    assay: MaybeAmount = setting("drug.assay")
    assay_basis: MaybeChoice[Literal["anhydrous", "as-is"]] = setting("drug.assay_basis")
    api_water: MaybeAmount = setting("drug.water")
    solvents: MaybeAmount = setting("drug.solvents")
    cap_assay: MaybeFlag = setting("policies.cap_assay")
    prescribed_as: MaybeChoice[Literal["hydrochloride", "base"]] = setting("policies.prescribed_as")
    powder: MaybeChoice[Literal["hydrochloride", "base"]] = setting("drug.powder")


class Material(Certificate):
    """What the drug comes from: a powder, or crushed tablets."""

    source_tablet: MaybeAmount = amount("mass", "crushed tablets as the source: drug in one", "50mg")
    source_tablet_mass: MaybeAmount = amount("mass", "their measured mean mass (of at least 20)", "160mg")
    source_product: MaybeText = setting("policies.source_product", kind="text")


class StockGroup(Inputs):
    """A stock trituration that is there already."""

    stock: MaybeText = STOCK
    stock_diluent: MaybeText = text("key of what that stock is thinned with (assumed: the batch's own)", "mcc-ph102")


class Allowances(Inputs):
    """What is made beyond what is prescribed."""

    wastage: MaybeAmount = setting("policies.wastage")
    overage: MaybeAmount = setting("policies.overage")


class BalanceGroup(Inputs):
    """The balance."""

    readability: MaybeAmount = READABILITY
    sensitivity: MaybeAmount = SENSITIVITY
    repeatability: MaybeAmount = REPEATABILITY
    permitted_error: MaybeAmount = PERMITTED_ERROR
    minimum_weighable: MaybeAmount = setting("balance.minimum_weighable")


class Avoidance(Inputs):
    """What the patient must avoid."""

    avoid: Names = names("what the patient must avoid; also with commas", "lactose")
    avoid_words: Texts = internal(texts("what a synonym in it was read as", "dairy=lactose, milk"))


class DosesPerDay(Inputs):
    """How often a dose is taken."""

    doses_per_day: MaybeWhole = usual("dispensing.doses_per_day", DOSES_PER_DAY)
    per_day: MaybeWhole = other_name("doses_per_day")


class Dosing(DosesPerDay):
    """How the batch is taken."""

    units_per_dose: MaybeWhole = whole("units taken at a time", "1", 1, 1000)
    days_supply: MaybeWhole = DAYS_SUPPLY


class Dispensing(Inputs):
    """What is asked at dispensing."""

    answers: Texts = spelt(
        texts(
            "answer to a dispensing question, such as opioids=none; also other-naltrexone, liver, pregnancy, "
            "breast-feeding, medicines-reviewed",
            "opioids=none",
        ),
        "--answer",
    )
    opioid_free_days: MaybeWhole = whole("days without any opioid, as asked at dispensing", "14", 0, 36_500)
    last_opioid: MaybeDay = day("date of the last opioid, as asked at dispensing", "2026-11-01")


class Patient(Dispensing):
    """The patient, but for the body weight."""

    age: MaybeNumber = Field("age", "the patient's age: years, or 14 months", "9", least=0, most=120)
    sex: MaybeChoice[Literal["female", "male"]] = choice("whose growth chart; without it, either one will do")
    rate: MaybeAmount = amount("mass/mass", "drug for a kg of body weight, per DAY", "0.1mg/kg", assumed=_trial_rate)
    maximum: MaybeAmount = amount(
        "mass", "most drug per DAY, as the prescriber states it", "4.5mg", assumed=_usual_maximum
    )
    weight_unit: MaybeChoice[Literal["kg", "lb"]] = internal(choice("unit that the weight was measured in"))


class WeighedPatient(Patient):
    """The patient, with a body weight that may be left out."""

    body_weight: MaybeAmount = BODY_WEIGHT


class Dates(Inputs):
    """The dates of a batch, but for the day of making."""

    component_expiries: Days = spelt(
        days("expiry date of a component; a month means its last day", "api=2027-03-31"), "--component-expiry"
    )
    made_on_is_today: MaybeFlag = internal(flag("nobody gave the day of making: today was taken"))
    today: MaybeDay = internal(
        day("the day of planning; with it a day of making that lies ahead is a caution, without it that is not checked")
    )


class Making(Dates):
    """The dates of a batch, and the lots that go into it."""

    component_lots: Texts = spelt(texts("lot of a component", "filler=A123"), "--component-lot")
    made_on: MaybeDay = MADE_ON

    def day_of_rules(self) -> date | None:
        """Return the day of making."""
        return self.made_on


class FormulaGroup(Inputs):
    """The formula that inputs were taken from."""

    formula: MaybeText = internal(text("the pharmacy's formula that inputs were taken from", "ldn-4.5 version 2"))


def _of_no_course(given: BatchInputs) -> bool:
    """Tell whether a batch has directions of its own: no titration's schedule says how it is taken."""
    return given.of_course is None


class BatchInputs(
    FormulaGroup, Acceptance, Making, WeighedPatient, Dosing, Avoidance, BalanceGroup, Allowances, Material
):
    """What every batch takes: the drug, the balance, the patient and the dates."""

    of_course: MaybeText = internal(text("the titration that says how it is taken", "0.5 mg to 4.5 mg in 126 days"))
    doses_per_day: MaybeWhole = usual("dispensing.doses_per_day", DOSES_PER_DAY, applies=_of_no_course)


class PrintOut(PlanInputs):
    """What is to be known of the print-out that masses were read from."""

    lines_set_aside: Texts = internal(texts("lines of a print-out without a reading, by number", "1=KERN"))
    lines_marked: MaybeChoice[Literal["net", "gross"]] = internal(choice("how its lines are marked"))
    lines_missing: MaybeText = internal(text("running numbers that its lines leave out", "5, 7 to 9"))
    lines_encoding: MaybeChoice[Literal["cp1252"]] = internal(choice("how its text was read"))
    lines_decimal: MaybeChoice[Literal["comma"]] = internal(choice("the mark that its numbers were read with"))


class Shell(Inputs):
    """Whether masses include a shell."""

    gross: MaybeFlag = flag("the masses, and the theoretical one, are gross: contents and shell")
    shell_mass: MaybeAmount = amount("mass", "mean mass of one empty shell of this lot", "48mg")
