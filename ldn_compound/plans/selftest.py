"""The self-test: the published worked examples, recomputed by the program that is installed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from importlib import import_module
from typing import Any, ClassVar

import attrs

from ldn_compound.core.errors import LdnError, MismatchError, UnitError
from ldn_compound.core.formulas import signature_of
from ldn_compound.core.late_texts import Prose
from ldn_compound.core.numbers import brief_text
from ldn_compound.core.results import Record, Result
from ldn_compound.core.units import Amount, parse_quantity, require
from ldn_compound.inputs.reading import refuse_unknown
from ldn_compound.inputs.record import Inputs
from ldn_compound.plans import PLANNERS, Planner
from ldn_compound.reference.examples import ROUNDED, Example, Line, examples
from ldn_compound.settings.profile import read_profile

# verb: the module of this room that holds it
VERBS = {
    "acceptance_value": "quality.content_uniformity",
    "beyond_use": "prescription.beyond_use",
    "check_unit_weights": "quality.unit_weights",
    "displacement_factor": "tablets.mould",
    "filler_by_density": "calculators",
    "minimum_weighable": "calculators",
    "mould_base": "tablets.mould",
    "plan_capsules": "capsules.plan",
    "plan_solution": "solution.plan",
    "plan_titration": "titration.plan",
    "plan_trituration": "plan_trituration",
    "weight_based_dose": "children.weight_based_dose",
    "weighing_factor": "calculators",
}
MATCH, BY_SOURCE, IN_SOURCE, MISMATCH = "match", "rounded by the source", "wrong in the source", "mismatch"


@attrs.frozen(kw_only=True)
class SelfTestRow:
    """One example as it came out.

    Attributes:
        example: its name.
        given, asked: in words.
        expected: the exact value; published: what the source printed where it differs, or None.
        wanted: each number that is compared, at the digits given; found: what this program computes for it.
        verdict: ``match``, ``rounded by the source``, ``wrong in the source`` or ``mismatch``. The second and the
            third match the exact value, which the source does not print.
        note: what to know of it, or None.
        source: the citation.
    """

    example: str
    given: Prose
    asked: Prose
    expected: str
    published: str | None
    wanted: tuple[str, ...]
    found: tuple[str, ...]
    verdict: str
    note: Prose | None
    source: Prose


class SelfTest(Result):
    """All examples.

    Attributes:
        examples: how many there are.
        matches, rounded, wrong, mismatches: how many of each verdict.
        passed: whether there is no mismatch.
        rows: each example.
    """

    kind: ClassVar[str] = "selftest"

    examples: int
    matches: int
    rounded: int
    wrong: int
    mismatches: int
    passed: bool
    rows: tuple[SelfTestRow, ...]


def self_test() -> SelfTest:
    """Recompute every published example; no profile has a say in it.

    Raises:
        DataError: the examples are malformed.

    Sources: each example's own.

    >>> done = self_test()
    >>> done.passed, done.mismatches
    (True, 0)
    """
    rows = tuple(_row(example) for example in examples())
    verdicts = [row.verdict for row in rows]
    return SelfTest(
        inputs={},
        examples=len(rows),
        matches=verdicts.count(MATCH),
        rounded=verdicts.count(BY_SOURCE),
        wrong=verdicts.count(IN_SOURCE),
        mismatches=verdicts.count(MISMATCH),
        passed=MISMATCH not in verdicts,
        rows=rows,
    )


def _again(inputs: Mapping[str, Any]) -> SelfTest:
    """Run the self-test again: it has no inputs."""
    refuse_unknown(inputs, (), field="inputs", code="unknown-input", needed="nothing: a self-test has no inputs")
    return self_test()


PLANNERS[SelfTest.kind] = Planner(Inputs, _again, self_test)


def _row(example: Example) -> SelfTestRow:
    found, met = _compute(example)
    verdict = MISMATCH
    if met:
        verdict = {None: MATCH, ROUNDED: BY_SOURCE}.get(example.source_is, IN_SOURCE)
    return SelfTestRow(
        example=example.key,
        given=example.given,
        asked=example.asked,
        expected=example.expected,
        published=example.published,
        wanted=tuple(_wanted(line) for line in example.lines),
        found=found,
        verdict=verdict,
        note=example.note,
        source=str(example.source),
    )


def _compute(example: Example) -> tuple[tuple[str, ...], bool]:
    """Return what came out, as text, and whether it is what was expected."""
    try:
        answer = _answer(example.call, dict(example.inputs))
    except LdnError as error:
        met = [line.value for line in example.lines if line.key == "error"] == [str(error.exit_code)]
        return (f"refused: {error}",), met
    compared = [_compared(answer, line) for line in example.lines]
    return tuple(text for text, _ in compared), all(met for _, met in compared)


def _wanted(line: Line) -> str:
    if line.key == "error":
        return f"refused, exit {line.value}"
    return f"{line.key or 'the answer'} {line.value}"


def _answer(call: str, inputs: dict[str, Any]) -> Any:
    """Compute an example: by a verb, by a formula, or as text."""
    if call == "text":
        return require(inputs["mass"], "mass", "mass").text()
    if call.startswith("calc."):
        module, _, name = call.rpartition(".")
        return _formula(getattr(import_module(f"ldn_compound.{module}"), name), inputs)
    if "profile" in inputs:
        inputs["profile"] = read_profile(inputs["profile"], name="the example")
    return getattr(import_module(f"ldn_compound.plans.{VERBS[call]}"), call)(**inputs)


def _formula(formula: Any, inputs: dict[str, Any]) -> Amount:
    """Apply a formula to numbers in text; a mass "an item" is written as the mass."""
    signature = signature_of(formula)
    values = {}
    for name, given in inputs.items():
        kind = str(signature.parameters[name]).removesuffix("/item")
        values[name] = Fraction(given) if kind == "item" else require(given, kind, name).value
    return Amount(formula(**values), str(signature.returns).removesuffix("/item"))


def _compared(answer: Any, line: Line) -> tuple[str, bool]:
    """Return one number of the answer as text, at the digits of the line, and whether it is the expected one."""
    if line.key == "error":
        return "not refused", False
    found = _found(answer, line.key)
    if line.digits == 0:
        return str(found), str(found) == line.value
    number, _, unit = line.value.partition(" ")
    if unit:
        wanted = parse_quantity(line.value)
        try:
            amount = require(found, wanted.dimension, line.key or "value")
        except UnitError as error:
            return str(error), False
        size = amount.value * Fraction(number) / wanted.value
    else:
        size = Fraction(found)
    rounded = _to_digits(size, line.digits)
    return f"{brief_text(rounded, places=line.digits)}{' ' * bool(unit)}{unit}", rounded == Fraction(number)


def _found(answer: Any, key: str) -> Any:
    """Return what stands at a path such as ``components[glycerol].volume`` or ``schedule[9].number`` (from 1).

    Where the answer holds an exact amount, it is that.
    """
    for part in filter(None, key.split(".")):
        name, _, chosen = part.partition("[")
        answer = getattr(answer.exact if isinstance(answer, Record) else answer, name)
        place = chosen.removesuffix("]")
        if place.isdigit():
            answer = answer[int(place) - 1]
        elif place:
            answer = next(item for item in answer if item.key == place)
    return answer


def _to_digits(value: Fraction, digits: int) -> Fraction:
    """Return a value rounded half up to a number of significant digits."""
    context = Context(prec=digits, rounding=ROUND_HALF_UP)
    return Fraction(context.divide(Decimal(value.numerator), Decimal(value.denominator)))


def mismatch(result: SelfTest) -> MismatchError | None:
    """Return the error that a self-test with mismatches is, or None."""
    wrong = [row.example for row in result.rows if row.verdict == MISMATCH]
    if not wrong:
        return None
    return MismatchError(
        "selftest-mismatch",
        given=", ".join(wrong),
        needed="the published examples as they were worked out apart from this program",
        hint="do not plan a dose with this installation: install it again, and report the line",
    )
