"""The growth charts: the lines as CDC printed its percentiles, the months they hold for, and rows that are refused."""

from __future__ import annotations

import copy
import statistics
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from ldn_compound.core.errors import DataError
from ldn_compound.core.units import Amount
from ldn_compound.reference import growth, loader
from ldn_compound.reference.tables import validate

KG = 1_000_000

# The columns P3 and P97 of CDC's own tables (wtageinf, wtage), in kg, which CDC worked out itself. The months are those
# of the tables; the percentiles are not in our data.
PUBLISHED = [
    ("male", "0", "2.355450986", "4.446488308"),
    ("male", "24.5", "10.4414422", "15.68840631"),
    ("male", "36.5", "11.81842212", "18.04570363"),
    ("male", "48.5", "13.29110715", "21.00792648"),
    ("male", "60.5", "14.85692044", "24.46169255"),
    ("male", "72.5", "16.50370229", "28.27114631"),
    ("male", "84.5", "18.25535252", "32.52599493"),
    ("male", "96.5", "20.1146687", "37.41934991"),
    ("male", "108.5", "22.07685313", "43.06588662"),
    ("male", "120.5", "24.19264433", "49.41515104"),
    ("male", "132.5", "26.59626062", "56.26028801"),
    ("male", "144.5", "29.47256769", "63.30852916"),
    ("male", "156.5", "32.96851571", "70.27737718"),
    ("male", "168.5", "37.07330766", "76.96389688"),
    ("male", "180.5", "41.52175462", "83.24017154"),
    ("male", "204.5", "49.28661635", "93.77917145"),
    ("male", "228.5", "53.21738885", "99.18615007"),
    ("male", "240", "54.00391729", "100.7783809"),
    ("female", "24.5", "10.04880792", "15.1183895"),
    ("female", "36.5", "11.38824099", "17.9980699"),
    ("female", "48.5", "12.77431816", "21.28615884"),
    ("female", "60.5", "14.34277271", "24.94401317"),
    ("female", "72.5", "16.01186303", "28.92161906"),
    ("female", "84.5", "17.72857693", "33.3683346"),
    ("female", "96.5", "19.54481057", "38.53536809"),
    ("female", "108.5", "21.58836636", "44.58225593"),
    ("female", "120.5", "23.99142774", "51.42912799"),
    ("female", "132.5", "26.81859231", "58.72012509"),
    ("female", "144.5", "30.01760377", "65.90102746"),
    ("female", "156.5", "33.40616909", "72.37632936"),
    ("female", "168.5", "36.70143915", "77.68816668"),
    ("female", "180.5", "39.59012338", "81.64830091"),
    ("female", "204.5", "43.33645956", "86.16706131"),
    ("female", "228.5", "44.79521204", "88.42066003"),
    ("female", "240", "45.04654822", "89.04485133"),
]


@pytest.mark.parametrize(("sex", "month", "low", "high"), PUBLISHED)
def test_percentiles_are_those_that_cdc_published(sex: str, month: str, low: str, high: str) -> None:
    band = growth.weight_band(sex, Fraction(month) / 12)
    assert band is not None
    for found, published in ((band.low, low), (band.high, high)):
        assert abs(found.in_unit - Fraction(published)) < Fraction(1, 1_000_000), "a milligram"


def test_the_97th_percentile_of_the_normal_distribution() -> None:
    z = loader.load("growth").row("percentile").figure("z").value
    assert abs(float(z) - statistics.NormalDist().inv_cdf(0.97)) < 1e-13


@pytest.mark.parametrize("sex", growth.SEXES)
def test_each_curve_is_smooth(sex: str) -> None:
    """A digit typed wrong stands out: from 2 years on, fourth differences of the curves are all small."""
    lines = growth.charts()._asdict()[sex].lines.items()
    lines = [line for month, line in lines if month >= 24 and month.denominator == 2]
    assert len(lines) == 216
    for column, most in ((0, "0.0004"), (1, "0.0004"), (2, "0.000005")):
        values = [line[column] for line in lines]
        for _ in range(4):
            values = [after - before for before, after in pairwise(values)]
        assert max(map(abs, values)) < Decimal(most)


@pytest.mark.parametrize("sex", growth.SEXES)
def test_medians_rise_with_age_but_for_the_first_days(sex: str) -> None:
    medians = [line.median for line in growth.charts()._asdict()[sex].lines.values()]
    assert medians == sorted(medians)


@pytest.mark.parametrize(
    ("age", "month"),
    [
        ("0", "0"),
        ("0.01", "0.5"),
        ("1.99", "23.5"),
        ("2", "24.5"),
        ("9", "108.5"),
        ("9.75", "117.5"),
        ("19.999", "239.5"),
        ("20", "240"),
    ],
)
def test_an_age_takes_the_line_of_its_month(age: str, month: str) -> None:
    # CDC: 24.5 months stands for 24.0 up to, not including, 25 months; birth stands for itself.
    assert growth._month(Fraction(age)) == Fraction(month)


def test_above_20_years_there_is_no_chart() -> None:
    assert growth.weight_band("male", Fraction("20.1")) is None


def test_the_percentiles_themselves_are_inside() -> None:
    band = growth.weight_band("female", Fraction(9))
    assert band is not None
    assert band.holds(band.low)
    assert band.holds(band.high)
    assert not band.holds(Amount(band.high.value + 1, "body mass"))
    assert not band.holds(Amount(band.low.value - 1, "body mass"))


def test_weights_taken_and_the_trials_capsule() -> None:
    limits = growth.body_weights().plausible
    assert (limits.low.value, limits.high.value) == (2 * KG, 200 * KG)
    age, weight = growth.capsule_from()
    assert (age.value, weight.value.value) == (10, 45 * KG)


# --- rows that are wrong ----------------------------------------------------------------------------------------------


def forget() -> None:
    loader._files.clear()
    growth.weight_band.cache_clear()
    growth.weight_bands.cache_clear()


@pytest.fixture
def tables() -> Iterator[dict[str, Any]]:
    forget()
    text = (loader.DATA / "growth.toml").read_text(encoding="utf-8")
    yield copy.deepcopy(tomllib.loads(text, parse_float=Decimal))
    forget()


def refused(tables: dict[str, Any]) -> DataError:
    sources = tables.pop("sources")
    loader._files[(loader.DATA, "growth")] = loader.File("growth", sources, tables)
    with pytest.raises(DataError) as caught:
        validate("growth")
    return caught.value


def test_every_citation_is_used_and_every_row_is_valid(tables: dict[str, Any]) -> None:
    validate("growth")
    written, used = loader.citations("growth")
    assert written == used


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("24.5 -0.7", "24.5  -0.7"),
        ("24.5 -0.7", "24.25 -0.7"),
        ("24.5 -0.7", "25.5 -0.7"),
        ("12.13455523 0.107740345\n", "12.13455523\n"),
        ("12.13455523", "12,13455523"),
    ],
)
def test_a_line_that_is_no_line_is_refused(old: str, new: str, tables: dict[str, Any]) -> None:
    assert old in tables["sex"]["female"]["rows"]
    tables["sex"]["female"]["rows"] = tables["sex"]["female"]["rows"].replace(old, new, 1)
    assert refused(tables).field == "growth.sex.female.rows"


@pytest.mark.parametrize(
    "path", [("sex", "male"), ("capsule", "age"), ("body_weight", "plausible"), ("percentile", "z")]
)
def test_a_row_without_its_source_is_refused(path: tuple[str, str], tables: dict[str, Any]) -> None:
    del tables[path[0]][path[1]]["source"]
    assert refused(tables).code == "no-source"


def test_a_chart_of_another_name_is_refused(tables: dict[str, Any]) -> None:
    tables["sex"]["boys"] = tables["sex"].pop("male")
    assert refused(tables).code == "unknown-data-key"


# --- what a dose by age rests on --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sex", "age", "median"),
    # The column P50 of CDC's table wtage, months 36.5, 96.5 and 168.5.
    [
        ("female", "3", "13.94108332"),
        ("male", "3", "14.40262749"),
        ("female", "8", "25.7570168"),
        ("male", "8", "25.75256528"),
        ("male", "14", "51.23096332"),
    ],
)
def test_the_median_is_that_of_the_chart(sex: str, age: str, median: str) -> None:
    band = growth.weight_band(sex, Fraction(age))
    assert band is not None
    assert band.median.in_unit == Fraction(median)
    assert band.low.value < band.median.value < band.high.value


def test_the_bands_of_one_sex_or_of_both() -> None:
    assert [band.sex for band in growth.weight_bands(None, Fraction(8))] == ["female", "male"]
    assert [band.sex for band in growth.weight_bands("male", Fraction(8))] == ["male"]
    assert growth.weight_bands(None, Fraction("20.1")) == ()


def test_the_ages_and_weights_of_the_rules() -> None:
    # NCT00715117: 6 to 17 years; the weights are this program's own.
    assert [figure.value for figure in growth.trial_ages()] == [6, 18]
    child, adult = growth.body_weights().plausible, growth.body_weights().adult
    assert [item.value for item in (child.low, child.high)] == [2 * KG, 200 * KG]
    assert [item.value for item in (adult.low, adult.high)] == [20 * KG, 650 * KG]
