"""Reads the elements of a FHIR resource one by one, and keeps those that nobody asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from ldn_compound.core.errors import InputError
from ldn_compound.core.texts import parse_text
from ldn_compound.exchange.strict_json import DecimalText

_Kind = TypeVar("_Kind")
_MODIFIERS = ("modifierExtension", "implicitRules")


class Element:
    """An object of a resource. What is taken out of it was understood; all that is left is told by its path.

    Parameters:
        value: the object, as JSON has it.
        path: where it stands, such as ``MedicationRequest.dosageInstruction[0]``.

    >>> element = Element({"status": "active", "note": [{"text": "x"}]}, "MedicationRequest")
    >>> element.text("status"), list(element.left())
    ('active', ['MedicationRequest.note'])
    """

    def __init__(self, value: Mapping[str, Any], path: str) -> None:
        self.path = path
        self._rest = dict(value)
        self._below: dict[str, list[Element]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._rest or name in self._below

    def at(self, name: str) -> str:
        """Return the path of an element of this one."""
        return below(self.path, name)

    def bad(self, name: str, needed: str) -> InputError:
        """Return the refusal of an element that is malformed."""
        return InputError("bad-fhir", field=self.at(name), given=_brief(self._rest.get(name)), needed=needed)

    def text(self, name: str) -> str | None:
        """Take a text out; None where it is absent. Raises InputError: ``bad-fhir``."""
        return self._take(name, str, "a text")

    def flag(self, name: str) -> bool | None:
        """Take true or false out."""
        return self._take(name, bool, "true or false")

    def whole(self, name: str) -> int | None:
        """Take a whole number out."""
        return self._take(name, int, "a whole number")

    def number(self, name: str) -> str | None:
        """Take a number out, as the text that it was written with."""
        value = self._rest.get(name)
        if value is None or isinstance(value, bool) or not isinstance(value, int | DecimalText):
            return self._take(name, DecimalText, "a number")
        return str(self._rest.pop(name))

    def texts(self, name: str) -> list[str]:
        """Take a list of texts out; empty where it is absent."""
        value = self._rest.get(name, [])
        if not isinstance(value, list) or not all(type(item) is str for item in value):
            raise self.bad(name, "a list of texts")
        self._rest.pop(name, None)
        return value

    def child(self, name: str) -> Element | None:
        """Return the object of a name, to be read in its turn; None where it is absent."""
        if name in self._below:
            return self._below[name][0]
        value = self._take(name, dict, "an object")
        if value is None:
            return None
        self._below[name] = [Element(value, self.at(name))]
        return self._below[name][0]

    def children(self, name: str) -> list[Element]:
        """Return the objects of a list, to be read in their turn; empty where it is absent."""
        if name not in self._below:
            value = self._take(name, list, "a list of objects") or []
            if not all(isinstance(item, dict) for item in value):
                raise InputError("bad-fhir", field=self.at(name), needed="a list of objects")
            self._below[name] = [Element(item, f"{self.at(name)}[{number}]") for number, item in enumerate(value)]
        return self._below[name]

    def peek(self, name: str) -> object:
        """Return what an element holds, and leave it: it counts as not understood until it is taken out."""
        return self._rest.get(name)

    def peek_text(self, name: str) -> str | None:
        """Return the text that an element holds, and leave it; None where it holds none."""
        value = self._rest.get(name)
        return value if isinstance(value, str) else None

    def line(self, name: str) -> str | None:
        """Take a text out that a label can have; any other is left, and counts as not understood."""
        value = self._rest.get(name)
        if not isinstance(value, str):
            return None
        try:
            found = parse_text(value, field=self.at(name))
        except InputError:
            return None
        del self._rest[name]
        return found

    def put_back(self, name: str, value: str) -> None:
        """Put a text back that was read and is not understood."""
        self._rest[name] = value

    def left(self) -> Iterator[str]:
        """Yield the path of each element that was not taken out, and of those below."""
        yield from (self.at(name) for name in self._rest)
        for elements in self._below.values():
            for element in elements:
                yield from element.left()

    def _take(self, name: str, kind: type[_Kind], needed: str) -> _Kind | None:
        if name not in self._rest:
            return None
        value = self._rest[name]
        # A flag is no number, and a number's text no text.
        if type(value) is not kind:
            raise self.bad(name, needed)
        del self._rest[name]
        return value


def below(path: str, name: str) -> str:
    """Return the path of an element; a name that is none of FHIR's is quoted, its control characters escaped.

    >>> below("Bundle", "entry"), below("Bundle", "a b")
    ('Bundle.entry', 'Bundle."a b"')
    """
    return f"{path}.{name if name.isascii() and name.isidentifier() else json.dumps(name)}"


def refuse_modifiers(value: Any, path: str) -> None:
    """Refuse what changes the meaning of other elements, wherever it stands: FHIR forbids passing over it.

    Raises:
        InputError: ``changed-meaning``.
    """
    if isinstance(value, dict):
        for name, item in value.items():
            if name in _MODIFIERS:
                needed = "a prescription without it"
                hint = "it can change what the rest means, so nothing is read: ask whoever wrote it"
                raise InputError("changed-meaning", field=below(path, name), needed=needed, hint=hint)
            refuse_modifiers(item, below(path, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            refuse_modifiers(item, f"{path}[{number}]")


def _brief(value: Any) -> str:
    return value if isinstance(value, str) else type(value).__name__
