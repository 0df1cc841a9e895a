"""What a result tells besides its numbers: steps, assumptions, findings; and how it stores and shows an amount.

A result stores exact amounts; the pint Quantity is made when Python reads the attribute, so a plan costs no pint and
pickles across processes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import Enum, StrEnum
from fractions import Fraction
from functools import cache
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Generic,
    Self,
    TypeVar,
    cast,
    dataclass_transform,
    get_type_hints,
    overload,
)

import attrs

from ldn_compound._version import __version__
from ldn_compound.core.formulas import signature_of
from ldn_compound.core.late_texts import LAZY, FormulaText, NumberText, Prose, Text
from ldn_compound.core.numbers import decimal_text
from ldn_compound.core.row import Cell, columns, row
from ldn_compound.core.units import Amount

if TYPE_CHECKING:
    from ldn_compound.core.units import Quantity
else:
    Quantity = Any  # pint is loaded where a quantity is read


class Severity(StrEnum):
    """How grave a finding is: a stop holds the plan back until it is accepted by name.

    >>> Severity("stop") is Severity.STOP, [item.value for item in Severity]
    (True, ['info', 'caution', 'stop'])
    """

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

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", fill_mass="135 mg")
    >>> step = {item.name: item for item in plan.steps}["drug in the batch"]
    >>> print(step.formula, "=", step.value)
    4.5 mg x 90 x (1 + 0 %) x (1 + 0 %) = 405 mg
    """

    name: Prose
    _formula: Text
    _value: Text

    @property
    def formula(self) -> str:
        return str(self._formula)

    @property
    def value(self) -> str:
        return str(self._value)


class Steps(Sequence[Step]):
    """The numbered working; its steps are made when somebody reads them. Immutable; equal where its steps are.

    Parameters:
        rows: of each step, name, formula and value; or name, the formula's function, its numbers and its result.
    """

    __slots__ = ("_made", "_rows")

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._rows = tuple(rows)
        self._made: tuple[Step, ...] | None = None

    def _read(self) -> tuple[Step, ...]:
        if self._made is None:
            self._made = tuple(_step(*row) for row in self._rows)
        return self._made

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Step, ...]: ...
    def __getitem__(self, index: int | slice) -> Step | tuple[Step, ...]:
        return self._read()[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __eq__(self, other: object) -> bool:
        return self._rows == other._rows if isinstance(other, Steps) else NotImplemented

    def __hash__(self) -> int:
        return hash(len(self._rows))

    def __repr__(self) -> str:
        return repr(self._read())

    def __reduce__(self) -> tuple[Any, ...]:
        return Steps, (self._rows,)


def _step(name: str, formula: Any, second: Any, result: Fraction | None = None) -> Step:
    if result is None:
        return Step(name=name, formula=formula, value=second)
    signature = signature_of(formula)
    value = NumberText(result, "1 in %" if signature.in_percent else str(signature.returns))
    return Step(name=name, formula=FormulaText(formula, tuple(second.items())), value=value)


@attrs.frozen(kw_only=True)
class Assumption:
    """One value that the person did not give, and where it came from.

    Attributes:
        code: stable name.
        field: the keyword or setting that would have settled it.
        value: the value taken, as text.
        origin: ``profile``, ``jurisdiction us``, ``reference``, ``assumption``; or the ``plan`` or ``formula`` that it
            was taken from.
        source: the citation behind the value, or None.
        message: what it means for this plan.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", fill_mass="135 mg")
    >>> taken = {item.field: item for item in plan.assumptions}["readability"]
    >>> taken.value, taken.origin, taken.message
    ('1 mg', 'assumption', 'a balance that shows steps of 1 mg is assumed; masses are rounded to it')
    """

    code: str
    field: str
    value: str
    origin: str
    source: Prose | None
    _message: Text

    @property
    def message(self) -> str:
        return str(self._message)


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

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="45 mg", count=90, size="3", filler="mcc-ph102", fill_mass="135 mg")
    >>> found = plan.stops[0]
    >>> found.code, found.severity.value, found.field, found.stops
    ('strength-high', 'stop', 'strength', True)
    """

    code: str
    severity: Severity
    field: str | None
    _message: Text
    source: Prose
    accepted_by: str | None = None

    @property
    def message(self) -> str:
        return str(self._message)

    @property
    def said(self) -> Text:
        """The message with its values, as :func:`ldn_compound.messages.translated` takes it."""
        return self._message

    @property
    def stops(self) -> bool:
        """Whether it holds the result back: a stop that nobody accepted."""
        return self.severity is Severity.STOP and self.accepted_by is None


_Stored = TypeVar("_Stored")
_Shown = TypeVar("_Shown")


class _Field(Generic[_Stored, _Shown]):
    """A stored amount, read as a Quantity.

    To a type checker it is the exact amount on the class, because :attr:`Record.exact` is declared as the class.
    """

    def __init__(self, name: str) -> None:
        self._stored = f"_{name}"

    @overload
    def __get__(self, instance: None, owner: type) -> _Stored: ...
    @overload
    def __get__(self, instance: object, owner: type) -> _Shown: ...
    def __get__(self, instance: object | None, owner: type) -> Any:
        if instance is None:
            return self
        stored: Any = getattr(instance, self._stored)
        return None if stored is None else stored.quantity

    if TYPE_CHECKING:

        def __set__(self, instance: object, value: _Stored) -> None: ...


class QuantityField(_Field[Amount, Quantity]):
    """The type of a field of a :class:`Record` that is given and kept as an exact amount and read as a Quantity."""


class OptionalQuantityField(_Field[Amount | None, Quantity | None]):
    """As :class:`QuantityField`, of an amount that may be None."""


_FIELDS = {field.__name__: field for field in (QuantityField, OptionalQuantityField)}
_STORED: dict[str, Any] = {"QuantityField": Amount, "OptionalQuantityField": Amount | None}


class _Exact:
    """The fields of a record, its quantities as the exact amounts that are stored."""

    __slots__ = ("_record",)

    def __init__(self, record: Record) -> None:
        self._record = record

    def __getattr__(self, name: str) -> Any:
        return getattr(self._record, f"_{name}" if name in self._record.quantities else name)


@dataclass_transform(kw_only_default=True, field_specifiers=(attrs.field,))
class Record:
    """A frozen class of values, each given by keyword and declared in one line.

    A field of the type :class:`QuantityField` is given an Amount and read as a pint Quantity, made when it is read:
    comparing, pickling and writing a result need no pint.

    >>> from ldn_compound.core.units import mass
    >>> class Weighing(Record):
    ...     planned: QuantityField
    >>> weighing = Weighing(planned=mass(4))
    >>> print(weighing.planned)
    4 milligram
    >>> weighing.exact.planned
    Amount('4 mg')
    """

    quantities: ClassVar[frozenset[str]] = frozenset()
    """Names of the fields that are read as quantities."""

    def __init_subclass__(cls) -> None:
        hints = cls.__annotations__
        own = {name: hint for name, hint in hints.items() if hint in _FIELDS}
        cls.__annotations__ = {
            f"_{name}" if name in own else name: _STORED.get(hint, hint) for name, hint in hints.items()
        }
        # Of every base, not only of the first.
        cls.quantities = frozenset(own).union(*(getattr(base, "quantities", ()) for base in cls.__bases__))
        attrs.frozen(cls, kw_only=True, slots=False)
        for name, hint in own.items():
            setattr(cls, name, _FIELDS[hint](name))

    @property
    def exact(self) -> type[Self]:
        """The same fields, with the exact amounts in place of the quantities: ``plan.exact.strength``."""
        return cast("type[Self]", _Exact(self))

    def replaced(self, **changes: object) -> Self:
        """Return a copy with other values in some fields."""
        changed: Self = attrs.evolve(cast("Any", self), **changes)
        return changed


_NAMES: dict[type, tuple[tuple[str, str], ...]] = {}


def fields_of(kind: type) -> tuple[tuple[str, str], ...]:
    """Return the name of each field of a result, or of a part of it, and the attribute that stores its value."""
    found = _NAMES.get(kind)
    if found is None:
        found = _NAMES[kind] = tuple((field.name.lstrip("_"), field.name) for field in attrs.fields(kind))
    return found


class Result(Record):
    """Root of every result.

    Attributes:
        inputs: every input as JSON writes it, with the settings that were resolved; the verb run on them again
            gives the same result.
        assumptions: what was not given, each with its origin.
        steps: the numbered working.
        findings: what the checks say.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", fill_mass="135 mg")
    >>> plan.findings[0].code, plan.stops, plan.steps[0].name, plan.to_dict()["schema"]
    ('assay-not-given', (), 'weighing factor', 'ldn_compound/capsule-batch/1')
    """

    kind: ClassVar[str]
    derived: ClassVar[tuple[str, ...]] = ()
    """Names of properties that are worked out when they are read, and stand in the document too."""

    inputs: Mapping[str, Any]
    assumptions: tuple[Assumption, ...] = ()
    steps: Sequence[Step] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def stops(self) -> tuple[Finding, ...]:
        """The stop findings that nobody accepted by name."""
        return tuple(finding for finding in self.findings if finding.stops)

    def to_dict(self) -> dict[str, Any]:
        """Return the document as plain dicts, lists, texts and whole numbers: what its JSON text says, read back.

        It is a copy: whoever changes it changes no result. :func:`ldn_compound.result` takes it.

        >>> import ldn_compound as ldn
        >>> ldn.beyond_use(made_on="2026-11-22", form="capsule").to_dict()["result"]["days"]
        {'value': '180', 'unit': 'd'}
        """
        document: dict[str, Any] = json.loads(json.dumps(to_document(self)))
        return document

    def as_row(self) -> dict[str, Cell]:
        """Return the document's ``result`` as one flat row, for a CSV file or a table of pandas.

        A column is called as the path of its value, with points between: ``strength.value`` and ``strength.unit``,
        ``capsule_size``. What there can be several of is one cell, its JSON as text. First stand ``kind`` and
        ``version``, last the codes of all ``findings`` and of the ``stops`` that nobody accepted. Every result of a
        kind has the same columns in the same order; None where there is no value.

        >>> import ldn_compound as ldn
        >>> row = ldn.weight_based_dose(body_weight="18.5 kg").as_row()
        >>> row["kind"], row["dose.value"], row["dose.unit"], row["capped"], row["days_supply.value"]
        ('dose', '1.85', 'mg', False, None)
        """
        cls: Any = type(self)
        document = to_document(self)
        codes = {name: json.dumps([finding.code for finding in getattr(self, name)]) for name in ("findings", "stops")}
        return {"kind": self.kind, "version": __version__, **row(document["result"], _columns_of(cls)), **codes}


SCHEMA_VERSION = 1
ENVELOPE = ("inputs", "assumptions", "steps", "findings")
"""The fields of a result that stand beside ``result`` in its document."""


@cache
def _columns_of(cls: Any) -> tuple[tuple[tuple[str, ...], bool], ...]:
    return columns(result_types(cls))


def result_types(cls: type[Result]) -> dict[str, Any]:
    """Return the type of each key of a document's ``result``, in their order."""
    hints = get_type_hints(cls)
    derived = {name: get_type_hints(getattr(cls, name).fget)["return"] for name in cls.derived}
    return {name: hints[stored] for name, stored in fields_of(cls) if name not in ENVELOPE} | derived


def to_document(result: Result) -> dict[str, Any]:
    """Return the result as the plain mapping that is written as JSON."""
    shown = {name: plain(getattr(result, stored)) for name, stored in fields_of(type(result)) if name not in ENVELOPE}
    shown |= {name: plain(getattr(result, name)) for name in result.derived}
    return {
        "schema": f"ldn_compound/{result.kind}/{SCHEMA_VERSION}",
        "version": __version__,
        "inputs": dict(result.inputs),
        "assumptions": plain(result.assumptions),
        "result": shown,
        "findings": plain(result.findings),
        "steps": plain(result.steps),
    }


def plain(value: Any) -> Any:
    """Return a value of a result as the dicts, lists, texts and whole numbers that stand in its document."""
    how = _WRITERS.get(type(value)) or _WRITERS.setdefault(type(value), _writer(type(value)))
    return how(value)


_AS_IT_IS = frozenset((str, int, bool, type(None)))
_WRITERS: dict[type, Callable[[Any], Any]] = {}


def _writer(kind: type) -> Callable[[Any], Any]:
    """Return how a value of a type is written: looked up once, for a document has hundreds of them."""
    ways: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
        (Amount, Amount.to_json),
        (Enum, lambda value: value.value),
        (date, date.isoformat),
        (Fraction, decimal_text),
        ((tuple, list, Steps), lambda value: [plain(item) for item in value]),
        (Mapping, lambda value: {key: plain(item) for key, item in value.items()}),
        (LAZY, str),
    )
    for kinds, way in ways:
        if issubclass(kind, kinds):
            return way
    if not attrs.has(kind):
        return lambda value: value
    fields = fields_of(kind)

    def written(value: Any) -> dict[str, Any]:
        return {
            name: found if type(found := getattr(value, stored)) in _AS_IT_IS else plain(found)
            for name, stored in fields
        }

    return written
