"""Hypothesis strategies: capsule prescriptions as a pharmacy meets them, and more ties than it meets.

Each example of :func:`prescriptions` is the dict of keywords for ``ldn_compound.plan_capsules``. A third of them are
built so that the mass to weigh stands exactly half way between two readings of the balance: there a rounding that went
through a rounded quotient shows the wrong milligram, and a random batch is a tie once in some thousands.
"""

from __future__ import annotations

import functools
import itertools
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests import second_engine
from tests.second_engine import is_tie, over, plus, read_fraction, read_mass, times

Prescription = dict[str, Any]

STRENGTHS = ("0.5", "0.75", "1", "1.25", "1.5", "1.75", "2", "2.5", "3", "3.5", "4", "4.5", "5", "6")
COUNTS = (1, 7, 10, 14, 28, 30, 45, 56, 60, 84, 90, 100, 120, 180, 300)
WASTAGES = (None, "0 %", "1.5 %", "2 %", "3 %", "5 %", "10 %")
OVERAGES = (None, "2 %", "3 %", "5 %", "7.5 %", "10 %")
ASSAYS = ("75 %", "80 %", "88 %", "90 %", "92.5 %", "96 %", "98 %", "99.5 %", "100 %", "101.3 %")
READABILITIES = ("0.01 mg", "0.1 mg", "0.2 mg", "0.5 mg", "1 mg", "2 mg", "5 mg", "10 mg", "100 mcg", "0.001 g")
SIZES = tuple(second_engine.BODY_CENTI_ML)
FILLERS = ("mcc-ph101", "mcc-ph102", "mcc-ph105", "mcc-ph112", "mcc-ph301", "sucrose", "maize-starch", "rice-flour")

# Powder that fills the body, g/mL, loose microcrystalline cellulose to tapped salts.
DENSITIES = ("0.28", "0.3", "0.33", "0.45", "0.536", "0.56", "0.73", "0.8", "0.98", "1.2")
API_DENSITIES = (None, "0.3", "0.4", "0.52", "0.75", "0.838", "1.1")


def spelled(number: str, unit: str, style: int) -> str:
    """Return a mass in mg in one of the spellings that the grammar takes; `style` picks it."""
    mg = Decimal(number)
    spellings = (
        f"{plain(mg)} mg",
        f"{plain(mg)}mg",
        f"{plain(mg * 1000)} mcg",
        f"{plain(mg * 1000)}mcg",
        f"{plain(mg * 1000)} \N{MICRO SIGN}g",
        f"{plain(mg * 1000)}\N{GREEK SMALL LETTER MU}g",
        f"{plain(mg / 1000)} g",
        f"{plain(mg / 1000)}g",
    )
    assert unit == "mg"
    return spellings[style % len(spellings)]


def plain(number: Decimal) -> str:
    """Return plain text without an exponent or a trailing zero."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@functools.cache
def tied_batches() -> tuple[tuple[tuple[str, Any], ...], ...]:
    """Return prescriptions, fill left out, whose exact mass to weigh is a tie on their balance.

    Found by trying plausible batches with integers alone, as a pharmacy would come upon them.
    """
    more = [(text, plus((1, 1), read_fraction(text))) for text in dict.fromkeys((*WASTAGES, *OVERAGES))]
    wastages = [pair for pair in more if pair[0] in WASTAGES]
    overages = [pair for pair in more if pair[0] in OVERAGES]
    assays = [(text, read_fraction(text)) for text in ASSAYS]
    steps = [(text, read_mass(text)) for text in ("1 mg", "0.1 mg", "10 mg", "0.5 mg")]
    found = []
    for strength, count in itertools.product(STRENGTHS, COUNTS):
        label = times(read_mass(f"{strength} mg"), (count, 1))
        for (wastage, more_of_all), (overage, more_drug), (assay, pure) in itertools.product(
            wastages, overages, assays
        ):
            exact = over(times(label, more_of_all, more_drug), pure)
            for readability, step in steps:
                if is_tie(exact, step):
                    batch = {
                        "strength": f"{strength} mg",
                        "count": count,
                        "wastage": wastage,
                        "overage": overage,
                        "assay": assay,
                        "assay_basis": "as-is",
                        "readability": readability,
                    }
                    found.append(tuple((key, value) for key, value in batch.items() if value is not None))
    return tuple(found)


@st.composite
def masses(draw: st.DrawFn, low: str, high: str, places: int = 3) -> str:
    """Return mg as plain number text, `places` decimals at most."""
    number = draw(st.decimals(Decimal(low), Decimal(high), places=draw(st.integers(0, places))))
    return plain(number)


@st.composite
def percents(draw: st.DrawFn, low: str, high: str, places: int = 2) -> str:
    """Return a fraction in percent as text, with or without the space."""
    number = plain(draw(st.decimals(Decimal(low), Decimal(high), places=draw(st.integers(0, places)))))
    return number + draw(st.sampled_from((" %", "%")))


@st.composite
def powders(draw: st.DrawFn) -> Prescription:
    """Return the keywords of the material: assay and its basis, or nothing."""
    kind = draw(st.sampled_from(("none", "as-is", "anhydrous", "solvents")))
    if kind == "none":
        material: Prescription = {}
    elif kind == "as-is":
        assay = draw(st.one_of(st.sampled_from(ASSAYS), percents("75", "104")))
        material = {"assay": assay, "assay_basis": "as-is"}
    else:
        material = {
            "assay": draw(percents("90", "104")),
            "assay_basis": "anhydrous",
            "api_water": draw(percents("0", "12")),
        }
        if kind == "solvents":
            material["solvents"] = draw(percents("0", "2"))
    if kind != "none" and draw(st.booleans()):
        material["cap_assay"] = draw(st.booleans())
    if draw(st.integers(0, 4)) == 0:
        material["prescribed_as"] = draw(st.sampled_from(("hydrochloride", "base")))
    if draw(st.integers(0, 4)) == 0:
        material["powder"] = draw(st.sampled_from(("hydrochloride", "base")))
    return material


@st.composite
def fills(draw: st.DrawFn) -> Prescription:
    """Return the keywords of one of the three ways to know the filler."""
    kind = draw(st.sampled_from(("fill_mass", "packing_stat", "filler_density")))
    fill: Prescription = {"size": draw(st.sampled_from(SIZES)), "filler": draw(st.sampled_from(FILLERS))}
    if kind == "fill_mass":
        fill["fill_mass"] = draw(masses("40", "400", 2)) + " mg"
    elif kind == "packing_stat":
        fill["packing_stat"] = draw(masses("40", "400", 2)) + " mg"
        if draw(st.booleans()):
            fill["api_packing_stat"] = draw(masses("40", "400", 2)) + " mg"
    else:
        fill["filler_density"] = draw(st.sampled_from(DENSITIES)) + draw(st.sampled_from((" g/mL", "g/mL")))
        own = draw(st.sampled_from(API_DENSITIES))
        if own is not None:
            fill["api_density"] = f"{own} g/mL"
    if draw(st.booleans()):
        fill["measured"] = draw(st.booleans())
    return fill


@st.composite
def expiries(draw: st.DrawFn, made_on: date) -> dict[str, Any]:
    """Return component dates after the day of making: dates, ISO text, or a month alone."""
    found: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(("api", "filler")), max_size=2, unique=True)):
        day = made_on + timedelta(days=draw(st.integers(1, 400)))
        shape = draw(st.sampled_from(("date", "text", "month")))
        found[name] = {"date": day, "text": day.isoformat(), "month": f"{day.year:04}-{day.month:02}"}[shape]
    return found


@st.composite
def prescriptions(draw: st.DrawFn, *, feasible: bool = True) -> Prescription:
    """Return the keywords of one capsule prescription; with `feasible` the drug fits its capsule."""
    if draw(st.integers(0, 2)) == 0:
        prescription = dict(draw(st.sampled_from(tied_batches())))
        prescription["strength"] = spelled(prescription["strength"].removesuffix(" mg"), "mg", draw(st.integers(0, 7)))
    else:
        strength = draw(st.one_of(st.sampled_from(STRENGTHS), masses("0.1", "9", 3)))
        prescription = {
            "strength": spelled(strength, "mg", draw(st.integers(0, 7))),
            "count": draw(st.one_of(st.sampled_from(COUNTS), st.integers(1, 1000))),
        }
        optional = {
            "wastage": st.one_of(st.sampled_from(WASTAGES), percents("0", "15")),
            "overage": st.one_of(st.sampled_from(OVERAGES), percents("0", "12")),
            "readability": st.sampled_from(READABILITIES),
        }
        for key, values in optional.items():
            value = draw(st.none() | values)
            if value is not None:
                prescription[key] = value
        if draw(st.integers(0, 4)) == 0:
            tablet = draw(st.sampled_from(("50 mg", "50mg", "25 mg")))
            prescription |= {"source_tablet": tablet, "source_tablet_mass": draw(masses("120", "220", 1)) + " mg"}
        else:
            prescription |= draw(powders())
        if draw(st.integers(0, 3)) == 0:
            prescription["extra_units"] = draw(st.integers(0, 12))
    prescription |= draw(fills())
    if draw(st.booleans()):
        prescription["fill_method"] = draw(st.sampled_from(("to-mass", "all-in")))
    if draw(st.booleans()):
        prescription["doses_per_day"] = draw(st.integers(1, 3))
        if draw(st.booleans()):
            prescription["units_per_dose"] = draw(st.integers(1, 2))
    if draw(st.booleans()):
        made_on = draw(st.dates(date(2024, 1, 1), date(2032, 12, 31)))
        prescription["made_on"] = draw(st.sampled_from((made_on, made_on.isoformat())))
        components = draw(expiries(made_on))
        if components:
            prescription["component_expiries"] = components
    if prescription["strength"] and feasible:
        _make_it_fit(prescription)
    return prescription


def _make_it_fit(prescription: Prescription) -> None:
    """Where the drug does not fit, take a capsule that holds it: nothing is thrown away."""
    try:
        second_engine.capsules(**prescription)
    except second_engine.DoesNotFit:
        for key in ("fill_mass", "packing_stat", "api_packing_stat", "filler_density", "api_density"):
            prescription.pop(key, None)
        prescription |= {"size": "000", "packing_stat": "600 mg"}
