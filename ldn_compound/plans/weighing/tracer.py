"""The coloured tracer of a trituration: advice by the pharmacy's profile or the country's rules, and a dye."""

from __future__ import annotations

from collections.abc import Sequence

from ldn_compound.calc import arithmetic
from ldn_compound.checks import country
from ldn_compound.core.results import Finding
from ldn_compound.core.units import ratio
from ldn_compound.plans.weighing.result import TriturationPart
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.tracers import get_tracer


def tracer_findings(sheet: Worksheet, part: TriturationPart, *, avoid: Sequence[str]) -> list[Finding]:
    """Return the findings on the tracer of the trituration that the aliquot is taken from.

    Parameters:
        part: the trituration; of two stages the last counts.
        avoid: what the patient avoids.
    """
    share = arithmetic.share(part=part.exact.drug_in_aliquot.value, whole=part.exact.aliquot_to_weigh.value)
    sheet.resolver.facts["trituration_share"] = ratio(share)
    key: str | None = sheet.setting("policies.tracer")
    if key in (None, "none"):
        return []
    setting = sheet.resolver.settings["policies.tracer"]
    said_by = f"{setting.origin}: {setting.source}"
    return country.tracer_findings(get_tracer(str(key)), share=share, avoid=avoid, said_by=said_by)
