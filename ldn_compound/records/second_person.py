"""The second person: enters a plan's inputs without seeing the first person's, and what differs is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ldn_compound.core.errors import InputError
from ldn_compound.core.numbers import decimal_text
from ldn_compound.core.texts import require_name
from ldn_compound.core.units import Amount
from ldn_compound.inputs.fields import Field
from ldn_compound.inputs.pairs import together
from ldn_compound.inputs.reading import read_input, value_from_json
from ldn_compound.inputs.shared import Acceptance
from ldn_compound.plans import planner_of
from ldn_compound.records.entries import Entry
from ldn_compound.records.verification import makers_of, same_person

_PAIRS, _LISTS = ("dates", "texts"), ("names",)
_APART = frozenset({*Acceptance.fields, "settings", "profile", "today"})


class Apart(NamedTuple):
    """An input that the two persons have otherwise.

    Attributes:
        field: its name; entered: by the second person, as text, or None; recorded: in the plan, as text, or None.
    """

    field: str
    entered: str | None
    recorded: str | None


def refuse_checker(name: str, entries: tuple[Entry, ...]) -> None:
    """Refuse a second person who made the batch, and a record that does not say who did.

    Raises:
        InputError: ``no-name``, ``no-maker``, ``checker-is-maker``.
    """
    require_name(name, field="by")
    makers = makers_of(entries)
    if not makers:
        hint = "each entry's maker: bench --by, record new --by"
        needed = "a record that says who made the batch"
        raise InputError("no-maker", field="record", needed=needed, hint=hint)
    for maker in makers:
        if same_person(name, maker):
            needed = "a second person, who made nothing of the batch"
            raise InputError("checker-is-maker", field="by", given=name, needed=needed, hint=f"{maker} made it")


def asked_of(plan: Mapping[str, Any]) -> tuple[Field[Any, Any], ...]:
    """Return the inputs that the second person enters: those that the plan was given, but for what was accepted.

    Parameters:
        plan: its document.
    """
    kind = str(plan["schema"]).split("/")[1]
    fields = planner_of(kind).inputs.fields
    given = plan["inputs"]
    return tuple(field for name, field in fields.items() if name in given and name not in _APART and not field.internal)


def entered(field: Field[Any, Any], text: str) -> Any:
    """Return what was typed for an input as the input has it.

    Parameters:
        text: of several values, with commas between them.

    Raises:
        InputError, UnitError: as the input's own.
    """
    if field.kind in _PAIRS:
        return read_input(field, together(field, [part.strip() for part in text.split(",")]))
    if field.kind in _LISTS:
        return read_input(field, [part.strip() for part in text.split(",")])
    if field.kind == "flag":
        return read_input(field, {"yes": True, "no": False}.get(text.lower(), text))
    return read_input(field, text)


def compare_entered(plan: Mapping[str, Any], typed: Mapping[str, str]) -> tuple[Apart, ...]:
    """Return every input that the second person entered otherwise, or not at all.

    Parameters:
        plan: its document; typed: by the input's name what was typed.

    Raises:
        InputError, UnitError: what was typed is nothing that the input takes.
    """
    found = []
    for field in asked_of(plan):
        stored = plan["inputs"][field.name]
        mine = read_input(field, value_from_json(stored, field=field.name))
        text = typed.get(field.name)
        theirs = None if text is None else entered(field, text)
        if theirs != mine:
            found.append(Apart(field.name, text, _shown(mine)))
    return tuple(found)


def _shown(value: Any) -> str:
    if isinstance(value, Amount):
        return value.text()
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={_shown(item)}" for name, item in value.items())
    if isinstance(value, tuple | list):
        return ", ".join(_shown(item) for item in value)
    if hasattr(value, "denominator") and not isinstance(value, int):
        return decimal_text(value)
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
