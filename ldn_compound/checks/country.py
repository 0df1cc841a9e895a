"""What a country advises beyond its settings: the smallest capsule, a tracer in triturations."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ldn_compound.checks.codes import finding
from ldn_compound.checks.material import brief_percent
from ldn_compound.core.results import Finding, Severity
from ldn_compound.reference.tracers import Tracer


def small_size_finding(*, size: str, least: str, source: str) -> Finding:
    """Return the question that a size asked for leaves open, where it is below the smallest that is usually taken.

    >>> small_size_finding(size="3", least="2", source="the profile").code
    'size-below-smallest'
    """
    text = f"size {size} is smaller than size {least}, the smallest unless asked for: does the prescription ask for it?"
    return finding("size-below-smallest", Severity.INFO, text, source=source, field="size")


def tracer_findings(tracer: Tracer, *, share: Fraction, avoid: Sequence[str], said_by: str) -> list[Finding]:
    """Return the advice of a tracer, and a caution where the patient avoids what it is.

    Parameters:
        share: drug in the trituration, as a fraction of it.
        avoid: what the patient avoids.
        said_by: where the tracer comes from, in words.

    >>> from ldn_compound.reference.tracers import get_tracer
    >>> found = tracer_findings(get_tracer("riboflavin"), share=Fraction(1, 200), avoid=["dyes"], said_by="be")
    >>> [item.code for item in found]
    ['tracer-contains-avoided']
    """
    hits = [key for key in avoid if key in tracer.contains]
    if hits:
        text = (
            f"{tracer.name}, the tracer for a trituration of {brief_percent(share)} drug, counts as {', '.join(hits)}, "
            f"which the patient avoids: leave it out"
        )
        return [finding("tracer-contains-avoided", Severity.CAUTION, text, source=said_by, field="tracer")]
    text = (
        f"{tracer.name} is advised as the tracer of a trituration of {brief_percent(share)} drug: it shows whether it "
        f"is mixed. It is a dye: not for a patient who avoids dyes, and it is listed among the ingredients"
    )
    return [finding("tracer-advised", Severity.INFO, text, source=said_by, field="tracer")]
