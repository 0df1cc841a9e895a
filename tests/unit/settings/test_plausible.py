"""A profile's values that the gate takes and that cannot be: refused with name and line, on both sides of the bound."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.settings.profile import problems
from tests.cli.test_junk import counter, run_command

__all__ = ["counter"]

# Powders of the data lie between 0.2 and 1.369 g/mL: a quarter of the one is 0.05, twice the other 2.738 g/mL.
# Size 3 holds 0.3 mL: 15 to 821.4 mg; size 2 holds 0.37 mL: 18.5 to 1013.06 mg.
BOUNDS = [
    ("[fillers.mcc-ph102]", "packing.3", ["15 mg", "135 mg", "821.4 mg"], ["14.9 mg", "821.5 mg", "135 g", "1350 mg"]),
    ("[fillers.mcc-ph102]", "packing.2", ["18.5 mg", "1013 mg"], ["18.4 mg", "1013.1 mg"]),
    (
        "[fillers.mcc-ph102]",
        "density",
        ["0.05 g/mL", "0.45 g/mL", "2.738 g/mL"],
        ["0.049 g/mL", "2.739 g/mL", "0.45 mg/mL"],
    ),
    ("[fillers.mcc-ph102]", "packing", ["135 mg", "821.4 mg"], ["135 g", "0.135 mg"]),
    ("[balance]", "permitted_error", ["0.1 %", "5 %", "10 %"], ["0.09 %", "10.1 %", "50 %", "0.05 %"]),
    ("[capsules]", "volumes.3", ["0.15 mL", "0.3 mL", "0.6 mL"], ["0.149 mL", "0.601 mL", "3 mL"]),
    ("[capsules]", "shell_masses.3", ["25 mg", "48 mg", "100 mg"], ["24.9 mg", "100.1 mg", "480 mg", "4.8 mg"]),
]


def text(table: str, name: str, value: str) -> str:
    return f'# a comment\n{table}\n{name} = "{value}"\n'


@pytest.mark.parametrize(("table", "name", "value"), [(t, n, v) for t, n, good, _ in BOUNDS for v in good])
def test_taken(table: str, name: str, value: str) -> None:
    assert problems(text(table, name, value)) == ()


@pytest.mark.parametrize(("table", "name", "value"), [(t, n, v) for t, n, _, bad in BOUNDS for v in bad])
def test_refused(table: str, name: str, value: str) -> None:
    (problem,) = problems(text(table, name, value))
    assert (problem.code, problem.exit_code) == ("bad-profile-value", 14)
    assert problem.field == f"{table.strip('[]')}.{name}"
    assert "line 3" in str(problem.hint)
    with pytest.raises(ldn.DataError):
        ldn.read_profile(text(table, name, value))


def test_what_a_plan_stops_the_profile_refuses() -> None:
    """The bound is the plan's own: just outside it a plan with that figure stops, just inside it does not."""
    common: dict[str, Any] = {"strength": "4.5 mg", "count": 30, "size": "3", "filler": "mcc-ph102"}
    for figure in ("15 mg", "14.9 mg", "821.4 mg", "821.5 mg"):
        plan = ldn.plan_capsules(**common, packing_stat=figure)
        stops = "fill-density-implausible" in [item.code for item in plan.stops]
        assert stops == bool(problems(text("[fillers.mcc-ph102]", "packing.3", figure)))


def test_a_packing_statistic_goes_by_its_size_and_the_profiles_volume() -> None:
    """600 mg are 2 g/mL in size 3 and more than 4 in size 5 (0.13 mL)."""
    sized = '[fillers.mcc-ph102]\npacking = "600 mg"\npacking_size = "{}"\n'
    assert problems(sized.format("3")) == ()
    assert [problem.field for problem in problems(sized.format("5"))] == ["fillers.mcc-ph102.packing"]
    lot = '[capsules]\nvolumes.3 = "0.2 mL"\n[fillers.mcc-ph102]\npacking.3 = "{}"\n'
    assert problems(lot.format("547.6 mg")) == ()  # 0.2 mL x 2.738 g/mL
    assert [problem.field for problem in problems(lot.format("547.7 mg"))] == ["fillers.mcc-ph102.packing.3"]


@pytest.mark.parametrize(
    ("volume", "taken", "refused"),
    [
        ("0.6 mL", "1642.8 mg", "1642.9 mg"),  # twice the reference: 0.6 mL x 2.738 g/mL
        ("0.15 mL", "410.7 mg", "410.8 mg"),  # half of it
        ("0.601 mL", "821.4 mg", "821.5 mg"),  # one that cannot be: the reference's 0.3 mL counts
        ("0.149 mL", "821.4 mg", "821.5 mg"),
    ],
)
def test_a_volume_at_its_limit_counts_for_the_packing(volume: str, taken: str, refused: str) -> None:
    lot = f'[capsules]\nvolumes.3 = "{volume}"\n[fillers.mcc-ph102]\npacking.3 = "{{}}"\n'
    of_volume = [] if volume in ("0.6 mL", "0.15 mL") else ["capsules.volumes.3"]
    assert [problem.field for problem in problems(lot.format(taken))] == of_volume
    assert [problem.field for problem in problems(lot.format(refused))] == [*of_volume, "fillers.mcc-ph102.packing.3"]


@pytest.mark.parametrize("sign", ["\N{RIGHT-TO-LEFT OVERRIDE}", "\N{ZERO WIDTH SPACE}", "\N{LEFT-TO-RIGHT ISOLATE}"])
@pytest.mark.parametrize("name", ["name", "address", "telephone"])
def test_a_sign_that_prints_nothing(sign: str, name: str) -> None:
    (problem,) = problems(text("[pharmacy]", name, f"Example{sign} Pharmacy"))
    assert problem.field == f"pharmacy.{name}"
    assert f"U+{ord(sign):04X}" in str(problem.hint)
    assert sign not in str(problem)


def test_the_command_tells_all_at_once_in_the_order_of_the_lines(counter: Path) -> None:
    rows = [
        "[pharmacy]",
        'name = "Example \N{RIGHT-TO-LEFT OVERRIDE}Pharmacy"',
        'address = "\N{CJK UNIFIED IDEOGRAPH-5F20} Street"',
        "[balance]",
        'permitted_error = "50 %"',
        "[capsules]",
        'volumes.2 = "3.7 mL"',
        "[fillers.mcc-ph102]",
        'packing.3 = "135 g"',
        'packing.2 = "1350 mg"',
    ]
    (counter / "p.toml").write_text("\n".join(rows), encoding="utf-8")
    done = run_command("profile", "check", "p.toml")
    assert (done.code, done.out) == (14, "")
    names = [line.split()[2] for line in done.err.splitlines() if line.startswith("Error in ")]
    assert names == [
        "pharmacy.name",
        "pharmacy.address",
        "balance.permitted_error",
        "capsules.volumes.2",
        "fillers.mcc-ph102.packing.3",
        "fillers.mcc-ph102.packing.2",
    ]
    assert "6 problems" in done.err
    (counter / "good.toml").write_text(
        '[pharmacy]\nname = "J\N{LATIN SMALL LETTER O WITH DIAERESIS}rg"\n', encoding="utf-8"
    )
    assert run_command("profile", "check", "good.toml").code == 0
