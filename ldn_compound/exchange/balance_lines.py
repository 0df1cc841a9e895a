"""Balance print-outs as text: common formats read, and every line that is unstable, unreadable or there twice refused.

Read are a plain quantity (``155.7 mg``), a signed one (``+  0.1557 g``), the status words of MT-SICS balances
(``S S 155.7 mg`` stable, ``S D`` not), net and gross lines (``N``, ``G``, ``N S``, ``G S``), the comma format
(``ST,NT,+00155.7  mg``; ``US`` not stable), each with a running number or a time stamp before it, or a stamp after.
Equal masses are normal; the same running number or time stamp is the same line sent twice.

Sources: Mettler-Toledo, MT-SICS reference manual (S, SI); Sartorius and A&D balances' data output formats (16 and 22
characters; header, sign, number, unit), as general knowledge of their manuals (reference value, confirm with yours).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ldn_compound.errors import InputError, LdnError
from ldn_compound.inputs import MOST_READINGS
from ldn_compound.units import Amount, parse_quantity

_TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?"
_DATE = r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}-[A-Z][A-Za-z]{2}-\d{2,4})"
_STAMP = rf"(?:{_DATE}(?:[T ,;]+{_TIME}Z?)?|{_TIME})"
# Neither a point nor a comma after a bare running number: "155. 7 mg" and "0,1557 g" are slips, no numbered lines.
_RUNNING = r"(?:(?:No|Nr)\.? ?\d{1,9}[.:)]?|#\d{1,9}[.:)]?|\d{1,9}[:)]?)"
# Net, gross and tare; stable and dynamic; overload and underload; commands that the balance did not carry out.
_STATUS = r"(?:[SNG] ?[SDI]|[SNGT]|(?:ST|US|OL|UL)(?:,(?:NT|GS|TR|N|G))?|S [+-]|Stat)"
_LINE = re.compile(
    rf"(?:(?P<before>{_STAMP})[ ,;]+)?"
    rf"(?:(?P<running>{_RUNNING})(?: ?; ?| |,(?=[A-Z])|(?=[+-])))?"
    rf"(?:(?P<between>{_STAMP})[ ,;]+)?"
    rf"(?:(?P<status>{_STATUS})(?:[ ,]+|(?=[+-])))?"
    r"(?P<sign>[+-]?) *(?P<number>\d+(?:\.\d+)?) *(?P<unit>[A-Za-z\u00b5\u03bc%]+)?"
    rf"(?: *(?P<mark>\?|N|G))?(?:[ ,;]+(?P<after>{_STAMP}))?"
)
_NO_READING = re.compile(
    rf"(?:{_STAMP}[ ,;]+)?(?:{_RUNNING}[ ,;]+)?"
    r"(?:S ?[I+-]|OL\b.*|UL\b.*|Err\b.*|ERR\b.*|Low|High|[HL]|-{3,}|[*]+)"
)
_NAMED = re.compile(r"\s*([a-z][a-z0-9-]*)\s*[=:]\s*")
_LONGEST = 120


class BalanceReading(NamedTuple):
    """One line of a print-out.

    Attributes:
        mass: exact amount.
        line: its line in the text, from 1.
        running: running number, or None.
        stamp: date and time as printed, or None.
    """

    mass: Amount
    line: int
    running: int | None
    stamp: str | None


def read_balance_lines(text: str) -> tuple[BalanceReading, ...]:
    """Return the readings of a print-out, in its order; blank lines, and lines after ``#`` and a blank, are left out.

    Parameters:
        text: the lines as the balance sent them.

    Returns:
        The readings; their ``mass`` is an exact amount that every verb takes.

    Raises:
        InputError: ``unstable-reading``, ``unreadable-line``, ``negative``, ``tare-line``, ``reading-twice``,
            ``no-readings``, ``too-many-readings``, ``not-text``; each names the line.
        UnitError: ``unknown-unit``, ``wrong-dimension``: no mass.

    Sources: the module's docstring.

    >>> [reading.mass for reading in read_balance_lines("+  0.1557 g\\nS S     155.7 mg\\n")]
    [Amount('155.7 mg'), Amount('155.7 mg')]
    """
    return _readings(text, "masses")


def _readings(text: str, field: str) -> tuple[BalanceReading, ...]:
    if not isinstance(text, str):
        raise InputError("not-text", field=field, given=type(text).__name__, needed="lines of text")
    readings = [_read(line, number, field) for number, line in enumerate(text.splitlines(), start=1) if _counts(line)]
    if not readings:
        raise InputError("no-readings", field=field, needed="at least one line with a mass, such as 155.7 mg")
    if len(readings) > MOST_READINGS:
        raise InputError("too-many-readings", field=field, given=len(readings), needed=f"at most {MOST_READINGS}")
    _refuse_repeats(readings, field)
    return tuple(readings)


def read_named_lines(text: str) -> tuple[tuple[str | None, BalanceReading], ...]:
    """Return the readings of a print-out with the component's name where a line begins with one: ``api: 155.7 mg``.

    Parameters:
        text: the lines.

    Raises:
        InputError, UnitError: as :func:`read_balance_lines`.

    >>> read_named_lines("api: S S 155.7 mg")[0][0]
    'api'
    """
    names: dict[int, str] = {}
    rest = []
    for number, line in enumerate(text.splitlines(), start=1):
        found = _NAMED.match(line)
        if found:
            names[number] = found[1]
        rest.append(line[found.end() :] if found else line)
    readings = _readings("\n".join(rest), "weighed")
    return tuple((names.get(reading.line), reading) for reading in readings)


def _counts(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("# ")


def _read(line: str, number: int, field: str) -> BalanceReading:
    text = re.sub(r"[ \t]+", " ", line.strip())
    where = f"line {number}: {line.strip()[:_LONGEST]}"
    # A tab or two blanks part a running number from what follows it; after squeezing this is still known.
    wide = re.match(r"\s*\S+(?:\t|\s{2,})", line) is not None

    def refuse(code: str, needed: str, hint: str) -> InputError:
        return InputError(code, field=field, given=where, needed=needed, hint=hint)

    stable = "a stable reading, such as S S 155.7 mg"
    if len(line) > 2 * _LONGEST:
        raise refuse("unreadable-line", "a line of a balance print-out", "the line is too long")
    if _NO_READING.fullmatch(text):
        raise refuse("unreadable-line", stable, "the balance gave no mass: overload, underload or not ready")
    found = _LINE.fullmatch(text.replace("\N{MINUS SIGN}", "-"))
    if not found:
        hint = "a comma is no decimal point here" if re.search(r"\d,\d", text) else "weigh again, or leave the line out"
        raise refuse("unreadable-line", "a line such as 155.7 mg, +  0.1557 g or S S 155.7 mg", hint)
    status = (found["status"] or "").replace(" ", "")
    if status.startswith("T") or "TR" in status:
        raise refuse("tare-line", "the mass of what was weighed", "this line is the tare: leave it out")
    if status.endswith(("D", "I")) or status.startswith(("US", "OL", "UL", "S+", "S-")) or status == "Stat":
        raise refuse("unstable-reading", stable, "the balance had not come to rest: weigh again")
    if found["mark"] == "?":
        raise refuse("unstable-reading", stable, "the balance had not come to rest (?): weigh again")
    if found["sign"] == "-":
        raise refuse("negative", "a mass that is not negative", "tare again, then weigh")
    if found["unit"] is None:
        raise refuse(
            "unstable-reading", stable, "the unit is missing: many balances leave it out until they are at rest"
        )
    running = found["running"]
    bare = running is not None and running.isdigit() and not running.startswith("0")
    if bare and not (wide or found["status"] or found["sign"] or found["number"].startswith("0") or ";" in text):
        hint = "a running number and a mass, or one number with a blank in it? write No. before a running number"
        raise refuse("unreadable-line", "one number in a line", hint)
    stamps = [found[name] for name in ("before", "between", "after") if found[name]]
    return BalanceReading(
        mass=_mass(found["number"], found["unit"], where, field),
        line=number,
        running=None if running is None else int(re.sub(r"\D", "", running)),
        stamp=" ".join(stamps) or None,
    )


def _mass(number: str, unit: str, where: str, field: str) -> Amount:
    """Return the mass, through the same gate as every quantity; a balance fills its number up with zeros in front."""
    figures = re.sub(r"^0+(?=\d)", "", number)
    try:
        amount = parse_quantity(f"{figures} {unit}", field=field, needed="a mass such as 155.7 mg")
    except LdnError as error:
        error.given = where
        raise
    if amount.dimension != "mass":
        raise InputError("wrong-dimension", field=field, given=where, needed="a mass such as 155.7 mg")
    return amount


def _refuse_repeats(readings: list[BalanceReading], field: str) -> None:
    """Refuse a line that was sent twice.

    A running number or a time of day to the second stands for one weighing. A time to the minute does not: there the
    same mass must be printed again for it to be the same line.
    """
    seen: dict[object, BalanceReading] = {}
    for reading in readings:
        keys: list[object] = []
        if reading.running is not None:
            keys.append(("running number", reading.running))
        if reading.stamp is not None and re.search(r"\d:\d{2}:\d{2}", reading.stamp):
            keys.append(("time stamp", reading.stamp))
        elif reading.stamp is not None and ":" in reading.stamp and reading.running is None:
            keys.append(("time stamp and mass", (reading.stamp, reading.mass)))
        for key in keys:
            first = seen.setdefault(key, reading)
            if first is not reading:
                what = key[0] if isinstance(key, tuple) else key
                raise InputError(
                    "reading-twice",
                    field=field,
                    given=f"line {reading.line}: {what} of line {first.line} again",
                    needed="each printed line once",
                    hint="the same line was sent twice; equal masses of their own weighings are normal",
                )
