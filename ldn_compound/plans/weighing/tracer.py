"""The coloured tracer of a trituration: advice by the pharmacy's profile or the country's rules, and a dye."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from ldn_compound.calc import arithmetic
from ldn_compound.checks import country
from ldn_compound.core.results import Finding
from ldn_compound.core.units import ratio
from ldn_compound.plans.weighing.result import TriturationPart
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.tracers import Tracer, get_tracer


class TracerOf(NamedTuple):
    """The tracer that a trituration takes, its drug as a fraction, and who says so in words."""

    tracer: Tracer
    share: Fraction
    said_by: str


def resolve_tracer(sheet: Worksheet, part: TriturationPart) -> TracerOf | None:
    """Return the tracer of the trituration that the aliquot is taken from, of two stages the last; None without one."""
    share = arithmetic.share(part=part.exact.drug_in_aliquot.value, whole=part.exact.aliquot_to_weigh.value)
    sheet.resolver.facts["trituration_share"] = ratio(share)
    key: str | None = sheet.setting("policies.tracer")
    if key in (None, "none"):
        return None
    setting = sheet.resolver.settings["policies.tracer"]
    return TracerOf(get_tracer(str(key)), share, f"{setting.origin}: {setting.source}")


def tracer_findings(found: TracerOf | None, *, avoid: Sequence[str]) -> list[Finding]:
    """Return the findings on a tracer; none without one.

    Parameters:
        avoid: what the patient avoids.
    """
    if found is None:
        return []
    return country.tracer_findings(found.tracer, share=found.share, avoid=avoid, said_by=found.said_by)
