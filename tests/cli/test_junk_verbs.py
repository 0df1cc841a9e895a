"""Junk into every public verb: a typed error, never another exception, never a wrong number.

It finds the verbs by itself. A new verb whose required parameters are not named in ``EXAMPLES`` fails
here until one good value is written down, so none can be left out.
"""

from __future__ import annotations

import contextlib
import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.errors import LdnError
from tests.cli.junk import (
    BAD_DATES,
    BAD_OBJECTS,
    BAD_TEXTS,
    BAD_WHOLE_NUMBERS,
    EXAMPLES,
    EXIT_CODES,
    HUGE,
    a_plan,
    bad_quantities,
    kind,
)
from tests.unit.fhir.plans import as_json, request


# Verb, parameter: where the same name means another thing, or a call needs more than its required parameters.
def a_titration() -> Any:
    return ldn.plan_titration(
        form="solution", start="0.5 mg", step="0.5 mg", every="14 d", to="4.5 mg", begin="2026-11-22"
    )


KEY = ldn.new_signing_key()


def a_signed_plan() -> str:
    return ldn.sign_document(ldn.to_json(a_plan()), KEY, at="2026-11-22T10:15:00+01:00")


OWN: dict[str, dict[str, Any]] = {
    "plan_titration": {"form": "solution", "start": "0.5 mg", "step": "0.5 mg", "every": "14 d", "to": "4.5 mg"},
    "titration_calendar": {"result": a_titration},
    "titration_events": {"result": a_titration},
    "check_unit_weights": {"theoretical": "135 mg"},
    "filler_by_packing": {"actives": [("4.5 mg", "150 mg")]},
    "check_label": {"today": "2026-11-22"},
    "print_labels": {"today": "2026-11-22"},
    "balance_repeatability": {"masses": ["100 mg"] * 10},
    "fit_labels": {
        **{"designs": ["prescription"], "stocks": ["avery-5163"], "languages": ["en"], "kinds": ["tablets"]},
    },
    "from_fhir": {"text": lambda: as_json(request())},
    "from_json": {"text": lambda: ldn.to_json(a_plan())},
    "read_document": {"text": lambda: ldn.to_json(a_plan())},
    "load_profile": {"path": lambda: None},
    "minimum_weighable": {"sensitivity": "6 mg"},
    "plan_capsules": {"packing_stat": "135 mg", "size": "3", "filler": "mcc-ph102"},
    "mould_base": {"drug": "4.5 mg", "displacement_factor": "0.7", "carrier": "9.9 mg"},
    "displacement_factor": {"blank_mass": "60 mg", "medicated_mass": "61 mg", "medicated_drug": "6 mg"},
    "plan_capsules_for": {
        "titration": lambda: ldn.plan_titration(form="capsule", strengths="1 mg", doses="1 mg", every="7 d"),
        "packing_stat": "135 mg",
        "size": "3",
        "filler": "mcc-ph102",
    },
    "plan_solution": {"volume": "120 mL"},
    "plan": {"kind": "capsules", "mapping": lambda: {**good_call("plan_capsules"), "count": 90}},
    "result": {"document": lambda: a_plan().to_dict()},
    "plan_solution_for": {"dose": lambda: ldn.weight_based_dose(body_weight="18.5 kg", age="6", days_supply=30)},
    "plan_tablets": {"blank_mass": "60 mg", "base": "mannitol-silica"},
    "quantity": {"text": "4.5 mg"},
    "plot_unit_weights": {"result": lambda: ldn.check_unit_weights(masses=["134 mg"] * 9, theoretical="135 mg")},
    "read_balance_lines": {"text": "+  0.1557 g"},
    "read_profile": {"text": '[policies]\njurisdiction = "us"\n'},
    "read_public_key": {"pem": lambda: f"{KEY.public.to_pem()}"},
    "read_signing_key": {"pem": lambda: f"{KEY.to_pem()}"},
    "sign_document": {"text": lambda: ldn.to_json(a_plan()), "key": lambda: KEY, "at": "2026-11-22T10:15:00+01:00"},
    "verify_signature": {"text": a_signed_plan, "trusted": lambda: [KEY.public]},
    "to_fhir": {"version": "R4"},
    "weighing_factor": {"assay": "99.5 %", "assay_basis": "anhydrous", "api_water": "8.5 %"},
}


def verbs() -> dict[str, Callable[..., Any]]:
    """Return the public functions by name."""
    return {name: found for name in sorted(ldn.__all__) if inspect.isfunction(found := getattr(ldn, name))}


def parameters_of(name: str) -> dict[str, inspect.Parameter]:
    return dict(inspect.signature(verbs()[name]).parameters)


def example(name: str, parameter: str) -> Any:
    own = OWN.get(name, {})
    value = own[parameter] if parameter in own else EXAMPLES[parameter]
    return value() if inspect.isfunction(value) else value


def good_call(name: str) -> dict[str, Any]:
    """Return keywords for which the verb gives an answer."""
    needed = {key for key, one in parameters_of(name).items() if one.default is inspect.Parameter.empty}
    missing = {key for key in needed if key not in EXAMPLES and key not in OWN.get(name, {})}
    assert not missing, f"write a good value for {sorted(missing)} of {name} into EXAMPLES"
    return {key: example(name, key) for key in needed | set(OWN.get(name, {}))}


def call(name: str, keywords: Mapping[str, Any]) -> Any:
    """Call the verb; a parameter that stands without a name is given without one."""
    given = dict(keywords)
    first = [
        given.pop(key)
        for key, one in parameters_of(name).items()
        if one.kind is inspect.Parameter.POSITIONAL_ONLY and key in given
    ]
    return verbs()[name](*first, **given)


def kind_of(name: str, parameter: str) -> str:
    """Return what the parameter of a verb takes."""
    return kind(parameter, OWN.get(name, {}).get(parameter))


def junk_for(takes: str) -> Iterator[Any]:
    """Yield values that a parameter of the kind must refuse; for any other kind, values to refuse or to take."""
    quantities: tuple[Any, ...] = bad_quantities()
    if takes == "quantity":
        yield from BAD_TEXTS
        yield from BAD_OBJECTS
        yield 5
    elif takes == "number":
        yield from (text for text in BAD_TEXTS if text != "4.5")
        # A Decimal, and a fraction that ends, are a number as exact as its text.
        yield from (one for one in BAD_OBJECTS if one not in (Decimal("4.5"), Fraction(9, 2)) or isinstance(one, float))
    elif takes == "whole":
        yield from BAD_WHOLE_NUMBERS
        yield from (text for text in BAD_TEXTS if not text.isascii() or not text.isdigit())
        yield from BAD_OBJECTS
    elif takes == "date":
        yield from BAD_DATES
        yield from BAD_TEXTS
        yield from (one for one in BAD_OBJECTS if one is not date.min)
        yield date.min
    else:
        yield from BAD_TEXTS
        yield from BAD_OBJECTS
        yield 5
    yield from quantities


CALLBACKS = ("progress",)
PAIRS = [(name, parameter) for name in verbs() for parameter in parameters_of(name)]


@pytest.mark.parametrize("name", list(verbs()))
def test_every_verb_has_a_good_call(name: str, tmp_path: Path) -> None:
    call(name, good_call(name) | file_for(name, tmp_path))


def file_for(name: str, folder: Path) -> dict[str, Any]:
    if name != "load_profile":
        return {}
    path = folder / "profile.toml"
    path.write_text(OWN["read_profile"]["text"], encoding="utf-8")
    return {"path": path}


@pytest.mark.parametrize(("name", "parameter"), PAIRS)
def test_a_verb_refuses_junk(name: str, parameter: str, tmp_path: Path) -> None:
    good = good_call(name) | file_for(name, tmp_path)
    takes = kind_of(name, parameter)
    for junk in (*junk_for(takes), None):
        if parameter in CALLBACKS and callable(junk):
            continue  # a function is what it takes; what the function raises is the caller's own
        try:
            answer = call(name, good | {parameter: junk})
        except LdnError as error:
            assert error.exit_code in EXIT_CODES - {0}
            assert error.code
            assert str(error).isprintable() or "\n" in str(error)
            assert len(str(error)) < 5_000, "the error repeats a huge text"
            json.dumps(error.to_dict())
        else:
            optional = parameters_of(name)[parameter].default is None
            assert takes == "other" or (junk is None and optional), f"{name}({parameter}={junk!r}) gave {answer!r}"


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, "{" + HUGE + "}", "[]", "{}", '{"schema": "ldn_compound/x/1"}']
)
def test_a_document_of_junk_is_refused(text: str) -> None:
    for verb in (ldn.from_json, ldn.read_document, ldn.read_profile):
        with pytest.raises(LdnError):
            verb(text)


@pytest.mark.parametrize("name", list(verbs()))
def test_a_verb_refuses_junk_everywhere_at_once(name: str) -> None:
    names = [key for key, one in parameters_of(name).items() if one.kind is not inspect.Parameter.VAR_KEYWORD]
    for junk in (*BAD_TEXTS, *BAD_OBJECTS, *bad_quantities(), None):
        with contextlib.suppress(LdnError):
            call(name, dict.fromkeys(names, junk))


def test_the_field_of_an_error_is_the_keyword() -> None:
    for parameter in parameters_of("plan_capsules"):
        if kind_of("plan_capsules", parameter) == "other":
            continue
        with pytest.raises(LdnError) as caught:
            ldn.plan_capsules(**good_call("plan_capsules") | {parameter: object()})
        assert caught.value.field == parameter
