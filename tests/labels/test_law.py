"""A country's law on the label: all of ApBetrO 14(1) in Germany, British words, and what was never read is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import pypdfium2
import pytest

import ldn_compound as ldn
from ldn_compound.labelling.catalogue import design_for, get_design, get_stock
from ldn_compound.labelling.checking import examined
from ldn_compound.labelling.country_rules import country_findings, demanded, element_fields, printed_fields
from ldn_compound.labelling.label_texts import texts_of
from ldn_compound.labelling.wording import get_wording, languages
from ldn_compound.reference.jurisdictions import get_jurisdiction, jurisdiction_keys
from tests.labels.conftest import TODAY
from tests.program import call

LIQUID: dict[str, Any] = {"volume": "60 mL", "dose": "1 mg", "doses_per_day": 1, "made_on": TODAY}
CRUSHED: dict[str, Any] = {"source_tablet": "50 mg", "source_tablet_mass": "160 mg"}


def profile(country: str, language: str = "en") -> Any:
    place = "" if country == "general" else f'[policies]\njurisdiction = "{country}"\n'
    return ldn.read_profile(
        f'[pharmacy]\nname = "Linden-Apotheke"\naddress = "Lindenstr. 12, 50667 Köln"\n{place}[labels]\n'
        f'language = "{language}"\n',
        name="profile.toml",
    )


def capsules(own: Any, **changes: Any) -> Any:
    wanted: dict[str, Any] = {
        **{"strength": "4.5 mg", "count": 30, "size": "1", "filler": "mcc-ph102", "filler_density": "0.45 g/mL"},
        **{"shell_colour": "white", "made_on": TODAY, "units_per_dose": 1, "doses_per_day": 1, "profile": own},
    }
    return ldn.plan_capsules(**{**wanted, **changes})


def label(country: str, language: str = "en", plan: Any = None, **given: Any) -> Any:
    own = profile(country, language)
    made = plan(own) if plan else capsules(own)
    wanted: dict[str, Any] = {
        **{"patient": "Jana Doe", "timing": "bedtime", "prescription_number": "77", "lot": "L1", "prescriber": "Dr X"},
        "date_filled": TODAY,
    }
    return ldn.label_for(made, profile=own, **{**wanted, **given})


def printed(made: Any, stock: str = "zebra-4x6") -> str:
    pdf = ldn.print_labels([made], stock=stock, today=TODAY)
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]
    return " ".join(" ".join(pages).replace("\ufffe", "-").split())


def codes(made: Any, stock: str = "zebra-4x6") -> dict[str, str]:
    return {item.code: item.severity.value for item in ldn.check_label(made, stock=stock, today=TODAY)}


def german_liquid(own: Any) -> Any:
    return ldn.plan_solution(**LIQUID, vehicle="fawcett", preservative="benzoate", profile=own)


@pytest.mark.parametrize("stock", ["zebra-4x2", "zebra-4x6", "avery-5163", "brother-dk-22205", "dymo-99014"])
def test_all_that_the_law_of_germany_asks_for_stands_on_the_label(stock: str) -> None:
    """ApBetrO 14(1) sentence 1, numbers 1 to 9, read by hand on a label of 30 capsules with a white gelatin shell."""
    text = printed(label("de", "de"), stock)
    for number, part in {
        1: "Linden-Apotheke Lindenstr. 12, 50667 Köln",
        2: "Inhalt 30 Kapseln",
        3: "Zum Einnehmen",
        4: "Vor dem Schlafengehen 1 Kapsel (4,5 mg) einnehmen",
        5: "Naltrexonhydrochlorid 4,5 mg",
        6: "Hergestellt am 22. Nov. 2026",
        7: "Verwendbar bis 20. Mai 2027",
        8: "Nicht über 25 °C",
        9: "Jana Doe",
    }.items():
        assert part in text.replace("Apotheke Verordnet von Dr X", "Apotheke"), (number, text)
    found = text.partition("Sonstige Bestandteile: ")[2]
    assert found.startswith("mikrokristalline Cellulose PH-102, Kapselhülle: Gelatine, Titandioxid (E171)")


def test_a_german_liquid_names_its_excipients_and_asks_how_long_it_keeps_once_opened() -> None:
    """Number 7: "soweit erforderlich, Angabe der Haltbarkeit nach dem Öffnen": nobody but the pharmacist can tell."""
    made = label("de", "de", german_liquid)
    assert "Ascorbinsäure, Natriumbenzoat, Glycerol, gereinigtes Wasser" in printed(made)
    assert codes(made)["label-element-open"] == "caution"
    opened = label("de", "de", german_liquid, after_opening_days=28)
    assert "Nach dem Öffnen 28 Tage haltbar" in printed(opened)
    assert "label-element-open" not in codes(opened)
    assert "label-element-open" not in codes(label("de", "de"))
    # Where the country does not ask for it, its label does not say it.
    assert "of opening" not in printed(label("uk", "en", german_liquid, after_opening_days=28))


@pytest.mark.parametrize("days", [0, 1, 366, "28 d", "1.5"])
def test_days_after_opening_that_are_none(days: Any) -> None:
    with pytest.raises(ldn.InputError) as caught:
        label("de", "de", german_liquid, after_opening_days=days)
    assert caught.value.field == "after_opening_days"


def test_a_finished_product_that_was_crushed_is_named_in_germany() -> None:
    """Sentence 3: the product's name stands for its ingredients."""
    made = label("de", "de", lambda own: capsules(own, **CRUSHED, source_product="adepend"))
    text = printed(made)
    assert "Hergestellt aus Adepend 50 mg" in text
    assert "Sonstige Bestandteile: mikrokristalline Cellulose PH-102, Kapselhülle: Gelatine, Titandioxid (E171)" in text
    assert "Lactose" not in text
    with pytest.raises(ldn.InputError) as caught:
        printed(label("de", "de", lambda own: capsules(own, **CRUSHED)))
    assert (caught.value.code, caught.value.field) == ("label-field-missing", "source_product")
    assert "--source-product" in str(caught.value.hint)


def test_the_product_may_stand_in_the_profile() -> None:
    text = '[pharmacy]\nname = "A"\naddress = "B"\n[policies]\njurisdiction = "de"\nsource_product = "naltrexin"\n'
    named = ldn.read_profile(text, name="p")
    made = ldn.label_for(capsules(named, **CRUSHED), profile=named, language="de", patient="J", timing="bedtime")
    assert texts_of(made)["source_product"] == "Hergestellt aus Naltrexin 50 mg"


@pytest.mark.parametrize("country", [key for key in jurisdiction_keys() if key != "general"])
@pytest.mark.parametrize("stock", ["zebra-4x2", "zebra-4x6", "avery-l7163"])
def test_every_design_of_a_patients_label_has_a_place_for_what_each_country_requires(country: str, stock: str) -> None:
    design = design_for("prescription", get_stock(stock))
    for holds in (frozenset(), frozenset({"liquid"}), frozenset({"crushed-tablets"})):
        shown = printed_fields(design, country, holds)
        for item in get_jurisdiction(country).asked_elements(holds):
            if item.required and item.key != "pharmacy-name":
                assert not shown.isdisjoint(element_fields(item)), item.key
        assert set(demanded(design, country, holds)) <= {*shown, *design.code_kinds}


def without_places(design: Any, *fields: str) -> Any:
    """Return the design without some of its fields."""

    def rows(column: Any) -> Any:
        kept = tuple(
            row._replace(fields=tuple(field for field in row.fields if field not in fields)) for row in column.rows
        )
        return column._replace(rows=tuple(row for row in kept if row.fields or row.code))

    groups = tuple(group._replace(columns=tuple(map(rows, group.columns))) for group in design.flow.groups)
    styles = tuple(style for style in design.flow.styles if style.field not in fields)
    return attrs.evolve(design, flow=design.flow._replace(groups=groups, styles=styles))


def test_what_is_required_and_has_no_place_stops_until_it_is_accepted() -> None:
    design = without_places(get_design("prescription-58x89"), "route", "other_ingredients")
    one = examined(label("de", "de"), design, get_stock("zebra-4x6"), TODAY)
    (found,) = [item for item in one.findings if item.code == "label-element-elsewhere"]
    assert found.stops
    assert "route, ingredients" in found.message
    assert "ApBetrO" in str(found.source)
    assert [type(error).__name__ for error in one.refusals()] == ["StopError"]
    accepted = label("de", "de", accept=["label-element-elsewhere"], accepted_by="A. Apotheker")
    assert examined(accepted, design, get_stock("zebra-4x6"), TODAY).refusals() == ()
    # Another country does not ask for them.
    assert examined(label("us"), design, get_stock("zebra-4x6"), TODAY).refusals() == ()


def test_what_only_germany_asks_for_takes_no_room_elsewhere() -> None:
    text = printed(label("us"))
    for part in ("Made on", "Other ingredients", "For use by mouth"):
        assert part not in text
    french = printed(label("fr", "fr"))
    assert "Excipients : cellulose microcristalline PH-102, enveloppe de gélule : gélatine" in french
    assert "Voie orale" in french
    assert "Uniquement sur ordonnance" in french


@pytest.mark.parametrize("language", languages())
def test_british_rules_in_every_language(language: str) -> None:
    """One sentence on children, no °F, no US words; the day before the month in English."""
    made = label("uk", language, lambda own: capsules(own, strength="0.5 mg"))
    texts = texts_of(made)
    assert "children" not in made.warnings
    assert texts["statement"] == get_wording(language, "uk").translated("Keep out of the reach and sight of children")
    whole = " ".join(texts.values())
    assert "°F" not in whole
    assert "25 °C" in texts["storage"]
    if language == "en":
        assert "500 microgram capsules" in texts["drug"]
        assert "22 Nov 2026" in texts["date_filled"]
        for word in ("Rx", "Filled", "Refills", "mcg", "0.5 mg"):
            assert word not in whole


def test_temperatures_as_the_country_writes_them() -> None:
    """USP has 20 to 25 °C with °F beside it; Europe (CPMP/QWP/609/96) has 25 °C as the most."""
    for country, language, part in (
        ("us", "en", "20 to 25 °C (68 to 77 °F)"),
        ("us", "es", "20-25 °C (68-77 °F)"),
        ("es", "es", "a menos de 25 °C"),
        ("de", "de", "Nicht über 25 °C"),
        ("be", "fr", "ne dépassant pas 25 °C"),
        ("be", "nl", "beneden 25 °C"),
        ("pt", "pt", "abaixo de 25 °C"),
        ("general", "de", "Bei 20 bis 25 °C"),
    ):
        assert part in texts_of(label(country, language))["storage"], (country, language)


def test_spanish_of_spain_and_of_the_united_states() -> None:
    """Accord, ficha técnica: hidrocloruro; elsewhere clorhidrato. The mark is the country's."""
    assert texts_of(label("es", "es"))["drug"] == "hidrocloruro de naltrexona 4,5 mg cápsulas"
    assert texts_of(label("us", "es"))["drug"] == "clorhidrato de naltrexona 4.5 mg cápsulas"


@pytest.mark.parametrize(("country", "law"), [("be", "Royal Decree"), ("es", "175/2001"), ("pt", "594/2004")])
def test_a_country_whose_rules_were_not_read_says_so(country: str, law: str) -> None:
    made = label(country, {"be": "nl"}.get(country, country))
    found = ldn.check_label(made, stock="zebra-4x6", today=TODAY)
    (item,) = [item for item in found if item.code == "label-rules-untraced"]
    assert item.severity.value == "caution"
    assert law in item.message
    assert "label-rules-untraced" not in codes(label("de", "de"))
    # A label for the pharmacy is under no such rule.
    batch = ldn.check_label(made, stock="zebra-4x6", design="batch", today=TODAY)
    assert "label-rules-untraced" not in [item.code for item in batch]


def test_without_a_country_nothing_was_asked_and_nothing_is_untraced() -> None:
    assert "label-rules-untraced" not in codes(label("general"))


@pytest.mark.parametrize("language", languages())
def test_a_language_that_nobody_has_read_is_named_once(language: str) -> None:
    made = label("general", language)
    words = get_wording(language, "general")
    found = country_findings(made, get_design("prescription"), texts_of(made), words)
    said = [item.code for item in found if item.code == "label-language-unread"]
    assert said == ([] if language == "en" else ["label-language-unread"])
    read = attrs.evolve(words, reviewed_by=("A. Apothekerin",))
    assert country_findings(made, get_design("prescription"), texts_of(made), read) == []


def test_the_list_of_labels_names_who_has_read_each_language(tmp_path: Path) -> None:
    done = call(["labels", "list"], folder=tmp_path)
    assert "no pharmacist has read the words of de, en, es, fr, nl, pt yet" in " ".join(done.stdout.decode().split())


def test_dates_and_counts_that_cannot_be() -> None:
    """A last day before making stops; 99 refills and a part of the batch are told; more than the batch is refused."""
    early = codes(label("us", discard_after="2026-11-21"))
    assert early["discard-after-before-making"] == "stop"
    many = codes(label("us", refills=99, quantity=3))
    assert (many["refills-many"], many["quantity-below-batch"]) == ("caution", "caution")
    with pytest.raises(ldn.InputError) as caught:
        label("us", quantity=31)
    assert (caught.value.code, caught.value.field) == ("out-of-range", "quantity")
