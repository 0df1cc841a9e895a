"""A document as JSON text, indented.

Python's own writer loses its C half where it indents, and then takes longer than the plan itself took. This one gives
the same bytes.
"""

from __future__ import annotations

import json
from json.encoder import encode_basestring_ascii as _quoted
from typing import Any


def indented(document: Any) -> str:
    """Return what ``json.dumps(document, indent=2)`` returns; the keys of objects are texts.

    Raises:
        TypeError: a key that is no text, or a value that JSON has not.

    >>> print(indented({"count": 90, "sizes": ["3", "4"], "notes": []}))
    {
      "count": 90,
      "sizes": [
        "3",
        "4"
      ],
      "notes": []
    }
    """
    return _text(document, "\n")


def _text(value: Any, line: str) -> str:
    """Return the text of a value that stands on a line with this beginning."""
    if isinstance(value, dict):
        if not value:
            return "{}"
        below = f"{line}  "
        rows = [
            f"{_quoted(key)}: {_quoted(item) if type(item) is str else _text(item, below)}"
            for key, item in value.items()
        ]
        return f"{{{below}{f',{below}'.join(rows)}{line}}}"
    if isinstance(value, list | tuple):
        if not value:
            return "[]"
        below = f"{line}  "
        return f"[{below}{f',{below}'.join([_text(item, below) for item in value])}{line}]"
    return json.dumps(value) if value is not None else "null"
