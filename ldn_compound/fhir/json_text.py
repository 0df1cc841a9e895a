"""JSON with decimals as they are written: 4.50 stays 4.50. Python's own writer has binary floats alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Any

from ldn_compound.exchange.strict_json import DecimalText

MOST_DIGITS = 18
"""Significant digits of a decimal that every FHIR program keeps (XML Schema: a decimal has at least 18)."""
_ROUNDED = Context(prec=MOST_DIGITS, rounding=ROUND_HALF_UP, Emin=-999, Emax=999)


def number(value: Fraction | int) -> DecimalText:
    """Return an exact number: in full where it ends within 18 digits, else rounded half up to 18; no exponent.

    >>> number(Fraction(9, 2)), number(90), number(Fraction(1, 3)), number(Fraction(1, 2**30))
    ('4.5', '90', '0.333333333333333333', '0.000000000931322574615478516')
    """
    exact = Fraction(value)
    rounded = _ROUNDED.divide(Decimal(exact.numerator), Decimal(exact.denominator))
    return DecimalText(f"{rounded.normalize(_ROUNDED):f}")


def written(value: Any, *, indent: int = 0) -> str:
    """Return a value as JSON text, two blanks a level.

    >>> written({"value": DecimalText("4.50"), "when": ["HS"], "none": []})
    '{\\n  "value": 4.50,\\n  "when": [\\n    "HS"\\n  ],\\n  "none": []\\n}'
    """
    if isinstance(value, DecimalText):
        return str(value)
    if isinstance(value, Mapping):
        rows = [f"{json.dumps(key)}: {written(item, indent=indent + 2)}" for key, item in value.items()]
        return _block("{", rows, "}", indent)
    if isinstance(value, list | tuple):
        return _block("[", [written(item, indent=indent + 2) for item in value], "]", indent)
    return json.dumps(value)


def _block(opened: str, rows: list[str], closed: str, indent: int) -> str:
    if not rows:
        return opened + closed
    lead = "\n" + " " * (indent + 2)
    return f"{opened}{lead}{f',{lead}'.join(rows)}\n{' ' * indent}{closed}"
