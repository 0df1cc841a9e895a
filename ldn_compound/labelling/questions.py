"""The dispensing questions at the label: answers given at printing, and the pharmacy's policy on open ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ldn_compound.checks import dispensing
from ldn_compound.checks.codes import finding
from ldn_compound.core.results import Finding, Result, Severity
from ldn_compound.inputs.shared import Dispensing, Patient
from ldn_compound.labelling.facts import Held
from ldn_compound.reference.dispensing import OPIOIDS, get_question

_WHEN = ("opioid_free_days", "last_opioid")
_POLICY = "dispensing.questions"
_NONE = "none"
_REQUIRE = "require"
_SOURCE = "the pharmacy's policy, dispensing.questions = require"


class Asked(NamedTuple):
    """What was asked when the label was made.

    Attributes:
        answers: pairs of a question's key and its answer.
        opioid_free_days, last_opioid: when the last opioid was, or None.
        policy: the profile's ``dispensing.questions``, or None.
    """

    answers: tuple[tuple[str, str], ...] = ()
    opioid_free_days: int | None = None
    last_opioid: date | None = None
    policy: str | None = None

    @property
    def given(self) -> Dispensing:
        """What was given, as a plan has it among its inputs."""
        return Dispensing(
            answers=dict(self.answers), opioid_free_days=self.opioid_free_days, last_opioid=self.last_opioid
        )


NOTHING_ASKED = Asked()


def read_asked(result: Result, given: Mapping[str, object], *, policy: str | None) -> Asked:
    """Return what was asked, through the parsers, beside what the plan recorded.

    Raises:
        InputError: ``unknown-question``, ``unknown-answer``, ``answers-contradict``, and what reading inputs raises.
    """
    typed = Dispensing.read({name: given.get(name) for name in Dispensing.fields})
    asked = Asked(tuple(typed.answers.items()), typed.opioid_free_days, typed.last_opioid, policy)
    if typed.recorded():
        dispensing.read_answers(typed)
        dispensing.read_answers(_together(_recorded(result), typed))
    return asked


def question_findings(asked: Asked, result: Result, *, audience: str, day: date | None) -> list[Finding]:
    """Return what the answers given for this label call for, and a stop for each open question that must be answered.

    Only a patient's label is held back, never a batch's. The stricter holds of the policy that the plan recorded and
    of the one in force at printing.

    Parameters:
        asked: what was asked when the label was made.
        result: the label's plan.
        audience: whom the design is for.
        day: the day of filling, else that of printing, which a date of the last opioid is counted to.
    """
    if audience != "patient":
        return []
    required = _REQUIRE in (asked.policy, _plan_policy(result))
    if not asked.given.recorded() and not required:
        return []
    first_day = day or getattr(result, "made_on", None)
    found = dispensing.question_findings(_together(_recorded(result), asked.given), first_day=first_day)
    known = {(item.code, item.field, item.message) for item in result.findings}
    said = [
        item
        for item in found
        if item.code != "question-unanswered" and (item.code, item.field, item.message) not in known
    ]
    return said + [_required(key) for key in dispensing.open_questions(found) if required]


def _required(key: str) -> Finding:
    text = f"the pharmacy's policy asks for an answer before a patient's label prints; {key}: {get_question(key).words}"
    return finding("question-unanswered", text, severity=Severity.STOP, source=_SOURCE, field=key)


def _together(recorded: Patient, own: Dispensing) -> Patient:
    """Return the plan's answers with the label's over them: what was said last about opioids replaces all before."""
    answers = {**recorded.answers, **own.answers}
    named = own.answers.get(OPIOIDS)
    when = own if own.has(*_WHEN) or named == _NONE else recorded
    if named is None and when is own and answers.get(OPIOIDS) == _NONE:
        del answers[OPIOIDS]
    given = {"answers": answers, "opioid_free_days": when.opioid_free_days, "last_opioid": when.last_opioid}
    return Patient.read({**given, "sex": recorded.sex})


@lru_cache(maxsize=64)
def _read(held: Held) -> tuple[Patient, str | None]:
    inputs = held.result.inputs
    told = ("sex", *Dispensing.fields)
    policy = inputs.get("settings", {}).get(_POLICY)
    return Patient.read({name: inputs.get(name) for name in told}), policy and policy["value"]


def _recorded(result: Result) -> Patient:
    return _read(Held(result))[0]


def _plan_policy(result: Result) -> str | None:
    return _read(Held(result))[1]
