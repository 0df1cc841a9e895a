"""Each setting resolved once: option, then profile, then jurisdiction, then the reference data or a named assumption.

Every value keeps its origin, and every value that the person did not give as an option becomes an
:class:`~ldn_compound.core.results.Assumption`, printed with the result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from ldn_compound.core.errors import InputError, MismatchError
from ldn_compound.core.late_texts import Prose
from ldn_compound.core.results import Assumption
from ldn_compound.core.sources import Source
from ldn_compound.core.units import Amount
from ldn_compound.reference.jurisdictions import Jurisdiction, get_jurisdiction
from ldn_compound.reference.loader import load
from ldn_compound.settings.key import Key
from ldn_compound.settings.keys import find_key
from ldn_compound.settings.profile import FillerEntry, Profile, filler_entry
from ldn_compound.settings.values import Value, default_of, from_json, from_text, shown, to_json, typed

_T = TypeVar("_T")
_DEFAULT, _MEANS = "default", "means"
_ORIGIN = re.compile(r"option|profile|reference|assumption|jurisdiction [a-z]+")


class Setting(NamedTuple):
    """One value in force.

    Attributes:
        key: dotted name, such as ``balance.readability``.
        value: the value, or None where nothing is stated and nothing is assumed.
        origin: ``option``, ``profile``, ``jurisdiction us``, ``reference`` or ``assumption``.
        source: the line of the profile or the citation behind the value, or None.
    """

    key: str
    value: Value | None
    origin: str
    source: Prose | None


class Resolver:
    """Resolves the settings of one plan, and keeps what it resolved.

    Parameters:
        profile: the pharmacy's profile; ``profile.EMPTY`` where there is none.
        jurisdiction: the jurisdiction given as an option, or None.
        recorded: the settings of a plan that is recomputed; they stand in place of the profile, the jurisdiction's
            data and the defaults.
        on: the day whose rules of a country hold, the day of making; None for the newest.

    Attributes:
        settings: every setting that was resolved, by dotted name, in order.
        facts: what is known of the plan, for a country's rules that hold in a case; the plan fills it as it goes.
        assumptions: one for each value that was not an option.
        jurisdiction: the jurisdiction in force.

    Raises:
        InputError: ``not-a-profile``, ``unknown-choice`` for a jurisdiction that there is not.

    >>> from ldn_compound.settings.profile import EMPTY
    >>> resolver = Resolver(EMPTY)
    >>> resolver.amount("balance.readability", None, field="readability")
    Amount('1 mg')
    >>> [assumption.code for assumption in resolver.assumptions]
    ['jurisdiction', 'readability']
    """

    def __init__(
        self,
        profile: Profile,
        jurisdiction: str | None = None,
        recorded: Mapping[str, Setting] | None = None,
        on: date | None = None,
    ) -> None:
        if not isinstance(profile, Profile):
            hint = "read it with load_profile(path) or read_profile(text)"
            raise InputError("not-a-profile", field="profile", given=profile, needed="a Profile", hint=hint)
        self._profile = profile
        self._kept = load("defaults").kept
        self._recorded = recorded or {}
        self._is_recomputed = recorded is not None
        self.settings: dict[str, Setting] = {}
        self.assumptions: list[Assumption] = []
        self._assumed: set[str] = set()
        self.facts: dict[str, Amount | str] = {}
        self._country: Jurisdiction | None = None
        self.jurisdiction = self.text("policies.jurisdiction", jurisdiction, field="jurisdiction")
        self._country = get_jurisdiction(self.jurisdiction, on)

    def resolve(
        self,
        dotted: str,
        given: Value | None,
        *,
        field: str,
        convert: Callable[[Any], Value] | None = None,
        otherwise: tuple[Value, Source | str] | None = None,
        quietly: bool = False,
    ) -> Setting:
        """Return the value in force for a setting and note it.

        Parameters:
            dotted: its name, such as ``balance.readability`` or ``capsules.volumes.3``.
            given: the option's value, typed already (strict text will do); None where the option was not given.
            field: the option's Python keyword, which the assumption names.
            convert: a check on the value whatever its origin, which returns the value to keep.
            otherwise: value and citation out of the reference data, in place of the table's default.
            quietly: only look: the value is recorded, and no assumption says that it holds for the plan.

        Raises:
            InputError: what the parser of the setting raises for an option.
            MismatchError: ``bad-recorded-setting`` where the record says that an option was given and none is.
        """
        key = find_key(dotted)
        if key is None:
            raise KeyError(dotted)
        setting = self._find(key, dotted, given, field, otherwise)
        if convert is not None and setting.value is not None:
            setting = setting._replace(value=convert(setting.value))
        self.settings[dotted] = setting
        if not quietly:
            self._assume(key, setting, field)
        return setting

    def _find(
        self, key: Key, dotted: str, given: Value | None, field: str, otherwise: tuple[Value, Source | str] | None
    ) -> Setting:
        if given is not None:
            # An option keeps the limits of a profile: else a plan could record what its own reader refuses.
            return Setting(dotted, typed(key, given, field), "option", None)
        if dotted in self._recorded:
            setting = self._recorded[dotted]
            if setting.origin == "option":
                needed = f"the option {field} among the inputs"
                raise MismatchError("bad-recorded-setting", field=dotted, given=shown(setting.value), needed=needed)
            if setting.origin == "profile":
                return setting
            # The citation is prose, which is this version's own; what it says of the value binds.
            rule = self._by_rule(key, dotted, otherwise)
            if (setting.value, setting.origin) != (rule.value, rule.origin):
                needed = f"{_cited(rule)}, the rule, reference value or assumption of this version"
                hint = "the record was edited, or this version's data differ: plan it again"
                raise MismatchError(
                    "bad-recorded-setting", field=dotted, given=_cited(setting), needed=needed, hint=hint
                )
            return rule
        stated = self._profile.get(dotted)
        if stated is not None:
            return Setting(dotted, stated, "profile", f"{self._profile.name}, line {self._profile.line_of(dotted)}")
        return self._by_rule(key, dotted, otherwise)

    def _by_rule(self, key: Key, dotted: str, otherwise: tuple[Value, Source | str] | None) -> Setting:
        """Return what holds where neither option nor profile says: jurisdiction, reference data, assumption."""
        rule = None if self._country is None else self._country.rule(dotted, self.facts)
        if rule is not None:
            value = from_text(key, rule.value, dotted)
            return Setting(dotted, value, f"jurisdiction {self.jurisdiction}", rule.cited)
        if otherwise is not None:
            return Setting(dotted, otherwise[0], "reference", str(otherwise[1]))
        if key.name != dotted:  # of a filler, say, whose name may be any
            return Setting(dotted, *default_of(key))
        # The same for every plan: kept with the file that it is of, and so is what it means.
        found: Setting | None = self._kept.get((_DEFAULT, dotted))
        if found is None:
            found = self._kept[(_DEFAULT, dotted)] = Setting(dotted, *default_of(key))
        return found

    def asks_for(self, fact: str, dotted: str, given: Value | None) -> bool:
        """Tell whether the country's rule for a setting has to know a fact that the plan has not worked out yet.

        Parameters:
            given: the option's value: where there is one, or the profile states one, no country's rule is asked.
        """
        recorded = self._recorded.get(dotted)
        if given is not None or self._country is None or self._profile.get(dotted) is not None:
            return False
        if recorded is not None and recorded.origin == "profile":
            return False
        return self._country.asks_for(fact, dotted, self.facts)

    def _assume(self, key: Key, setting: Setting, field: str) -> None:
        if setting.origin == "option" or setting.key in self._assumed:
            return
        place = (_MEANS, setting.key, field)
        if self._kept.get((_DEFAULT, setting.key)) is not setting:
            assumption = _assumption(key, setting, field)
        elif place in self._kept:
            assumption = self._kept[place]
        else:
            assumption = self._kept[place] = _assumption(key, setting, field)
        if assumption is not None:
            self._assumed.add(setting.key)
            self.assumptions.append(assumption)

    def stated(self, start: str) -> list[str]:
        """Return the dotted names with this beginning that the profile (or the record) states something of."""
        known = self._recorded if self._is_recomputed else dict(self._profile.values)
        return [name for name in known if name.startswith(start)]

    def filler(
        self, key: str, *, size: str | None = None, field: str = "filler", quietly: bool = False
    ) -> FillerEntry | None:
        """Resolve everything that the profile (or the record) states of a filler.

        Parameters:
            key: the filler's key.
            size: the capsule size in use: packing statistics stated by size for another one are left aside.
            field: the keyword that the assumptions name.
            quietly: as of :meth:`resolve`.

        Returns:
            What is stated, or None where nothing is.
        """
        start = f"fillers.{key}."
        values: dict[str, Value] = {}
        for dotted in self.stated(start):
            if dotted.startswith(f"{start}packing.") and size is not None and dotted != f"{start}packing.{size}":
                continue
            value = self.resolve(dotted, None, field=field, quietly=quietly).value
            if value is not None:
                values[dotted] = value
        return filler_entry(key, values) if values else None

    def amount(self, dotted: str, given: Amount | None, *, field: str, **more: Any) -> Amount:
        """Resolve a quantity that always has a value."""
        return self._of_type(self.resolve(dotted, given, field=field, **more), Amount)

    def maybe_amount(self, dotted: str, given: Amount | None, *, field: str, **more: Any) -> Amount | None:
        """Resolve a quantity that may be left open."""
        setting = self.resolve(dotted, given, field=field, **more)
        return None if setting.value is None else self._of_type(setting, Amount)

    def text(self, dotted: str, given: Value | None, *, field: str, **more: Any) -> str:
        """Resolve a choice or a text that always has a value."""
        return self._of_type(self.resolve(dotted, given, field=field, **more), str)

    def maybe_text(self, dotted: str, given: Value | None, *, field: str, **more: Any) -> str | None:
        """Resolve a choice or a text that may be left open."""
        setting = self.resolve(dotted, given, field=field, **more)
        return None if setting.value is None else self._of_type(setting, str)

    def whole(self, dotted: str, given: int | None, *, field: str, **more: Any) -> int:
        """Resolve a whole number."""
        return self._of_type(self.resolve(dotted, given, field=field, **more), int)

    def flag(self, dotted: str, given: bool | None, *, field: str, **more: Any) -> bool:
        """Resolve a yes or no."""
        return self._of_type(self.resolve(dotted, given, field=field, **more), bool)

    def names(self, dotted: str, given: tuple[str, ...] | None, *, field: str, **more: Any) -> tuple[str, ...]:
        """Resolve a list of names, such as the stocked sizes."""
        return self._of_type(self.resolve(dotted, given, field=field, **more), tuple)

    def _of_type(self, setting: Setting, kind: type[_T]) -> _T:
        if isinstance(setting.value, kind):
            return setting.value
        if setting.key in self._recorded:
            needed = "the value that was in force"
            raise MismatchError("bad-recorded-setting", field=setting.key, given=shown(setting.value), needed=needed)
        raise TypeError(f"{setting.key} is no {kind.__name__}: {setting.value!r}")


def _cited(setting: Setting) -> str:
    return f"{shown(setting.value)} ({setting.origin}, {setting.source})"


def _message(key: Key, setting: Setting) -> str | None:
    """Return what a value means for a plan; None where nothing is stated and that needs no saying."""
    if setting.value is None:
        return key.left_open
    if setting.origin == "profile":
        return f"{setting.key} is taken from the pharmacy's profile"
    if setting.origin.startswith("jurisdiction"):
        return f"{setting.key} is taken from the rules of {setting.origin}"
    if setting.origin == "assumption" and key.default is not None:
        return key.default.said
    return key.message or f"{setting.key} is taken from the reference data"


@lru_cache(maxsize=1024)
def _assumption(key: Key, setting: Setting, field: str) -> Assumption | None:
    """Return the assumption that a value not given as an option is; the same ones come back plan after plan."""
    message = _message(key, setting)
    if message is None:
        return None
    return Assumption(
        code=key.code,
        field=field,
        value=shown(setting.value),
        origin=setting.origin,
        source=setting.source,
        message=message,
    )


def settings_to_json(settings: Mapping[str, Setting]) -> dict[str, Any]:
    """Return settings as a plan's JSON writes them, to be read back by :func:`settings_from_json`."""
    return {
        dotted: {"value": to_json(setting.value), "origin": setting.origin, "source": setting.source}
        for dotted, setting in settings.items()
    }


def settings_from_json(obj: object) -> dict[str, Setting]:
    """Return the settings that a plan's JSON holds; members of an entry that are not known are ignored.

    Raises:
        MismatchError: ``bad-recorded-setting``, its field the dotted name.
    """
    if not isinstance(obj, Mapping):
        raise MismatchError("bad-recorded-setting", field="settings", given=obj, needed="an object by dotted name")
    return {str(dotted): _recorded(dotted, entry) for dotted, entry in obj.items()}


def _recorded(dotted: object, entry: object) -> Setting:
    key = find_key(dotted) if isinstance(dotted, str) else None
    if key is None or not isinstance(dotted, str):
        needed = "the dotted name of a setting"
        raise MismatchError("bad-recorded-setting", field="settings", given=dotted, needed=needed)
    if not isinstance(entry, Mapping) or not {"value", "origin", "source"} <= set(entry):
        needed = "an object with value, origin and source"
        raise MismatchError("bad-recorded-setting", field=dotted, given=entry, needed=needed)
    origin, source = entry["origin"], entry["source"]
    if not isinstance(origin, str) or not _ORIGIN.fullmatch(origin):
        needed = "origin option, profile, jurisdiction KEY, reference or assumption"
        raise MismatchError("bad-recorded-setting", field=dotted, given=origin, needed=needed)
    if source is not None and not isinstance(source, str):
        raise MismatchError("bad-recorded-setting", field=dotted, given=source, needed="source as text or null")
    try:
        value = from_json(key, entry["value"], dotted)
    except InputError as error:
        raise MismatchError(
            "bad-recorded-setting", field=dotted, given=error.given, needed=error.needed, hint=error.hint
        ) from error
    return Setting(dotted, value, origin, source)
