"""What a country advises beyond its settings: the smallest capsule, a tracer in triturations."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ldn_compound.checks.codes import finding
from ldn_compound.checks.material import brief_percent
from ldn_compound.core.results import Finding
from ldn_compound.reference.tracers import Tracer


def small_size_finding(*, size: str, least: str, source: str) -> Finding:
    """Return the question that a size asked for leaves open, where it is below the smallest that is usually taken.

    >>> small_size_finding(size="3", least="2", source="the profile").code
    'size-below-smallest'
    """
    return finding("size-below-smallest", size=size, least=least, source=source)


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
        return [
            finding(
                "tracer-contains-avoided",
                tracer_name=tracer.name,
                share=brief_percent(share),
                hits=", ".join(hits),
                source=said_by,
            )
        ]
    return [finding("tracer-advised", tracer_name=tracer.name, share=brief_percent(share), source=said_by)]
