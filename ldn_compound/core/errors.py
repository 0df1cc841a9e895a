"""The errors: one root, one exit code a family, and always what was given, what is needed and the likely slip.

A program that imports the calculator catches :class:`LdnError` and reads its attributes; a person reads ``str(error)``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, TypedDict

_LONGEST_GIVEN = 120


def described(value: object) -> str:
    """Return a value as Python writes it, or its type where that fails: an object of another program's may raise.

    >>> described([1, "a"]), described(10**5000)
    ("[1, 'a']", 'a value that cannot be shown (int)')
    """
    try:
        return repr(value)
    except Exception:  # noqa: BLE001 - the code of whoever made the object runs here; it may raise anything
        return f"a value that cannot be shown ({type(value).__name__})"


def _shown(value: object) -> str | None:
    """Return what was given as one printable line: control characters escaped, the far end of a long text cut off."""
    if value is None:
        return None
    text = value if isinstance(value, str) else described(value)
    line = "".join(ch if ch.isprintable() else ascii(ch)[1:-1] for ch in text)
    return line if len(line) <= _LONGEST_GIVEN else line[: _LONGEST_GIVEN - 3] + "..."


class ErrorParts(TypedDict):
    """What was refused.

    Attributes:
        code: stable name of the error; of one that a stop causes, that of the finding.
        field: the Python keyword, in a profile the dotted name; None where no single one is at fault.
        given: what was given, as text.
        needed: what would have been accepted.
        hint: the likely slip and how to mend it.
    """

    code: str
    field: str | None
    given: str | None
    needed: str | None
    hint: str | None


class LdnError(ValueError):
    """Root of every error that this package raises on purpose.

    Attributes:
        code: stable name of the error, such as ``bad-quantity``.
        field: the Python keyword (``strength``), or in a profile the dotted name (``balance.readability``).
        given: what was given, as text.
        needed: what would have been accepted.
        hint: the likely slip and how to mend it.
        exit_code: what the command line exits with.
        others: the other errors of the same run, where several were found in one go; the hint names them.
        place: which of many it is of, such as "line 17 of jobs.jsonl"; the hint names it.

    >>> import ldn_compound as ldn
    >>> try:
    ...     ldn.quantity("4,5 mg")
    ... except ldn.LdnError as error:
    ...     print(error.code, error.given, error.hint, sep="; ")
    bad-quantity; 4,5 mg; a comma is ambiguous; for a decimal point write 4.5
    """

    exit_code: ClassVar[int] = 1
    others: tuple[LdnError, ...] = ()
    place: str | None = None

    def __init__(
        self,
        code: str,
        *,
        field: str | None = None,
        given: object = None,
        needed: str | None = None,
        hint: str | None = None,
    ) -> None:
        self.code = code
        self.field = field
        self.given = _shown(given)
        self.needed = needed
        self.hint = hint
        super().__init__(code)

    def __str__(self) -> str:
        parts = []
        if self.given is not None:
            parts.append(f"given '{self.given}'")
        if self.needed is not None:
            parts.append(f"needed {self.needed}")
        if self.hint is not None:
            parts.append(self.hint)
        where = f"{self.field}: " if self.field else ""
        return f"{where}{'; '.join(parts) or self.code} [{self.code}]"

    def to_dict(self) -> ErrorParts:
        """Return the error as the plain mapping that ``--json`` prints under ``error``."""
        return {
            "code": self.code,
            "field": self.field,
            "given": self.given,
            "needed": self.needed,
            "hint": self.hint,
        }

    def __reduce__(self) -> tuple[Any, ...]:
        # ValueError's own pickling would call __init__ with args alone and lose the keywords.
        return _rebuild, (type(self), self.__dict__)


def _rebuild(cls: type[LdnError], state: dict[str, Any]) -> LdnError:
    error = cls.__new__(cls, state["code"])
    error.__dict__.update(state)
    return error


class InputError(LdnError):
    """A value that is not what the field takes.

    >>> import ldn_compound as ldn
    >>> try:
    ...     ldn.plan_capsules(strength=4.5, count=90, size="3", filler="mcc-ph102", fill_mass="135 mg")
    ... except ldn.InputError as error:
    ...     print(error.code, error.field, error.exit_code)
    float-refused strength 10
    """

    exit_code = 10


class UnitError(InputError):
    """A quantity that is malformed, of another dimension, or from another registry.

    >>> import ldn_compound as ldn
    >>> try:
    ...     ldn.quantity("4.5")
    ... except ldn.UnitError as error:
    ...     print(error.code, error.exit_code)
    no-unit 10
    """


class CalculationError(LdnError):
    """Well-formed input for which no batch exists: the drug does not fit, nothing is left to weigh.

    >>> import ldn_compound as ldn
    >>> try:
    ...     ldn.plan_capsules(strength="4.5 mg", count=30, size="5", filler="mcc-ph102", fill_mass="4 mg")
    ... except ldn.CalculationError as error:
    ...     print(error.code, error.exit_code)
    does-not-fit 11
    """

    exit_code = 11


class StopError(LdnError):
    """A stop finding that nobody accepted by name, or a check that failed.

    Attributes:
        findings: the findings that stop, so that a caller can show them.
        refusal: the document of what could be worked out before the stop, or None.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="45 mg", count=90, size="3", filler="mcc-ph102", fill_mass="135 mg",
    ...                          doses_per_day=1, made_on="2026-11-22")
    >>> label = ldn.label_for(plan, patient="Jane Doe", timing="bedtime", prescription_number="RX1")
    >>> try:
    ...     ldn.print_labels([label], stock="zebra-4x2", today="2026-11-22")
    ... except ldn.StopError as error:
    ...     print(error.code, error.exit_code)
    stop-not-accepted 12
    """

    exit_code = 12

    def __init__(self, code: str, *, findings: tuple[Any, ...] = (), refusal: Any = None, **parts: Any) -> None:
        super().__init__(code, **parts)
        self.findings = findings
        self.refusal = refusal


class LabelError(LdnError):
    r"""A label text that does not fit, or a character that the face cannot draw.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", fill_mass="135 mg")
    >>> dated = ldn.plan("capsules", plan.to_dict()["inputs"] | {"made_on": "2026-11-22", "doses_per_day": 1})
    >>> label = ldn.label_for(dated, patient="\N{SNOWMAN}", timing="bedtime", prescription_number="RX1")
    >>> try:
    ...     ldn.print_labels([label], stock="zebra-4x2", today="2026-11-22")
    ... except ldn.LabelError as error:
    ...     print(error.code, error.exit_code)
    no-glyph 13
    """

    exit_code = 13


class DataError(LdnError):
    r"""A profile or a reference file that is malformed.

    >>> import ldn_compound as ldn
    >>> try:
    ...     ldn.read_profile('[balance]\nreadability = "1 mL"')
    ... except ldn.DataError as error:
    ...     print(error.code, error.field, error.exit_code)
    bad-profile-value balance.readability 14
    """

    exit_code = 14


class MismatchError(LdnError):
    """A plan or record that does not recompute from its own inputs.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", fill_mass="135 mg")
    >>> try:
    ...     ldn.from_json(ldn.to_json(plan).replace('"405"', '"450"'))
    ... except ldn.MismatchError as error:
    ...     print(error.code, error.exit_code)
    does-not-recompute 15
    """

    exit_code = 15


class FileError(LdnError):
    """A file that cannot be read or written; nothing was half-written.

    >>> import ldn_compound as ldn
    >>> try:
    ...     ldn.load_profile("no-such-file.toml")
    ... except ldn.FileError as error:
    ...     print(error.code, error.exit_code)
    unreadable-file 16
    """

    exit_code = 16


def at_place(errors: Sequence[LdnError], place: str | None) -> Sequence[LdnError]:
    """Return errors that name which of many plans or labels they are of."""
    for error in errors if place else ():
        error.hint = f"{place}: {error.hint}" if error.hint else place
        error.place = place
    return errors
