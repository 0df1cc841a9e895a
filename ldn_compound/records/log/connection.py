"""What the log needs of a database: statements with named parameters, and one writer at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal, Protocol

Rows = list[Sequence[Any]]
Given = Mapping[str, Any]


class Connection(Protocol):
    """An open transaction, or a connection that reads."""

    @property
    def dialect(self) -> Literal["sqlite", "postgresql"]:
        """The database's kind of SQL."""

    def run(self, statement: str, given: Given | None = None) -> int:
        """Run a statement, and return the number of rows that it changed."""

    def run_for_each(self, statement: str, given: Sequence[Given]) -> None:
        """Run a statement once for each mapping of parameters."""

    def rows(self, statement: str, given: Given | None = None) -> Rows:
        """Return all rows that a statement finds."""

    def stream(self, statement: str, given: Given | None = None) -> Iterator[Sequence[Any]]:
        """Yield the rows that a statement finds, without holding all of them."""


class Store(Protocol):
    """Where a log stands: a SQLite file, or a PostgreSQL database."""

    @property
    def place(self) -> str:
        """The file, or the address without its password."""

    def writing(self) -> AbstractContextManager[Connection]:
        """Return a transaction in which nobody else writes: it is committed at the end, or rolled back.

        Raises:
            FileError: ``log-busy``, ``cannot-write``, ``log-unreachable``, ``log-outcome-unknown``.
        """

    def reading(self) -> AbstractContextManager[Connection]:
        """Return a connection that sees the log as it is at one moment.

        Raises:
            FileError: ``no-log``, ``not-a-log``, ``cannot-read``, ``log-unreachable``, ``log-of-later-version``;
                ``cannot-write``: SQLite has no room or no right to keep a file beside the log while it is open.
        """

    def after_erasing(self) -> str | None:
        """Take erased text out of what the database still keeps of it; return what could not be done, or None."""

    def damage(self) -> str | None:
        """Return what the database itself finds damaged, or None."""

    def close(self) -> None:
        """Let go of the database."""
