"""Unit masses against each standard as it is written, and the mean against theory."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import jsonschema
import pytest

import ldn_compound as ldn


def masses(*values: str, times: int = 1) -> list[str]:
    return [f"{value} mg" for value in values] * times


def check(values: list[str], theoretical: str = "135 mg", **more: Any) -> Any:
    return ldn.check_unit_weights(masses=values, theoretical=theoretical, **more)


def codes(result: Any) -> list[str]:
    return [item.code for item in result.findings]


def test_a_sample_mean_hides_an_underfill_and_the_house_rule_finds_it() -> None:
    """84 mg is what size 3 holds of loose PH-102 where 135 mg were planned: 62 % of label, perfectly even."""
    found = check(masses("84", times=20), standard="ph-eur-2.9.5", form="capsule")
    assert (found.standard_verdict, found.house_verdict, found.verdict) == ("pass", "fail", "fail")
    assert codes(found) == ["mean-off-theory", "mass-is-not-content"]
    assert found.outside == 0


@pytest.mark.parametrize(("mass", "off"), [("150", "11.1 % above"), ("120", "11.1 % below")])
def test_a_mean_is_told_on_its_own_side_of_theory(mass: str, off: str) -> None:
    """150 and 120 mg are 135 mg and a ninth more or less."""
    found = check(masses(mass, times=20), standard="ph-eur-2.9.5", form="capsule")
    (told,) = (item.message for item in found.findings if item.code == "mean-off-theory")
    assert f"is {off} the theoretical 135 mg; at most 10 % is allowed" in told


def test_mean_and_rsd() -> None:
    """2, 4, 4, 4, 5, 5, 7, 9 (times 10): mean 50, sum of squares 3200, n - 1 = 7: s = sqrt(3200/7), rsd = s/50."""
    found = check(masses("20", "40", "40", "40", "50", "50", "70", "90"), theoretical="50 mg")
    assert found.mean.magnitude == 50
    s = (Decimal(3200) / 7).sqrt()
    assert abs(found.standard_deviation.magnitude - s) < Decimal("1e-24")
    assert abs(found.rsd.magnitude - s * 2) < Decimal("1e-24")
    assert len(str(found.rsd.magnitude).replace(".", "")) == 28


@pytest.mark.parametrize(
    ("value", "outside"), [("148.5", 0), ("148.50001", 1), ("121.5", 0), ("121.49999", 1), ("135", 0)]
)
def test_the_bounds_of_the_older_795_are_inclusive(value: str, outside: int) -> None:
    """135 mg: 121.5 to 148.5 mg."""
    found = check(masses(value, *["135"] * 9), standard="usp-795-older")
    assert found.outside == outside
    assert found.standard_verdict == ("fail" if outside else "pass")


def sample(*outer: str) -> list[str]:
    """Return 20 masses with mean 100 mg: the outer ones in pairs of equal distance, the rest at 100 mg."""
    return masses(*outer, *["100"] * (20 - len(outer)))


@pytest.mark.parametrize(
    ("outer", "outside", "far", "verdict"),
    [
        (["90", "110"], 0, 0, "pass"),  # just on the limit of 10 %
        (["89.9", "110.1"], 2, 0, "pass"),  # at most two may be outside
        (["89.9", "110.1", "89.9", "110.1"], 4, 0, "fail"),
        (["80", "120"], 2, 0, "pass"),  # just twice the limit
        (["79.9", "120.1"], 2, 2, "fail"),  # none beyond twice the limit
    ],
)
def test_ph_eur_counts(outer: list[str], outside: int, far: int, verdict: str) -> None:
    found = check(sample(*outer), theoretical="100 mg", standard="ph-eur-2.9.5")
    assert (found.outside, found.far_outside, found.standard_verdict) == (outside, far, verdict)


@pytest.mark.parametrize(
    ("form", "mean", "limit"),
    [
        ("capsule", "299.9", "10"),
        ("capsule", "300", "7.5"),
        ("tablet", "80", "10"),
        ("tablet", "80.1", "7.5"),
        ("tablet", "249.9", "7.5"),
        ("tablet", "250", "5"),
    ],
)
def test_ph_eur_bands(form: str, mean: str, limit: str) -> None:
    found = check(masses(mean, times=20), theoretical=f"{mean} mg", standard="ph-eur-2.9.5", form=form)
    assert found.limit.magnitude == Decimal(limit)


def test_brazil_limits_the_spread() -> None:
    """104 and 96 by five: s^2 = 10 x 16 / 9, rsd = sqrt(160/9) % = 4.216 %: above 4 %, while 103/97 has 3.162 %."""
    wide = check(masses("104", "96", times=5), theoretical="100 mg", standard="brazil-fn")
    assert "mass-spread-too-wide" in codes(wide)
    assert wide.verdict == "fail"
    even = check(masses("103", "97", times=5), theoretical="100 mg", standard="brazil-fn")
    assert even.verdict == "pass"
    assert "whole-units-not-weighed" in codes(even)


def test_brazil_weighs_whole_capsules() -> None:
    """Net 104 and 96 on a shell of 100 mg are 204 and 196: an RSD of 2.108 % of 200 mg, which passes."""
    whole = check(
        masses("204", "196", times=5), theoretical="200 mg", standard="brazil-fn", gross=True, shell_mass="100 mg"
    )
    assert whole.judged == "gross"
    assert whole.verdict == "pass"
    assert whole.exact.rsd.value > Fraction("0.04"), "the rsd shown is always the net masses'"
    assert "whole-units-not-weighed" not in codes(whole)


def test_a_spread_just_at_the_limit_passes() -> None:
    """17 masses, 8 of 100 + d, 8 of 100 - d and one of 100: s^2 = 16 d^2 / 16, so d = 4 is an RSD of exactly 4 %."""
    found = check([*masses("104", "96", times=8), "100 mg"], theoretical="100 mg", standard="brazil-fn")
    assert found.exact.rsd.value == Fraction("0.04")
    assert found.verdict == "pass"
    over = check([*masses("104.0001", "95.9999", times=8), "100 mg"], theoretical="100 mg", standard="brazil-fn")
    assert over.verdict == "fail"


@pytest.mark.parametrize(("value", "verdict"), [("97", "pass"), ("96.99", "fail"), ("105", "pass")])
def test_dac_limits_the_loss(value: str, verdict: str) -> None:
    found = check(masses(value, times=10), theoretical="100 mg", standard="dac-nrf")
    assert found.standard_verdict == verdict
    assert ("mass-lost" in codes(found)) == (verdict == "fail")


@pytest.mark.parametrize(
    ("mean", "verdict"), [("121.5", "pass"), ("121.49", "fail"), ("148.5", "pass"), ("148.6", "fail")]
)
def test_the_house_rule(mean: str, verdict: str) -> None:
    found = check(masses(mean, times=20), standard="ph-eur-2.9.5")
    assert (found.standard_verdict, found.house_verdict, found.verdict) == ("pass", verdict, verdict)


def test_the_house_rule_is_on_net_masses() -> None:
    """183 mg gross is 135 net and 48 shell. 167 mg is 8.7 % below the gross, and 11.9 % below the net: it fails."""
    found = check(
        masses("167", times=20), theoretical="183 mg", gross=True, shell_mass="48 mg", standard="ph-eur-2.9.5"
    )
    assert found.theoretical.magnitude == 135
    assert found.mean.magnitude == 119
    assert found.mean_gross.magnitude == 167
    assert found.verdict == "fail"


def test_the_profile_sets_house_rule_and_standard() -> None:
    profile = ldn.read_profile('[policies]\nmean_limit = "3 %"\nunit_standard = "ph-eur-2.9.5"\n')
    found = check(masses("130", times=20), profile=profile)
    assert (found.standard, found.house_verdict) == ("ph-eur-2.9.5", "fail")
    assert check(masses("131", times=20), profile=profile).verdict == "pass"
    assert ldn.from_json(ldn.to_json(found)) == found


@pytest.mark.parametrize(
    ("values", "more", "code", "field"),
    [
        (masses("135", times=19), {"standard": "ph-eur-2.9.5"}, "too-few-units", "masses"),
        (masses("135", times=9), {"standard": "brazil-fn"}, "too-few-units", "masses"),
        (masses("135", times=9), {"standard": "dac-nrf"}, "too-few-units", "masses"),
        (masses("135"), {"standard": "usp-795-older"}, "too-few-units", "masses"),
        (["135 mL"] * 20, {}, "wrong-dimension", "masses"),
        (["-135 mg"] * 20, {}, "bad-quantity", "masses"),
        ([ldn.unit_registry().Quantity(Decimal(-135), "mg")] * 20, {}, "negative", "masses"),
        ([135.0] * 20, {}, "float-refused", "masses"),
        (["0 mg"] * 20, {}, "out-of-range", "masses"),
        (["135 mg"] * 1001, {}, "too-many-readings", "masses"),
        (masses("183", times=20), {"gross": True}, "gross-without-shell-mass", "shell_mass"),
        (masses("183", times=20), {"shell_mass": "48 mg"}, "shell-mass-without-gross", "shell_mass"),
        (masses("40", times=20), {"gross": True, "shell_mass": "48 mg"}, "lighter-than-shell", "masses"),
        (masses("183", times=20), {"gross": True, "shell_mass": "150 mg"}, "theory-lighter-than-shell", "theoretical"),
        (masses("135", times=20), {"form": "tablet", "standard": "dac-nrf"}, "standard-not-for-form", "form"),
        (masses("135", times=20), {"form": "suppository"}, "unknown-form", "form"),
        (
            masses("135", times=20),
            {"form": "tablet", "gross": True, "shell_mass": "1 mg"},
            "tablet-has-no-shell",
            "gross",
        ),
        (masses("135", times=20), {"standard": "usp-905"}, "unknown-choice", "standard"),
    ],
)
def test_refused(values: Any, more: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(ldn.InputError) as caught:
        check(values, **more)
    assert (caught.value.code, caught.value.field, caught.value.exit_code) == (code, field, 10)


def test_an_empty_capsule_fails_and_is_named() -> None:
    found = check(masses("47", *["183"] * 19), theoretical="183 mg", gross=True, shell_mass="48 mg")
    assert found.verdict == "fail"
    assert found.units[0].net.magnitude == -1
    assert "unit-no-heavier-than-shell" in codes(found)


def test_the_likely_slips_are_named() -> None:
    net = check(masses("183", times=10), theoretical="135 mg", gross=True, shell_mass="48 mg")
    assert "give the gross one" in net.findings[-2].message or "give the gross one" in " ".join(
        f.message for f in net.findings
    )
    tenfold = check(masses("13.5", times=10))
    assert any("decimal point" in item.message for item in tenfold.findings)


def test_what_is_assumed_is_said() -> None:
    found = check(masses("135", times=10))
    assert {"unit-standard", "mean-limit", "form-assumed", "masses-net-assumed"} <= {a.code for a in found.assumptions}
    told = check(masses("135", times=10), gross=False, form="capsule", standard="usp-795-older")
    assert not {"unit-standard", "form-assumed", "masses-net-assumed"} & {a.code for a in told.assumptions}


def test_the_mean_is_fed_back_where_asked() -> None:
    """The mean of 134.16 and 134.17 is 134.165: 134.2 mg to 0.1 mg."""
    found = check(masses("134.16", "134.17", times=5), next_fill_mass=True)
    assert found.next_fill_mass.magnitude == Decimal("134.2")
    assert check(masses("134.16", "134.17", times=5)).next_fill_mass is None


def test_masses_are_never_called_905_and_prove_no_content() -> None:
    found = check(masses("135", times=10))
    assert [item.severity.value for item in found.findings if item.code == "mass-is-not-content"] == ["info"]
    assert "905" not in found.standard + found.standard_name
    assert not any("905" in row.name + row.rule for row in found.criteria)


def test_json() -> None:
    found = check(masses("134", "136", times=10), standard="dac-nrf", next_fill_mass=True)
    text = ldn.to_json(found)
    assert ldn.from_json(text) == found
    import json

    document = json.loads(text)
    jsonschema.validate(document, ldn.json_schema("unit-weights"))
    result = document["result"]
    assert {"count", "mean", "rsd", "verdict", "outside"} <= set(result)
    assert result["count"] == 20
    assert result["outside"] == 0
    assert result["mean"] == {"value": "135", "unit": "mg"}
    document["result"]["verdict"] = "fail"
    with pytest.raises(ldn.MismatchError):
        ldn.from_json(json.dumps(document))


def test_masses_as_text_with_commas_and_as_quantities() -> None:
    listed = check(masses("134", "136", times=5))
    assert check("134 mg,136 mg," * 4 + "134 mg,136 mg").mean == listed.mean  # type: ignore[arg-type]  # text, too
    assert check([ldn.quantity("0.134 g"), ldn.quantity("0.136 g")] * 5).mean == listed.mean  # type: ignore[list-item]  # quantities, too


def test_the_plot_is_a_page_and_the_same_bytes() -> None:
    import pypdfium2

    found = check(masses("134", "165", times=10), standard="ph-eur-2.9.5")
    drawn = ldn.plot_unit_weights(found)
    assert drawn == ldn.plot_unit_weights(found)
    document = pypdfium2.PdfDocument(drawn)
    assert len(document) == 1
    text = document[0].get_textpage().get_text_range()
    assert "Masses of 20 capsules, net: FAIL" in text
    assert "Masses do not prove content" in text
    with pytest.raises(ldn.InputError):
        ldn.plot_unit_weights(None)


def test_the_next_fill_mass_shows_how_it_was_rounded() -> None:
    """The mean of 134.96 mg and 135.1 mg is 135.03 mg, to the nearest 0.1 mg 135 mg."""
    masses = ["134.96 mg", "135.1 mg"] * 10
    made = ldn.check_unit_weights(
        masses=masses, theoretical="135 mg", standard="ph-eur-2.9.5", form="capsule", next_fill_mass=True
    )
    assert made.exact.next_fill_mass is not None
    assert made.exact.next_fill_mass.text() == "135 mg"
    (step,) = [item for item in made.steps if item.name == "fill mass for the next batch of this blend"]
    assert "135.03 mg to the nearest 0.1 mg" in step.formula
    assert step.value == "135 mg"
