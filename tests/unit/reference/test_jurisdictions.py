"""The rules of countries: values from their sources, cases at their bounds, each rule with source and date."""

from __future__ import annotations

import copy
import tomllib
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from ldn_compound.core.errors import DataError
from ldn_compound.core.units import Amount, mass, ratio
from ldn_compound.reference import loader, tracers
from ldn_compound.reference.jurisdictions import get_jurisdiction, jurisdiction_keys
from ldn_compound.reference.tables import validate
from ldn_compound.settings.keys import KEYS
from ldn_compound.settings.values import from_text


def every_rule() -> list[Any]:
    found: list[Any] = []
    for name in jurisdiction_keys():
        country = get_jurisdiction(name)
        found += [*country.settings.values(), *(rule for rules in country.cases.values() for rule in rules)]
        found += [*country.label_statements, *country.label_elements]
    return found


def test_the_five_of_the_interface_and_those_added_since() -> None:
    assert jurisdiction_keys() == ("general", "us", "de", "be", "uk", "es", "fr", "nl", "pt")
    assert get_jurisdiction("general").cases == {}


def test_each_rule_has_a_source_and_a_date() -> None:
    rules = every_rule()
    assert len(rules) > 40
    assert all(rule.source.text and rule.dated for rule in rules)


def test_each_rule_is_of_a_setting_and_passes_its_gate() -> None:
    for name in jurisdiction_keys():
        country = get_jurisdiction(name)
        for rule in (*country.settings.values(), *(rule for rules in country.cases.values() for rule in rules)):
            assert from_text(KEYS[rule.key], rule.value, rule.key) is not None


def overage(
    country: str, *, form: str | None = "capsule", strength: str = "4.5", load: str | None = None
) -> str | None:
    facts: dict[str, Any] = {"strength": mass(Fraction(strength))}
    if form is not None:
        facts["form"] = form
    if load is not None:
        facts["drug_load"] = ratio(Fraction(load))
    rule = get_jurisdiction(country).rule("policies.overage", facts)
    return None if rule is None else rule.value


# FAMHP: 5 % where a unit holds 10 mg or less. DAC/NRF I.9: 10 % under 20 mg or under 10 % of drug, else 5 %.
@pytest.mark.parametrize(
    ("country", "facts", "value"),
    [
        ("be", {"strength": "0.5"}, "5 %"),
        ("be", {"strength": "10"}, "5 %"),
        ("be", {"strength": "10.001"}, None),
        ("be", {"form": "tablet"}, "5 %"),
        ("be", {"form": "solution-nonaqueous"}, None),
        ("be", {"form": None}, None),
        ("de", {"strength": "19.999"}, "10 %"),
        ("de", {"strength": "20", "load": "0.0999"}, "10 %"),
        ("de", {"strength": "20", "load": "0.1"}, "5 %"),
        ("de", {"strength": "20"}, "5 %"),
        ("de", {"form": "tablet"}, None),
        ("uk", {}, None),
        ("us", {}, None),
        ("general", {}, None),
    ],
)
def test_overage(country: str, facts: dict[str, Any], value: str | None) -> None:
    assert overage(country, **facts) == value


@pytest.mark.parametrize(
    ("share", "tracer"),
    [("0.00999", "riboflavin"), ("0.01", "red-iron-oxide"), ("0.5", "red-iron-oxide")],
)
def test_belgian_tracer(share: str, tracer: str) -> None:
    rule = get_jurisdiction("be").rule("policies.tracer", {"trituration_share": ratio(Fraction(share))})
    assert rule is not None
    assert rule.value == tracer
    assert tracers.get_tracer(tracer).contains == ("dyes",)
    assert get_jurisdiction("be").rule("policies.tracer", {}) is None


def test_a_fact_is_asked_for_only_where_no_earlier_rule_holds() -> None:
    german = get_jurisdiction("de")
    light: dict[str, Amount | str] = {"form": "capsule", "strength": mass(1)}
    heavy = light | {"strength": mass(20)}
    assert not german.asks_for("drug_load", "policies.overage", light)
    assert german.asks_for("drug_load", "policies.overage", heavy)
    assert not german.asks_for("drug_load", "policies.overage", heavy | {"form": "tablet"})
    assert not german.asks_for("drug_load", "policies.overage", heavy | {"drug_load": ratio(Fraction(1, 2))})
    assert not german.asks_for("drug_load", "policies.tracer", heavy)
    assert not get_jurisdiction("us").asks_for("drug_load", "policies.overage", heavy)
    found = german.rule("policies.overage", heavy | {"drug_load": ratio(Fraction(1, 2))})
    assert found is not None
    assert found.value == "5 %"


def test_german_correction_and_standards() -> None:
    stated = {key: rule.value for key, rule in get_jurisdiction("de").settings.items()}
    assert stated["policies.correction_threshold"] == "2 %"
    assert stated["policies.cap_assay"] == "true"
    assert stated["policies.unit_standard"] == "dac-nrf"
    for country in ("be", "uk"):
        assert get_jurisdiction(country).settings["policies.unit_standard"].value == "ph-eur-2.9.5"
    assert get_jurisdiction("be").settings["capsules.smallest_size"].value == "2"


def test_labels_of_germany_and_the_united_kingdom() -> None:
    # ApBetrO 14(1) numbers 1 to 9; Human Medicines Regulations 2012, schedule 26 part 2
    german = {item.key for item in get_jurisdiction("de").label_elements if item.required}
    assert german == {
        *("pharmacy-name", "pharmacy-address", "quantity", "route", "directions", "drug", "strength", "ingredients"),
        *("made-on", "beyond-use-date", "storage", "patient", "source-product"),
    }
    # Sentence 3 and number 7: only of crushed finished products, and of what is opened and kept.
    when = {item.key: item.when for item in get_jurisdiction("de").label_elements if item.when != "always"}
    assert when == {"source-product": "crushed-tablets", "after-opening": "liquid"}
    british = {item.key for item in get_jurisdiction("uk").label_elements if item.required}
    assert {"patient", "pharmacy-name", "pharmacy-address", "date-filled", "drug", "directions"} <= british
    words = [statement.text for statement in get_jurisdiction("uk").label_statements]
    assert words == ["Keep out of the reach and sight of children"]


def test_which_countries_label_rules_were_read() -> None:
    """ApBetrO 14, HMR 2012, CSP R. 5121-146-2, Besluit Geneesmiddelenwet 7; no text of the other three was found."""
    found = {key: get_jurisdiction(key).label_rules for key in jurisdiction_keys()}
    assert found.pop("general") is None
    assert {key for key, rules in found.items() if rules is not None and rules.traced} == {"us", "de", "uk", "fr", "nl"}
    assert {key for key, rules in found.items() if rules is not None and not rules.traced} == {"be", "es", "pt"}
    # A country of which nothing was read states nothing either.
    for key in ("be", "es", "pt"):
        assert get_jurisdiction(key).label_elements == get_jurisdiction(key).label_statements == ()
    dutch = {item.key for item in get_jurisdiction("nl").label_elements}
    assert dutch == {"pharmacy-name", "patient", "drug", "date-filled", "route", "directions"}
    french = {item.key for item in get_jurisdiction("fr").label_elements}
    assert {"route", "lot", "prescription-number", "beyond-use-date", "storage", "ingredients"} <= french


def test_a_rule_says_its_case_and_its_date() -> None:
    rule = get_jurisdiction("be").rule("policies.overage", {"form": "capsule", "strength": mass(1)})
    assert rule is not None
    assert rule.case == "capsule or tablet, strength at most 10 mg"
    assert rule.cited.startswith("FAMHP")
    assert f"[{rule.case}]" in rule.cited
    assert rule.dated in rule.cited


def refusal(change: Any) -> DataError:
    """Return the error of the file after a change of its tables."""
    text = (loader.DATA / "jurisdictions.toml").read_text(encoding="utf-8")
    tables = copy.deepcopy(tomllib.loads(text, parse_float=Decimal))
    sources = tables.pop("sources")
    change(tables)
    place = (loader.DATA, "jurisdictions")
    kept = loader._files.get(place)
    loader._files[place] = loader.File("jurisdictions", sources, tables)
    try:
        with pytest.raises(DataError) as caught:
            validate("jurisdictions")
    finally:
        loader._files.pop(place) if kept is None else loader._files.update({place: kept})
    assert caught.value.exit_code == 14
    return caught.value


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda data: data["dates"].pop("apbetro"), "jurisdictions.dates.apbetro"),
        (lambda data: data["dates"].update(apbetro="lately"), "jurisdictions.dates.apbetro"),
        (lambda data: data["dates"].update(nobody="2026"), "jurisdictions.dates.nobody"),
        (lambda data: data["de"]["case"][0].pop("when"), "jurisdictions.de.case.1.when"),
        (lambda data: data["de"]["case"][0]["when"][1].update(below="20"), "jurisdictions.de.case.1.when.2.below"),
        (lambda data: data["de"]["case"][0]["when"][1].update(below="2 %"), "jurisdictions.de.case.1.when.2.below"),
        (lambda data: data["de"]["case"][0]["when"][1].update(above="2 mg"), "jurisdictions.de.case.1.when.2.above"),
        (lambda data: data["de"]["case"][0]["when"][0].update(fact="moon"), "jurisdictions.de.case.1.when.1.fact"),
        (lambda data: data["de"]["case"][0].update(value="ten"), "jurisdictions.de.case.1.value"),
    ],
)
def test_a_malformed_rule_is_refused_by_its_dotted_name(change: Any, field: str) -> None:
    assert refusal(change).field == field
