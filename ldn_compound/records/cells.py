"""Cells of a table for a spreadsheet."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def neutral(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: one that begins like it gets an apostrophe in front.

    Source: OWASP, "CSV Injection": =, +, -, @, tab and carriage return, and their full-width forms.

    >>> neutral("=1+1"), neutral(" =1"), neutral("4.5 mg")
    ("'=1+1", "' =1", '4.5 mg')
    """
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
