"""``ldn-compound facts``: the rows of the reference data, each with its source and how sure it is."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

import click

from ldn_compound.cli.common import standard_options
from ldn_compound.cli.record_log_show import tell

if TYPE_CHECKING:
    from ldn_compound.reference.facts import Fact
    from ldn_compound.schemas.answers_apart import Facts, FactTold

HEADS = {
    "stop": "A stop hangs on it",
    "dose": "It enters a dose, a strength or a mass that is weighed",
    "date": "It enters the last day of use",
    "patient": "It decides what suits the patient, or what the patient is asked",
    "check": "The preparation is held against it, or a caution hangs on it",
    "label": "It stands on the label, or decides what does",
    "other": "No number or verdict follows from it",
}
_EXAMPLE = """
\b
Example:
  ldn-compound facts --subject vehicles
  ldn-compound facts --doubtful
"""


@click.command("facts", epilog=_EXAMPLE)
@click.option("--doubtful", is_flag=True, help="Only those that were not read in their source: what to settle.")
@click.option("--subject", metavar="NAME", help="Only those of one subject, such as vehicles.")
@standard_options
def command(as_json: bool, profile_path: str | None, doubtful: bool, subject: str | None) -> None:
    """Every fact that the program calculates and checks with: value, source, and how it was come by.

    read: in the source itself. secondary: in another work that cites it. derived: by arithmetic. reference: general
    knowledge that was not traced; confirm it. A rule of a country or a pharmacopoeia says from when it holds, and each
    row when its source, or a copy or witness of it, was last opened and the row held against it.

    The doubtful ones stand in the order in which a pharmacist should settle them: what could hurt a patient most
    first (a stop, a dose, a date, what the patient must avoid, a check, a label), each with what it is used for.
    """
    from ldn_compound.core.texts import parse_choice
    from ldn_compound.labelling.label_facts import all_facts_in, all_subjects
    from ldn_compound.reference.facts import by_risk

    names = all_subjects() if subject is None else (parse_choice(subject, all_subjects(), field="subject"),)
    rows = [fact for name in names for fact in all_facts_in(name) if fact.doubtful or not doubtful]
    if doubtful:
        rows = list(by_risk(rows))
    count = Counter(fact.certainty.value for fact in rows)
    result: Facts = {
        "facts": [_told(fact) for fact in rows],
        "count": dict(sorted(count.items())),
    }
    counted = ", ".join(f"{number} {name}" for name, number in sorted(count.items()))
    lines = [*(_to_settle(rows) if doubtful else _by_subject(rows)), f"{len(rows)} facts: {counted}"]
    tell("facts", result, as_json=as_json, lines=lines if rows else ["0 facts"])


def _told(fact: Fact) -> FactTold:
    return {
        "subject": fact.subject,
        "name": fact.name,
        "value": fact.value,
        "certainty": fact.certainty,
        "source": fact.source,
        "day": fact.day,
        "doubtful": fact.doubtful,
        "looked_at": None if fact.looked_at is None else fact.looked_at.isoformat(),
        "tried": fact.tried,
        "risk": fact.risk,
        "use": fact.use,
    }


def _by_subject(rows: list[Fact]) -> list[str]:
    lines: list[str] = []
    for name, found in groupby(rows, key=lambda fact: fact.subject):
        lines += [name, *(line for fact in found for line in _lines(fact, fact.name))]
    return lines


def _to_settle(rows: list[Fact]) -> list[str]:
    lines: list[str] = []
    for risk, found in groupby(rows, key=lambda fact: fact.risk):
        lines += [HEADS[risk], *(line for fact in found for line in _lines(fact, f"{fact.subject}.{fact.name}"))]
    return lines


def _lines(fact: Fact, name: str) -> list[str]:
    from textwrap import wrap

    since = "" if fact.day is None else f", from {fact.day}"
    said = f"{name}: {fact.value} ({fact.certainty.value}{since}; {fact.seen})"
    first = wrap(said, 78, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
    told = [f"for: {fact.use}", fact.source] + ([] if fact.tried is None else [f"tried: {fact.tried}"])
    indent = " " * 6
    return [
        *first,
        *(
            line
            for text in told
            for line in wrap(text, 78, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
        ),
    ]
