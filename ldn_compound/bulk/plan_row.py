"""One row to its plan and its label: what it gives is read as the command reads its options."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ldn_compound.bulk.columns import COMMAND, COMMANDS, FORMULA, LISTED, inputs_of, label_columns
from ldn_compound.core.errors import InputError, LdnError
from ldn_compound.core.results import Result
from ldn_compound.exchange.formulas import Formula, set_aside
from ldn_compound.inputs.fields import Field
from ldn_compound.inputs.pairs import together
from ldn_compound.inputs.reading import refuse_unknown, stated_quantity
from ldn_compound.plans import plan_named

Meaning = Callable[[Field[Any, Any], str], str]
"""Takes an input and what was typed for it, and returns the strict text that it means."""
BETWEEN = ";"
"""Stands between several values in one cell."""
_WORDS_OF_A_FLAG = {"yes": True, "true": True, "no": False, "false": False}
_QUANTITY = {"value", "unit"}
_LISTS = ("names", "dates", "texts")


class Planned(NamedTuple):
    """What became of a row.

    Attributes:
        result: its plan.
        label: what it gives for the label, by the keywords of ``label_for``.
        left_out: the inputs of its formula that another column of the row stands in for.
    """

    result: Result
    label: Mapping[str, Any]
    left_out: tuple[str, ...]


def plan_row(
    values: Mapping[str, Any],
    *,
    formulas: Mapping[str, Formula | LdnError],
    profile: Any = None,
    today: str,
    meaning: Meaning,
) -> Planned:
    """Return the plan of a row.

    Parameters:
        values: what the row gives by name.
        formulas: those that rows name, or why one cannot be read.
        profile: the pharmacy's, or None.
        today: the day of making where the row gives none, as ISO text.
        meaning: brings what was typed to the strict text that it means.

    Raises:
        InputError: ``missing`` and ``unknown-choice`` for the command, ``another-command``, ``unknown-key``; whatever
            the command itself refuses.
        LdnError: what its plan is refused for.
    """
    formula = _formula(values.get(FORMULA), formulas)
    command = _command(values.get(COMMAND), formula)
    fields = inputs_of(command)
    labels = label_columns()
    given: dict[str, Any] = {}
    label: dict[str, Any] = {}
    for name, value in values.items():
        if name in labels:
            label[labels[name]] = _cell_list(value) if name in LISTED else value
        elif name not in (COMMAND, FORMULA):
            needed = f"an input of {command}"
            refuse_unknown([name], fields, field=name, code="unknown-key", needed=needed)
            given[name] = _value(fields[name], value, meaning)
    left_out: tuple[str, ...] = ()
    if formula is not None:
        left_out = set_aside(formula.inputs, given)
        said = {name: value for name, value in formula.inputs.items() if name not in left_out}
        given = {**said, **given, FORMULA: formula.called}
    if "made_on" in fields and given.get("made_on") is None:
        given |= {"made_on": today, "made_on_is_today": True}
    elif "made_on" in fields and str(given["made_on"]) > today:
        given["today"] = today
    return Planned(plan_named(COMMANDS[command], given, profile=profile), label, left_out)


def _formula(name: object, formulas: Mapping[str, Formula | LdnError]) -> Formula | None:
    if name is None:
        return None
    found = formulas.get(str(name))
    if isinstance(found, Formula):
        return found
    raise found or InputError("unknown-choice", field=FORMULA, given=name, needed="a formula's name")


def _command(name: object, formula: Formula | None) -> str:
    if name is None:
        if formula is None:
            needed = f"a command ({', '.join(COMMANDS)}) or a formula"
            raise InputError("missing", field=COMMAND, needed=needed, hint="add a column command or formula")
        return formula.command
    command = str(name).strip().casefold()
    if command not in COMMANDS:
        raise InputError("unknown-choice", field=COMMAND, given=name, needed=f"one of {', '.join(COMMANDS)}")
    if formula is not None and formula.command != command:
        needed, hint = formula.command, f"the formula {formula.name} is one of that command"
        raise InputError("another-command", field=COMMAND, given=name, needed=needed, hint=hint)
    return command


def _cell_list(value: object) -> object:
    return [item.strip() for item in value.split(BETWEEN) if item.strip()] if isinstance(value, str) else value


def _value(field: Field[Any, Any], value: Any, meaning: Meaning) -> Any:
    """Return a cell as the command has its option: several values apart, yes and no as such, a quantity as text."""
    if isinstance(value, Mapping) and value.keys() == _QUANTITY:
        value = stated_quantity(value, field=field.name)
    if field.kind in _LISTS and isinstance(value, str):
        items = [item.strip() for item in value.split(BETWEEN) if item.strip()]
        return together(field, items)
    if field.kind == "flag" and isinstance(value, str):
        word = value.strip().casefold()
        if word not in _WORDS_OF_A_FLAG:
            raise InputError("bad-flag", field=field.name, given=value, needed="yes or no")
        return _WORDS_OF_A_FLAG[word]
    return meaning(field, value) if isinstance(value, str) else value
