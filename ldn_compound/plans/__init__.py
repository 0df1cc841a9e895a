"""The verbs: each composes formulas and checks into one frozen result. One module a dosage form."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from ldn_compound.core.errors import InputError, LdnError, MismatchError, StopError
from ldn_compound.core.texts import near_hint

if TYPE_CHECKING:
    from ldn_compound.core.results import Finding, Result
    from ldn_compound.inputs.record import Inputs
    from ldn_compound.settings.profile import Profile

# kind: (module, class). Importing the module fills in what computes such a result again.
KINDS: dict[str, tuple[str, str]] = {
    "capsule-batch": ("capsules.plan", "CapsuleBatch"),
    "tablet-batch": ("tablets.plan", "TabletBatch"),
    "solution-batch": ("solution.plan", "SolutionBatch"),
    "beyond-use": ("prescription.beyond_use", "BeyondUse"),
    "dose": ("children.weight_based_dose", "Dose"),
    "trituration": ("plan_trituration", "Trituration"),
    "titration": ("titration.plan", "Titration"),
    "filler-check": ("ingredients.filler", "FillerCheck"),
    "filler": ("ingredients.catalogue", "FillerFacts"),
    "unit-weights": ("quality.unit_weights", "UnitWeights"),
    "content-uniformity": ("quality.content_uniformity", "ContentUniformity"),
    "balance-check": ("quality.repeatability", "BalanceCheck"),
    "as-made": ("quality.as_made", "AsMade"),
    "packing": ("quality.packing", "Packing"),
    "filler-list": ("ingredients.catalogue", "FillerList"),
    "selftest": ("selftest", "SelfTest"),
}


COMMAND_KINDS = {
    "capsules": "capsule-batch",
    "tablets": "tablet-batch",
    "solution": "solution-batch",
    "titrate": "titration",
    "weigh-check": "unit-weights",
    "content-check": "content-uniformity",
    "balance": "balance-check",
}
"""By the command the kind of its result; any other command that plans is called as its kind is."""


class Planner(NamedTuple):
    """What computes a kind of result.

    Attributes:
        inputs: the class that declares its inputs.
        again: computes a result again from the inputs that it recorded.
        call: the public function.
    """

    inputs: type[Inputs]
    again: Callable[[Mapping[str, Any]], Result]
    call: Callable[..., Result]


MOST_NAMED = 4
PLANNERS: dict[str, Planner] = {}
"""By the kind of a result. A module fills its kinds in when it is imported: see :func:`planner_of`."""


def result_class(kind: str) -> type[Result]:
    """Return the class of a kind of result."""
    module, name = KINDS[kind]
    cls: type[Result] = getattr(import_module(f"{__name__}.{module}"), name)
    return cls


def planner_of(kind: str) -> Planner:
    """Return what computes a kind of result."""
    import_module(f"{__name__}.{KINDS[kind][0]}")
    return PLANNERS[kind]


def plan_named(kind: str, given: Mapping[str, Any], *, profile: Profile | None = None) -> Result:
    """Return the result of inputs by name. What a call in Python raises as a TypeError is a typed error here.

    Raises:
        InputError: ``unknown-key``, ``missing``.
        LdnError: whatever the public function raises.
    """
    from ldn_compound.inputs.reading import require_inputs

    refuse_unknown_inputs(given, kind)
    planner = planner_of(kind)
    fields = planner.inputs.fields
    require_inputs(given, (field for field in fields.values() if field.needed))
    if profile is not None and "profile" not in fields:
        raise InputError("unknown-key", field="profile", given="a profile", needed=f"what {kind} takes: no profile")
    more = {} if profile is None else {"profile": profile}
    return planner.call(**given, **more)


def refuse_unknown_inputs(names: Iterable[object], kind: str) -> None:
    """Refuse the first name that is no input of a kind of result, with the near ones.

    Raises:
        InputError: ``unknown-key``, its field the name.
    """
    known = [name for name, field in planner_of(kind).inputs.fields.items() if field.kind != "profile"]
    for name in names:
        if name not in known:
            field = name if isinstance(name, str) and name.isidentifier() else None
            needed = f"an input of {kind}, such as {', '.join(known[:MOST_NAMED])}"
            hint = "the profile is given beside the mapping" if name == "profile" else near_hint(name, known)
            raise InputError("unknown-key", field=field, given=name, needed=needed, hint=hint)


def replay(kind: str, inputs: Mapping[str, Any]) -> Result:
    """Compute a result again from the inputs that it recorded, with the settings that were resolved then.

    Raises:
        LdnError: whatever the public function raises on inputs that are not what it wrote.
    """
    return planner_of(kind).again(inputs)


def replay_recorded(inner: object, kinds: Collection[str], *, field: str) -> Result:
    """Compute a plan again that another result recorded among its inputs, by its kind and its own inputs.

    Parameters:
        inner: what was recorded; kinds: those that it may be of; field: its name there.

    Raises:
        MismatchError: ``bad-recorded-value``.
        LdnError: as :func:`replay`.
    """
    kind, inputs = (inner.get("kind"), inner.get("inputs")) if isinstance(inner, Mapping) else (None, None)
    if isinstance(kind, str) and kind in kinds and isinstance(inputs, Mapping):
        return replay(kind, inputs)
    needed = "the plan's kind and inputs, as this program wrote them"
    raise MismatchError("bad-recorded-value", field=field, given=str(inner), needed=needed)


def verify(result: Result) -> None:
    """Compute a result again and refuse it where anything differs: it was changed after it was planned.

    Raises:
        InputError: ``not-a-result``.
        MismatchError: ``does-not-recompute``, naming the first attribute that differs.
    """
    if getattr(result, "kind", None) not in KINDS:
        raise InputError("not-a-result", field="result", given=type(result).__name__, needed="a result of this package")
    try:
        again = replay(result.kind, result.inputs)
    except LdnError as error:
        hint = f"computing it again failed: {error}"
        raise MismatchError("does-not-recompute", field="inputs", needed="the recorded inputs", hint=hint) from error
    if again == result:
        return
    from ldn_compound.core.results import fields_of

    fields = fields_of(type(again))
    name, stored = next(row for row in fields if getattr(again, row[1]) != getattr(result, row[1], None))
    raise MismatchError(
        "does-not-recompute",
        field=name,
        given=getattr(result, stored, None),
        needed=f"{getattr(again, stored)!r}, as computed again from the inputs",
        hint="the result was changed after it was planned: plan the batch again",
    )


def refusal_of_stops(result: Result) -> StopError | None:
    """Return the refusal of a plan with stops that nobody accepted by name, ``stop-not-accepted``; None without one."""
    if not result.stops:
        return None
    return StopError(
        "stop-not-accepted",
        findings=result.stops,
        field=result.stops[0].field,
        given=", ".join(stop.code for stop in result.stops),
        needed="a plan without stop findings, or each accepted by name",
        hint="; ".join(stop.message for stop in result.stops),
    )


def check(result: Result) -> tuple[Finding, ...]:
    """Return the findings of a result, worked out again from its inputs.

    Parameters:
        result: what a public function returned.

    Raises:
        InputError, MismatchError: as :func:`verify`.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="45 mg", count=30, size="3", filler="mcc-ph102", fill_mass="135 mg")
    >>> [finding.code for finding in ldn.check(plan) if finding.stops]
    ['strength-high']
    """
    verify(result)
    return result.findings
