"""The GS1 element string of a batch's container: GTIN, expiry, lot and serial number.

Source: GS1 General Specifications: 3.2 (01) GTIN, 3.4.1 (10) lot, 3.4.7 (17) expiry date YYMMDD, 3.5.2 (21) serial
number; figure 7.11-1 (characters of (10) and (21), at most 20 each); 7.9.1 (check digit).
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from ldn_compound.core.errors import InputError

# GS1 AI encodable character set 82, without the brackets, which mark the element numbers in the text form.
_CHARACTERS = re.compile(r"[A-Za-z0-9!\"%&'*+,\-./:;<=>?_]{1,20}")
_GTIN = re.compile(r"[0-9]{8}|[0-9]{12,14}")


class Gs1(NamedTuple):
    """What the code states.

    Attributes:
        gtin: 14 digits.
        expiry: last day of use.
        lot: the batch's number.
        serial: of this container, or None.
    """

    gtin: str
    expiry: date
    lot: str
    serial: str | None

    @property
    def text(self) -> str:
        """The elements in brackets; an encoder sets FNC1 at the start and a separator behind a lot of variable length.

        >>> Gs1(gtin="09506000134352", expiry=date(2027, 5, 20), lot="A1", serial="7").text
        '(01)09506000134352(17)270520(10)A1(21)7'
        """
        parts = f"(01){self.gtin}(17){self.expiry:%y%m%d}(10){_element(self.lot, 'lot')}"
        return parts if self.serial is None else f"{parts}(21){_element(self.serial, 'prescription_number')}"


def _element(value: str, field: str) -> str:
    if not _CHARACTERS.fullmatch(value):
        needed = "at most 20 letters, digits or signs of the GS1 character set: the design prints it in a GS1 code"
        raise InputError("not-in-gs1", field=field, given=value, needed=needed)
    return value


def parse_gtin(text: str, *, field: str) -> str:
    """Return a GTIN as 14 digits.

    Parameters:
        text: 8, 12, 13 or 14 digits with their check digit.
        field: the name that an error carries.

    Raises:
        InputError: ``bad-gtin``.

    >>> parse_gtin("9506000134352", field="labels.gtin")
    '09506000134352'
    """
    if not _GTIN.fullmatch(text):
        raise InputError("bad-gtin", field=field, given=text, needed="8, 12, 13 or 14 digits")
    digits = text.rjust(14, "0")
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(digits[:-1]))
    check = -total % 10
    if int(digits[-1]) != check:
        hint = "a digit is mistyped, or two are changed over"
        raise InputError("bad-gtin", field=field, given=text, needed=f"a check digit of {check}", hint=hint)
    return digits
