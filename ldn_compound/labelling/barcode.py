"""Code 128 as bar widths, and how wide its modules can be.

Sources: ISO/IEC 15417:2007 (Code 128): a quiet zone of at least 10 modules on either side; at least 15 % of the
symbol's length or 5 mm high for reading by hand. House value: a module of at least 0.25 mm, two dots of a 203 dpi
thermal head, so that one dot more or less never makes a bar vanish.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from ldn_compound.core.errors import InputError
from ldn_compound.labelling.problems import CodeTooWideError

# Of each value of a symbol the widths of bar, space, bar, space, bar, space (ISO/IEC 15417:2007, table 1): 11 modules.
# ReportLab has them too, in a module that loads all of its page layout and takes longer than a label.
_WIDTHS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122"
    "123221223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323"
    "131123131321112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131"
    "213113213311213131311123311321331121312113312311332111314111221411431111111224111422121124121421141122"
    "141221112214112412122114122411142112142211241211221114413111241112134111111242121142121241114212124112"
    "124211411212421112421211212141214121412121111143111341131141114113114311411113411311113141114131311141"
    "411131211412211214211232"
)
_STOP = "2331112"
_START = {"B": 104, "C": 105}
_TO = {"B": 100, "C": 99}
_FIRST_OF_B = " "
_PAIR = re.compile("[0-9]{2}|.")
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
    values = _values(text)
    check = (values[0] + sum(place * value for place, value in enumerate(values))) % 103
    widths = "".join(_WIDTHS[6 * value : 6 * value + 6] for value in (*values, check)) + _STOP
    runs = tuple(map(int, widths))
    return Code(runs, sum(runs))


def _values(text: str) -> list[int]:
    """Return the values of a text, its start first: two digits together in set C, all else in set B.

    >>> _values("Rx1234")  # start B, R, x, to C, 12, 34
    [104, 50, 88, 99, 12, 34]
    """
    found: list[int] = []
    now = ""
    for part in _PAIR.findall(text):
        needed = "C" if len(part) == 2 else "B"
        if needed != now:
            found.append(_TO[needed] if now else _START[needed])
            now = needed
        found.append(int(part) if needed == "C" else ord(part) - ord(_FIRST_OF_B))
    return found


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
