"""The table of settings: complete, and at one with the reference data and with what the project fixed."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from ldn_compound.core.errors import DataError, InputError
from ldn_compound.core.units import mass, ratio
from ldn_compound.reference import loader
from ldn_compound.reference.jurisdictions import get_jurisdiction, jurisdiction_keys
from ldn_compound.reference.loader import load
from ldn_compound.reference.tables import validate
from ldn_compound.settings.keys import KEYS, TABLE, find_key
from ldn_compound.settings.values import Bare, default_of, from_json, from_text, shown, to_json, typed


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A copy of the data to change."""
    for file in loader.DATA.iterdir():
        (tmp_path / file.name).write_text(file.read_text())
    monkeypatch.setattr(loader, "DATA", tmp_path)
    return tmp_path


@pytest.mark.parametrize("key", TABLE, ids=lambda key: key.name)
def test_every_default_has_its_meaning_and_its_source(key: Any) -> None:
    value, origin, source = default_of(key)
    if value is None:
        assert origin == "assumption"
    else:
        assert key.message if key.default is None else key.default.means
        assert source
    assert key.comment.endswith(".")


def test_codes_are_distinct_but_for_the_packing_statistic_of_a_filler() -> None:
    # Of several lots of drug powder a plan uses one, so its figures go by the codes of [drug].
    rows = [key for key in TABLE if not key.name.startswith("drug.lots.")]
    codes = [key.code for key in rows if key.name != "fillers.*.packing.*"]
    assert len(set(codes)) == len(codes)
    assert KEYS["fillers.*.packing.*"].code == KEYS["fillers.*.packing"].code == "filler-packing"
    assert KEYS["capsules.volumes.*"].code == "capsule-volume"


# Expected: domain rules of the project: 1 mg and 5 %, so 20 mg; 100 capsules a load; mean within 10 %.
def test_defaults_are_those_of_the_reference_data() -> None:
    assert default_of(KEYS["balance.readability"])[0] == mass(1)
    assert default_of(KEYS["balance.permitted_error"])[0] == ratio(Fraction(5, 100))
    assert default_of(KEYS["policies.mean_limit"])[0] == ratio(Fraction(10, 100))
    assert default_of(KEYS["capsules.machine_load"])[0] == 100


@pytest.mark.parametrize("key", [key for key in TABLE if key.default is not None], ids=lambda key: key.name)
@pytest.mark.parametrize("wrong", ["4,5 mg", ".5 mg", "5 furlong", "7 lb/d", "-1", "perhaps"])
def test_a_default_that_the_setting_does_not_take_is_refused(key: Any, wrong: Any, data: Any) -> None:
    file = data / "defaults.toml"
    head = f"[{key.name}]\nvalue = "
    before, _, after = file.read_text().partition(head)
    file.write_text(f'{before}{head}"{wrong}"\n{after.partition(chr(10))[2]}')
    with pytest.raises(DataError) as caught:
        default_of(key)
    assert (caught.value.code, caught.value.field) == ("bad-data", f"defaults.{key.name}.value")


def test_every_row_of_the_defaults_is_a_setting_that_takes_it() -> None:
    validate("defaults")
    rows = {f"{table}.{key}" for table, below in load("defaults").tables.items() for key in below}
    assert rows == {key.name for key in TABLE if key.default is not None}
    assert len(rows) >= 20


def test_size_defaults_come_from_the_reference_data() -> None:
    value, origin, source = default_of(KEYS["capsules.sizes"])
    assert value == ("000", "00el", "00", "0el", "0", "1el", "1", "2el", "2", "3", "4", "5")
    assert origin == "reference"
    assert source
    sizes = default_of(KEYS["capsules.machine_sizes"])[0]
    assert isinstance(sizes, tuple)
    assert "5" not in sizes
    assert len(sizes) == 11


@pytest.mark.parametrize(
    ("dotted", "name"),
    [
        ("balance.readability", "balance.readability"),
        ("capsules.volumes.00el", "capsules.volumes.*"),
        ("fillers.mcc-ph102.lot", "fillers.*.lot"),
        ("fillers.mcc-ph102.packing", "fillers.*.packing"),
        ("fillers.mcc-ph102.packing.3", "fillers.*.packing.*"),
    ],
)
def test_a_dotted_name_finds_its_row(dotted: Any, name: Any) -> None:
    assert find_key(dotted) is KEYS[name]


@pytest.mark.parametrize(
    "dotted",
    ["", "balance", "balance.x", "fillers.*.lot", "capsules.volumes.*", "fillers.mcc.lot.3", "fillers.a", "a.b.c.d.e"],
)
def test_no_row_for_other_names(dotted: Any) -> None:
    key = find_key(dotted)
    assert key is None


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("balance.readability", 1, "not-text"),
        ("balance.readability", Bare("0.1"), "not-text"),
        ("balance.readability", True, "not-text"),
        ("balance.readability", "1 mL", "wrong-dimension"),
        ("balance.readability", "0 mg", "out-of-range"),
        ("balance.readability", "2 g", "out-of-range"),
        ("balance.readability", "1 MG", "unknown-unit"),
        ("policies.wastage", "5", "no-unit"),
        ("policies.wastage", "101 %", "out-of-range"),
        ("policies.cap_assay", "no", "bad-flag"),
        ("policies.day_count", "day-2", "unknown-choice"),
        ("policies.day_count", 1, "not-text"),
        ("policies.jurisdiction", "xx", "unknown-choice"),
        ("capsules.machine_load", "100", "bad-whole-number"),
        ("capsules.machine_load", 0, "out-of-range"),
        ("capsules.machine_load", Bare("100.0"), "bad-whole-number"),
        ("capsules.machine_load", True, "bad-whole-number"),
        ("capsules.sizes", "3", "not-a-list"),
        ("capsules.sizes", ["3", "6"], "unknown-choice"),
        ("capsules.sizes", [3], "not-text"),
        ("fillers.*.measured_on", "11/12/2026", "bad-date"),
        ("fillers.*.density", "1 g/3 mL", "endless-decimal"),
        ("pharmacy.name", "a\tb", "control-character"),
        ("pharmacy.name", " ", "empty"),
    ],
)
def test_a_bad_value_is_refused(name: Any, raw: Any, code: Any) -> None:
    with pytest.raises(InputError) as caught:
        typed(KEYS[name], raw, name)
    assert caught.value.code == code
    assert caught.value.field == name
    assert caught.value.needed


@pytest.mark.parametrize("key", TABLE, ids=lambda key: key.name)
def test_a_value_comes_back_from_json(key: Any) -> None:
    value = default_of(key)[0]
    assert from_json(key, to_json(value), key.name) == value


@pytest.mark.parametrize(
    "raw",
    [
        "1 mg",
        1,
        {"value": 1, "unit": "mg"},
        {"value": "1", "unit": "g"},
        {"value": "1"},
        {"value": "1e3", "unit": "mg"},
        {"value": "-1", "unit": "mg"},
        {"value": "1" * 100, "unit": "mg"},
        {"value": "0", "unit": "mg"},
        ["1"],
    ],
)
def test_a_recorded_quantity_is_read_strictly(raw: Any) -> None:
    with pytest.raises(InputError):
        from_json(KEYS["balance.readability"], raw, "balance.readability")


def test_a_recorded_quantity_may_have_more_digits_than_a_person_types() -> None:
    # 453592.37 mg x 0.00123456789012, in full
    key = KEYS["balance.readability"]
    amount = typed(key, "0.00123456789012 lb", "x")
    assert to_json(amount) == {"value": "559.9905752054303844", "unit": "mg"}
    assert from_json(key, to_json(amount), "x") == amount


def test_strict_text_of_a_jurisdiction_goes_through_the_same_gate() -> None:
    assert from_text(KEYS["policies.cap_assay"], "true", "x") is True
    assert from_text(KEYS["capsules.machine_load"], "300", "x") == 300
    assert from_text(KEYS["capsules.sizes"], "2, 3", "x") == ("2", "3")
    with pytest.raises(InputError):
        from_text(KEYS["policies.cap_assay"], "yes", "x")


def test_shown_values_are_plain_text() -> None:
    assert shown(mass(1)) == "1 mg"
    assert shown(False) == "no"
    assert shown(()) == "none"
    assert shown(100) == "100"


def test_what_jurisdictions_state_is_a_setting_and_passes_its_gate() -> None:
    for name in jurisdiction_keys():
        for dotted, rule in get_jurisdiction(name).settings.items():
            key = find_key(dotted)
            assert key is not None
            assert from_text(key, rule.value, dotted) is not None


def test_every_jurisdiction_is_a_choice() -> None:
    # Expected: the five of the interface, and those added since.
    choices = KEYS["policies.jurisdiction"].choices
    assert choices is not None and choices() == jurisdiction_keys()
    assert sorted(jurisdiction_keys()) == ["be", "de", "es", "fr", "general", "nl", "pt", "uk", "us"]
