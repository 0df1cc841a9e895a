"""Everything that is wrong, told in one go: several errors as one, the others named in its hint."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from ldn_compound.core.errors import InputError, LabelError, LdnError, StopError

_Value = TypeVar("_Value")
_MISSING = ("label-field-missing", "no-beyond-use-date")


class CodeTooWideError(LabelError):
    """A bar code or matrix code that is wider than its place; a larger stock can have room for it."""


class Problems:
    """Reads several values and keeps what is wrong with each, so that one run tells all."""

    def __init__(self) -> None:
        self.errors: list[LdnError] = []

    def read(self, call: Callable[[], _Value]) -> _Value | None:
        """Return what a call returns; None, and the error kept, where it refuses."""
        try:
            return call()
        except InputError as error:
            self.errors.append(error)
            return None


def all_in_one(errors: Sequence[LdnError]) -> LdnError:
    """Return the first error of the least exit code, with the others in its hint and in its ``others``.

    An error stands alone on stderr, so the hint is where a person reads of the rest.

    >>> missing = InputError("label-field-missing", field="lot", needed="it", hint="give --lot")
    >>> error = all_in_one([missing, InputError("bad-date", field="date_filled", given="x", needed="an ISO date")])
    >>> error.hint
    "give --lot; and besides: date_filled: 'x', needed an ISO date [bad-date]"
    """
    first = min(errors, key=lambda error: error.exit_code)
    own = {(line, first.place) for line in _lines(first)}
    others = tuple(error for error in errors if error is not first)
    # What is wrong by the places where it is, each once.
    wrong: dict[str, dict[str | None, None]] = {}
    for error in others:
        for line in _lines(error):
            if (line, error.place) not in own:
                wrong.setdefault(line, {})[error.place] = None
    told = [": ".join((*filter(None, [", ".join(filter(None, places))]), line)) for line, places in wrong.items()]
    if told:
        more = f"and besides: {'; '.join(told)}"
        first.hint = f"{first.hint}; {more}" if first.hint else more
    first.others = others
    return first


def _lines(error: LdnError) -> list[str]:
    """Return what is wrong, a line for each fault."""
    if isinstance(error, StopError) and error.findings:
        return [f"{item.field}: {item.message} [{item.code}]" for item in error.findings]
    if error.code in _MISSING:
        return [f"{error.field}: missing [{error.code}]"]
    given = "" if error.given is None else f"'{error.given}', "
    needed = "" if error.needed is None else f"needed {error.needed} "
    # Where else a code has room is what mends it.
    mend = f"({error.hint}) " if isinstance(error, CodeTooWideError) else ""
    return [f"{error.field}: {given}{needed}{mend}[{error.code}]"]
