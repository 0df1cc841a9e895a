"""Option beats profile, profile beats jurisdiction, that beats the assumption; each value says where it came from."""

from __future__ import annotations

import json
import re
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldn_compound.core.errors import InputError, LdnError, MismatchError
from ldn_compound.core.units import mass, ratio, volume
from ldn_compound.settings.keys import KEYS
from ldn_compound.settings.profile import EMPTY, read_profile
from ldn_compound.settings.resolve import Resolver, Setting, settings_from_json, settings_to_json
from ldn_compound.settings.template import template

PROFILE = read_profile(
    """\
[policies]
day_count = "day-0"
wastage = "3 %"
[fillers.our-own]
name = "Our own"
contains = ["lactose"]
packing.3 = "120 mg"
packing.2 = "150 mg"
measured_on = 2026-11-01
""",
    name="profile.toml",
)


def test_option_profile_jurisdiction_assumption_in_this_order() -> Any:
    def day_count(profile: Any, jurisdiction: Any, given: Any = None) -> Any:
        return Resolver(profile, jurisdiction).resolve("policies.day_count", given, field="day_count")

    key = "policies.day_count"
    assert day_count(PROFILE, "us", "day-1") == Setting(key, "day-1", "option", None)
    assert day_count(PROFILE, "us") == Setting(key, "day-0", "profile", "profile.toml, line 2")
    ruled = day_count(EMPTY, "us")
    assert ruled[:3] == (key, "day-1", "jurisdiction us")
    assert "Day 1" in ruled.source
    assumed = day_count(EMPTY, "general")
    default = KEYS[key].default
    assert default is not None
    assert assumed == Setting(key, "day-1", "assumption", str(default.source))


def test_an_option_that_says_no_or_nothing_is_an_option() -> None:
    resolver = Resolver(read_profile("[policies]\ncap_assay = true\nwastage = '3 %'"), "general")
    assert resolver.flag("policies.cap_assay", False, field="cap_assay") is False
    assert resolver.amount("policies.wastage", ratio(0), field="wastage") == ratio(0)
    assert resolver.assumptions == []


def test_every_value_that_was_no_option_is_an_assumption_with_its_origin() -> None:
    resolver = Resolver(PROFILE, "us")
    resolver.amount("policies.wastage", None, field="wastage")
    resolver.amount("balance.readability", None, field="readability")
    resolver.amount("policies.overage", ratio(0), field="overage")
    resolver.text("policies.unit_standard", None, field="standard")
    told = [(a.code, a.field, a.value, a.origin) for a in resolver.assumptions]
    assert told == [
        ("wastage", "wastage", "3 %", "profile"),
        ("readability", "readability", "1 mg", "assumption"),
        ("unit-standard", "standard", "usp-795-older", "jurisdiction us"),
    ]
    assert all(a.source and a.message for a in resolver.assumptions)
    assert " ".join(resolver.settings) == (
        "policies.jurisdiction policies.wastage balance.readability policies.overage policies.unit_standard"
    )


@pytest.mark.parametrize(
    ("dotted", "given_"),
    [
        ("balance.readability", mass(0)),
        ("balance.readability", mass(1001)),
        ("balance.readability", mass(Fraction(1, 3))),
        ("balance.readability", volume(1)),
        ("policies.wastage", ratio(2)),
        ("policies.day_count", "day-3"),
        ("capsules.machine_load", 0),
    ],
)
def test_an_option_keeps_the_limits_of_a_profile(dotted: Any, given_: Any) -> None:
    with pytest.raises(InputError) as caught:
        Resolver(EMPTY).resolve(dotted, given_, field="the_option")
    assert caught.value.field == "the_option"


@pytest.mark.parametrize("junk", [None, "profile.toml", {}, 5])
def test_what_is_no_profile_is_refused(junk: Any) -> None:
    with pytest.raises(InputError, match="load_profile"):
        Resolver(junk)


def test_what_is_left_open_is_told_only_where_it_matters() -> None:
    resolver = Resolver(EMPTY, "general")
    assert resolver.maybe_amount("balance.sensitivity", None, field="sensitivity") is None
    assert resolver.assumptions == []
    assert resolver.maybe_text("capsules.shell_colour", None, field="shell_colour") is None
    assert [(a.code, a.value) for a in resolver.assumptions] == [("shell-colour", "not stated")]
    assert "dyes" in resolver.assumptions[0].message


def test_a_value_of_the_reference_data_stands_below_the_profile() -> None:
    reference = (volume(1), "maker's chart")
    name = "capsules.volumes.3"
    setting = Resolver(EMPTY).resolve(name, None, field="capsule_volume", otherwise=reference)
    assert setting == Setting(name, volume(1), "reference", "maker's chart")
    own = read_profile('[capsules]\nvolumes.3 = "0.31 mL"', name="p")
    assert Resolver(own).resolve(name, None, field="capsule_volume", otherwise=reference).origin == "profile"


def test_the_jurisdiction_is_a_setting_itself() -> None:
    assert Resolver(EMPTY).jurisdiction == "general"
    assert Resolver(EMPTY).assumptions[0].code == "jurisdiction"
    us = read_profile('[policies]\njurisdiction = "us"')
    assert Resolver(us).settings["policies.jurisdiction"].origin == "profile"
    assert Resolver(us, "general").jurisdiction == "general"
    for unknown in ("xx", "atlantis", ""):
        with pytest.raises(InputError) as caught:
            Resolver(EMPTY, unknown)
        assert (caught.value.code, caught.value.field) == ("unknown-choice", "jurisdiction")


def test_a_setting_resolved_twice_is_one_assumption() -> None:
    resolver = Resolver(EMPTY, "us")
    for _ in range(2):
        resolver.amount("balance.readability", None, field="readability")
    assert len(resolver.assumptions) == 1


def test_convert_checks_a_value_of_every_origin() -> None:
    def refuse(value: Any) -> Any:
        raise InputError("out-of-range", field="wastage", given=value)

    for profile, given_ in ((EMPTY, None), (PROFILE, None), (EMPTY, ratio(0))):
        with pytest.raises(InputError, match="out-of-range"):
            Resolver(profile).resolve("policies.wastage", given_, field="wastage", convert=refuse)
    assert Resolver(EMPTY).resolve("balance.sensitivity", None, field="x", convert=refuse).value is None


def test_a_name_that_is_no_setting_is_a_bug() -> None:
    with pytest.raises(KeyError):
        Resolver(EMPTY).resolve("balance.weight", None, field="x")
    with pytest.raises(TypeError):
        Resolver(EMPTY).amount("policies.day_count", None, field="x")
    with pytest.raises(TypeError):
        Resolver(EMPTY).amount("balance.sensitivity", None, field="x")


def test_a_pharmacy_s_own_filler_is_resolved_and_recorded() -> None:
    resolver = Resolver(PROFILE, "us")
    entry = resolver.filler("our-own", size="3")
    assert entry is not None
    assert (entry.name, entry.contains, entry.measured_on) == ("Our own", ("lactose",), date(2026, 11, 1))
    assert entry.packing_for("3") == (mass(120), True)
    assert entry.packing_for("2") is None
    assert "fillers.our-own.packing.2" not in resolver.settings
    assert resolver.filler("mcc-ph102") is None
    recorded = settings_from_json(json.loads(json.dumps(settings_to_json(resolver.settings))))
    again = Resolver(EMPTY, "us", recorded)
    assert again.filler("our-own", size="3") == entry
    assert again.assumptions == resolver.assumptions


def test_a_recorded_setting_stands_in_place_of_profile_jurisdiction_and_default() -> None:
    recorded = {"policies.wastage": Setting("policies.wastage", ratio(0), "profile", "another.toml, line 3")}
    resolver = Resolver(PROFILE, "us", recorded)
    assert resolver.resolve("policies.wastage", None, field="wastage") == recorded["policies.wastage"]
    assert resolver.resolve("policies.wastage", ratio(1), field="wastage").origin == "option"


@pytest.mark.parametrize("origin", ["assumption", "reference", "jurisdiction us"])
def test_a_recorded_rule_or_assumption_that_this_version_does_not_have_is_a_mismatch(origin: Any) -> None:
    recorded = {"policies.wastage": Setting("policies.wastage", ratio(1), origin, "forged")}
    with pytest.raises(MismatchError) as caught:
        Resolver(EMPTY, "us", recorded).resolve("policies.wastage", None, field="wastage")
    assert (caught.value.code, caught.value.field) == ("bad-recorded-setting", "policies.wastage")


def test_a_recorded_option_that_is_not_among_the_inputs_is_a_mismatch() -> None:
    recorded = {"policies.wastage": Setting("policies.wastage", ratio(0), "option", None)}
    with pytest.raises(MismatchError) as caught:
        Resolver(EMPTY, "us", recorded).resolve("policies.wastage", None, field="wastage")
    assert (caught.value.code, caught.value.field) == ("bad-recorded-setting", "policies.wastage")


def test_a_recorded_value_that_is_missing_is_a_mismatch() -> None:
    recorded = {"balance.readability": Setting("balance.readability", None, "assumption", None)}
    with pytest.raises(MismatchError) as caught:
        Resolver(EMPTY, "us", recorded).amount("balance.readability", None, field="readability")
    assert (caught.value.code, caught.value.field) == ("bad-recorded-setting", "balance.readability")


def test_every_setting_comes_back_from_json() -> None:
    profile = read_profile(re.sub(r"(?m)^#(?! )", "", template()), name="profile.toml")
    resolver = Resolver(profile)
    for dotted, _ in profile.values:
        resolver.resolve(dotted, None, field=dotted)
    written = settings_to_json(resolver.settings)
    assert written["balance.readability"] == {
        "value": {"value": "1", "unit": "mg"},
        "origin": "profile",
        "source": f"profile.toml, line {profile.line_of('balance.readability')}",
    }
    assert settings_from_json(json.loads(json.dumps(written))) == resolver.settings


GOOD = {"value": {"value": "1", "unit": "mg"}, "origin": "option", "source": None}


@pytest.mark.parametrize(
    ("recorded", "field"),
    [
        (None, "settings"),
        ([], "settings"),
        ({"balance.weight": GOOD}, "settings"),
        ({"balance.readability": "1 mg"}, "balance.readability"),
        ({"balance.readability": {"value": "1 mg"}}, "balance.readability"),
        ({"balance.readability": GOOD | {"value": "1 mg"}}, "balance.readability"),
        ({"balance.readability": GOOD | {"value": {"value": "1", "unit": "g"}}}, "balance.readability"),
        ({"balance.readability": GOOD | {"origin": "guess"}}, "balance.readability"),
        ({"balance.readability": GOOD | {"origin": None}}, "balance.readability"),
        ({"balance.readability": GOOD | {"source": 1}}, "balance.readability"),
        ({"policies.day_count": GOOD}, "policies.day_count"),
    ],
)
def test_what_was_recorded_is_read_strictly(recorded: Any, field: Any) -> None:
    with pytest.raises(MismatchError) as caught:
        settings_from_json(recorded)
    assert (caught.value.code, caught.value.field, caught.value.exit_code) == ("bad-recorded-setting", field, 15)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=8), inner, max_size=2),
    max_leaves=4,
)
_entry = st.fixed_dictionaries(
    {"value": _json, "origin": st.sampled_from(["option", "profile"]) | _json, "source": st.none() | _json}
)


@given(st.dictionaries(st.sampled_from([*KEYS, "capsules.volumes.3", "x"]), _entry | _json, max_size=3) | _json)
def test_any_record_is_settings_or_a_typed_error(obj: Any) -> None:
    try:
        settings = settings_from_json(obj)
    except LdnError as error:
        assert error.code == "bad-recorded-setting"
    else:
        assert settings_from_json(settings_to_json(settings)) == settings
