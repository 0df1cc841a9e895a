"""A line of a preparation: its words, and what is weighed or checked in it. The names of a batch's weighings."""

from __future__ import annotations

from typing import Literal, Self

API, FILLER, ALIQUOT, DILUENT = "api", "filler", "aliquot", "diluent"

Check = Literal["mean", "look"]
"""What a hold point asks: a mean mass within limits, or what is seen."""


class Line(str):
    """A line of a preparation in words, which is text wherever it is shown and stored.

    Attributes:
        weighs: the weighing that it tells of, by the name that ``as_made`` takes, or None.
        uses: a weighing that must be done by then and that no line tells of, or None.
        check: of a hold point ``mean`` (masses within limits) or ``look`` (what is seen), else None.
        boat: what the line says of reweighing the weighing boat, or nothing.

    >>> line = Line("Weigh 467 mg of the drug.", weighs="api")
    >>> line, line.weighs, line.check
    ('Weigh 467 mg of the drug.', 'api', None)
    """

    weighs: str | None
    uses: str | None
    check: Check | None
    boat: str

    def __new__(
        cls,
        text: str,
        *,
        weighs: str | None = None,
        uses: str | None = None,
        check: Check | None = None,
        boat: str = "",
    ) -> Self:
        """Return the line; parameters as the attributes."""
        line = super().__new__(cls, text)
        line.weighs, line.uses, line.check, line.boat = weighs, uses, check, boat
        return line


def with_number(name: str, stage: int) -> str:
    """Return the name of a stage's weighing: ``aliquot``, and of a second stage ``aliquot-2``.

    >>> with_number("aliquot", 1), with_number("aliquot", 2)
    ('aliquot', 'aliquot-2')
    """
    return name if stage == 1 else f"{name}-{stage}"
