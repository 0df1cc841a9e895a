"""Junk into every public verb: a typed error, never another exception, never a wrong number.

It finds the verbs by itself. A new verb whose required parameters are not named in ``EXAMPLES`` below
fails here until one good value is written down, so none can be left out.
"""

from __future__ import annotations

import contextlib
import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.errors import LdnError
from ldn_compound.units import parse_quantity
from tests.cli.junk import BAD_DATES, BAD_OBJECTS, BAD_TEXTS, BAD_WHOLE_NUMBERS, EXIT_CODES, a_plan, bad_quantities


def a_label() -> Any:
    return ldn.label_for(a_plan(), patient="Ann Example", directions="Take 1 capsule by mouth at bedtime")


# One good value for each parameter name; a function makes it when it is needed.
EXAMPLES: dict[str, Any] = {
    "accept": ["dose-high"],
    "accepted_by": "A. Pharmacist",
    "actives": [("4.5 mg", "0.75 g/mL")],
    "age": 40,
    "api_density": "0.75 g/mL",
    "api_packing_stat": "150 mg",
    "api_water": "8.5 %",
    "assay": "99.5 %",
    "assay_basis": "anhydrous",
    "avoid": ["lactose"],
    "cap_assay": False,
    "capsule_volume": "0.37 mL",
    "component_expiries": {"filler": "2027-03-22"},
    "component_lots": {"filler": "L1"},
    "count": 30,
    "days_supply": 30,
    "directions": "Take 1 capsule by mouth at bedtime",
    "doses_per_day": 1,
    "extra_units": 2,
    "fill_mass": "135 mg",
    "fill_method": "to-mass",
    "filler": "mcc-ph102",
    "filler_density": "0.45 g/mL",
    "filler_packing": "135 mg",
    "form": "capsule",
    "kind": "capsule-batch",
    "label": a_label,
    "stock": "avery-5163",
    "design": "prescription",
    "today": "2026-11-22",
    "date_filled": "2026-11-22",
    "labels": lambda: [a_label()],
    "made_on": "2026-11-22",
    "measured": True,
    "minimum_weighable": "120 mg",
    "overage": "5 %",
    "packing_stat": "135 mg",
    "patient": "Ann Example",
    "permitted_error": "5 %",
    "prescribed_as": "hydrochloride",
    "readability": "1 mg",
    "result": a_plan,
    "sensitivity": "6 mg",
    "shell": "gelatin",
    "shell_colour": "white",
    "shell_mass": "48 mg",
    "size": "3",
    "solvents": "0.5 %",
    "source_tablet": "50 mg",
    "source_tablet_mass": "160 mg",
    "strength": "4.5 mg",
    "units_per_dose": 1,
    "wastage": "5 %",
}
# Verb, parameter: where the same name means another thing, or a call needs more than its required parameters.
OWN: dict[str, dict[str, Any]] = {
    "filler_by_packing": {"actives": [("4.5 mg", "150 mg")]},
    "check_label": {"today": "2026-11-22"},
    "print_labels": {"today": "2026-11-22"},
    "from_json": {"text": lambda: ldn.to_json(a_plan())},
    "load_profile": {"path": lambda: None},
    "plan_capsules": {"packing_stat": "135 mg"},
    "quantity": {"text": "4.5 mg"},
    "read_profile": {"text": '[policies]\njurisdiction = "us"\n'},
    "weighing_factor": {"assay": "99.5 %", "assay_basis": "anhydrous", "api_water": "8.5 %"},
}

WHOLE = ("count", "days_supply", "doses_per_day", "units_per_dose", "extra_units", "age", "start_at", "copies")


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
    """Return what the parameter takes, by its good value: a quantity, a whole number, a date or something else."""
    if parameter in WHOLE:
        return "whole"
    if parameter in ("made_on", "today", "date_filled", "begin"):
        return "date"
    try:
        parse_quantity(example(name, parameter))
    except (KeyError, LdnError):
        return "other"
    return "quantity"


def junk_for(kind: str) -> Iterator[Any]:
    """Yield values that a parameter of the kind must refuse; for any other kind, values to refuse or to take."""
    quantities: tuple[Any, ...] = bad_quantities()
    if kind == "quantity":
        yield from BAD_TEXTS
        yield from BAD_OBJECTS
        yield 5
    elif kind == "whole":
        yield from BAD_WHOLE_NUMBERS
        yield from BAD_TEXTS_BUT_NUMBERS
        yield from BAD_OBJECTS
    elif kind == "date":
        yield from BAD_DATES
        yield from BAD_TEXTS
        yield from (one for one in BAD_OBJECTS if one is not date.min)
        yield date.min
    else:
        yield from BAD_TEXTS
        yield from BAD_OBJECTS
        yield 5
    yield from quantities


BAD_TEXTS_BUT_NUMBERS = tuple(text for text in BAD_TEXTS if not text.isascii() or not text.isdigit())

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
    kind = kind_of(name, parameter)
    for junk in (*junk_for(kind), None):
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
            assert kind == "other" or (junk is None and optional), f"{name}({parameter}={junk!r}) gave {answer!r}"


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
