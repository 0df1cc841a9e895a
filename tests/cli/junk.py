"""Junk: what a person types by slip, a script passes by mistake, or an attacker on purpose.

Used by ``test_junk.py`` and ``test_junk_verbs.py``. Each list is junk for EVERY parameter of its kind, so a verb that
takes one of them has taken a wrong number.
"""

from __future__ import annotations

import functools
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pint

import ldn_compound as ldn
from ldn_compound.core.errors import LdnError
from ldn_compound.core.units import parse_quantity

EXIT_CODES = {0, 2, 10, 11, 12, 13, 14, 15, 16}
"""What the command line may exit with; 1 is a bug."""

HUGE = "9" * 20_000

BAD_TEXTS = (
    "",
    " ",
    "\x00",
    "\x1b[31m4.5 mg",
    "4.5 mg\n",
    "4.5 mg\x00",
    "\ud800",
    "4.5\N{NO-BREAK SPACE}mg",
    "4.5  mg",
    " 4.5 mg",
    "4,5 mg",
    "1 000 mg",
    "1_000 mg",
    "1e3 mg",
    "-4.5 mg",
    "+4.5 mg",
    "\N{MINUS SIGN}4.5 mg",
    ".5 mg",
    "5. mg",
    "05 mg",
    "nan mg",
    "inf mg",
    "NaN",
    "0x10 mg",
    "1/2 mg",
    "\N{VULGAR FRACTION ONE HALF} mg",
    "\N{ARABIC-INDIC DIGIT FOUR} mg",
    "\N{FULLWIDTH DIGIT FOUR} mg",
    "4.5",
    "mg",
    "%",
    "4.5 MG",
    "4.5 Mg",
    "4.5 cc",
    "4.5 ml",
    "4.5 parsec",
    "1 mg/0 mL",
    "1 mg/mL/d",
    "1 mg*mL",
    "4.5 mg 4.5 mg",
    "None",
    "null",
    "True",
    "<b>4.5</b> mg",
    "__import__('os').system('true')",
    "../../etc/passwd",
    "{0}",
    "%s",
    "4.5 %%",
    HUGE,
    HUGE + " mg",
    "1." + HUGE + " mg",
    "\N{GREEK SMALL LETTER MU}" * 500,
)

BAD_OBJECTS: tuple[Any, ...] = (
    4.5,
    0.0,
    float("nan"),
    float("inf"),
    -1,
    True,
    False,
    b"4.5 mg",
    bytearray(b"4.5 mg"),
    [],
    ["4.5 mg"],
    (),
    {},
    {"value": "4.5", "unit": "mg"},
    {1: 2},
    {None: None},
    set(),
    object(),
    object,
    len,
    1j,
    Decimal("4.5"),
    Decimal("NaN"),
    Fraction(9, 2),
    date.min,
    datetime(2026, 11, 22, 12, 30),  # noqa: DTZ001 - junk
    range(3),
    ...,
)

BAD_WHOLE_NUMBERS = (
    "",
    "9.0",
    "9.5",
    "090",
    "1_000",
    "1,000",
    " 90",
    "-1",
    "+90",
    "1e2",
    HUGE,
    "\N{FULLWIDTH DIGIT NINE}",
)
BAD_DATES = (
    "",
    "today",
    "2026-02-30",
    "22.11.2026",
    "11/22/2026",
    "2026-11-22T00:00",
    "20261122",
    "2026-1-1",
    HUGE,
    "0000-00-00",
)


def a_plan() -> Any:
    """Return a good plan, for the verbs and commands that take one."""
    return ldn.plan_capsules(
        strength="4.5 mg", count=30, size="3", filler="mcc-ph102", packing_stat="135 mg", made_on=date(2026, 11, 22)
    )


@functools.cache
def bad_quantities() -> tuple[Any, ...]:
    """Return pint quantities that no parameter may take."""
    ours = ldn.unit_registry()
    theirs: pint.UnitRegistry[Any] = pint.UnitRegistry()
    return (
        theirs.Quantity(Decimal("4.5"), "mg"),
        theirs.Quantity(4.5, "mg"),
        pint.Quantity(4.5, "mg"),
        pint.Quantity(1, "mL"),
        ours.Quantity(4.5, "mg"),
        ours.Quantity(Decimal("NaN"), "mg"),
        ours.Quantity(Decimal("Infinity"), "mg"),
        ours.Quantity(Decimal("-1"), "mg"),
        ours.Quantity(Decimal(1), "mg**2"),
        ours.Quantity(Decimal(1), "mg*mL*d"),
        ours.Unit("mg"),
        ours,
    )


def a_label() -> Any:
    return ldn.label_for(a_plan(), patient="Ann Example", directions="Take 1 capsule by mouth at bedtime")


# One good value for each parameter name; a function makes it when it is needed.
EXAMPLES: dict[str, Any] = {
    "start": "0.5 mg",
    "step": "0.5 mg",
    "every": "14 d",
    "last_for": "14 d",
    "pause": "14 d",
    "to": "4.5 mg",
    "restart_at": "1.5 mg",
    "preset": "schwaiger-2018",
    "masses": ["134 mg", "135 mg", "136 mg", "135 mg", "134 mg"],
    "theoretical": "135 mg",
    "standard": "usp-795-older",
    "gross": False,
    "next_fill_mass": True,
    "contents": ["99 %", "101 %"] * 5,
    "mean": "105.9 %",
    "standard_deviation": "5.0 %",
    "units": 10,
    "plan": a_plan,
    "weighed": {"api": "135 mg"},
    "mean_mass": "135 mg",
    "volume_made": "120 mL",
    "units_made": 30,
    "units_tested": 0,
    "residue": "0 mg",
    "lot": "F5678",
    "measured_on": "2026-11-22",
    "accept": ["dose-high"],
    "base": "mannitol-silica",
    "blank_mass": "60 mg",
    "displacement_factor": "0.7",
    "method": "moulded",
    "tablet_mass": "100 mg",
    "verdraengungsfaktor": "1.4",
    "wetting_volume": "3 mL",
    "added_water": "5 mL",
    "dose": "4.5 mg",
    "drops_per_ml": "33",
    "glycerol_density": "1.261 g/mL",
    "glycerol_water": "0.5 %",
    "overfill": "5 mL",
    "preservative": "benzoate",
    "route": "oral",
    "storage": "refrigerator",
    "vehicle": "glycerol",
    "volume": "120 mL",
    "water_activity": "0.55",
    "accepted_by": "A. Pharmacist",
    "actives": [("4.5 mg", "0.75 g/mL")],
    "age": 40,
    "api_density": "0.75 g/mL",
    "api_packing_stat": "150 mg",
    "api_water": "8.5 %",
    "assay": "99.5 %",
    "assay_basis": "anhydrous",
    "avoid": ["lactose"],
    "body_weight": "18.5 kg",
    "cap_assay": False,
    "capsule_volume": "0.37 mL",
    "concentration": "1 mg/mL",
    "component_expiries": {"filler": "2027-03-22"},
    "component_lots": {"filler": "L1"},
    "count": 30,
    "days_supply": 30,
    "directions": "Take 1 capsule by mouth at bedtime",
    "doses_per_day": 1,
    "drug": "12 mg",
    "extra_units": 2,
    "rate": "0.1 mg/kg",
    "maximum": "4.5 mg",
    "per_day": 1,
    "sex": "female",
    "strengths": "0.5 mg,1.5 mg,4.5 mg",
    "weight_unit": "kg",
    "fill_mass": "135 mg",
    "fill_method": "to-mass",
    "filler": "mcc-ph102",
    "filler_density": "0.45 g/mL",
    "filler_packing": "135 mg",
    "form": "capsule",
    "kind": "capsule-batch",
    "label": a_label,
    "stock": "avery-5163",
    "design": "prescription",
    "today": "2026-11-22",
    "date_filled": "2026-11-22",
    "labels": lambda: [a_label()],
    "made_on": "2026-11-22",
    "lines_marked": "net",
    "lines_set_aside": {"1": "KERN"},
    "measured": True,
    "minimum_weighable": "120 mg",
    "overage": "5 %",
    "packing_stat": "135 mg",
    "patient": "Ann Example",
    "permitted_error": "5 %",
    "prescribed_as": "hydrochloride",
    "readability": "1 mg",
    "repeatability": "0.4 mg",
    "result": a_plan,
    "sensitivity": "6 mg",
    "shell": "gelatin",
    "shell_colour": "white",
    "shell_mass": "48 mg",
    "size": "3",
    "solvents": "0.5 %",
    "source_tablet": "50 mg",
    "source_tablet_mass": "160 mg",
    "stock_diluent": "mcc-ph102",
    "strength": "4.5 mg",
    "units_per_dose": 1,
    "wastage": "5 %",
}

WHOLE = ("count", "days_supply", "doses_per_day", "per_day", "units_per_dose", "extra_units", "start_at", "copies")
WHOLE += ("units", "units_made", "units_tested")
NUMBERS = ("age", "displacement_factor", "verdraengungsfaktor", "water_activity", "drops_per_ml")
DATES = ("made_on", "today", "date_filled", "begin", "measured_on")


def kind(parameter: str, good: Any = None) -> str:
    """Return what a parameter takes, by its name and its good value: a quantity, a number, a date or something else."""
    for names, name in ((WHOLE, "whole"), (NUMBERS, "number"), (DATES, "date")):
        if parameter in names:
            return name
    value: Any = EXAMPLES.get(parameter) if good is None else good
    try:
        parse_quantity(value)
    except LdnError:
        return "other"
    return "quantity"
