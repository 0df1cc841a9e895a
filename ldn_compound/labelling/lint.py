"""Safe-labelling rules on directions: numbers and abbreviations that have been misread.

Sources: ISMP, List of Error-Prone Abbreviations, Symbols, and Dose Designations (2021); the Joint Commission's
"Do Not Use" list; USP General Chapter <17>. The abbreviations are data, ``lint/LANGUAGE.toml``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ldn_compound.checks.codes import finding
from ldn_compound.labelling.catalogue import data_folder
from ldn_compound.labelling.tables import Table, read_table
from ldn_compound.labelling.wording import Wording, get_wording
from ldn_compound.results import Finding, Severity

_ISMP = "ISMP, List of Error-Prone Abbreviations, Symbols, and Dose Designations (2021)"


class Abbreviation(NamedTuple):
    """Words that are not written, and what is written for them."""

    words: tuple[str, ...]
    write: str
    severity: Severity
    source: str
    pattern: re.Pattern[str]


class NumberRule(NamedTuple):
    """A way of writing a number that is not safe."""

    pattern: re.Pattern[str]
    slip: str
    mend: str


class Lint(NamedTuple):
    """The rules of one language."""

    abbreviations: tuple[Abbreviation, ...]
    numbers: tuple[NumberRule, ...]


@lru_cache(maxsize=8)
def get_lint(language: str = "en") -> Lint:
    """Return the rules of a language.

    Raises:
        DataError: ``bad-label-data``.
    """
    table = read_table(data_folder() / "lint" / f"{language}.toml", f"lint/{language}")
    table.only("language", "units", "row")
    rules = _number_rules(table.texts("units"), get_wording(language))
    return Lint(tuple(_abbreviation(row) for row in table.rows("row")), rules)


def _abbreviation(row: Table) -> Abbreviation:
    row.only("words", "write", "severity", "source")
    words = row.texts("words")
    # A digit may stand right before ("5cc"), a letter may not ("success"); longest first, so that "q.d." is found
    # before a shorter word inside it.
    choice = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    pattern = re.compile(rf"(?<![^\W\d_])(?:{choice})(?!\w)")
    return Abbreviation(
        words,
        row.text("write"),
        Severity(row.choice("severity", ("stop", "caution"))),
        row.text("source"),
        pattern,
    )


def _number_rules(units: tuple[str, ...], wording: Wording) -> tuple[NumberRule, ...]:
    unit = "|".join(re.escape(word) for word in sorted(units, key=len, reverse=True))
    end = r"(?!\w)"
    before_unit = rf"(?= ?(?:{unit}){end})"
    mark, group = re.escape(wording.decimal), re.escape(wording.group)
    half, four, thousand = (wording.number(plain) for plain in ("0.5", "4.5", "1000"))
    # Where the point parts thousands, dates are written with points too: there the rule asks for a unit behind.
    wrong_mark = rf"(?<![0-9,.])[0-9]+{group}(?:[0-9]{{1,2}}|[0-9]{{4,}})(?![0-9])"
    return (
        NumberRule(re.compile(rf"(?<![0-9.,])[0-9]+{mark}[0-9]*0(?![0-9])"), "a trailing zero", "leave the zero out"),
        NumberRule(
            re.compile(rf"(?<![0-9]){mark}[0-9]+"), "no zero before the decimal mark", f"write the zero, as in {half}"
        ),
        NumberRule(re.compile(rf"[0-9]+{mark}{before_unit}"), "a bare decimal mark", "leave the mark out"),
        NumberRule(
            re.compile(rf"[0-9](?:mg|mcg|g|kg|mL|ml|L|units?|Mikrogramm){end}"),
            "no blank before the unit",
            "put one in",
        ),
        NumberRule(
            re.compile(wrong_mark + (before_unit if wording.group == "." else "")),
            f"a '{wording.group}' that is no thousands separator",
            f"write the decimal mark, as in {four}",
        ),
        NumberRule(
            re.compile(rf"(?<![0-9.,])[1-9][0-9]{{3,}}{before_unit}"),
            f"a large number without '{wording.group}'",
            f"write it as {thousand}",
        ),
        NumberRule(re.compile(r"(?<![0-9.,:/-])0[0-9]+(?![0-9:])"), "a number with a leading zero", "write 5, not 05"),
    )


@lru_cache(maxsize=4096)
def lint_directions(text: str, *, field: str = "directions", language: str = "en") -> tuple[Finding, ...]:
    """Return what a text breaks of the safe-labelling rules, in the order of the rules.

    Parameters:
        text: the directions.
        field: the keyword that a finding names.
        language: of the text.

    >>> [item.message for item in lint_directions("Take 4.5mg qd")]
    ["'5mg' has no blank before the unit: put one in", "write daily for 'qd'"]
    """
    lint = get_lint(language)
    found = []
    for rule in lint.numbers:
        match = rule.pattern.search(text)
        if match:
            message = f"'{match[0]}' has {rule.slip}: {rule.mend}"
            found.append(finding("unsafe-text", Severity.STOP, message, source=_ISMP, field=field))
    for row in lint.abbreviations:
        match = row.pattern.search(text)
        if match:
            message = f"write {row.write} for '{match[0]}'"
            found.append(finding("unsafe-text", row.severity, message, source=row.source, field=field))
    return tuple(found)
