"""Safe-labelling rules on directions: numbers, abbreviations and letters that have been misread.

Sources: ISMP, List of Error-Prone Abbreviations, Symbols, and Dose Designations (2021); the Joint Commission's
"Do Not Use" list; USP General Chapter <17>. What is not written, what to write for it and how grave it is are data:
``lint/LANGUAGE.toml``, ``lint/numbers.toml``, ``lint/letters.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ldn_compound.checks.codes import finding
from ldn_compound.core.results import Finding, Severity
from ldn_compound.labelling.catalogue import data_folder
from ldn_compound.labelling.lint_numbers import Find, NumberWords, examples, number_patterns
from ldn_compound.labelling.look_alikes import look_alike_findings
from ldn_compound.labelling.tables import Table, read_table
from ldn_compound.labelling.wording import Wording, get_wording

_SEVERITIES = ("stop", "caution")


class Abbreviation(NamedTuple):
    """Words that are not written, and what is written for them."""

    words: tuple[str, ...]
    write: str
    severity: Severity
    source: str
    pattern: str
    first_runs: frozenset[str]
    signs: tuple[str, ...]

    def may_be_in(self, text: str, runs: frozenset[str]) -> bool:
        """Whether it is worth looking: most texts hold none of the words, and a set is asked faster than a pattern."""
        return not self.first_runs.isdisjoint(runs) or any(sign in text for sign in self.signs)


class NumberRule(NamedTuple):
    """A way of writing a number that is not safe: how it is found, what it is, what to do.

    ``apart``: a fault beside those of the number itself, so that both are told.
    """

    find: Find
    slip: str
    mend: str
    severity: Severity
    source: str
    apart: bool


class Lint(NamedTuple):
    """The rules of one language; ``right`` are the units whose case is right as they stand."""

    abbreviations: tuple[Abbreviation, ...]
    numbers: tuple[NumberRule, ...]
    right: frozenset[str]
    wording: Wording


@lru_cache(maxsize=32)
def get_lint(language: str = "en", jurisdiction: str = "general") -> Lint:
    """Return the rules of a language, by the number marks and the word for micrograms of a country.

    Raises:
        DataError: ``bad-label-data``.
    """
    wording, usual = get_wording(language, jurisdiction), get_wording(language).units["mcg"]
    table = read_table(data_folder() / "lint" / f"{language}.toml", f"lint/{language}")
    table.only(
        "language", "units", "right", "nouns", "verbs", "clock", "date_marks", "sources", "row", "routes", "reading"
    )
    words = NumberWords(
        units=table.texts("units"),
        nouns=table.texts("nouns"),
        verbs=table.texts("verbs"),
        clock=table.texts("clock"),
        date_marks=table.text("date_marks"),
    )
    sources = table.table("sources")
    rows = tuple(_abbreviation(row, sources) for row in table.rows("row"))
    mcg = wording.units["mcg"]
    rows = tuple(row._replace(write=mcg) if row.write == usual else row for row in rows)
    right = {mcg if unit == usual else unit for unit in table.texts("right")}
    return Lint(rows, _number_rules(words, wording), frozenset(right), wording)


def _abbreviation(row: Table, sources: Table) -> Abbreviation:
    row.only("words", "write", "severity", "source", "exact", "after_number")
    words = row.texts("words")
    # Longest first, so that a word is found before a shorter one inside it.
    choice = "|".join(_spellings(word) for word in sorted(words, key=len, reverse=True))
    before = r"[0-9]\s?" if row.flag("after_number") else ""
    pattern = rf"{before}({choice})"
    pattern = pattern if row.flag("exact") else f"(?i:{pattern})"
    return Abbreviation(
        words,
        row.text("write"),
        Severity(row.choice("severity", _SEVERITIES)),
        sources.text(row.text("source")),
        pattern,
        frozenset(run for word in words if (run := _first_run(word)) is not None),
        tuple(word for word in words if _first_run(word) is None),
    )


_RUN = re.compile(r"[^\W\d_]+")
_POINT = re.compile(r"\.\s?")


def _first_run(word: str) -> str | None:
    """Return the first letters of a word without its points; None for a sign."""
    match = _RUN.search(word.replace(".", "").casefold())
    return match[0] if match else None


def _runs(text: str) -> frozenset[str]:
    """Return the runs of letters in a text, with and without the points between them."""
    folded = text.casefold()
    return frozenset(_RUN.findall(folded)) | frozenset(_RUN.findall(_POINT.sub("", folded)))


# A digit may stand right before a word ("5cc"), a letter may not ("success"); neither may it be a part of a longer
# abbreviation with points (the "o.d" in "q.o.d.").
_BEFORE = r"(?<![^\W\d_])(?<!\b[^\W\d_]\.)"
_AFTER = r"(?!\w|\.[^\W\d_](?!\w))"
_PARTS = {"#": r"[0-9]+(?:[.,/-][0-9]+)?", " ": r"\s+", ".": r"\.\s?"}


def _spellings(word: str) -> str:
    """Return the pattern of a word in every spelling: with points between its letters or without."""
    if not any(ch.isalpha() for ch in word):
        return re.escape(word)
    bare = word.rstrip(".")
    # A word of letters alone may have points between them; one that has points needs them.
    between = r"\.?" if bare.isalpha() or "#" in bare else ""
    pattern = between.join(_PARTS.get(ch, re.escape(ch)) for ch in bare)
    return (_BEFORE if bare[0].isalnum() or bare[0] == "#" else "") + pattern + _AFTER


def _number_rules(words: NumberWords, wording: Wording) -> tuple[NumberRule, ...]:
    table = read_table(data_folder() / "lint" / "numbers.toml", "lint/numbers")
    table.only("sources", "rule")
    sources, patterns = table.table("sources"), number_patterns(words, wording)
    rules = []
    for row in table.rows("rule"):
        row.only("key", "slip", "mend", "severity", "source", "apart")
        rules.append(
            NumberRule(
                patterns[row.choice("key", tuple(patterns))],
                row.text("slip"),
                row.text("mend"),
                Severity(row.choice("severity", _SEVERITIES)),
                sources.text(row.text("source")),
                row.flag("apart"),
            )
        )
    return tuple(rules)


@lru_cache(maxsize=4096)
def lint_directions(
    text: str, *, field: str = "directions", language: str = "en", jurisdiction: str = "general"
) -> tuple[Finding, ...]:
    """Return what a text breaks of the safe-labelling rules, in the order of the rules; one finding a fault.

    Parameters:
        text: the directions.
        field: the keyword that a finding names.
        language: of the text.
        jurisdiction: whose number marks hold.

    >>> [item.message for item in lint_directions("Take 4.5mg Qd")]
    ["'4.5mg' has no blank before the unit: put one in", "for 'Qd' write daily"]
    """
    lint = get_lint(language, jurisdiction)
    found = list(look_alike_findings(text, field=field))
    taken: list[tuple[int, int]] = []
    for rule in lint.numbers:
        spans = rule.find(text) if rule.apart else _free(rule.find(text), taken)
        for given in dict.fromkeys(text[first:last] for first, last in spans):
            message = examples(f"'{given}' {rule.slip}: {rule.mend}", given, lint.wording)
            found.append(finding("unsafe-text", message, severity=rule.severity, source=rule.source, field=field))
    taken = []
    runs = _runs(text)
    for row in lint.abbreviations:
        if not row.may_be_in(text, runs):
            continue
        words = dict.fromkeys(text[slice(*_whole(text, span))] for span in _free(_spans(row, text, lint.right), taken))
        if words:
            named = ", ".join(f"'{word}'" for word in words)
            message = f"for {named} write {row.write}"
            found.append(finding("unsafe-text", message, severity=row.severity, source=row.source, field=field))
    return tuple(found)


@lru_cache(maxsize=256)  # of the words that are in a text, a few of them
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _spans(row: Abbreviation, text: str, right: frozenset[str]) -> Iterator[tuple[int, int]]:
    for match in _compiled(row.pattern).finditer(text):
        if match[1] not in right:
            yield match.span(1)


def _free(spans: Iterator[tuple[int, int]], taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the spans that no earlier rule has named, and take them: one fault has one finding."""
    for first, last in spans:
        if all(last <= other or first >= end for other, end in taken):
            taken.append((first, last))
            yield first, last


def _whole(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Return an abbreviation with its last point, where it has points: ``q.d.``, but not the sentence's in ``QD.``."""
    first, last = span
    return (first, last + 1) if "." in text[first:last] and text[last : last + 1] == "." else span
