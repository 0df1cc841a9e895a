"""Code 128 as bar widths, and how wide its modules can be.

Sources: ISO/IEC 15417:2007 (Code 128): a quiet zone of at least 10 modules on either side; at least 15 % of the
symbol's length or 5 mm high for reading by hand. House value: a module of at least 0.25 mm, two dots of a 203 dpi
thermal head, so that one dot more or less never makes a bar vanish.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from ldn_compound.core.errors import InputError
from ldn_compound.labelling.problems import CodeTooWideError

# Close to whole dots at 203 dpi (4 and 2) and at 300 dpi (6 and 3); the widest that has room is taken.
MODULES_MM = (0.5, 0.25)
QUIET_MODULES = 10


class Code(NamedTuple):
    """A code as runs of modules, bar first, then space, and so on; and its whole width in modules."""

    runs: tuple[int, ...]
    modules: int


@lru_cache(maxsize=16384)
def encode(text: str, field: str) -> Code:
    """Return the bars of a text in Code 128.

    Parameters:
        text: of printable ASCII.
        field: the keyword that an error names.

    Raises:
        InputError: ``not-in-code-128`` for a character that Code 128 has not.
    """
    from reportlab.graphics.barcode.code128 import Code128Auto

    for character in text:
        if not " " <= character <= "~":
            name = unicodedata.name(character, f"U+{ord(character):04X}")
            raise InputError(
                "not-in-code-128",
                field=field,
                given=text,
                needed="letters A to Z, digits and ASCII signs: it is printed as Code 128",
                hint=f"it holds U+{ord(character):04X} {name}",
            )
    code = Code128Auto(text, quiet=0)
    # ReportLab's stubs leave these methods untyped.
    code.validate()  # type: ignore[no-untyped-call]
    code.encode()  # type: ignore[no-untyped-call]
    code.decompose()  # type: ignore[no-untyped-call]
    # The library writes a bar of n modules as the n-th capital letter, a space as the n-th small one.
    runs = tuple(ord(letter.lower()) - ord("a") + 1 for letter in code.decomposed)
    return Code(runs, sum(runs))


def module_width(code: Code, *, text: str, field: str, room_mm: float) -> float:
    """Return the widest module in mm at which the code with its quiet zones has room.

    Raises:
        LabelError: ``does-not-fit``.
    """
    wanted = 0.0
    for module in MODULES_MM:
        wanted = (code.modules + 2 * QUIET_MODULES) * module
        if wanted <= room_mm:
            return module
    raise CodeTooWideError(
        "does-not-fit",
        field=field,
        given=text,
        needed=f"a bar code of at most {room_mm:.1f} mm with its quiet zones; this one takes {wanted:.1f} mm",
        hint="use a shorter number: digits in pairs take the least room",
    )
