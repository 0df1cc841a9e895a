"""The label data that has a source, as facts beside those of the reference data: stock, and rules of labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ldn_compound.core.sources import Certainty, Risk
from ldn_compound.labelling.catalogue import data_folder
from ldn_compound.labelling.tables import OF_A_SOURCE, Table, read_table
from ldn_compound.reference.facts import Fact, facts_in, in_words, subjects

STOCK, RULES = "label-stock", "label-rules"
_STOCK_USE = (Risk.LABEL, "where a label is printed on the sheet or roll, and what room it has")
_RULE_USES: Mapping[str, tuple[Risk, str]] = {
    "refills": (Risk.LABEL, "above it the number of refills is asked about"),
    "quantity": (Risk.LABEL, "below it the quantity on the label is asked about"),
    "plan_findings": (Risk.PATIENT, "which cautions of a plan are not told again when its label is printed"),
    "course": (Risk.PATIENT, "the warnings on the label of a titration"),
    "emphasis": (Risk.PATIENT, "the warnings that stand first, larger and in bold"),
    "tall_man": (Risk.LABEL, "names that look alike are written with tall letters where the profile wants it"),
    "least_size": (Risk.LABEL, "below it the type of a label is asked about"),
}


def all_subjects() -> tuple[str, ...]:
    """Return the subjects of all facts: the files of the reference data, and the label data.

    >>> all_subjects()[-2:]
    ('label-rules', 'label-stock')
    """
    return (*subjects(), RULES, STOCK)


def all_facts_in(subject: str) -> tuple[Fact, ...]:
    """Return the facts of a subject, in the order of the data.

    Parameters:
        subject: of :func:`all_subjects`.

    >>> rows = {fact.name: fact for fact in all_facts_in("label-stock")}
    >>> rows["avery-5160"].certainty.value
    'read'
    """
    if subject == STOCK:
        return tuple(_stock())
    return tuple(_rules()) if subject == RULES else facts_in(subject)


def _stock() -> Iterator[Fact]:
    folder = data_folder() / "stock"
    for name in sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")):
        yield _fact(STOCK, name, read_table(folder / f"{name}.toml", f"stock/{name}"), *_STOCK_USE)


def _rules() -> Iterator[Fact]:
    table = read_table(data_folder() / "rules.toml", "rules")
    for name, value in table.values.items():
        if isinstance(value, list):
            for number, row in enumerate(table.rows(name), start=1):
                yield _fact(RULES, f"{name}[{number}]", row, *_RULE_USES[name])
        else:
            yield _fact(RULES, name, table.table(name), *_RULE_USES[name])


def _fact(subject: str, name: str, row: Table, risk: Risk, use: str) -> Fact:
    own: dict[str, Any] = {
        key: item for key, item in row.values.items() if key not in ("source", "witnesses", *OF_A_SOURCE)
    }
    return Fact(
        subject,
        name,
        in_words(own),
        Certainty(row.choice("certainty", tuple(Certainty))),
        row.text("source"),
        None,
        row.values.get("looked_at"),
        row.text("tried") if "tried" in row.values else None,
        risk,
        use,
    )
