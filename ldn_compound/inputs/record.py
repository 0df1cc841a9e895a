"""How the inputs of a function are declared: a class lists them, one line each; an instance holds them as exact values.

From such a class come the signature that an editor and a type checker see, the options of the command, the parameters
in the docstring and the ``inputs`` of the JSON Schema. Importing it loads the standard library alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self, dataclass_transform

from ldn_compound.inputs.fields import Field, internal, needed

if TYPE_CHECKING:
    from datetime import date

    from ldn_compound.inputs.fields import MaybeProfile


@dataclass_transform(kw_only_default=True, field_specifiers=(needed,))
class Inputs:
    """The inputs of one public function, or a group of them that several have.

    An instance reads what is given: each value is checked, and held as an exact one. What was not given is None, or
    empty where there can be several.

    Attributes:
        fields: the declared inputs by name: the class's own, then those of its groups, of the last one first.
    """

    fields: ClassVar[Mapping[str, Field[Any, Any]]] = {}

    def __init_subclass__(cls) -> None:
        for name, field in vars(cls).items():
            if isinstance(field, Field) and field.kind == "choice" and not field.choices:
                field.choices = tuple(re.findall(r"'([^']+)'", cls.__annotations__[name]))
                field.example = field.choices[0]
        every = [item for base in (cls, *reversed(cls.__mro__)) for item in vars(base).items()]
        cls.fields = {name: field for name, field in every if isinstance(field, Field)}

    if not TYPE_CHECKING:

        def __init__(self, **given: object) -> None:
            vars(self).update(vars(self.read(given)))

    @classmethod
    def read(cls, given: Mapping[str, object], unnamed: Sequence[object] = (), *, called: str | None = None) -> Self:
        """Return the record of what was given, by name or without.

        Raises:
            TypeError: as Python raises it for a function that was `called` with the wrong arguments.
            InputError, UnitError: what an input does not take.
        """
        from ldn_compound.inputs.reading import read_all

        if unnamed:
            places = [name for name, field in cls.fields.items() if field.positional]
            if len(unnamed) > len(places):
                most = "1 argument" if len(places) == 1 else f"{len(places)} arguments"
                raise TypeError(f"{called}() takes {most} without a name, {len(unnamed)} were given")
            by_place = dict(zip(places, unnamed, strict=False))
            if twice := [name for name in by_place if name in given]:
                raise TypeError(f"{called}() got multiple values for argument {twice[0]!r}")
            given = {**by_place, **given}
        refuse_misspelt(called or cls.__name__, cls.fields, given)
        made = cls.__new__(cls)
        vars(made).update(read_all(cls.fields.values(), given))
        return made

    def day_of_rules(self) -> date | None:
        """Return the day whose rules hold, or None for the newest."""
        return None

    def named(self, name: str) -> Any:
        """Return an input by its name, None where it was not given or there is none of that name."""
        return vars(self).get(name)

    def require(self, *names: str) -> None:
        """Refuse what lacks an input that another one makes necessary.

        Raises:
            InputError: ``missing``.
        """
        from ldn_compound.inputs.reading import require_inputs

        require_inputs(vars(self), (self.fields[name] for name in names))

    def complete(self, name: str, value: object) -> None:
        """Note what the pharmacy's profile says of an input that was left out."""
        from ldn_compound.inputs.reading import read_input

        vars(self)[name] = read_input(self.fields[name], value)

    def recorded(self) -> dict[str, Any]:
        """Return what was given, by name, without the profile: its settings that counted are recorded apart."""
        return {name: value for name, value in vars(self).items() if value is not None and name != "profile"}

    def has(self, *names: str) -> tuple[str, ...]:
        """Return those of the names that were given."""
        return tuple(name for name in names if self.named(name) is not None)


class PlanInputs(Inputs):
    """The inputs of a function that takes the pharmacy's profile."""

    profile: MaybeProfile = internal(Field("profile", "the pharmacy's profile, or None"))


def declared(name: str, group: type[Inputs] = Inputs) -> Field[Any, Any] | None:
    """Return an input by its name, of those that are loaded; None where there is none."""
    found = group.fields.get(name)
    return found or next((item for below in group.__subclasses__() if (item := declared(name, below))), None)


def refuse_misspelt(function: str, fields: Mapping[str, Field[Any, Any]], given: Mapping[str, object]) -> None:
    """Raise what Python raises for keywords that are not there, and for those that lack.

    Raises:
        TypeError: one of the two.
    """
    if unknown := [name for name in given if name not in fields]:
        raise TypeError(f"{function}() got an unexpected keyword argument {unknown[0]!r}")
    if lacking := [name for name, field in fields.items() if field.needed and name not in given]:
        raise TypeError(f"{function}() missing the argument{'s' * (len(lacking) > 1)} {', '.join(lacking)}")
