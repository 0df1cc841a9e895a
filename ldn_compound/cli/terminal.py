"""The standard options, as they were typed in the command that runs."""

from __future__ import annotations

from typing import Any

import click

STANDARD = "ldn-compound"
"""Under this name a command's context holds its standard options."""


def option_given(name: str) -> Any:
    """Return what a standard option says in this command, None outside of one: ``working`` or ``save``."""
    context = click.get_current_context(silent=True)
    return None if context is None else context.meta.get(f"{STANDARD}.{name}")
