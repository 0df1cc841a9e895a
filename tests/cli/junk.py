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
from ldn_compound.inputs.reading import QUANTITY_KINDS
from tests.declared import FIELDS, READ, example

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
    {"value": 4.5, "unit": "mg"},
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
    "yesterday",
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


# One good value for each parameter that no class of inputs declares, or whose own example does not make a good call; a
# function makes it when it is needed.
EXAMPLES: dict[str, Any] = {field.name: example(field) for field in READ} | {
    "actives": [("4.5 mg", "0.75 g/mL")],
    "capsule_volume": "0.37 mL",
    "contents": ["99 %", "101 %"] * 5,
    "date_filled": "2026-11-22",
    "design": "prescription",
    "directions": "Take 1 capsule by mouth at bedtime",
    "filler_packing": "135 mg",
    "kind": "capsule-batch",
    "label": a_label,
    "labels": lambda: [a_label()],
    "masses": ["134 mg", "135 mg", "136 mg", "135 mg", "134 mg"],
    "patient": "Ann Example",
    "plan": a_plan,
    "result": a_plan,
    "stock": "avery-5163",
    "weighed": {"api": "135 mg"},
}


def kind(parameter: str, good: Any = None) -> str:
    """Return what a parameter takes: a quantity, a number, a whole number, a date or something else.

    A declared input says so itself; of any other it is told by its name and its good value.
    """
    field = FIELDS.get(parameter)
    if field is not None:
        told = {"number": "number", "age": "number", "whole": "whole", "other name": "whole", "date": "date"}
        quantity = all(part in QUANTITY_KINDS for part in field.kind.split(" or "))
        return "quantity" if quantity else told.get(field.kind, "other")
    if parameter in ("start_at", "copies"):
        return "whole"
    if parameter == "date_filled":
        return "date"
    try:
        parse_quantity(str(EXAMPLES.get(parameter) if good is None else good))
    except LdnError:
        return "other"
    return "quantity"
