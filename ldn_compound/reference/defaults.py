"""What a setting is where nobody gave one, with what it means and its source. Data: ``data/defaults.toml``.

>>> get_default("balance.readability").value, get_default("balance.sensitivity")
('1 mg', None)
"""

from typing import NamedTuple

from ldn_compound.core.sources import Source
from ldn_compound.reference.tables import Table


class Default(NamedTuple):
    """The value of a setting where nobody gave one.

    Attributes:
        value: strict text, read by what the setting takes.
        means: what it means for a plan, ``{value}`` standing for it.
        source: the citation.
    """

    value: str
    means: str
    source: Source

    @property
    def said(self) -> str:
        """What it means, with the value as the row writes it."""
        return self.means.replace("{value}", self.value)


_TABLES = {name: Table(Default, "defaults", name) for name in ("balance", "capsules", "drug", "log", "policies")}


def get_default(setting: str) -> Default | None:
    """Return the default of a setting by its dotted name, None where it has none. Raises DataError."""
    table, _, key = setting.partition(".")
    rows = _TABLES.get(table)
    return None if rows is None or key not in rows else rows.get(key)
