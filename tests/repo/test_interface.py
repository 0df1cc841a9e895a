"""The names that other programs rely on: options, keywords and JSON keys may be added to, never taken away or renamed.

A renamed one needs a changelog entry and a deprecation, and then a change here. A job that is not there yet is passed
over: the tests below ask only what is there.
"""

from __future__ import annotations

import inspect
from typing import Any

import click
import pytest

import ldn_compound as ldn
from ldn_compound.cli.main import COMMANDS, cli
from ldn_compound.plans import KINDS

MATERIAL = "assay assay-basis api-water solvents cap-assay prescribed-as source-tablet source-tablet-mass"
ALLOWANCES = "wastage overage"
BALANCE = "readability sensitivity permitted-error minimum-weighable"
PATIENT = "avoid units-per-dose doses-per-day per-day days-supply age body-weight answer"
BATCH = "made-on component-expiry component-lot accept accepted-by"
SHARED = " ".join((MATERIAL, ALLOWANCES, BALANCE, PATIENT, BATCH))
EVERY = "json profile help"

OPTIONS = {
    "capsules": "strength count size filler fill-mass packing-stat filler-density measured api-density "
    f"api-packing-stat fill-method extra-units shell shell-colour shell-mass {SHARED}",
    "tablets": f"method strength count blank-mass displacement-factor base tablet-mass recipe {SHARED}",
    "solution": f"volume concentration vehicle added-water water-activity storage overfill {SHARED}",
    "dose": "weight rate maximum concentration per-day age body-weight answer",
    "titrate": "start step every to last-for form concentration strengths per-day begin restart-at pause age "
    "body-weight answer",
    "beyond-use": "form made-on component-expiry",
    "trituration": "drug minimum-weighable readability tolerance stock",
    "as-made": "weighed",
    "weigh-check": "theoretical gross net shell-mass standard",
    "labels print": "stock design patient directions prescriber prescription-number lot quantity date-filled refills "
    "start-at copies output answer",
    "filler check": "form avoid",
    "filler list": "",
    "filler show": "",
    "labels list": "",
    "labels show": "",
    "profile init": "",
    "profile show": "",
    "profile check": "",
}
QUANTITY = "value unit"
TRITURATION = "drug_to_weigh diluent_to_weigh total aliquot_to_weigh drug_in_aliquot error_bound stages"
KEYS = {
    "capsule-batch": "strength count capsule_size api_theoretical api_to_weigh api_to_weigh_exact weighing_factor "
    "filler filler_total filler_to_weigh fill_mass blend_total trituration geometric_dilution unit_mass_limits "
    "content_of_label loads beyond_use_date limited_by tablets_to_crush daily_dose",
    "tablet-batch": "method strength count tablet_mass api_theoretical api_to_weigh api_to_weigh_exact excipients "
    "wetting_liquid trituration unit_mass_limits content_of_label beyond_use_date",
    "solution-batch": "concentration volume api_theoretical api_to_weigh api_to_weigh_exact vehicle vehicle_mass "
    "vehicle_volume water_fraction water_class trituration beyond_use_date storage",
    "dose": "body_weight rate uncapped_dose capped daily_dose dose volume syringe rounding_error delivered_dose",
    "titration": "schedule total_drug total_volume total_capsules days",
    "trituration": TRITURATION,
    "filler-check": "filler verdict",
    "beyond-use": "beyond_use_date days rule limited_by",
    "unit-weights": "count mean rsd verdict outside",
}
NESTED = {
    ("capsule-batch", "geometric_dilution"): "add total",
    ("capsule-batch", "unit_mass_limits"): "target low high shell standard",
    ("capsule-batch", "content_of_label"): "if_lost if_not_lost",
    ("capsule-batch", "api_to_weigh"): QUANTITY,
    ("tablet-batch", "excipients"): "key name per_unit total to_weigh",
    ("tablet-batch", "content_of_label"): "if_lost if_not_lost",
    ("dose", "syringe"): "size graduation",
    ("titration", "schedule"): "number dose from_day to_day days volume measured_volume capsules",
    ("titration", "total_capsules"): "strength count",
    ("trituration", "stages"): "drug_to_weigh diluent_to_weigh total aliquot_to_weigh drug_in_aliquot",
}
KEYWORDS = {
    "weighing_factor": "assay assay_basis api_water cap_assay",
    "minimum_weighable": "sensitivity permitted_error",
    "plan_trituration": "drug minimum_weighable readability",
    "filler_by_density": "capsule_volume filler_density actives",
    "filler_by_packing": "filler_packing actives",
    "mould_base": "count blank_mass drug displacement_factor",
    "plan_capsules": "strength count size filler fill_mass packing_stat component_expiries component_lots accept",
    "weight_based_dose": "body_weight rate maximum concentration",
    "check_filler": "filler form avoid",
    "beyond_use": "made_on form component_expiries",
    "check_unit_weights": "masses theoretical standard form gross shell_mass",
    "acceptance_value": "mean standard_deviation units",
    "label_for": "patient directions prescription_number lot prescriber quantity",
    "print_labels": "stock design start_at today",
}
STAYING = (
    "quantity weighing_factor minimum_weighable filler_by_density filler_by_packing plan_capsules check check_filler "
    "beyond_use to_json from_json json_schema label_for print_labels unit_registry LdnError"
)


def command_at(path: str) -> click.Command:
    command: click.Command = cli
    for word in path.split():
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), word)
        assert found is not None, f"no command {path}"
        command = found
    return command


@pytest.mark.parametrize("path", [path for path in OPTIONS if path.split()[0] in COMMANDS])
def test_a_command_has_its_options(path: str) -> None:
    command = command_at(path)
    flags = {flag for item in command.get_params(click.Context(command)) for flag in item.opts}
    assert {f"--{name}" for name in f"{OPTIONS[path]} {EVERY}".split()} <= flags


@pytest.mark.parametrize("kind", [kind for kind in KEYS if kind in KINDS])
def test_a_document_has_its_keys(kind: str) -> None:
    schema = ldn.json_schema(kind)
    assert set(schema["required"]) == {"schema", "version", "inputs", "assumptions", "result", "findings", "steps"}
    assert set(KEYS[kind].split()) <= schema["properties"]["result"]["properties"].keys()


def objects_in(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the objects that a schema allows, through its lists and its choices."""
    if "properties" in schema:
        return [schema]
    below = [*schema.get("anyOf", []), *([schema["items"]] if "items" in schema else [])]
    return [found for part in below for found in objects_in(part)]


@pytest.mark.parametrize(("kind", "key"), [item for item in NESTED if item[0] in KINDS])
def test_a_part_of_a_document_has_its_keys(kind: str, key: str) -> None:
    part = ldn.json_schema(kind)["properties"]["result"]["properties"][key]
    (found,) = objects_in(part)
    assert set(NESTED[kind, key].split()) <= found["properties"].keys()


@pytest.mark.parametrize("name", [name for name in KEYWORDS if name in ldn.__all__])
def test_a_verb_takes_its_keywords(name: str) -> None:
    parameters = inspect.signature(getattr(ldn, name)).parameters
    assert set(KEYWORDS[name].split()) <= parameters.keys()


@pytest.mark.parametrize("name", STAYING.split())
def test_a_name_stays(name: str) -> None:
    assert name in ldn.__all__


def test_every_error_has_its_parts_and_a_code_of_its_family() -> None:
    families = {name: getattr(ldn, name) for name in ldn.__all__ if name.endswith("Error")}
    assert all(issubclass(family, ldn.LdnError) and issubclass(family, ValueError) for family in families.values())
    assert {family.exit_code for name, family in families.items() if name != "LdnError"} == set(range(10, 17))
    error = ldn.InputError("bad-number", field="strength", given="x", needed="y", hint="z")
    assert error.to_dict() == {"code": "bad-number", "field": "strength", "given": "x", "needed": "y", "hint": "z"}
