"""A stock trituration that the pharmacy has on the shelf: 1 part of drug powder in a known number of parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from ldn_compound.checks.weighing import other_stock_diluent_finding, unknown_stock_finding
from ldn_compound.core.errors import InputError
from ldn_compound.core.results import Finding
from ldn_compound.inputs.shared import STOCK, StockGroup
from ldn_compound.plans.ingredients.filler import ResolvedFiller, filler_findings, resolve_filler
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.limits import trituration

_STOCK = re.compile(STOCK.pattern)


@attrs.frozen(kw_only=True)
class Stock:
    """A stock that a batch is weighed from.

    Attributes:
        parts: of it, 1 of them drug powder.
        diluent: what the rest is.
        added: name of the diluent where it is another one than the batch's own, or None.
        own: name of the batch's own filler.
    """

    parts: int
    diluent: ResolvedFiller
    added: str | None
    own: str

    def findings(self, given: StockGroup, *, form: str, avoid: Sequence[str]) -> Iterator[Finding]:
        """Yield the findings on what the stock is thinned with.

        Parameters:
            form: dosage form; avoid: what the patient must avoid.
        """
        if given.stock_diluent is None and avoid:
            yield unknown_stock_finding(", ".join(avoid))
        if self.added is not None:
            yield from filler_findings(self.diluent, form=form, avoid=avoid)
            yield other_stock_diluent_finding(diluent=self.added, own=self.own)


def stock_parts(text: str | None) -> int | None:
    """Return N of a stock "1:N", or None without a stock.

    Raises:
        InputError: ``bad-stock``.

    >>> stock_parts("1:10")
    10
    """
    if text is None:
        return None
    match = _STOCK.fullmatch(text)
    # As thin as two stages of a trituration make it.
    most = trituration().thinnest ** 2
    if match is None or not 1 < int(match[1]) <= most:
        raise InputError(
            "bad-stock",
            field="stock",
            given=text,
            needed=f"1:N with N from 2 to {most}, such as 1:10",
            hint="1:10 is 1 part of drug in 10 parts of the trituration: 2 g and 18 g of diluent",
        )
    return int(match[1])


def assume_as_labelled(sheet: Worksheet, parts: int) -> None:
    """Say that the stock is taken to hold what its label says."""
    sheet.assume(
        "stock-as-labelled",
        field="stock",
        value=f"1:{parts}",
        message=f"the stock is taken to hold exactly 1 part of drug powder in {parts}; its own error is not in the "
        "bound",
    )


def resolve_stock(sheet: Worksheet[StockGroup], own: ResolvedFiller, *, crushed: bool) -> Stock | None:
    """Resolve the stock of a batch and what it is thinned with; None where the batch has none.

    Parameters:
        own: the batch's filler, or its main diluent.
        crushed: whether the drug comes from crushed tablets.

    Raises:
        InputError: ``bad-stock``, ``stock-diluent-without-stock``, ``tablets-or-stock``, ``unknown-filler``.
    """
    given = sheet.given
    parts = stock_parts(given.stock)
    if parts is None:
        if given.stock_diluent is not None:
            needed, hint = "a stock with it, such as 1:10", "the batch's own filler is named by its own option"
            raise InputError(
                "stock-diluent-without-stock",
                field="stock_diluent",
                given=given.stock_diluent,
                needed=needed,
                hint=hint,
            )
        return None
    if crushed:
        raise InputError(
            "tablets-or-stock",
            field="stock",
            given=given.stock,
            needed="crushed tablets, or a stock of the drug powder; not both",
        )
    assume_as_labelled(sheet, parts)
    key = given.stock_diluent
    if key is None:
        message = "what the stock is thinned with was not given: the batch's own filler is taken"
        sheet.assume("stock-diluent-assumed", field="stock_diluent", value=own.key, message=message)
    if key is None or key == own.key:
        return Stock(parts=parts, diluent=own, added=None, own=own.name)
    diluent = resolve_filler(sheet, key, field="stock_diluent")
    return Stock(parts=parts, diluent=diluent, added=diluent.name, own=own.name)
