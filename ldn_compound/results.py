"""What a result tells besides its numbers: steps, assumptions, findings; and how it stores and shows an amount.

A result stores exact amounts; the pint Quantity is made when Python reads the attribute, so a plan costs no pint and
pickles across processes.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, overload

import attrs

from ldn_compound.units import Amount

if TYPE_CHECKING:
    from ldn_compound.units import Quantity


class Severity(StrEnum):
    """How grave a finding is: a stop holds the plan back until it is accepted by name."""

    INFO = "info"
    CAUTION = "caution"
    STOP = "stop"


@attrs.frozen(kw_only=True)
class Step:
    """One numbered line of the working.

    Attributes:
        name: what is worked out.
        formula: the formula with its numbers and units put in.
        value: the result as text with its unit, exact or to 28 significant digits.
    """

    name: str
    formula: str
    value: str


@attrs.frozen(kw_only=True)
class Assumption:
    """One value that the person did not give, and where it came from.

    Attributes:
        code: stable name.
        field: the keyword or setting that would have settled it.
        value: the value taken, as text.
        origin: ``profile``, ``jurisdiction us``, ``reference`` or ``assumption``.
        source: the citation behind the value, or None.
        message: what it means for this plan.
    """

    code: str
    field: str
    value: str
    origin: str
    source: str | None
    message: str


@attrs.frozen(kw_only=True)
class Finding:
    """What a rule has to say about a result.

    Attributes:
        code: stable name, one of the registry of codes (``ldn_compound.checks.codes``).
        severity: info, caution or stop.
        field: the keyword that it is about, or None.
        message: what is found, and what to do.
        source: the citation behind the rule.
        accepted_by: who accepted it by name, or None.
    """

    code: str
    severity: Severity
    field: str | None
    message: str
    source: str
    accepted_by: str | None = None

    @property
    def stops(self) -> bool:
        """Whether it holds the result back: a stop that nobody accepted."""
        return self.severity is Severity.STOP and self.accepted_by is None


@attrs.frozen(kw_only=True)
class Result:
    """Root of every result.

    Attributes:
        inputs: every input as JSON writes it, with the settings that were resolved; the verb run on them again
            gives the same result.
        assumptions: what was not given, each with its origin.
        steps: the numbered working.
        findings: what the checks say.
    """

    kind: ClassVar[str]

    inputs: Mapping[str, Any]
    assumptions: tuple[Assumption, ...] = ()
    steps: tuple[Step, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def stops(self) -> tuple[Finding, ...]:
        """The stop findings that nobody accepted by name."""
        return tuple(finding for finding in self.findings if finding.stops)


class Shown:
    """A read-only attribute that gives the stored exact amount as a pint Quantity.

    ``strength = Shown()`` reads the private field ``_strength``. Use :class:`MaybeShown` where it may be None.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self._field = f"_{name}"

    @overload
    def __get__(self, instance: None, owner: type) -> Shown: ...
    @overload
    def __get__(self, instance: object, owner: type) -> Quantity: ...
    def __get__(self, instance: object | None, owner: type) -> Shown | Quantity:
        if instance is None:
            return self
        amount: Amount = getattr(instance, self._field)
        return amount.quantity


class MaybeShown:
    """As :class:`Shown`, and None where the stored amount is None."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._field = f"_{name}"

    @overload
    def __get__(self, instance: None, owner: type) -> MaybeShown: ...
    @overload
    def __get__(self, instance: object, owner: type) -> Quantity | None: ...
    def __get__(self, instance: object | None, owner: type) -> MaybeShown | Quantity | None:
        if instance is None:
            return self
        amount: Amount | None = getattr(instance, self._field)
        return None if amount is None else amount.quantity


def exact(result: object, name: str) -> Amount:
    """Return the stored exact amount behind a shown attribute.

    >>> from ldn_compound.units import mass
    >>> @attrs.frozen(kw_only=True)
    ... class Batch:
    ...     _strength: Amount
    ...     strength = Shown()
    >>> exact(Batch(strength=mass(4)), "strength")
    Amount('4 mg')
    """
    amount: Amount = getattr(result, f"_{name}")
    return amount
