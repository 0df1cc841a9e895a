"""Tablets: moulds, bases, what excipients are used at, recipes; and a pharmacy's own recipe. Data: ``recipes.toml``.

>>> get_recipe("mcc").shares[0]
('mcc-ph102', 'rest')
>>> get_use("magnesium-stearate").usual.high
Amount('1 %')
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from ldn_compound.core.errors import InputError
from ldn_compound.core.sources import Source
from ldn_compound.core.units import Amount
from ldn_compound.reference.fillers import filler_keys
from ldn_compound.reference.loader import Fact, Range, Row, load, unknown

SUBJECT = "recipes"
REST = "rest"
"""The share of the one row of a recipe that makes the tablet up to its mass."""

_ROLES = ("lubricant", "disintegrant", "flow-aid", "binder")
_NEEDED = 'a recipe in TOML: a line [excipients], then lines such as mcc-ph102 = "45 %", one of them "rest"'


class Numbers(NamedTuple):
    """A low and a high bare number, and where they come from."""

    low: Fraction
    high: Fraction
    source: Source


class Mould(NamedTuple):
    """The moulds that there are.

    Attributes:
        mass: from the smallest to the largest tablet.
        vehicle: the least part of the tablet that is base, exact.
        vehicle_source: the citation for that.
    """

    mass: Range
    vehicle: Fraction
    vehicle_source: Source


class Displacement(NamedTuple):
    """What is known of a drug, or its carrier, whose displacement factor was not measured.

    Attributes:
        assumed: the range of the drug's that a worst case is worked out for.
        carrier: the range of a carrier's, around 1.
        plausible: the range outside which a factor looks like a slip.
        source: the citation of the definition.
    """

    assumed: Numbers
    carrier: Numbers
    plausible: Numbers
    source: Source


class Wetting(NamedTuple):
    """The wetting liquid of moulded tablets, in words, and where that comes from."""

    name: str
    source: Source


class BasePart(NamedTuple):
    """A part of a base that is a mixture.

    Attributes:
        name: in words.
        share: of the base's mass.
        filler: its key among the fillers, which then say what is declared of it; or None.
        source: the citation.
    """

    name: str
    share: Amount
    filler: str | None
    source: Source


class Use(NamedTuple):
    """How much of an excipient a tablet usually holds.

    Attributes:
        role: ``lubricant``, ``disintegrant``, ``flow-aid`` or ``binder``.
        usual: shares of the tablet's mass.
        most: above this share it is no such excipient any more, but bulk.
    """

    role: str
    usual: Range
    most: Fact


class Half(NamedTuple):
    """What is asked of the halves of a scored tablet.

    Attributes:
        mass: of a half, as fractions of the halves' mean mass.
        loss: what splitting may lose, as a fraction of the tablet.
    """

    mass: Range
    loss: Fact


class Recipe(NamedTuple):
    """A recipe of a compressed tablet.

    Attributes:
        key, name: such as ``mcc-mannitol``, and in words.
        shares: of each excipient its share of the tablet's mass; one is ``rest``.
        source: the citation.
    """

    key: str
    name: str
    shares: tuple[tuple[str, Amount | str], ...]
    source: Source


@cache
def mould() -> Mould:
    """Return what is known of moulds. Raises DataError."""
    row = load(SUBJECT).row("mould")
    row.only("mass", "vehicle")
    part = row.row("vehicle")
    part.only("least", "of", "source", "certainty")
    return Mould(row.range("mass", "mass"), Fraction(part.whole("least"), part.whole("of")), part.source())


@cache
def wetting() -> Wetting:
    """Return the wetting liquid. Raises DataError."""
    row = load(SUBJECT).row("wetting")
    row.only("name", "source", "certainty")
    return Wetting(row.text("name"), row.source())


@cache
def displacement() -> Displacement:
    """Return what stands in for a displacement factor that was not measured. Raises DataError."""
    row = load(SUBJECT).row("displacement")
    row.only("assumed", "carrier", "plausible", "source", "certainty")
    assumed, carrier, plausible = (_numbers(row.row(name)) for name in ("assumed", "carrier", "plausible"))
    return Displacement(assumed, carrier, plausible, row.source())


def _numbers(row: Row) -> Numbers:
    row.only("low", "high", "source", "certainty")
    return Numbers(row.number("low"), row.number("high"), row.source())


def base_keys() -> tuple[str, ...]:
    """Return the keys of the bases whose parts are known."""
    return load(SUBJECT).keys("base")


@cache
def base_parts(key: str) -> tuple[BasePart, ...]:
    """Return the parts of a base that is a mixture; none for any other key. Raises DataError."""
    if key not in base_keys():
        return ()
    row = load(SUBJECT).row("base", key)
    row.only("part")
    return tuple(_base_part(item) for item in row.rows("part"))


def _base_part(row: Row) -> BasePart:
    row.only("name", "share", "filler", "source", "certainty")
    filler = row.choice("filler", filler_keys()) if "filler" in row else None
    return BasePart(row.text("name"), row.amount("share", "1"), filler, row.source())


@cache
def compressed_mass() -> Range:
    """Return the usual masses of a tablet from a single-punch press. Raises DataError."""
    row = load(SUBJECT).row("compressed")
    row.only("mass")
    return row.range("mass", "mass")


def use_keys() -> tuple[str, ...]:
    """Return the keys of the excipients that have a usual share."""
    return load(SUBJECT).keys("use")


@cache
def get_use(key: str) -> Use:
    """Return how much of an excipient is usual; its key is one of :func:`use_keys`. Raises DataError."""
    row = load(SUBJECT).row("use", key)
    row.only("role", "usual", "most")
    return Use(row.choice("role", _ROLES), row.range("usual", "1"), row.fact("most", "1"))


@cache
def half() -> Half:
    """Return what is asked of the halves of a scored tablet. Raises DataError."""
    row = load(SUBJECT).row("half")
    row.only("mass", "loss")
    return Half(row.range("mass", "1"), row.fact("loss", "1"))


def recipe_keys() -> tuple[str, ...]:
    """Return the keys of the recipes; cheap, as shell completion calls it."""
    return load(SUBJECT).keys("recipe")


def get_recipe(key: str) -> Recipe:
    """Return one recipe.

    Raises:
        InputError: ``unknown-recipe``, with the near ones.
        DataError: a malformed row.
    """
    if key not in recipe_keys():
        raise unknown("unknown-recipe", field="recipe", given=key, known=recipe_keys(), what="one of the recipes")
    return _recipe(key)


@cache
def _recipe(key: str) -> Recipe:
    row = load(SUBJECT).row("recipe", key)
    row.only("name", "shares", "source", "certainty")
    shares = row.row("shares")
    shares.only(*filler_keys())
    rows = tuple(
        (name, REST if shares.text(name) == REST else shares.amount(name, "1"))
        for name in shares.keys()  # noqa: SIM118 - a Row is no mapping to iterate over
    )
    return Recipe(key, row.text("name"), rows, row.source())


def read_recipe(text: object) -> dict[str, str]:
    """Return the shares that a pharmacy's own recipe states, as strict text by excipient; the verb checks them.

    Parameters:
        text: TOML with one table, ``[excipients]``: the key of each excipient and its share of the tablet's mass in
            quotes, or ``"rest"``.

    Raises:
        InputError: ``bad-recipe``.

    >>> read_recipe('[excipients]\\nmcc-ph102 = "rest"\\nmagnesium-stearate = "0.5 %"\\n')
    {'mcc-ph102': 'rest', 'magnesium-stearate': '0.5 %'}
    """
    import tomllib

    def bad(given: object, hint: str) -> InputError:
        return InputError("bad-recipe", field="recipe", given=given, needed=_NEEDED, hint=hint)

    if not isinstance(text, str):
        raise bad(text, "give the text of the recipe")
    try:
        tables: dict[str, Any] = tomllib.loads(text)
    except RecursionError:
        raise bad(text[:40], "too many brackets within brackets") from None
    except ValueError as error:  # TOMLDecodeError is one; a whole number of thousands of digits is a plain one
        raise bad(text[:40], str(error)[:200]) from None
    for name in tables:
        if name != "excipients":
            raise bad(name, "a recipe has one table, [excipients]")
    shares = tables.get("excipients")
    if not isinstance(shares, Mapping) or not shares:
        raise bad(shares, "the table [excipients] is missing or empty")
    for key, share in shares.items():
        if not isinstance(share, str):
            raise bad(f"{key} = {share}", f'write the share in quotes, with its unit: {key} = "45 %"')
    return dict(shares)


def validate_all() -> None:
    """Check every row. Raises DataError."""
    file = load(SUBJECT)
    file.row().only("mould", "wetting", "displacement", "base", "compressed", "use", "half", "recipe")
    for read in (mould, wetting, displacement, compressed_mass, half):
        read()
    for key in base_keys():
        base_parts(key)
    for key in use_keys():
        get_use(key)
    for key in recipe_keys():
        _recipe(key)
