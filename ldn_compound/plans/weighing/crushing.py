"""Commercial tablets that are crushed for their drug: how many it takes, and what is done with them."""

from __future__ import annotations

from ldn_compound.calc import material as calc
from ldn_compound.core.numbers import ceiling
from ldn_compound.plans.ingredients.drug_substance import Material
from ldn_compound.plans.weighing.weigh_drug import WeighedDrug
from ldn_compound.plans.worksheet import Worksheet


def tablets_to_crush(sheet: Worksheet, drug: Material, weighed: WeighedDrug) -> int | None:
    """Return the whole tablets that hold the powder which is really weighed, a spare not included; None for a powder.

    The powder on the balance may be more than the exact need, and a trituration takes more of it.
    """
    if drug.tablet_mass is None:
        return None
    tablets = sheet.work("tablets to crush", calc.tablets_in, powder=weighed.powder_taken, tablet_mass=drug.tablet_mass)
    whole = ceiling(tablets)
    sheet.note("tablets to crush, whole", "rounded up; a spare is not included", str(whole))
    return whole


def crushing_line(tablets: int) -> str:
    """Return the preparation step.

    >>> crushing_line(1)
    'Crush 1 tablet (and a spare, if one may be lost) to a fine powder and weigh out of this powder.'
    """
    number = "1 tablet" if tablets == 1 else f"{tablets} tablets"
    return f"Crush {number} (and a spare, if one may be lost) to a fine powder and weigh out of this powder."
