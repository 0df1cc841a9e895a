"""A plan of a mapping, as a web app has it of a request: whatever the mapping holds, a plan or a typed error."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, overload

from ldn_compound.core.errors import InputError
from ldn_compound.core.results import Result
from ldn_compound.core.texts import parse_choice, parse_date
from ldn_compound.exchange.document import result
from ldn_compound.exchange.strict_json import copied_object
from ldn_compound.inputs.fields import Field
from ldn_compound.inputs.reading import require_inputs
from ldn_compound.plans import COMMAND_KINDS, KINDS, plan_named, planner_of, refuse_unknown_inputs, replay_recorded
from ldn_compound.plans.public import PLAN
from ldn_compound.plans.worksheet import SETTINGS

if TYPE_CHECKING:
    from ldn_compound.plans.capsules.result import CapsuleBatch
    from ldn_compound.plans.children.weight_based_dose import Dose
    from ldn_compound.plans.ingredients.filler import FillerCheck
    from ldn_compound.plans.plan_trituration import Trituration
    from ldn_compound.plans.prescription.beyond_use import BeyondUse
    from ldn_compound.plans.quality.as_made import AsMade
    from ldn_compound.plans.quality.content_uniformity import ContentUniformity
    from ldn_compound.plans.quality.packing import Packing
    from ldn_compound.plans.quality.repeatability import BalanceCheck
    from ldn_compound.plans.quality.unit_weights import UnitWeights
    from ldn_compound.plans.solution.batch import SolutionBatch
    from ldn_compound.plans.tablets.batch import TabletBatch
    from ldn_compound.plans.titration.plan import Titration
    from ldn_compound.settings.profile import Profile

    Given = Mapping[str, Any]
    _P = Profile | None
    _D = date | str | None
    _Capsules = Literal["capsules", "capsule-batch"]
    _Tablets = Literal["tablets", "tablet-batch"]
    _Solution = Literal["solution", "solution-batch"]
    _Titration = Literal["titrate", "titration"]
    _UnitWeights = Literal["weigh-check", "unit-weights"]
    _Contents = Literal["content-check", "content-uniformity"]
    _Balance = Literal["balance", "balance-check"]


@overload
def plan(kind: _Capsules, mapping: Given, *, profile: _P = None, today: _D = None) -> CapsuleBatch: ...
@overload
def plan(kind: _Tablets, mapping: Given, *, profile: _P = None, today: _D = None) -> TabletBatch: ...
@overload
def plan(kind: _Solution, mapping: Given, *, profile: _P = None, today: _D = None) -> SolutionBatch: ...
@overload
def plan(kind: _Titration, mapping: Given, *, profile: _P = None, today: _D = None) -> Titration: ...
@overload
def plan(kind: Literal["dose"], mapping: Given, *, profile: _P = None, today: _D = None) -> Dose: ...
@overload
def plan(kind: Literal["trituration"], mapping: Given, *, profile: _P = None, today: _D = None) -> Trituration: ...
@overload
def plan(kind: Literal["beyond-use"], mapping: Given, *, profile: _P = None, today: _D = None) -> BeyondUse: ...
@overload
def plan(kind: Literal["filler-check"], mapping: Given, *, profile: _P = None, today: _D = None) -> FillerCheck: ...
@overload
def plan(kind: _UnitWeights, mapping: Given, *, profile: _P = None, today: _D = None) -> UnitWeights: ...
@overload
def plan(kind: _Contents, mapping: Given, *, profile: _P = None, today: _D = None) -> ContentUniformity: ...
@overload
def plan(kind: _Balance, mapping: Given, *, profile: _P = None, today: _D = None) -> BalanceCheck: ...
@overload
def plan(kind: Literal["as-made"], mapping: Given, *, profile: _P = None, today: _D = None) -> AsMade: ...
@overload
def plan(kind: Literal["packing"], mapping: Given, *, profile: _P = None, today: _D = None) -> Packing: ...
@overload
def plan(kind: str, mapping: Given, *, profile: _P = None, today: _D = None) -> Result: ...
def plan(kind: str, mapping: Given, *, profile: Profile | None = None, today: date | str | None = None) -> Result:
    """Return the result that a mapping asks for, as the function of that kind returns it.

    Parameters:
        kind: the command that plans it (``capsules``, ``titrate``) or the kind of its result (``capsule-batch``).
        mapping: the inputs by their Python keywords; a value is text, a whole number, True or False, a list or an
            object, as JSON has them, or what the function takes otherwise. A quantity is text, or
            ``{"value": "4.5", "unit": "mg"}``; a plan is its document, or a result. The ``inputs`` of a stored
            document are such a mapping too: with their ``settings`` what was in force then holds again, without them
            what holds now.
        profile: the pharmacy's, as :func:`ldn_compound.load_profile` reads it.
        today: the day of planning, for what has an input ``today``.

    Raises:
        InputError: ``unknown-kind``, ``not-a-mapping``, ``unknown-key``, ``missing``; what an input does not take.
        LdnError: whatever the function raises: nothing that a JSON text can say makes another error.

    >>> import ldn_compound as ldn
    >>> asked = {"strength": {"value": "4.5", "unit": "mg"}, "count": 60, "size": "3", "filler": "mcc-ph102",
    ...          "fill_mass": "135 mg"}
    >>> print(ldn.plan("capsules", asked).api_to_weigh)
    270 milligram
    >>> ldn.plan("capsules", asked | {"size": 3})
    Traceback (most recent call last):
    ldn_compound.core.errors.InputError: size: given '3'; needed text; write '3' [not-text]
    """
    known = parse_choice(kind, (*COMMAND_KINDS, *KINDS), field="kind", code="unknown-kind")
    known = COMMAND_KINDS.get(known, known)
    if not isinstance(mapping, Mapping):
        needed = 'the inputs by name, such as {"strength": "4.5 mg"}'
        raise InputError("not-a-mapping", field="mapping", given=mapping, needed=needed)
    planner = planner_of(known)
    fields = planner.inputs.fields
    given = {name: value for name, value in mapping.items() if value is not None}
    if today is not None:
        day = parse_date(today, field="today")
        if "today" in given:
            raise InputError("given-twice", field="today", given=str(day), needed="the day of planning once")
        given |= {"today": day} if "today" in fields else {}
    if SETTINGS not in given:
        if PLAN in given and PLAN in fields:
            given[PLAN] = _plan_of(given[PLAN], fields[PLAN])
        return plan_named(known, given, profile=profile)
    if profile is not None:
        hint = "leave out settings for what holds now, or the profile for what held then"
        raise InputError("given-twice", field=SETTINGS, needed="the settings of a document, or a profile", hint=hint)
    if "today" in given:
        given["today"] = parse_date(given["today"], field="today").isoformat()
    recorded = copied_object(given, field="mapping", needed="the inputs of a document, as JSON has them")
    refuse_unknown_inputs([name for name in recorded if name != SETTINGS], known)
    require_inputs(recorded, (field for field in fields.values() if field.needed))
    return planner.again(recorded)


def _plan_of(value: object, field: Field[Any, Any]) -> object:
    """Return a plan that is stated by its document, or by its kind and inputs; any other value as it is."""
    if not isinstance(value, Mapping):
        return value
    if "schema" in value:
        return result(value)
    stated = copied_object(dict(value), field=field.name, needed="a plan's document")
    return replay_recorded(stated, field.choices, field=field.name)
