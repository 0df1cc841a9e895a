"""What is read from an arm's length, in 40 columns and without colour: large figures, short lines."""

from __future__ import annotations

from collections.abc import Iterable

from ldn_compound.cli.tables import wrapped

WIDTH = 40
_ROWS = 5
# Each sign by its rows from the top.
_SIGNS: dict[str, tuple[str, ...]] = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", " ##", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", " # ", " # "),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    ".": (" ", " ", " ", " ", "#"),
    " ": (" ", " ", " ", " ", " "),
    "m": ("     ", "     ", "#####", "# # #", "# # #"),
    "P": ("###", "# #", "###", "#  ", "#  "),
    "A": ("###", "# #", "###", "# #", "# #"),
    "S": ("###", "#  ", "###", "  #", "###"),
    "F": ("###", "#  ", "## ", "#  ", "#  "),
    "I": ("###", " # ", " # ", " # ", "###"),
    "L": ("#  ", "#  ", "#  ", "#  ", "###"),
    "g": ("   ", "###", "# #", "###", " ##"),
}


def figures(text: str) -> list[str]:
    """Return a mass, PASS or FAIL in large signs, or nothing where a sign is not known or the line is too short for it.

    >>> print("\\n".join(figures("4.5 g")))
    # #   ###
    # #   #     ###
    ###   ###   # #
      #     #   ###
      # # ###    ##
    """
    if not set(text) <= set(_SIGNS):
        return []
    rows = [" ".join(_SIGNS[sign][row] for sign in text).rstrip() for row in range(_ROWS)]
    return rows if max(map(len, rows)) <= WIDTH else []


def lines(texts: Iterable[str], *, indent: int = 0) -> list[str]:
    """Return texts as lines of the width, each beginning on a line of its own; no number is parted from its unit.

    >>> lines(["Weigh 467 mg of naltrexone hydrochloride into the boat."])
    ['Weigh 467 mg of naltrexone hydrochloride', 'into the boat.']
    """
    lead = " " * indent
    found: list[str] = []
    for text in texts:
        found += wrapped(text, width=WIDTH, lead=lead, follow=lead).splitlines() or [""]
    return found


def rule(left: str = "", right: str = "") -> str:
    """Return a line with words at both ends.

    >>> rule("STEP 1 of 11", "WEIGH")
    'STEP 1 of 11                       WEIGH'
    """
    return f"{left}{right.rjust(WIDTH - len(left))}" if right else left
