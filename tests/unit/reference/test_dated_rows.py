"""Values that changed keep their old rows: the day decides, in each file by the same mechanism."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.errors import DataError
from ldn_compound.reference import beyond_use, jurisdictions, loader
from ldn_compound.reference.tables import validate


def forget() -> None:
    loader._files.clear()


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the data to change."""
    for file in loader.DATA.iterdir():
        (tmp_path / file.name).write_text(file.read_text())
    monkeypatch.setattr(loader, "DATA", tmp_path)
    forget()
    yield tmp_path
    forget()


def put(data: Path, subject: str, old: str, new: str) -> None:
    file = data / f"{subject}.toml"
    text = file.read_text()
    assert text.count(old) == 1
    file.write_text(text.replace(old, new))


CHANGE = date(2025, 7, 1)


def test_a_country_s_rule_that_changes_is_taken_by_the_day_of_making(data: Path) -> None:
    """As a later version would write it: Belgium's overage, and 8 % from a day on."""
    old = 'key = "policies.overage"\nvalue = "5 %"\nsource = "famhp-overage"\ncertainty = "read"\nwhen = '
    case = '[{ fact = "form", one_of = ["capsule", "tablet"] }, { fact = "strength", at_most = "10 mg" }]\n'
    new = f'{old.replace("5 %", "8 %")}{case}valid_from = "{CHANGE}"\n'
    put(data, "jurisdictions", old + case, f'{old}{case}valid_until = "{CHANGE}"\n\n[[be.case]]\n{new}')
    validate("jurisdictions")
    belgian = ldn.read_profile('[policies]\njurisdiction = "be"\n')

    def overage(made_on: date | None) -> str:
        plan = ldn.plan_capsules(
            strength="4.5 mg", count=90, size="2", filler="mcc-ph102", packing_stat="180 mg",
            made_on=made_on, profile=belgian,
        )  # fmt: skip
        assert ldn.from_json(ldn.to_json(plan)) == plan
        (found,) = [item.value for item in plan.assumptions if item.code == "overage"]
        return found

    assert overage(CHANGE - timedelta(days=1)) == "5 %"
    assert overage(CHANGE) == "8 %"
    assert overage(None) == "8 %"


def test_a_plan_made_before_a_rule_changed_is_the_same_plan_after(data: Path) -> None:
    german = ldn.read_profile('[policies]\njurisdiction = "de"\n')
    wanted: dict[str, Any] = {"strength": "1.5 mg", "count": 60, "size": "3", "filler": "mcc-ph102"}
    wanted |= {"assay": "99 %", "assay_basis": "as-is"}
    stored = ldn.to_json(ldn.plan_capsules(**wanted, packing_stat="135 mg", made_on="2025-06-30", profile=german))
    old = '[[de.setting]]\nkey = "policies.correction_threshold"\nvalue = "2 %"\n'
    put(data, "jurisdictions", old, f'{old}valid_until = "{CHANGE}"\n')
    forget()
    assert ldn.to_json(ldn.from_json(stored)) == stored
    # Without its old row the rule of today is another one, and the plan is refused by the rule's name.
    put(data, "jurisdictions", f'valid_until = "{CHANGE}"\n', 'valid_until = "2025-06-30"\n')
    forget()
    with pytest.raises(ldn.MismatchError) as caught:
        ldn.from_json(stored)
    assert caught.value.field == "inputs.policies.correction_threshold"


def test_a_standard_that_changes_is_taken_by_the_day_of_making(data: Path) -> None:
    band = 'band = [{ form = "capsule", limit = "10 %", source = "unc-795", certainty = "read" }]\n'
    head = '[standard.usp-795-older]\nname = "USP <795> before 2023: each unit 90 to 110 % of the theoretical mass"\n'
    rest = 'target = "theory"\noutside = 0\nsource = "unc-795"\ncertainty = "read"\n'
    earlier = f'[[standard.usp-795-older.earlier]]\nname = "older still"\n{rest}{band.replace("10 %", "12 %")}'
    put(data, "limits", head + rest + band, f'{head}valid_from = "{CHANGE}"\n{rest}{band}\n{earlier}')
    validate("limits")
    lows = []
    for made_on in (CHANGE - timedelta(days=1), CHANGE, None):
        plan = ldn.plan_capsules(
            strength="4.5 mg", count=90, size="3", filler="mcc-ph102", fill_mass="100 mg", made_on=made_on
        )
        lows.append(plan.unit_mass_limits.low.magnitude)
    assert lows == [88, 90, 90]


def test_the_content_limits_are_those_of_the_day_of_making(data: Path) -> None:
    row = 'of_label = { low = "90 %", high = "110 %", source = "usp-content", certainty = "read" }\n'
    now = f'[content.of_label]\nlow = "95 %"\nhigh = "105 %"\nvalid_from = "{CHANGE}"\n{CITED}'
    put(data, "limits", row, f'{now}[[content.of_label.earlier]]\nlow = "90 %"\nhigh = "110 %"\n{CITED}')
    validate("limits")
    for made_on, stops in ((CHANGE - timedelta(days=1), False), (CHANGE, True), (None, True)):
        plan = ldn.plan_capsules(
            strength="4.5 mg",
            count=90,
            size="3",
            filler="mcc-ph102",
            fill_mass="100 mg",
            overage="8 %",
            made_on=made_on,
        )
        assert ("content-above-limit" in [item.code for item in plan.stops]) is stops
        made = ldn.as_made(plan, weighed={"api": "437 mg"})
        assert str(made.high) == ("105 percent" if stops else "110 percent")
        assert ("made-outside-content-limits" in [item.code for item in made.findings]) is stops


CITED = 'source = "usp-content"\ncertainty = "read"\n'


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('valid_from = "2023-11-01"\ncountry = "us"\nrefrigerated = false\ncode = "usp-795-solid"\nname = "USP <795>: '
         'solid dosage form (capsules, tablets, powders)"\ndays = { value = "180 d", source = "usp-795", certainty = '
         '"secondary" }\nstorage = "Store at 20 to 25 C (68 to 77 F), tightly closed, away from light and moisture."\n'
         'source = "usp-795"\ncertainty = "reference"\n\n[[rule.capsule.earlier]]', "[[rule.capsule.earlier]]", None),
        ('[[rule.capsule.earlier]]\n', '[[rule.capsule.earlier]]\nvalid_from = "2023-11-01"\n',
         "forms.rule.capsule.valid_from"),
        ('[[rule.capsule.earlier]]\n', '[[rule.capsule.earlier]]\nvalid_from = "soon"\n',
         "forms.rule.capsule.earlier.1.valid_from"),
        ('[[rule.capsule.earlier]]\n', '[[rule.capsule.earlier]]\nvalid_from = 2020-01-01\n',
         "forms.rule.capsule.earlier.1.valid_from"),
        ('[[rule.capsule.earlier]]\n', '[[rule.capsule.earlier]]\ndays = { value = "9 d", source = "usp-795", '
         'certainty = "read" }\n', "forms.rule.capsule.earlier.1"),
        ('[study.capsule-avicel]\n', '[study.capsule-avicel]\nvalid_from = "2020-01-01"\n',
         "beyond_use.study.capsule-avicel.valid_from"),
    ],
)  # fmt: skip
def test_days_that_are_not_in_order_are_refused_by_name(data: Path, old: str, new: str, field: str | None) -> None:
    subject = "beyond_use" if "study" in old else "forms"
    put(data, subject, old, new)
    with pytest.raises(DataError) as caught:
        validate(subject)
    assert caught.value.exit_code == 14
    if field is not None:
        assert caught.value.field == field


def test_an_array_s_row_ends_after_it_begins(data: Path) -> None:
    old = 'key = "policies.day_count"\nvalue = "day-1"\n'
    put(data, "jurisdictions", old, f'{old}valid_from = "2025-01-01"\nvalid_until = "2025-01-01"\n')
    with pytest.raises(DataError) as caught:
        validate("jurisdictions")
    assert caught.value.field == "jurisdictions.us.setting.1.valid_until"


def test_the_rules_of_every_day_have_a_country_and_a_source() -> None:
    file = loader.load("forms")
    assert len(file.epochs) == 2
    for epoch in file.epochs:
        for form in beyond_use.rule_keys():
            rule = beyond_use.get_rule(form, epoch)
            assert rule.country in jurisdictions.jurisdiction_keys()
            assert rule.days.source.text


def test_before_the_oldest_row_the_oldest_is_taken() -> None:
    oldest = beyond_use.get_rule("capsule", date.min.replace(year=1900))
    assert oldest.code == "usp-795-before-2023-non-aqueous"


def test_each_row_holds_from_its_first_day_to_the_day_before_the_next() -> None:
    chain = {
        "valid_from": "2023-01-01",
        "n": "third",
        "earlier": [{"n": "first"}, {"valid_from": "2022-01-01", "n": "second"}],
    }
    array = [
        {"n": "first", "valid_until": "2022-01-01"},
        {"n": "second", "valid_from": "2022-01-01", "valid_until": "2023-01-01"},
        {"n": "third", "valid_from": "2023-01-01"},
    ]
    file = loader.File("made", {}, {"a": chain, "b": {"rows": array}})
    for day, expected in (
        (date(1900, 1, 1), "first"),
        (date(2021, 12, 31), "first"),
        (date(2022, 1, 1), "second"),
        (date(2022, 12, 31), "second"),
        (date(2023, 1, 1), "third"),
        (None, "third"),
    ):
        # By the day itself, and by the first day of those with the same rows, by which what was read is kept.
        for on in (day, file.epoch(day)):
            assert file.row("a").on(on).text("n") == expected, day
            assert [row.text("n") for row in file.row("b").rows("rows", on)] == [expected], day
    assert file.epochs == (None, date.min, date(2022, 1, 1))
