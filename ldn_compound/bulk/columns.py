"""What a row can say: the command or formula that plans it, that command's inputs, and the label's fields.

A column is called as the option is, without its hyphens in front: ``strength``, ``doses-per-day``, ``patient``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from ldn_compound.core.errors import InputError
from ldn_compound.core.texts import near_hint
from ldn_compound.exchange import formulas
from ldn_compound.inputs.fields import Field
from ldn_compound.labelling.content import LABEL_FIELDS
from ldn_compound.plans import planner_of

COMMANDS: Mapping[str, str] = {**formulas.COMMANDS, "dose": "dose"}
"""By the command that plans a row the kind of its plan."""
COMMAND, FORMULA = "command", "formula"
_OTHER_NAMES = {"weight": "body_weight"}
LISTED = ("warnings", "label_accept")
"""Fields of the label of which a row can have several."""


@cache
def inputs_of(command: str) -> dict[str, Field[Any, Any]]:
    """Return the inputs that a row of a command can give, by name.

    >>> inputs_of("capsules")["strength"].kind
    'mass'
    """
    declared = planner_of(COMMANDS[command]).inputs.fields
    return {
        name: field
        for name, field in declared.items()
        if name != FORMULA and (field.kind == "other name" or not field.internal)
    }


@cache
def label_columns() -> dict[str, str]:
    """Return the label's fields by the name of their column. What a plan states too, the label takes from the plan.

    >>> label_columns()["label_accept"], "answers" in label_columns()
    ('accept', False)
    """
    of_plans = {name for command in COMMANDS for name in inputs_of(command)}
    accepted = {f"label_{name}": name for name in ("accept", "accepted_by")}
    return {name: name for name in LABEL_FIELDS if name not in of_plans} | accepted


@cache
def columns() -> dict[str, str]:
    """Return the input, the label's field or ``command`` and ``formula`` by each name that a column can have."""
    named = {COMMAND: COMMAND, FORMULA: FORMULA, **_OTHER_NAMES, **{name: name for name in label_columns()}}
    for command in COMMANDS:
        for name, field in inputs_of(command).items():
            named |= dict.fromkeys((name, *map(_plain, field.flags)), name)
    return named


def is_column(heading: str) -> bool:
    """Tell whether a heading names a column."""
    return _plain(heading) in columns()


def column_name(heading: str) -> str:
    """Return what a heading names.

    Raises:
        InputError: ``unknown-column``, with the near ones.

    >>> column_name("Doses-per-day"), column_name("--component-lot")
    ('doses_per_day', 'component_lots')
    """
    known = columns()
    name = _plain(heading)
    if not is_column(heading):
        shown = tuple(column.replace("_", "-") for column in known)
        needed = "command, formula, or an option's name of its command or of labels print, such as doses-per-day"
        hint = near_hint(name.replace("_", "-"), shown) or "see: ldn-compound bulk template capsules --all"
        raise InputError("unknown-column", field="rows", given=heading, needed=needed, hint=hint)
    return known[name]


def _plain(heading: str) -> str:
    return heading.strip().removeprefix("--").replace("-", "_").replace(" ", "_").casefold()
