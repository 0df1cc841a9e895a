"""Libraries that are installed only where somebody asks for what they do."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ldn_compound.core.errors import InputError


def extra(module: str, *, name: str, field: str, what: str) -> Any:
    """Return an optional library.

    Parameters:
        module: what is imported.
        name: the extra that installs it.
        field: the keyword that an error names.
        what: what it is needed for.

    Raises:
        InputError: ``extra-missing``, with the line that installs it.
    """
    try:
        return import_module(module)
    except ImportError as error:
        needed = f"the library {module.partition('.')[0]}, for {what}"
        hint = f'python -m pip install "ldn-compound[{name}]"'
        raise InputError("extra-missing", field=field, needed=needed, hint=hint) from error
