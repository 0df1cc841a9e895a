"""``ldn-compound capsules``: the table and the document of a plan."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import BARE, LINE, changed, narrow, run


def document(*words: str) -> dict[str, Any]:
    done = run(*words, "--json")
    assert done.code in (0, 12), done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


def test_the_line_of_the_readme() -> None:
    """425.25 mg x 1.0984 = 467.09 mg; 135 mg x 90 x 1.05 = 12757.5 mg; 22 November + 179 days = 20 May."""
    done = run(*LINE, "--working")
    assert (done.code, done.err) == (0, "")
    for part in (
        "467 mg",
        "467.0895 mg",
        "12757.5 mg",
        "135 mg",
        "121.5 mg",
        "148.5 mg",
        "2027-05-20",
        "HOLD",
        "99.5 %",
        "8.5 %",
        "425.25 mg",
        "load 1",
        "Dilution 5",
    ):
        assert part in done.out, part
    assert not narrow(done.out)


def test_the_same_numbers_in_json() -> None:
    found = document(*LINE)
    result = found["result"]
    assert result["api_to_weigh"] == {"value": "467", "unit": "mg"}
    assert result["blend_total"] == {"value": "12757.5", "unit": "mg"}
    assert result["beyond_use_date"] == "2027-05-20"
    assert found["schema"] == "ldn_compound/capsule-batch/1"


PLANS: list[tuple[str, tuple[str, ...]]] = [
    ("bare", BARE),
    ("tablets", changed(BARE, source_tablet="50mg", source_tablet_mass="160mg", avoid="lactose")),
    ("stops", changed(LINE, strength="45mg", filler="calcium-carbonate", avoid="animal")),
    ("all in", changed(LINE, fill_method="all-in", overage="2%", count="350", shell_mass="47.7mg")),
    ("smallest", changed(BARE, packing_stat=None, size="smallest", filler_density="0.45g/mL", api_density="0.5g/mL")),
    ("accepted", changed(LINE, filler="calcium-carbonate", accept="filler-avoid", accepted_by="A. Pharmacist")),
    (
        "fill mass",
        changed(BARE, packing_stat=None, fill_mass="134.123456789mg", shell="hypromellose", shell_colour="white"),
    ),
    (
        "components",
        changed(LINE, component_expiry="filler=2027-03", component_lot="filler=L-1234567890", age="5", count="400"),
    ),
    ("sodium", changed(LINE, filler="sodium-bicarbonate", packing_stat="200mg", avoid="sodium")),
    (
        "long name",
        changed(
            LINE,
            filler="calcium-carbonate",
            accept="filler-avoid",
            accepted_by="Magistra Pharmaciae Anna Maria Katharina von Beispielsberg-Musterhausen",
        ),
    ),
]


@pytest.mark.parametrize(("name", "line"), PLANS, ids=[name for name, _ in PLANS])
def test_every_line_of_a_table_fits_80_columns_in_ascii(name: str, line: tuple[str, ...]) -> None:
    done = run(*line)
    assert done.code == (12 if name in ("stops", "tablets", "sodium", "components") else 0), done.err
    assert not narrow(done.out)


@pytest.mark.parametrize("name", ["stops", "tablets"])
def test_what_is_said_about_a_stop_fits_too(name: str) -> None:
    done = run(*dict(PLANS)[name])
    assert not narrow(done.err)


def test_on_a_stop_the_whole_document_is_on_stdout() -> None:
    done = run(*changed(LINE, strength="45mg"), "--json")
    assert done.code == 12
    found = json.loads(done.out)
    assert found["result"]["strength"]["value"] == "45"
    assert {"strength-high", "daily-dose-high"} <= {item["code"] for item in found["findings"]}
    error = json.loads(done.err)["error"]
    assert set(error) == {"code", "field", "given", "needed", "hint"}
    assert "strength-high" in error["given"]


def test_a_stop_that_does_not_fit_shows_its_findings_too() -> None:
    done = run(*changed(LINE, strength="600mg", size="5", packing_stat="58mg"), "--json")
    assert done.code == 12
    found = json.loads(done.out)
    assert {"schema", "inputs", "result", "findings", "steps", "assumptions"} <= set(found)
    assert "strength-high" in {item["code"] for item in found["findings"]}
    assert all(value is None for value in found["result"].values())
    shown = run(*changed(LINE, strength="600mg", size="5", packing_stat="58mg"))
    assert shown.code == 12
    assert "strength-high" in shown.out
    assert not narrow(shown.out)


def test_accepted_by_name() -> None:
    words = changed(LINE, strength="0.05mg", count="9000", extra_units="0")
    assert run(*words).code == 12
    good = (
        *words,
        "--accept",
        "strength-very-low",
        "--accept",
        "daily-dose-very-low",
        "--accepted-by",
        "A. Pharmacist",
    )
    done = run(*good)
    assert done.code == 0, done.err
    assert "accepted by A. Pharmacist" in done.out
    assert run(*good, "--json").code == 0


def test_per_day_is_doses_per_day() -> None:
    by_one, by_other = (
        document(*changed(LINE, doses_per_day="2")),
        document(*changed(LINE, doses_per_day=None, per_day="2")),
    )
    assert by_one == by_other
    assert by_one["result"]["daily_dose"]["value"] == "9"


def test_without_a_day_of_making_it_is_today_and_says_so() -> None:
    """interface: all else has a named assumption: no --made-on = today."""
    before = datetime.now().astimezone().date().isoformat()
    found = document(*changed(BARE, made_on=None, age="41"))
    assert found["result"]["made_on"] in (before, datetime.now().astimezone().date().isoformat())
    assert [item for item in found["assumptions"] if item["field"] == "made_on"], "today is a value that nobody gave"


@pytest.mark.parametrize(
    "option", ["made_on", "filler", "size", "strength", "shell", "assay_basis", "fill_method", "accepted_by"]
)
def test_an_empty_option_is_not_an_option_left_out(option: str) -> None:
    """An unset variable of a script (--made-on "$DAY") must not become today."""
    done = run(*changed(LINE, **{option: ""}))
    assert done.code == 10, done.out[:200]
    assert done.out == ""


def test_an_expired_component() -> None:
    done = run(*LINE, "--component-expiry", "api=2026-11-21", "--json")
    assert (done.code, done.out) == (10, "")
    assert json.loads(done.err)["error"]["code"] == "component-expired"


@pytest.mark.parametrize("pair", ["api", "api=", "=2027-01-01", "api=soon", "ap=2027-01-01", "api=2027-13"])
def test_bad_pairs(pair: str) -> None:
    assert run(*LINE, "--component-expiry", pair).code == 10


def test_a_component_named_twice() -> None:
    assert run(*LINE, "--component-expiry", "api=2027-01", "--component-expiry", "api=2027-02").code == 10


def test_profile_by_option_and_by_variable(tmp_path: Path) -> None:
    mine, theirs = tmp_path / "mine.toml", tmp_path / "theirs.toml"
    mine.write_text('[policies]\nwastage = "3 %"\n', encoding="utf-8")
    theirs.write_text('[policies]\nwastage = "7 %"\n', encoding="utf-8")

    def theoretical(*words: str, **environ: str) -> str:
        done = run(*BARE, *words, "--json", **environ)
        assert done.code == 0, done.err
        return str(json.loads(done.out)["result"]["api_theoretical"]["value"])

    assert theoretical() == "405"
    assert theoretical("--profile", str(mine)) == "417.15"  # 405 x 1.03
    assert theoretical(LDN_COMPOUND_PROFILE=str(theirs)) == "433.35"  # 405 x 1.07
    assert theoretical("--profile", str(mine), LDN_COMPOUND_PROFILE=str(theirs)) == "417.15"
    assert theoretical("--profile", str(mine), "--wastage", "0%") == "405"


def test_help_has_an_example_that_runs() -> None:
    done = run("capsules", "--help")
    assert done.code == 0
    assert not narrow(done.out)
    example = done.out.partition("Example:")[2].replace("\\\n", " ").split()
    assert example[0] == "ldn-compound"
    assert run(*example[1:]).code == 0
