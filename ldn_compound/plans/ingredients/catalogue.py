"""The fillers of the reference data and of the profile: all with their verdict, or one with all that is known."""

from __future__ import annotations

from typing import ClassVar

import attrs

from ldn_compound.checks.composition import verdict_of
from ldn_compound.core.late_texts import Prose
from ldn_compound.core.results import Result
from ldn_compound.inputs.single import FillerInputs, FillerListInputs
from ldn_compound.plans.ingredients.filler import filler_findings, resolve_filler
from ldn_compound.plans.public import planner
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.beyond_use import get_rule, rule_keys
from ldn_compound.reference.fillers import EVIDENCE, Filler, filler_keys
from ldn_compound.reference.recipes import get_use, use_keys
from ldn_compound.reference.rows import Range


@attrs.frozen(kw_only=True)
class FillerRow:
    """One line of the list.

    Attributes:
        filler, name: key and name.
        verdict: for a patient of whom nothing is known.
    """

    filler: str
    name: Prose
    verdict: str


class FillerList(Result):
    """All fillers for a form.

    Attributes:
        form: the dosage form.
        fillers: the rows, the reference data's first.
    """

    kind: ClassVar[str] = "filler-list"

    form: str
    fillers: tuple[FillerRow, ...]


class FillerFacts(Result):
    """What is known of one filler.

    Attributes:
        filler, name: key and name.
        roles: what it does.
        forms: the dosage forms that it can be the bulk filler of.
        loose_density, tapped_density: ranges as text with their source, or None.
        contains, may_contain: sensitivities; may_contain_because: why it may, for each of the latter.
        known: whether its composition is known.
        verdict, reason: for low-dose naltrexone as the bulk of those forms.
        verdict_source: the citation behind the verdict; certainty: how sure it is. None for the pharmacy's own.
        other_roles: the verdicts in other roles, each with its share and reason, in words.
        source: where its composition is from.
    """

    kind: ClassVar[str] = "filler"

    filler: str
    name: Prose
    roles: tuple[str, ...]
    forms: tuple[str, ...]
    loose_density: str | None
    tapped_density: str | None
    contains: tuple[str, ...]
    may_contain: tuple[str, ...]
    may_contain_because: tuple[Prose, ...]
    known: bool
    verdict: str
    reason: Prose
    verdict_source: Prose | None
    certainty: Prose | None
    other_roles: tuple[Prose, ...]
    source: Prose


@planner(FillerListInputs)
def filler_list(sheet: Worksheet[FillerListInputs]) -> FillerList:
    """Return all fillers with their verdict for a form.

    Raises:
        InputError: ``unknown-form``.

    >>> [row.verdict for row in filler_list(form="capsule").fillers if row.filler == "mcc-ph102"]
    ['suitable']
    """
    rule = get_rule(sheet.given.form)
    own = [key for key in sheet.own_filler_keys if key not in filler_keys()]
    rows = []
    for key in (*filler_keys(), *own):
        filler = resolve_filler(sheet, key)
        verdict = verdict_of(filler_findings(filler, form=rule.form, avoid=()))
        rows.append(FillerRow(filler=key, name=filler.name, verdict=verdict.value))
    return FillerList(inputs=sheet.inputs, assumptions=sheet.assumptions, form=rule.form, fillers=tuple(rows))


@planner(FillerInputs)
def show_filler(sheet: Worksheet[FillerInputs]) -> FillerFacts:
    """Return what is known of one filler.

    Raises:
        InputError: ``unknown-filler``, with the near ones.

    >>> show_filler(filler="gelatine") # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ldn_compound.core.errors.InputError: ...
    """
    found = resolve_filler(sheet, sheet.given.filler)
    row = found.reference
    verdict = verdict_of(filler_findings(found, form=row.forms[0] if row and row.forms else rule_keys()[0], avoid=()))
    return FillerFacts(
        inputs=sheet.inputs,
        assumptions=sheet.assumptions,
        filler=found.key,
        name=found.name,
        roles=row.roles if row else ("filler",),
        forms=row.forms if row else (),
        loose_density=_range(row.loose_density) if row else None,
        tapped_density=_range(row.tapped_density) if row else None,
        contains=found.component.contains,
        may_contain=tuple(found.component.may_contain),
        may_contain_because=tuple(found.component.may_contain.values()),
        known=found.component.known,
        verdict=verdict.value,
        reason=(row.reason if row.forms else row.elsewhere_reason) if row else "the pharmacy's own filler",
        verdict_source=str(row.source) if row else None,
        certainty=EVIDENCE[row.evidence] if row else None,
        other_roles=_other_roles(row) if row else (),
        source=found.component.source,
    )


def _other_roles(row: Filler) -> tuple[str, ...]:
    """Return the verdicts in other roles than bulk, and the share that each role has."""
    told = []
    for item in row.as_roles:
        usual = get_use(row.key).usual if row.key in use_keys() else None
        share = f" at {usual.low.text()} to {usual.high.text()} of a tablet" if usual else ""
        told.append(
            f"as a {item.role}{share}: {item.verdict}, {item.reason} ({EVIDENCE[item.evidence]}; {item.source})"
        )
    return tuple(told)


def _range(found: Range | None) -> str | None:
    if found is None:
        return None
    ends = found.low.text() if found.low == found.high else f"{found.low.text()} to {found.high.text()}"
    return f"{ends} ({found.source})"
