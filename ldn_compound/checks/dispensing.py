"""The questions asked before dispensing: what is still open, and what the answers call for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from ldn_compound.checks.codes import finding
from ldn_compound.core.errors import InputError
from ldn_compound.core.results import Finding, Severity
from ldn_compound.core.texts import near_hint
from ldn_compound.inputs.shared import Dispensing, Patient
from ldn_compound.messages import say
from ldn_compound.reference.dispensing import (
    OPIOIDS,
    UNKNOWN,
    Answer,
    get_question,
    not_named,
    questions,
)

_ONLY_NONE = "none"


def read_answers(given: Dispensing) -> None:
    """Refuse an answer to no question, one that the question does not take, and answers that contradict each other.

    Parameters:
        given: the answers.

    Raises:
        InputError: ``unknown-question``, ``unknown-answer``, ``answers-contradict``.

    >>> read_answers(Dispensing(answers={"liver": "no"}))
    """
    answers = given.answers
    for key, answer in answers.items():
        accepted = get_question(key).accepted
        if answer not in accepted:
            needed = f"for {key} one of {', '.join(accepted)}"
            hint = near_hint(answer, accepted)
            raise InputError("unknown-answer", field="answers", given=f"{key}={answer}", needed=needed, hint=hint)
    for other in ("opioid_free_days", "last_opioid"):
        if answers.get(OPIOIDS) == _ONLY_NONE and given.named(other) is not None:
            raise InputError(
                "answers-contradict",
                field=other,
                given=f"{OPIOIDS}={_ONLY_NONE} and {other.replace('_', ' ')} {given.named(other)}",
                needed="no opioid, or when the last one was",
                hint=f"which opioid was it? One of {', '.join(get_question(OPIOIDS).accepted[1:])}",
            )


def question_findings(given: Patient, *, first_day: date | None) -> list[Finding]:
    """Return what the answers call for, and each question that is still open.

    Parameters:
        given: the answers.
        first_day: the day that a date of the last opioid is counted to, or None.

    Raises:
        InputError: ``opioid-after-first-day``.

    >>> given = Patient(answers={"opioids": "methadone", "liver": "yes"}, opioid_free_days=13, sex="male")
    >>> [item.code for item in question_findings(given, first_day=None)]
    ['opioid-free-too-short', 'acute-liver-disease', 'question-unanswered', 'question-unanswered']
    """
    answers = given.answers
    called: list[Finding] = []
    still_open: list[Finding] = []
    for question in questions():
        if question.key == OPIOIDS:
            found = _opioid_findings(given, answers.get(OPIOIDS), first_day=first_day)
        elif question.key in answers:
            found = _answered(question.key, answers[question.key])
        else:
            found = (unanswered(question.key),) if question.is_for(given.sex) else ()
        for item in found:
            (still_open if item.code == "question-unanswered" else called).append(item)
    return called + still_open


def open_questions(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return the keys of the questions that findings leave open: one that nobody could answer is open too."""
    codes = ("question-unanswered", "answer-unknown")
    return tuple(item.field for item in findings if item.code in codes and item.field is not None)


@cache
def unanswered(key: str) -> Finding:
    """Return the finding of a question that nobody answered."""
    question = get_question(key)
    return finding(
        "question-unanswered", key=key, words=question.words, severity=Severity.INFO, source=question.source, field=key
    )


@cache
def _answered(key: str, answer: str) -> tuple[Finding, ...]:
    question = get_question(key)
    if answer == UNKNOWN:
        return (
            finding(
                "answer-unknown",
                question_key=question.key,
                words=question.words,
                source=question.source,
                field=question.key,
            ),
        )
    row = question.answers[answer]
    if row.code is None or row.severity is None:
        return ()
    return (finding(row.code, row.text, severity=Severity(row.severity), source=row.source, field=question.key),)


def _opioid_findings(given: Dispensing, named: str | None, *, first_day: date | None) -> tuple[Finding, ...]:
    free, last = given.opioid_free_days, given.last_opioid
    if last is not None and first_day is not None:
        since = (first_day - last).days
        if since < 0:
            needed = f"a date not after {first_day.isoformat()}"
            raise InputError("opioid-after-first-day", field="last_opioid", given=last.isoformat(), needed=needed)
        free = since if free is None else min(free, since)
    if named == _ONLY_NONE:
        return ()
    rule = not_named() if named is None else get_question(OPIOIDS).answers[named]
    if free is not None:
        return (_opioid_free(free, named, rule),)
    when = say("opioid.last-not-said")
    if last is not None:
        when = say("opioid.no-first-day", last=last)
    if named is not None:
        return (finding("opioid-free-not-given", opioid=_opioid(named), when=when, rule=rule.text, source=rule.source),)
    if last is not None:
        return (
            finding(
                "question-unanswered",
                say("question-unanswered.opioid", question=OPIOIDS, when=when, rule=rule.text),
                severity=Severity.INFO,
                source=rule.source,
                field=OPIOIDS,
            ),
        )
    return (unanswered(OPIOIDS),)


def _opioid_free(free: int, named: str | None, rule: Answer) -> Finding:
    since = say("opioid-free-recorded.since", free=free, s="" if free == 1 else "s", opioid=_opioid(named))
    source, field = rule.source, "opioid_free_days"
    if rule.stop_below is not None and free < rule.stop_below:
        return finding("opioid-free-too-short", since=since, rule=rule.text, source=source, field=field)
    if rule.caution_below is not None and free < rule.caution_below:
        return finding("opioid-free-short", since=since, rule=rule.text, source=source, field=field)
    return finding("opioid-free-recorded", since, source=source, field=field)


def _opioid(named: str | None) -> str:
    if named is None:
        return "an opioid"
    return f"a {named} opioid" if named.endswith("acting") else named
