"""Collects the working of one plan: resolved settings, numbered steps, assumptions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Generic

from ldn_compound.core.errors import MismatchError
from ldn_compound.core.late_texts import FormulaText, Text, Worded
from ldn_compound.core.results import Assumption, Steps
from ldn_compound.core.units import ratio
from ldn_compound.inputs.reading import value_to_json
from ldn_compound.inputs.record import Inputs
from ldn_compound.inputs.shared import Dates
from ldn_compound.settings.keys import has_default
from ldn_compound.settings.profile import EMPTY, Profile
from ldn_compound.settings.resolve import Resolver, Setting, settings_to_json

FILLER_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SETTINGS = "settings"
"""The key of a result's inputs that holds the settings that were resolved."""


# A function that reads no inputs takes a worksheet of any.
if TYPE_CHECKING:
    from typing_extensions import TypeVar

    I_co = TypeVar("I_co", bound=Inputs, default=Inputs, covariant=True)
else:
    from typing import TypeVar

    I_co = TypeVar("I_co", covariant=True)

_R = TypeVar("_R")


class Worksheet(Generic[I_co]):
    """Collects what a result tells besides its numbers, in the order in which it is worked out.

    Attributes:
        given: the inputs as exact values.
        resolver: resolves the settings; it is handed the recorded ones when a plan is computed again.
        expiries: expiry dates by component: those given, and the profile's of the drug powder.
    """

    def __init__(self, given: I_co, *, recorded: Mapping[str, Setting] | None = None) -> None:
        self._given = given
        profile: Profile | None = given.named("profile")
        self._profile = EMPTY if profile is None else profile
        self._recorded = recorded
        self.resolver = Resolver(self._profile, recorded=recorded, on=self.day)
        self._steps: list[tuple[Any, ...]] = []
        self.expiries: dict[str, date] = dict(given.component_expiries) if isinstance(given, Dates) else {}
        self._own: list[Assumption] = []

    @property
    def given(self) -> I_co:
        """The inputs as exact values."""
        return self._given

    @property
    def day(self) -> date | None:
        """The day whose rules hold: the day of making, or the first day of a titration; None for the newest rules."""
        return self._given.day_of_rules()

    def fork(self) -> Worksheet[I_co]:
        """Return an empty worksheet with the same inputs and settings, for a what-if calculation."""
        return Worksheet(self._given, recorded=self._recorded)

    def setting(self, dotted: str, field: str | None = None, *, otherwise: Any = None, quietly: bool = False) -> Any:
        """Return a setting's value: the input named `field` if it was given, else profile, jurisdiction, assumption.

        Parameters:
            otherwise: value and citation of the reference data, in place of the setting's own default.
            quietly: only look: no assumption says that it holds for the plan.
        """
        name = field or dotted.rpartition(".")[2]
        given = self._given.named(name)
        setting = self.resolver.resolve(dotted, given, field=name, otherwise=otherwise, quietly=quietly)
        if setting.value is None and (otherwise is not None or has_default(dotted)):
            # Only a record that was edited can hold nothing where there is always a default.
            needed = "the value that was in force"
            raise MismatchError("bad-recorded-setting", field=dotted, given="null", needed=needed)
        return setting.value

    def complete(self) -> None:
        """Take from the profile what it says of inputs that were left out, and refuse those that nobody gave.

        Of a record they stand among the inputs, and the settings say which of them came from the profile.

        Raises:
            InputError: ``missing``.
            MismatchError: ``bad-recorded-setting``: the record has one value as the input and another as the setting.
        """
        fields = [field for field in self._given.fields.values() if field.usual]
        for field in fields:
            given = self._given.named(field.name)
            if self._recorded is None and given is not None:
                continue
            if not self.states(field.usual) or (field.applies is not None and not field.applies(self._given)):
                continue
            value = self.resolver.resolve(field.usual, None, field=field.name).value
            if self._recorded is None:
                self._given.complete(field.name, value)
            elif value != given and not field.held_to:
                needed = f"the value of the input {field.name}"
                raise MismatchError("bad-recorded-setting", field=field.usual, given=value, needed=needed)
        self._given.require(*(field.name for field in fields if field.required))

    def states(self, dotted: str) -> bool:
        """Tell whether the profile (or the record) states a setting."""
        return dotted in self.resolver.stated(dotted)

    def origin(self, dotted: str) -> str:
        """Return where a resolved setting came from."""
        return self.resolver.settings[dotted].origin

    @property
    def own_filler_keys(self) -> tuple[str, ...]:
        """The keys of the fillers that the profile states something of; of a record, those that it names."""
        recorded = [dotted.split(".") for dotted in self._recorded or () if dotted.startswith("fillers.")]
        return (
            *(entry.key for entry in self._profile.fillers),
            *(parts[1] for parts in recorded if parts[2:] == ["name"]),
        )

    def asks_for(self, fact: str, dotted: str) -> bool:
        """Tell whether a country's rule for a setting has to know a fact that the plan has not worked out yet."""
        return self.resolver.asks_for(fact, dotted, self._given.named(dotted.rpartition(".")[2]))

    def own_filler(self, key: str, *, quietly: bool = False) -> tuple[str, tuple[str, ...] | None] | None:
        """Return name and composition of a filler of the pharmacy's own, or None where the profile has none."""
        if not FILLER_KEY.fullmatch(key):
            return None
        name = self.setting(f"fillers.{key}.name", "filler_name", quietly=quietly)
        if name is None:
            return None
        return name, self.setting(f"fillers.{key}.contains", "filler_contains", quietly=quietly)

    def assume(
        self, code: str, *, field: str, value: str, message: Text, origin: str = "assumption", source: object = None
    ) -> None:
        """Write down an assumption that is no setting."""
        self._own.append(
            Assumption(
                code=code,
                field=field,
                value=value,
                origin=origin,
                source=None if source is None else str(source),
                message=message,
            )
        )

    def set_aside(self, dotted: str, *, field: str, value: str, message: Text) -> None:
        """Say that what the profile states, which was only looked at, does not hold for this plan."""
        source = self.resolver.settings[dotted].source
        self.assume("profile-set-aside", field=field, value=value, message=message, origin="profile", source=source)

    def work(self, name: str, formula: Callable[..., _R], **values: Any) -> _R:
        """Apply a formula to exact numbers in base units, write the step down and return the result."""
        result = formula(**values)
        if type(result) is Fraction:  # a list of rows stands in the result itself
            self._steps.append((name, formula, values, result))
        return result

    def work_in_percent(self, name: str, formula: Callable[..., Fraction], **values: Fraction) -> Fraction:
        """Apply a formula whose result is read in percent, write the step down and return the result."""
        result = formula(**values)
        self.note(name, FormulaText(formula, tuple(values.items())), Worded("{}", (ratio(result),)))
        return result

    def note(self, name: str, formula: Text, value: Text) -> None:
        """Write down a step that is no formula of the calculator: a rounding, a choice, a date."""
        self._steps.append((name, formula, value))

    @property
    def steps(self) -> Steps:
        """The working so far."""
        return Steps(self._steps)

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """All assumptions: the settings' and the plan's own."""
        return (*self.resolver.assumptions, *self._own)

    @property
    def inputs(self) -> RecordedInputs:
        """The inputs as JSON writes them, with the settings that were resolved."""
        return RecordedInputs(self._given.recorded(), dict(self.resolver.settings))


class RecordedInputs(Mapping[str, Any]):
    """A plan's inputs as JSON writes them, written out only when somebody reads them. Immutable; compares as a dict."""

    __slots__ = ("_given", "_settings", "_written")

    def __init__(self, given: dict[str, Any], settings: dict[str, Setting]) -> None:
        self._given = given
        self._settings = settings
        self._written: dict[str, Any] | None = None

    def _read(self) -> dict[str, Any]:
        if self._written is None:
            self._written = {**value_to_json(self._given), SETTINGS: settings_to_json(self._settings)}
        return self._written

    def __getitem__(self, key: str) -> Any:
        return self._read()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def __eq__(self, other: object) -> bool:
        return self._read() == dict(other) if isinstance(other, Mapping) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self._given))

    def __repr__(self) -> str:
        return repr(self._read())

    def __reduce__(self) -> tuple[Any, ...]:
        return RecordedInputs, (self._given, self._settings)
