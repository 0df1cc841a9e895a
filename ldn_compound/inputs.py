"""Every input of every verb, once: its name, how the gate reads it, its bounds and its help.

The verbs read their keywords through this table, the command line builds its options from it, and a result's
``inputs`` go to JSON and back through it. So one name means one thing everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from ldn_compound.core.errors import InputError, MismatchError
from ldn_compound.core.numbers import decimal_text, parse_number, parse_whole, terminates
from ldn_compound.core.texts import (
    near_hint,
    parse_choice,
    parse_date,
    parse_flag,
    parse_mapping,
    parse_names,
    parse_text,
)
from ldn_compound.core.units import BY_SYMBOL, Amount, require

MOST_READINGS = 1000
QUANTITY_KINDS = ("mass", "volume", "time", "1", "mass/volume", "mass/mass", "body mass")


class Input(NamedTuple):
    """One input.

    Attributes:
        name: the Python keyword; the option is the same with hyphens unless `option` says otherwise.
        kind: a dimension of the gate (or two: "volume or mass"), or whole, number, text, choice, date, flag, names,
            dates, texts, masses, readings (masses of which equal ones all count), shares (the same in percent), doses
            (masses in their order), named amounts.
        help: one line for the command line and the docs.
        example: a value that is accepted, as typed.
        least, most: bounds, in base units (a fraction: 1 is 100 %).
        above_least: whether `least` itself is refused.
        choices: for a choice.
        option: other spelling(s) on the command line.
        internal: for programs alone; the command line has no such option.
    """

    name: str
    kind: str
    help: str
    example: str = ""
    least: Fraction | int | None = None
    most: Fraction | int | None = None
    above_least: bool = False
    choices: tuple[str, ...] = ()
    option: tuple[str, ...] = ()
    internal: bool = False

    @property
    def flags(self) -> tuple[str, ...]:
        """The option's spellings on the command line."""
        return self.option or ("--" + self.name.replace("_", "-"),)


def _amount(name: str, kind: str, help: str, example: str, *, option: tuple[str, ...] = ()) -> Input:
    return Input(name, kind, help, example, least=0, above_least=True, option=option)


def _share(name: str, help: str, example: str, most: Fraction | int = 1) -> Input:
    return Input(name, "1", help, example, least=0, most=most)


def _whole(name: str, help: str, example: str, least: int, most: int, option: tuple[str, ...] = ()) -> Input:
    return Input(name, "whole", help, example, least=least, most=most, option=option)


def _factor(name: str, help: str, example: str) -> Input:
    return Input(name, "number", help, example, least=0, most=100, above_least=True)


_ROWS = (
    # the prescription and the batch
    _amount("strength", "mass", "drug in one unit, as prescribed", "4.5mg"),
    _whole("count", "units to make", "90", 1, 100_000),
    Input("made_on", "date", "day of making", "2026-11-22"),
    Input(
        "today",
        "date",
        "the day of planning; the command line gives it where the batch is made later",
        "2026-11-22",
        internal=True,
    ),
    Input("made_on_is_today", "flag", "nobody gave the day of making: today was taken", internal=True),
    Input(
        "component_expiries",
        "dates",
        "expiry date of a component (repeatable); a month means its last day",
        "api=2027-03-31",
        option=("--component-expiry",),
    ),
    Input("component_lots", "texts", "lot of a component (repeatable)", "filler=A123", option=("--component-lot",)),
    Input("accept", "names", "accept a stop finding by its code (repeatable)", "filler-avoid"),
    Input("accepted_by", "text", "who accepts", "A. Pharmacist"),
    # material
    _share("assay", "assay of the drug powder", "99.5%", most=2)._replace(above_least=True),
    Input("assay_basis", "choice", "what the assay refers to", "anhydrous", choices=("anhydrous", "as-is")),
    _share("api_water", "water in the drug powder", "8.5%"),
    _share("solvents", "residual solvents in the drug powder", "0.1%"),
    Input("cap_assay", "flag", "count an assay above 100 % as 100 %"),
    Input(
        "prescribed_as",
        "choice",
        "what a prescribed mg means (assumed: hydrochloride)",
        "hydrochloride",
        choices=("hydrochloride", "base"),
    ),
    Input(
        "powder",
        "choice",
        "what the powder weighed is (assumed: hydrochloride)",
        "hydrochloride",
        choices=("hydrochloride", "base"),
    ),
    _amount("source_tablet", "mass", "crushed tablets as the source: drug in one", "50mg"),
    _amount("source_tablet_mass", "mass", "their measured mean mass (of at least 20)", "160mg"),
    Input("source_product", "text", "which tablets they are: a product's key, or unknown", "adepend"),
    # allowances
    _share("wastage", "more of everything, for what is lost on the way", "5%"),
    _share("overage", "more drug, for drug that is expected to be lost", "5%"),
    # balance
    _amount("readability", "mass", "the balance's last digit (assumed: 1 mg)", "1mg")._replace(most=1000),
    _amount("sensitivity", "mass", "the balance's sensitivity requirement", "6mg")._replace(most=10_000),
    Input(
        "repeatability",
        "mass",
        "the balance's repeatability: standard deviation of 10 or more weighings",
        "0.4mg",
        least=0,
        most=1000,
    ),
    _share("permitted_error", "weighing error allowed (assumed: 5 %)", "5%")._replace(above_least=True),
    _amount("minimum_weighable", "mass", "least mass that the balance may weigh", "120mg"),
    # trituration
    _amount("drug", "mass", "drug powder that the trituration is to bring", "12mg"),
    _share("tolerance", "how far the drug in the aliquot may be from it (assumed: 1 %)", "1%", most=Fraction(1, 10)),
    Input("stock_diluent", "text", "key of what that stock is thinned with (assumed: the batch's own)", "mcc-ph102"),
    Input("stock", "text", "weigh from a stock trituration: 1:10 is 1 part in 10", "1:10"),
    Input(
        "diluent",
        "text",
        "the diluent's key (see: filler list), or a liquid: glycerol, glycerol-85, purified-water",
        "mcc-ph102",
    ),
    _amount("diluent_available", "mass", "most diluent that the aliquot may bring (all filler of the batch)", "3900mg"),
    _amount("largest_total", "mass", "largest trituration to make (assumed: 10 g; dissolved 40 g)", "10g")._replace(
        most=1_000_000
    ),
    # patient
    Input("avoid", "names", "what the patient must avoid (repeatable, or with commas)", "lactose"),
    Input("avoid_words", "texts", "what a synonym in it was read as", "dairy=lactose, milk", internal=True),
    _whole("units_per_dose", "units taken at a time", "1", 1, 1000),
    _whole("doses_per_day", "doses a day", "1", 1, 24, ("--doses-per-day", "--per-day")),
    _whole("days_supply", "days that the batch is for", "90", 1, 3650),
    _whole("opioid_free_days", "days without any opioid, as asked at dispensing", "14", 0, 36_500),
    Input("last_opioid", "date", "date of the last opioid, as asked at dispensing", "2026-11-01"),
    Input(
        "answers",
        "texts",
        "answer to a dispensing question, such as opioids=none; also other-naltrexone, liver, pregnancy, "
        "breast-feeding, medicines-reviewed (repeatable)",
        "opioids=none",
        option=("--answer",),
    ),
    Input("age", "number", "the patient's age in years", "9", least=0, most=120),
    # capsules
    Input("size", "text", "capsule size as printed on the box (of a plan also: smallest)", "3"),
    Input("filler", "text", "the filler's key (see: filler list)", "mcc-ph102"),
    _amount("fill_mass", "mass", "powder that fills one capsule, measured", "135mg"),
    _amount("packing_stat", "mass", "pure filler that fills one capsule (its packing statistic)", "135mg"),
    _amount("filler_density", "mass/volume", "bulk density of the filler, as it is filled", "0.45g/mL"),
    Input("measured", "flag", "that figure was measured on this lot and machine"),
    _amount("api_density", "mass/volume", "bulk density of the drug powder", "0.5g/mL"),
    _amount("api_packing_stat", "mass", "pure drug powder that fills one capsule", "150mg"),
    Input("fill_method", "choice", "how the capsules are filled", "to-mass", choices=("to-mass", "all-in")),
    _whole("extra_units", "units made beyond the count (tests, spares)", "0", 0, 10_000),
    Input("shell", "choice", "capsule shell", "gelatin", choices=("gelatin", "hypromellose")),
    Input("shell_colour", "text", "colour of the shell", "clear"),
    _amount("shell_mass", "mass", "mean mass of one empty shell of this lot", "48mg"),
    # tablets
    Input("method", "choice", "how the tablets are made", "moulded", choices=("moulded", "compressed")),
    _amount("blank_mass", "mass", "mean mass of a blank tablet, pure base from this mould", "60mg"),
    _factor("displacement_factor", "g of drug that displace 1 g of base (assumed: 1)", "0.7"),
    _factor("verdraengungsfaktor", "the inverse, by its German name: g of base that 1 g of drug displaces", "1.4"),
    _amount("medicated_mass", "mass", "mean mass of a medicated tablet from this mould, to measure the factor", "61mg"),
    _amount("medicated_drug", "mass", "drug powder in one of those medicated tablets", "6mg"),
    _factor(
        "carrier_displacement_factor", "the same for what comes with the drug: crushed tablets' rest (assumed: 1)", "1"
    ),
    _factor("carrier_verdraengungsfaktor", "the inverse: g of base that 1 g of that carrier displaces", "1"),
    Input("base", "text", "the base's key, of moulded tablets", "triturate-lactose-sucrose"),
    _amount("wetting_volume", "volume", "wetting liquid for the batch, as the pharmacy knows it", "3mL"),
    _amount("tablet_mass", "mass", "mass of one compressed tablet", "100mg"),
    Input("recipe", "recipe", "excipients of compressed tablets: a recipe's key, or a TOML file", "mcc-mannitol"),
    Input("scored", "flag", "the tablets have a score line: say what a half delivers"),
    # solutions
    _amount("volume", "volume", "volume for the patient", "120mL")._replace(most=10_000),
    _amount("concentration", "mass/volume", "drug in a volume, as prescribed (assumed: 1 mg/mL)", "1mg/mL"),
    Input("vehicle", "text", "the vehicle's key: glycerol (assumed), glycerol-85 or fawcett", "glycerol"),
    Input("preservative", "choice", "preservative of the aqueous liquid", "benzoate", choices=("benzoate", "parabens")),
    _amount("glycerol_density", "mass/volume", "density of the glycerol lot", "1.261g/mL"),
    _share("glycerol_water", "water in the glycerol lot, w/w", "0.5%"),
    Input("added_water", "volume or mass", "water added to the glycerol", "5mL", least=0),
    Input("water_activity", "number", "measured water activity", "0.55", least=0, most=1),
    Input(
        "storage",
        "choice",
        "how the bottle is kept (room and refrigerated are other words for the same)",
        "refrigerator",
        choices=("room-temperature", "refrigerator", "room", "refrigerated"),
    ),
    Input("overfill", "volume or 1", "more than the volume, for dead space and what clings", "5mL", least=0),
    _amount("dose", "mass or volume", "drug (or volume) taken at a time", "4.5mg"),
    Input("route", "choice", "how it is taken (assumed: oral)", "oral", choices=("oral", "sublingual")),
    Input("drops_per_ml", "number", "drops in 1 mL, counted with this dropper and liquid", "20", least=1, most=200),
    # children by weight
    _amount("body_weight", "body mass", "the patient's body weight, in kg or lb", "18.5kg"),
    Input(
        "weight_unit",
        "choice",
        "unit that the weight was measured in",
        "lb",
        choices=("kg", "lb"),
        internal=True,
    ),
    _amount("rate", "mass/mass", "drug for a kg of body weight, per DAY (assumed: 0.1 mg/kg)", "0.1mg/kg"),
    _amount(
        "maximum",
        "mass",
        "most drug per DAY, as the prescriber states it (dose assumes 4.5 mg)",
        "4.5mg",
    ),
    Input("sex", "choice", "whose growth chart; without it, either one will do", "female", choices=("female", "male")),
    Input("strengths", "masses", "strengths that the pharmacy stocks, with commas between", "0.5mg,1.5mg,4.5mg"),
    # what was really made
    Input("masses", "readings", "masses one by one, with commas between", "134.2mg,135.9mg"),
    Input("lines_set_aside", "texts", "lines of a print-out without a reading, by number", "1=KERN", internal=True),
    Input("lines_missing", "text", "running numbers that its lines leave out", "5, 7 to 9", internal=True),
    Input("lines_encoding", "choice", "how its text was read", "cp1252", choices=("cp1252",), internal=True),
    Input("lines_marked", "choice", "how its lines are marked", "net", choices=("net", "gross"), internal=True),
    _amount("theoretical", "mass", "mass that a unit should have (with its shell, where the masses have it)", "135mg"),
    Input("standard", "text", "key of the standard for unit masses", "ph-eur-2.9.5"),
    Input("gross", "flag", "the masses, and the theoretical one, are gross: contents and shell"),
    Input("net", "flag", "the masses are net: contents without a shell"),
    Input("next_fill_mass", "flag", "give the mean that was found as the next batch's fill mass"),
    Input("contents", "shares", "assayed contents of single units, of label, with commas between", "98.2%,101.4%"),
    _share("mean", "mean of the assayed contents, of label", "105.9%", most=3),
    _share("standard_deviation", "standard deviation of the assayed contents, of label", "5.0%", most=3),
    _whole("units", "units assayed", "10", 1, 1000),
    Input("weighed", "named amounts", "what was weighed, by component (repeatable)", "api=155mg"),
    _amount("mean_mass", "mass", "mean net mass of the filled units, as weigh-check found it", "134.2mg"),
    _amount("volume_made", "volume", "volume that was really made", "120mL"),
    _whole("units_made", "units that were really made", "90", 1, 200_000),
    _whole("units_tested", "units of them that were taken for tests", "10", 0, 200_000),
    Input("residue", "mass", "drug powder left on the boat, weighed back", "0.5mg", least=0),
    Input("lot", "text", "lot of the filler", "F5678"),
    Input("measured_on", "date", "day of measuring", "2026-11-22"),
    # titration
    _amount("start", "mass", "the first dose", "0.5mg"),
    _amount("step", "mass", "how much more from one step to the next", "0.5mg"),
    _amount("every", "time", "how long a step lasts, in whole days", "14d")._replace(most=365),
    _amount("to", "mass", "the last dose; the last step lands on it", "4.5mg"),
    Input(
        "doses",
        "doses",
        "the doses one by one, with commas between, in place of start, step and to",
        "1mg,2mg,3mg,4.5mg",
    ),
    _amount("first_for", "time", "how long the first dose is taken (else as the others)", "28d")._replace(most=3650),
    _amount("last_for", "time", "how long the last step lasts (assumed: as the others)", "14d")._replace(most=3650),
    _amount("restart_at", "mass", "the dose after a pause, from which the steps go up again", "1.5mg"),
    _amount("pause", "time", "how long nothing is taken before the restart, in whole days", "14d")._replace(most=365),
    Input("begin", "date", "the first day", "2026-11-22"),
    Input("preset", "text", "a published schedule by name (see: titrate --presets)", "schwaiger-2018"),
    # checks and dates alone
    Input("form", "text", "dosage form", "capsule"),
    Input("day_count", "choice", "whether the day of making is day 1 or day 0", "day-1", choices=("day-1", "day-0")),
)
OTHER_NAMES = {"doses_per_day": "per_day"}
"""Inputs that a verb also takes under another name."""

INPUTS: dict[str, Input] = {row.name: row for row in _ROWS}


def read_inputs(names: Iterable[str], given: Mapping[str, object]) -> dict[str, Any]:
    """Return what was given, typed, in the order of `names`; what is None is left out.

    Raises:
        InputError, UnitError: whatever the gate of the input raises; ``out-of-range``.

    >>> read_inputs(["strength", "count"], {"strength": "4.5 mg", "count": "90"})
    {'strength': Amount('4.5 mg'), 'count': 90}
    """
    # Most inputs of most plans are not given: only those that are go through the gate.
    typed = {name: None if (value := given.get(name)) is None else read_input(INPUTS[name], value) for name in names}
    for name, other in OTHER_NAMES.items():
        if name in typed and given.get(other) is not None:
            if typed[name] is not None:
                needed, hint = f"{name} once", f"{other} and {name} are the same input under two names"
                raise InputError("given-twice", field=other, given=given[other], needed=needed, hint=hint)
            typed[name] = read_input(INPUTS[name]._replace(name=other), given[other])
    return {name: value for name, value in typed.items() if value is not None and value not in ((), {})}


def read_input(row: Input, value: object) -> Any:
    """Return one input through its gate, or None where it was not given."""
    if value is None:
        return None
    match row.kind:
        case "whole":
            return parse_whole(value, field=row.name, least=int(row.least or 0), most=int(row.most or 0))
        case "number":
            number = parse_number(value, field=row.name) if not isinstance(value, int) else _int(value, row)
            return _bounded(row, number, lambda: decimal_text(number), "")
        case "text":
            return parse_text(value, field=row.name)
        case "choice":
            return parse_choice(value, row.choices, field=row.name)
        case "flag":
            return parse_flag(value, field=row.name)
        case "masses":
            return _masses(value, row)
        case "recipe":
            return _recipe(value, row)
        case "readings" | "shares" | "doses":
            return _readings(value, row)
        case "named amounts":
            return _named_amounts(value, row)
        case "names":
            return parse_names(value, field=row.name)
        case "date":
            return parse_date(value, field=row.name)
        case "dates":
            named = parse_mapping(value, field=row.name)
            return {name: parse_date(day, field=row.name, month_allowed=True) for name, day in named.items()}
        case "texts":
            named = parse_mapping(value, field=row.name)
            return {name: parse_text(text, field=row.name) for name, text in named.items()}
        case _:
            kinds = row.kind.split(" or ")
            amount = require(value, kinds[0], row.name) if len(kinds) == 1 else _require_one(value, kinds, row)
            _bounded(row, amount.value, amount.text, f" {amount.unit}")
            return amount


def _masses(value: object, row: Input) -> tuple[Amount, ...]:
    """Return masses given as a list, or as one text with commas between: "0,5 mg" is refused, for 0 has no unit."""
    items: object = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, list | tuple) or not items:
        needed = f"masses with commas between, such as {row.example}"
        raise InputError("not-a-list", field=row.name, given=value, needed=needed)
    masses = [require(item, "mass", row.name) for item in items]
    for mass in masses:
        if mass.value == 0:
            raise InputError("out-of-range", field=row.name, given=mass.text(), needed="each more than 0 mg")
    return tuple(dict.fromkeys(masses))


def _readings(value: object, row: Input) -> tuple[Amount, ...]:
    """Return readings given as a list, or as one text with commas between. Equal ones are normal and all count."""
    items: object = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, list | tuple) or not items:
        raise InputError("not-a-list", field=row.name, given=value, needed=f"a list such as {row.example}")
    if len(items) > MOST_READINGS:
        raise InputError("too-many-readings", field=row.name, given=len(items), needed=f"at most {MOST_READINGS}")
    readings = tuple(require(item, "1" if row.kind == "shares" else "mass", row.name) for item in items)
    for reading in readings:
        if reading.value == 0 and row.kind != "shares":
            hint = (
                "was the balance empty?" if row.kind == "readings" else "what comes after a pause is a plan of its own"
            )
            raise InputError("out-of-range", field=row.name, given=reading.text(), needed="more than 0 mg", hint=hint)
    return readings


def _named_amounts(value: object, row: Input) -> dict[str, Amount]:
    """Return masses (of what is measured out as a liquid, volumes) by the name of the component."""
    named = parse_mapping(value, field=row.name)
    return {name: _require_one(item, ["volume", "mass"], row) for name, item in named.items()}


def _recipe(value: object, row: Input) -> str | tuple[tuple[str, Amount | str], ...]:
    """Return a recipe: the key of one, or pairs of an excipient's key and its share of the whole or "rest"."""
    if isinstance(value, str):
        return parse_text(value, field=row.name)
    pairs: object = list(value.items()) if isinstance(value, Mapping) else value
    if (
        not isinstance(pairs, list | tuple)
        or not pairs
        or not all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in pairs)
    ):
        needed = "a recipe's key, or shares by excipient such as {'mcc-ph102': '45 %', 'lactose-monohydrate': 'rest'}"
        raise InputError("not-a-recipe", field=row.name, given=value, needed=needed)
    rows: list[tuple[str, Amount | str]] = []
    for key, share in pairs:
        name = parse_text(key, field=row.name)
        rest = isinstance(share, str) and share == "rest"
        rows.append((name, "rest" if rest else require(share, "1", row.name)))
    return tuple(rows)


def _require_one(value: object, kinds: list[str], row: Input) -> Amount:
    """Return the amount in the first dimension of the kinds that it has: a volume or a mass of water, say."""
    for kind in kinds:
        try:
            return require(value, kind, row.name)
        except InputError as error:
            if error.code == "wrong-dimension" and kind != kinds[-1]:
                continue
            if len(kinds) > 1:
                words = " or ".join("fraction in percent" if name == "1" else name for name in kinds)
                error.needed = f"a {words}, such as {row.example}"
            raise
    raise AssertionError("a row has at least one kind")


def _int(value: object, row: Input) -> Fraction:
    return Fraction(parse_whole(value, field=row.name, least=int(row.least or 0), most=int(row.most or 0)))


def _bounded(row: Input, value: Fraction, shown: Callable[[], str], unit: str) -> Fraction:
    low, high = row.least, row.most
    if low is not None and (value < low or (row.above_least and value == low)):
        words = f"more than {low}{unit}" if row.above_least else f"at least {low}{unit}"
        raise InputError("out-of-range", field=row.name, given=shown(), needed=words, hint="is the number complete?")
    if high is not None and value > high:
        top = f"{decimal_text(Fraction(high) * 100)} %" if row.kind == "1" else f"{decimal_text(Fraction(high))}{unit}"
        raise InputError("out-of-range", field=row.name, given=shown(), needed=f"at most {top}", hint="mind the point")
    return value


# --- to JSON and back -----------------------------------------------------------------------------------------------


def value_to_json(value: object) -> Any:
    """Return a typed input as JSON writes it.

    A quantity that has no finite decimal text also carries its exact fraction, so that nothing is lost on the way.

    >>> value_to_json(require("4.5 mg", "mass", "strength"))
    {'value': '4.5', 'unit': 'mg'}
    """
    if isinstance(value, Amount):
        text = value.to_json()
        return text if terminates(value.in_unit) else {**text, "exact": str(value.in_unit)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return decimal_text(value)
    if isinstance(value, tuple | list):
        return [value_to_json(item) for item in value]
    if isinstance(value, Mapping):
        return {key: value_to_json(item) for key, item in value.items()}
    return value


def value_from_json(value: object, *, field: str) -> Any:
    """Return what a verb takes for a value as JSON wrote it: quantities become exact amounts, the rest stays.

    Raises:
        MismatchError: ``bad-recorded-value`` for a quantity that is not of the form that this program writes.

    >>> value_from_json({"value": "4.5", "unit": "mg"}, field="strength")
    Amount('4.5 mg')
    """
    if isinstance(value, Mapping) and {"value", "unit"} <= value.keys():
        return amount_from_json(value, field=field)
    if isinstance(value, list):
        return [value_from_json(item, field=field) for item in value]
    if isinstance(value, Mapping):
        return {key: value_from_json(item, field=field) for key, item in value.items()}
    return value


def amount_from_json(value: Mapping[str, Any], *, field: str) -> Amount:
    """Return the exact amount of a quantity as JSON wrote it.

    Raises:
        MismatchError: ``bad-recorded-value``.
    """
    number, symbol, exact = value["value"], value["unit"], value.get("exact")
    wrong = MismatchError(
        "bad-recorded-value", field=field, given=dict(value), needed='such as {"value": "4.5", "unit": "mg"}'
    )
    if not isinstance(number, str) or not isinstance(symbol, str) or not (exact is None or isinstance(exact, str)):
        raise wrong
    units = [BY_SYMBOL.get(part) for part in symbol.split("/")]
    if not 1 <= len(units) <= 2 or any(unit is None for unit in units):
        raise wrong
    try:
        size = Fraction(exact or number)
    except (ValueError, ZeroDivisionError):
        raise wrong from None
    dimensions = [unit.dimension for unit in units if unit]
    factors = [unit.factor for unit in units if unit]
    # Masses are written in mg; what stands in kg is a body weight.
    dimension = "body mass" if symbol == "kg" else "/".join(dimensions)
    made = Amount(size * factors[0] / (factors[1] if len(factors) == 2 else 1), dimension)
    if value_to_json(made) != dict(value):
        raise wrong
    return made


def refuse_unknown(given: Iterable[str], known: Iterable[str], *, field: str, code: str, needed: str) -> None:
    """Refuse the first name that is not known, with the near ones.

    Raises:
        InputError: the code given.

    >>> refuse_unknown(["api"], ["api", "filler"], field="component_expiries", code="unknown-component", needed="a key")
    """
    names = tuple(known)
    for name in given:
        if name not in names:
            raise InputError(code, field=field, given=name, needed=needed, hint=near_hint(name, names))


def require_inputs(given: Mapping[str, Any], names: Iterable[str]) -> None:
    """Refuse what lacks a required input.

    Raises:
        InputError: ``missing``.

    >>> require_inputs({"count": 90}, ["count"])
    """
    for name in names:
        if name not in given:
            row = INPUTS[name]
            raise InputError("missing", field=name, needed=f"{row.help}, such as {row.example}", hint="it is required")
