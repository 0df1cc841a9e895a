"""Weighed units against their plan: net or gross is never guessed, and a contradiction is refused."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from tests.cli.test_junk import counter, run_command

__all__ = ["counter"]


def batch(**more: Any) -> Any:
    """90 capsules of 4.5 mg in size 3: 135 mg of powder, and 48 mg of shell."""
    given = {"strength": "4.5 mg", "count": 90, "size": "3", "filler": "mcc-ph102", "fill_mass": "135 mg"}
    return ldn.plan_capsules(**{**given, "measured": True, "shell_mass": "48 mg", "made_on": "2026-11-22", **more})


def tablets() -> Any:
    return ldn.plan_tablets(
        method="moulded", strength="4.5 mg", count=30, blank_mass="60 mg", base="mannitol-silica", made_on="2026-11-22"
    )


def check(mass: str, plan: Any = None, times: int = 10, **more: Any) -> Any:
    return ldn.check_unit_weights(masses=[f"{mass} mg"] * times, plan=plan or batch(), **more)


def codes(result: Any) -> list[str]:
    return [item.code for item in result.findings]


def test_theory_shell_form_and_standard_are_the_plans() -> None:
    found = check("183")
    assert (found.form, found.standard, found.verdict) == ("capsule", "usp-795-older", "pass")
    assert (found.theoretical.magnitude, found.shell.magnitude, found.mean.magnitude) == (135, 48, 135)
    assert {"taken-from-plan", "masses-gross-by-plan"} <= {item.code for item in found.assumptions}
    assert not {"form-assumed", "masses-net-assumed", "unit-standard"} & {item.code for item in found.assumptions}
    assert ldn.from_json(ldn.to_json(found)) == found


def test_a_standard_of_the_plan_is_not_the_profiles() -> None:
    plan = batch(profile=ldn.read_profile('[policies]\nunit_standard = "ph-eur-2.9.5"\n'))
    assert check("183", plan, 20).standard == "ph-eur-2.9.5"


@pytest.mark.parametrize(
    ("mass", "verdict"),
    [("169.5", "pass"), ("169.49", "fail"), ("196.5", "pass"), ("196.51", "fail"), ("161", "fail")],
)
def test_a_light_batch_fails_on_its_contents(mass: str, verdict: str) -> None:
    """135 mg of contents, 121.5 to 148.5 mg: with the shell 169.5 to 196.5. 161 mg is 12 % light of 183."""
    assert check(mass).verdict == verdict
    assert check(mass, gross=True).verdict == verdict


@pytest.mark.parametrize("mass", ["121.5", "135", "148.5"])
def test_contents_are_not_taken_for_filled_capsules(mass: str) -> None:
    """Both 135 mg of contents and an almost empty capsule weigh this: it is asked, in every reading."""
    with pytest.raises(ldn.InputError) as caught:
        check(mass)
    assert (caught.value.code, caught.value.field) == ("missing", "gross")
    assert "--net" in str(caught.value.needed)
    assert check(mass, net=True).verdict == "pass"
    assert check(mass, gross=False).verdict == "pass"
    assert check(mass, gross=True).verdict == "fail"


@pytest.mark.parametrize("mass", ["121.49", "148.51"])
def test_just_outside_the_contents_they_are_filled_capsules(mass: str) -> None:
    assert check(mass).verdict == "fail"
    assert check(mass).shell.magnitude == 48


def test_where_both_readings_fit_it_is_asked() -> None:
    """400 mg in a shell of 76: 440 mg is contents 10 % heavy, or a filled capsule of 364 mg of contents."""
    plan = batch(size="1", fill_mass="400 mg", shell_mass="76 mg")
    with pytest.raises(ldn.InputError) as caught:
        check("440", plan)
    assert caught.value.code == "missing"
    assert check("440", plan, gross=True).verdict == check("440", plan, net=True).verdict == "pass"
    assert check("440.01", plan).verdict == "pass"


def test_without_a_shells_mass_it_is_asked() -> None:
    plan = batch(size="1el", fill_mass="200 mg", shell_mass=None)
    assert plan.unit_mass_limits.shell is None
    with pytest.raises(ldn.InputError) as caught:
        check("280", plan)
    assert caught.value.code == "missing"
    with pytest.raises(ldn.InputError) as caught:
        check("280", plan, gross=True)
    assert caught.value.code == "gross-without-shell-mass"
    assert check("280", plan, gross=True, shell_mass="80 mg").verdict == "pass"
    assert check("280", plan, shell_mass="80 mg").verdict == "pass"
    assert check("200", plan, net=True).verdict == "pass"


@pytest.mark.parametrize(
    ("more", "field", "needed"),
    [
        ({"theoretical": "135 mg"}, "theoretical", "183 mg"),
        ({"theoretical": "183 mg", "net": True}, "theoretical", "135 mg"),
        ({"standard": "ph-eur-2.9.5"}, "standard", "usp-795-older"),
        ({"form": "tablet"}, "form", "capsule"),
        ({"size": "2"}, "size", "3"),
        ({"shell_mass": "49 mg"}, "shell_mass", "48 mg"),
    ],
)
def test_what_contradicts_the_plan_is_refused(more: dict[str, Any], field: str, needed: str) -> None:
    with pytest.raises(ldn.InputError) as caught:
        check("183", times=20, **more)
    assert (caught.value.code, caught.value.field) == ("contradicts-plan", field)
    assert needed in str(caught.value.needed)


def test_what_agrees_with_the_plan_is_taken() -> None:
    more: dict[str, Any] = {
        "theoretical": "183 mg",
        "standard": "usp-795-older",
        "form": "capsule",
        "size": "3",
        "shell_mass": "48 mg",
    }
    assert check("183", **more).mean == check("183").mean
    assert check("135", theoretical="135 mg", net=True).verdict == "pass"


def test_tablets_have_no_shell() -> None:
    plan = tablets()
    target = plan.unit_mass_limits.exact.target.value
    found = ldn.check_unit_weights(masses=[f"{target} mg"] * 20, plan=plan)
    assert (found.form, found.shell, found.standard) == ("tablet", None, "ph-eur-2.9.5")
    assert found.exact.theoretical.value == target
    with pytest.raises(ldn.InputError) as caught:
        ldn.check_unit_weights(masses=[f"{target} mg"] * 20, plan=plan, gross=True)
    assert caught.value.code == "tablet-has-no-shell"


def test_only_units_have_masses_and_an_edited_plan_is_refused() -> None:
    liquid = ldn.plan_solution(volume="120 mL", dose="4.5 mg", made_on="2026-11-22")
    for wrong in (liquid, "plan.json", {"kind": "capsule-batch"}):
        with pytest.raises(ldn.InputError) as caught:
            check("183", wrong)
        assert (caught.value.code, caught.value.field) == ("not-a-plan", "plan")
    import attrs

    edited = attrs.evolve(batch(), count=91)
    with pytest.raises(ldn.MismatchError):
        check("183", edited)
    document = json.loads(ldn.to_json(check("183")))
    document["inputs"]["plan"]["inputs"]["fill_mass"]["value"] = "150"
    with pytest.raises(ldn.MismatchError):
        ldn.from_json(json.dumps(document))
    document["inputs"]["plan"] = {"kind": "solution-batch"}
    with pytest.raises(ldn.MismatchError):
        ldn.from_json(json.dumps(document))


def test_a_stopped_plan_is_said() -> None:
    plan = batch(strength="45 mg")
    assert plan.stops
    assert "made-from-stopped-plan" in codes(check("183", plan))
    assert "made-from-stopped-plan" not in codes(check("183"))


def test_net_and_gross_are_opposites() -> None:
    typed: dict[str, Any] = {"masses": ["135 mg"] * 10, "theoretical": "135 mg"}
    assert ldn.check_unit_weights(**typed, net=True) == ldn.check_unit_weights(**typed, gross=False)
    gross: dict[str, Any] = {"masses": ["183 mg"] * 10, "theoretical": "183 mg", "shell_mass": "48 mg"}
    assert ldn.check_unit_weights(**gross, net=False) == ldn.check_unit_weights(**gross, gross=True)
    for both in (True, False):
        with pytest.raises(ldn.InputError) as caught:
            ldn.check_unit_weights(**gross, net=both, gross=both)
        assert caught.value.code == "gross-and-net"


def test_the_published_limits_of_the_whole_capsule() -> None:
    """EAHP abstract: dexamethasone 40 mg, 13.8 g in 100 capsules, a shell of 49.3 mg, 169 to 206 mg.

    Of the whole capsule: 187.3 x 0.9 = 168.57, x 1.1 = 206.03. Of the contents: 124.2 to 151.8, with the shell 173.5 to
    201.1: a capsule of 170 mg passes the one and fails the other.
    """
    typed: dict[str, Any] = {
        "theoretical": "187.3 mg",
        "gross": True,
        "shell_mass": "49.3 mg",
        "standard": "usp-795-older",
    }
    found = ldn.check_unit_weights(masses=["187.3 mg"] * 10, **typed)
    limits = [getattr(found.exact, name).value for name in ("whole_low", "whole_high", "low", "high")]
    assert limits == [Fraction(text) for text in ("168.57", "206.03", "124.2", "151.8")]
    (note,) = (item for item in found.findings if item.code == "net-reading-is-stricter")
    assert note.severity.value == "info"
    for text in ("168.57 mg to 206.03 mg", "173.5 mg to 201.1 mg", "124.2 mg to 151.8 mg", "stricter"):
        assert text in note.message
    for mass, verdict in (("173.5", "pass"), ("173.49", "fail"), ("170", "fail"), ("201.1", "pass"), ("201.2", "fail")):
        one = ldn.check_unit_weights(masses=[f"{mass} mg", *["187.3 mg"] * 19], **typed)
        assert one.standard_verdict == verdict


def test_the_other_reading_is_said_of_that_standard_and_of_capsules_alone() -> None:
    net = ldn.check_unit_weights(masses=["135 mg"] * 20, theoretical="135 mg", standard="usp-795-older")
    assert "net-reading-is-stricter" in codes(net)
    assert net.whole_low is None
    for standard in ("ph-eur-2.9.5", "dac-nrf", "brazil-fn"):
        other = ldn.check_unit_weights(masses=["135 mg"] * 20, theoretical="135 mg", standard=standard)
        assert "net-reading-is-stricter" not in codes(other)


def test_the_command_asks_what_was_weighed(counter: Path) -> None:
    """Gross masses with no word of it: 161 mg of 183 are contents of 113 mg of 135, 16 % light."""
    (counter / "caps.txt").write_text("161 mg\n" * 10, encoding="utf-8")
    (counter / "plan.json").write_text(ldn.to_json(batch()), encoding="utf-8")
    asked = run_command("weigh-check", "caps.txt", "--theoretical", "183mg", "--json")
    assert (asked.code, asked.out) == (10, "")
    error = json.loads(asked.err)["error"]
    assert (error["code"], error["field"]) == ("missing", "gross")
    for word in ("--gross", "--net", "--plan"):
        assert word in error["needed"]
    by_plan = run_command("weigh-check", "--plan", "plan.json", "caps.txt", "--json")
    assert by_plan.code == 12
    assert "mean-off-theory" in by_plan.out
    (counter / "good.txt").write_text("G  183.2 mg\n" * 10, encoding="utf-8")
    good = run_command("weigh-check", "--plan", "plan.json", "good.txt", "--json")
    assert good.code == 0, good.err
    assert json.loads(good.out)["result"]["shell"] == {"value": "48", "unit": "mg"}
    table = run_command("weigh-check", "--plan", "plan.json", "good.txt", "--working")
    assert "masses-gross-by-plan" in table.out or "filled capsules are taken as weighed" in " ".join(table.out.split())
    marked = run_command("weigh-check", "--plan", "plan.json", "--net", "good.txt", "--json")
    assert json.loads(marked.err)["error"]["code"] == "gross-line-for-net"


def test_the_command_wants_no_such_word_of_tablets(counter: Path) -> None:
    words = ("weigh-check", "--form", "tablet", "--theoretical", "60mg", "--masses", ",".join(["60mg"] * 20))
    done = run_command(*words)
    assert done.code == 0, done.err
    assert run_command("weigh-check", "--masses", "60mg,61mg").code == 2, "neither a theory nor a plan"


def test_the_command_refuses_an_edited_plan(counter: Path) -> None:
    text = ldn.to_json(batch())
    assert '"count": 90' in text
    document = json.loads(text)
    document["result"]["fill_mass"]["value"] = "120"
    (counter / "plan.json").write_text(json.dumps(document), encoding="utf-8")
    done = run_command("weigh-check", "--plan", "plan.json", "--gross", "--masses", ",".join(["183mg"] * 10))
    assert (done.code, done.out) == (15, "")
    assert run_command("weigh-check", "--plan", "no.json", "--gross", "--masses", "183mg,183mg").code == 16
    assert run_command("weigh-check", "--plan", "-", "-").code == 2
