"""What a certificate of the drug powder must say to be of use: assay, its basis, water and solvents together."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from ldn_compound.core.units import Amount
from ldn_compound.reference.naltrexone import assay_limits

ANHYDROUS, AS_IS = "anhydrous", "as-is"


class Certificate(NamedTuple):
    """The figures of one lot of drug powder; None where one is not stated.

    Attributes:
        assay: the part that is drug, on its basis.
        assay_basis: ``anhydrous`` or ``as-is``.
        water, solvents: parts of the powder that the anhydrous basis leaves out.
    """

    assay: Amount | None = None
    assay_basis: str | None = None
    water: Amount | None = None
    solvents: Amount | None = None

    def shown(self) -> str:
        """Return the figures in words, such as ``assay 99.5 % anhydrous, water 8.5 %``."""
        basis = "as is" if self.assay_basis == AS_IS else self.assay_basis
        parts = [] if self.assay is None else [f"assay {self.assay.text()} {basis}"]
        for name, amount in (("water", self.water), ("solvents", self.solvents)):
            if amount is not None:
                parts.append(f"{name} {amount.text()}")
        return ", ".join(parts)


class Problem(NamedTuple):
    """Why a certificate is of no use.

    Attributes:
        code: of the error.
        figure: the attribute of :class:`Certificate` that it is about.
        needed, hint: as an error says them.
    """

    code: str
    figure: str
    needed: str
    hint: str | None = None


def problem(figures: Certificate) -> Problem | None:
    """Return what makes a certificate's figures contradict each other or say only half, or None.

    >>> from ldn_compound.core.units import require
    >>> problem(Certificate(assay=require("99.5 %", "1", "assay"))).code
    'assay-without-basis'
    """
    anhydrous = figures.assay_basis == ANHYDROUS
    if figures.assay is not None and figures.assay_basis is None:
        needed = "what the assay refers to: anhydrous or as-is"
        hint = "the certificate says so: 'on the anhydrous basis' or 'as is'"
        return Problem("assay-without-basis", "assay_basis", needed, hint)
    for name, amount in (("water", figures.water), ("solvents", figures.solvents)):
        if amount is not None and not anhydrous:
            needed = "an assay on the anhydrous basis"
            hint = "an assay as is counts water and solvents already; to count them twice would overdose"
            return Problem("water-without-anhydrous-basis", name, needed, hint)
    if anhydrous and figures.water is None:
        needed = "the water of the powder, such as 8.5%"
        hint = "an assay on the anhydrous basis does not say how much of the powder is water"
        return Problem("anhydrous-without-water", "water", needed, hint)
    if figures.assay_basis is not None and figures.assay is None:
        return Problem("basis-without-assay", "assay", "the assay, such as 99.5%")
    if figures.water is not None:
        lost = figures.water.value + (figures.solvents.value if figures.solvents is not None else 0)
        if lost >= 1:
            return Problem("nothing-left", "water", "water and solvents of less than 100 % together")
    return None


def impossible(figures: Certificate) -> Problem | None:
    """Return what no powder can be: more drug as it stands than the monograph lets an assay come out at, or None.

    >>> from ldn_compound.core.units import require
    >>> impossible(Certificate(assay=require("103 %", "1", "assay"), assay_basis="as-is")).code
    'assay-impossible'
    """
    if figures.assay is None:
        return None
    high = assay_limits().high
    lost = sum((part.value for part in (figures.water, figures.solvents) if part is not None), Fraction(0))
    if figures.assay.value * (1 - lost) <= high.value:
        return None
    needed = f"at most {high.text()} of drug in the powder as it stands: none holds more than 100 %"
    return Problem("assay-impossible", "assay", needed, "is it on the anhydrous basis, or is a decimal point wrong?")
