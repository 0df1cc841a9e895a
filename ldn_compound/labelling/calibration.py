"""How far a printer is off, as it was measured on the ruler page of ``labels calibrate``.

A printer's entry stands in the profile: ``labels.calibration = "office: right 0.8, down 0.5, wide 99.6, high 100"``:
mm that the print is moved, and percent that it is stretched, so that it comes out where it should.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ldn_compound.core.errors import InputError
from ldn_compound.core.texts import near_hint

FARTHEST_MM = 10.0
FARTHEST_PERCENT = 5.0
_NUMBER = r"-?[0-9]{1,3}(?:\.[0-9]{1,3})?"
_ENTRY = re.compile(
    rf"(?P<name>[A-Za-z0-9_.-]+): right (?P<right>{_NUMBER}), down (?P<down>{_NUMBER})"
    rf"(?:, wide (?P<wide>{_NUMBER}), high (?P<high>{_NUMBER}))?"
)
_NEEDED = 'entries such as "office: right 0.8, down -0.5, wide 99.6, high 100", parted by semicolons; mm and percent'


class Calibration(NamedTuple):
    """What is done to the print before it is sent.

    Attributes:
        right_mm, down_mm: how far it is moved; negative for left and up.
        wide_percent, high_percent: how it is stretched from the page's top left corner; 100 leaves it as it is.
    """

    right_mm: float = 0.0
    down_mm: float = 0.0
    wide_percent: float = 100.0
    high_percent: float = 100.0


EXACT = Calibration()
"""A printer that is not off, or was not measured."""


def parse_calibrations(text: str, *, field: str = "labels.calibration") -> dict[str, Calibration]:
    """Return each printer's calibration by its name.

    Parameters:
        text: entries parted by semicolons.
        field: the name that an error carries.

    Raises:
        InputError: ``bad-calibration``, also where it moves by more than 10 mm or stretches by more than 5 %.

    >>> parse_calibrations("office: right 0.8, down -0.5")["office"]
    Calibration(right_mm=0.8, down_mm=-0.5, wide_percent=100.0, high_percent=100.0)
    """
    found: dict[str, Calibration] = {}
    for part in text.split(";"):
        match = _ENTRY.fullmatch(part.strip())
        if match is None or match["name"] in found:
            raise InputError("bad-calibration", field=field, given=part.strip(), needed=_NEEDED)
        wide, high = float(match["wide"] or 100), float(match["high"] or 100)
        right, down = float(match["right"]), float(match["down"])
        if max(abs(right), abs(down)) > FARTHEST_MM or max(abs(wide - 100), abs(high - 100)) > FARTHEST_PERCENT:
            needed = f"at most {FARTHEST_MM:g} mm and from {100 - FARTHEST_PERCENT:g} to {100 + FARTHEST_PERCENT:g} %"
            hint = "a printer that is farther off scales the page: print at 100 %, without 'fit to page'"
            raise InputError("bad-calibration", field=field, given=part.strip(), needed=needed, hint=hint)
        found[match["name"]] = Calibration(right, down, wide, high)
    return found


def find_calibration(text: str | None, name: str | None) -> Calibration:
    """Return the calibration of one printer.

    Parameters:
        text: the profile's entries, or None.
        name: of the printer; without it nothing is corrected.

    Raises:
        InputError: ``bad-calibration``, ``unknown-calibration``.
    """
    if name is None:
        return EXACT
    known = parse_calibrations(text) if text else {}
    if name not in known:
        needed = "one of " + ", ".join(known) if known else "an entry of labels.calibration in the profile"
        hint = near_hint(name, known) or "measure the printer with: ldn-compound labels calibrate"
        raise InputError("unknown-calibration", field="calibration", given=name, needed=needed, hint=hint)
    return known[name]
