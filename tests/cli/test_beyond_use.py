"""``ldn-compound beyond-use`` and its alias ``bud``."""

from __future__ import annotations

import json

import pytest

from tests.cli.shell import narrow, run

# domain: made 2026-11-22
DATES = [
    ("capsule", "2027-05-20"),
    ("tablet", "2027-05-20"),
    ("solution-nonaqueous", "2027-02-19"),
    ("solution-aqueous-preserved", "2026-12-26"),
    ("solution-aqueous", "2026-12-05"),
]


@pytest.mark.parametrize("name", ["beyond-use", "bud"])
@pytest.mark.parametrize(("form", "last"), DATES)
def test_date(name: str, form: str, last: str) -> None:
    done = run(name, "--form", form, "--made-on", "2026-11-22")
    assert (done.code, done.err) == (0, "")
    assert last in done.out
    assert not narrow(done.out)
    found = json.loads(run(name, "--form", form, "--made-on", "2026-11-22", "--json").out)
    assert found["result"]["beyond_use_date"] == last


def test_a_component_sets_it() -> None:
    done = run("bud", "--form", "capsule", "--made-on", "2026-11-22", "--component-expiry", "filler=2027-03")
    assert done.code == 0
    assert "2027-03-31" in done.out
    assert "filler" in done.out


def test_what_a_component_does_to_the_date_is_said() -> None:
    done = run(
        "bud", "--form", "capsule", "--made-on", "2026-11-22", "--component-expiry", "filler=2027-03", "--working"
    )
    assert "component-limits-date" in done.out
    short = run("bud", "--form", "capsule", "--made-on", "2026-11-22")
    assert "Notes: stability-known." in short.out


def test_day_0() -> None:
    assert "2027-05-21" in run("bud", "--form", "capsule", "--made-on", "2026-11-22", "--day-count", "day-0").out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 2),
        (("--form", "pill"), 10),
        (("--form", "capsule", "--made-on", "11/22/2026"), 10),
        (("--form", "capsule", "--made-on", ""), 10),
        (("--form", "capsule", "--made-on", "2026-11-22", "--component-expiry", "filler=2026-11-21"), 10),
        (("--form", "capsule", "--made-on", "2026-11-22", "--component-expiry", "fillr=2027-11-21"), 10),
        (("--form", "capsule", "--day-count", "day-2"), 10),
    ],
)
def test_refused(words: tuple[str, ...], code: int) -> None:
    done = run("bud", *words)
    assert (done.code, done.out) == (code, "")
    assert not narrow(done.err)
