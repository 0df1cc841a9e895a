"""The dispensing questions at the label: answers given at printing, and the pharmacy's policy on open ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from ldn_compound.checks import dispensing
from ldn_compound.checks.codes import finding
from ldn_compound.core.results import Finding, Result, Severity
from ldn_compound.inputs import read_inputs
from ldn_compound.labelling.facts import Held
from ldn_compound.reference.dispensing import OPIOIDS, get_question
from ldn_compound.verb_inputs import OPIOIDS as NAMES

_WHEN = ("opioid_free_days", "last_opioid")
_POLICY = "dispensing.questions"
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
    def given(self) -> dict[str, Any]:
        """What was given, as a verb's inputs."""
        told = {"answers": dict(self.answers) or None, **{name: getattr(self, name) for name in _WHEN}}
        return {name: value for name, value in told.items() if value is not None}


NOTHING_ASKED = Asked()


def read_asked(result: Result, given: Mapping[str, object], *, policy: str | None) -> Asked:
    """Return what was asked, through the gate, beside what the plan recorded.

    Raises:
        InputError: ``unknown-question``, ``unknown-answer``, ``answers-contradict``, and what the gate raises.
    """
    typed = read_inputs(NAMES, given)
    asked = Asked(
        tuple(typed.get("answers", {}).items()), typed.get("opioid_free_days"), typed.get("last_opioid"), policy
    )
    if typed:
        dispensing.read_answers(typed)
        dispensing.read_answers(_together(_recorded(result), asked))
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
    if not asked.given and not required:
        return []
    first_day = day or getattr(result, "made_on", None)
    found = dispensing.question_findings(_together(_recorded(result), asked), first_day=first_day)
    known = {(item.code, item.field, item.message) for item in result.findings}
    said = [
        item
        for item in found
        if item.code != "question-unanswered" and (item.code, item.field, item.message) not in known
    ]
    return said + [_required(key) for key in dispensing.open_questions(found) if required]


def _required(key: str) -> Finding:
    text = f"the pharmacy's policy asks for an answer before a patient's label prints; {key}: {get_question(key).words}"
    return finding("question-unanswered", Severity.STOP, text, source=_SOURCE, field=key)


def _together(recorded: Mapping[str, Any], asked: Asked) -> dict[str, Any]:
    """Return the plan's answers with the label's over them: what was said last about opioids replaces all before."""
    own = asked.given
    about_opioids = OPIOIDS in own.get("answers", {}) or any(name in own for name in _WHEN)
    before = {name: value for name, value in recorded.items() if not (about_opioids and name in _WHEN)}
    answers = {**recorded.get("answers", {}), **own.get("answers", {})}
    if about_opioids and answers.get(OPIOIDS) == "none" and OPIOIDS not in own.get("answers", {}):
        del answers[OPIOIDS]
    together = {**before, **own, "answers": answers}
    named = own.get("answers", {}).get(OPIOIDS)
    if named not in (None, "none") and not any(name in own for name in _WHEN):
        together |= {name: recorded[name] for name in _WHEN if name in recorded}
    return together


@lru_cache(maxsize=64)
def _read(held: Held) -> tuple[dict[str, Any], str | None]:
    inputs = held.result.inputs
    recorded = {name: inputs.get(name) for name in (*NAMES, "sex")}
    policy = inputs.get("settings", {}).get(_POLICY)
    return read_inputs(recorded, recorded), policy and policy["value"]


def _recorded(result: Result) -> dict[str, Any]:
    return _read(Held(result))[0]


def _plan_policy(result: Result) -> str | None:
    return _read(Held(result))[1]
