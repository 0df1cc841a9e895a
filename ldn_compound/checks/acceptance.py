"""What a person accepts by name: codes that may be accepted, a name that is one, and what is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from ldn_compound.checks.codes import CODES, finding, is_retired
from ldn_compound.checks.released import ALIASES
from ldn_compound.core.errors import InputError
from ldn_compound.core.results import Finding
from ldn_compound.core.texts import near_hint, require_name

# Stops of a label that nobody accepts by name: the label is mended, or the plan is made anew.
NEVER_ACCEPTED: dict[str, str] = {
    "label-differs-from-plan": "what is printed is not what the plan says",
    "label-date-after-plan": "give an earlier --discard-after, or none",
    "beyond-use-passed": "the preparation is made anew",
    "discard-after-before-making": "give a later --discard-after, or none",
    "date-filled-impossible": "give the day on which the prescription was filled",
    "pharmacy-name-missing": "set pharmacy.name in the profile: the country asks for it",
}


def require_acceptance(accept: Sequence[str], accepted_by: str | None) -> None:
    """Refuse an acceptance that is not whole: codes that are registered, and the name of who accepts them.

    Raises:
        InputError: ``unknown-finding-code``; ``acceptance-without-name``, ``name-without-acceptance``; ``no-name``.
    """
    for code in accept:
        if code not in CODES and code not in ALIASES and not is_retired(code):
            raise InputError(
                "unknown-finding-code",
                field="accept",
                given=code,
                needed="the code of a finding, as it is printed",
                hint=near_hint(code, CODES),
            )
    if accept and accepted_by is None:
        raise InputError(
            "acceptance-without-name",
            field="accepted_by",
            needed="the name of who accepts",
            hint="add --accepted-by NAME: an acceptance is recorded with a name",
        )
    if accepted_by is not None:
        require_name(accepted_by, field="accepted_by")
    if accepted_by is not None and not accept:
        raise InputError(
            "name-without-acceptance",
            field="accept",
            needed="the code that is accepted",
            hint="add --accept CODE, or leave out the name",
        )


def require_label_acceptance(accept: Sequence[str], accepted_by: str | None) -> None:
    """As :func:`require_acceptance`, for a label: some of its stops are never accepted.

    Raises:
        InputError: ``never-accepted`` besides.
    """
    require_acceptance(accept, accepted_by)
    for code in accept:
        if code in NEVER_ACCEPTED:
            needed = "a finding that may be accepted by name"
            raise InputError("never-accepted", field="accept", given=code, needed=needed, hint=NEVER_ACCEPTED[code])


def apply_acceptance(
    findings: Iterable[Finding], *, accept: Sequence[str], accepted_by: str | None, of: str = "plan"
) -> tuple[Finding, ...]:
    """Record on each finding that was accepted who accepted it; only a stop needs it.

    Parameters:
        findings: of one plan, or of one label.
        accept: codes accepted by name.
        accepted_by: the person's name.
        of: what has the findings.

    Raises:
        InputError: of :func:`require_acceptance`.

    >>> apply_acceptance([], accept=[], accepted_by=None)
    ()
    """
    require_acceptance(accept, accepted_by)
    accept = [ALIASES.get(code, code) for code in accept]
    result = list(findings)
    there = {item.code for item in result}
    for index, item in enumerate(result):
        if item.code in accept:
            result[index] = attrs.evolve(item, accepted_by=accepted_by)
    for code in accept:
        if code not in there:
            result.append(finding("acceptance-not-needed", accepted=code, of=of, source="house rule"))
    return tuple(result)
