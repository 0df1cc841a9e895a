"""Ways of writing a number that have been misread, as patterns over a language's units and a country's marks.

What each is called, what to write instead and how grave it is are data, ``lint/numbers.toml``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ldn_compound.labelling.wording import Wording, grouped

Span = tuple[int, int]
Find = Callable[[str], Iterator[Span]]


class NumberWords(NamedTuple):
    """The words of a language that a number stands beside.

    Attributes:
        units, nouns: what a number stands before.
        verbs: what begins a dose ("Take").
        clock: what follows a time of day.
        date_marks: the marks in a date in figures that can be misread.
    """

    units: tuple[str, ...]
    nouns: tuple[str, ...]
    verbs: tuple[str, ...]
    clock: tuple[str, ...]
    date_marks: str


def any_of(words: tuple[str, ...]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_ROMAN = r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})"


def number_patterns(words: NumberWords, wording: Wording) -> dict[str, Find]:
    """Return by the key of its rule how each unsafe number is found in a text."""
    end = r"(?!\w)"
    units, nouns, verbs = any_of(words.units), any_of(words.nouns), any_of(words.verbs)
    one = rf"(?i:{units}|{nouns}){end}"
    before = rf"(?=\s?{one})"
    mark, group = re.escape(wording.decimal), re.escape(wording.group)
    date = "|".join(rf"{re.escape(sign)}[0-9]{{1,2}}{re.escape(sign)}" for sign in words.date_marks)
    clock = rf"(?!\s?(?:{any_of(words.clock)}){end})"
    # Where the point parts thousands, dates are written with points too: there the rule asks for a unit behind.
    wrong_mark = rf"(?<![0-9,.])[0-9]+{group}(?:[0-9]{{1,2}}|[0-9]{{4,}})(?![0-9])"
    letters = r"[0-9OolI]+(?:[.,][0-9OolI]+)*"
    # "1l" may be a litre: an l at the end is a letter in a number only before a noun.
    litre = rf"(?![0-9]+(?:[.,][0-9]+)*l{end}(?!\s?(?i:{nouns}){end}))"
    runs_on = "|".join(part for part in (any_of(tuple(unit for unit in words.units if unit != "%")), nouns) if part)
    plain = {
        "date-in-figures": rf"(?<![\w/.-])([0-9]{{1,2}}(?:{date})(?:[0-9]{{4}}|[0-9]{{2}}))(?![\w/-])",
        "letter-in-number": rf"(?<![\w.,])(?=[OolI.,]*[0-9])(?=[0-9.,]*[OolI]){litre}{letters}{end}",
        "roman-numeral": rf"(?i)(?:(?<![\w.])(?:{verbs})\s+({_ROMAN}|[l|])(?![\w.'])"
        rf"|(?<![\w.])(?!x\s)({_ROMAN}|[l|]){before})",
        "blank-in-number": rf"(?<![0-9.,])(?<![0-9]\s)[0-9]{{1,3}}(?:[\s'][0-9]{{3}})+(?:{mark}[0-9]+)?{before}",
        "one-or-thousand": rf"(?<![0-9.,])[1-9][0-9]{{0,2}}{mark}[0-9]{{2}}0{before}",
        "trailing-zero": rf"(?<![0-9.,])[0-9]+{mark}[0-9]*0(?![0-9]){clock}",
        "no-leading-zero": rf"(?<![0-9]){mark}[0-9]+",
        "bare-mark": rf"[0-9]+{mark}{before}",
        "no-blank": rf"[0-9]+(?:[.,][0-9]+)*(?i:{runs_on}){end}",
        "wrong-mark": wrong_mark + (before if wording.group == "." else ""),
        "no-group-mark": rf"(?<![0-9.,])[1-9][0-9]{{3,}}{before}",
        "leading-zero": rf"(?<![0-9.,:/-])(?:(?i:{verbs})\s+(0[0-9]+)(?![0-9:])|0[0-9]+{before})",
    }
    found: dict[str, Find] = {key: _finder(re.compile(pattern)) for key, pattern in plain.items()}
    return {**found, "not-a-plain-figure": _odd_figures, "fraction-sign": _fraction_signs}


def examples(text: str, match: str, wording: Wording) -> str:
    """Fill in a rule's examples, in the country's marks."""
    slots = {
        "{half}": wording.number("0.5"),
        "{four}": wording.number("4.5"),
        "{thousand}": wording.number("1000"),
        "{group}": wording.group,
    }
    if "{plain}" in text:
        whole, _, rest = match.partition(wording.decimal)
        rest = rest.rstrip("0")
        slots["{plain}"] = wording.number(f"{whole}.{rest}" if rest else whole)
        slots["{read}"] = grouped(match.replace(wording.decimal, ""), decimal=wording.decimal, group=wording.group)
    for slot, example in slots.items():
        text = text.replace(slot, example)
    return text


def _finder(pattern: re.Pattern[str]) -> Find:
    def find(text: str) -> Iterator[Span]:
        for match in pattern.finditer(text):
            # A group is the number without the word before it.
            yield next((match.span(number) for number, part in enumerate(match.groups(), 1) if part), match.span())

    return find


_TOKEN = re.compile(r"\S+")


def _is_fraction(ch: str) -> bool:
    return unicodedata.name(ch, "").startswith("VULGAR FRACTION")


def _odd_figures(text: str) -> Iterator[Span]:
    """Find superscripts, digits of other scripts, Roman numerals in one sign, and the like."""
    if text.isascii():
        return
    for token in _TOKEN.finditer(text):
        if any(_is_odd(ch) and not _is_fraction(ch) for ch in token[0]):
            yield token.span()


def _fraction_signs(text: str) -> Iterator[Span]:
    if text.isascii():
        return
    for token in _TOKEN.finditer(text):
        if any(_is_fraction(ch) for ch in token[0]):
            yield token.span()


def _is_odd(ch: str) -> bool:
    return not ch.isascii() and unicodedata.category(ch) in ("Nd", "Nl", "No")
