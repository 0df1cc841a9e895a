"""The commercial 50 mg tablets that may be crushed, with what else is in them. Data: ``data/products.toml``.

>>> get_product("naltrexin").lactose.value
Amount('126.8 mg')
"""

from functools import cache
from typing import Annotated, NamedTuple

from ldn_compound.core.errors import InputError
from ldn_compound.core.sources import Source
from ldn_compound.core.texts import near_hint
from ldn_compound.reference.fillers import ROLES, filler_keys
from ldn_compound.reference.rows import Fact, Key, Read, Row
from ldn_compound.reference.sensitivities import Sensitivities, Traces
from ldn_compound.reference.tables import Table

UNKNOWN = "unknown"
"""The word for a product that nobody can name: nothing in it can be cleared."""


class Excipient(NamedTuple):
    """An excipient of a commercial tablet.

    Attributes:
        key: such as ``lactose-monohydrate``.
        name: in words.
        roles: what it does in the tablet: a film coat of hypromellose is no slow-release filler.
        contains: the sensitivities that it certainly touches.
        may_contain: those that it possibly touches, each with why.
        filler: its key among the fillers, or None.
        source: the citation.
    """

    key: Key
    name: str
    roles: tuple[Annotated[str, (*ROLES, "colour", "plasticiser", "wetting-agent")], ...]
    contains: Sensitivities
    may_contain: Traces
    filler: Annotated[str, filler_keys] | None
    source: Source


EXCIPIENTS = Table(Excipient, "products", "excipient")


def _excipients(row: Row, on: object) -> tuple[Excipient, ...]:
    return tuple(EXCIPIENTS.get(key) for key in row.names("excipients", EXCIPIENTS.keys()))


class Product(NamedTuple):
    """A commercial tablet.

    Attributes:
        key, name: such as ``adepend``, and in words.
        countries: where it is on the market, by ISO 3166.
        complete: whether the whole list of its ingredients was read.
        excipients: what else is in it; where the list is not complete, what is certain of it.
        lactose: lactose monohydrate in one tablet, or None where that was not read.
        source: the citation.
    """

    key: Key
    name: str
    countries: tuple[str, ...]
    complete: bool
    excipients: Annotated[tuple[Excipient, ...], Read(_excipients, "excipients")]
    lactose: Annotated[Fact, "mass"] | None
    source: Source

    @property
    def contains(self) -> tuple[str, ...]:
        """The sensitivities that it certainly touches."""
        return tuple(dict.fromkeys(key for item in self.excipients for key in item.contains))


def _unknown(key: str) -> InputError:
    known = (*product_keys(), UNKNOWN)
    names = {name: (get_product(name).name,) for name in product_keys()}
    return InputError(
        "unknown-source-product",
        field="source_product",
        given=key,
        needed="one of " + ", ".join(known),
        hint=near_hint(key, known, synonyms=names) or f"a product that is not here is {UNKNOWN}: read its leaflet",
    )


PRODUCTS = Table(Product, "products", "product", unknown=_unknown)
product_keys, get_product = PRODUCTS.keys, PRODUCTS.get


@cache
def in_every_product() -> tuple[str, ...]:
    """Return the sensitivities that every one of the products touches.

    >>> "lactose" in in_every_product()
    True
    """
    first, *others = (get_product(key) for key in product_keys())
    return tuple(key for key in first.contains if all(key in other.contains for other in others))
