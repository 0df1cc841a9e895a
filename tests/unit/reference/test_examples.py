"""The worked examples as data: complete, cited, each computed by something that is there; and refused when wrong."""

from __future__ import annotations

import copy
import importlib
import tomllib
from decimal import Decimal
from typing import Any

import pytest

from ldn_compound.core.errors import DataError, InputError
from ldn_compound.core.formulas import FORMULAS
from ldn_compound.plans.selftest import VERBS
from ldn_compound.reference import examples, loader
from ldn_compound.reference.tables import validate


def test_every_row_is_valid_and_every_citation_is_used() -> None:
    validate("examples")
    written, used = loader.citations("examples")
    assert written == used


def test_every_example_is_computed_by_a_verb_or_a_formula() -> None:
    for example in examples.examples():
        if example.call.startswith("calc."):
            importlib.import_module(f"ldn_compound.{example.call.rpartition('.')[0]}")
            assert f"ldn_compound.{example.call}" in FORMULAS
        else:
            assert example.call in {*VERBS, "text"}
        assert example.lines


def test_every_verb_of_the_self_test_is_used_and_public() -> None:
    import ldn_compound as ldn

    assert set(VERBS) == {example.call for example in examples.examples()} - {"text"} - {
        example.call for example in examples.examples() if example.call.startswith("calc.")
    }
    for verb, module in VERBS.items():
        assert getattr(ldn, verb) is getattr(importlib.import_module(f"ldn_compound.plans.{module}"), verb)


def test_an_unknown_example_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        examples.get_example("minimum-weighable-5-percent")
    assert caught.value.code == "unknown-example"


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"source": None}, "no-source", "examples.case.4"),
        ({"certainty": None}, "no-source", "examples.case.4"),
        ({"expected": None}, "missing-data", "examples.case.4.expected"),
        ({"source_is": None}, "missing-data", "examples.case.4"),
        ({"source_is": "wrnog"}, "bad-data", "examples.case.4.source_is"),
        ({"expect": []}, "missing-data", "examples.case.4.expect"),
        ({"expected_value": "1"}, "unknown-data-key", "examples.case.4.expected_value"),
        ({"id": "weighing-factor-de-1"}, "bad-data", "examples.case"),
        ({"expect": [{"key": "", "value": "1", "digits": -1}]}, "bad-data", "examples.case.4.expect.1.digits"),
        ({"expect": [{"key": "", "value": 1, "digits": 1}]}, "bad-data", "examples.case.4.expect.1.value"),
    ],
)
def test_a_malformed_example_is_refused(
    change: dict[str, Any], code: str, field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = copy.deepcopy(
        tomllib.loads((loader.DATA / "examples.toml").read_text(encoding="utf-8"), parse_float=Decimal)
    )
    sources = tables.pop("sources")
    row = tables["case"][3]
    assert row["id"] == "weighing-factor-au-1"
    for key, value in change.items():
        row.pop(key, None)
        if value is not None:
            row[key] = value
    monkeypatch.setitem(loader._files, (loader.DATA, "examples"), loader.File("examples", sources, tables))
    with pytest.raises(DataError) as caught:
        validate("examples")
    assert (caught.value.code, caught.value.field) == (code, field)
