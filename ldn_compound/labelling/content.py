"""One label's content: the plan's own facts and what was given for the patient, every text checked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, Protocol

import attrs

from ldn_compound.checks.acceptance import require_label_acceptance
from ldn_compound.core.errors import InputError, LdnError
from ldn_compound.core.numbers import parse_whole
from ldn_compound.core.results import Finding, Result
from ldn_compound.core.texts import near_hint, parse_date, parse_names, parse_text
from ldn_compound.core.units import Amount, require
from ldn_compound.labelling.directions import build_directions
from ldn_compound.labelling.faces import first_unset
from ldn_compound.labelling.facts import LABELLED_KINDS, Facts, facts_of
from ldn_compound.labelling.gs1 import parse_gtin
from ldn_compound.labelling.parts import Part, read_part, refills_left
from ldn_compound.labelling.problems import Problems, all_in_one
from ldn_compound.labelling.questions import NOTHING_ASKED, Asked, read_asked
from ldn_compound.labelling.wording import Wording, get_wording
from ldn_compound.reference.jurisdictions import get_jurisdiction

MOST_REFILLS = 99
MOST_DAYS_OPEN = 365
_BLANKS = re.compile(r"\s+")


class Pharmacy(Protocol):
    """What a label reads of a profile."""

    def get(self, key: str, /) -> object:
        """Return the value of a dotted key, or None."""


@attrs.frozen(kw_only=True)
class Label:
    """What one label says, before it is set on a stock. Made by :func:`label_for`.

    Attributes:
        result: the plan that the label is for.
        language: of the label's words and numbers.
        patient_latin: the patient's name in Latin letters, which stands below it, or None.
        patient, directions, purpose, prescription_number, lot, prescriber, reason: texts, or None.
        timing: key of the timing that the directions were built from, or None.
        quantity: units in this container, or the volume of a liquid; None for a titration.
        date_filled: when the prescription was filled, or None.
        discard_after: the last day of use, at the latest the plan's; None where the plan has none.
        refills: how often it can be filled again, or None.
        after_opening_days: days of use after the container is opened, or None.
        container: which container of the supply it is on, or None; repeat: which fill of its prescription it is of.
        warnings: keys of the sentences that it carries.
        gtin: the pharmacy's trade item number for its GS1 code, or None.
        pharmacy_name, pharmacy_address, pharmacy_telephone: from the profile, or None.
        logo: path of the pharmacy's logo, from the profile, or None.
        notes: what there is to know of a plan that another version of this program stored.
        asked: the answers to dispensing questions that were given with it, and the profile's policy on open ones.
        tall_man: whether names that look alike are written with tall letters, by the profile.
        country: whose words and marks a titration's label has, from the profile, or None.
        refused: what is wrong with fields that were given and are left out; the rules refuse such a label.
        accept: codes of the label's own findings that were accepted by name; accepted_by: who accepted them. Neither
            is printed: they stand in the findings.
        document: the plan's document as it was read, or None.
        place: where it was asked for among many, such as "line 17 of jobs.jsonl"; every refusal of it names that.
    """

    result: Result
    language: str = "en"
    patient: str | None = None
    patient_latin: str | None = None
    directions: str | None = None
    timing: str | None = None
    purpose: str | None = None
    prescription_number: str | None = None
    lot: str | None = None
    prescriber: str | None = None
    reason: str | None = None
    quantity: int | Amount | None = None
    date_filled: date | None = None
    discard_after: date | None = None
    refills: int | None = None
    after_opening_days: int | None = None
    container: Part | None = None
    repeat: Part | None = None
    warnings: tuple[str, ...] = ()
    gtin: str | None = None
    pharmacy_name: str | None = None
    pharmacy_address: str | None = None
    pharmacy_telephone: str | None = None
    logo: str | None = None
    accept: tuple[str, ...] = ()
    accepted_by: str | None = None
    notes: tuple[Finding, ...] = ()
    asked: Asked = NOTHING_ASKED
    tall_man: bool = False
    refused: tuple[LdnError, ...] = ()

    country: str | None = None
    document: str | None = None
    place: str | None = None

    @property
    def facts(self) -> Facts:
        """What it states of its plan; a titration, which follows no country's rule, is written as the pharmacy's."""
        facts = facts_of(self.result)
        return facts._replace(jurisdiction=self.country) if self.country and facts.schedule else facts


def label_for(
    result: Any,
    *,
    patient: str | None = None,
    patient_latin: str | None = None,
    directions: str | None = None,
    timing: str | None = None,
    purpose: str | None = None,
    prescription_number: str | None = None,
    lot: str | None = None,
    prescriber: str | None = None,
    quantity: int | str | None = None,
    date_filled: date | str | None = None,
    discard_after: date | str | None = None,
    refills: int | str | None = None,
    after_opening_days: int | str | None = None,
    container: str | None = None,
    repeat: str | None = None,
    reason: str | None = None,
    warnings: Iterable[str] | None = None,
    answers: Mapping[str, str] | None = None,
    opioid_free_days: int | str | None = None,
    last_opioid: date | str | None = None,
    language: str | None = None,
    profile: Pharmacy | None = None,
    accept: Iterable[str] | None = None,
    accepted_by: str | None = None,
) -> Label:
    """Return the label of a plan.

    Texts are brought to NFC; blanks at their ends are left out and several blanks become one, since neither can be
    seen on paper.

    Parameters:
        result: a plan of a batch; or its JSON document as text or as :func:`ldn_compound.read_document` read it, which
            is computed again.
        patient: the patient's name, in any script that there is a face for.
        patient_latin: the same name in Latin letters, for a second line below it, such as "Zhang Wei".
        directions: such as "Take 1 capsule by mouth at bedtime".
        timing: instead of directions: ``bedtime``, ``morning``, ``daily``, ``morning-and-bedtime``, ``twice-daily``;
            the directions are then built from the plan's own dosing.
        purpose: what the medicine is for, as the prescription says it, such as "nerve pain".
        prescription_number: the serial number, printed as text and as Code 128.
        lot: the batch's internal identification number.
        prescriber: the prescriber's name.
        quantity: units in this container, at most the plan's count, or the volume of a liquid such as "60 mL"; all of
            it where it is not given.
        date_filled: a date or ISO text.
        discard_after: an earlier last day of use than the plan's, a date or ISO text.
        refills: from 0 to 99.
        after_opening_days: days of use after the container is opened, from 2 to 365, where a country asks for them.
        container: which container of a supply of several it is on, such as "1 of 2"; the quantity is the container's.
        repeat: which fill of the prescription it is, such as "2 of 5"; printed in place of the refills.
        reason: why a batch is in quarantine.
        warnings: keys of the sentences to print; those for the dosage form where it is not given.
        answers: answers to the dispensing questions by key, over those that the plan recorded.
        opioid_free_days, last_opioid: when the last opioid was, over what the plan recorded.
        language: ``en``, ``de``, ``es``, ``fr``, ``nl`` or ``pt``; the profile's, else English.
        profile: gives the pharmacy's name, address, telephone, language and GTIN.
        accept: codes of the label's own stops that are accepted by name, such as ``directions-differ``; what is
            accepted is printed, and the acceptance stands in the findings, never on the label. The stops of the plan
            are accepted in the plan.
        accepted_by: who accepts them.

    Raises:
        InputError: ``no-label-for-plan``, ``bad-json``, ``bad-schema``, ``bad-version``, ``not-a-profile``;
            ``not-text``, ``empty``, ``too-long``, ``control-character``; ``bad-whole-number``, ``out-of-range``;
            ``bad-date``;
            ``two-directions``, ``unknown-timing``, ``dose-not-given``, ``timing-differs``; ``unknown-language``,
            ``unknown-warning``, ``bad-gtin``; ``unknown-question``, ``unknown-answer``, ``answers-contradict``;
            ``unknown-finding-code``, ``never-accepted``, ``acceptance-without-name``, ``name-without-acceptance``.
        MismatchError: ``does-not-recompute``, a document that was edited.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="1.5 mg", count=90, size="3", filler="mcc-ph102", fill_mass="135 mg",
    ...                          units_per_dose=2, doses_per_day=1, made_on="2026-11-22")
    >>> ldn.label_for(plan, patient="Jane Doe", timing="bedtime").directions
    'Take 2 capsules (3 mg) by mouth at bedtime'
    """
    given = {key: value for key, value in locals().items() if key not in ("result", "language", "profile")}
    label = read_label(result, given, language=language, profile=profile)
    if label.refused:
        raise all_in_one(label.refused)
    return label


LABEL_FIELDS = tuple(name for name in label_for.__kwdefaults__ or () if name != "profile")
"""What is given for one label: the keywords of :func:`label_for`."""


def read_label(
    result: Any, given: Mapping[str, Any], *, language: str | None = None, profile: Pharmacy | None = None
) -> Label:
    """Return the label of a plan as :func:`label_for` does; what is wrong with a field stands in ``refused``.

    The rules then tell it together with all else: such a label is never printed.

    Parameters:
        result: as of :func:`label_for`.
        given: the other keywords of :func:`label_for`, by name.
        language, profile: as of :func:`label_for`.

    Raises:
        InputError: ``no-label-for-plan`` and its like, ``not-a-profile``, ``unknown-language``: without them nothing
            else can be read.
    """
    plan, notes = plan_of(result)
    require_profile(profile)
    facts = facts_of(plan)
    country = _from_profile(profile, "policies.jurisdiction")
    if country is not None and facts.schedule:
        facts = facts._replace(jurisdiction=get_jurisdiction(country).key)
    if language is not None:
        language = parse_text(language, field="language")
    wording = get_wording(language or _from_profile(profile, "labels.language") or "en", facts.jurisdiction)
    problems = Problems()

    def text(field: str) -> str | None:
        return problems.read(lambda: _text(given.get(field), field))

    def day(field: str) -> date | None:
        return problems.read(lambda: _day(given.get(field), field))

    def setting(key: str) -> str | None:
        return problems.read(lambda: _from_profile(profile, key))

    refills, opened = given.get("refills"), given.get("after_opening_days")
    gtin, policy = setting("labels.gtin"), setting("dispensing.questions")
    repeat = problems.read(lambda: read_part(given.get("repeat"), "repeat"))
    told = {name: given.get(name) for name in ("answers", "opioid_free_days", "last_opioid")}
    accepted = problems.read(lambda: _acceptance(given.get("accept"), given.get("accepted_by"))) or ((), None)
    read = Label(
        result=plan,
        language=wording.language,
        patient=text("patient"),
        patient_latin=problems.read(lambda: _latin(given.get("patient_latin"), given.get("patient"))),
        directions=problems.read(lambda: _directions(given.get("directions"), given.get("timing"), facts, wording)),
        timing=given.get("timing"),
        purpose=text("purpose"),
        prescription_number=text("prescription_number"),
        lot=text("lot"),
        prescriber=text("prescriber"),
        reason=text("reason"),
        quantity=problems.read(lambda: _quantity(given.get("quantity"), facts.amount)),
        date_filled=day("date_filled"),
        discard_after=day("discard_after") or facts.beyond_use_date,
        refills=problems.read(lambda: refills_left(_refills(refills), repeat)),
        after_opening_days=problems.read(lambda: _opened(opened)),
        container=problems.read(lambda: read_part(given.get("container"), "container")),
        repeat=repeat,
        warnings=problems.read(lambda: _warnings(given.get("warnings"), facts, wording)) or (),
        tall_man=setting("labels.tall_man") == "yes",
        gtin=problems.read(lambda: None if gtin is None else parse_gtin(gtin, field="labels.gtin")),
        pharmacy_name=setting("pharmacy.name"),
        pharmacy_address=setting("pharmacy.address"),
        pharmacy_telephone=setting("pharmacy.telephone"),
        logo=setting("labels.logo"),
        notes=notes,
        country=facts.jurisdiction if facts.schedule else None,
        asked=problems.read(lambda: read_asked(plan, told, policy=policy)) or NOTHING_ASKED,
        accept=accepted[0],
        accepted_by=accepted[1],
    )
    return attrs.evolve(read, refused=tuple(problems.errors))


def require_profile(profile: object) -> None:
    """Refuse what is no profile; None is none.

    Raises:
        InputError: ``not-a-profile``.
    """
    if profile is not None and not callable(getattr(profile, "get", None)):
        needed = "a profile of read_profile or load_profile"
        raise InputError("not-a-profile", field="profile", given=type(profile).__name__, needed=needed)


def _directions(directions: str | None, timing: str | None, facts: Facts, wording: Wording) -> str | None:
    if directions is not None and timing is not None:
        raise InputError("two-directions", field="timing", given=timing, needed="either directions or a timing")
    return _text(directions, "directions") if timing is None else build_directions(facts, timing, wording)


def _latin(value: str | None, patient: str | None) -> str | None:
    """Return the patient's name in Latin letters, which stands beside a name."""
    text = _text(value, "patient_latin")
    if text is None:
        return None
    needed = "the patient's name in Latin letters, beside the name as it is written"
    if patient is None:
        raise InputError("label-field-missing", field="patient", needed=needed, hint="give --patient too")
    unset = first_unset(text, "bold")
    latin = text.isascii() or all("LATIN" in unicodedata.name(sign, "") for sign in text if sign.isalpha())
    if unset is not None or not latin:
        hint = None if unset is None else f"it holds {unset.named}: {unset.reason}"
        raise InputError("not-in-latin-letters", field="patient_latin", given=text, needed=needed, hint=hint)
    return text


def _acceptance(accept: Iterable[str] | None, accepted_by: str | None) -> tuple[tuple[str, ...], str | None]:
    codes = () if accept is None else parse_names(accept, field="accept")
    name = _text(accepted_by, "accepted_by")
    require_label_acceptance(codes, name)
    return codes, name


def _refills(value: int | str | None) -> int | None:
    return None if value is None else parse_whole(value, field="refills", least=0, most=MOST_REFILLS)


def _opened(value: int | str | None) -> int | None:
    most = MOST_DAYS_OPEN
    return None if value is None else parse_whole(value, field="after_opening_days", least=2, most=most)


def plan_of(result: Any) -> tuple[Result, tuple[Finding, ...]]:
    """Return a plan that has a label, and what there is to know of it where another version made its document.

    Parameters:
        result: a plan, its JSON document as text, or a document that was read.

    Raises:
        InputError: ``no-label-for-plan``, ``bad-json``, ``bad-schema``, ``bad-version``.
        MismatchError: ``does-not-recompute``, a document that was edited.
    """
    notes: tuple[Finding, ...] = ()
    if not isinstance(result, Result):
        from ldn_compound.exchange.document import Reading, read_document

        if isinstance(result, str):
            result = read_document(result)
        if isinstance(result, Reading):
            result, notes = result.result, result.notes
    if not isinstance(result, Result) or result.kind not in LABELLED_KINDS:
        given = result.kind if isinstance(result, Result) else type(result).__name__
        needed = "a plan of one of the kinds " + ", ".join(LABELLED_KINDS)
        raise InputError("no-label-for-plan", field="result", given=given, needed=needed)
    return result, notes


def _quantity(value: int | str | None, made: int | Amount | None) -> int | Amount | None:
    if value is None:
        return made
    if made is None:
        needed = "no quantity: a titration is a schedule, and each batch has a label of its own"
        raise InputError("no-quantity", field="quantity", given=value, needed=needed)
    if isinstance(made, int):
        return parse_whole(value, field="quantity", least=1, most=made)
    amount = require(value, "volume", field="quantity")
    if not Fraction(0) < amount.value <= made.value:
        needed = f"a volume above 0, at most the {made.text()} that were made"
        raise InputError("out-of-range", field="quantity", given=amount.text(), needed=needed)
    return amount


def _day(value: date | str | None, field: str) -> date | None:
    return None if value is None else parse_date(value, field=field)


def _warnings(value: Iterable[str] | None, facts: Facts, wording: Wording) -> tuple[str, ...]:
    known = {sentence.key: sentence for sentence in wording.warnings}
    if value is None:
        wanted = (key for key, sentence in known.items() if sentence.is_for(facts.form, very_low=facts.very_low))
        return tuple(key for key in wanted if key not in wording.said_elsewhere)
    asked = parse_names(value, field="warnings")
    for key in asked:
        if key not in known:
            needed = "one of " + ", ".join(known)
            raise InputError("unknown-warning", field="warnings", given=key, needed=needed, hint=near_hint(key, known))
    return asked


@lru_cache(maxsize=4096)
def one_line(text: str) -> str:
    """Return a text with every run of blanks as one plain blank."""
    return _BLANKS.sub(" ", text).strip()


def _text(value: str | None, field: str) -> str | None:
    return None if value is None else one_line(parse_text(value, field=field))


def directions_text(value: str) -> str:
    """Return directions as they are printed: NFC, and one plain blank for several.

    Raises:
        InputError: ``not-text``, ``empty``, ``too-long``, ``control-character``.
    """
    return one_line(parse_text(value, field="directions"))


def _from_profile(profile: Pharmacy | None, key: str) -> str | None:
    value = None if profile is None else profile.get(key)
    return None if value is None else one_line(parse_text(value, field=key))
