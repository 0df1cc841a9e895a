"""How one input is declared: what it is, what a caller may give for it, and what the calculator then has."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from ldn_compound.settings.keys import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence, Set, ValuesView
    from datetime import date
    from decimal import Decimal
    from fractions import Fraction
    from typing import SupportsIndex

    from pint.facets.plain import PlainQuantity

    from ldn_compound.core.results import Result
    from ldn_compound.core.units import Amount
    from ldn_compound.settings.profile import Profile

    # What a caller may give.
    QuantityIn = str | PlainQuantity[Any] | Amount | Mapping[str, str]
    WholeIn = SupportsIndex
    NumberIn = str | SupportsIndex | Decimal
    DayIn = str | date
    # No Sequence and no Iterable: a text is one, of its letters.
    NamesIn = list[str] | tuple[str, ...] | Set[str] | Iterator[str] | ValuesView[str]
    ListIn = str | Sequence[QuantityIn] | Set[QuantityIn] | Iterator[QuantityIn] | ValuesView[QuantityIn]
    PairIn = tuple[str, QuantityIn]
    RecipeIn = str | Mapping[str, QuantityIn] | Sequence[PairIn] | Iterator[PairIn]
    RecipeOut = str | tuple[tuple[str, Amount | str], ...]

In_contra = TypeVar("In_contra", contravariant=True)
Out_co = TypeVar("Out_co", covariant=True)
Value = TypeVar("Value")


class Field(Generic[In_contra, Out_co]):
    """One input: what a caller may give for it (`In_contra`), and what the calculator then has (`Out_co`).

    Attributes:
        name: the Python keyword; the option is the same with hyphens unless `option` says otherwise.
        kind: a dimension (or two: "volume or mass"), or whole, number, age, text, choice, date, flag, names, dates,
            texts, masses, readings (masses of which equal ones all count), shares (the same in percent), doses (masses
            in their order), named amounts, recipe, plan, profile, other name.
        what: one line that says what it is.
        example: a value that is accepted, as typed.
        least: the least value that is taken, in base units (a fraction: 1 is 100 %).
        above_least: whether `least` itself is refused.
        assumed: gives the value in force where it is left out, out of the data; None where there is none.
        choices: for a choice; of a plan, its kinds.
        keys: for a text, gives the keys of the data that it is one of, where no pharmacy has keys of its own.
        pattern: for a text, what it looks like; empty where it is any line.
        option: spellings on the command line.
        internal: for programs alone; the command line has no such option.
        needed: whether a call without it is refused.
        default: what is taken where it is left out, and recorded.
        empty: what the record holds where nothing was given.
        also: another name that it is taken under.
        positional: whether it may be given without its name.
        usual: the setting that gives it where it is left out, of a profile that states it; empty where there is none.
        required: whether it is refused where neither says.
        applies: tells of the inputs whether the setting speaks for them.
        held_to: whether a value that is given is held to the setting, so that a record has both.
    """

    name = ""
    option: tuple[str, ...] = ()
    internal = needed = positional = required = held_to = False
    usual = ""
    applies: Callable[[Any], bool] | None = None
    default: object = None
    also = ""
    keys: Callable[[], tuple[str, ...]] | None = None
    pattern = ""

    def __init__(
        self,
        kind: str,
        what: str,
        example: str = "",
        *,
        least: Fraction | int | None = None,
        most: Fraction | int | str | None = None,
        above_least: bool = False,
        choices: tuple[str, ...] = (),
        empty: object = None,
        assumed: Callable[[], str | None] | None = None,
    ) -> None:
        self.kind = kind
        self.what = what
        self.example = example
        self.least = least
        self._most = most
        self.assumed = assumed
        self.above_least = above_least
        self.choices = choices
        self.empty = empty

    def __set_name__(self, owner: type, name: str) -> None:
        if self.name not in ("", name):
            raise TypeError(f"{owner.__name__}.{name} is declared as {self.name}: one input has one name")
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Field[In_contra, Out_co]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> Out_co: ...
    def __get__(self, instance: object | None, owner: type) -> Any:
        # What was given stands in the instance's own dictionary, which Python reads first.
        return self if instance is None else self.empty

    if TYPE_CHECKING:

        def __set__(self, instance: object, value: In_contra) -> None: ...

    @property
    def help(self) -> str:
        """What it is and the value in force where it is left out, for the command line and the JSON Schema."""
        value = None if self.assumed is None else self.assumed()
        return self.what if value is None else f"{self.what} (assumed: {value})"

    @cached_property
    def most(self) -> Fraction | int | None:
        """The greatest value that is taken, in base units."""
        if not isinstance(self._most, str):
            return self._most
        from ldn_compound.core.units import parse_quantity

        return parse_quantity(self._most).value

    @property
    def flags(self) -> tuple[str, ...]:
        """The option's spellings on the command line."""
        return self.option or ("--" + self.name.replace("_", "-"),)

    @property
    def recorded(self) -> bool:
        """Whether it stands among the recorded inputs of a result."""
        return self.kind not in ("profile", "other name")

    def but(self, **changes: object) -> Field[In_contra, Out_co]:
        """Return the same input with other attributes."""
        changed = copy(self)
        vars(changed).update(changes)
        return changed


if TYPE_CHECKING:
    # The types of declared inputs; those that may be left out come first.
    MaybeAmount = Field[QuantityIn | None, Amount | None]
    MaybeWhole = Field[WholeIn | None, int | None]
    MaybeNumber = Field[NumberIn | None, Fraction | None]
    MaybeText = Field[str | None, str | None]
    MaybeFlag = Field[bool | None, bool | None]
    MaybeDay = Field[DayIn | None, date | None]
    MaybeChoice = Field[Value | None, Value | None]
    MaybeRecipe = Field[RecipeIn | None, RecipeOut | None]
    MaybePlan = Field[Result | None, Result | None]
    MaybeProfile = Field[Profile | None, Profile | None]
    Names = Field[NamesIn | None, tuple[str, ...]]
    Days = Field[Mapping[str, DayIn] | None, Mapping[str, date]]
    Texts = Field[Mapping[str, str] | None, Mapping[str, str]]
    Masses = Field[ListIn | None, tuple[Amount, ...]]
    AmountsByName = Field[Mapping[str, QuantityIn] | None, Mapping[str, Amount]]
    NeededAmount = Field[QuantityIn, Amount]
    NeededWhole = Field[WholeIn, int]
    NeededText = Field[str, str]
    NeededDay = Field[DayIn, date]
    NeededChoice = Field[Value, Value]
    NeededMasses = Field[ListIn, tuple[Amount, ...]]
    NeededAmountsByName = Field[Mapping[str, QuantityIn], Mapping[str, Amount]]
    NeededPlan = Field[Result, Result]


def amount(
    dimension: str,
    what: str,
    example: str,
    *,
    least: int = 0,
    most: Fraction | int | None = None,
    above_least: bool = True,
    assumed: Callable[[], str | None] | None = None,
) -> MaybeAmount:
    """Declare a quantity of a dimension (or of the first that fits of two: "volume or mass"), above 0."""
    return Field(dimension, what, example, least=least, most=most, above_least=above_least, assumed=assumed)


def share(what: str, example: str, *, most: Fraction | int = 1, above_least: bool = False) -> MaybeAmount:
    """Declare a fraction, in percent."""
    return Field("1", what, example, least=0, most=most, above_least=above_least)


_KINDS = {"mass": "mass", "ratio": "1"}


def setting(
    dotted: str, *, kind: str | None = None, assumed: Callable[[], str | None] | None = None
) -> Field[Any, Any]:
    """Declare an input that stands over a setting: what it is, its bounds and its default are the setting's.

    Parameters:
        dotted: the setting's name.
        kind: where it is not the setting's own.
        assumed: the value in force where it is left out, in place of the setting's default.
    """
    key = KEYS[dotted]
    of = kind or _KINDS.get(key.kind, key.kind)
    what, example = key.comment.removesuffix("."), key.example.strip('"')
    quantity = key.kind in _KINDS
    return Field(
        of,
        what[0].lower() + what[1:],
        example.replace(" ", "") if quantity else example,
        least=0 if quantity else None,
        most=key.most,
        above_least=quantity and key.positive,
        assumed=assumed or (lambda: assumed_of(dotted)),
    )


def assumed_of(dotted: str) -> str | None:
    """Return the default of a setting in words, None where it has none."""
    row = KEYS[dotted].default
    return None if row is None else {"true": "yes", "false": "no"}.get(row.value, row.value)


def whole(what: str, example: str, least: int, most: int) -> MaybeWhole:
    """Declare a whole number."""
    return Field("whole", what, example, least=least, most=most)


def number(what: str, example: str, least: int, most: int, *, above_least: bool = False) -> MaybeNumber:
    """Declare a number without a unit."""
    return Field("number", what, example, least=least, most=most, above_least=above_least)


def factor(what: str, example: str) -> MaybeNumber:
    """Declare a displacement factor."""
    return number(what, example, 0, 100, above_least=True)


def text(
    what: str,
    example: str,
    *,
    assumed: Callable[[], str | None] | None = None,
    keys: Callable[[], tuple[str, ...]] | None = None,
    pattern: str = "",
) -> MaybeText:
    """Declare a text: a name, or the key of a row of the reference data.

    Parameters:
        what, example: as of :class:`Field`.
        assumed: the value in force where it is left out.
        keys: the keys that there are, where no pharmacy has keys of its own.
        pattern: what it looks like.
    """
    made: MaybeText = Field("text", what, example, assumed=assumed)
    return made.but(keys=keys, pattern=pattern)


def choice(what: str) -> Field[Any, Any]:
    """Declare a choice: what can be chosen is the Literal in its annotation, for type checkers and for this program."""
    return Field("choice", what)


def flag(what: str) -> MaybeFlag:
    """Declare a yes or no."""
    return Field("flag", what)


def day(what: str, example: str = "2026-11-22") -> MaybeDay:
    """Declare a date."""
    return Field("date", what, example)


def names(what: str, example: str) -> Names:
    """Declare a list of names."""
    return Field("names", what, example, empty=())


def days(what: str, example: str) -> Days:
    """Declare dates by name."""
    return Field("dates", what, example, empty={})


def texts(what: str, example: str) -> Texts:
    """Declare texts by name."""
    return Field("texts", what, example, empty={})


def masses(kind: str, what: str, example: str) -> Masses:
    """Declare quantities one by one: masses, doses, readings, shares or lengths of time."""
    return Field(kind, what, example, empty=())


def amounts_by_name(what: str, example: str) -> AmountsByName:
    """Declare masses or volumes by name."""
    return Field("named amounts", what, example, empty={})


def recipe(what: str, example: str) -> MaybeRecipe:
    """Declare a recipe: its key, or shares by excipient."""
    return Field("recipe", what, example)


def plan(what: str, *kinds: str) -> MaybePlan:
    """Declare a plan that another function returned."""
    return internal(Field("plan", what, choices=kinds))


def other_name(of: str) -> MaybeWhole:
    """Declare another name of an input, which says so itself (`also`)."""
    return internal(Field("other name", f"the same as {of}"))


def needed(field: Field[In_contra | None, Out_co | None], *, kw_only: bool = True) -> Field[In_contra, Out_co]:
    """Declare that an input cannot be left out; without `kw_only` it may be given without its name."""
    made: Field[Any, Any] = field.but(needed=True, positional=not kw_only)
    return made


def usual(
    dotted: str,
    field: Field[In_contra | None, Out_co | None],
    *,
    required: bool = False,
    applies: Callable[[Any], bool] | None = None,
    held_to: bool = False,
) -> Field[In_contra, Out_co]:
    """Declare that the pharmacy's profile may say what an input is where it is left out.

    Parameters:
        dotted: the setting.
        field: the input.
        required: whether it must be known, from one of the two.
        applies: tells of the other inputs whether the setting speaks for them; None where it always does.
        held_to: whether a value that is given is held to the setting.
    """
    made: Field[Any, Any] = field.but(usual=dotted, required=required, applies=applies, held_to=held_to)
    return made


def otherwise(value: str, field: Field[In_contra | None, Out_co | None]) -> Field[In_contra, Out_co]:
    """Declare what an input is where it is left out."""
    made: Field[Any, Any] = field.but(default=value)
    return made


def internal(field: Field[In_contra, Out_co]) -> Field[In_contra, Out_co]:
    """Declare that an input is for programs alone."""
    return field.but(internal=True)


def spelt(field: Field[In_contra, Out_co], *options: str, also: str = "") -> Field[In_contra, Out_co]:
    """Declare how an input is spelt on the command line, and another keyword that it is taken under."""
    return field.but(option=options, also=also)
