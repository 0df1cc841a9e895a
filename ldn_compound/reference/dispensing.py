"""The questions asked before dispensing, and what each answer does. Data: ``data/dispensing.toml``.

>>> question_keys()
('opioids', 'other-naltrexone', 'liver', 'pregnancy', 'breast-feeding', 'medicines-reviewed')
>>> get_question("opioids").answers["methadone"].stop_below
14
"""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from ldn_compound.core.errors import DataError
from ldn_compound.core.sources import Source
from ldn_compound.reference.rows import At, Key
from ldn_compound.reference.tables import One, Table

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

    key: Key
    text: str
    code: str | None
    severity: Annotated[str, SEVERITIES] | None
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

    key: Key
    words: str
    answers: Annotated[Mapping[str, Answer], At("answer")]
    sexes: tuple[Annotated[str, SEXES], ...]
    source: Source

    @property
    def accepted(self) -> tuple[str, ...]:
        """The answers that are taken."""
        return tuple(self.answers) if self.key == OPIOIDS else (*self.answers, UNKNOWN)

    def is_for(self, sex: str | None) -> bool:
        """Tell whether it is asked of a patient of this sex, or of one whose sex is not stated."""
        return sex is None or not self.sexes or sex in self.sexes


def _whole(question: Question) -> None:
    for key, answer in question.answers.items():
        if (answer.code is None) != (answer.severity is None) or bool(answer.stop_below) != bool(answer.caution_below):
            field = f"dispensing.question.{question.key}.answer.{key}"
            needed = "code and severity, stop_below and caution_below: both of two, or neither"
            raise DataError("missing-data", field=field, needed=needed)


QUESTIONS = Table(
    Question, "dispensing", "question", unknown=("unknown-question", "answers", "a dispensing question"), also=_whole
)
question_keys, get_question, questions = QUESTIONS.keys, QUESTIONS.get, QUESTIONS.all
not_named = One(Answer, "dispensing", "not_named")
"""What days without an opioid do where nobody said which opioid it was."""


def answer_pairs() -> tuple[str, ...]:
    """Return every answer as it is typed, such as ``liver=no``."""
    return tuple(f"{question.key}={answer}" for question in questions() for answer in question.accepted)
