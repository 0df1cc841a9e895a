"""A dosage form is named in its own modules alone: everything else asks its row of the reference data."""

from __future__ import annotations

import ast

import pytest

from ldn_compound.reference.beyond_use import rule_keys
from ldn_compound.reference.forms import forms
from tests.repo.places import NAME, modules, tree_of

WORDS = {*rule_keys(), *(word for form in forms() for word in (form.key, *form.words("en")))}
# A form's own modules; and the types of the inputs, which a test holds against the data.
OWN = tuple(
    f"{NAME}.{module}"
    for module in (
        *("plans.capsules", "plans.tablets", "plans.solution", "checks.solution", "inputs", "checks.codes", "messages"),
        *("cli.capsules_cmd", "cli.tablets_cmd", "cli.solution_cmd", "plans.quality.packing"),
    )
)
# The same word for something else: the names of commands, of tables of the profile and of files of the reference data.
OTHERWISE = {
    f"{NAME}.cli.main": {"capsules", "tablets", "solution"},
    f"{NAME}.exchange.formulas": {"capsules", "tablets", "solution"},
    f"{NAME}.exchange.requests": {"capsules", "tablets", "solution"},
    f"{NAME}.plans": {"capsules", "tablets", "solution"},
    f"{NAME}.settings.plausible": {"capsules"},
    f"{NAME}.settings.template": {"capsules"},
    f"{NAME}.reference.capsules": {"capsules"},
    f"{NAME}.reference.defaults": {"capsules"},
    f"{NAME}.reference.growth": {"capsule"},
    f"{NAME}.reference.naltrexone": {"tablet"},
}


def named(module: str) -> set[str]:
    return {
        node.value
        for node in ast.walk(tree_of(modules()[module]))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in WORDS
    }


ALL_OTHERS = [name for name in modules() if not f"{name}.".startswith(tuple(f"{own}." for own in OWN))]


@pytest.mark.parametrize("module", ALL_OTHERS)
def test_no_other_module_names_a_form(module: str) -> None:
    assert named(module) == OTHERWISE.get(module, set())
