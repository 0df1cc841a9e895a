"""The self-test: its verdicts, and that a wrong program fails it."""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.calc import material
from ldn_compound.cli.main import cli
from ldn_compound.plans import selftest
from ldn_compound.reference import examples
from ldn_compound.settings import find

# Judged by reading the sources, not by running the program: what each prints against the exact value.
ROUNDED = {
    "whole-capsule-limits",
    "weighing-factor-au-1",
    "capsule-filler-taurine",
    "capsule-filler-rounded-early",
    "mould-menthol",
}
WRONG = {"capsule-does-not-fit", "filler-mass-is-not-volume", "display-small-mass", "display-strength"}


@pytest.fixture(scope="module")
def done() -> selftest.SelfTest:
    return selftest.self_test()


def test_the_installed_program_passes(done: selftest.SelfTest) -> None:
    assert done.passed
    assert done.mismatches == 0
    assert done.examples == len(done.rows) == len(examples.examples())
    verdicts = Counter(row.verdict for row in done.rows)
    assert verdicts == {
        "match": done.matches,
        "rounded by the source": done.rounded,
        "wrong in the source": done.wrong,
    }
    assert selftest.mismatch(done) is None


def test_verdicts(done: selftest.SelfTest) -> None:
    by_verdict = {verdict: {row.example for row in done.rows if row.verdict == verdict} for verdict in ROUNDED_WRONG}
    assert by_verdict == ROUNDED_WRONG
    for row in done.rows:
        assert row.source
        assert (row.published is not None) == (row.example in ROUNDED | WRONG)


ROUNDED_WRONG = {"rounded by the source": ROUNDED, "wrong in the source": WRONG}


# Expected: the numbers of the sources, as a person reads them.
@pytest.mark.parametrize(
    ("example", "found"),
    [
        ("weighing-factor-de-1", ("1.11",)),
        ("minimum-weighable-4-percent", ("150 mg",)),
        ("liquid-aliquot-clonidine", ("5 mL",)),
        ("overage-eaten-by-rounding-2", ("120 %",)),
        ("mould-menthol", ("13.93 g",)),
        ("beyond-use-component", ("2027-03-22",)),
        ("naltrexone-oral-liquid-nz", ("2", "20 mL", "500 mg")),
    ],
)
def test_what_it_prints(done: selftest.SelfTest, example: str, found: tuple[str, ...]) -> None:
    (row,) = [row for row in done.rows if row.example == example]
    assert row.found == found


def test_it_comes_back_from_json(done: selftest.SelfTest) -> None:
    text = ldn.to_json(done)
    assert ldn.from_json(text) == done
    assert json.loads(text)["schema"] == "ldn_compound/selftest/1"
    with pytest.raises(ldn.MismatchError):
        ldn.from_json(text.replace('"mismatches": 0', '"mismatches": 1'))


def wrong_factor(**given: Fraction) -> Fraction:
    """The mistake of a program that forgets the water."""
    return given["salt"] / given["assay"]


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[Any, str, str]:
    with pytest.raises(SystemExit) as left:
        cli.main([*words])
    out, err = capsys.readouterr()
    return left.value.code, out, err


def test_a_wrong_program_fails(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(material, "weighing_factor", wrong_factor)
    code, out, err = run(capsys, "selftest")
    assert code == 15
    assert "MISMATCH: weighing-factor-de-1" in out
    assert out.rstrip().endswith("FAILED")
    assert "selftest-mismatch" in err
    code, out, err = run(capsys, "selftest", "--json")
    assert code == 15
    result = json.loads(out)["result"]
    assert not result["passed"]
    assert result["mismatches"] == sum(row["verdict"] == "mismatch" for row in result["rows"]) > 0
    assert json.loads(err)["error"]["code"] == "selftest-mismatch"


def test_a_refusal_where_a_number_was_expected_is_a_mismatch() -> None:
    example = examples.get_example("minimum-weighable-4-percent")
    found, met = selftest._compute(example._replace(inputs={"sensitivity": "6 mL", "permitted_error": "4 %"}))
    assert not met
    assert found[0].startswith("refused")


def test_a_number_where_a_refusal_was_expected_is_a_mismatch() -> None:
    example = examples.get_example("capsule-does-not-fit")
    roomy = {**example.inputs, "capsule_volume": "1 mL"}
    assert selftest._compute(example) == (selftest._compute(example)[0], True)
    assert selftest._compute(example._replace(inputs=roomy)) == (("not refused",), False)


@pytest.mark.parametrize(("value", "digits"), [("151 mg", 3), ("150 mL", 3), ("150.4 mg", 4), ("0.15 mg", 2)])
def test_another_number_or_unit_is_a_mismatch(value: str, digits: int) -> None:
    example = examples.get_example("minimum-weighable-4-percent")
    line = examples.Line("", value, digits)
    assert not selftest._compute(example._replace(lines=(line,)))[1]


def test_the_command_ends_with_counts(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "selftest")
    assert code in (0, None)
    assert not err
    assert out.isascii()
    assert max(len(line) for line in out.splitlines()) <= 80
    counts = out[out.index("Counts") :].split()
    assert counts[-1] == "passed"
    for row in ("weighing-factor-au-1", "RxOne CompoundPro manual", "1.1363"):
        assert row in out


def test_no_profile_has_a_say(monkeypatch: pytest.MonkeyPatch, done: selftest.SelfTest) -> None:
    def refuse(*given: object) -> None:
        raise AssertionError("a profile was looked for")

    monkeypatch.setattr(find, "find_profile", refuse)
    assert selftest.self_test() == done
