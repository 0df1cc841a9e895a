"""The limits of the rules are rows of the reference data: a row that is changed changes what a rule says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from ldn_compound.checks import as_made, capsules, child, contents, material, outliers, weighing
from ldn_compound.core.errors import InputError
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount, require
from ldn_compound.plans.weighing.result import Limits
from ldn_compound.plans.weighing.stock import stock_parts
from ldn_compound.plans.weighing.trituration import design
from ldn_compound.reference import loader
from ldn_compound.reference.naltrexone import powder_density
from ldn_compound.settings.plausible import implausible


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for file in loader.DATA.iterdir():
        (tmp_path / file.name).write_text(file.read_text())
    monkeypatch.setattr(loader, "DATA", tmp_path)
    loader._files.clear()
    yield tmp_path
    loader._files.clear()


def density(value: str) -> list[Finding]:
    shown = require(value, "mass/volume", "x")
    possible = powder_density()
    return capsules.density_findings(
        density=shown, loose=None, tapped=None, possible=possible, field="packing_stat", measured_fill=False
    )


def day_dose(daily: str, *, rate: str) -> list[Finding]:
    return child.day_dose_findings(
        daily=Fraction(daily), age=None, weight=Amount(20_000_000, "body mass"), rate=require(rate, "mass/mass", "x"),
        most=None, field="dose",
    )  # fmt: skip


def lots() -> list[Finding]:
    return capsules.figure_findings(
        field="fill_mass", measured=True, figure_lot="A", batch_lot="B", strength=Fraction(1)
    )


def weighed(error: str) -> list[Finding]:
    return weighing.error_findings(Fraction(error))


def tablet(tablet_mass: int) -> list[Finding]:
    return material.tablet_findings(strength=Fraction(50), tablet_mass=Fraction(tablet_mass))


def in_units(powder: str) -> list[Finding]:
    return as_made.yield_findings(powder=Fraction(powder), left=None, prescribed=90, unit="capsules")


def spread(*masses: int) -> list[Finding]:
    return outliers.outlier_findings([Fraction(item) for item in masses], field="masses")


# subject, row, its value, another value, a rule, what it says by the row as it is, and by the other one
ROWS: Sequence[tuple[str, str, str, str, Callable[[], list[Finding]], str | None, str | None]] = [
    ("limits", "caution_above", "5 %", "4 %", lambda: weighed("0.045"), None, "trituration-error-large"),
    ("limits", "stop_above", "10 %", "8 %", lambda: weighed("0.09"), "trituration-error-large",
     "trituration-error-too-large"),
    ("limits", "tablet_mass", "10", "12", lambda: tablet(550), "source-tablet-mass", None),
    ("limits", "density_part", "0.25", "0.2", lambda: density("0.045 g/mL"), "fill-density-implausible", None),
    ("limits", "density_times", "2", "9", lambda: density("4.5 g/mL"), "fill-density-implausible", None),
    ("limits", "rate", "2", "1.5", lambda: day_dose("1.6", rate="0.05 mg/kg"), "child-dose-above-rate",
     "child-dose-far-above-rate"),
    ("quality", "yield_at_most", "101 %", "103 %", lambda: in_units("1.02"), "yield-above-blend", None),
    ("quality", "values", "3", "4", lambda: spread(1, 1, 10), "value-far-out-of-others", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("subject", "row", "value", "other", "rule", "before", "after"), [pytest.param(*row, id=row[1]) for row in ROWS]
)
def test_a_changed_row_changes_the_rule(
    data: Path,
    subject: str,
    row: str,
    value: str,
    other: str,
    rule: Callable[[], list[Finding]],
    before: str | None,
    after: str | None,
) -> None:
    assert [item.code for item in rule()] == ([] if before is None else [before])
    file = data / f"{subject}.toml"
    text = file.read_text()
    starts = [f"\n{row} = {{ value = {mark}" for mark in (f'"{value}"', value)]
    (start,) = [item for item in starts if text.count(f"{item},") == 1]
    file.write_text(text.replace(start, start.replace(value, other)))
    loader._files.clear()
    assert [item.code for item in rule()] == ([] if after is None else [after])


def test_a_stock_is_as_thin_as_two_stages_of_a_trituration(data: Path) -> None:
    assert stock_parts("1:10000") == 10_000
    file = data / "limits.toml"
    file.write_text(file.read_text().replace("\nthinnest = 100\n", "\nthinnest = 50\n"))
    loader._files.clear()
    assert stock_parts("1:2500") == 2500
    with pytest.raises(InputError, match="2500"):
        stock_parts("1:10000")
    part = design(drug=Fraction(2), limits=LIMITS, largest_total=Fraction(10_000))
    assert len(part.stages) == 2
    weighed = [(stage.total, stage.drug_to_weigh) for stage in part.stages]
    assert all(total and drug and total.magnitude <= 50 * drug.magnitude for total, drug in weighed)


LIMITS = Limits(Fraction(120), Fraction(1), Fraction(6), Fraction(1, 100))


def test_a_capsule_of_another_size_is_found_by_the_row(data: Path) -> None:
    def wrong(volume: str) -> bool:
        return bool(list(implausible({"capsules.volumes.3": require(volume, "volume", "x")})))

    assert (wrong("0.5 mL"), wrong("0.7 mL")) == (False, True)
    file = data / "limits.toml"
    file.write_text(file.read_text().replace('size_times = { value = "2"', 'size_times = { value = "3"'))
    loader._files.clear()
    assert (wrong("0.7 mL"), wrong("1 mL")) == (False, True)


def test_the_drift_of_another_lot_is_that_of_the_rows(data: Path) -> None:
    assert "(5 %: 0.95 to 1.05 mg, 10 %: 0.9 to 1.1 mg for 1 mg)" in lots()[0].message
    file = data / "quality.toml"
    file.write_text(file.read_text().replace('large_drift = { value = "10 %"', 'large_drift = { value = "20 %"'))
    loader._files.clear()
    assert "20 %: 0.8 to 1.2 mg" in lots()[0].message


def test_a_value_just_above_the_limit_of_usp_905_is_said_to_be_rounded_away(data: Path) -> None:
    def rounded(value: str) -> bool:
        (one,) = contents.acceptance_findings(count=10, value=Fraction(value), fails=True, far_outside=0)
        return "not rounded" in one.message

    assert [rounded(value) for value in ("0.1504", "0.1505", "0.16")] == [True, False, False]
