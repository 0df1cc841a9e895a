"""Which commercial tablet is crushed, and what it brings besides the drug: an ingredient of the batch as any other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from ldn_compound.calc import material as calc
from ldn_compound.checks.codes import finding
from ldn_compound.checks.composition import Component, composition_findings
from ldn_compound.core.late_texts import Said
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount
from ldn_compound.messages import say
from ldn_compound.plans.ingredients.drug_substance import Material
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.fillers import Threshold, get_filler
from ldn_compound.reference.products import UNKNOWN, Excipient, Product, get_product, in_every_product, product_keys

_US = "revia"
"""The product whose list is taken in the US where none was named: the reference listed drug of the generics there."""
_LACTOSE = "lactose"
_READ = "name the product (--source-product), or read its leaflet and clear it by hand"


@attrs.frozen(kw_only=True)
class SourceProduct:
    """The tablet that is crushed.

    Attributes:
        product: its row, or None where nobody knows which it is.
        component: its composition.
        brought: mg of lactose in one unit of the batch, by the name of the excipient that brings it.
    """

    product: Product | None
    component: Component
    brought: Mapping[str, Fraction] = attrs.Factory(dict)

    @property
    def ingredients(self) -> tuple[str, ...]:
        """The names of its excipients, and which product they are from."""
        return source_ingredients(self.product)

    def findings(self, *, unit: str, avoid: Sequence[str]) -> Iterator[Finding]:
        """Yield the findings on the excipients: against what the patient avoids, and what is declared.

        Parameters:
            unit: what the dose is in, such as ``capsule`` or ``mL``.
            avoid: what the patient avoids.
        """
        yield from composition_findings(self.component, avoid)
        if self.product is None:
            return
        lactose = self.product.lactose
        for item in self.product.excipients:
            for threshold in _declared(item):
                amount: Said | str = ""
                source = threshold.source
                if threshold.sensitivity == _LACTOSE and lactose is not None:
                    brought = brief_text(self.brought[item.name])
                    amount, source = say("source-tablet-declared.amount", brought=brought, unit=unit), lactose.source
                yield finding(
                    "source-tablet-declared",
                    item_name=item.name,
                    product_name=self.product.name,
                    amount=amount,
                    threshold=threshold.text,
                    source=source,
                )


def source_ingredients(product: Product | None) -> tuple[str, ...]:
    """Return the names of what crushed tablets bring beside the drug; what is not known of them is named as that."""
    if product is None:
        return ("other ingredients of the crushed tablets (product not known)",)
    names = tuple(item.name for item in product.excipients)
    return names if product.complete else (*names, f"other ingredients of {product.name}, see its leaflet")


def resolve_product(
    sheet: Worksheet, tablet: Amount, drug: Material, *, strength: Fraction, unit: str
) -> SourceProduct:
    """Return the tablet that is crushed, with the lactose that it brings.

    Parameters:
        tablet: drug in one of the crushed tablets.
        strength: mg of drug in one unit, as prescribed.
        unit: what that is in, such as ``capsule`` or ``mL``.

    Raises:
        InputError: ``unknown-source-product``.
    """
    found = _which(sheet)
    if found.product is None or found.product.lactose is None:
        return found
    brought = {
        item.name: sheet.work(
            f"{item.name} in one {unit}, from the crushed tablets",
            calc.brought_by_tablets,
            in_tablet=found.product.lactose.value.value,
            drug=strength * drug.weighing_factor,
            tablet_strength=tablet.value,
        )
        for item in found.product.excipients
        if any(threshold.sensitivity == _LACTOSE for threshold in _declared(item))
    }
    return attrs.evolve(found, brought=brought)


def _which(sheet: Worksheet) -> SourceProduct:
    """Return the tablet that is crushed: the input's, the profile's, in the US the label's, else an unknown one."""
    key: str | None = sheet.setting("policies.source_product", "source_product")
    if key is not None:
        return _named(None if key == UNKNOWN else get_product(key), contains=())
    if sheet.resolver.jurisdiction == "us":
        product = get_product(_US)
        sheet.assume(
            "source-product-assumed",
            field="source_product",
            value=_US,
            message=f"which tablets are crushed was not said: the list of {product.name} is taken. Generics differ: "
            "read the label of those that are crushed, and name the product",
            source=product.source,
        )
        return _named(product, contains=())
    common = in_every_product()
    sheet.assume(
        "source-product-assumed",
        field="source_product",
        value=UNKNOWN,
        message=f"which tablets are crushed was not said: they are taken to hold {', '.join(common)}, as every product "
        f"that this program knows does ({', '.join(product_keys())}); of all else nothing can be cleared",
    )
    return _named(None, contains=common)


def _named(product: Product | None, *, contains: tuple[str, ...]) -> SourceProduct:
    if product is None:
        name, source = "the crushed tablet, of a product that is not known,", "the product was not named"
        component = Component("source_tablet", name, contains, {}, False, source, _READ)
        return SourceProduct(product=None, component=component)
    component = Component(
        field="source_tablet",
        name=f"the crushed {product.name}",
        contains=product.contains,
        may_contain={key: why for item in product.excipients for key, why in item.may_contain.items()},
        known=product.complete,
        source=str(product.source),
        how_to_know="its list of ingredients was not read in full: read its leaflet",
    )
    return SourceProduct(product=product, component=component)


def _declared(item: Excipient) -> list[Threshold]:
    """Return what the EU has declared of an excipient at any amount.

    A threshold in grams is not reached: the tablets of a day's 10 mg of drug weigh far less.
    """
    row = get_filler(item.filler) if item.filler else None
    return [threshold for threshold in (row.eu_thresholds if row else ()) if threshold.amount is None]
