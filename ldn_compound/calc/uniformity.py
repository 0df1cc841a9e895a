"""How even the units are: mean, variance, deviation, limits, and the acceptance value of assayed contents.

A standard deviation needs a square root, which has no exact value: comparisons with it are made on squares, so no
verdict hangs on a rounded digit.

Sources: statistics; the mean and the sample standard deviation (divisor n - 1), as USP <905> takes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ldn_compound.core.formulas import formula


@formula("the mean of {masses}", masses=("mass",), returns="mass")
def mean_mass(*, masses: Sequence[tuple[Fraction]]) -> Fraction:
    """Return the mean of masses, given as rows of one.

    Valid: at least one mass.

    >>> mean_mass(masses=[(Fraction(134),), (Fraction(136),)])
    Fraction(135, 1)
    """
    total = masses[0][0]
    for (mass,) in masses[1:]:
        total = total + mass
    return total / len(masses)


@formula("the sample variance of {masses}", masses=("mass",), returns="mass*mass")
def variance_of_mass(*, masses: Sequence[tuple[Fraction]]) -> Fraction:
    """Return the sample variance (divisor n - 1) of at least two masses, given as rows of one.

    Valid: at least two masses.

    >>> variance_of_mass(masses=[(Fraction(134),), (Fraction(136),)])
    Fraction(2, 1)
    """
    mean = mean_mass(masses=masses)
    total = (masses[0][0] - mean) * (masses[0][0] - mean)
    for (mass,) in masses[1:]:
        total = total + (mass - mean) * (mass - mean)
    return total / (len(masses) - 1)


@formula("{variance} / ({mean} x {mean})", variance="mass*mass", mean="mass", returns="1")
def relative_variance(*, variance: Fraction, mean: Fraction) -> Fraction:
    """Return the square of the relative standard deviation.

    >>> relative_variance(variance=Fraction(4), mean=Fraction(100))
    Fraction(1, 2500)
    """
    return variance / (mean * mean)


@formula("{target} x (1 + {limit:%})", target="mass", limit="1", returns="mass")
def highest_mass(*, target: Fraction, limit: Fraction) -> Fraction:
    """Return the upper bound of a unit's mass.

    Sources: Ph. Eur. 2.9.5 and USP <795> before 2023: limits in percent of a target mass.

    >>> highest_mass(target=Fraction(135), limit=Fraction(1, 10))
    Fraction(297, 2)
    """
    return target * (1 + limit)


@formula("({theoretical} - {mean}) / {theoretical}", theoretical="mass", mean="mass", returns="1", in_percent=True)
def loss_of_mass(*, theoretical: Fraction, mean: Fraction) -> Fraction:
    """Return what the units weigh less than they should, as a fraction; negative where they weigh more.

    Valid: net masses, or both gross.

    Sources: DAC/NRF: the loss of mass is held to 3 %.

    >>> loss_of_mass(theoretical=Fraction(100), mean=Fraction(97))
    Fraction(3, 100)
    """
    return (theoretical - mean) / theoretical


@formula("the mean of {contents}", contents=("1",), returns="1")
def mean_content(*, contents: Sequence[tuple[Fraction]]) -> Fraction:
    """Return the mean of contents of label, given as rows of one.

    Valid: at least one content.

    >>> mean_content(contents=[(Fraction(1),), (Fraction("1.02"),)])
    Fraction(101, 100)
    """
    total = contents[0][0]
    for (content,) in contents[1:]:
        total = total + content
    return total / len(contents)


@formula("the sample variance of {contents}", contents=("1",), returns="1")
def variance_of_content(*, contents: Sequence[tuple[Fraction]]) -> Fraction:
    """Return the sample variance (divisor n - 1) of at least two contents, given as rows of one.

    Valid: at least two contents.

    >>> variance_of_content(contents=[(Fraction(1),), (Fraction("1.02"),)])
    Fraction(1, 5000)
    """
    mean = mean_content(contents=contents)
    total = (contents[0][0] - mean) * (contents[0][0] - mean)
    for (content,) in contents[1:]:
        total = total + (content - mean) * (content - mean)
    return total / (len(contents) - 1)


@formula("{greater:%} - {lesser:%}", greater="1", lesser="1", returns="1", in_percent=True)
def distance(*, greater: Fraction, lesser: Fraction) -> Fraction:
    """Return how far the mean content is from the reference value, the greater of the two first.

    Valid: the greater one first.

    >>> distance(greater=Fraction("1.059"), lesser=Fraction("1.015"))
    Fraction(11, 250)
    """
    return greater - lesser


@formula("{off:%} + {k} x {standard_deviation:%}", off="1", k="1", standard_deviation="1", returns="1", in_percent=True)
def acceptance_value(*, off: Fraction, k: Fraction, standard_deviation: Fraction) -> Fraction:
    """Return the acceptance value of USP <905> from the mean's distance to the reference value.

    Valid: 10 or 30 assayed units (k of 2.4 or 2.0), a target of at most 101.5 %.

    Sources: USP <905>.

    >>> acceptance_value(off=Fraction("0.044"), k=Fraction("2.4"), standard_deviation=Fraction("0.05"))
    Fraction(41, 250)
    """
    return off + k * standard_deviation
