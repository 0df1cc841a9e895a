"""Numbers as strict text, named roundings, and exact fractions back to plain text.

Grammar of a number: ``(0|[1-9][0-9]*)(\\.[0-9]+)?`` in ASCII, at most 15 digits. So "5.", ".5", "05", "1e3", "+5",
"1_000" and full-width digits are refused: each of them has been a dosing error somewhere.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from ldn_compound.core.errors import InputError
from ldn_compound.core.foreign import is_float, whole_number

MOST_DIGITS = 15
SIGNIFICANT_DIGITS = 28

NUMBER = r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?"
_NUMBER = re.compile(NUMBER)
_WHOLE = re.compile(r"0|[1-9][0-9]*")
_LONG_NUMBER = re.compile(rf"-?{NUMBER}")
_READ_AT_ONCE = 12
_TOO_LONG_IN_FULL = 60


def slip_in_number(text: str) -> str:
    """Name the likely slip in a text that is no number of the grammar."""
    if not text:
        return "the number is missing"
    if re.fullmatch(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+", text):
        plain = text.replace(",", "")
        if text.count(",") > 1:
            return f"write the number without thousands separators: {plain}"
        return f"a comma is ambiguous: write {plain} (no thousands separators), or a decimal point"
    if re.fullmatch(r"[0-9]+,[0-9]+", text):
        return f"a comma is ambiguous; for a decimal point write {text.replace(',', '.')}"
    if "," in text:
        return "write the number without thousands separators"
    if re.fullmatch(r"\.[0-9]+", text):
        return f"write the leading zero: 0{text}"
    if re.fullmatch(r"[0-9]+\.", text):
        return f"leave out the bare point: {text[:-1]}"
    if re.fullmatch(r"0[0-9]+(\.[0-9]+)?", text):
        return "leave out the leading zeros; was a decimal point forgotten?"
    if text[0] in "+-\N{MINUS SIGN}":
        return "write the number without a sign; amounts are never negative"
    if re.fullmatch(r"[0-9.]+[eE][+-]?[0-9]+", text):
        return "write the number in full, without an exponent"
    if any(ch.isdigit() and not ch.isascii() for ch in text):
        return "use the digits 0 to 9 of the plain keyboard"
    if re.search(r"[\s_']", text):
        return "write the digits together, without blanks or separators"
    return "write digits with at most one decimal point, such as 4.5"


def parse_number(text: object, *, field: str, needed: str = "a number such as 4.5") -> Fraction:
    """Return the exact value of a number in the strict grammar.

    Parameters:
        text: the whole text; nothing is stripped. A Decimal is read as the text that it prints in full.
        field: the keyword that an error names.
        needed: what an error says is needed.

    Raises:
        InputError: ``not-text``, ``float-refused``, ``bad-number``, ``too-many-digits``.

    >>> parse_number("0.5", field="displacement_factor")
    Fraction(1, 2)
    """
    if not isinstance(text, str):
        text = number_as_text(text)
    if not isinstance(text, str):
        code, hint = ("float-refused", f"{WHY_NO_FLOAT}; ") if is_float(text) else ("not-text", "")
        hint += "give the number as text" if (digits := written(text)) is None else f"write '{digits}'"
        raise InputError(code, field=field, given=text, needed=needed, hint=hint)
    if not _NUMBER.fullmatch(text):
        raise InputError("bad-number", field=field, given=text, needed=needed, hint=slip_in_number(text))
    if len(text) - text.count(".") > MOST_DIGITS:
        raise InputError("too-many-digits", field=field, given=text, needed=f"at most {MOST_DIGITS} digits")
    whole, _, decimals = text.partition(".")
    return Fraction(int(whole + decimals), 10 ** len(decimals))


WHY_NO_FLOAT = "a binary float cannot hold 0.1 exactly"


def parse_whole(value: object, *, field: str, least: int = 1, most: int = 100_000) -> int:
    """Return a whole number given as an int (of numpy too) or as strict text ("90"; not "090", "1_000", "9.0", True).

    Raises:
        InputError: ``bad-whole-number``, ``out-of-range``.

    >>> parse_whole("90", field="count")
    90
    """
    needed = f"a whole number from {least} to {most}"
    if isinstance(value, str):
        if not _WHOLE.fullmatch(value):
            slip = slip_in_number(value) if not _NUMBER.fullmatch(value) else "no fraction here"
            raise InputError("bad-whole-number", field=field, given=value, needed=needed, hint=slip)
        if len(value) > MOST_DIGITS:
            raise InputError("out-of-range", field=field, given=value, needed=needed)
        number = int(value)
    else:
        found = whole_number(value)
        if found is None:
            digits = written(value)
            hint = None if digits is None else f"write {digits.removesuffix('.0')}"
            raise InputError("bad-whole-number", field=field, given=value, needed=needed, hint=hint)
        number = found
    if not least <= number <= most:
        raise InputError("out-of-range", field=field, given=number, needed=needed)
    return number


def number_as_text(value: object) -> object:
    """Return a Decimal, or a Fraction that ends, as the text that it prints in full; any other value as it is.

    >>> number_as_text(Decimal("7E-1")), number_as_text(Fraction(1, 3))
    ('0.7', Fraction(1, 3))
    """
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < _TOO_LONG_IN_FULL:
        return format(value, "f")
    if isinstance(value, Fraction):
        return decimal_text(value) if terminates(value) else value
    return value


def written(value: object) -> str | None:
    """Return what to write for a bare number that was given where text is taken: its digits; None for all else.

    >>> written(3), written(0.5), written(1e-9), written(None)
    ('3', '0.5', None, None)
    """
    whole = whole_number(value)
    if whole is not None:
        return str(whole) if abs(whole) < 10**15 else None
    text = str(value) if is_float(value) else number_as_text(value)
    return text if isinstance(text, str) and text is not value and text.replace(".", "", 1).isdigit() else None


# The roundings and texts below work on whole numbers, not on Fraction's operators: a plan makes a hundred of them.


def round_half_up(value: Fraction, increment: Fraction) -> Fraction:
    """Return the multiple of `increment` nearest to a value that is not negative; a tie goes up.

    >>> round_half_up(Fraction("51.5"), Fraction(1))
    Fraction(52, 1)
    """
    above, below = _steps(value, increment)
    return _times((2 * above + below) // (2 * below), increment)


def round_down(value: Fraction, increment: Fraction) -> Fraction:
    """Return the greatest multiple of `increment` that is not above the value.

    >>> round_down(Fraction("109.9"), Fraction(1))
    Fraction(109, 1)
    """
    above, below = _steps(value, increment)
    return _times(above // below, increment)


def round_half_down(value: Fraction, increment: Fraction) -> Fraction:
    """Return the multiple of `increment` nearest to the value; a tie goes down, as for a dose in a syringe.

    >>> round_half_down(Fraction("4.5"), Fraction("0.2"))
    Fraction(22, 5)
    """
    above, below = _steps(value, increment)
    return _times(-((below - 2 * above) // (2 * below)), increment)


def _steps(value: Fraction, increment: Fraction) -> tuple[int, int]:
    """Return value / increment as two whole numbers, the second above 0."""
    return value.numerator * increment.denominator, value.denominator * increment.numerator


def _times(count: int, increment: Fraction) -> Fraction:
    return Fraction(count * increment.numerator, increment.denominator)


def ceiling(value: Fraction) -> int:
    """Return the least whole number that is not below the value.

    >>> ceiling(Fraction("2.01"))
    3
    """
    return value.__ceil__()


@lru_cache(maxsize=1024)  # a plan writes hundreds of numbers over a few denominators
def _decimal_places(denominator: int) -> int | None:
    """Return how many decimals a fraction of this denominator has in lowest terms, or None where it never ends."""
    twos = (denominator & -denominator).bit_length() - 1
    rest = denominator >> twos
    fives = 0
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    return max(twos, fives) if rest == 1 else None


def terminates(value: Fraction) -> bool:
    """Tell whether the value has a finite decimal expansion.

    >>> terminates(Fraction(1, 8)), terminates(Fraction(1, 3))
    (True, False)
    """
    return _decimal_places(value.denominator) is not None


def to_decimal(value: Fraction) -> Decimal:
    """Return the value as a Decimal: in full where it terminates, else to 28 significant digits, half up.

    >>> to_decimal(Fraction(1, 8))
    Decimal('0.125')
    """
    return Decimal(decimal_text(value))


class Figure(str):
    """A number written for a reader, its unit with it or not; each language has its own decimal mark for it."""

    __slots__ = ()


def decimal_text(value: Fraction, *, digits: int = SIGNIFICANT_DIGITS) -> str:
    """Return plain decimal text: no exponent, no trailing zero, a leading zero.

    A value that terminates is written in full, any other to `digits` significant digits, half up.

    >>> decimal_text(Fraction(1, 3), digits=6), decimal_text(Fraction(9, 2)), decimal_text(Fraction(90))
    ('0.333333', '4.5', '90')
    """
    if value.numerator < 0:
        return "-" + decimal_text(-value, digits=digits)
    places = _decimal_places(value.denominator)
    if places is not None:
        return _plain_text(value.numerator * 10**places // value.denominator, places)
    count, places = _to_significant(value, digits)
    return _plain_text(count, places)


def _plain_text(count: int, places: int) -> str:
    """Return a count of units of the last decimal as text; zeros at the end are left out."""
    figures = str(count)
    if places == 0:
        return figures
    figures = figures.rjust(places + 1, "0")
    decimals = figures[-places:].rstrip("0")
    return f"{figures[:-places]}.{decimals}" if decimals else figures[:-places]


def _to_significant(value: Fraction, digits: int) -> tuple[int, int]:
    """Return a value above 0, rounded half up to a number of digits, as a count and the decimal it counts."""
    above, below = value.numerator, value.denominator
    exponent = len(str(above // below)) if above >= below else 1 - len(str((below - 1) // above))
    places = digits - exponent
    if places < 0:
        step = 10**-places
        return (2 * above + below * step) // (2 * below * step) * step, 0
    return (2 * above * 10**places + below) // (2 * below), places


def brief_text(value: Fraction, *, places: int = 4) -> Figure:
    """Return text for a person: exact where `places` decimals hold it, else rounded half up and marked with "~".

    A value too small for `places` is shown to three significant digits, never as 0.

    >>> brief_text(Fraction(9, 2)), brief_text(Fraction(2, 3)), brief_text(Fraction(1, 30000))
    ('4.5', '~0.6667', '~0.0000333')
    """
    exact_places = _decimal_places(value.denominator)
    if exact_places is not None and exact_places <= places:
        return Figure(decimal_text(value))
    sign, size = ("-", -value) if value.numerator < 0 else ("", value)
    if size.numerator * 10 ** (places - 2) < size.denominator:
        count, decimals = _to_significant(size, 3)
        exact = count * size.denominator == size.numerator * 10**decimals
        return Figure(("" if exact else "~") + sign + _plain_text(count, decimals))
    count = (2 * size.numerator * 10**places + size.denominator) // (2 * size.denominator)
    return Figure(f"~{sign}{_plain_text(count, places)}")


def shortened(text: str) -> str:
    """Return a text in which each number of more digits than a person reads is brief, with "~" before it.

    >>> shortened("467.0895460911112941757970179 mg of 12757.5 mg")
    '~467.0895 mg of 12757.5 mg'
    """

    def short(match: re.Match[str]) -> str:
        return match[0] if len(match[0]) <= _READ_AT_ONCE else brief_text(Fraction(match[0]))

    return _LONG_NUMBER.sub(short, text)
