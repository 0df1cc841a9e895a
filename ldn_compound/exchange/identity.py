"""When a stored document is the plan that this program computes from its inputs.

Numbers, codes, severities, fields, origins and inputs bind in every version. What is worded for a reader is known by
its type (:data:`~ldn_compound.core.results.Prose`, :data:`~ldn_compound.core.results.Text`): it is compared where the
document was made by this version, and may differ where another one made it. What is printed is always this program's
own.
"""

from __future__ import annotations

import collections.abc
import re
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import attrs

from ldn_compound._version import __version__
from ldn_compound.checks import released
from ldn_compound.checks.codes import finding, is_retired
from ldn_compound.core.errors import InputError, MismatchError
from ldn_compound.core.late_texts import Prose, Text
from ldn_compound.core.results import ENVELOPE, Assumption, Finding, fields_of
from ldn_compound.core.units import Amount
from ldn_compound.settings.resolve import Setting

_PARTS = ("inputs", "assumptions", "result", "findings", "steps")
_LONGEST = 120
_MOST_NAMED = 5
_MOST_REWORDED = 2
_LONGEST_VERSION = 40
_IN_VERSION = frozenset("0123456789abcdefghijklmnopqrstuvwxyz.+-")
_QUANTITY = re.compile(r"[0-9][0-9.]*(?: (?:%|[kmc]*g\b|[mL]+\b|d\b)(?:/[a-zA-Z]+)?)?")
_SOURCE = "house rule of this program: a stored plan is its numbers, codes and inputs; words belong to a version"


class Difference(NamedTuple):
    """One place where a document and the plan computed again differ."""

    path: str
    given: Any
    mine: Any

    def __str__(self) -> str:
        return f"{self.path}: {_short(_plain(self.given))} -> {_short(_plain(self.mine))}"


def compare(document: Mapping[str, Any], mine: Mapping[str, Any], kind: Any) -> tuple[Finding, ...]:
    """Return what there is to know of a document of another version; nothing for one of this version.

    Parameters:
        document: as it was read.
        mine: the document of the plan computed again from its inputs.
        kind: the class of the result.

    Raises:
        InputError: ``bad-version``.
        MismatchError: ``does-not-recompute``: what binds differs.
    """
    version = version_of(document)
    if version == __version__:
        for key in _PARTS:
            _same(document.get(key), mine[key], key)
        return ()
    comparison = _compared(document, mine, kind, version)
    if comparison.differences:
        raise _another_rule(comparison)
    return comparison.notes()


def differences(document: Mapping[str, Any], mine: Mapping[str, Any], kind: Any) -> tuple[Difference, ...]:
    """Return every place where what binds differs; parameters as of :func:`compare`.

    Raises:
        InputError: ``bad-version``.
    """
    version = version_of(document)
    if version == __version__:
        return tuple(found for key in _PARTS for found in _differences(document.get(key), mine[key], key))
    return tuple(_compared(document, mine, kind, version).differences)


def version_of(document: Mapping[str, Any]) -> str:
    """Return the version of the program that wrote a document.

    Raises:
        InputError: ``bad-version``.
    """
    version = document.get("version")
    if not isinstance(version, str) or not 0 < len(version) <= _LONGEST_VERSION or not set(version) <= _IN_VERSION:
        needed = f"the version of the program that wrote it, such as {__version__}"
        raise InputError("bad-version", field="version", given=version, needed=needed)
    return version


def _compared(document: Mapping[str, Any], mine: Mapping[str, Any], kind: Any, version: str) -> _Comparison:
    comparison = _Comparison(version)
    comparison.walk(document.get("inputs"), mine["inputs"], "inputs", _INPUTS)
    comparison.walk(document.get("result"), mine["result"], "result", _fields_of(kind, but=ENVELOPE))
    for part, row in (("assumptions", Assumption), ("findings", Finding)):
        comparison.rows(document.get(part), mine[part], part, row)
    return comparison


def _same(given: Any, mine: Any, path: str) -> None:
    """Refuse the first difference; keys that only the given document has are ignored."""
    if _holds(given, mine):
        return
    for found in _differences(given, mine, path):
        raise MismatchError(
            "does-not-recompute",
            field=found.path,
            given=found.given,
            needed=f"{_short(found.mine)}, as computed again from the inputs",
            hint="the plan was edited: plan the batch again",
        )


def _holds(given: Any, mine: Any) -> bool:
    """Tell whether there is no difference, without the way to one: so it is with nearly every document."""
    if type(mine) is dict and type(given) is dict:
        for key, value in mine.items():
            other = given.get(key)
            if value is not other and not _holds(other, value):
                return False
        return True
    if type(mine) is list and type(given) is list:
        return len(mine) == len(given) and all(map(_holds, given, mine))
    return type(given) is type(mine) and bool(given == mine)


def _differences(given: Any, mine: Any, path: str) -> Iterator[Difference]:
    if isinstance(mine, dict) and isinstance(given, dict):
        for key, value in mine.items():
            yield from _differences(given.get(key), value, f"{path}.{key}")
    elif isinstance(mine, list) and isinstance(given, list) and len(mine) == len(given):
        for index, (theirs, ours) in enumerate(zip(given, mine, strict=True)):
            yield from _differences(theirs, ours, f"{path}[{index}]")
    elif type(given) is not type(mine) or given != mine:
        yield Difference(path, given, mine)


# --- what binds, by type --------------------------------------------------------------------------------------------


class _Words(NamedTuple):
    """Prose: it may differ between versions."""


class _Fields(NamedTuple):
    """An object whose fields a later version may add to; of a field that is not named here all binds."""

    shapes: Mapping[str, Any]


class _Each(NamedTuple):
    """Every item of a list."""

    shape: Any


class _Named(NamedTuple):
    """An object of which every value has this shape, and which a later version may add names to."""

    shape: Any


_WORDS = _Words()


def _shape(hint: Any) -> Any:
    """Return what of a value of this type is prose, or None where all of it binds."""
    if hint in (Prose, Text):
        return _WORDS
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return next((shape for part in typing.get_args(hint) if (shape := _shape(part)) is not None), None)
    if origin in (tuple, collections.abc.Sequence):
        inner = _shape(typing.get_args(hint)[0])
        return inner if inner is None or inner is _WORDS else _Each(inner)
    return _fields_of(hint) if isinstance(hint, type) and hint is not Amount and attrs.has(hint) else None


@cache
def _fields_of(cls: Any, but: tuple[str, ...] = ()) -> _Fields:
    hints = typing.get_type_hints(cls, include_extras=True)
    rows = fields_of(cls) if attrs.has(cls) else zip(cls._fields, cls._fields, strict=True)
    shapes = {name: _shape(hints[stored]) for name, stored in rows if name not in but}
    for name in getattr(cls, "derived", ()):
        shapes[name] = _shape(typing.get_type_hints(getattr(cls, name).fget, include_extras=True)["return"])
    return _Fields(shapes)


class _Inputs(NamedTuple):
    """The inputs of a plan: all binds but the citations of the settings; a later version may resolve more settings."""


_INPUTS = _Inputs()


# --- another version ------------------------------------------------------------------------------------------------


class _Comparison:
    """What differs between a document of another version and the plan computed again.

    Attributes:
        version: the version.
        differences: of what binds.
        reworded: of what is prose.
        new, gone: findings and assumptions of rules that the version had not yet, or that this one has no more.
    """

    def __init__(self, version: str) -> None:
        self.version = version
        self.differences: list[Difference] = []
        self.reworded: list[Difference] = []
        self.new: list[str] = []
        self.gone: list[str] = []

    def walk(self, given: Any, mine: Any, path: str, shape: Any) -> None:
        """Note every difference below a path."""
        if shape is _WORDS:
            if given != mine:
                self.reworded.append(Difference(path, given, mine))
        elif isinstance(shape, _Inputs) and isinstance(mine, dict) and isinstance(given, dict):
            own = {"settings": _Named(_fields_of(Setting)), "plan": _Fields({"inputs": _INPUTS})}
            for key, value in mine.items():
                self.walk(given.get(key), value, f"{path}.{key}", own.get(key))
        elif isinstance(shape, _Fields | _Named) and isinstance(mine, dict) and isinstance(given, dict):
            for key in (key for key in mine if key in given):
                below = shape.shapes.get(key) if isinstance(shape, _Fields) else shape.shape
                self.walk(given[key], mine[key], f"{path}.{key}", below)
        elif isinstance(shape, _Each) and isinstance(mine, list) and isinstance(given, list):
            if len(given) != len(mine):
                self.differences.append(Difference(path, f"{len(given)} rows", f"{len(mine)} rows"))
            for index, (theirs, ours) in enumerate(zip(given, mine, strict=False)):
                self.walk(theirs, ours, f"{path}[{index}]", shape.shape)
        else:
            self.differences += _differences(given, mine, path)

    def rows(self, given: Any, mine: Sequence[Mapping[str, Any]], path: str, cls: Any) -> None:
        """Compare findings or assumptions, whatever their order: a later version may add some, and retire some."""
        shapes = _fields_of(cls).shapes
        binding = [name for name, shape in shapes.items() if shape is None]
        if not isinstance(given, list) or not all(isinstance(row, dict) and set(binding) <= set(row) for row in given):
            self.differences.append(Difference(path, given, "a list of objects, each with " + ", ".join(binding)))
            return
        given = [{**row, "code": released.ALIASES.get(row["code"], row["code"])} for row in given]
        left = list(mine)
        over: list[tuple[int, dict[str, Any]]] = []
        for index, row in enumerate(given):
            same = next((item for item in left if all(_agree(name, item, row) for name in binding)), None)
            if same is None:
                over.append((index, row))
                continue
            left.remove(same)
            self.reworded += [
                Difference(f"{path}[{index}].{name}", row.get(name), same[name])
                for name, shape in shapes.items()
                if shape is _WORDS and row.get(name) != same[name]
            ]
        for index, row in over:
            changed = next((item for item in left if all(_equal(item[x], row[x]) for x in ("code", "field"))), None)
            where = f"{path}[{index}]"
            if changed is not None:
                left.remove(changed)
                self.differences += [
                    Difference(f"{where}.{name} ({changed['code']})", row[name], changed[name])
                    for name in binding
                    if not _agree(name, changed, row)
                ]
            elif isinstance(row["code"], str) and _is_gone(row["code"], path):
                self.gone.append(_called(row, path))
            else:
                self.differences.append(Difference(where, f"{row['code']} ({row['field']})", "no such rule holds"))
        for row in left:
            if released.is_new(row["code"], path, since=self.version):
                self.new.append(_called(row, path))
            else:
                self.differences.append(Difference(path, "no such row", f"{row['code']} ({row['field']})"))

    def notes(self) -> tuple[Finding, ...]:
        """Return what a reader of the document is told."""
        count = len(self.reworded)
        words = f"; {count} text{' is' if count == 1 else 's are'} worded otherwise" if count else ""
        message = f"made by version {self.version}, read by {__version__}: the same inputs and numbers{words}"
        notes = [finding("made-by-another-version", message, source=_SOURCE)]
        parts = [
            f"{what}: {', '.join(dict.fromkeys(names))}"
            for what, names in (("new in this version", self.new), ("no longer given", self.gone))
            if names
        ]
        if parts:
            message = f"since version {self.version} the rules have changed; {'; '.join(parts)}"
            notes.append(finding("rules-differ-by-version", message, source=_SOURCE))
        return tuple(notes)


def _is_gone(code: str, part: str) -> bool:
    return is_retired(code) if part == "findings" else code in released.RETIRED_ASSUMPTIONS


def _called(row: Mapping[str, Any], path: str) -> str:
    return f"{row['severity']} {row['code']}" if path == "findings" else f"assumption {row['code']}"


def _agree(name: str, mine: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    """Tell whether a field that binds is the same. Of an assumption's value in several words the quantities bind."""
    one, other = mine[name], given[name]
    if name == "value" and isinstance(one, str) and isinstance(other, str) and " " in one and " " in other:
        return _QUANTITY.findall(one) == _QUANTITY.findall(other)
    return _equal(one, other)


def _equal(one: Any, other: Any) -> bool:
    # True is no 1.
    return type(one) is type(other) and bool(one == other)


def _another_rule(found: _Comparison) -> MismatchError:
    """Return the refusal that names what another version computes otherwise, and what was reworded with it."""
    first, *others = sorted(found.differences, key=lambda item: not item.path.startswith("result"))
    named = [str(item) for item in others[:_MOST_NAMED]]
    named += [str(item) for item in found.reworded if item.path.startswith("result")][:_MOST_REWORDED]
    also = f"; and with it {'; '.join(named)}" if named else ""
    return MismatchError(
        "does-not-recompute",
        field=first.path,
        given=_plain(first.given),
        needed=f"{_short(_plain(first.mine))}, as computed again from the inputs",
        hint=f"version {found.version} made it and this is {__version__}: a rule has changed between them, or the plan "
        f"was edited{also}; plan the batch again",
    )


def _plain(value: Any) -> Any:
    """Return a quantity as a person reads it."""
    if isinstance(value, dict) and {"value", "unit"} <= value.keys():
        return f"{value['value']} {value['unit']}"
    return value


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
