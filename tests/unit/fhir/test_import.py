"""A prescription as a plan's inputs: what is read, what is named as not understood, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Literal

import pytest
from fhir.resources.medicationrequest import MedicationRequest as RequestR5
from fhir.resources.R4B.medicationrequest import MedicationRequest as RequestR4

import ldn_compound as ldn
from ldn_compound.core.errors import InputError
from tests.unit.fhir.plans import as_json, capsules, quantity, request, short, solution

RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
GTS = "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation"


def read(document: dict[str, Any]) -> ldn.FhirRequest:
    return ldn.from_fhir(as_json(document))


def refused(document: dict[str, Any]) -> tuple[str, str | None]:
    """Return code and place of the refusal."""
    with pytest.raises(InputError) as caught:
        read(document)
    return caught.value.code, caught.value.field


def r5() -> dict[str, Any]:
    """Return the prescription of R4 in the names of R5."""
    found = request()
    found["medication"] = {"reference": found.pop("medicationReference")}
    found["subject"] |= {"reference": "Patient/1"}
    medicine = found["contained"][0]
    medicine["doseForm"] = medicine.pop("form")
    (item,) = medicine["ingredient"]
    medicine["ingredient"] = [
        {"item": {"concept": item["itemCodeableConcept"]}, "strengthRatio": item["strength"], "isActive": True}
    ]
    return found


def instruction(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["dosageInstruction"][0]
    return found


def repeat(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = instruction(document)["timing"]["repeat"]
    return found


# --- what is read ----------------------------------------------------------------------------------------------------


def test_all_of_a_prescription_is_read() -> None:
    found = read(request())
    assert found.kind == "capsule-batch"
    assert found.inputs == {
        "strength": "4.50mg",
        "units_per_dose": "1",
        "count": "90",
        "doses_per_day": "1",
        "days_supply": "90",
    }
    assert found.label == {
        "patient": "Jane Doe",
        "prescriber": "Dr. A. Example",
        "prescription_number": "100234",
        "timing": "bedtime",
        "refills": "2",
    }
    assert (found.assumed, found.not_understood) == ((), ())


def test_the_prescriptions_of_these_tests_are_fhir() -> None:
    """Else what is read of them says nothing; what R4 and R5 require beside is put in."""
    old = request() | {"subject": {"display": "Jane Doe"}}
    RequestR4.model_validate_json(as_json(old))
    RequestR5.model_validate_json(as_json(r5()))


def test_r5_says_the_same() -> None:
    found = read(r5())
    assert found.inputs == read(request()).inputs
    assert found.not_understood == ("MedicationRequest.subject.reference",)


def test_round_trip_of_capsules() -> None:
    """Exported, written into a prescription by hand, read again: the plan has the inputs that it had."""
    plan = capsules(strength="1.5 mg", count=60, units_per_dose=2)
    text = ldn.to_fhir(plan, label=ldn.label_for(plan, timing="bedtime"))
    exported = json.loads(text, parse_float=lambda value: f"#{value}#")
    medicine, dispensed = (entry["resource"] for entry in exported["entry"])
    document = {
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
        "contained": [medicine | {"id": "m"}],
        "medicationReference": {"reference": "#m"},
        "dosageInstruction": dispensed["dosageInstruction"],
        "dispenseRequest": {
            "quantity": dispensed["quantity"],
            "expectedSupplyDuration": dispensed["daysSupply"],
        },
    }
    found = read(document)
    assert found.kind == plan.kind
    again = capsules(**{**found.inputs, "days_supply": None})
    named = ("strength", "count", "units_per_dose", "doses_per_day")
    assert [again.inputs[name] for name in named] == [plan.inputs[name] for name in named]
    assert again.api_to_weigh == plan.api_to_weigh
    assert found.inputs["days_supply"] == "30"  # 60 capsules, 2 a day
    assert found.label == {"directions": "Take 2 capsules (3 mg) by mouth at bedtime"}
    others = [path for path in found.not_understood if ".ingredient[" in path]
    assert others[:2] == [
        f"MedicationRequest.contained[0].ingredient[1].{name}" for name in ("itemCodeableConcept", "isActive")
    ]


@pytest.mark.parametrize("route", ["oral", "sublingual"])
def test_round_trip_of_a_bundle_with_a_liquid(route: Literal["oral", "sublingual"]) -> None:
    plan = solution(route=route)
    bundle = json.loads(ldn.to_fhir(plan), parse_float=lambda text: f"#{text}#")
    medicine, dispensed = bundle["entry"]
    asked = {
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
        "medicationReference": {"reference": medicine["fullUrl"]},
        "dosageInstruction": dispensed["resource"]["dosageInstruction"],
        "dispenseRequest": {"quantity": dispensed["resource"]["quantity"]},
    }
    found = read({"resourceType": "Bundle", "type": "collection", "entry": [medicine, {"resource": asked}]})
    assert found.kind == "solution-batch"
    assert found.inputs == {
        "dose": "0.5mL",
        "concentration": "1mg/mL",
        "volume": "60mL",
        "route": route,
        "prescribed_as": "hydrochloride",
        "doses_per_day": "1",
    }
    again = ldn.plan_solution(made_on="2026-11-22", **found.inputs)
    assert (again.exact.volume, again.exact.dose_volume) == (plan.exact.volume, plan.exact.dose_volume)


@pytest.mark.parametrize(
    ("text", "inputs"),
    [
        ("naltrexone 4.5 mg capsule", {"strength": "4.5mg", "units_per_dose": "1"}),
        ("Naltrexone HCl 4.50 MG Oral Capsule", {"strength": "4.50mg", "prescribed_as": "hydrochloride"}),
        ("low-dose naltrexone 500 mcg capsules", {"strength": "500mcg"}),
        ("naltrexone base 3 mg capsule", {"strength": "3mg", "prescribed_as": "base"}),
        ("LDN 4.5mg  capsule", {"strength": "4.5mg"}),
    ],
)
def test_a_medicine_in_words(text: str, inputs: dict[str, str]) -> None:
    found = read(short(text))
    assert found.inputs == inputs | {"units_per_dose": "1"}
    assert found.not_understood == ()


def test_a_liquid_in_words() -> None:
    found = read(short("naltrexone 1 mg/mL oral solution", quantity("0.50", "mL")))
    assert (found.kind, found.inputs) == ("solution-batch", {"dose": "0.50mL", "concentration": "1mg/mL"})


def test_a_form_may_say_the_route() -> None:
    found = read(short("naltrexone 1 mg/mL sublingual solution", quantity("0.5", "mL")))
    assert found.inputs == {"dose": "0.5mL", "concentration": "1mg/mL", "route": "sublingual"}
    document = short("naltrexone 1 mg/mL sublingual solution", quantity("0.5", "mL"), route={"text": "by mouth"})
    assert refused(document) == ("ambiguous-prescription", "MedicationRequest.dosageInstruction.route")
    document["dosageInstruction"][0]["route"]["text"] = "under the tongue"
    assert read(document).inputs == found.inputs


def test_a_dose_in_mg_is_counted_in_capsules() -> None:
    found = read(short("naltrexone 1.5 mg capsule", quantity("4.5", "mg")))
    assert found.inputs == {"strength": "1.5mg", "units_per_dose": "3"}
    assert found.assumed == ("the dose of 4.5mg is 3 capsules of 1.5mg",)
    found = read(short("naltrexone capsule", quantity("4500", "ug")))
    assert found.inputs == {"strength": "4500mcg", "units_per_dose": "1"}
    assert found.assumed == ("the dose of 4500mcg is one capsule: no strength is written",)


@pytest.mark.parametrize(("value", "unit"), [("45", "mg"), ("4.5", "g"), ("450", "mg")])
def test_a_dose_of_ten_capsules_is_a_slip(value: str, unit: str) -> None:
    """The point or the unit slipped by ten or more; nine capsules at a time are read, and said."""
    document = short("naltrexone 4.5 mg capsule", quantity(value, unit))
    assert refused(document) == ("ambiguous-prescription", "MedicationRequest.dosageInstruction")
    assert read(short("naltrexone 0.5 mg capsule", quantity("4.5", "mg"))).inputs["units_per_dose"] == "9"


def test_a_whole_number_may_have_a_point() -> None:
    """Some programs write every decimal with one: 90.0 capsules are 90."""
    document = request()
    document["dispenseRequest"]["quantity"] = quantity("90.0", "{capsule}")
    document["dispenseRequest"]["expectedSupplyDuration"] = quantity("90.0", "d")
    document["contained"][0]["ingredient"][0]["strength"]["denominator"] = quantity("1.0", "{capsule}")
    instruction(document)["doseAndRate"] = [{"doseQuantity": quantity("1.0", "{capsule}")}]
    assert read(document) == read(request())


@pytest.mark.parametrize(
    ("timing", "times"),
    [
        ({"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}}, "2"),
        ({"repeat": {"frequency": 1, "period": 12, "periodUnit": "h"}}, "2"),
        ({"repeat": {"frequency": 1, "period": "#8.0#", "periodUnit": "h"}}, "3"),
        ({"code": {"coding": [{"system": GTS, "code": "BID"}]}}, "2"),
        ({}, None),
    ],
)
def test_how_often(timing: dict[str, Any], times: str | None) -> None:
    assert read(short("naltrexone 4.5 mg capsule", timing=timing)).inputs.get("doses_per_day") == times


def test_the_most_of_a_day() -> None:
    most = {"numerator": quantity("4.5", "mg"), "denominator": quantity("1", "d")}
    for written in (most, [most]):
        assert read(short("naltrexone 4.5 mg capsule", maxDosePerPeriod=written)).inputs["maximum"] == "4.5mg"
    most["denominator"] = quantity("2", "d")
    found = read(short("naltrexone 4.5 mg capsule", maxDosePerPeriod=most))
    assert "maximum" not in found.inputs
    assert found.not_understood == ("MedicationRequest.dosageInstruction[0].maxDosePerPeriod",)


# --- what is named ---------------------------------------------------------------------------------------------------


def _set(*path: Any, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        here: Any = document
        for name in path[:-1]:
            here = here[name]
        here[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (_set("note", value=[{"text": "no lactose"}]), "note"),
        (_set("meta", value={"versionId": "1"}), "meta"),
        (_set("text", value={"status": "generated", "div": "<div>x</div>"}), "text"),
        (_set("extension", value=[{"url": "urn:x", "valueString": "y"}]), "extension"),
        (_set("_status", value={"id": "x"}), "_status"),
        (_set("subject", "reference", value="Patient/1"), "subject.reference"),
        (_set("identifier", 0, "system", value="urn:x"), "identifier[0].system"),
        (_set("dosageInstruction", 0, "site", value={"text": "mouth"}), "dosageInstruction[0].site"),
        (
            _set("dosageInstruction", 0, "additionalInstruction", value=[{"text": "with food"}]),
            "dosageInstruction[0].additionalInstruction",
        ),
        (
            _set("dosageInstruction", 0, "timing", "repeat", "boundsDuration", value=quantity("30", "d")),
            "dosageInstruction[0].timing.repeat.boundsDuration",
        ),
        (
            _set("dosageInstruction", 0, "timing", "repeat", "when", value=["AC"]),
            "dosageInstruction[0].timing.repeat.when",
        ),
        (
            _set("dispenseRequest", "expectedSupplyDuration", value=quantity("3", "mo")),
            "dispenseRequest.expectedSupplyDuration",
        ),
        (_set("contained", 0, "batch", value={"lotNumber": "L1"}), "contained[0].batch"),
        (_set("contained", 0, "code", "text", value="naltrexone, dye free"), "contained[0].code.text"),
        (
            _set("contained", 0, "ingredient", 0, "itemCodeableConcept", "coding", 0, "version", value="2026"),
            "contained[0].ingredient[0].itemCodeableConcept.coding[0].version",
        ),
        (_set('a "key"\x1b', value=1), '"a \\"key\\"\\u001b"'),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_named(change: Callable[[dict[str, Any]], None], path: str) -> None:
    document = request()
    if path == "contained[0].code.text":  # the code says which drug it is, and the text cannot be read
        document["contained"][0]["code"]["coding"] = [{"system": RXNORM, "code": "7243"}]
    change(document)
    named = read(document).not_understood
    assert any(item.startswith(f"MedicationRequest.{path}") for item in named), named
    assert all(item.startswith(f"MedicationRequest.{path}") for item in named), named


def test_a_code_that_is_not_known_is_taken_by_its_name_and_told() -> None:
    document = request()
    coding = {"system": RXNORM, "code": "1483744", "display": "naltrexone hydrochloride 4.5 MG Oral Capsule"}
    document["contained"][0]["code"] = {"coding": [coding]}
    found = read(document)
    assert found.not_understood == ("MedicationRequest.contained[0].code.coding[0].code",)
    assert found.inputs["prescribed_as"] == "hydrochloride"


def test_an_inactive_ingredient_is_named_and_no_drug() -> None:
    document = request()
    document["contained"][0]["ingredient"].append({"itemCodeableConcept": {"text": "lactose"}, "isActive": False})
    assert read(document).not_understood == (
        "MedicationRequest.contained[0].ingredient[1].itemCodeableConcept",
        "MedicationRequest.contained[0].ingredient[1].isActive",
    )


def test_a_name_that_no_label_can_have_is_left() -> None:
    document = request()
    document["subject"]["display"] = "Jane\x1b[31m Doe"
    found = read(document)
    assert "patient" not in found.label
    assert found.not_understood == ("MedicationRequest.subject.display",)


# --- what is refused -------------------------------------------------------------------------------------------------

DOSE = ("dosageInstruction", 0, "doseAndRate", 0, "doseQuantity")
REPEAT = ("dosageInstruction", 0, "timing", "repeat")
OTHER = {"coding": [{"system": RXNORM, "code": "7242", "display": "naloxone"}]}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_set("resourceType", value="MedicationStatement"), "no-prescription"),
        *((_set("status", value=status), "prescription-not-active") for status in (
            "cancelled", "entered-in-error", "stopped", "on-hold", "draft", "completed", "unknown")),
        *((_set("intent", value=intent), "prescription-not-active") for intent in ("proposal", "plan", "option")),
        (_set("doNotPerform", value=True), "prescription-not-active"),
        (_set("contained", 0, "status", value="entered-in-error"), "prescription-not-active"),
        (_set("modifierExtension", value=[{"url": "urn:x"}]), "changed-meaning"),
        (_set("implicitRules", value="urn:x"), "changed-meaning"),
        (_set(*DOSE, "modifierExtension", value=[{"url": "urn:x"}]), "changed-meaning"),
        (_set("note", value=[{"modifierExtension": []}]), "changed-meaning"),
        (_set("contained", 0, "code", value=OTHER), "another-drug"),
        (_set("contained", 0, "code", value={"coding": [{"system": RXNORM, "code": "352364"}]}), "another-drug"),
        (_set("contained", 0, "code", value={"coding": [{"system": RXNORM, "code": "7243", "display": "naloxone"}]}),
         "another-drug"),
        (_set("contained", 0, "code", value={"text": "naltrexone and bupropion"}), "another-drug"),
        (_set("contained", 0, "ingredient", 0, "itemCodeableConcept", value=OTHER), "another-drug"),
        (_set("contained", 0, "form", value={"text": "tablet"}), "ambiguous-prescription"),
        (_set("contained", 0, "code", "text", value="naltrexone 3 mg capsule"), "ambiguous-prescription"),
        (_set("contained", 0, "form", value={"text": "cream"}), "no-dosage-form"),
        (_set("medicationCodeableConcept", value={"text": "naltrexone"}), "bad-fhir"),
        (_set("medicationReference", "reference", value="#other"), "bad-fhir"),
        (_set("medicationReference", value={"reference": "Medication/9"}), "another-drug"),
        (_set("dosageInstruction", value=[]), "no-dose"),
        (_set("dosageInstruction", 0, "doseAndRate", value=[]), "no-dose"),
        (_set("dosageInstruction", 0, "doseAndRate", value=[{}]), "no-dose"),
        (_set("dosageInstruction", 0, "asNeededBoolean", value=True), "ambiguous-prescription"),
        (_set("dosageInstruction", 0, "asNeededCodeableConcept", value={"text": "pain"}), "ambiguous-prescription"),
        (_set("dosageInstruction", 0, "doseAndRate", 0, "doseRange", value={}), "ambiguous-prescription"),
        (_set("dosageInstruction", 0, "doseAndRate", 0, "rateQuantity", value={}), "ambiguous-prescription"),
        (_set(*DOSE, "comparator", value="<"), "ambiguous-prescription"),
        (_set(*DOSE, "code", value="{drop}"), "bad-fhir-unit"),
        (_set(*DOSE, "code", value="mg/kg"), "bad-fhir-unit"),
        (_set(*DOSE, value={"value": 1, "unit": "capsule"}), "bad-fhir-unit"),
        (_set(*DOSE, value=quantity("1", "mL")), "bad-fhir-unit"),
        (_set(*DOSE, "code", value="{tablet}"), "ambiguous-prescription"),
        (_set(*DOSE, value=quantity("2", "mg")), "ambiguous-prescription"),
        (_set(*DOSE, "value", value="#1.5#"), "bad-whole-number"),
        (_set(*DOSE, value=quantity("1e1", "mg")), "bad-quantity"),
        (_set(*DOSE, value=quantity("-4.5", "mg")), "bad-quantity"),
        (_set(*DOSE, "value", value="1"), "bad-fhir"),
        (_set(*DOSE, "value", value=None), "bad-fhir"),
        (_set(*REPEAT, "frequency", value=None), "bad-fhir"),
        (_set(*REPEAT, "period", value=2), "bad-frequency"),
        (_set(*REPEAT, "periodUnit", value="wk"), "bad-frequency"),
        (_set(*REPEAT, "period", value=0), "bad-frequency"),
        (_set(*REPEAT, "frequencyMax", value=2), "ambiguous-prescription"),
        (_set(*REPEAT, "dayOfWeek", value=["mon"]), "bad-frequency"),
        (_set("dosageInstruction", 0, "timing", "event", value=["2026-11-22"]), "bad-frequency"),
        (_set("dosageInstruction", 0, "timing", "code", value={"coding": [{"system": GTS, "code": "BID"}]}),
         "ambiguous-prescription"),
        (_set("dosageInstruction", 0, "timing", "code", value={"coding": [{"system": GTS, "code": "QOD"}]}),
         "bad-frequency"),
        (_set("dosageInstruction", 0, "route", value={"text": "intramuscular"}), "another-route"),
        (_set("dosageInstruction", 0, "route", "coding", 0, "code", value="78421000"), "another-route"),
        (_set("dosageInstruction", 0, "route", "coding", 0, "display", value="Sublingual route"), "another-route"),
        (_set("dosageInstruction", 0, "route", value={"text": "under the tongue"}), "another-route"),
        (_set("dispenseRequest", "quantity", value=quantity("90", "mL")), "bad-fhir-unit"),
        (_set("dispenseRequest", "quantity", value=quantity("9.5", "{capsule}")), "bad-whole-number"),
        (_set("dispenseRequest", "expectedSupplyDuration", value=quantity("30.5", "d")), "bad-whole-number"),
        (_set("dispenseRequest", "expectedSupplyDuration", value=quantity("0", "d")), "out-of-range"),
        (_set(*REPEAT, "frequency", value=25), "out-of-range"),
        (_set("dispenseRequest", value=[]), "bad-fhir"),
    ],
)  # fmt: skip
def test_what_is_refused(change: Callable[[dict[str, Any]], None], code: str) -> None:
    document = request()
    change(document)
    found, field = refused(document)
    assert found == code
    assert field


def test_two_instructions_and_two_doses_are_refused_at_their_place() -> None:
    document = request()
    document["dosageInstruction"] *= 2
    assert refused(document) == ("ambiguous-prescription", "MedicationRequest.dosageInstruction")
    document = request()
    instruction(document)["doseAndRate"] *= 2
    assert refused(document) == ("ambiguous-prescription", "MedicationRequest.dosageInstruction[0].doseAndRate")


def test_two_active_ingredients_are_refused() -> None:
    document = request()
    document["contained"][0]["ingredient"] *= 2
    assert refused(document)[0] == "another-drug"


def test_the_salt_and_the_base_together_are_refused() -> None:
    document = request()
    document["contained"][0]["code"]["text"] = "naltrexone base"
    document["contained"][0]["ingredient"][0]["itemCodeableConcept"] = {"text": "naltrexone hydrochloride"}
    assert refused(document)[0] == "ambiguous-prescription"


def test_nothing_is_concluded_where_a_strength_may_stand() -> None:
    """A dose of 4.5 mg is one capsule only where no strength is written that was not understood."""
    document = short("naltrexone capsule", quantity("4.5", "mg"))
    assert read(document).inputs["strength"] == "4.5mg"
    concept = document["medicationCodeableConcept"]
    concept["coding"] = [{"system": RXNORM, "code": "7243"}]
    concept["text"] = "naltrexone 3 mg SR"
    document["contained"] = []
    assert refused(document)[0] == "no-dosage-form"
    document = r5()
    (item,) = document["contained"][0]["ingredient"]
    del item["strengthRatio"]
    instruction(document)["doseAndRate"] = [{"doseQuantity": quantity("4.5", "mg")}]
    assert read(document).inputs["strength"] == "4.5mg"
    document["contained"][0]["code"] = {"coding": [{"system": RXNORM, "code": "7243"}], "text": "naltrexone 3 mg SR"}
    assert refused(document) == ("ambiguous-prescription", "MedicationRequest.contained[0].code.text")
    del document["contained"][0]["code"]
    item["strengthQuantity"] = quantity("1.5", "mg")
    assert read(document).inputs == dict(read(r5()).inputs) | {"strength": "1.5mg", "units_per_dose": "3"}
    item["strengthCodeableConcept"] = {"text": "3 mg"}
    assert refused(document)[0] == "ambiguous-prescription"


def test_a_bundle_has_one_request() -> None:
    entry = {"resource": request()}
    for count in (0, 2):
        code, field = refused({"resourceType": "Bundle", "type": "collection", "entry": [entry] * count})
        assert (code, field) == ("no-prescription", "Bundle.entry")
    other = {"resource": {"resourceType": "Patient", "gender": "female"}}
    found = read({"resourceType": "Bundle", "type": "collection", "entry": [entry, other]})
    assert found.not_understood == ("Bundle.entry[1].resource",)


def test_a_volume_alone_is_no_dose() -> None:
    assert refused(short("naltrexone oral solution", quantity("1", "mL")))[0] == "no-dose"
    assert refused(short("naltrexone capsule"))[0] == "no-dose"


@pytest.mark.parametrize("text", ["", "[]", "{", "NaN", '{"resourceType": NaN}', '{"a": 1, "a": 2}', "\x00"])
def test_what_is_no_json_object(text: str) -> None:
    with pytest.raises(InputError) as caught:
        ldn.from_fhir(text)
    assert caught.value.code == "bad-json"


@pytest.mark.parametrize("left_out", ["frequency", "period", "periodUnit"])
def test_a_frequency_without_one_of_its_parts_is_refused(left_out: str) -> None:
    repeat = {"frequency": 1, "period": 1, "periodUnit": "d"}
    del repeat[left_out]
    document = short("naltrexone 4.5 mg capsule", timing={"repeat": repeat})
    assert refused(document) == ("bad-frequency", "MedicationRequest.dosageInstruction[0].timing.repeat")


def test_a_strength_of_two_units_is_refused_with_its_place() -> None:
    document = request()
    document["contained"][0]["ingredient"][0]["strength"]["denominator"] = quantity("2", "{capsule}")
    code, field = refused(document)
    assert code == "ambiguous-prescription" and field is not None and field.endswith(".strength.denominator")
