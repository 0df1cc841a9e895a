"""The questions asked before dispensing, and what each answer does. Data: ``data/dispensing.toml``.

>>> question_keys()
('opioids', 'other-naltrexone', 'liver', 'pregnancy', 'breast-feeding', 'medicines-reviewed')
>>> get_question("opioids").answers["methadone"].stop_below
14
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from ldn_compound.core.sources import Source
from ldn_compound.reference.loader import Row, load, unknown

SUBJECT = "dispensing"
OPIOIDS = "opioids"
UNKNOWN = "unknown"
"""The answer to a question of yes or no that was asked, and that nobody could answer."""
SEXES = ("female", "male")
SEVERITIES = ("info", "caution", "stop")


class Answer(NamedTuple):
    """What one answer does.

    Attributes:
        key: such as ``yes`` or ``methadone``.
        text: what it means, in words.
        code, severity: of the finding that it calls for; None where it closes the question.
        stop_below, caution_below: of an opioid, days since the last one; None of any other answer.
        source: the citation.
    """

    key: str
    text: str
    code: str | None
    severity: str | None
    stop_below: int | None
    caution_below: int | None
    source: Source


class Question(NamedTuple):
    """One question.

    Attributes:
        key: such as ``liver``.
        words: as it is asked.
        answers: by key, without :data:`UNKNOWN`.
        sexes: whom it is asked of; empty for everybody.
        source: the citation.
    """

    key: str
    words: str
    answers: Mapping[str, Answer]
    sexes: tuple[str, ...]
    source: Source

    @property
    def accepted(self) -> tuple[str, ...]:
        """The answers that are taken."""
        return tuple(self.answers) if self.key == OPIOIDS else (*self.answers, UNKNOWN)

    def is_for(self, sex: str | None) -> bool:
        """Tell whether it is asked of a patient of this sex, or of one whose sex is not stated."""
        return sex is None or not self.sexes or sex in self.sexes


@cache
def question_keys() -> tuple[str, ...]:
    """Return the keys of all questions, in the order in which they are asked."""
    return load(SUBJECT).keys("question")


def get_question(key: str) -> Question:
    """Return one question.

    Raises:
        InputError: ``unknown-question``.
        DataError: a malformed row.
    """
    if key not in question_keys():
        known = question_keys()
        raise unknown("unknown-question", field="answers", given=key, known=known, what="a dispensing question")
    return _question(key)


@cache
def questions() -> tuple[Question, ...]:
    """Return all questions, in the order in which they are asked. Raises DataError."""
    return tuple(_question(key) for key in question_keys())


def answer_pairs() -> tuple[str, ...]:
    """Return every answer as it is typed, such as ``liver=no``."""
    return tuple(f"{question.key}={answer}" for question in questions() for answer in question.accepted)


@cache
def not_named() -> Answer:
    """Return what days without an opioid do where nobody said which opioid it was. Raises DataError."""
    return _answer("not-named", load(SUBJECT).row("not_named"))


@cache
def _question(key: str) -> Question:
    row = load(SUBJECT).row("question", key)
    row.only("words", "answer", "sexes", "source", "certainty")
    table = row.row("answer")
    names = table.keys()
    answers = {name: _answer(name, table.row(name)) for name in names}
    return Question(key, row.text("words"), answers, row.names("sexes", SEXES), row.source())


def _answer(key: str, row: Row) -> Answer:
    row.only("text", "code", "severity", "stop_below", "caution_below", "source", "certainty")
    has_code = "code" in row or "severity" in row
    has_days = "stop_below" in row or "caution_below" in row
    return Answer(
        key=key,
        text=row.text("text"),
        code=row.text("code") if has_code else None,
        severity=row.choice("severity", SEVERITIES) if has_code else None,
        stop_below=row.whole("stop_below") if has_days else None,
        caution_below=row.whole("caution_below") if has_days else None,
        source=row.source(),
    )


def validate_all() -> None:
    """Check every row. Raises DataError."""
    load(SUBJECT).row().only("question", "not_named")
    questions()
    not_named()
