"""What the program says to people, in tables by language: a folder a language, each with the same subjects and keys.

English is the language that messages are written in. Another language is a folder beside ``en`` with the same keys and
the same names in braces; a test holds every language to that.
"""

from __future__ import annotations

from importlib import import_module

from ldn_compound.core.late_texts import Said
from ldn_compound.messages.en import MESSAGES


def say(key: str, /, **values: object) -> Said:
    """Return a message of the table with its values; it is written out when somebody reads it.

    Parameters:
        key: of the message; one that is in no table is a KeyError, a bug.
        values: by the names that stand in braces; amounts and dates as such, so that each language writes them its way.

    >>> print(say("size-not-stocked", size="1", stocked="2, 3"))
    size 1 is not among the stocked sizes (2, 3)
    """
    return Said(key, MESSAGES[key], tuple(values.items()))


def translated(message: Said, language: str) -> str:
    """Return a message in another language that has a table.

    Parameters:
        message: as a finding holds it (``finding.said``).
        language: the name of a folder of this package, such as ``en``.

    >>> translated(say("size-not-stocked", size="1", stocked="2, 3"), "en")
    'size 1 is not among the stocked sizes (2, 3)'
    """
    table = import_module(f"ldn_compound.messages.{language}")
    return message.written(table.MESSAGES, getattr(table, "DECIMAL_MARK", "."))
