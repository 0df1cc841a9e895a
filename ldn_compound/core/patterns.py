"""Regular expressions of what this program writes into JSON: decimal text within bounds, days.

Python and ECMA 262 read them alike, so that any validator of JSON Schema can.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, NamedTuple

_FRACTION = r"(\.[0-9]*[1-9])?"
_ANY = "(0|[1-9][0-9]*)"
SIGNED = f"^-?{_ANY}{_FRACTION}$"
"""A number as this program writes it: no exponent, no superfluous zero."""
_LONG, _SHORT = "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])", "(0[469]|11)-(0[1-9]|[12][0-9]|30)"
DAY = f"^(20[0-9]{{2}}|2100)-({_LONG}|{_SHORT}|02-(0[1-9]|1[0-9]|2[0-9]))$"
"""A day as ISO text, in the years that this program knows."""
MONTH = "^(20[0-9]{2}|2100)-(0[1-9]|1[0-2])$"
"""A month as ISO text."""
MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$"
"""A time with its offset from UTC."""
LINE = r"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*\S[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$"
"""A line of text that is not empty."""


class Pattern(NamedTuple):
    """Says in an annotation, `Annotated[str, Pattern(...)]`, what a text looks like.

    Attributes:
        expression: the regular expression.
        format: the name that JSON Schema has for it, or None.
    """

    expression: str
    format: str | None = None


Day = Annotated[str, Pattern(DAY, "date")]
Moment = Annotated[str, Pattern(MOMENT, "date-time")]
Digest = Annotated[str, Pattern("^sha256:[0-9a-f]{64}$")]


def decimal(*, least: int = 0, most: Fraction | int | None = None, above_least: bool = False) -> str:
    """Return the pattern of decimal text from `least` to `most`, no number below 0.

    A bound at the top that is no whole number is taken to the next whole one.

    >>> import re
    >>> [text for text in ("-1", "0", "4.5", "99.95", "100", "100.1", "1e3") if re.match(decimal(most=100), text)]
    ['0', '4.5', '99.95', '100']
    """
    top = None if most is None else -(-Fraction(most).numerator // Fraction(most).denominator)
    if top is None:
        within = f"{_ANY}{_FRACTION}"
        low = "" if least <= 0 else f"(?!({'|'.join(_parts(0, least - 1))})(\\.|$))"
    else:
        low = ""
        within = f"(({'|'.join(_parts(max(least, 0), top - 1))}){_FRACTION}|{top})"
    return f"^{low}{f'(?!{least}$)' if above_least else ''}{within}$"


def typed_decimal(*, most: Fraction | int | None = None, above_least: bool = False, whole: bool = False) -> str:
    """Return the pattern of a number as a person types it, zeros at its end too, without what begins and ends a text.

    >>> import re
    >>> [text for text in ("0.0 %", "5 %", "5.0 %", "100.0 %", "100.1 %", "05 %")
    ...  if re.match(f"^{typed_decimal(most=100, above_least=True)} %$", text)]
    ['5 %', '5.0 %', '100.0 %']
    """
    fraction, zeros = (r"(\.0+)?", r"(\.0+)?") if whole else (r"(\.[0-9]+)?", r"(\.0+)?")
    if most is None:
        within = f"{_ANY}{fraction}"
    else:
        top = -(-Fraction(most).numerator // Fraction(most).denominator)
        within = f"(({'|'.join(_parts(0, top - 1))}){fraction}|{top}{zeros})"
    return (r"(?!0(\.0+)?[^0-9.])" if above_least else "") + within


def _parts(low: int, high: int) -> list[str]:
    """Return patterns of the whole numbers from one to another, each of numbers with equally many digits.

    >>> _parts(0, 119)
    ['[0-9]', '[1-9][0-9]', '1[0-1][0-9]']
    """
    found = []
    while low <= high:
        end = _stretch(low, high)
        pairs = zip(str(low), str(end), strict=True)
        found.append("".join(a if a == b else f"[{a}-{b}]" for a, b in pairs))
        low = end + 1
    return found


def _stretch(low: int, high: int) -> int:
    """Return the greatest number up to which one pattern of digits holds all from `low` on, and no other."""
    best = low
    for places in range(len(str(low))):
        unit = 10**places
        if low % unit:
            break
        # All of the lower digits run from 0 to 9, and this one as far as the bound lets it.
        digit = low // unit % 10
        for last in range(9, digit - 1, -1):
            end = low + (last - digit) * unit + unit - 1
            if end <= high:
                best = max(best, end)
                break
    return best
