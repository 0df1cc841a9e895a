"""Rules for a balance's print-out: what was set aside in it, and what its marks say of net and gross."""

from __future__ import annotations

from collections.abc import Mapping

from ldn_compound.checks.codes import finding
from ldn_compound.core.results import Finding
from ldn_compound.messages import say

_READ = "the print-out, as this program read it"
_SARTORIUS = "Sartorius, operating instructions: N marks a net weight, also where nothing was tared"


def print_out_findings(lines: Mapping[str, str], *, count: int | None) -> list[Finding]:
    """Return the note on lines that hold no reading: named, so that none of them is a lost weighing.

    Parameters:
        lines: by their number in the print-out.
        count: how many readings there are, or None where that is not known.

    >>> print_out_findings({"1": "KERN", "3": "KERN"}, count=10)[0].message
    "set aside, no reading: lines 1, 3 'KERN'; 10 readings of 12 lines"
    """
    if not lines:
        return []
    places: dict[str, list[str]] = {}
    for number, text in lines.items():
        places.setdefault(text, []).append(number)
    named = ", ".join(
        f"{'line' if len(numbers) == 1 else 'lines'} {', '.join(numbers)} '{text}'" for text, numbers in places.items()
    )
    words = say("lines-set-aside", named=named)
    if count is not None:
        words += say(
            "lines-set-aside.more",
            count=count,
            readings="reading" if count == 1 else "readings",
            lines=count + len(lines),
        )
    return [finding("lines-set-aside", words, source=_READ)]


def gap_findings(missing: str | None, *, field: str) -> list[Finding]:
    """Return the caution on running numbers that a print-out leaves out: a weighing was lost or was left out.

    Parameters:
        missing: the numbers in words, or None.
        field: the input that holds the masses.

    >>> [item.code for item in gap_findings("5", field="masses")]
    ['running-number-missing']
    """
    if missing is None:
        return []
    return [finding("running-number-missing", missing=missing, source=_READ, field=field)]


def encoding_findings(encoding: str | None, *, field: str) -> list[Finding]:
    """Return the note on a file that was no UTF-8.

    >>> [item.code for item in encoding_findings("cp1252", field="masses")]
    ['print-out-not-utf-8']
    """
    if encoding is None:
        return []
    return [finding("print-out-not-utf-8", source=_READ, field=field)]


def decimal_findings(mark: str | None, *, field: str) -> list[Finding]:
    """Return the note on numbers whose commas were read as decimal marks.

    >>> [item.code for item in decimal_findings("comma", field="masses")]
    ['decimal-comma-read']
    """
    if mark is None:
        return []
    return [finding("decimal-comma-read", source=_READ, field=field)]


def mark_findings(marked: str | None, *, gross: bool, field: str) -> list[Finding]:
    """Return the caution on lines whose mark says another thing than the masses are taken for.

    Parameters:
        marked: ``net``, ``gross`` or None, as the lines are.
        gross: whether the masses are taken as gross.
        field: the input that holds the masses.

    >>> [[item.code for item in mark_findings("net", gross=gross, field="masses")] for gross in (True, False)]
    [['net-lines-as-gross'], []]
    """
    if marked == "net" and gross:
        return [finding("net-lines-as-gross", source=_SARTORIUS)]
    if marked == "gross" and not gross:
        return [finding("gross-lines-as-net", source=_READ, field=field)]
    return []
