"""The rules for a label's numbers: how much is in the container, and how often it may be filled again."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ldn_compound.checks.codes import finding
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount
from ldn_compound.labelling.catalogue import data_folder
from ldn_compound.labelling.tables import read_table

if TYPE_CHECKING:
    from ldn_compound.labelling.content import Label


class _Bound(NamedTuple):
    number: int
    source: str


@lru_cache(maxsize=4)
def _bound(rule: str, key: str) -> _Bound:
    table = read_table(data_folder() / "rules.toml", "rules").table(rule)
    table.only(key, "source")
    return _Bound(table.whole(key), table.text("source"))


def count_findings(label: Label) -> list[Finding]:
    """Return what is unusual about the refills and the quantity of a label."""
    found: list[Finding] = []
    most = _bound("refills", "most")
    if label.refills is not None and label.refills > most.number:
        text = f"{label.refills} refills are more than {most.number}: is a figure too many?"
        found.append(finding("refills-many", text, source=most.source))
    least = _bound("quantity", "least_percent")
    said, made = label.quantity, label.facts.amount
    containers = 1 if label.container is None else label.container.of
    if said is not None and made is not None and _number(said) * containers * 100 < _number(made) * least.number:
        text = (
            f"the label says {_text(said)} and the batch is {_text(made)}: has each of its containers a label, or is a "
            "figure missing?"
        )
        found.append(finding("quantity-below-batch", text, source=least.source))
    return found


def _number(quantity: int | Amount) -> Fraction:
    return quantity.value if isinstance(quantity, Amount) else Fraction(quantity)


def _text(quantity: int | Amount) -> str:
    return quantity.text() if isinstance(quantity, Amount) else str(quantity)
