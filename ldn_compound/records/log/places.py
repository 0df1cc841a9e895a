"""Which log is meant: the environment's, the profile's, or the one in the application directory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ldn_compound.reference.defaults import get_default
from ldn_compound.settings.lot_numbers import SETTING, read_pattern

# The log itself is loaded where one is opened: labels are printed at pharmacies that keep none.
if TYPE_CHECKING:
    from ldn_compound.records.log.connection import Store
    from ldn_compound.records.log.log import Log

VARIABLE = "LDN_COMPOUND_LOG"
FILE = "log.sqlite"
SCHEMES = ("postgresql://", "postgres://", "postgresql+psycopg://")


class Settings(Protocol):
    """What is read of a profile."""

    def get(self, key: str, /) -> object:
        """Return the value of a dotted key, or None."""


def open_log(environ: Mapping[str, str], folder: Path, profile: Settings | None, *, place: str | None = None) -> Log:
    """Return the log in force; nothing is opened or made yet.

    Parameters:
        place: a file or the address of a database that goes before all else, or None.
        environ: its LDN_COMPOUND_LOG names a file or the address of a database.
        folder: the application directory.
        profile: its ``log.place``, ``log.number`` and ``log.patient_names``.

    Raises:
        InputError: ``bad-number-pattern``, ``extra-missing``, ``bad-log-address``.
    """

    def setting(key: str) -> str | None:
        value = None if profile is None else profile.get(key)
        return None if value is None else str(value)

    from ldn_compound.records.log.log import Log

    default = get_default(SETTING)
    text = setting(SETTING) or (None if default is None else default.value)
    place = place or environ.get(VARIABLE) or setting("log.place")
    keeps = setting("log.patient_names") != "leave-out"
    pattern = None if text is None else read_pattern(text)
    return Log(_store(place or str(folder / FILE)), pattern=pattern, keeps_names=keeps)


def _store(place: str) -> Store:
    if place.startswith(SCHEMES):
        from ldn_compound.records.log.postgresql import PostgresqlStore

        return PostgresqlStore(place)
    from ldn_compound.records.log.sqlite import SqliteStore

    return SqliteStore(Path(place).expanduser())
