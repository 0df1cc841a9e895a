"""The powder's lot and name on the command line: the table, JSON, the profile's commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_junk import counter, run_command

__all__ = ["counter"]

FORMS = {
    "capsules": (
        *("capsules", "--strength", "4.5mg", "--count", "90", "--size", "3", "--filler", "mcc-ph102"),
        *("--packing-stat", "135mg", "--made-on", "2026-11-22"),
    ),
    "tablets": (
        *("tablets", "--method", "moulded", "--strength", "4.5mg", "--count", "90", "--blank-mass", "60mg"),
        *("--base", "mannitol-silica", "--displacement-factor", "0.9", "--made-on", "2026-11-22"),
    ),
    "solution": ("solution", "--volume", "405mL", "--made-on", "2026-11-22"),
}
LOT = """[drug]
lot = "A1234"
supplier = "Example Chemicals"
assay = "99.5 %"
assay_basis = "anhydrous"
water = "8.5 %"
expiry = "2027-01-31"
"""


@pytest.mark.parametrize("form", FORMS)
def test_the_balance_reads_the_powders_name(counter: Path, form: str) -> None:
    """405 mg of naltrexone are 405 x 377.86 / 341.40 = 448.25 mg of hydrochloride."""
    done = run_command(*FORMS[form], "--prescribed-as", "base")
    assert done.code == 0, done.err
    title, table = done.out.splitlines()[0], done.out.split("Findings")[1].split("Working")[0]
    assert " of naltrexone " in title
    assert "hydrochloride" not in title
    assert "  naltrexone hydrochloride " in table
    assert "Weigh 448 mg of naltrexone hydrochloride." in table
    assert "of naltrexone." not in table


@pytest.mark.parametrize("form", ["capsules", "tablets"])
def test_and_the_other_way_round(counter: Path, form: str) -> None:
    """405 mg of hydrochloride are 405 x 341.40 / 377.86 = 365.92 mg of base."""
    done = run_command(*FORMS[form], "--powder", "base")
    assert done.code == 0, done.err
    assert " of naltrexone hydrochloride 4.5 mg" in done.out.splitlines()[0]
    assert "Weigh 366 mg of naltrexone base." in done.out


@pytest.mark.parametrize("form", FORMS)
def test_no_assay_is_the_first_caution(counter: Path, form: str) -> None:
    done = run_command(*FORMS[form])
    assert done.out.split("Findings\n")[1].startswith("  CAUTION assay-not-given\n")
    assert "lot and assay" in done.out
    assert "not given: counted as 100 %" in done.out


@pytest.mark.parametrize("form", FORMS)
def test_a_profiles_lot_stands_in_the_plan(counter: Path, form: str) -> None:
    (counter / "p.toml").write_text(LOT, encoding="utf-8")
    done = run_command(*FORMS[form], "--profile", "p.toml")
    assert done.code == 0, done.err
    assert "lot A1234, Example Chemicals, expiry 2027-01-31" in " ".join(done.out.split())
    document = json.loads(run_command(*FORMS[form], "--profile", "p.toml", "--json").out)["result"]
    assert document["drug_powder"] == {
        "substance": "hydrochloride",
        "lot": "A1234",
        "supplier": "Example Chemicals",
        "assay": {"value": "99.5", "unit": "%"},
        "assay_basis": "anhydrous",
        "water": {"value": "8.5", "unit": "%"},
        "solvents": None,
        "expiry": "2027-01-31",
        "origin": "profile",
    }
    assert document["powder_name"] == "naltrexone hydrochloride"
    assert document["beyond_use_date"] == "2027-01-31"
    other = run_command(*FORMS[form], "--profile", "p.toml", "--component-lot", "api=B77", "--json")
    assert json.loads(other.out)["result"]["drug_powder"]["assay"] is None


def test_the_date_alone_counts_it_too(counter: Path) -> None:
    (counter / "p.toml").write_text(LOT, encoding="utf-8")
    line = ("beyond-use", "--made-on", "2026-11-22", "--form", "capsule", "--profile", "p.toml", "--json")
    document = json.loads(run_command(*line).out)
    assert document["result"]["beyond_use_date"] == "2027-01-31"
    assert document["result"]["limited_by"] == "api"
    given = json.loads(run_command(*line, "--component-expiry", "api=2027-03-31").out)
    assert given["result"]["beyond_use_date"] == "2027-03-31"


def test_the_profiles_own_commands(counter: Path) -> None:
    (counter / "p.toml").write_text(LOT, encoding="utf-8")
    assert run_command("profile", "check", "p.toml").code == 0
    shown = run_command("profile", "show", "--profile", "p.toml").out
    for name in ("drug.lot", "drug.supplier", "drug.assay", "drug.assay_basis", "drug.water", "drug.expiry"):
        assert name in shown
    (counter / "bad.toml").write_text(LOT.replace('assay_basis = "anhydrous"\n', ""), encoding="utf-8")
    bad = run_command("profile", "check", "bad.toml")
    assert bad.code == 14
    assert "drug" in bad.out + bad.err
    written = run_command("profile", "init", "-o", "-").out
    for line in ("[drug]", '#lot = "A1234"', "#[drug.lots.B5678]", '#in_use = "B5678"'):
        assert line in written


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--powder", "base", "--source-tablet", "50mg", "--source-tablet-mass", "160mg"), "tablets-are-hydrochloride"),
        (("--powder", "salt"), "unknown-choice"),
        (("--assay", "97%"), "assay-without-basis"),
    ],
)
def test_what_cannot_be_is_refused(counter: Path, options: tuple[str, ...], code: str) -> None:
    (counter / "p.toml").write_text(LOT, encoding="utf-8")
    done = run_command(*FORMS["capsules"], *options, "--profile", "p.toml", "--json")
    assert (done.code, done.out) == (10, "")
    assert json.loads(done.err)["error"]["code"] == code


def test_tablets_are_crushed_in_plain_words(counter: Path) -> None:
    done = run_command(*FORMS["capsules"], "--source-tablet", "50mg", "--source-tablet-mass", "160mg")
    words = " ".join(done.out.split())
    assert "Crush 9 tablets (and a spare, if one may be lost) to a fine powder and weigh out of this powder." in words


def test_all_in_is_told_before_the_first_capsule(counter: Path) -> None:
    done = run_command(*FORMS["capsules"], "--fill-method", "all-in", "--wastage", "5%")
    assert "CAUTION all-in-above-capacity" in done.out
    assert "all-in-above-capacity" not in run_command(*FORMS["capsules"], "--fill-method", "all-in").out
