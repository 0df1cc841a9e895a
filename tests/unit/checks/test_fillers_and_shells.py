"""The filler check against every filler, every sensitivity, the pharmacy's own fillers; the shell as an ingredient."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.texts import plain_name
from ldn_compound.inputs.record import Inputs
from ldn_compound.plans.ingredients.catalogue import show_filler
from ldn_compound.plans.ingredients.filler import daily_amount_findings, resolve_filler
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.fillers import filler_keys, get_filler
from ldn_compound.reference.sensitivities import get_sensitivity, read_sensitivity, sensitivity_keys
from tests.unit.plans.prescriptions import codes, mg, plan, refused, stops, the

SENSITIVITIES = [
    "lactose",
    "milk",
    "gluten",
    "maize",
    "soya",
    "sugar",
    "fructose",
    "polyols",
    "sodium",
    "yeast",
    "dyes",
    "animal",
    "glycerol",
    "parabens",
    "benzoate",
]

# domain section 4, column "LDN verdict", for a capsule and a patient of whom nothing is known
VERDICTS = {
    "mcc-ph101": "suitable",
    "mcc-ph102": "suitable",
    "mcc-ph105": "suitable",
    "mcc-ph112": "suitable",
    "mcc-ph301": "suitable",
    "lactose-monohydrate": "suitable",
    "sucrose": "suitable",
    "mannitol-silica": "suitable",
    "maize-starch": "suitable",
    "rice-flour": "suitable",
    "probiotic": "avoid",
    "ginger": "avoid",
    "loxoral": "cannot-clear",
    "sodium-bicarbonate": "caution",
    "calcium-carbonate": "avoid",
    "hypromellose": "avoid",
}

# (filler, sensitivity): what the column "for the patient" says
AVOID = [
    ("lactose-monohydrate", "lactose"),
    ("lactose-monohydrate", "animal"),
    ("sucrose", "sugar"),
    ("sucrose", "fructose"),
    ("mannitol-silica", "polyols"),
    ("maize-starch", "maize"),
    ("sodium-bicarbonate", "sodium"),
]
NOT_CLEAR = [
    ("rice-flour", "gluten"),
    ("maize-starch", "gluten"),
    ("sucrose", "animal"),
    ("sucrose", "maize"),
    ("mannitol-silica", "maize"),
    ("mannitol-silica", "fructose"),
    ("lactose-monohydrate", "milk"),
    ("loxoral", "lactose"),
    ("loxoral", "gluten"),
    ("mcc-ph102", "gold"),
]


def test_the_keys_of_the_interface_are_there() -> None:
    assert set(VERDICTS) <= set(filler_keys())
    also = {
        "triturate-lactose-sucrose",
        "croscarmellose",
        "crospovidone",
        "magnesium-stearate",
        "colloidal-silica",
        "glycerol",
    }
    assert also <= set(filler_keys())
    assert set(SENSITIVITIES) <= set(sensitivity_keys())


@pytest.mark.parametrize(("filler", "verdict"), VERDICTS.items())
def test_verdict(filler: str, verdict: str) -> None:
    check = ldn.check_filler(filler=filler, form="capsule")
    assert (check.filler, check.verdict) == (filler, verdict)
    assert check.reason
    assert bool(check.stops) is (verdict == "avoid")
    assert all(item.source for item in check.findings)


@pytest.mark.parametrize(("filler", "avoid"), AVOID)
def test_contains_what_the_patient_avoids(filler: str, avoid: str) -> None:
    check = ldn.check_filler(filler=filler, form="capsule", avoid=[avoid])
    assert check.verdict == "avoid"
    assert "filler-contains-avoided" in stops(check)
    assert avoid in the(check, "filler-contains-avoided").message


@pytest.mark.parametrize(("filler", "avoid"), NOT_CLEAR)
def test_cannot_be_cleared(filler: str, avoid: str) -> None:
    check = ldn.check_filler(filler=filler, form="capsule", avoid=[avoid])
    assert check.verdict == "cannot-clear"
    assert "filler-cannot-be-cleared" in stops(check)


@pytest.mark.parametrize("avoid", SENSITIVITIES)
@pytest.mark.parametrize("filler", ["mcc-ph101", "mcc-ph102", "mcc-ph105", "mcc-ph112", "mcc-ph301"])
def test_cellulose_is_clear_of_all(filler: str, avoid: str) -> None:
    check = ldn.check_filler(filler=filler, form="capsule", avoid=[avoid])
    assert (check.verdict, check.stops) == ("suitable", ())


@pytest.mark.parametrize("avoid", SENSITIVITIES)
def test_loxoral_is_clear_of_nothing(avoid: str) -> None:
    assert ldn.check_filler(filler="loxoral", form="capsule", avoid=[avoid]).verdict == "cannot-clear"


def test_unknown_composition_without_a_sensitivity_is_a_caution() -> None:
    item = the(ldn.check_filler(filler="loxoral", form="capsule"), "filler-cannot-be-cleared")
    assert item.severity.value == "caution"


@pytest.mark.parametrize(
    ("words", "keys", "said"),
    [
        (["Lactose"], ["lactose"], None),
        (["LACTOSE"], ["lactose"], None),
        ([" lactose "], ["lactose"], None),
        (["lactose,gluten"], ["lactose", "gluten"], None),
        (["lactose, Gluten", "milk"], ["lactose", "gluten", "milk"], None),
        (["dairy"], ["lactose", "milk"], "lactose, milk"),
        (["milk protein"], ["milk"], "milk"),
        (["Milk-Protein"], ["milk"], "milk"),
        (["vegan"], ["animal"], "animal"),
        (["celiac"], ["gluten"], "gluten"),
        (["coeliac"], ["gluten"], "gluten"),
        (["C\u0153liac"], ["gluten"], "gluten"),
        (["Z\u00f6liakie"], ["gluten"], "gluten"),
        (["corn"], ["maize"], "maize"),
        (["soy"], ["soya"], "soya"),
        (["gluten-free"], ["gluten"], "gluten"),
        (["low FODMAP"], ["lactose", "fructose", "polyols"], "lactose, fructose, polyols"),
        (["food dyes"], ["dyes"], "dyes"),
        (["titanium dioxide"], ["dyes"], "dyes"),
        (["glycerin"], ["glycerol"], "glycerol"),
    ],
)
def test_what_the_patient_avoids_in_a_persons_words(words: list[str], keys: list[str], said: str | None) -> None:
    check = ldn.check_filler(filler="mcc-ph102", avoid=words)
    assert check.inputs["avoid"] == keys
    assert check.verdict == "suitable"  # cellulose holds none of it, and a word that is understood can be cleared
    told = [item.value for item in check.assumptions if item.code == "avoid-read-as"]
    assert told == ([said] if said else [])
    assert ldn.from_json(ldn.to_json(check)) == check


def test_a_word_with_several_meanings_stops_for_each() -> None:
    check = ldn.check_filler(filler="lactose-monohydrate", avoid=["dairy"])
    assert stops(check) == {"filler-contains-avoided", "filler-cannot-be-cleared"}
    made = plan(filler="lactose-monohydrate", avoid=["dairy"])
    assert {"filler-contains-avoided", "filler-cannot-be-cleared"} <= stops(made)
    (told,) = [item for item in made.assumptions if item.code == "avoid-read-as"]
    assert told.value == "lactose, milk"
    assert ldn.from_json(ldn.to_json(made)) == made


def test_a_typing_slip_is_not_a_question_to_the_maker() -> None:
    typo = the(ldn.check_filler(filler="mcc-ph102", avoid=["glutin"]), "filler-cannot-be-cleared").message
    assert "did you mean gluten" in typo
    assert "maker" not in typo
    unknown = the(ldn.check_filler(filler="mcc-ph102", avoid=["moonlight"]), "filler-cannot-be-cleared").message
    assert "did you mean" not in unknown
    assert "maker" not in unknown
    proprietary = the(ldn.check_filler(filler="loxoral", avoid=["gluten"]), "filler-cannot-be-cleared").message
    assert "ask the maker for its composition" in proprietary
    flour = the(ldn.check_filler(filler="rice-flour", avoid=["gluten"]), "filler-cannot-be-cleared").message
    assert "certificate" in flour
    assert "composition is not known" not in flour


def test_every_synonym_means_its_sensitivities_and_nothing_else() -> None:
    for key in sensitivity_keys():
        assert read_sensitivity(key.upper()) == (key,)
        for word in get_sensitivity(key).synonyms:
            assert key in read_sensitivity(word) or plain_name(word) in sensitivity_keys(), word
    assert read_sensitivity("milk") == ("milk",)
    assert read_sensitivity("lactos") == ()


@pytest.mark.parametrize("avoid", [[","], [" , "], "lactose", [""]])
def test_nothing_to_avoid_is_refused(avoid: Any) -> None:
    with pytest.raises(ldn.InputError) as caught:
        ldn.check_filler(filler="mcc-ph102", avoid=avoid)
    assert caught.value.field == "avoid"


def test_words_that_do_not_belong_to_the_keys_are_refused() -> None:
    with pytest.raises(ldn.InputError) as caught:
        ldn.check_filler(filler="mcc-ph102", avoid=["lactose"], avoid_words={"vegan": "animal"})
    assert (caught.value.code, caught.value.field) == ("not-avoided", "avoid_words")


def test_filler_show_tells_the_verdicts_own_source_and_how_sure_it_is() -> None:
    chalk = show_filler(filler="calcium-carbonate")
    assert "Swidan" in str(chalk.verdict_source)
    assert "opinion" in str(chalk.certainty)
    assert "no study" in chalk.reason
    assert "Swidan" not in chalk.source
    hypromellose = show_filler(filler="hypromellose")
    assert any(told.startswith("as a binder at 2 % to 5 %") for told in hypromellose.other_roles)
    check = ldn.check_filler(filler="calcium-carbonate")
    assert (check.verdict, check.verdict_source, check.certainty) == ("avoid", chalk.verdict_source, chalk.certainty)
    own = ldn.read_profile(OWN, name="p")
    assert show_filler(filler="rice-hulls", profile=own).verdict_source is None


def test_one_of_several() -> None:
    check = ldn.check_filler(filler="lactose-monohydrate", form="capsule", avoid=["gluten", "milk", "lactose"])
    assert check.verdict == "avoid"
    assert stops(check) == {"filler-contains-avoided", "filler-cannot-be-cleared"}


@pytest.mark.parametrize(
    "filler", ["croscarmellose", "crospovidone", "magnesium-stearate", "colloidal-silica", "glycerol"]
)
def test_what_is_no_capsule_filler(filler: str) -> None:
    assert ldn.check_filler(filler=filler, form="capsule").verdict == "avoid"


@pytest.mark.parametrize(
    ("filler", "near"), [("mcc-ph103", "mcc-ph102"), ("lactose", "lactose-monohydrate"), ("MCC-PH102", "mcc-ph102")]
)
def test_an_unknown_filler_is_refused_with_the_near_ones(filler: str, near: str) -> None:
    with pytest.raises(ldn.InputError) as caught:
        ldn.check_filler(filler=filler, form="capsule")
    assert (caught.value.exit_code, caught.value.code) == (10, "unknown-filler")
    assert near in f"{caught.value.hint} {caught.value.needed}"
    refused(10, "unknown-filler", filler=filler)


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(ldn.InputError):
        ldn.check_filler(filler="mcc-ph102", form="capsul")  # type: ignore[arg-type]  # wrong on purpose


# --- the pharmacy's own ---------------------------------------------------------------------------------------------

OWN = '[fillers.rice-hulls]\nname = "Rice hull powder"\n'


def test_own_filler_without_composition() -> None:
    profile = ldn.read_profile(OWN, name="p")
    check = ldn.check_filler(filler="rice-hulls", form="capsule", profile=profile)
    assert check.verdict == "cannot-clear"
    assert not check.stops
    check = ldn.check_filler(filler="rice-hulls", form="capsule", avoid=["gluten"], profile=profile)
    assert (check.verdict, stops(check)) == ("cannot-clear", {"filler-cannot-be-cleared"})
    assert ldn.from_json(ldn.to_json(check)) == check


@pytest.mark.parametrize(
    ("contains", "avoid", "verdict"),
    [
        ("[]", "gluten", "suitable"),
        ('["gluten"]', "gluten", "avoid"),
        ('["gluten"]', "maize", "suitable"),
        ("[]", "gold", "cannot-clear"),
    ],
)
def test_own_filler_with_its_composition(contains: str, avoid: str, verdict: str) -> None:
    profile = ldn.read_profile(OWN + f"contains = {contains}\n", name="p")
    check = ldn.check_filler(filler="rice-hulls", form="capsule", avoid=[avoid], profile=profile)
    assert check.verdict == verdict
    assert ldn.from_json(ldn.to_json(check)) == check


def test_own_filler_in_a_plan() -> None:
    profile = ldn.read_profile(OWN + 'contains = ["animal"]\npacking.3 = "100 mg"\n', name="p")
    made = plan(filler="rice-hulls", packing_stat=None, profile=profile, avoid=["animal"], shell="hypromellose")
    assert mg(made, "fill_mass") == 100
    assert stops(made) == {"filler-contains-avoided"}
    assert made.filler_name == "Rice hull powder"
    assert ldn.from_json(ldn.to_json(made)) == made


# --- in the plan ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("filler", [key for key, verdict in VERDICTS.items() if verdict == "avoid"])
def test_avoid_stops_the_plan_unless_accepted(filler: str) -> None:
    assert "filler-avoid" in stops(plan(filler=filler))
    made = plan(filler=filler, accept=["filler-avoid"], accepted_by="A. Pharmacist")
    assert not stops(made)
    assert the(made, "filler-avoid").accepted_by == "A. Pharmacist"


def test_the_same_findings_as_the_check_alone() -> None:
    alone = ldn.check_filler(filler="lactose-monohydrate", form="capsule", avoid=["lactose"])
    made = plan(filler="lactose-monohydrate", avoid=["lactose"])
    assert {item.code for item in alone.findings} <= set(codes(made))


def test_sodium_of_the_bicarbonate() -> None:
    """200 mg of NaHCO3 holds 200 x 22.99/84.01 = 54.7 mg of sodium, 2.38 mmol: above 23 mg a dose."""
    made = plan(filler="sodium-bicarbonate", size="2", fill_mass="204.5 mg", doses_per_day=1)
    said = " ".join(item.message for item in made.findings if item.code == "filler-declared")
    assert "54.7 mg" in said
    assert "2.38 mmol" in said
    assert any(item.code == "filler-declared" and item.severity.value == "caution" for item in made.findings)


@pytest.mark.parametrize(("fill", "cautioned"), [("88.5 mg", False), ("89 mg", True)])
def test_sodium_at_1_mmol(fill: str, cautioned: bool) -> None:
    """23 mg of sodium is 84.05 mg of bicarbonate; with 4.5 mg of drug 88.5 mg of fill is 84.0, 89 mg is 84.5."""
    made = plan(filler="sodium-bicarbonate", size="4", fill_mass=fill, doses_per_day=1)
    found = [item for item in made.findings if item.code == "filler-declared" and item.severity.value == "caution"]
    assert bool(found) is cautioned


# EMA/CHMP/302620/2017: mg of the filler a day or a dose from which on the patient is told; 23 mg of sodium are in
# 23 x 84.01 / 22.99 mg of bicarbonate.
THRESHOLDS = [
    ("lactose-monohydrate", "sugar", "day", Fraction(5000)),
    ("sucrose", "sugar", "day", Fraction(5000)),
    ("mannitol-silica", "polyols", "day", Fraction(10_000)),
    ("glycerol", "glycerol", "dose", Fraction(10_000)),
    ("sodium-bicarbonate", "sodium", "dose", 23 * Fraction("84.01") / Fraction("22.99")),
]


def test_every_threshold_of_the_data_has_its_bounds_tested() -> None:
    there = [
        (key, item.sensitivity, item.per)
        for key in filler_keys()
        for item in get_filler(key).eu_thresholds
        if item.amount is not None
    ]
    assert sorted(there) == sorted(row[:3] for row in THRESHOLDS)
    always = {
        key: item.sensitivity for key in filler_keys() for item in get_filler(key).eu_thresholds if not item.amount
    }
    assert always == {"lactose-monohydrate": "lactose", "sucrose": "fructose"}


@pytest.mark.parametrize(("key", "sensitivity", "per", "amount"), THRESHOLDS)
def test_a_threshold_counts_from_its_value_on(key: str, sensitivity: str, per: str, amount: Fraction) -> None:
    """At or above: exactly the threshold is told, a millionth less is not; two halves a day reach no dose's."""
    filler = resolve_filler(Worksheet(Inputs()), key)

    def told(per_unit: Fraction, doses: int) -> list[str]:
        found = daily_amount_findings(filler, per_unit=per_unit, units_per_dose=2, doses_per_day=doses)
        return [item.message for item in found if item.severity.value == "caution"]

    assert len(told(amount / 2, 1)) == 1
    assert f"of {sensitivity} a {per}" in told(amount / 2, 1)[0]
    assert told(amount / 2 * Fraction(999_999, 1_000_000), 1) == []
    assert len(told(amount / 4, 2)) == (1 if per == "day" else 0)


@pytest.mark.parametrize(("key", "sensitivity"), [("lactose-monohydrate", "lactose"), ("sucrose", "fructose")])
def test_a_threshold_of_zero_is_always_declared(key: str, sensitivity: str) -> None:
    (told,) = [item for item in ldn.check_filler(filler=key).findings if item.code == "filler-declared"]
    assert "declared at any amount" in told.message
    assert told.severity.value == "info"


# --- the shell ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shell", "colour", "avoid", "code"),
    [
        ("gelatin", "clear", "animal", "shell-contains-avoided"),
        ("gelatin", "white", "dyes", "shell-contains-avoided"),
        ("hypromellose", "blue", "dyes", "shell-contains-avoided"),
        ("hypromellose", "turquoise", "dyes", "shell-contains-avoided"),
        ("gelatin", None, "dyes", "shell-cannot-be-cleared"),
        ("hypromellose", None, "dyes", "shell-cannot-be-cleared"),
        ("hypromellose", "clear", "gold", "shell-cannot-be-cleared"),
        ("hypromellose", "clear", "animal", None),
        ("gelatin", "clear", "dyes", None),
        ("hypromellose", "natural", "dyes", None),
        ("gelatin", "clear", "lactose", None),
        (None, "clear", "animal", "shell-contains-avoided"),
    ],
)
def test_shell(shell: str | None, colour: str | None, avoid: str, code: str | None) -> None:
    made = plan(shell=shell, shell_colour=colour, avoid=[avoid])
    found = [item for item in stops(made) if item.startswith("shell-")]
    assert found == ([code] if code else [])


def test_the_shell_is_an_ingredient() -> None:
    assert any("gelatin" in name for name in plan().ingredients)
    assert any("hypromellose" in name for name in plan(shell="hypromellose").ingredients)


@pytest.mark.parametrize("bad", ["gelatine", "Gelatin", "hpmc", ""])
def test_an_unknown_shell_is_refused(bad: str) -> None:
    with pytest.raises(ldn.InputError) as caught:
        plan(shell=bad)
    assert caught.value.field == "shell"


def test_every_finding_carries_a_source() -> None:
    made: Any = plan(
        strength="45 mg",
        filler="calcium-carbonate",
        avoid=["animal", "dyes", "gold"],
        count=400,
        doses_per_day=3,
        days_supply=9,
        age="3",
        measured=False,
        packing_stat="225 mg",
    )
    assert len(made.findings) > 8
    assert all(item.source.strip() for item in made.findings)
