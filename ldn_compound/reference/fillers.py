"""Fillers and other excipients: densities, what they contain, whether they suit. Data: ``data/fillers.toml``.

>>> filler = get_filler("mcc-ph102")
>>> filler.judge("capsule").verdict
<Verdict.SUITABLE: 'suitable'>
>>> get_filler("magnesium-stearate").judge("capsule").verdict
<Verdict.AVOID: 'avoid'>
"""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, NamedTuple

from ldn_compound.core.errors import DataError, InputError
from ldn_compound.core.sources import Source
from ldn_compound.core.texts import near_hint
from ldn_compound.core.units import Amount
from ldn_compound.reference.beyond_use import rule_keys
from ldn_compound.reference.forms import form_of
from ldn_compound.reference.loader import unknown
from ldn_compound.reference.rows import At, Key, Range, Read, Row
from ldn_compound.reference.sensitivities import Sensitivities, Traces, sensitivity_keys
from ldn_compound.reference.tables import Table

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

EVIDENCE = {
    "formula": "in a published formula or formulary",
    "practice": "common practice",
    "inference": "inferred: the study or rule behind it is of something alike",
    "opinion": "an opinion: no study of it was found",
    "properties": "follows from what the substance is",
    "composition": "the composition is not published",
}
"""How sure a verdict is, by its word in the data."""


def refuse_unjudged(form: str) -> None:
    """Refuse a form that the fillers were not judged for.

    Parameters:
        form: key of a beyond-use rule.

    Raises:
        DataError: ``missing-data``.
    """
    known = form_of(form)
    if not known.fillers:
        field, needed = f"forms.form.{known.key}.fillers", f"a verdict on the fillers for a {known.key}"
        raise DataError("missing-data", field=field, given="false", needed=needed)


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

    role: Annotated[str, ROLES]
    verdict: Verdict
    reason: str
    evidence: Annotated[str, tuple(EVIDENCE)]
    source: Source


class Ion(NamedTuple):
    """What part of an excipient's mass is a substance that is counted by the day.

    Attributes:
        sensitivity: the key that it is counted under, such as ``sodium``.
        molar_mass: of the ion in g/mol, which is mg/mmol.
        of_molar_mass: of the excipient, for one ion of it.
        source: the citation.
    """

    sensitivity: Annotated[str, sensitivity_keys]
    molar_mass: Fraction
    of_molar_mass: Fraction
    source: Source

    @property
    def fraction(self) -> Amount:
        """Its part of the mass."""
        return Amount(self.molar_mass / self.of_molar_mass, "1")


def _threshold(row: Row, on: object) -> Amount | None:
    return None if row.text("amount") == "zero" else row.amount("amount", "mass")


class Threshold(NamedTuple):
    """From which amount on EU rules ask that the patient is told; "at or above" counts.

    Attributes:
        sensitivity: the key that it belongs to.
        per: ``day`` (maximum daily dose) or ``dose``.
        amount: the threshold, None for zero: always declared.
        text: what it means for the patient.
        source: the citation.
    """

    sensitivity: Annotated[str, sensitivity_keys]
    per: Annotated[str, ("day", "dose")]
    amount: Annotated[Amount | None, Read(_threshold, "amount")]
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

    key: Key
    name: str
    synonyms: tuple[str, ...]
    roles: tuple[Annotated[str, ROLES], ...]
    forms: tuple[Annotated[str, rule_keys], ...]
    loose_density: Annotated[Range, "mass/volume"] | None
    tapped_density: Annotated[Range, "mass/volume"] | None
    contains: Sensitivities
    may_contain: Traces
    known: bool
    verdict: Verdict
    evidence: Annotated[str, tuple(EVIDENCE)]
    reason: str
    elsewhere_reason: str
    as_roles: Annotated[tuple[RoleVerdict, ...], At("as_role")]
    ions: Annotated[tuple[Ion, ...], At("ion")]
    eu_thresholds: Annotated[tuple[Threshold, ...], At("eu_threshold")]
    source: Source

    def judge(self, form: str) -> Judgement:
        """Return the verdict for it as the bulk filler, or the vehicle, of a dosage form.

        Parameters:
            form: key of a beyond-use rule. The patient's sensitivities are not looked at here.

        Raises:
            DataError: ``missing-data``: nobody has judged the fillers for that form.
        """
        if form in self.forms:
            return Judgement(self.verdict, self.reason, self.source)
        refuse_unjudged(form)
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
    names = {key: (get_filler(key).name, *get_filler(key).synonyms) for key in filler_keys()}
    error = unknown("unknown-filler", field=field, given=given, known=known, what="a filler of this program")
    error.hint = near_hint(given, known, synonyms=names)
    return error


FILLERS = Table(Filler, "fillers", unknown=unknown_filler)
filler_keys, get_filler = FILLERS.keys, FILLERS.get
