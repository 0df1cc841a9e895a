"""Strict reading of the label data: every key known, every value of its kind, each slip a DataError with its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from ldn_compound.core.errors import DataError, FileError
from ldn_compound.core.files import SETTINGS, TooLargeError, read_up_to, reason_of
from ldn_compound.core.sources import Certainty
from ldn_compound.core.toml import parse_toml

OF_A_SOURCE = ("certainty", "looked_at", "tried")
"""What may stand beside a source: how sure it is, when it was last opened, what was tried to trace it."""

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


class Table:
    """One table of a data file, which names its place in every error.

    Attributes:
        values: what the file holds.
        place: the file's name and the dotted place in it, such as ``stock/avery-5163`` or ``designs/batch.box.3``.
    """

    def __init__(self, values: Mapping[str, Any], place: str) -> None:
        self.values = values
        self.place = place

    def error(self, key: str, needed: str, hint: str | None = None) -> DataError:
        """Return the error for one key (or for the whole table, key ``""``)."""
        field = f"{self.place}.{key}" if key else self.place
        return DataError("bad-label-data", field=field, given=self.values.get(key), needed=needed, hint=hint)

    def only(self, *known: str) -> None:
        """Refuse a key that is not known: a misspelt one would be left out in silence.

        How sure a source is, and when it was last opened, may stand beside every source.
        """
        for key in self.values:
            if key not in (known + OF_A_SOURCE if "source" in known else known):
                raise self.error(key, "one of the keys " + ", ".join(known))
        if "certainty" in self.values:
            self.choice("certainty", tuple(Certainty))
        if type(self.values.get("looked_at", date.min)) is not date:
            raise self.error("looked_at", "a day such as 2026-11-28, without quotes")

    def text(self, key: str) -> str:
        """Return a text that is not empty."""
        value = self.values.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, "a text")
        return value

    def choice(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
        """Return one of the choices."""
        value = self.values.get(key, default)
        if value not in choices:
            raise self.error(key, "one of " + ", ".join(choices))
        return str(value)

    def number(self, key: str, *, least: float = 0.0, most: float = 2000.0) -> float:
        """Return a length in mm or a size in points; geometry is the one place where floats are in order."""
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise self.error(key, f"a number from {least:g} to {most:g}")
        return float(value)

    def whole(self, key: str, *, least: int = 1, most: int = 1000) -> int:
        """Return a whole number."""
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self.error(key, f"a whole number from {least} to {most}")
        return value

    def flag(self, key: str) -> bool:
        """Return true or false; false where the key is absent."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.error(key, "true or false")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; empty where the key is absent."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.error(key, "a list of texts")
        return tuple(value)

    def table(self, key: str) -> Table:
        """Return a table inside this one."""
        value = self.values.get(key)
        if not isinstance(value, dict):
            raise self.error(key, f"a table [{key}]")
        return Table(value, f"{self.place}.{key}")

    def rows(self, key: str) -> tuple[Table, ...]:
        """Return the rows of an array of tables; none where it is absent."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.error(key, f"tables [[{key}]]")
        return tuple(Table(item, f"{self.place}.{key}.{number}") for number, item in enumerate(value, start=1))


def read_table(path: Traversable, place: str) -> Table:
    """Read one TOML file.

    Raises:
        FileError: ``unreadable``.
        DataError: ``bad-toml``, where it is not UTF-8 or not TOML.
    """
    try:
        raw = read_up_to(path, SETTINGS)
    except (OSError, TooLargeError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else str(error)
        raise FileError("unreadable", field=place, given=path.name, hint=reason) from error
    try:
        return Table(parse_toml(raw.decode("utf-8-sig")), place)
    except ValueError as error:  # UnicodeDecodeError is one
        raise DataError("bad-toml", field=place, given=path.name, needed="TOML in UTF-8", hint=str(error)) from error
