"""A batch made one step at a time: what is recorded of each line, and what is asked again."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.results import Result
from ldn_compound.core.units import mass
from ldn_compound.plans.quality.weighings import read_plan
from ldn_compound.plans.weighing.line import Line
from ldn_compound.records.bench.readings import apart, in_words, lost_point
from ldn_compound.records.bench.session import Session
from ldn_compound.records.bench.steps import steps_of
from ldn_compound.records.entries import Entry

CAPSULES: dict[str, Any] = {"strength": "4.5 mg", "count": 90, "size": "3", "filler": "mcc-ph102"}


class Bench:
    """A session over a list of entries; `again` is the session of another day."""

    def __init__(self, plan: Result) -> None:
        self.plan = plan
        self.entries: list[Entry] = []
        self.session = self.again()

    def again(self) -> Session:
        self.session = Session(self.plan, tuple(self.entries), self._keep)
        return self.session

    def _keep(self, kind: str, data: dict[str, Any], corrects: int | None) -> Entry:
        number, at = len(self.entries) + 1, "2026-11-22T10:15:00+01:00"
        self.entries.append(Entry(number=number, kind=kind, at=at, by=None, data=data, corrects=corrects))
        return self.entries[-1]

    def take(self, *lines: str) -> str:
        return "\n".join(text for line in lines for text in self.session.take(line).lines)

    def recorded(self) -> list[tuple[str, str]]:
        return [
            (item.data.get("name", item.kind), item.data.get("mass", item.data.get("value", {})).get("value", ""))
            for item in self.entries
        ]


@pytest.fixture
def bench() -> Bench:
    # 4.5 mg x 90 = 405 mg of drug; 135 mg x 90 - 405 mg = 11745 mg of filler.
    return Bench(ldn.plan_capsules(packing_stat="135 mg", **CAPSULES))


PLANS: dict[str, Any] = {
    "capsules": lambda: ldn.plan_capsules(packing_stat="135 mg", **CAPSULES),
    "trituration": lambda: ldn.plan_capsules(
        packing_stat="135 mg", sensitivity="6 mg", **{**CAPSULES, "strength": "0.5 mg", "count": 30}
    ),
    "two stages": lambda: ldn.plan_capsules(
        packing_stat="135 mg", sensitivity="6 mg", **{**CAPSULES, "strength": "0.01 mg", "count": 30}
    ),
    "stock": lambda: ldn.plan_capsules(
        packing_stat="135 mg", stock="1:10", **{**CAPSULES, "strength": "0.5 mg", "count": 100}
    ),
    "crushed": lambda: ldn.plan_capsules(
        packing_stat="135 mg", source_tablet="50 mg", source_tablet_mass="160 mg", **CAPSULES
    ),
    "moulded": lambda: ldn.plan_tablets(
        method="moulded", strength="4.5 mg", count=100, blank_mass="60 mg", base="mannitol-silica"
    ),
    "compressed": lambda: ldn.plan_tablets(
        method="compressed", strength="4.5 mg", count=100, tablet_mass="150 mg", recipe="mcc-mannitol"
    ),
    "glycerol": lambda: ldn.plan_solution(volume="120 mL"),
    "glycerol and water": lambda: ldn.plan_solution(volume="120 mL", added_water="5 mL"),
    "stock solution": lambda: ldn.plan_solution(volume="15 mL", sensitivity="6 mg"),
    "aqueous": lambda: ldn.plan_solution(volume="120 mL", vehicle="fawcett"),
}


@pytest.mark.parametrize("name", PLANS)
def test_every_weighing_of_a_plan_is_a_step_once_and_every_line_is_shown(name: str) -> None:
    plan = PLANS[name]()
    steps = steps_of(plan)
    weighed = [step.name for step in steps if step.kind == "weigh"]
    planned = read_plan(plan)
    assert sorted(map(str, weighed)) == sorted(planned.masses)
    assert weighed[0] == planned.first
    shown = " ".join(step.text for step in steps)
    assert all(line in shown or line.removesuffix(getattr(line, "boat", "")) in shown for line in plan.preparation)
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    for step in steps:
        if step.kind == "weigh":
            assert step.target == mass(planned.masses[str(step.name)])


@pytest.mark.parametrize("name", PLANS)
def test_what_a_line_weighs_is_the_mass_that_it_names(name: str) -> None:
    """A line and the target of its step come from two computations: what is read and what is compared are one mass."""
    plan = PLANS[name]()
    planned = read_plan(plan)
    for line in plan.preparation:
        if isinstance(line, Line) and line.weighs in planned.masses:
            value = planned.masses[str(line.weighs)]
            assert f"{ldn_text(value)} mg" in line or f"{ldn_text(value / 1000)} g" in line, line


def ldn_text(value: Fraction) -> str:
    return f"{float(value):.6f}".rstrip("0").rstrip(".")


def test_the_limits_are_the_plans_own() -> None:
    plan = ldn.plan_capsules(packing_stat="135 mg", permitted_error="2 %", sensitivity="1 mg", **CAPSULES)
    first = steps_of(plan)[0]
    # 405 mg less and more 2 %: 396.9 to 413.1 mg, on a balance that shows whole mg 397 to 413.
    assert (first.low, first.high) == (mass(397), mass(413))


def test_no_plan_of_a_batch_has_no_steps() -> None:
    with pytest.raises(ldn.LdnError) as caught:
        steps_of(ldn.weight_based_dose(body_weight="18.5 kg"))
    assert caught.value.code == "not-a-plan"


@pytest.mark.parametrize("line", ["407 mg", "407mg", "api: 0.407 g", "API=407 mg", "S S     407 mg", "+  0.4070 g"])
def test_a_mass_is_taken_typed_or_as_a_balance_prints_it(bench: Bench, line: str) -> None:
    said = bench.take(line)
    # 2 / 405 = 0.4938 %
    assert "2 mg OVER (0.49 %): within 5 %" in said
    assert "Recorded: api 407 mg" in said
    assert bench.recorded() == [("api", "407")]
    assert bench.entries[0].data["target"] == {"value": "405", "unit": "mg"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "A mass is needed"),
        ("407", "unit"),
        ("0,407 g", "comma"),
        ("S D 407 mg", "rest"),
        ("-407 mg", "tare"),
        ("filler: 11.745 g", "another step"),
        ("sugar: 407 mg", "the plan weighs"),
        ("---------", "needed is at least one line with a mass"),
        ("407 mg\x0b408 mg", "one mass"),
        ("keep", "no mass to keep"),
        ("yes", "Not recorded"),
        ("5 mL", "mass"),
    ],
)
def test_what_is_no_mass_of_this_step_is_told_and_not_recorded(bench: Bench, line: str, said: str) -> None:
    assert said in bench.take(line)
    assert not bench.entries
    assert bench.session.place == 0


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("4050 mg", "TEN TIMES"),
        ("40.5 mg", "A TENTH OF"),
        ("4.07 mg", "A HUNDREDTH OF"),
        ("407 g", "A THOUSAND TIMES"),
        ("3.9 g", "TEN TIMES"),
    ],
)
def test_ten_times_off_is_said_and_asked_again_and_cannot_be_kept(bench: Bench, line: str, words: str) -> None:
    said = bench.take(line)
    assert words in said
    assert "Not recorded" in said
    assert "no mass to keep" in bench.take("keep")
    assert not bench.entries
    assert bench.session.place == 0


def test_a_mass_that_is_off_is_recorded_only_when_it_is_kept(bench: Bench) -> None:
    said = bench.take("430 mg")
    assert "25 mg OVER (6.17 %)" in said
    assert "Planned is 385 mg to 425 mg" in said
    assert not bench.entries
    assert bench.take("426 mg", "yes").count("Recorded") == 0
    assert "no mass to keep" in bench.take("keep")  # another answer came between
    assert "Kept: 20 mg UNDER (4.94 %)" not in bench.take("384 mg")
    assert "Kept: 21 mg UNDER (5.19 %)" in bench.take("keep")
    assert bench.recorded() == [("api", "384")]


def test_the_limits_themselves_are_within(bench: Bench) -> None:
    assert "within" not in bench.take("384.9 mg")
    assert "within" in bench.take("385 mg")
    # 11745 mg x 0.95 = 11157.75, x 1.05 = 12332.25
    assert "within" not in bench.take("12333 mg")
    assert "within" in bench.take("12332 mg")


def test_the_line_that_is_sent_twice_is_not_the_next_mass(bench: Bench) -> None:
    bench.take("No. 1 405 mg")
    assert "again" in bench.take("No. 1 405 mg")
    assert len(bench.entries) == 1


def test_a_mass_at_a_step_that_has_none_is_told(bench: Bench) -> None:
    bench.take("405 mg", "11745 mg")
    assert "Nothing is weighed here" in bench.take("405 mg")
    assert "Recorded: done" in bench.take("")
    assert bench.entries[-1].kind == "step"
    assert bench.entries[-1].data["number"] == 3


def test_back_shows_what_is_there_and_a_new_mass_corrects_it(bench: Bench) -> None:
    bench.take("405 mg", "11745 mg", "back", "back")
    assert bench.session.step is not None and bench.session.standing(bench.session.step) == ("In the record: 405 mg",)
    bench.take("406 mg")
    assert bench.entries[-1].corrects == 1
    assert bench.session.weighed == {"api": mass(406), "filler": mass(11745)}
    assert "Left as it is" in bench.take("")
    assert len(bench.entries) == 3
    assert bench.session.place == 2
    bench.take("back", "back", "back", "back")
    assert bench.session.place == 0


def test_it_goes_on_where_it_stopped_at_every_step(bench: Bench) -> None:
    lines = ["405 mg", "filler: 11.745 g", *[""] * 6, *["135 mg"] * 10, *[""] * 3]
    for number, line in enumerate(lines):
        before = bench.session.place
        assert bench.again().place == before, f"before line {number}"
        bench.take(line)
    assert bench.again().step is None
    assert bench.session.weighed == {"api": mass(405), "filler": mass(11745)}
    assert [item.number for item in bench.entries] == list(range(1, 23))


def at_the_hold(bench: Bench) -> None:
    bench.take("405 mg", "11745 mg", *[""] * 6)
    assert bench.session.step is not None and bench.session.step.kind == "mean"


def test_the_mean_of_the_first_capsules_holds_the_batch_back(bench: Bench) -> None:
    at_the_hold(bench)
    light = [f"{value} mg" for value in ("121.6", "121.5", "121.5", "121.5", "121.5", "121.5", "121.5", "121.5")]
    bench.take(*light, "keep")
    bench.take("121 mg", "keep")
    said = bench.take("121 mg", "keep")
    # (121.6 + 7 x 121.5 + 2 x 121) / 10 = 121.41 mg; 135 - 121.41 = 13.59 mg, 10.07 %
    assert "Mean 121.41 mg: 13.59 mg UNDER (10.07 %)" in said
    assert "STOP" in said
    place = bench.session.place
    assert bench.again().place == place
    said = bench.take(*["135 mg"] * 10)
    assert "Mean 135 mg: exactly as planned" in said
    assert bench.session.place == place + 1
    assert bench.again().place == place + 1


def test_the_mean_is_typed_or_follows_from_all_units_together(bench: Bench) -> None:
    at_the_hold(bench)
    place = bench.session.place
    assert "TEN TIMES" in bench.take("mean 1350 mg")
    assert "comma" in bench.take("mean 134,5 mg")
    assert "TEN TIMES" in bench.take("1.35 g")
    assert bench.session.place == place
    # 1338 mg / 10 = 133.8 mg; 1.2 / 135 = 0.89 %
    assert "Mean 133.8 mg: 1.2 mg UNDER (0.89 %)" in bench.take("total 1.338 g")
    assert bench.session.place == place + 1
    assert bench.recorded()[-2:] == [("hold-total", "1338"), ("hold-mean", "133.8")]


def test_a_series_can_begin_again(bench: Bench) -> None:
    at_the_hold(bench)
    bench.take("135 mg", "140 mg", "again")
    assert bench.again().series() == []
    bench.take(*["135 mg"] * 9)
    assert len(bench.session.series()) == 9
    assert "Mean 135 mg" in bench.take("135 mg")


def test_a_check_that_is_not_met_holds_the_batch_back() -> None:
    bench = Bench(PLANS["glycerol"]())
    bench.take("120 mg", "", "151.32 g")
    place = bench.session.place
    assert "yes or no" in bench.take("")
    said = bench.take("no")
    assert "STOP" in said
    assert bench.session.place == bench.again().place == place
    bench.take("yes")
    assert bench.session.place == place + 1


def test_the_residue_is_less_than_what_was_weighed_and_may_be_nothing() -> None:
    # 0.5 mg x 30: by trituration, of 135 mg of drug.
    bench = Bench(PLANS["trituration"]())
    assert bench.session.step is not None
    target = bench.session.step.target
    assert target is not None
    bench.take(target.text())
    assert "not less than" in bench.take(target.text())
    assert bench.session.residue is None
    bench.take("0.0 mg")
    assert bench.session.residue == mass(0)
    bench.take("back", "2 mg")
    assert bench.session.residue == mass(2)
    bench.take("back", "none")
    assert bench.session.residue is None
    assert bench.again().place == 2


def test_the_commands_do_not_record(bench: Bench) -> None:
    assert bench.session.take("quit").end
    assert "back" in bench.take("help")
    assert not bench.entries
    assert bench.take("note humidity 60 %") == "Noted."
    assert bench.entries[0].data == {"text": "humidity 60 %"}


@pytest.mark.parametrize(
    ("found", "words"), [("4671", "TEN TIMES"), ("467000", "A THOUSAND TIMES"), ("46", "A TENTH OF"), ("930", None)]
)
def test_a_lost_point(found: str, words: str | None) -> None:
    assert lost_point(Fraction(found), target=Fraction(467), permitted=Fraction(1, 20)) == words


@pytest.mark.parametrize("power", [-3, -2, -1, 1, 2, 3])
def test_each_power_of_ten_is_named_where_no_error_is_permitted(power: int) -> None:
    words = {-3: "A THOUSANDTH OF", -2: "A HUNDREDTH OF", -1: "A TENTH OF"}
    words |= {1: "TEN TIMES", 2: "A HUNDRED TIMES", 3: "A THOUSAND TIMES"}
    found = Fraction(467) * Fraction(10) ** power
    assert lost_point(found, target=Fraction(467), permitted=Fraction(0)) == words[power]


@pytest.mark.parametrize(("found", "words"), [("467", None), ("910", None), ("4670", "TEN TIMES"), ("24", None)])
def test_what_is_within_a_wide_limit_lost_no_point(found: str, words: str | None) -> None:
    # 95 % of 467 mg: 23.35 to 910.65 mg; of ten times it 233.5 to 9106.5 mg, of a tenth 2.335 to 91.065 mg.
    assert lost_point(Fraction(found), target=Fraction(467), permitted=Fraction(95, 100)) == words


def test_words_of_masses() -> None:
    assert apart(mass(Fraction("467.5")), mass(467)) == "0.5 mg OVER (0.11 %)"
    assert (in_words(mass(1000)), in_words(mass(999))) == ("1.000 g", "999 mg")
    assert in_words(mass(Fraction("12757.5"))) == "12.7575 g"
    assert in_words(mass(Fraction("999.9"))) == "999.9 mg"
    assert apart(mass(460), mass(467)) == "7 mg UNDER (1.5 %)"
