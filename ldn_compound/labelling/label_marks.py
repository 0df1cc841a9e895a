"""What of a label's texts is emphasised: strength, amount and time of a dose, the warnings that come first."""

from __future__ import annotations

from functools import lru_cache

from ldn_compound.labelling.content import Label
from ldn_compound.labelling.label_texts import first_warnings
from ldn_compound.labelling.reading.lexemes import Lexeme, lexemes_of
from ldn_compound.labelling.reading.words import get_vocabulary
from ldn_compound.labelling.typesetting import Marks
from ldn_compound.labelling.wording import Wording, strength_text

_AMOUNTS = frozenset({"unit", "form"})
_TIMES = frozenset({"moment", "counts", "count", "times", "period", "rate", "hourly", "weekdays"})
_WITHIN_TIME = frozenset(
    {"neutral", "every", "each", "and", "articles", "number", "hours", "days", "weeks", "both_around"}
)


def marks_of(label: Label, texts: dict[str, str], words: Wording) -> dict[str, Marks]:
    """Return what of each field is emphasised; fields of which nothing is are left out.

    Parameters:
        label: whose texts they are.
        texts: of :func:`ldn_compound.labelling.label_texts.texts_of`.
        words: of the label's language.
    """
    found: dict[str, Marks] = {}
    facts = label.facts
    if facts.strength is not None:
        written = tuple(dict.fromkeys(strength_text(facts.strength, words, before_noun=noun) for noun in (True, False)))
        one = words.form(facts.form, facts.route)[1]
        together = tuple(f"{strength} {one}" for strength in written)
        for field in ("drug", "strength"):
            found[field] = Marks(bold=written, apart=written, together=together)
        found["identity"] = Marks(together=(*written, *((label.patient,) if label.patient else ())))
    for field, value in (("pharmacy_address", label.pharmacy_address), *_days(label, words)):
        if value:
            found[field] = Marks(together=tuple(value.split(", ")) if field == "pharmacy_address" else (value,))
    leading = tuple(item.text for item in words.warnings if item.key in first_warnings())
    for field in ("warnings", "course_warnings"):
        found[field] = Marks(bold=leading)
    if "directions" in texts:
        found["directions"] = directions_marks(texts["directions"], words)
    return found


def _days(label: Label, words: Wording) -> list[tuple[str, str]]:
    """Return the fields that print a day, and the day as it is printed."""
    facts = label.facts
    days = (
        ("discard_after", label.discard_after),
        ("use_by", label.discard_after),
        ("made_on", facts.made_on),
        ("date_filled", label.date_filled),
    )
    return [(field, words.date(day, facts.jurisdiction)) for field, day in days if day is not None]


@lru_cache(maxsize=8192)
def directions_marks(text: str, words: Wording) -> Marks:
    """Return the amounts and the times of directions in bold; whichever comes second begins a line of its own.

    >>> from ldn_compound.labelling.wording import get_wording
    >>> marks = directions_marks("Take 1 capsule (4.5 mg) by mouth at bedtime", get_wording())
    >>> marks.bold, marks.begins
    (('1 capsule', '4.5 mg', 'at bedtime'), ('at bedtime',))
    """
    lexemes = lexemes_of(text, get_vocabulary(words.language), decimal=words.decimal, group=words.group)
    amounts = _amounts(lexemes)
    times = _times(lexemes, {end for _, end in amounts})
    spans = sorted((*amounts, *times))
    parts = tuple(dict.fromkeys(text[start:end] for start, end in spans))
    begins = ""
    if amounts and times:
        start, end = max(amounts[0], times[0])
        begins = text[start:end] if text.find(text[start:end]) == start else ""
    routes = tuple(text[item.start : item.end] for item in lexemes if "routes" in item.roles)
    return Marks(bold=parts, begins=(begins,) if begins else (), together=(*routes, *parts))


def _amounts(lexemes: list[Lexeme]) -> list[tuple[int, int]]:
    """Return where a number stands with its unit or form."""
    found = []
    for number, item in enumerate(lexemes[:-1]):
        behind = lexemes[number + 1]
        if "number" in item.roles and not _AMOUNTS.isdisjoint(behind.roles):
            found.append((item.start, behind.end))
    return found


def _times(lexemes: list[Lexeme], ends: set[int]) -> list[tuple[int, int]]:
    """Return where a time of day or a frequency stands, with the small words before it."""
    found: list[tuple[int, int]] = []
    for number, item in enumerate(lexemes):
        if _TIMES.isdisjoint(item.roles) or item.end in ends:
            continue
        first = number
        while first and _is_small(lexemes[first - 1]) and lexemes[first - 1].end not in ends:
            first -= 1
        start = lexemes[first].start
        if found and start <= found[-1][1] + 1:
            found[-1] = (found[-1][0], item.end)
        else:
            found.append((start, item.end))
    return found


def _is_small(item: Lexeme) -> bool:
    """Tell whether a word belongs to the time behind it: at, in the, every."""
    return not _WITHIN_TIME.isdisjoint(item.roles) and "routes" not in item.roles
