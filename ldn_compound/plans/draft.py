"""The bench on which a plan is put together: settings resolved, steps and assumptions written down as they happen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from ldn_compound.calc.batch import content_of_label
from ldn_compound.inputs import value_from_json, value_to_json
from ldn_compound.results import Assumption, Finding, Step
from ldn_compound.settings.profile import EMPTY, Profile
from ldn_compound.settings.resolve import Resolver, Setting, settings_from_json, settings_to_json
from ldn_compound.units import Amount, number_text, signature_of

FILLER_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SHARES = (content_of_label,)  # their results are read in percent
SETTINGS = "settings"
"""The key of a result's inputs that holds the settings that were resolved."""


class Draft:
    """Collects what a result tells besides its numbers, in the order in which it is worked out.

    Attributes:
        given: the typed inputs of the verb.
        resolver: resolves the settings; it is handed the recorded ones when a plan is computed again.
        steps: the working so far.
        findings: the findings so far.
    """

    def __init__(
        self, given: dict[str, Any], *, profile: Profile | None, recorded: Mapping[str, Setting] | None = None
    ) -> None:
        self.given = given
        self.resolver = Resolver(profile or EMPTY, recorded=recorded)
        self.steps: list[Step] = []
        self.findings: list[Finding] = []
        self._own: list[Assumption] = []

    def setting(self, dotted: str, field: str | None = None, *, otherwise: Any = None) -> Any:
        """Return a setting's value: the input named `field` if it was given, else profile, jurisdiction, assumption.

        Parameters:
            otherwise: value and citation of the reference data, in place of the setting's own default.
        """
        name = field or dotted.rpartition(".")[2]
        return self.resolver.resolve(dotted, self.given.get(name), field=name, otherwise=otherwise).value

    def origin(self, dotted: str) -> str:
        """Return where a resolved setting came from."""
        return self.resolver.settings[dotted].origin

    def own_filler(self, key: str) -> tuple[str, tuple[str, ...] | None] | None:
        """Return name and composition of a filler of the pharmacy's own, or None where the profile has none."""
        if not FILLER_KEY.fullmatch(key):
            return None
        name = self.setting(f"fillers.{key}.name", "filler_name")
        return None if name is None else (name, self.setting(f"fillers.{key}.contains", "filler_contains"))

    def assume(
        self, code: str, *, field: str, value: str, message: str, origin: str = "assumption", source: object = None
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

    def work(self, name: str, formula: Callable[..., Any], **values: Any) -> Any:
        """Apply a formula to exact numbers in base units, write the step down and return the result."""
        result = formula(**values)
        signature = signature_of(formula)
        if isinstance(signature.returns, str):
            share = formula in _SHARES
            text = Amount(result, "1").text() if share else number_text(result, signature.returns, full=True)
            self.steps.append(Step(name=name, formula=signature.numeric(values), value=text))
        return result

    def note(self, name: str, formula: str, value: str) -> None:
        """Write down a step that is no formula of the calculator: a rounding, a choice, a date."""
        self.steps.append(Step(name=name, formula=formula, value=value))

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """All assumptions: the settings' and the plan's own."""
        return (*self.resolver.assumptions, *self._own)

    @property
    def inputs(self) -> dict[str, Any]:
        """The inputs as JSON writes them, with the settings that were resolved."""
        return {**value_to_json(self.given), SETTINGS: settings_to_json(self.resolver.settings)}


def recorded_inputs(inputs: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Setting]]:
    """Return the inputs that a result recorded as a verb takes them, and the settings that were resolved then."""
    raw = {name: value_from_json(value, field=name) for name, value in inputs.items() if name != SETTINGS}
    return raw, settings_from_json(inputs.get(SETTINGS, {}))


def milligrams(value: Fraction) -> Amount:
    """Return an exact mass in mg as an amount."""
    return Amount(value, "mass")
