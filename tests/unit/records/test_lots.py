"""The lot that was really taken: entered where it leaves the plan as it is, refused where it does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.records.entries import Entry
from ldn_compound.records.lots import TakenLot, lot_taken

CAPSULES: dict[str, Any] = {
    "strength": "4.5 mg",
    "count": 90,
    "size": "3",
    "filler": "mcc-ph102",
    "packing_stat": "135 mg",
    "made_on": "2026-11-22",
}
PROFILE = """
[drug]
lot = "A1234"
assay = "98 %"
assay_basis = "as-is"
[fillers.mcc-ph102]
lot = "F2207"
packing.3 = "135 mg"
"""


def entered(number: int, name: str, corrects: int | None = None) -> Entry:
    data = {"name": name, "lot": "F1"}
    return Entry(number=number, kind="component", at="2026-11-22T10:00:00+00:00", by=None, data=data, corrects=corrects)


def refused(plan: Any, **given: Any) -> ldn.LdnError:
    with pytest.raises(ldn.LdnError) as caught:
        lot_taken(plan, (), **given)
    return caught.value


def test_a_lot_that_the_plan_does_not_name() -> None:
    plan = ldn.plan_capsules(**CAPSULES)
    wanted = {"name": "filler", "lot": "F2207", "expiry": "2031-12-31"}
    found = lot_taken(plan, (), component="filler", lot=" F2207", expiry="2031-12")
    assert found == TakenLot("microcrystalline cellulose PH-102", wanted, None)


def test_the_second_entry_stands_in_the_place_of_the_first() -> None:
    """Under the filler's own key as well; an entry that was corrected is not corrected again, another's is left."""
    plan = ldn.plan_capsules(**CAPSULES)
    before = (entered(1, "api"), entered(2, "filler"), entered(3, "mcc-ph102", corrects=2))
    assert lot_taken(plan, before, component="filler", lot="F3").corrects == 3
    assert lot_taken(plan, before, component="shell", lot="S1").corrects is None


def test_a_container_that_ends_first_changes_the_date() -> None:
    """180 days with the day of making as the first end on 2027-05-20: a filler until that day changes nothing."""
    plan = ldn.plan_capsules(**CAPSULES)
    assert str(plan.beyond_use_date) == "2027-05-20"
    assert lot_taken(plan, (), component="filler", lot="F1", expiry="2027-05-20").data["expiry"] == "2027-05-20"
    error = refused(plan, component="filler", lot="F1", expiry="2027-05-19")
    assert (error.code, error.field) == ("lot-changes-plan", "lot")
    assert "2027-05-19, not 2027-05-20" in str(error.needed)
    assert refused(plan, component="filler", lot="F1", expiry="2026-11-21").code == "component-expired"


def test_a_figure_of_another_lot_does_not_hold(tmp_path: Path) -> None:
    """The profile's assay and packing were measured on its lots: 90 x 4.5 mg / 0.98 is 413 mg, and 405 mg without."""
    (tmp_path / "profile.toml").write_text(PROFILE, "utf-8")
    given = {name: value for name, value in CAPSULES.items() if name != "packing_stat"}
    plan = ldn.plan_capsules(**given, profile=ldn.load_profile(tmp_path / "profile.toml"))
    assert lot_taken(plan, (), component="api", lot="A1234").data["lot"] == "A1234"
    assert lot_taken(plan, (), component="filler", lot="F2207").data["lot"] == "F2207"
    error = refused(plan, component="api", lot="B1")
    assert (error.code, str(error.needed).rpartition(": ")[2]) == (
        "lot-changes-plan",
        "the mass of api would be 405 mg, not 413 mg",
    )
    error = refused(plan, component="filler", lot="F9")
    assert (error.code, "filler-lot-differs would come" in str(error.needed)) == ("lot-changes-plan", True)


def test_what_the_batch_does_not_hold_has_no_lot() -> None:
    plan = ldn.plan_capsules(**CAPSULES)
    error = refused(plan, component="water", lot="W1")
    assert (error.code, error.needed) == ("unknown-component", "a component of the batch: api, filler, shell")
    for nothing in ("", "\u200b", "\u2800 "):
        assert refused(plan, component="filler", lot=nothing).code == "empty"
