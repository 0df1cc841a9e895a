"""What a profile's values cannot be, though the gate takes each of them: a slip here would stop or spoil every plan."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from ldn_compound.core.numbers import brief_text
from ldn_compound.core.units import Amount
from ldn_compound.reference.capsules import get_size, size_keys, sizes
from ldn_compound.reference.fillers import filler_keys, unknown_filler
from ldn_compound.reference.limits import believable_densities, slips
from ldn_compound.reference.naltrexone import powder_density
from ldn_compound.reference.quality import permitted_errors
from ldn_compound.settings.values import Value


class Problem(NamedTuple):
    """One value that cannot be: the dotted name's parts, what was given, what is needed, and the likely slip."""

    path: tuple[str, ...]
    given: str
    needed: str
    hint: str


def implausible(values: Mapping[str, Value]) -> Iterator[Problem]:
    """Yield every value that cannot be.

    Parameters:
        values: typed values by dotted name.

    >>> from ldn_compound.core.units import parse_quantity
    >>> [problem.path[-1] for problem in implausible({"fillers.mcc-ph102.packing.3": parse_quantity("135 g")})]
    ['3']
    """
    for dotted, value in values.items():
        path = tuple(dotted.split("."))
        if dotted == "capsules.filler":
            yield from _filler(path, str(value), values)
        if isinstance(value, str):
            yield from _text(path, value)
        elif isinstance(value, Amount):
            yield from _amount(path, value, values)


def _amount(path: tuple[str, ...], value: Amount, values: Mapping[str, Value]) -> Iterator[Problem]:
    if path == ("balance", "permitted_error"):
        usual = permitted_errors()
        if not usual.low.value <= value.value <= usual.high.value:
            needed = f"from {usual.low.text()} to {usual.high.text()}, such as 5 %"
            yield Problem(path, value.text(), needed, "5 % is usual; is a decimal point wrong?")
    elif path[:2] == ("capsules", "volumes"):
        usual_volume = get_size(path[2]).body_volume.value
        if _off(value, usual_volume, usual_volume):
            needed = f"{_times()} the reference volume of size {path[2]}, {usual_volume.text()}"
            yield Problem(path, value.text(), needed, "makers differ by far less; was it another size or unit?")
    elif path[:2] == ("capsules", "shell_masses"):
        low, high = _shells(path[2])
        if _off(value, low, high):
            shown = low.text() if low == high else f"{low.text()} to {high.text()}"
            needed = f"{_times()} the reference mass of an empty shell, {shown}"
            yield Problem(
                path, value.text(), needed, "one empty shell, of this size? is a decimal point or a unit wrong?"
            )
    elif path[0] == "fillers" and path[2] == "density":
        yield from _density(path, value, [value.value], "that figure")
    elif path[0] == "fillers" and path[2] == "packing":
        size = path[3] if len(path) > 3 else values.get(f"fillers.{path[1]}.packing_size")
        named = [str(size)] if size is not None else list(size_keys())
        figures = [value.value / volume for name in named if (volume := _volume(name, values)) is not None]
        yield from _density(path, value, figures, f"size {size}" if size is not None else "any size")


def _filler(path: tuple[str, ...], key: str, values: Mapping[str, Value]) -> Iterator[Problem]:
    """Refuse a usual filler that there is none of, here or in the profile."""
    own = tuple(name.split(".")[1] for name in values if name.startswith("fillers.") and name.endswith(".name"))
    if key not in (*filler_keys(), *own):
        error = unknown_filler(key, own=own)
        yield Problem(path, key, error.needed or "", error.hint or "see: ldn-compound filler list")


def _volume(size: str, values: Mapping[str, Value]) -> Fraction | None:
    """Return the body volume of a size in mL, the profile's where it states one; None for a size that is none."""
    stated = values.get(f"capsules.volumes.{size}")
    if size not in size_keys():
        return None
    usual = get_size(size).body_volume.value
    # One that cannot be is a problem of its own, and nothing is worked out with it.
    if isinstance(stated, Amount) and not _off(stated, usual, usual):
        return stated.value
    return usual.value


def _off(value: Amount, low: Amount, high: Amount) -> bool:
    """Tell whether a value is further from the reference than any maker's."""
    times = slips().size_times.value
    return not low.value / times <= value.value <= high.value * times


def _times() -> str:
    times = brief_text(slips().size_times.value)
    return f"from 1/{times} to {times} times"


def _shells(size: str) -> tuple[Amount, Amount]:
    """Return the lightest and the heaviest reference mass of a shell of the size; of all sizes where it has none."""
    facts = list(get_size(size).shell_masses.values())
    facts = facts or [fact for row in sizes() for fact in row.shell_masses.values()]
    masses = sorted((fact.value for fact in facts), key=lambda amount: amount.value)
    return masses[0], masses[-1]


def _density(path: tuple[str, ...], value: Amount, figures: list[Fraction], where: str) -> Iterator[Problem]:
    low, high = believable_densities(powder_density())
    if not figures or any(low <= figure <= high for figure in figures):
        return
    needed = f"what a powder can have, from {_grams(low)} to {_grams(high)} g/mL"
    if path[2] == "packing":
        needed = f"a mass that {where} can hold: {needed}"
    hint = f"it means {_grams(figures[0])} g/mL; is a decimal point, a unit or the size wrong?"
    yield Problem(path, value.text(), needed, hint)


def _grams(milligrams: Fraction) -> str:
    return brief_text(milligrams / 1000, places=3)


def _text(path: tuple[str, ...], text: str) -> Iterator[Problem]:
    """Refuse what no label prints: signs that turn the direction of writing round, or that nothing shows."""
    hidden = next((ch for ch in text if unicodedata.category(ch) in ("Cc", "Cf", "Co", "Cs", "Cn")), None)
    if hidden is not None:
        shown = "".join(ch if ch != hidden else f"<U+{ord(ch):04X}>" for ch in text)
        yield Problem(
            path, shown, "text of signs that are printed", f"U+{ord(hidden):04X} is a sign that nothing shows"
        )
