"""A stored plan is its numbers, codes and inputs: every one of them that was changed is refused, whatever version the
document says; its words are compared within one version only, and what is printed is never taken from the document."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.results import to_document
from ldn_compound.exchange.identity import compare
from tools.stored_plans import plans

Path = tuple[str | int, ...]

OLD, INVENTED = "0.1.0", "99.0"
# Written out here, and apart from the types of the package: what a document words for its reader.
PROSE = {
    *("message", "source", "formula", "drug_name", "powder_name", "filler_name", "vehicle_name", "stock_diluent_name"),
    *("diluent_name", "recipe_name", "standard_name", "name", "rule", "beyond_use_rule", "storage", "ingredients"),
    *("procedure", "dispensing", "directions", "reason", "searched", "two_stages_because"),
    *("displacement_definition", "limit", "verdict_source", "certainty", "may_contain_because", "other_roles"),
}
BINDING_NAMES = {("weighings", "name")}  # the component that was weighed: a key


@cache
def made() -> dict[str, Any]:
    return plans()


@cache
def written(name: str) -> str:
    return ldn.to_json(made()[name])


def document(name: str, version: str = ldn.__version__) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(written(name))
    return found | {"version": version}


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict | list):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(below, (*path, key))
    else:
        yield path, value


def is_prose(part: str, path: Path) -> bool:
    if part == "steps":
        return True
    names = [key for key in path if isinstance(key, str)]
    if (names[0], names[-1]) in BINDING_NAMES:
        return False
    # The limit of a hold point is a quantity; the one of a criterion is a sentence.
    return bool({*names} & PROSE) and names[-1] not in ("value", "unit")


def put(found: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    edited = copy.deepcopy(found)
    holder: Any = edited
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return edited


def other(value: Any) -> Any:
    return {bool: not value, int: 7777, type(None): "x"}.get(type(value), f"{value}1")


@pytest.mark.parametrize("version", [ldn.__version__, OLD, INVENTED])
@pytest.mark.parametrize("name", made())
def test_each_value_that_binds_is_guarded_in_every_version(name: str, version: str) -> None:
    found, mine, kind = document(name, version), to_document(made()[name]), type(made()[name])
    changed = 0
    for part in ("result", "findings", "assumptions"):
        for path, value in leaves(found[part]):
            if is_prose(part, path):
                continue
            changed += 1
            with pytest.raises(ldn.MismatchError) as caught:
                compare(put(found, (part, *path), other(value)), mine, kind)
            assert caught.value.exit_code == 15, path
    assert changed > 5


@pytest.mark.parametrize("name", made())
def test_each_word_is_guarded_within_one_version_and_free_in_another(name: str) -> None:
    mine, kind = to_document(made()[name]), type(made()[name])
    changed = 0
    for part in ("result", "findings", "assumptions", "steps"):
        for path, value in leaves(mine[part]):
            if not is_prose(part, path) or not isinstance(value, str):
                continue
            changed += 1
            edited = put(json.loads(json.dumps(mine)), (part, *path), "other words")
            with pytest.raises(ldn.MismatchError):
                compare(edited, mine, kind)
            for version in (OLD, INVENTED):
                notes = compare(edited | {"version": version}, mine, kind)
                assert [note.code for note in notes] == ["made-by-another-version"], path
    assert changed > 3


def bound(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in row.items() if key not in ("message", "source")} for row in rows]


@pytest.mark.parametrize("version", [OLD, INVENTED])
@pytest.mark.parametrize("name", ["capsules", "capsules-accepted", "solution", "titration", "as-made"])
def test_an_input_that_was_changed_is_refused_or_makes_no_difference(name: str, version: str) -> None:
    """What is read states the document's inputs, and its findings are all that this program has to say of them."""
    found = document(name, version)
    refused = 0
    for path, value in leaves(found["inputs"]):
        edited = put(found, ("inputs", *path), other(value))
        try:
            plan = ldn.from_json(json.dumps(edited))
        except ldn.LdnError as error:
            assert error.exit_code == 15, path
            refused += 1
            continue
        mine = to_document(plan)
        if path[-1] != "source":  # the citation of a setting is prose
            assert mine["inputs"] == edited["inputs"], path
        assert {key: mine["result"][key] for key in mine["result"] if key not in PROSE} == {
            key: value for key, value in found["result"].items() if key not in PROSE
        }, path
        for part in ("findings", "assumptions"):
            assert bound(mine[part]) == bound(edited[part]), path
    assert refused > 5


@pytest.mark.parametrize("name", made())
def test_words_that_were_changed_reach_nothing(name: str) -> None:
    """Whoever writes another version into a document can change its words, and nobody reads them."""
    plan = made()[name]
    found = document(name, OLD)
    for part in ("result", "findings", "assumptions", "steps"):
        for path, value in leaves(found[part]):
            if is_prose(part, path) and isinstance(value, str):
                found = put(found, (part, *path), "EVIL words")
    for path, _ in leaves(found["inputs"]):
        holder: Any = found["inputs"]
        for key in path[:-1]:
            holder = holder[key]
        if path[-1] == "source" and holder["origin"] != "profile":
            found = put(found, ("inputs", *path), "EVIL words")
    text = json.dumps(found)
    assert "EVIL" in text
    reading = ldn.read_document(text)
    assert ldn.to_json(reading.result) == ldn.to_json(plan)
    assert "EVIL" not in ldn.to_json(reading.result) + repr(reading)
    ldn.check(reading.result)


def test_every_text_of_a_result_is_a_key_a_number_or_marked_as_prose() -> None:
    """A text field without the mark binds for ever; words in it would make every stored plan an edited one."""
    for name in made():
        for path, value in leaves(document(name)["result"]):
            if not isinstance(value, str) or is_prose("result", path) or path[-1] in ("found", "profile_entry"):
                continue
            assert " " not in value, f"{name}: {path} holds words: mark its field as Prose, here and in its class"
