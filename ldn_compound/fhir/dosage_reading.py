"""Reads how a medicine is taken: one dose, how often a day, and by which route."""

from __future__ import annotations

from fractions import Fraction

import attrs

from ldn_compound.core.errors import InputError
from ldn_compound.core.numbers import parse_number
from ldn_compound.fhir.elements import Element
from ldn_compound.fhir.quantities import Measured, the_mass, the_quantity
from ldn_compound.reference.fhir import ABBREVIATED, ABBREVIATIONS, SNOMED, route_codes, timing_events

_HOURS = {"d": 24, "h": 1}
_A_DAY = "a whole number of doses each day"
_SEVERAL = ("frequencyMax", "periodMax", "countMax", "durationMax")


@attrs.frozen
class Taken:
    """How it is taken.

    Attributes:
        dose: of one time; times: doses a day, or None; route: ``oral`` or ``sublingual``, or None.
        timing: key of a label's timing, or None; directions: in the prescriber's words, or None.
        most: drug a day at the most, as it is typed, or None.
    """

    dose: Measured
    times: int | None
    route: str | None
    timing: str | None
    directions: str | None
    most: str | None

    def label(self) -> dict[str, str]:
        """Return what a label has of it: the prescriber's own words, else the timing."""
        if self.directions is not None:
            return {"directions": self.directions}
        return {} if self.timing is None else {"timing": self.timing}


def read_dosage(dosage: Element) -> Taken:
    """Read one dosage instruction.

    Raises:
        InputError: ``no-dose``, ``ambiguous-prescription``, ``bad-fhir-unit``, ``bad-frequency``, ``another-route``,
            ``bad-fhir``.
    """
    for name in ("asNeededCodeableConcept", "asNeededFor"):
        if name in dosage:
            raise _ambiguous(dosage.at(name), "as needed", "a dose for each day")
    for name in ("asNeededBoolean", "asNeeded"):
        if dosage.flag(name):
            raise _ambiguous(dosage.at(name), "as needed", "a dose for each day")
    dosage.whole("sequence")
    dose, route = _dose(dosage), _route(dosage.child("route"))
    times, events = _times(dosage.child("timing"))
    known = {(len(row.when), frozenset(row.when)): row.key for row in timing_events() if row.when}
    timing = known.get((len(events), frozenset(events))) if times == len(events) else None
    return Taken(dose, times, route, timing, dosage.line("text"), _most(dosage))


def _ambiguous(path: str, given: str, needed: str) -> InputError:
    return InputError("ambiguous-prescription", field=path, given=given, needed=needed)


def _dose(dosage: Element) -> Measured:
    ways = dosage.children("doseAndRate")
    needed = "one dose: a doseQuantity"
    if not ways:
        raise InputError("no-dose", field=dosage.at("doseAndRate"), needed=needed)
    if len(ways) > 1:
        raise _ambiguous(dosage.at("doseAndRate"), f"{len(ways)} doses", needed)
    for name in ("doseRange", "rateRatio", "rateRange", "rateQuantity"):
        if name in ways[0]:
            raise _ambiguous(ways[0].at(name), name, needed)
    quantity = ways[0].child("doseQuantity")
    if quantity is None:
        raise InputError("no-dose", field=ways[0].at("doseQuantity"), needed=needed)
    return the_quantity(quantity, needed="a dose in mg, ug, g, mL, {capsule} or {tablet}")


def _route(route: Element | None) -> str | None:
    """Read a route. One that is not known is refused: a dose for another route is another dose."""
    if route is None:
        return None
    known = {row.code: row.key for row in route_codes()}
    words = {said: row.key for row in route_codes() for said in row.written}
    found = []
    for coding in route.children("coding"):
        system, code, display = coding.text("system"), coding.text("code"), coding.text("display")
        by_name = words.get((display or "").lower())
        key = known.get(code or "") if system == SNOMED else by_name
        if key is None or (by_name is not None and by_name != key):
            raise _other_route(coding.path, display or code or "")
        if system != SNOMED and code is not None:
            coding.put_back("code", code)
        found.append(key)
    text = route.text("text")
    if text is not None:
        key = words.get(" ".join(text.lower().split()))
        if key is None:
            raise _other_route(route.at("text"), text)
        found.append(key)
    if len(set(found)) > 1:
        raise _ambiguous(route.path, " and ".join(sorted(set(found))), "one route")
    return found[0] if found else None


def _other_route(path: str, given: str) -> InputError:
    return InputError("another-route", field=path, given=given, needed="by mouth, or under the tongue")


def _times(timing: Element | None) -> tuple[int | None, list[str]]:
    """Return the doses of a day, or None where it is not said; and the events of the day that are named."""
    if timing is None:
        return None, []
    if "event" in timing:
        raise _often(timing.at("event"), "doses at single times")
    coded, repeat = _coded(timing.child("code")), timing.child("repeat")
    if repeat is None:
        return coded, []
    for name in _SEVERAL:
        if name in repeat:
            raise _ambiguous(repeat.at(name), name, _A_DAY)
    if "dayOfWeek" in repeat:
        raise _often(repeat.at("dayOfWeek"), "some days of the week")
    often = _repeated(repeat)
    if often is not None and coded is not None and often != coded:
        raise _ambiguous(timing.path, f"{coded} a day by its code, {often} by its repeat", "one number of doses a day")
    times = coded if often is None else often
    if times is None or not isinstance(when := repeat.peek("when"), list):
        return times, []
    events = {event for row in timing_events() for event in row.when}
    known = all(isinstance(item, str) and item in events for item in when)
    return times, repeat.texts("when") if known else []


def _often(path: str, given: str) -> InputError:
    return InputError("bad-frequency", field=path, given=given, needed=_A_DAY)


def _coded(code: Element | None) -> int | None:
    """Return the doses of a day that a code of the whole timing means; one that is not known is not understood."""
    found: set[int] = set()
    for coding in () if code is None else code.children("coding"):
        key = coding.peek_text("code")
        if coding.peek("system") == ABBREVIATIONS and key is not None and key in ABBREVIATED:
            found.add(ABBREVIATED.get(key).doses)
            for name in ("system", "code", "display"):
                coding.text(name)
        elif coding.peek("system") == ABBREVIATIONS:
            raise _often(coding.path, str(key))
    if len(found) > 1 and code is not None:
        raise _ambiguous(code.path, "several codes", "one number of doses a day")
    return found.pop() if found else None


def _repeated(repeat: Element) -> int | None:
    frequency, period, unit = repeat.whole("frequency"), repeat.number("period"), repeat.text("periodUnit")
    if (frequency, period, unit) == (None, None, None):
        return None
    said = f"{frequency} in {period} {unit}"
    if frequency is None or period is None or unit not in _HOURS:
        raise _often(repeat.path, said)
    length = parse_number(period, field=repeat.at("period")) * _HOURS[unit]
    times = None if length == 0 else Fraction(24 * frequency) / length
    if times is None or times.denominator != 1 or times < 1:
        raise _often(repeat.path, said)
    return int(times)


def _most(dosage: Element) -> str | None:
    """Return the most drug of a day, where it is one mass in one day; else it is not understood."""
    value = dosage.peek("maxDosePerPeriod")
    if isinstance(value, list):
        if len(value) != 1 or not _is_of_a_day(value[0]):
            return None
        return _mass(dosage.children("maxDosePerPeriod")[0])
    if not _is_of_a_day(value):
        return None
    ratio = dosage.child("maxDosePerPeriod")
    return None if ratio is None else _mass(ratio)


def _is_of_a_day(value: object) -> bool:
    under = value.get("denominator") if isinstance(value, dict) else None
    return isinstance(under, dict) and under.get("code") == "d" and str(under.get("value")) == "1"


def _mass(ratio: Element) -> str | None:
    over, under = ratio.child("numerator"), ratio.child("denominator")
    if over is None or under is None:
        raise InputError("bad-fhir", field=ratio.path, needed="a numerator and a denominator")
    under.number("value")
    for name in ("unit", "system", "code"):
        under.text(name)
    return the_mass(over)
