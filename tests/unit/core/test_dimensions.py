"""The dimension proof: every formula's body, run on real pint quantities, gives the dimension that it declares.

Inside the package a number is a bare fraction in mg, mL, d, item or 1, so nothing at run time would notice a mass added
to a volume. Here pint notices: each formula is fed quantities of its declared dimensions and the dimension of what
comes out is compared; then each parameter in turn is given another dimension, and the proof asks that this does not go
by unnoticed: pint refuses, or another dimension comes out.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import random
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pint
import pytest

import ldn_compound.calc
from ldn_compound.core.errors import LdnError
from ldn_compound.core.formulas import FORMULAS, Dimensions, signature_of
from ldn_compound.core.units import unit_registry

MODULES = [
    importlib.import_module(found.name)
    for found in pkgutil.walk_packages(ldn_compound.calc.__path__, "ldn_compound.calc.")
]

# Public functions of calc that are no formula over amounts, each with the reason.
NO_FORMULA: dict[str, str] = {
    "ldn_compound.calc.calendar.last_day_of_use": "adds whole days to a date; pint knows no dates",
    "ldn_compound.calc.calendar.days_usable": "counts the days between two dates; pint knows no dates",
}

UNITS = {
    "mass": "milligram",
    "body mass": "milligram",
    "volume": "milliliter",
    "time": "day",
    "item": "item",
    "1": "",
}
NUMBERS = [Fraction(text) for text in ("0.001", "0.05", "0.1", "0.5", "0.9", "1", "2", "7", "30", "100", "450", "3000")]
TRIES = 400


def unit_of(dimension: str) -> Any:
    """Return the pint unit of a dimension such as ``mass/item`` or ``1``."""
    registry = unit_registry()
    unit = registry.Unit("")
    above, *below = dimension.split("/")
    for part in above.split("*"):
        unit = unit * registry.Unit(UNITS[part])
    for part in below:
        unit = unit / registry.Unit(UNITS[part])
    return unit


def other_dimensions(dimension: str) -> Iterator[str]:
    """Yield dimensions that the given one is not."""
    for other in ("mass", "volume", "time", "mass/volume", "1"):
        if unit_of(other).dimensionality != unit_of(dimension).dimensionality:
            yield other


def made(dimensions: Dimensions, chance: random.Random) -> Any:
    """Return a quantity with a Fraction in it, or for a tuple of dimensions two rows of them."""
    if isinstance(dimensions, str):
        return unit_registry().Quantity(chance.choice(NUMBERS), unit_of(dimensions))
    return [tuple(made(column, chance) for column in dimensions) for _ in range(2)]


def shape(result: Any) -> Any:
    """Return the dimensionalities of what came out, nested as it came."""
    if isinstance(result, list | tuple):
        return tuple(shape(part) for part in result)
    if isinstance(result, pint.Quantity):
        return dict(result.dimensionality)
    return {}  # a bare number has the dimension 1


def declared(dimensions: Dimensions) -> Any:
    if isinstance(dimensions, str):
        return dict(unit_of(dimensions).dimensionality)
    return tuple(declared(column) for column in dimensions)


def agrees(found: Any, dimensions: Dimensions) -> bool:
    """Tell whether the dimensions found are the declared ones; a list of rows agrees row by row."""
    wanted = declared(dimensions)
    if isinstance(dimensions, str):
        return bool(found == wanted)
    rows = found if found and isinstance(found[0], tuple) else (found,)
    return bool(found) and all(row == wanted for row in rows)


def run(name: str, parameters: dict[str, Dimensions], chance: random.Random) -> Any:
    return shape(FORMULAS[name](**{key: made(value, chance) for key, value in parameters.items()}))


def feasible(name: str) -> tuple[int, Any]:
    """Return the seed of numbers for which the formula has an answer that is not empty, and its dimensions."""
    for seed in range(TRIES):
        try:
            found = run(name, signature_of(FORMULAS[name]).parameters, random.Random(seed))
        except (LdnError, ZeroDivisionError):
            continue
        if found != ():
            return seed, found
    raise AssertionError(f"{name}: no numbers found for which it has an answer")


def variants(dimensions: Dimensions) -> Iterator[Dimensions]:
    """Yield the dimensions with one place changed to another dimension."""
    if isinstance(dimensions, str):
        yield from other_dimensions(dimensions)
        return
    for place, column in enumerate(dimensions):
        for other in other_dimensions(column):
            yield tuple(other if i == place else kept for i, kept in enumerate(dimensions))


def test_there_are_formulas() -> None:
    assert len(FORMULAS) >= 10
    assert all(name.startswith("ldn_compound.calc.") for name in FORMULAS if "test" not in name)


@pytest.mark.parametrize("name", sorted(FORMULAS))
def test_signature_names_every_parameter(name: str) -> None:
    assert list(inspect.signature(FORMULAS[name]).parameters) == list(signature_of(FORMULAS[name]).parameters)


@pytest.mark.parametrize("name", sorted(FORMULAS))
def test_body_gives_the_declared_dimension(name: str) -> None:
    _, found = feasible(name)
    assert agrees(found, signature_of(FORMULAS[name]).returns), (
        f"{name} declares {signature_of(FORMULAS[name]).returns}, gives {found}"
    )


@pytest.mark.parametrize(
    ("name", "parameter"), [(name, key) for name in sorted(FORMULAS) for key in signature_of(FORMULAS[name]).parameters]
)
def test_a_wrong_dimension_does_not_go_by(name: str, parameter: str) -> None:
    parameters = signature_of(FORMULAS[name]).parameters
    unnoticed = []
    for wrong in variants(parameters[parameter]):
        seed, right = feasible(name)
        try:
            found = run(name, parameters | {parameter: wrong}, random.Random(seed))
        except (pint.DimensionalityError, ValueError) as error:
            # pint raises a plain ValueError where a quantity is compared with a bare number.
            assert not isinstance(error, LdnError), f"{name} refuses the number of {parameter}, not its dimension"
            continue
        if found == right:
            unnoticed.append(wrong)
    assert not unnoticed, f"{name} takes {parameter} as {unnoticed} where it declares {parameters[parameter]}"


ARITHMETIC = [
    name
    for name in sorted(FORMULAS)
    if all(isinstance(one, str) for one in (*signature_of(FORMULAS[name]).parameters.values(),))
    and isinstance(signature_of(FORMULAS[name]).returns, str)
]
"""The formulas over single numbers; what is over rows (a sum, a list of additions) is printed in words."""


@pytest.mark.parametrize("name", ARITHMETIC)
def test_what_is_printed_is_what_is_worked_out(name: str) -> None:
    """The working prints the formula's template: read back as arithmetic it gives the value of the body."""
    signature = signature_of(FORMULAS[name])
    printed = re.sub(r"\{(\w+)(?::%)?\}", r"\1", signature.template).replace(" x ", " * ")
    assert set(re.findall(r"[a-z_]+", printed)) == set(signature.parameters), "each parameter is printed, and no other"
    printed = re.sub(r"(?<![\w.])(\d+(?:\.\d+)?)(?![\w.])", r"Fraction('\1')", printed)
    assert re.fullmatch(r"[\w '.()*/+-]+", printed), printed
    seed, _ = feasible(name)
    chance = random.Random(seed)
    values = {key: made(value, chance).magnitude for key, value in signature.parameters.items()}
    assert eval(printed, {"Fraction": Fraction}, dict(values)) == FORMULAS[name](**values)


def public_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    for module in MODULES:
        for name, function in vars(module).items():
            if inspect.isfunction(function) and not name.startswith("_") and function.__module__ == module.__name__:
                yield f"{module.__name__}.{name}", function


def test_no_formula_escapes() -> None:
    public = {name for name, _ in public_functions()}
    assert public - set(FORMULAS) - set(NO_FORMULA) == set()
    assert set(NO_FORMULA) <= public, "a name in NO_FORMULA is gone"
    assert not set(NO_FORMULA) & set(FORMULAS)
