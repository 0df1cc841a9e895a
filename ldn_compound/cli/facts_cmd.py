"""``ldn-compound facts``: the rows of the reference data, each with its source and how sure it is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from ldn_compound.cli.common import standard_options
from ldn_compound.cli.record_log_show import tell

if TYPE_CHECKING:
    from ldn_compound.reference.facts import Fact
    from ldn_compound.schemas.answers_apart import Facts, FactTold

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
    knowledge that was not traced; confirm it. A rule of a country or a pharmacopoeia says from when it holds.
    """
    from ldn_compound.core.texts import parse_choice
    from ldn_compound.reference.facts import facts_in, subjects

    names = subjects() if subject is None else (parse_choice(subject, subjects(), field="subject"),)
    rows = [fact for name in names for fact in facts_in(name) if fact.doubtful or not doubtful]
    count = Counter(fact.certainty.value for fact in rows)
    counted = ", ".join(f"{number} {name}" for name, number in sorted(count.items()))
    lines: list[str] = []
    for name in names:
        found = [fact for fact in rows if fact.subject == name]
        lines += [name, *(line for fact in found for line in _lines(fact))] if found else []
    lines.append(f"{len(rows)} facts: {counted}" if rows else "0 facts")
    result: Facts = {
        "facts": [_told(fact) for fact in rows],
        "count": dict(sorted(count.items())),
    }
    tell("facts", result, as_json=as_json, lines=lines)


def _told(fact: Fact) -> FactTold:
    return {
        "subject": fact.subject,
        "name": fact.name,
        "value": fact.value,
        "certainty": fact.certainty,
        "source": fact.source,
        "day": fact.day,
        "doubtful": fact.doubtful,
    }


def _lines(fact: Fact) -> list[str]:
    from textwrap import wrap

    since = "" if fact.day is None else f", from {fact.day}"
    said = f"{fact.name}: {fact.value} ({fact.certainty.value}{since})"
    first = wrap(said, 78, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
    return [*first, *wrap(fact.source, 78, initial_indent="      ", subsequent_indent="      ", break_on_hyphens=False)]
