"""Makes a public function of a calculation and its declared inputs: signature, docstring, reading, and computing again.

The calculation takes a worksheet that holds the inputs as exact values. The function made of it takes them by name, as
an editor, a type checker and ``help()`` see them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from inspect import Parameter, Signature, cleandoc
from typing import Any, ParamSpec, TypeVar, cast

from ldn_compound.core.errors import InputError
from ldn_compound.core.results import Result
from ldn_compound.inputs.fields import Field
from ldn_compound.inputs.reading import refuse_unknown, value_from_json
from ldn_compound.inputs.record import Inputs, PlanInputs
from ldn_compound.plans import PLANNERS, Planner, replay_recorded, verify
from ldn_compound.plans.worksheet import SETTINGS, Worksheet
from ldn_compound.settings.resolve import Setting, settings_from_json

PLAN = "plan"
"""The input that is a plan: its kind and its own inputs are recorded."""
_QUANTITY = ("str | Quantity", "")
_SECTION = re.compile(r"\n\n(?:Returns|Raises):")

P = ParamSpec("P")
Given = TypeVar("Given", bound=Inputs)
S = TypeVar("S", bound=PlanInputs)
R = TypeVar("R")
N = TypeVar("N", bound=Result)

# What a caller gives, as a signature and a docstring say it.
_TYPES = {
    "whole": ("int", "whole number"),
    "number": ("str | int | Decimal", "number, as text"),
    "age": ("str | int", "number, as text, or years and months"),
    "text": ("str", "text"),
    "choice": ("str", "text"),
    "flag": ("bool", "True or False"),
    "date": ("date | str", "a date or ISO text"),
    "names": ("Collection[str] | Iterator[str]", "list, or a set"),
    "dates": ("Mapping[str, date | str]", "dates by name"),
    "texts": ("Mapping[str, str]", "texts by name"),
    "masses": ("str | Iterable[str | Quantity]", "list of masses"),
    "doses": ("str | Iterable[str | Quantity]", "list of masses"),
    "readings": ("str | Iterable[str | Quantity]", "list of masses"),
    "lengths": ("str | Iterable[str | Quantity]", "list of times"),
    "shares": ("str | Iterable[str | Quantity]", "list of fractions"),
    "named amounts": ("Mapping[str, str | Quantity]", "masses by name"),
    "recipe": ("str | Mapping[str, str | Quantity]", "a key, or shares by excipient"),
    "plan": ("Result", "a plan as it was returned"),
    "profile": ("Profile", "profile"),
    "other name": ("int", "whole number"),
}


def calculator(inputs: Callable[P, Given]) -> Callable[[Callable[[Given], R]], Callable[P, R]]:
    """Make a public function of a calculation that takes the declared inputs, and keeps no record."""
    cls = cast("type[Given]", inputs)

    def declare(calculation: Callable[[Given], R]) -> Callable[P, R]:
        def call(*args: P.args, **given: P.kwargs) -> R:
            return calculation(cls.read(given, args, called=calculation.__name__))

        return _described(call, calculation, cls)

    return declare


def planner(
    inputs: Callable[P, S], *, settle: Callable[[S, Mapping[str, object]], None] | None = None
) -> Callable[[Callable[[Worksheet[S]], N]], Callable[P, N]]:
    """Make a public function of a calculation on a worksheet. Its result can be computed again.

    Parameters:
        inputs: the class that declares the inputs.
        settle: refuses inputs that do not go together and completes one from another; it takes the record, which it
            may change, and what was given.
    """
    cls = cast("type[S]", inputs)
    recorded_names = [name for name, field in cls.fields.items() if field.recorded]

    def declare(calculation: Callable[[Worksheet[S]], N]) -> Callable[P, N]:
        def call(*args: P.args, **given: P.kwargs) -> N:
            typed = cls.read(given, args, called=calculation.__name__)
            if PLAN in cls.fields and typed.named(PLAN) is not None:
                _refuse_changed(typed.named(PLAN), cls.fields[PLAN])
            if settle is not None:
                settle(typed, given)
            return calculation(_worksheet(typed))

        def again(inputs: Mapping[str, Any]) -> N:
            given = {name: value for name, value in inputs.items() if name != SETTINGS}
            needed = f"an input of {calculation.__name__}"
            refuse_unknown(given, recorded_names, field="inputs", code="unknown-input", needed=needed)
            given = {
                name: replay_recorded(value, cls.fields[name].choices, field=name)
                if name == PLAN
                else value_from_json(value, field=name)
                for name, value in given.items()
            }
            typed = cls.read(dict.fromkeys(recorded_names) | given)
            if settle is not None:
                settle(typed, given)
            return calculation(_worksheet(typed, settings_from_json(inputs.get(SETTINGS, {}))))

        result = calculation.__globals__[calculation.__annotations__["return"]]
        PLANNERS[result.kind] = Planner(cls, again, call)
        return _described(call, calculation, cls)

    return declare


def _worksheet(given: S, recorded: Mapping[str, Setting] | None = None) -> Worksheet[S]:
    """Return the worksheet of a call, on which it stands by what formula it was made."""
    sheet = Worksheet(given, recorded=recorded)
    sheet.complete()
    formula: str | None = given.named("formula")
    if formula is not None:
        message = "what was not given otherwise is taken from the pharmacy's formula"
        sheet.assume("formula", field="formula", value=formula, origin="formula", message=message)
    return sheet


def _refuse_changed(plan: object, field: Field[Any, Any]) -> None:
    """Refuse what is no plan of a kind that the function takes, or was changed after it was planned."""
    if not isinstance(plan, Result) or plan.kind not in field.choices:
        given = getattr(plan, "kind", type(plan).__name__)
        needed = f"{field.what.partition(':')[0]}, as it was returned"
        raise InputError("not-a-plan", field=field.name, given=given, needed=needed)
    verify(plan)


def _described(call: Callable[P, R], calculation: Callable[..., R], cls: type[Inputs]) -> Callable[P, R]:
    """Give the function the calculation's name and text, and the inputs as its signature and parameters."""
    fields = cls.fields.values()
    call.__module__, call.__name__, call.__qualname__ = (
        calculation.__module__,
        calculation.__name__,
        calculation.__name__,
    )
    parameters = [
        Parameter(
            field.name,
            Parameter.POSITIONAL_OR_KEYWORD if field.positional else Parameter.KEYWORD_ONLY,
            default=Parameter.empty if field.needed else field.default,
            annotation=_type(field),
        )
        for field in sorted(fields, key=lambda field: not field.positional)
    ]
    signature = Signature(parameters, return_annotation=calculation.__annotations__["return"])
    # What inspect and help() read.
    vars(call)["__signature__"] = signature
    if calculation.__doc__ is not None:
        # From Python 3.13 on the compiler takes the indentation away itself.
        text = cleandoc(calculation.__doc__)
        rows = "".join(f"\n    {field.name}: {_told(field)}" for field in fields)
        place = _SECTION.search(text)
        cut = len(text) if place is None else place.start()
        call.__doc__ = f"{text[:cut]}\n\nParameters:{rows}{text[cut:]}"
    return call


def _type(field: Field[Any, Any]) -> str:
    name = _TYPES.get(field.kind, _QUANTITY)[0]
    if field.kind == "choice":
        name = f"Literal[{', '.join(map(repr, field.choices))}]"
    return name if field.needed or field.default is not None else f"{name} | None"


def _told(field: Field[Any, Any]) -> str:
    kind = _TYPES.get(field.kind, (_QUANTITY[0], field.kind.replace("1", "fraction")))[1]
    if field.choices and field.kind == "choice":
        kind = " or ".join(f"``{name}``" for name in field.choices)
    return f"{kind}; {field.what}"
