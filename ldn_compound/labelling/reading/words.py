"""The words by which directions are read: the ``[reading]`` table of ``lint/LANGUAGE.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from ldn_compound.labelling.catalogue import data_folder
from ldn_compound.labelling.reading.marks import pieces
from ldn_compound.labelling.tables import Table, read_table
from ldn_compound.reference.forms import counted_forms, get_form

# Groups that are a plain list of words; the role of a word is the group's name.
LISTS = (
    *("articles", "and_half", "times", "every", "hours", "days", "weeks", "months", "hourly", "weekdays"),
    *("clock_before", "clock_after", "and", "or", "plus", "between", "up_to", "limit", "bounds", "then", "for", "long"),
    *("of", "per", "each", "holds", "total", "not", "adjectives", "routes", "neutral", "advice"),
    *("both_around", "changes", "raises", "splits", "drinks", "instruments", "conditions", "instead"),
)
UNITS = ("mg", "mcg", "g", "mL", "L", "drop")
OTHER_FORMS = ("liquid", "other")
MOMENTS = ("morning", "noon", "afternoon", "evening", "night")
PERIODS = {"day": Fraction(1), "week": Fraction(7), "month": Fraction(30)}
_TABLES = ("numbers", "units", "forms", "household", "counts", "periods", "rates", "moments")
GROUPS = (*LISTS, *_TABLES)

Role = Fraction | str | bool
Roles = Mapping[str, Role]


class Vocabulary(NamedTuple):
    """The words of one language.

    Attributes:
        phrases: the pieces of a phrase to what it can mean: role and value.
        longest: the most pieces of any phrase.
        scheme: whether "1-0-0-1" (morning, noon, evening, night) is read.
        source: where the wording comes from.
    """

    phrases: Mapping[tuple[str, ...], Roles]
    longest: int
    scheme: bool
    source: str


@lru_cache(maxsize=8)
def get_vocabulary(language: str) -> Vocabulary:
    """Return the words of a language.

    Raises:
        DataError: ``bad-label-data``.
    """
    table = read_table(data_folder() / "lint" / f"{language}.toml", f"lint/{language}").table("reading")
    table.only("source", "scheme", *GROUPS)
    phrases: dict[tuple[str, ...], dict[str, Role]] = {}

    def add(words: str, role: str, value: Role = True) -> None:
        key = tuple(piece.text.casefold() for piece in pieces(words))
        phrases.setdefault(key, {})[role] = value

    for group in LISTS:
        if group not in table.values:
            raise table.error(group, "a list of words, which may be empty")
        for words in table.texts(group):
            add(words, group)
    counted = counted_forms()
    for role, keys in (("units", UNITS), ("forms", OTHER_FORMS), ("moments", MOMENTS), ("periods", tuple(PERIODS))):
        own = table.table(role)
        own.only(*keys, *(counted if role == "forms" else ()))
        for key in keys:
            if not own.texts(key):
                raise own.error(key, "at least one word")
            for words in own.texts(key):
                add(words, role[:-1], PERIODS[key] if role == "periods" else key)
    for form in map(get_form, counted):
        for words in (
            *(form.words(language) if form.named_in(language) else ()),
            *table.table("forms").texts(form.key),
        ):
            add(words, "form", form.key)
    household = table.table("household")
    household.only("words")
    for words in household.texts("words"):
        add(words, "household", words)
    for group in ("numbers", "counts", "rates"):
        own = table.table(group)
        for words in own.values:
            add(words, group[:-1], _number(own, words))
    denied = [key for key, roles in phrases.items() if "not" in roles]
    for phrase, roles in phrases.items():
        # "Avoid opioids for 7 days": advice that goes on denies what follows.
        if "advice" in roles and any(phrase[at : at + len(no)] == no for no in denied for at in range(len(phrase))):
            roles["not"] = True
    longest = max(len(key) for key in phrases)
    return Vocabulary(phrases, longest, table.flag("scheme"), table.text("source"))


def _number(table: Table, key: str) -> Fraction:
    try:
        value = Fraction(table.text(key))
    except (ValueError, ZeroDivisionError):
        value = Fraction(0)
    if value <= 0:
        raise table.error(key, 'a number above 0 as text, such as "2" or "1/2"')
    return value
