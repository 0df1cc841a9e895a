"""Fillers and other excipients: densities, what they contain, whether they suit. Data: ``data/fillers.toml``.

>>> filler = get_filler("mcc-ph102")
>>> filler.judge("capsule").verdict
<Verdict.SUITABLE: 'suitable'>
>>> get_filler("magnesium-stearate").judge("capsule").verdict
<Verdict.AVOID: 'avoid'>
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from ldn_compound.core.errors import InputError
from ldn_compound.core.sources import Source
from ldn_compound.core.texts import near_hint
from ldn_compound.core.units import Amount
from ldn_compound.reference.loader import Range, Row, load, unknown
from ldn_compound.reference.sensitivities import read_traces, sensitivity_keys

SUBJECT = "fillers"

ROLES = (
    "filler",
    "diluent",
    "tablet-base",
    "binder",
    "disintegrant",
    "lubricant",
    "flow-aid",
    "film-coat",
    "vehicle",
    "active",
)
"""What an excipient does; ``active`` for one with an effect of its own, which is no filler."""

_COLUMNS = (
    *("name", "synonyms", "roles", "forms", "loose_density", "tapped_density", "contains", "may_contain", "known"),
    *("verdict", "evidence", "reason", "elsewhere_reason", "as_role", "ion", "eu_threshold", "source", "certainty"),
)

EVIDENCE = {
    "formula": "in a published formula or formulary",
    "practice": "common practice",
    "inference": "inferred: the study or rule behind it is of something alike",
    "opinion": "an opinion: no study of it was found",
    "properties": "follows from what the substance is",
    "composition": "the composition is not published",
}
"""How sure a verdict is, by its word in the data."""

FORMS = ("capsule", "tablet", "solution-nonaqueous", "solution-aqueous-preserved", "solution-aqueous")


class Verdict(StrEnum):
    """Whether an excipient suits low-dose naltrexone, from best to worst but for ``cannot-clear``."""

    SUITABLE = "suitable"
    CAUTION = "caution"
    AVOID = "avoid"
    CANNOT_CLEAR = "cannot-clear"


class Judgement(NamedTuple):
    """A verdict for a dosage form, why, and the citation."""

    verdict: Verdict
    reason: str
    source: Source


class RoleVerdict(NamedTuple):
    """The verdict on an excipient in another role than bulk, within the share that it has in that role.

    Attributes:
        role: such as ``binder``.
        verdict, reason, source: as for the bulk.
        evidence: how sure it is, a word of :data:`EVIDENCE`.
    """

    role: str
    verdict: Verdict
    reason: str
    evidence: str
    source: Source


class Ion(NamedTuple):
    """What part of an excipient's mass is a substance that is counted by the day.

    Attributes:
        sensitivity: the key that it is counted under, such as ``sodium``.
        fraction: its part of the mass.
        molar_mass: of the ion in g/mol, which is mg/mmol.
        source: the citation.
    """

    sensitivity: str
    fraction: Amount
    molar_mass: Fraction
    source: Source


class Threshold(NamedTuple):
    """From which amount on EU rules ask that the patient is told; "at or above" counts.

    Attributes:
        sensitivity: the key that it belongs to.
        per: ``day`` (maximum daily dose) or ``dose``.
        amount: the threshold, None for zero: always declared.
        text: what it means for the patient.
        source: the citation.
    """

    sensitivity: str
    per: str
    amount: Amount | None
    text: str
    source: Source


class Filler(NamedTuple):
    """One excipient.

    Attributes:
        key: such as ``mcc-ph102``.
        name: in words.
        synonyms: other names, for the near ones of a refusal; several rows may share one.
        roles: what it does, of :data:`ROLES`.
        forms: the dosage forms that it can be the bulk filler (or vehicle) of; ``verdict`` is for these.
        loose_density: bulk density as poured, or None.
        tapped_density: bulk density after tapping, or None. For a liquid both are None.
        contains: the sensitivities that it certainly touches.
        may_contain: those that it possibly touches, by maker or source, each with why.
        known: whether its composition is known; one that is not can never be cleared.
        verdict: whether it suits low-dose naltrexone in those forms.
        evidence: how sure that is, a word of :data:`EVIDENCE`.
        reason: why.
        elsewhere_reason: why it is no bulk filler of any other form.
        as_roles: the verdicts in other roles.
        ions: what is counted by the day.
        eu_thresholds: the EU's excipients with known effect.
        source: the citation behind the verdict. What it contains follows from its name; what it may contain is general
            knowledge unless a comment in the data names its source.
    """

    key: str
    name: str
    synonyms: tuple[str, ...]
    roles: tuple[str, ...]
    forms: tuple[str, ...]
    loose_density: Range | None
    tapped_density: Range | None
    contains: tuple[str, ...]
    may_contain: Mapping[str, str]
    known: bool
    verdict: Verdict
    evidence: str
    reason: str
    elsewhere_reason: str
    as_roles: tuple[RoleVerdict, ...]
    ions: tuple[Ion, ...]
    eu_thresholds: tuple[Threshold, ...]
    source: Source

    def judge(self, form: str) -> Judgement:
        """Return the verdict for it as the bulk filler, or the vehicle, of a dosage form.

        Parameters:
            form: one of :data:`FORMS`. The patient's sensitivities are not looked at here.
        """
        if form in self.forms:
            return Judgement(self.verdict, self.reason, self.source)
        return Judgement(Verdict.AVOID, self.elsewhere_reason, self.source)

    def judge_as(self, role: str) -> Judgement | None:
        """Return the verdict for it in another role than bulk, or None where the data has none for that.

        Parameters:
            role: such as ``binder``.
        """
        for row in self.as_roles:
            if row.role == role:
                return Judgement(row.verdict, row.reason, row.source)
        return None


def filler_keys() -> tuple[str, ...]:
    """Return the keys of all excipients; cheap, as shell completion calls it."""
    return load(SUBJECT).keys()


def get_filler(key: str) -> Filler:
    """Return one excipient.

    Raises:
        InputError: ``unknown-filler``.
        DataError: a malformed row.
    """
    if key not in filler_keys():
        raise unknown_filler(key)
    return _read(key)


def unknown_filler(given: str, *, own: Sequence[str] = (), field: str = "filler") -> InputError:
    """Return the refusal of a filler that there is none of, with the near ones by key, name and synonym.

    Parameters:
        given: the key as it was typed.
        own: keys of the pharmacy's own fillers.
        field: the input that it stands in.

    >>> unknown_filler("baking soda").hint
    'did you mean sodium-bicarbonate?'
    """
    known = tuple(dict.fromkeys((*filler_keys(), *own)))
    names = {key: (_read(key).name, *_read(key).synonyms) for key in filler_keys()}
    error = unknown("unknown-filler", field=field, given=given, known=known, what="a filler of this program")
    error.hint = near_hint(given, known, synonyms=names)
    return error


@cache
def _read(key: str) -> Filler:
    row = load(SUBJECT).row(key)
    row.only(*_COLUMNS)
    return Filler(
        key=key,
        name=row.text("name"),
        synonyms=row.names("synonyms"),
        roles=row.names("roles", ROLES),
        forms=row.names("forms", FORMS),
        loose_density=row.range("loose_density", "mass/volume") if "loose_density" in row else None,
        tapped_density=row.range("tapped_density", "mass/volume") if "tapped_density" in row else None,
        contains=row.names("contains", sensitivity_keys()),
        may_contain=read_traces(row),
        known=row.flag("known"),
        verdict=Verdict(row.choice("verdict", tuple(Verdict))),
        evidence=row.choice("evidence", tuple(EVIDENCE)),
        reason=row.text("reason"),
        elsewhere_reason=row.text("elsewhere_reason"),
        as_roles=tuple(_role_verdict(item) for item in row.rows("as_role")),
        ions=tuple(_ion(item) for item in row.rows("ion")),
        eu_thresholds=tuple(_threshold(item) for item in row.rows("eu_threshold")),
        source=row.source(),
    )


def _role_verdict(row: Row) -> RoleVerdict:
    row.only("role", "verdict", "reason", "evidence", "source", "certainty")
    return RoleVerdict(
        role=row.choice("role", ROLES),
        verdict=Verdict(row.choice("verdict", tuple(Verdict))),
        reason=row.text("reason"),
        evidence=row.choice("evidence", tuple(EVIDENCE)),
        source=row.source(),
    )


def _ion(row: Row) -> Ion:
    row.only("sensitivity", "molar_mass", "of_molar_mass", "source", "certainty")
    part, whole = row.number("molar_mass"), row.number("of_molar_mass")
    sensitivity = row.choice("sensitivity", sensitivity_keys())
    return Ion(sensitivity, Amount(part / whole, "1"), part, row.source())


def _threshold(row: Row) -> Threshold:
    row.only("sensitivity", "per", "amount", "text", "source", "certainty")
    return Threshold(
        sensitivity=row.choice("sensitivity", sensitivity_keys()),
        per=row.choice("per", ("day", "dose")),
        amount=None if row.text("amount") == "zero" else row.amount("amount", "mass"),
        text=row.text("text"),
        source=row.source(),
    )


def validate_all() -> None:
    """Check every row. Raises DataError."""
    for key in filler_keys():
        _read(key)
