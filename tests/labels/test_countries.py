"""What a country asks of a patient's label: its words fit, and the design has a place for all of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pypdfium2
import pytest

import ldn_compound as ldn

TODAY = date(2026, 11, 22)


def label(country: str) -> Any:
    profile = ldn.read_profile(
        f'[pharmacy]\nname = "Elm Pharmacy"\naddress = "1 Elm Street"\n[policies]\njurisdiction = "{country}"\n',
        name="profile.toml",
    )
    plan = ldn.plan_capsules(
        strength="4.5 mg", count=90, size="1", filler="mcc-ph102", filler_density="0.45 g/mL", assay="99.5 %",
        assay_basis="anhydrous", api_water="8.5 %", made_on=TODAY, profile=profile,
        units_per_dose=1, doses_per_day=1,
    )  # fmt: skip
    return ldn.label_for(
        plan, patient="Jane Doe", directions="Take 1 capsule by mouth at bedtime", lot="L1", prescriber="Dr X",
        prescription_number="77", date_filled=TODAY, profile=profile,
    )  # fmt: skip


@pytest.mark.parametrize("stock", ["zebra-4x2", "avery-5163", "avery-l7163", "dymo-30256", "zebra-4x6"])
def test_the_words_of_the_united_kingdom_fit(stock: str) -> None:
    """Human Medicines Regulations 2012: "Keep out of the reach and sight of children"."""
    pdf = ldn.print_labels([label("uk")], stock=stock, today=TODAY)
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    assert "Keep out of the reach and sight of children" in " ".join(text.split())


@pytest.mark.parametrize("country", ["us", "de", "uk", "fr", "nl"])
def test_a_label_has_a_place_for_everything(country: str) -> None:
    found = ldn.check_label(label(country), stock="zebra-4x2", today=TODAY)
    assert "label-element-elsewhere" not in [item.code for item in found]
