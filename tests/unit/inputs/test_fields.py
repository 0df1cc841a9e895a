"""The declarations: each says all that is made of it, and what is made of it says nothing else."""

from __future__ import annotations

import ast
import inspect
import json
import typing
from typing import Any

import jsonschema
import pytest
from click import Command, Option

import ldn_compound as ldn
from ldn_compound.cli.main import COMMANDS, cli
from ldn_compound.inputs.batches import CapsuleInputs
from ldn_compound.inputs.fields import Field
from ldn_compound.inputs.reading import value_to_json
from ldn_compound.inputs.record import Inputs, PlanInputs, declared
from ldn_compound.inputs.schema import inputs_schema
from ldn_compound.inputs.shared import Form
from ldn_compound.plans import KINDS, planner_of
from ldn_compound.reference.beyond_use import rule_keys
from tests.declared import CLASSES, FIELDS, READ, example
from tests.repo.places import PACKAGE, tree_of

PUBLIC = {name: getattr(ldn, name) for name in ldn.__all__ if inspect.isfunction(getattr(ldn, name))}
OF_DECLARED = {name: made for name, made in PUBLIC.items() if hasattr(made, "__signature__")}


def inputs_of(name: str) -> type[Inputs]:
    """Return the class whose names are those of the function's signature."""
    names = set(inspect.signature(OF_DECLARED[name]).parameters)
    return next(cls for cls in CLASSES if set(cls.fields) == names)


def test_the_public_functions_have_their_inputs_declared() -> None:
    assert {"plan_capsules", "plan_tablets", "plan_solution", "plan_titration", "weight_based_dose"} <= set(OF_DECLARED)
    assert len(OF_DECLARED) >= 17


def test_the_forms_of_the_type_are_those_of_the_data() -> None:
    assert typing.get_args(Form) == tuple(rule_keys())


@pytest.mark.parametrize("name", OF_DECLARED)
def test_signature_and_docstring_are_those_of_the_declaration(name: str) -> None:
    fields = inputs_of(name).fields
    text = inspect.getdoc(OF_DECLARED[name]) or ""
    for parameter in inspect.signature(OF_DECLARED[name]).parameters.values():
        field = fields[parameter.name]
        assert (parameter.default is inspect.Parameter.empty) == field.needed
        assert f"\n    {field.name}: " in text, f"{field.name} is not among the parameters in the docstring"
        assert f"{field.what}\n" in text + "\n"
        assert all(repr(item) in parameter.annotation for item in field.choices if field.kind == "choice")


@pytest.mark.parametrize("cls", [cls for cls in CLASSES if issubclass(cls, PlanInputs)], ids=lambda cls: cls.__name__)
def test_the_choices_are_those_of_the_annotation(cls: type[Inputs]) -> None:
    """A type checker reads the Literal, the program a tuple made of it: both from the same line."""
    for name, field in cls.fields.items():
        if field.kind != "choice":
            continue
        owner = next(base for base in cls.__mro__ if name in vars(base))
        literal = next(
            node
            for node in ast.walk(ast.parse(owner.__annotations__[name]))
            if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Literal"
        )
        values = literal.slice.elts if isinstance(literal.slice, ast.Tuple) else [literal.slice]
        assert field.choices == tuple(ast.literal_eval(value) for value in values)


def commands() -> dict[str, Command]:
    found: dict[str, Command] = {}
    for name in COMMANDS:
        command = cli.get_command(typing.cast(Any, None), name)
        assert command is not None
        found |= {f"{name} {key}": item for key, item in getattr(command, "commands", {name: command}).items()}
    return found


@pytest.mark.parametrize(
    ("command", "function"),
    [
        ("capsules capsules", "plan_capsules"),
        ("tablets tablets", "plan_tablets"),
        ("solution solution", "plan_solution"),
        ("dose dose", "weight_based_dose"),
        ("titrate titrate", "plan_titration"),
        ("trituration trituration", "plan_trituration"),
        ("beyond-use beyond-use", "beyond_use"),
        ("weigh-check weigh-check", "check_unit_weights"),
        ("packing packing", "packing_statistic"),
        ("balance balance", "balance_repeatability"),
        ("content-check content-check", "check_contents"),
        ("as-made as-made", "as_made"),
    ],
)
def test_a_command_has_an_option_for_every_input(command: str, function: str) -> None:
    options = {flag for item in commands()[command].params if isinstance(item, Option) for flag in item.opts}
    for field in inputs_of(function).fields.values():
        assert field.internal or set(field.flags) <= options, f"{command} has no option for {field.name}"


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_spells_out_the_inputs(kind: str) -> None:
    declared_names = {name for name, field in planner_of(kind).inputs.fields.items() if field.recorded}
    shown = ldn.json_schema(kind)["properties"]["inputs"]
    assert set(shown["properties"]) == declared_names | {"settings"}
    assert all(item.get("description") for name, item in shown["properties"].items() if name != "settings")


@pytest.mark.parametrize("field", READ, ids=lambda field: field.name)
def test_the_schema_takes_what_is_recorded_and_nothing_else(field: Field[Any, Any]) -> None:
    one: type[Inputs] = type("One", (Inputs,), {field.name: field})
    written = json.loads(json.dumps(value_to_json(one.read({field.name: example(field)}).named(field.name))))
    schema = inputs_schema(one)["properties"][field.name]
    jsonschema.validate(written, schema)
    for junk in (None, 4.5, [4.5], {"value": 4.5, "unit": "mg"}, object):
        assert not jsonschema.Draft202012Validator(schema).is_valid(junk)


def test_an_input_is_found_by_its_name() -> None:
    assert declared("fill_mass") is FIELDS["fill_mass"]
    assert declared("no_such_input") is None


def test_one_name_is_one_input() -> None:
    shared = CapsuleInputs.fields["strength"]
    with pytest.raises((TypeError, RuntimeError)):
        type("Other", (Inputs,), {"power": shared})


@pytest.mark.parametrize(("keywords", "words"), [({"strenth": "4.5 mg"}, "strenth"), ({}, "strength, count")])
def test_a_wrong_call_is_refused_as_python_refuses_it(keywords: dict[str, Any], words: str) -> None:
    with pytest.raises(TypeError, match=r"^plan_capsules\(\) .*" + words):
        ldn.plan_capsules(**keywords)


def test_a_plan_is_given_with_or_without_its_name() -> None:
    plan = ldn.plan_capsules(strength="4.5 mg", count=30, size="3", filler="mcc-ph102", packing_stat="135 mg")
    made = ldn.as_made(plan, weighed={"api": "135 mg"})
    assert made == ldn.as_made(plan=plan, weighed={"api": "135 mg"})
    unchecked: Any = ldn.as_made
    with pytest.raises(TypeError, match="takes 1 argument without a name, 2 were given"):
        unchecked(plan, plan, weighed={"api": "135 mg"})
    with pytest.raises(TypeError, match="multiple values for argument 'plan'"):
        unchecked(plan, plan=plan, weighed={"api": "135 mg"})


def test_no_module_of_the_calculator_looks_an_input_up_by_its_name() -> None:
    """``given.strength`` is followed by an editor and by mypy; ``given["strength"]`` was not."""
    for path in sorted((PACKAGE / "plans").rglob("*.py")):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id != "locals", f"{path}:{node.lineno}"
            if isinstance(node, ast.Subscript):
                owner = ast.unparse(node.value)
                assert owner not in ("sheet.given", "self.given"), f"{path}:{node.lineno}"
