"""The commercial 50 mg tablets that may be crushed, with what else is in them. Data: ``data/products.toml``.

>>> get_product("naltrexin").lactose.value
Amount('126.8 mg')
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from ldn_compound.core.errors import InputError
from ldn_compound.core.sources import Source
from ldn_compound.core.texts import near_hint
from ldn_compound.reference.fillers import ROLES, filler_keys
from ldn_compound.reference.loader import Fact, Row, load
from ldn_compound.reference.sensitivities import read_traces, sensitivity_keys

SUBJECT = "products"
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

    key: str
    name: str
    roles: tuple[str, ...]
    contains: tuple[str, ...]
    may_contain: Mapping[str, str]
    filler: str | None
    source: Source


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

    key: str
    name: str
    countries: tuple[str, ...]
    complete: bool
    excipients: tuple[Excipient, ...]
    lactose: Fact | None
    source: Source

    @property
    def contains(self) -> tuple[str, ...]:
        """The sensitivities that it certainly touches."""
        return tuple(dict.fromkeys(key for item in self.excipients for key in item.contains))


def product_keys() -> tuple[str, ...]:
    """Return the keys of the products."""
    return load(SUBJECT).keys("product")


def get_product(key: str) -> Product:
    """Return one product.

    Raises:
        InputError: ``unknown-source-product``, with the near ones.
        DataError: a malformed row.
    """
    known = (*product_keys(), UNKNOWN)
    if key not in product_keys():
        names = {name: (_product(name).name,) for name in product_keys()}
        raise InputError(
            "unknown-source-product",
            field="source_product",
            given=key,
            needed="one of " + ", ".join(known),
            hint=near_hint(key, known, synonyms=names) or f"a product that is not here is {UNKNOWN}: read its leaflet",
        )
    return _product(key)


@cache
def in_every_product() -> tuple[str, ...]:
    """Return the sensitivities that every one of the products touches.

    >>> "lactose" in in_every_product()
    True
    """
    first, *others = (get_product(key) for key in product_keys())
    return tuple(key for key in first.contains if all(key in other.contains for other in others))


@cache
def _product(key: str) -> Product:
    row = load(SUBJECT).row("product", key)
    row.only("name", "countries", "complete", "excipients", "lactose", "source", "certainty")
    return Product(
        key=key,
        name=row.text("name"),
        countries=row.names("countries"),
        complete=row.flag("complete"),
        excipients=tuple(_excipient(name) for name in row.names("excipients", load(SUBJECT).keys("excipient"))),
        lactose=row.fact("lactose", "mass") if "lactose" in row else None,
        source=row.source(),
    )


@cache
def _excipient(key: str) -> Excipient:
    row: Row = load(SUBJECT).row("excipient", key)
    row.only("name", "roles", "contains", "may_contain", "filler", "source", "certainty")
    return Excipient(
        key=key,
        name=row.text("name"),
        roles=row.names("roles", (*ROLES, "colour", "plasticiser", "wetting-agent")),
        contains=row.names("contains", sensitivity_keys()),
        may_contain=read_traces(row),
        filler=row.choice("filler", filler_keys()) if "filler" in row else None,
        source=row.source(),
    )


def validate_all() -> None:
    """Check every row. Raises DataError."""
    load(SUBJECT).row().only("product", "excipient")
    for key in load(SUBJECT).keys("excipient"):
        _excipient(key)
    for key in product_keys():
        _product(key)
