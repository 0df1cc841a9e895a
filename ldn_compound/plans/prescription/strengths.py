"""The strengths that a pharmacy makes, as its profile lists them; a batch of another strength may be a slip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ldn_compound.checks.dose import made_findings
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount
from ldn_compound.plans.worksheet import Worksheet


class StrengthsMade(NamedTuple):
    """The strengths of a dosage form that the pharmacy makes.

    Attributes:
        listed: mg a unit or mg/mL; empty where the profile lists none.
        source: the line of the profile.
    """

    listed: tuple[Amount, ...] = ()
    source: str = ""

    def findings(self, strengths: Sequence[Amount], *, field: str) -> Iterator[Finding]:
        """Yield a caution for each strength that is not listed; `field` is the input that they are."""
        if self.listed:
            for strength in strengths:
                yield from made_findings(strength, self.listed, field=field, source=self.source)


def resolve_strengths_made(sheet: Worksheet, of: str, *, field: str) -> StrengthsMade:
    """Return what the profile lists.

    Parameters:
        of: ``capsule``, ``tablet`` or ``solution``.
        field: the input that it is held against.
    """
    dotted = f"strengths.{of}"
    if not sheet.states(dotted):
        return StrengthsMade()
    setting = sheet.resolver.resolve(dotted, None, field=field)
    listed = setting.value if isinstance(setting.value, tuple) else ()
    return StrengthsMade(tuple(item for item in listed if isinstance(item, Amount)), str(setting.source))
