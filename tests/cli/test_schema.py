"""``ldn-compound schema``, and what the schemas of answers, errors, records and refused plans refuse."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import ldn_compound as ldn
from ldn_compound.schemas.kinds import kind_of, kinds
from tests import held, program

CAPSULES = (
    *("capsules", "--strength", "4.5mg", "--count", "30", "--size", "3", "--filler", "mcc-ph102"),
    *("--packing-stat", "135mg", "--made-on", "2026-11-22"),
)


def validator(kind: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(ldn.json_schema(kind))


def answer(folder: Path, *words: str, stream: str = "stdout") -> Any:
    return json.loads(getattr(program.call(words, folder=folder), stream))


@pytest.mark.parametrize("kind", kinds())
def test_a_schema_is_printed(kind: str, tmp_path: Path) -> None:
    done = program.call(["schema", kind], folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == ldn.json_schema(kind)


@pytest.mark.parametrize("words", [["schema"], ["schema", "list"]])
def test_the_kinds_are_listed(words: list[str], tmp_path: Path) -> None:
    lines = program.call(words, folder=tmp_path).stdout.decode().splitlines()
    assert [line.split()[0] for line in lines] == list(kinds())
    assert [row["kind"] for row in answer(tmp_path, *words, "--json")] == list(kinds())


def test_a_kind_that_is_misspelt_is_named(tmp_path: Path) -> None:
    done = program.call(["schema", "label-lst", "--json"], folder=tmp_path)
    error = json.loads(done.stderr)["error"]
    assert (done.returncode, error["code"], error["field"]) == (10, "unknown-kind", "kind")
    assert "label-list" in error["hint"]


def edited(document: Any, place: str, value: Any) -> Any:
    made = copy.deepcopy(document)
    *above, last = [int(part) if part.isdecimal() else part for part in place.split(".")]
    holder = made
    for key in above:
        holder = holder[key]
    if value is GONE:
        del holder[last]
    else:
        holder[last] = value
    return made


GONE = object()
# The command, what stands wrong where, and why: by hand.
WRONG: tuple[tuple[tuple[str, ...], str, Any, str], ...] = (
    (("labels", "list"), "result.stocks.0.key", 5, "a key that is a number"),
    (("labels", "list"), "result.designs", GONE, "no designs"),
    (("labels", "list"), "inputs", {"strength": "4.5 mg"}, "inputs of a list"),
    (("labels", "show", "avery-5163"), "result.columns", "2", "a number as text"),
    (("labels", "show", "avery-5163"), "schema", "ldn_compound/label-list/1", "another kind"),
    (("labels", "show", "prescription"), "result.width_mm", None, "no width"),
    (("profile", "show"), "result.cases", None, "no cases"),
    (("titrate", "--presets"), "result.presets.0.source", None, "no source"),
    (("examples",), "0.line", 5, "a line that is a number"),
    (("bulk", "template", "capsules"), "columns", "strength", "columns as text"),
)


@pytest.mark.parametrize(("words", "place", "value", "why"), WRONG)
def test_a_wrong_answer_is_refused(words: tuple[str, ...], place: str, value: Any, why: str, tmp_path: Path) -> None:
    document = answer(tmp_path, *words, "--json")
    kind = held.kind_by(document, words, "stdout")
    assert kind is not None
    known = validator(kind)
    assert known.is_valid(document)
    assert not known.is_valid(edited(document, place, value)), why


def test_a_setting_in_force_has_its_own_type(tmp_path: Path) -> None:
    document = answer(tmp_path, "profile", "show", "--json")
    for name, value in (
        ("policies.wastage", {"value": "-5", "unit": "%"}),
        ("policies.wastage", {"value": "5", "unit": "mg"}),
        ("policies.jurisdiction", "mars"),
        ("capsules.sizes", ["banana"]),
        ("dispensing.doses_per_day", 0),
    ):
        wrong = copy.deepcopy(document)
        wrong["result"]["settings"][name]["value"] = value
        assert not validator("profile").is_valid(wrong), name


def test_an_error_has_a_registered_code(tmp_path: Path) -> None:
    document = answer(tmp_path, *CAPSULES, "--count", "9x", "--json", stream="stderr")
    assert kind_of(document) == "error"
    assert validator("error").is_valid(document)
    for place, value in (("error.code", "no-such-code"), ("error.code", None), ("error.needed", 5), ("error", "text")):
        assert not validator("error").is_valid(edited(document, place, value)), place


def test_a_plan_that_was_stopped_has_nulls_and_the_error(tmp_path: Path) -> None:
    document = answer(tmp_path, *CAPSULES, "--strength", "250mg", "--json")
    assert kind_of(document) == "refused"
    known = validator("refused")
    assert known.is_valid(document)
    assert not validator("capsule-batch").is_valid(document)
    for place, value in (
        ("refused", GONE),
        ("refused.code", "no-such-code"),
        ("result.strength", {"value": "250", "unit": "mg"}),
        ("result.strength", GONE),
        ("inputs.strength.value", "-250"),
        ("findings.0.severity", "fatal"),
    ):
        assert not known.is_valid(edited(document, place, value)), place


def test_a_record_holds_a_plan_and_its_entries(tmp_path: Path) -> None:
    assert program.call([*CAPSULES, "--save", "plan.json"], folder=tmp_path).returncode == 0
    assert program.call(["record", "new", "plan.json", "--by", "A. Chemist"], folder=tmp_path).returncode == 0
    document = json.loads((tmp_path / "plan.record.json").read_text())
    known = validator("record")
    assert known.is_valid(document)
    for place, value in (
        ("plan.inputs.strength.value", "-4.5"),
        ("plan.inputs.strength.unit", "kg"),
        ("plan.schema", "ldn_compound/dose/1"),
        ("entries.0.kind", "guess"),
        ("entries.0.at", "yesterday"),
        ("entries.0.number", 0),
        ("entries.0.by", ""),
        ("digest", "sha256:0"),
        ("signature", "A. Pharmacist"),
        ("more", 1),
    ):
        assert not known.is_valid(edited(document, place, value)), place
