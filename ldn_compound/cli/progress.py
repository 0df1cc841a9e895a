"""How far a long run is."""

from __future__ import annotations

import sys
import time

import click

_SECONDS_BEFORE_BAR = 2.0
_BAR_WIDTH = 30


class ProgressBar:
    """A line on stderr that tells how far a long run is: on a terminal, after two seconds."""

    def __init__(self, total: int) -> None:
        self._total, self._done = total, 0
        self._start = time.monotonic()
        self._next = self._start + _SECONDS_BEFORE_BAR
        self._terminal = sys.stderr.isatty()

    def add(self, number: int) -> None:
        """Count what was done."""
        self._done += number
        if self._terminal and time.monotonic() >= self._next:
            self._next = time.monotonic() + 0.2
            filled = self._done * _BAR_WIDTH // max(1, self._total)
            bar = "#" * filled + "." * (_BAR_WIDTH - filled)
            click.echo(f"\r[{bar}] {self._done * 100 // max(1, self._total)} %", nl=False, err=True)

    def end(self) -> None:
        """Take the line away."""
        if self._terminal and self._next > self._start + _SECONDS_BEFORE_BAR:
            click.echo("\r" + " " * (_BAR_WIDTH + 8) + "\r", nl=False, err=True)
