"""A plan as FHIR: held to the published definitions by two validators that know nothing of each other, and by hand."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fhir.resources.bundle import Bundle as BundleR5
from fhir.resources.R4B.bundle import Bundle as BundleR4

import ldn_compound as ldn
from ldn_compound.core.errors import InputError, MismatchError, StopError
from ldn_compound.fhir.json_text import number
from ldn_compound.labelling.wording import get_wording
from ldn_compound.reference.fhir import TIMINGS
from tests.unit.fhir.plans import PLANS, capsules, solution, titration

SCHEMA = json.loads((Path(__file__).parents[2] / "golden" / "fhir" / "r4.schema.json").read_text("utf-8"))
# R4B has the medicines of R4 unchanged, and is what fhir.resources has of R4.
MODELS: dict[str, Any] = {"R4": BundleR4, "R5": BundleR5}


def labelled(plan: Any) -> Any:
    """Return a label with all that goes out."""
    given: dict[str, Any] = {"patient": "Jane Doe", "prescription_number": "100234"}
    if plan.kind != "titration":
        given["lot"] = "C-1"
    if plan.kind == "titration" or plan.doses_per_day:
        given["timing"] = "bedtime"
    return ldn.label_for(plan, date_filled="2026-11-23", **given)


def resources(text: str, kind: str) -> list[dict[str, Any]]:
    """Return the resources of a kind, their decimals as they are written."""
    entries = json.loads(text, parse_float=Decimal)["entry"]
    return [entry["resource"] for entry in entries if entry["resource"]["resourceType"] == kind]


@pytest.mark.parametrize("with_label", [False, True], ids=["alone", "with its label"])
@pytest.mark.parametrize("version", MODELS)
@pytest.mark.parametrize("name", PLANS)
def test_every_plan_is_valid(name: str, version: str, with_label: bool) -> None:
    plan = PLANS[name]()
    text = ldn.to_fhir(plan, version=version, label=labelled(plan) if with_label else None)
    read = MODELS[version].model_validate_json(text)
    # What the model read and writes again is all that there is: no element was passed over.
    # Both sides as binary floats, which is what the model has.
    assert json.loads(read.model_dump_json()) == json.loads(text)
    if version == "R4":
        jsonschema.Draft6Validator(SCHEMA).validate(json.loads(text))
    addresses = {entry["fullUrl"] for entry in json.loads(text)["entry"]}
    for dispensed in resources(text, "MedicationDispense"):
        reference = dispensed["medicationReference"] if version == "R4" else dispensed["medication"]["reference"]
        assert reference["reference"] in addresses


@pytest.mark.parametrize("version", MODELS)
def test_the_validators_refuse_what_is_wrong(version: str) -> None:
    """A validator that takes anything proves nothing."""
    good = json.loads(ldn.to_fhir(capsules(), version=version))
    for path, value in (("status", 5), ("code", "naltrexone"), ("strange", "x")):
        bad = json.loads(json.dumps(good))
        bad["entry"][0]["resource"][path] = value
        with pytest.raises(ValueError, match=r"."):
            MODELS[version].model_validate_json(json.dumps(bad))
        # HL7's schema does not say that a concept is an object.
        if version == "R4" and path != "code":
            with pytest.raises(jsonschema.ValidationError):
                jsonschema.Draft6Validator(SCHEMA).validate(bad)


def test_the_medication_of_capsules() -> None:
    """Of 135 mg fill, 4.5 mg are drug: 135 - 4.5 = 130.5 mg of filler; the whole batch is in the container."""
    plan = capsules(component_expiries={"api": "2027-03-31"}, wastage="5 %")
    label = ldn.label_for(plan, lot="C-1122-01")
    (found,) = resources(ldn.to_fhir(plan, label=label), "Medication")
    assert found["code"] == {
        "coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "7243", "display": "naltrexone"}],
        "text": "naltrexone hydrochloride 4.5 mg capsule",
    }
    drug, filler, shell = found["ingredient"]
    one = {"value": 1, "unit": "capsule", "system": "http://unitsofmeasure.org", "code": "{capsule}"}
    mg = {"unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}
    assert drug["strength"] == {"numerator": {"value": Decimal("4.5"), **mg}, "denominator": one}
    assert drug["itemCodeableConcept"]["coding"][0]["code"] == "Z6375YW9SF"
    assert filler["strength"] == {"numerator": {"value": Decimal("130.5"), **mg}, "denominator": one}
    assert (shell["itemCodeableConcept"], "strength" in shell) == ({"text": "gelatin"}, False)
    assert [item["isActive"] for item in found["ingredient"]] == [True, False, False]
    assert found["batch"] == {"lotNumber": "C-1122-01", "expirationDate": "2027-03-31"}
    assert found["amount"]["numerator"] == {**one, "value": 90}
    assert found["form"]["coding"][0]["code"] == "385049006"


def test_r5_names_its_elements_otherwise() -> None:
    plan = capsules()
    (found,) = resources(ldn.to_fhir(plan, version="R5"), "Medication")
    (before,) = resources(ldn.to_fhir(plan, version="R4"), "Medication")
    assert found["doseForm"] == before["form"]
    assert found["totalVolume"] == before["amount"]["numerator"]
    for new, old in zip(found["ingredient"], before["ingredient"], strict=True):
        assert new["item"] == {"concept": old["itemCodeableConcept"]}
        assert new.get("strengthRatio") == old.get("strength")


def test_a_thinned_stock_shows_both_powders() -> None:
    """Stock 1:10 brings 4.5 mg x 10 = 45 mg a capsule, 40.5 mg of them diluent; the filler is 135 - 45 = 90 mg."""
    (found,) = resources(ldn.to_fhir(PLANS["capsules from a stock"]()), "Medication")
    masses = {
        item["itemCodeableConcept"]["text"]: item["strength"]["numerator"]["value"]
        for item in found["ingredient"]
        if "strength" in item
    }
    assert masses == {
        "naltrexone hydrochloride": Decimal("4.5"),
        "microcrystalline cellulose PH-102": 90,
        "lactose monohydrate": Decimal("40.5"),
    }


def test_the_base_has_the_code_of_the_base() -> None:
    (found,) = resources(ldn.to_fhir(PLANS["capsules of the base"]()), "Medication")
    (coding,) = found["ingredient"][0]["itemCodeableConcept"]["coding"]
    assert (coding["code"], found["code"]["text"]) == ("5S6W795CQM", "naltrexone 4.5 mg capsule")


def test_a_liquid_is_told_by_its_volume() -> None:
    """60 mL of 1 mg/mL: 300 mg of ascorbic acid in all of it, and a dose of 0.5 mg is 0.5 mL."""
    text = ldn.to_fhir(PLANS["aqueous solution"]())
    (found,), (dispensed,) = resources(text, "Medication"), resources(text, "MedicationDispense")
    strength = found["ingredient"][0]["strength"]
    assert (strength["numerator"]["value"], strength["denominator"]["value"]) == (1, 1)
    assert strength["denominator"]["code"] == "mL"
    acid = found["ingredient"][1]
    assert acid["itemCodeableConcept"]["text"] == "ascorbic acid"
    assert (acid["strength"]["numerator"]["value"], acid["strength"]["denominator"]["value"]) == (300, 60)
    (instruction,) = dispensed["dosageInstruction"]
    (way,) = instruction["doseAndRate"]
    assert (way["doseQuantity"]["value"], way["doseQuantity"]["code"]) == (Decimal("0.5"), "mL")
    assert (dispensed["quantity"]["value"], dispensed["quantity"]["code"]) == (60, "mL")


def test_no_code_is_given_to_a_form_that_has_none() -> None:
    text = ldn.to_fhir(PLANS["sublingual solution"]())
    (found,), (dispensed,) = resources(text, "Medication"), resources(text, "MedicationDispense")
    assert found["form"] == {"text": "sublingual solution"}
    assert dispensed["dosageInstruction"][0]["route"]["coding"][0]["code"] == "37839007"


def test_the_dispensing_of_a_label() -> None:
    plan = capsules(count=60, units_per_dose=2, strength="1.5 mg", maximum="4.5 mg", body_weight="60 kg")
    label = ldn.label_for(plan, patient="Jane Doe", timing="bedtime", prescription_number="100234")
    (found,) = resources(ldn.to_fhir(plan, label=label), "MedicationDispense")
    assert found["subject"] == {"display": "Jane Doe"}
    assert found["authorizingPrescription"] == [{"identifier": {"value": "100234"}}]
    assert found["daysSupply"]["value"] == 30  # 60 capsules, 2 a day
    assert (found["whenPrepared"], found["status"]) == ("2026-11-22", "preparation")
    (instruction,) = found["dosageInstruction"]
    assert instruction["text"] == "Take 2 capsules (3 mg) by mouth at bedtime"
    assert instruction["timing"]["repeat"] == {"frequency": 1, "period": 1, "periodUnit": "d", "when": ["HS"]}
    assert instruction["doseAndRate"][0]["doseQuantity"]["value"] == 2
    most = instruction["maxDosePerPeriod"]
    assert (most["numerator"]["value"], most["denominator"]["code"]) == (Decimal("4.5"), "d")
    (found,) = resources(ldn.to_fhir(plan, version="R5", label=label), "MedicationDispense")
    assert found["dosageInstruction"][0]["maxDosePerPeriod"] == [most]


def test_a_part_of_the_batch_has_no_days_of_the_whole() -> None:
    plan = capsules()
    label = ldn.label_for(plan, quantity=30, date_filled="2026-11-25")
    (found,) = resources(ldn.to_fhir(plan, label=label), "MedicationDispense")
    assert (found["quantity"]["value"], "daysSupply" in found) == (30, False)
    assert (found["whenPrepared"], found["status"]) == ("2026-11-25", "in-progress")


def test_nothing_is_said_of_a_patient_who_was_not_given() -> None:
    (old,) = resources(ldn.to_fhir(capsules()), "MedicationDispense")
    assert "subject" not in old
    # R5 requires one: it says that none is known.
    (new,) = resources(ldn.to_fhir(capsules(), version="R5"), "MedicationDispense")
    assert new["subject"] == {
        "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]
    }


def test_a_titration_has_an_instruction_for_each_step() -> None:
    """1.5 mg and 3 mg are 1 and 2 capsules of 1.5 mg: 14 x 1 + 14 x 2 = 42; 4.5 mg is one of the other: 14."""
    text = ldn.to_fhir(titration(begin="2026-12-01"))
    weak, strong = resources(text, "MedicationDispense")
    assert [weak["quantity"]["value"], strong["quantity"]["value"]] == [42, 14]
    steps = [*weak["dosageInstruction"], *strong["dosageInstruction"]]
    assert [step["sequence"] for step in steps] == [1, 2, 3]
    assert [step["doseAndRate"][0]["doseQuantity"]["value"] for step in steps] == [1, 2, 1]
    assert [step["timing"]["repeat"]["boundsPeriod"] for step in steps] == [
        {"start": "2026-12-01", "end": "2026-12-14"},
        {"start": "2026-12-15", "end": "2026-12-28"},
        {"start": "2026-12-29", "end": "2027-01-11"},
    ]
    assert "take 2 capsules of 1.5 mg" in steps[1]["text"]
    (undated, *_), _ = (item["dosageInstruction"] for item in resources(ldn.to_fhir(titration()), "MedicationDispense"))
    assert undated["timing"]["repeat"]["boundsDuration"]["value"] == 14


def test_a_pause_is_an_instruction_without_a_dose() -> None:
    text = ldn.to_fhir(PLANS["titration with a pause"]())
    for dispensed in resources(text, "MedicationDispense"):
        (pause,) = [item for item in dispensed["dosageInstruction"] if "doseAndRate" not in item]
        assert pause["text"] == "Pause: take none."
        assert pause["timing"]["repeat"]["boundsDuration"]["value"] == 14
        assert "frequency" not in pause["timing"]["repeat"]


def test_numbers_keep_their_digits() -> None:
    """0.1 has no binary float: it would be 0.1000000000000000055..."""
    text = ldn.to_fhir(solution(concentration="0.1 mg/mL", dose="0.1 mg"))
    assert '"value": 0.1,' in text
    # 60 mg less 1.5 mg / 0.7 of base that the drug displaces: 405/7 = 57.857142... mg, to 18 digits.
    tablets = ldn.to_fhir(PLANS["moulded tablets"]())
    assert '"value": 57.8571428571428571,' in tablets


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Fraction(9, 2), "4.5"),
        (Fraction(1, 10), "0.1"),
        (Fraction(90), "90"),
        (Fraction(100_000), "100000"),
        (Fraction(2, 3), "0.666666666666666667"),
        (Fraction(1, 10**12), "0.000000000001"),
        (Fraction(123456789012345678901, 1000), "123456789012345679"),
    ],
)
def test_a_number_has_no_exponent_and_at_most_18_digits(value: Fraction, said: str) -> None:
    assert number(value) == said


def test_the_same_plan_gives_the_same_text() -> None:
    assert ldn.to_fhir(capsules()) == ldn.to_fhir(ldn.to_json(capsules()))
    assert ldn.to_fhir(capsules()) != ldn.to_fhir(capsules(count=30))


def test_every_timing_of_a_label_has_its_events() -> None:
    assert set(TIMINGS.keys()) == set(get_wording("en").timings)


def test_what_is_refused() -> None:
    plan = capsules()
    with pytest.raises(InputError) as caught:
        ldn.to_fhir(ldn.beyond_use(made_on="2026-11-22", form="capsule"))
    assert caught.value.code == "no-label-for-plan"
    with pytest.raises(InputError) as caught:
        ldn.to_fhir(plan, version="R3")
    assert (caught.value.code, caught.value.field) == ("unknown-choice", "version")
    with pytest.raises(InputError) as caught:
        ldn.to_fhir(plan, label=ldn.label_for(capsules(count=30)))
    assert caught.value.code == "label-of-another-plan"
    with pytest.raises(InputError) as caught:
        ldn.to_fhir(plan, label=ldn.label_for(plan, discard_after="2030-01-01"))
    assert (caught.value.code, caught.value.field) == ("out-of-range", "discard_after")
    course = titration()
    with pytest.raises(InputError) as caught:
        ldn.to_fhir(course, label=ldn.label_for(course, lot="C-1"))
    assert (caught.value.code, caught.value.field) == ("one-lot-for-several", "lot")
    with pytest.raises(MismatchError):
        ldn.to_fhir(plan.replaced(count=91))


def test_a_stop_holds_it_back() -> None:
    with pytest.raises(StopError) as caught:
        ldn.to_fhir(capsules(strength="45 mg"))
    assert caught.value.given == "strength-high, daily-dose-high"
    plan = capsules()
    with pytest.raises(StopError) as caught:
        ldn.to_fhir(plan, label=ldn.label_for(plan, directions="Take 2 capsules by mouth at bedtime"))
    assert caught.value.given == "directions-differ"
    label = ldn.label_for(
        plan,
        directions="Take 2 capsules by mouth at bedtime",
        accept=["directions-differ", "daily-dose-high"],
        accepted_by="A. Chemist",
    )
    assert "Take 2 capsules" in ldn.to_fhir(plan, label=label)
