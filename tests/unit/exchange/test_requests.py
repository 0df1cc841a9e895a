"""A plan of a mapping: the same as the function gives, and for whatever JSON can hold a plan or a typed error."""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ldn_compound as ldn
from ldn_compound.cli.main import COMMANDS
from ldn_compound.plans import COMMAND_KINDS, KINDS, planner_of
from tests.cli.junk import BAD_OBJECTS, BAD_TEXTS

CAPSULES: dict[str, Any] = {
    "strength": {"value": "4.5", "unit": "mg"},
    "count": 60,
    "size": "3",
    "filler": "mcc-ph102",
    "fill_mass": "135 mg",
    "avoid": ["gluten"],
    "made_on": "2026-11-22",
    "component_expiries": {"api": "2027-03"},
}
GOOD: dict[str, dict[str, Any]] = {
    "capsules": CAPSULES,
    "tablets": {
        "method": "moulded",
        "strength": "4.5 mg",
        "count": 90,
        "blank_mass": "60 mg",
        "base": "mannitol-silica",
    },
    "solution": {"volume": "120 mL", "dose": "4.5 mg", "drops_per_ml": "20"},
    "titrate": {"form": "solution", "doses": ["1 mg", "2 mg"], "every": "7 d"},
    "dose": {"body_weight": {"value": "18.5", "unit": "kg"}, "age": "6", "per_day": 1},
    "trituration": {"drug": "12 mg", "minimum_weighable": "120 mg"},
    "beyond-use": {"made_on": "2026-11-22", "form": "capsule"},
    "filler-check": {"filler": "mcc-ph102", "avoid": ["lactose"]},
    "filler": {"filler": "mcc-ph102"},
    "filler-list": {},
    "weigh-check": {"masses": ["134 mg", "135 mg"], "theoretical": "135 mg", "form": "capsule", "net": True},
    "content-check": {"contents": ["100 %"] * 10},
    "balance": {"masses": ["100 mg"] * 10},
    "packing": {"masses": ["135 mg"] * 5, "filler": "mcc-ph102", "size": "3"},
    "as-made": {"plan": ldn.plan("capsules", CAPSULES).to_dict(), "weighed": {"api": "270 mg", "filler": "7830 mg"}},
    "selftest": {},
}
KIND_OF = {name: COMMAND_KINDS.get(name, name) for name in GOOD}


def refusal(kind: Any, mapping: Any, **more: Any) -> ldn.LdnError:
    with pytest.raises(ldn.LdnError) as caught:
        ldn.plan(kind, mapping, **more)
    return caught.value


def test_every_kind_is_asked_for_here() -> None:
    assert set(KIND_OF.values()) == set(KINDS)
    assert set(COMMAND_KINDS) <= set(COMMANDS)
    assert all(COMMAND_KINDS.get(name, name) in KINDS for name in COMMAND_KINDS)


@pytest.mark.parametrize("name", GOOD)
def test_it_is_what_the_function_gives(name: str) -> None:
    made = ldn.plan(name, json.loads(json.dumps(GOOD[name])))
    assert made.kind == KIND_OF[name]
    assert ldn.plan(made.kind, GOOD[name]) == made
    keywords = dict(GOOD[name])
    if "plan" in keywords:
        keywords["plan"] = ldn.result(keywords["plan"])
    assert planner_of(made.kind).call(**keywords) == made


def test_the_drug_of_sixty_capsules() -> None:
    plan = ldn.plan("capsules", CAPSULES)
    assert plan.api_to_weigh == ldn.quantity("270 mg")  # 60 x 4.5 mg
    assert plan.filler_total == ldn.quantity("7830 mg")  # 60 x (135 - 4.5) mg
    assert plan.beyond_use_date == date(2027, 3, 31)  # the drug's expiry comes before the 180 days


def test_the_mapping_stays_as_it_was() -> None:
    for name, mapping in GOOD.items():
        before = copy.deepcopy(mapping)
        ldn.plan(name, mapping)
        assert mapping == before


@pytest.mark.parametrize("name", GOOD)
def test_the_inputs_of_a_stored_document_are_planned_again(name: str) -> None:
    made = ldn.plan(name, GOOD[name])
    inputs = made.to_dict()["inputs"]
    assert ldn.plan(made.kind, inputs) == made
    without = {key: value for key, value in inputs.items() if key != "settings"}
    assert ldn.plan(made.kind, without) == made


def test_with_the_settings_what_was_in_force_holds_and_without_them_what_holds_now() -> None:
    profile = ldn.read_profile('[policies]\nwastage = "5 %"\n')
    then = ldn.plan("capsules", CAPSULES, profile=profile)
    assert then.api_to_weigh == ldn.quantity("284 mg")  # 270 x 1.05 = 283.5, half up to the balance's 1 mg
    inputs = then.to_dict()["inputs"]
    assert ldn.plan("capsules", inputs) == then
    assert ldn.plan("capsules", {**inputs, "settings": None}).api_to_weigh == ldn.quantity("270 mg")
    error = refusal("capsules", inputs, profile=profile)
    assert (error.code, error.field) == ("given-twice", "settings")
    assert refusal("capsules", {**inputs, "sise": "3"}).code == "unknown-key"
    changed = ldn.plan("capsules", {**inputs, "count": 120})
    assert changed.api_to_weigh == ldn.quantity("567 mg")  # 120 x 4.5 x 1.05


def test_today_is_the_input_of_that_name() -> None:
    ahead = ldn.plan("capsules", CAPSULES, today="2026-11-01")
    assert "made-on-in-future" in [finding.code for finding in ahead.findings]
    assert ahead == ldn.plan("capsules", {**CAPSULES, "today": "2026-11-01"})
    assert refusal("capsules", {**CAPSULES, "today": "2026-11-01"}, today=date(2026, 11, 1)).code == "given-twice"
    assert refusal("dose", GOOD["dose"], today="tomorrow").code == "bad-date"
    assert ldn.plan("filler-check", GOOD["filler-check"], today="2026-11-01").kind == "filler-check"


def test_a_profile_goes_to_what_takes_one() -> None:
    profile = ldn.read_profile("[balance]\nreadability = '0.1 mg'\n")
    assert ldn.plan("trituration", GOOD["trituration"], profile=profile).readability == ldn.quantity("0.1 mg")
    assert refusal("selftest", {}, profile=profile).field == "profile"
    assert refusal("dose", GOOD["dose"], profile="us").code == "not-a-profile"


@pytest.mark.parametrize(
    ("kind", "mapping", "code", "field", "hint"),
    [
        ("capsuls", CAPSULES, "unknown-kind", "kind", "did you mean capsules"),
        (3, CAPSULES, "unknown-kind", "kind", ""),
        (None, {}, "unknown-kind", "kind", ""),
        ("capsules", [], "not-a-mapping", "mapping", ""),
        ("capsules", None, "not-a-mapping", "mapping", ""),
        ("capsules", {**CAPSULES, "sise": "3"}, "unknown-key", "sise", "did you mean size"),
        ("capsules", {**CAPSULES, "packing-stat": "1 mg"}, "unknown-key", None, "did you mean packing_stat"),
        ("capsules", dict([*CAPSULES.items(), (3, "3")]), "unknown-key", None, ""),
        ("capsules", {**CAPSULES, "profile": "us"}, "unknown-key", "profile", "given beside the mapping"),
        ("capsules", {"strength": "4.5 mg"}, "missing", "count", "required"),
        ("capsules", {**CAPSULES, "strength": None}, "missing", "strength", "required"),
        ("as-made", {"weighed": {}}, "missing", "plan", "required"),
        ("as-made", {"plan": {"kind": "dose", "inputs": {}}, "weighed": {}}, "bad-recorded-value", "plan", ""),
        ("as-made", {"plan": "plan.json", "weighed": {"api": "1 mg"}}, "not-a-plan", "plan", ""),
        ("capsules", {**CAPSULES, "size": 3}, "not-text", "size", "write '3'"),
        ("capsules", {**CAPSULES, "strength": 4.5}, "float-refused", "strength", "write '4.5 mg', with its unit"),
        ("capsules", {**CAPSULES, "count": 60.0}, "bad-whole-number", "count", "write 60"),
        ("selftest", {"count": 1}, "unknown-key", "count", ""),
        ("capsules", {**CAPSULES, "count": True}, "bad-whole-number", "count", ""),
    ],
)
def test_what_is_refused(kind: Any, mapping: Any, code: str, field: str | None, hint: str) -> None:
    error = refusal(kind, mapping)
    assert (error.code, error.field) == (code, field)
    assert hint in str(error.hint)
    json.dumps(error.to_dict())


def test_the_functions_raise_what_python_raises_for_a_misspelt_keyword() -> None:
    with pytest.raises(TypeError, match="sise"):
        ldn.plan_capsules(**{**CAPSULES, "sise": "3"})


# --- whatever JSON can hold ------------------------------------------------------------------------------------------

TEXTS = st.sampled_from(
    ["4.5 mg", "3", "mcc-ph102", "2026-11-22", "capsule", "5 %", "1 mg/mL", "0.7", "14 d", "120 mL", "18.5 kg", "1:10"]
)
STORED_OR_NOT: tuple[dict[str, Any], ...] = ({}, {"settings": {}})
SHORT = [text for text in BAD_TEXTS if len(text) < 200]
ATOMS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | TEXTS | st.sampled_from(SHORT)
QUANTITIES = st.fixed_dictionaries(
    {"value": ATOMS | st.sampled_from(["4.5", "0.5", "4"]), "unit": ATOMS | st.sampled_from(["mg", "%", "mL", "kg"])},
    optional={"exact": ATOMS},
)
JSON = st.recursive(
    ATOMS | QUANTITIES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=8) | st.sampled_from(["api", "filler", "kind", "inputs", "schema"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


@st.composite
def requests(draw: st.DrawFn) -> tuple[Any, Any]:
    """Draw a kind and what is asked: mostly a good request with some of its values, or some more, being anything."""
    name = draw(st.sampled_from([name for name in GOOD if name != "selftest"]))
    if draw(st.integers(0, 9)) == 0:
        return draw(JSON | st.just(name)), draw(JSON)
    keys = [*planner_of(KIND_OF[name]).inputs.fields, "settings", "x"]
    changes = draw(st.dictionaries(st.sampled_from(keys), JSON, max_size=3))
    mapping = {**GOOD[name], **changes}
    for key in draw(st.lists(st.sampled_from(keys), max_size=1)):
        mapping.pop(key, None)
    return name, mapping


@given(requests(), st.booleans())
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_json_is_a_plan_or_a_typed_error(asked: tuple[Any, Any], stored: bool) -> None:
    kind, mapping = asked
    if stored and isinstance(mapping, dict) and "settings" not in mapping:
        mapping = {**mapping, "settings": {}}
    try:
        made = ldn.plan(kind, mapping)
    except ldn.LdnError as error:
        assert error.exit_code in range(10, 16)
        json.dumps(error.to_dict())
    else:
        assert isinstance(made, ldn.Result)
        assert ldn.from_json(ldn.to_json(made)) == made


@pytest.mark.parametrize("name", [name for name in GOOD if name != "selftest"])
def test_any_value_in_any_place_is_a_plan_or_a_typed_error(name: str) -> None:
    deep: Any = "4.5 mg"
    for _ in range(5000):
        deep = [deep]
    junk = (*BAD_OBJECTS, *BAD_TEXTS[:6], None, deep, {"a": deep}, {"value": deep, "unit": "mg"}, 10**5000)
    for field in planner_of(KIND_OF[name]).inputs.fields:
        for value in junk:
            for more in STORED_OR_NOT:
                try:
                    ldn.plan(name, {**GOOD[name], field: value, **more})
                except ldn.LdnError as error:
                    assert len(str(error)) < 5000


# --- a result as a dict and as a row, and back ------------------------------------------------------------------------


@pytest.mark.parametrize("name", GOOD)
def test_a_dict_is_what_the_text_says_and_comes_back(name: str) -> None:
    made = ldn.plan(name, GOOD[name])
    document = made.to_dict()
    assert document == json.loads(ldn.to_json(made))
    before = copy.deepcopy(document)
    assert ldn.result(document) == made == ldn.from_json(json.dumps(document))
    assert document == before


def test_a_dict_that_is_changed_changes_no_result() -> None:
    made = ldn.plan("capsules", CAPSULES)
    document = made.to_dict()
    document["inputs"]["avoid"].append("milk")
    document["inputs"]["settings"].clear()
    document["result"].clear()
    assert made == ldn.plan("capsules", CAPSULES)
    assert made.to_dict()["inputs"]["avoid"] == ["gluten"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("inputs", "count"), 60.0),
        (("result", "count"), 60.0),
        (("result", "strength", "value"), 4.5),
        (("result", "strength", "value"), float("nan")),
        (("result", "count"), 10**15),
        (("result", "made_on"), date(2026, 11, 22)),
        (("result", "ingredients"), ("naltrexone",)),
        (("result", "more"), {1: "x"}),
        (("more",), 0.5),
        (("more",), {"a": [{"b": {1, 2}}]}),
    ],
)
def test_what_no_document_holds_is_refused(path: tuple[str, ...], value: Any) -> None:
    document = ldn.plan("capsules", CAPSULES).to_dict()
    place = document
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    with pytest.raises(ldn.InputError) as caught:
        ldn.result(document)
    assert caught.value.code == "bad-json"
    if isinstance(value, float):
        assert caught.value.needed == "quantities as decimal text, never as JSON numbers"
    assert str(caught.value.field).startswith("document." + path[0])


def test_a_document_that_was_edited_or_has_other_keys_is_read_as_its_text_is() -> None:
    document = ldn.plan("capsules", CAPSULES).to_dict()
    assert ldn.result({**document, "more": {"kept": [1, "x"]}}) == ldn.plan("capsules", CAPSULES)
    document["result"]["api_to_weigh"]["value"] = "2700"
    with pytest.raises(ldn.MismatchError) as caught:
        ldn.result(document)
    assert caught.value.code == "does-not-recompute"


@pytest.mark.parametrize("value", [None, [], "text", 3, ldn.plan("dose", GOOD["dose"]), b"{}"])
def test_what_is_no_dict_is_no_document(value: Any) -> None:
    with pytest.raises(ldn.InputError, match="bad-json"):
        ldn.result(value)


def test_a_document_that_holds_itself_is_refused() -> None:
    document = ldn.plan("dose", GOOD["dose"]).to_dict()
    document["more"] = document
    with pytest.raises(ldn.InputError, match="nested too deep"):
        ldn.result(document)


@pytest.mark.parametrize("name", GOOD)
def test_a_row_is_flat_and_says_what_the_document_says(name: str) -> None:
    made = ldn.plan(name, GOOD[name])
    row, document = made.as_row(), made.to_dict()
    assert list(row)[:2] == ["kind", "version"]
    assert list(row)[-2:] == ["findings", "stops"]
    assert {type(value) for value in row.values()} <= {str, int, bool, type(None)}
    assert json.loads(str(row["findings"])) == [item["code"] for item in document["findings"]]
    told = set()
    for column, value in list(row.items())[2:-2]:
        place = document["result"]
        for part in column.split("."):
            place = None if place is None else place[part]
        told.add(column.split(".")[0])
        assert (json.loads(value) if isinstance(place, list | dict) and isinstance(value, str) else value) == place
    assert told == set(document["result"])


def test_the_rows_of_a_kind_have_the_same_columns_in_the_same_order() -> None:
    plain = {"strength": "4.5 mg", "count": 60, "size": "3", "filler": "mcc-ph102", "fill_mass": "135 mg"}
    little = {
        "strength": "0.5 mg",
        "count": 10,
        "size": "3",
        "filler": "mcc-ph102",
        "fill_mass": "135 mg",
        "assay": "90 %",
    }
    plans = [ldn.plan("capsules", one) for one in (plain, {**little, "assay_basis": "as-is", "doses_per_day": 1})]
    assert plans[0].trituration is None
    assert plans[1].trituration is not None
    first, second = (plan.as_row() for plan in plans)
    assert list(first) == list(second)
    assert (first["api_to_weigh.value"], first["api_to_weigh.unit"]) == ("270", "mg")
    assert (first["daily_dose.value"], second["daily_dose.value"], second["daily_dose.unit"]) == (None, "0.5", "mg")
    assert first["trituration.total.unit"] is None
    assert second["trituration.total.unit"] == "mg"
