"""Balance print-outs as text: common formats read, and every line that is unstable, unreadable or there twice refused.

Read are a plain quantity (``155.7 mg``), a signed one (``+  0.1557 g``), the status words of MT-SICS balances
(``S S 155.7 mg`` stable, ``S D`` not), net and gross lines (``N``, ``G``, ``N S``, ``Net:``, ``Gross:``), the comma
format (``ST,NT,+00155.7  mg``, ``ST,+0000.1557,  g``; ``US`` not stable), ``WT`` (A&D), ``G/W`` (Adam), ``Comp01``
(Sartorius), ``S`` before the number (Shimadzu, KERN) or after the unit (ViBRA), each with a running number or a time
stamp before it, or a stamp after. Digits in brackets
(``0.155[7] g``) are those that are not verified for trade; they count.

A line that certainly is no weighing (a heading, a ruler, a date, a total) is set aside by name where the caller asks
for it, else refused. Equal masses are normal; the same running number or time stamp is the same line sent twice.

Refused in doubt: ``*``, for which no manual was found that prints it on a stable reading, while some balances mark
calculated values with it; ``WS``, of which none was found; ``v`` and ``^`` (load out of range).

Sources: those of :mod:`ldn_compound.exchange.balance_formats` (reference value, confirm with your balance's manual).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ldn_compound.core.errors import InputError, LdnError
from ldn_compound.core.units import Amount, parse_quantity
from ldn_compound.exchange import balance_formats as formats
from ldn_compound.exchange.balance_reading import AsideLine, BalanceReading, refuse_repeats
from ldn_compound.inputs.reading import MOST_READINGS

_NAMED = re.compile(
    rf"(?:(?P<running>{formats.RUNNING})[ ;,]+)?"
    r"(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<colon> ?[=:] ?| )(?P<body>.*)"
)
_LONGEST = 120
_MOST_LINES = 5 * MOST_READINGS
"""Of a print-out that has a heading, a date and a number with each weighing."""
_SHORTEST_NAME = 3
_NET, _GROSS = "net", "gross"
_STABLE = "a stable reading, such as S S 155.7 mg"


class _Found(NamedTuple):
    """A reading, and what only the whole print-out can tell of it.

    ``bare`` is a running number that could be the front part of the mass, ``dotted`` one with a point behind it;
    ``whole`` a mass without a decimal point.
    """

    reading: BalanceReading
    name: str | None
    bare: bool
    dotted: bool
    whole: bool
    where: str


def read_balance_lines(text: str, *, aside: list[AsideLine] | None = None) -> tuple[BalanceReading, ...]:
    """Return the readings of a print-out, in its order; blank lines are left out.

    Parameters:
        text: the lines as the balance sent them.
        aside: a list that takes the lines that certainly are no weighings, such as headings, rulers, dates, totals and
            comments after ``#`` and a blank. Without it such a line is refused, but for a comment, which is left out.

    Returns:
        The readings; their ``mass`` is an exact amount that every verb takes.

    Raises:
        InputError: ``unstable-reading``, ``unreadable-line``, ``negative``, ``out-of-range`` (zero), ``tare-line``,
            ``reading-twice``, each with the line; ``no-readings``, ``too-many-readings``, ``not-text``, ``not-a-list``.
        UnitError: ``unknown-unit``, ``wrong-dimension``: no mass.

    Sources: the module's docstring.

    >>> [reading.mass for reading in read_balance_lines("+  0.1557 g\\nS S     155.7 mg\\n0.155[7] g\\n")]
    [Amount('155.7 mg'), Amount('155.7 mg'), Amount('155.7 mg')]
    >>> aside = []
    >>> len(read_balance_lines("KERN\\n--------\\n# 1 134.2 mg\\n# 2 135.9 mg\\n", aside=aside)), aside
    (2, [AsideLine(line=1, text='KERN'), AsideLine(line=2, text='--------')])
    """
    return tuple(found.reading for found in _read_all(text, "masses", aside, named=False))


def read_named_lines(
    text: str, *, aside: list[AsideLine] | None = None
) -> tuple[tuple[str | None, BalanceReading], ...]:
    """Return the readings of a print-out with the component's name where a line begins with one: ``api: 155.7 mg``.

    The colon (or ``=``) may be missing before a whole reading, a running number may stand before the name, and the name
    comes back in small letters. A line with a name is a weighing: it is read or refused, never set aside.

    Parameters:
        text: the lines.
        aside: as in :func:`read_balance_lines`.

    Raises:
        InputError, UnitError: as :func:`read_balance_lines`.

    >>> [name for name, _ in read_named_lines("API: S S 155.7 mg\\n002 filler 8.31 g\\n12.4 mg")]
    ['api', 'filler', None]
    """
    return tuple((found.name, found.reading) for found in _read_all(text, "weighed", aside, named=True))


class _Waiting(NamedTuple):
    """A line that is no weighing only in its place in the print-out.

    Attributes:
        line: as one to set aside; kind: ``tail``, ``id``, ``value`` or ``number``; number: a count or running number.
        refusal: what to raise where its place is another.
    """

    line: AsideLine
    kind: str
    number: int | None
    refusal: LdnError


def _read_all(text: str, field: str, aside: list[AsideLine] | None, *, named: bool) -> list[_Found]:
    if not isinstance(text, str):
        raise InputError("not-text", field=field, given=type(text).__name__, needed="lines of text")
    if aside is not None and not isinstance(aside, list):
        raise InputError("not-a-list", field="aside", given=type(aside).__name__, needed="a list, or None")
    waiting: list[_Found | AsideLine | _Waiting] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line:
            continue
        # One that is too long is refused as it stands.
        cleaned = formats.plain(line) if len(line) <= 2 * _LONGEST else line.strip()
        if cleaned:
            before = waiting[-1] if waiting else None
            waiting.append(_Line(line, cleaned, number, field).read(strict=aside is None, named=named, before=before))
            if len(waiting) > _MOST_LINES:
                given, needed = f"more than {_MOST_LINES} lines", f"at most {MOST_READINGS} readings"
                raise InputError("too-many-readings", field=field, given=given, needed=needed)
    lines = _placed(waiting)
    found = [item for item in lines if isinstance(item, _Found)]
    if not found:
        shown = "; ".join(f"line {item.line}: {item.text}" for item in lines if isinstance(item, AsideLine))
        needed = "at least one line with a mass, such as 155.7 mg"
        raise InputError("no-readings", field=field, given=shown or None, needed=needed)
    if len(found) > MOST_READINGS:
        raise InputError("too-many-readings", field=field, given=len(found), needed=f"at most {MOST_READINGS}")
    _refuse_dashes_for_a_mass(lines, field)
    _refuse_numbers_that_do_not_count(found, field, named=named)
    refuse_repeats([item.reading for item in found], field)
    if aside is not None:
        aside.extend(item for item in lines if isinstance(item, AsideLine))
    return found


class _Line:
    """One line, and how it is refused: always with its number and as it stands."""

    def __init__(self, line: str, cleaned: str, number: int, field: str) -> None:
        self.cleaned = cleaned
        self.number = number
        self.field = field
        self.where = f"line {number}: {line.strip()[:_LONGEST]}"
        self.too_long = len(line) > 2 * _LONGEST

    def refuse(self, code: str, needed: str, hint: str) -> InputError:
        return InputError(code, field=self.field, given=self.where, needed=needed, hint=hint)

    def read(
        self, *, strict: bool, named: bool, before: _Found | AsideLine | _Waiting | None
    ) -> _Found | AsideLine | _Waiting:
        """Return the reading, or the line as one to set aside, perhaps by its place.

        Parameters:
            before: what the line above was.
        """
        if self.too_long:
            raise self.refuse("unreadable-line", "a line of a balance print-out", "the line is too long")
        if self.cleaned.startswith("# ") or self.cleaned == "#":
            if not formats.NUMBERED_HASH.match(self.cleaned):
                return self._comment()
        elif what := formats.no_weighing(self.cleaned):
            if strict:
                hint = f"{what} is no weighing: leave the line out, or pass a list as aside"
                raise self.refuse("unreadable-line", _STABLE, hint)
            return AsideLine(self.number, self.cleaned)
        commas = formats.separated(self.cleaned)
        if commas is not None and not (named and commas.id):
            return self._reading(commas.text, None, None)
        kind, count = self._by_place(before)
        if kind is None:
            return self._any_reading(named=named)
        try:
            refusal: LdnError = self.refuse("unreadable-line", _STABLE, "weigh again, or leave the line out")
            reading = self._any_reading(named=named)
        except LdnError as error:
            refusal = error
        else:
            return reading
        if strict:
            raise refusal
        return _Waiting(AsideLine(self.number, self.cleaned), kind, count, refusal)

    def _by_place(self, before: _Found | AsideLine | _Waiting | None) -> tuple[str | None, int | None]:
        """Return what the line may be by its place, with a number that it states, or None."""
        tail, count = formats.in_a_tail(self.cleaned)
        if tail:
            return "tail", count
        number = formats.number_alone(self.cleaned)
        if number is not None:
            return "number", number
        asked = isinstance(before, AsideLine) and formats.asks_for_a_value(before.text)
        if asked and formats.may_be_value(self.cleaned):
            return "value", None
        return ("id", None) if formats.may_be_id(self.cleaned) else (None, None)

    def _any_reading(self, *, named: bool) -> _Found:
        running, name, body = _split(self.cleaned) if named else (None, None, self.cleaned)
        return self._reading(body, name, running)

    def _comment(self) -> AsideLine:
        """Return a comment; one that holds a mass, or what a balance prints in its place, may be a lost weighing."""
        lone = re.search(r"(?<![0-9.:/-])[0-9]+\.[0-9]+(?![0-9.:/-])", self.cleaned)
        if lone or formats.MASS.search(self.cleaned) or formats.FAILED.fullmatch(self.cleaned[1:].strip()):
            hint = "a weighing or a comment? number the weighing (# 9  134.2 mg), or leave the line out"
            raise self.refuse("unreadable-line", "no mass in a comment", hint)
        return AsideLine(self.number, self.cleaned)

    def _reading(self, text: str, name: str | None, running: str | None) -> _Found:
        if formats.FAILED.fullmatch(text):
            hint = "the balance gave no mass: overload, underload or not ready"
            raise self.refuse("unreadable-line", _STABLE, hint)
        found = formats.LINE.fullmatch(text)
        if not found or (running and found["running"]):
            hint = "weigh again, or leave the line out"
            if re.search(r"[0-9],[0-9]", text):
                hint = "a comma is no decimal point here"
            elif formats.NUMBERED_HASH.match(text):
                hint = "a number after # is a weighing's; begin a comment with a word"
            raise self.refuse("unreadable-line", "a line such as 155.7 mg, +  0.1557 g or S S 155.7 mg", hint)
        basis = self._basis_of_a_stable_reading(found)
        mass = self._mass(found["number"], found["unit"])
        stamps = [found[part] for part in ("before", "between", "after") if found[part]]
        printed = running or found["running"]
        # Nothing but a blank, a sign or ";" between two numbers: "155  7 mg" may be a running number or a lost point.
        bare = re.fullmatch(r"(?:[1-9][0-9]*|0)\.?", found["running"] or "")
        dotted = bool(bare) and bare[0].endswith(".") if bare else False
        bare = bare if dotted or not (found["between"] or found["status"]) else None
        reading = BalanceReading(
            mass=mass,
            line=self.number,
            running=int(re.sub(r"[^0-9]", "", printed)) if printed else None,
            stamp=" ".join(stamps) or None,
            basis=basis,
        )
        return _Found(reading, name, bool(bare), dotted, "." not in found["number"], self.where)

    def _basis_of_a_stable_reading(self, found: re.Match[str]) -> str | None:
        """Return net, gross or None as the line is marked, and refuse every mark of another reading than a stable one.

        Doubt refuses: ``*``, ``^`` and ``v``, and the letters after the unit that a maker uses for movement or error.
        """
        status = re.sub(r"[ .:]", "", found["status"] or "").upper()
        marks = found["marks"].upper().replace("?", " ? ").replace("*", " * ").split()
        if status in ("T", "T1", "T2", "T#", "TR", "TW", "T/W", "TARE", "TARA") or status.endswith((",TR", ",TW")):
            raise self.refuse("tare-line", "the mass of what was weighed", "this line is the tare: leave it out")
        if "T" in marks or "PT" in marks:
            raise self.refuse("tare-line", "the mass of what was weighed", "T and PT mark a tare: leave the line out")
        if "*" in (status, *marks):
            hint = "* means other things on other balances, also a calculated value: weigh again without it"
            raise self.refuse("unreadable-line", _STABLE, hint)
        if status in ("^", "V"):
            raise self.refuse("unreadable-line", _STABLE, "^ and v mark a load above or below the range: weigh again")
        if "E" in marks:
            raise self.refuse("unreadable-line", _STABLE, "E marks an error: weigh again")
        if "TOTAL" in marks:
            raise self.refuse("unreadable-line", _STABLE, "a total is no weighing: leave the line out")
        if status.startswith("QT"):
            raise self.refuse("unreadable-line", _STABLE, "QT marks a count of pieces: weigh again")
        moving = re.fullmatch(r"[SNG][DI]|(?:US|OL|UL).*|S[+-]|STAT", status)
        if moving or {"?", "U", "D"} & {status, *marks}:
            raise self.refuse(
                "unstable-reading", _STABLE, "the balance had not come to rest, or the load is too small: weigh again"
            )
        if found["sign"] == "-":
            raise self.refuse("negative", "a mass that is not negative", "tare again, then weigh")
        if found["unit"] is None:
            hint = "the unit is missing: many balances leave it out until they are at rest"
            raise self.refuse("unstable-reading", _STABLE, hint)
        said = set()
        for mark in (*status.split(","), *marks):
            if mark.startswith("N"):
                said.add(_NET)
            # GS is gross in the comma format and gross, stable in MT-SICS.
            elif mark.startswith(("G", "BRUTTO")):
                said.add(_GROSS)
        if len(said) > 1:
            raise self.refuse("unreadable-line", "one of net and gross", "the line is marked both net and gross")
        return said.pop() if said else None

    def _mass(self, number: str, unit: str) -> Amount:
        """Return the mass, through the same gate as every quantity.

        A balance fills its number up with zeros in front, and brackets the digits that are not verified: they count.
        """
        figures = re.sub(r"^0+(?=[0-9])", "", re.sub(r"[\[\]()]", "", number))
        try:
            amount = parse_quantity(f"{figures} {unit}", field=self.field, needed="a mass such as 155.7 mg")
        except LdnError as error:
            raise type(error)(
                error.code, field=self.field, given=self.where, needed=error.needed, hint=error.hint
            ) from error
        if amount.dimension != "mass":
            raise InputError("wrong-dimension", field=self.field, given=self.where, needed="a mass such as 155.7 mg")
        if amount.value == 0:
            raise self.refuse("out-of-range", "more than 0 mg", "was the balance empty? leave the line out")
        return amount


def _placed(lines: list[_Found | AsideLine | _Waiting]) -> list[_Found | AsideLine]:
    """Return the lines with those set aside that their place makes certain; else the first of them is refused.

    A block of statistics stands behind the last reading, with a value in it that the balance worked out, and its count
    is that of the readings. An id stands before the first reading, and may be printed again; the value of a heading
    stands there too. A running number alone belongs to the reading below it, and either every reading has one or none.

    Raises:
        LdnError: the refusal of the first line that is in another place.
    """
    readings = [place for place, item in enumerate(lines) if isinstance(item, _Found)]
    first, last = (readings[0], readings[-1]) if readings else (len(lines), -1)
    ids = {item.line.text for item in lines[:first] if isinstance(item, _Waiting) and item.kind == "id"}
    statistics = any(
        isinstance(item, AsideLine) and formats.no_weighing(item.text) == formats.WORKED_OUT
        for item in lines[last + 1 :]
    )
    numbers = _numbers_alone(lines)
    placed: list[_Found | AsideLine] = []
    for place, item in enumerate(lines):
        if isinstance(item, _Found):
            number = numbers.get(place)
            placed.append(item if number is None else item._replace(reading=item.reading._replace(running=number)))
            continue
        if isinstance(item, AsideLine):
            placed.append(item)
            continue
        fits = {
            "tail": readings != [] and place > last and statistics and item.number in (None, len(readings)),
            "id": item.line.text in ids and place < last,
            "value": place < first,
            "number": bool(numbers) and place < last,
        }
        if not fits[item.kind]:
            raise item.refusal
        placed.append(item.line)
    return placed


def _numbers_alone(lines: list[_Found | AsideLine | _Waiting]) -> dict[int, int]:
    """Return the running number that stands above each reading, by the reading's place; none unless each has one."""
    numbers: dict[int, int] = {}
    pending: list[int] = []
    for place, item in enumerate(lines):
        if isinstance(item, _Waiting) and item.kind == "number" and item.number is not None:
            pending.append(item.number)
        elif isinstance(item, _Found):
            if len(pending) != 1 or item.reading.running is not None:
                return {}
            numbers[place] = pending.pop()
    return {} if pending else numbers


def _split(text: str) -> tuple[str | None, str | None, str]:
    """Return a line's running number and name, where it has a name, and what follows it.

    Without a colon a word is a name only before a whole reading, and only where it is no word of a balance's.
    """
    found = _NAMED.fullmatch(text)
    if not found or formats.RESERVED.fullmatch(found["name"]) or re.fullmatch(formats.RUNNING, found["name"]):
        return None, None, text
    if found["colon"] == " ":
        reading = formats.LINE.fullmatch(found["body"])
        if len(found["name"]) < _SHORTEST_NAME or not reading or reading["unit"] is None:
            return None, None, text
    return found["running"], found["name"].lower(), found["body"]


def _refuse_dashes_for_a_mass(lines: list[_Found | AsideLine], field: str) -> None:
    """Refuse a short ruler between two readings: it may be a weighing for which the balance had no mass to print."""
    after_reading, doubtful = False, None
    for line in lines:
        if isinstance(line, AsideLine):
            if not formats.may_be_failed_reading(line.text):
                after_reading, doubtful = False, None
            elif after_reading:
                doubtful = doubtful or line
        elif doubtful is None:
            after_reading = True
        else:
            raise InputError(
                "unreadable-line",
                field=field,
                given=f"line {doubtful.line}: {doubtful.text}",
                needed=_STABLE,
                hint="a ruler, or a balance that gave no mass? weigh again, or leave the line out",
            )


def _refuse_numbers_that_do_not_count(found: list[_Found], field: str, *, named: bool) -> None:
    """Refuse bare running numbers unless every line counts up by one: else they may be the front part of a mass.

    Masses without a point need more: a count that does not begin at 1 looks like a print-out that lost its points
    ("134 2 mg", "135 1 mg"), and two weighings of components can count up by their thousands ("1 425 mg", "2 831 mg").
    """
    bare = [item for item in found if item.bare]
    if not bare:
        return
    numbers = [item.reading.running for item in found]
    first = numbers[0]
    counts = first is not None and len(numbers) > 1 and numbers == list(range(first, first + len(numbers)))
    whole = any(item.whole for item in bare)
    # "1. 7 mg" may be 1.7 mg with a blank in it; "1. 7.5 mg" is no number.
    split = any(item.dotted and item.whole for item in bare)
    if counts and not split and not any(item.name for item in bare) and not (whole and (named or first not in (0, 1))):
        return
    raise InputError(
        "unreadable-line",
        field=field,
        given=bare[0].where,
        needed="one number in a line, or lines that count up by one",
        hint="a running number and a mass, or one number with a blank in it? write No. before a running number",
    )
