"""Tablets: moulds, bases, what excipients are used at, recipes; and a pharmacy's own recipe. Data: ``recipes.toml``.

>>> get_recipe("mcc").shares[0]
('mcc-ph102', 'rest')
>>> get_use("magnesium-stearate").usual.high
Amount('1 %')
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, NamedTuple

from ldn_compound.core.errors import InputError
from ldn_compound.core.sources import Source
from ldn_compound.core.units import Amount
from ldn_compound.reference.fillers import filler_keys
from ldn_compound.reference.rows import At, Fact, Key, Range, Read, Row
from ldn_compound.reference.tables import One, Table, span

REST = "rest"
"""The share of the one row of a recipe that makes the tablet up to its mass."""

_NEEDED = 'a recipe in TOML: a line [excipients], then lines such as mcc-ph102 = "45 %", one of them "rest"'


class Numbers(NamedTuple):
    """A low and a high bare number, and where they come from."""

    low: Fraction
    high: Fraction
    source: Source


class Vehicle(NamedTuple):
    """The least part of a moulded tablet that is base: parts, and of how many parts."""

    least: int
    of: int
    source: Source

    @property
    def share(self) -> Fraction:
        """The part, exact."""
        return Fraction(self.least, self.of)


class Mould(NamedTuple):
    """The moulds that there are: from the smallest to the largest tablet, and the base in one."""

    mass: Annotated[Range, "mass"]
    vehicle: Vehicle


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
    share: Annotated[Amount, "1"]
    filler: Annotated[str, filler_keys] | None
    source: Source


class Use(NamedTuple):
    """How much of an excipient a tablet usually holds.

    Attributes:
        role: ``lubricant``, ``disintegrant``, ``flow-aid`` or ``binder``.
        usual: shares of the tablet's mass.
        most: above this share it is no such excipient any more, but bulk.
    """

    role: Annotated[str, ("lubricant", "disintegrant", "flow-aid", "binder")]
    usual: Annotated[Range, "1"]
    most: Annotated[Fact, "1"]


class Half(NamedTuple):
    """What is asked of the halves of a scored tablet.

    Attributes:
        mass: of a half, as fractions of the halves' mean mass.
        loss: what splitting may lose, as a fraction of the tablet.
    """

    mass: Annotated[Range, "1"]
    loss: Annotated[Fact, "1"]


class Base(NamedTuple):
    """The parts of a base that is a mixture."""

    parts: Annotated[tuple[BasePart, ...], At("part")]


def _shares(row: Row, on: object) -> tuple[tuple[str, Amount | str], ...]:
    shares = row.row("shares")
    shares.only(*filler_keys())
    return tuple((name, REST if shares.text(name) == REST else shares.amount(name, "1")) for name in shares)


class Recipe(NamedTuple):
    """A recipe of a compressed tablet.

    Attributes:
        key, name: such as ``mcc-mannitol``, and in words.
        shares: of each excipient its share of the tablet's mass; one is ``rest``.
        source: the citation.
    """

    key: Key
    name: str
    shares: Annotated[tuple[tuple[str, Amount | str], ...], Read(_shares, "shares")]
    source: Source


def base_parts(key: str) -> tuple[BasePart, ...]:
    """Return the parts of a base that is a mixture; none for any other key. Raises DataError."""
    return BASES.get(key).parts if key in BASES else ()


mould = One(Mould, "recipes", "mould")
wetting = One(Wetting, "recipes", "wetting")
displacement = One(Displacement, "recipes", "displacement")
BASES = Table(Base, "recipes", "base")
compressed_mass = span("recipes", "compressed", "mass", of="mass")
"""The usual masses of a tablet from a single-punch press."""
USES = Table(Use, "recipes", "use")
use_keys, get_use = USES.keys, USES.get
half = One(Half, "recipes", "half")
RECIPES = Table(Recipe, "recipes", "recipe", unknown=("unknown-recipe", "recipe", "one of the recipes"))
recipe_keys, get_recipe = RECIPES.keys, RECIPES.get


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
    from ldn_compound.core.toml import parse_toml

    def bad(given: object, hint: str) -> InputError:
        return InputError("bad-recipe", field="recipe", given=given, needed=_NEEDED, hint=hint)

    if not isinstance(text, str):
        raise bad(text, "give the text of the recipe")
    try:
        tables = parse_toml(text)
    except ValueError as error:
        # What stands in the file is not said: it may have been given by mistake.
        raise bad(None, str(error)[:200]) from None
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
