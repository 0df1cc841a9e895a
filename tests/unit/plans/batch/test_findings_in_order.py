"""The findings of a batch, in the order in which they are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

import ldn_compound as ldn

CAPSULES = {"strength": "4.5 mg", "count": 30, "size": "3", "filler": "mcc-ph102"}
MOULDED = {
    "strength": "0.5 mg",
    "count": 10,
    "method": "moulded",
    "blank_mass": "60 mg",
    "base": "mannitol-silica",
    "readability": "1 mg",
}
COMPRESSED = {"strength": "4.5 mg", "count": 10, "method": "compressed", "tablet_mass": "100 mg", "doses_per_day": 1}
TRACER = '[policies]\ntracer = "riboflavin"\n'
ALL_IN = f'{TRACER}[capsules]\nfill_method = "all-in"\nsmallest_size = "2"\nsizes = ["1", "2"]\n'
OWN_RULE = '[beyond_use.solution-nonaqueous]\ndays = "200 d"\nsource = "own study"\n'
BATCHES: tuple[tuple[str, dict[str, Any], str], ...] = (
    (
        "plan_capsules",
        {
            **CAPSULES,
            "strength": "0.5 mg",
            "fill_mass": "135 mg",
            "profile": ALL_IN,
            "wastage": "5 %",
            "sensitivity": "0.2 mg",
            "made_on": "2026-11-22",
            "doses_per_day": 2,
            "days_supply": 60,
            "component_expiries": {"filler": "2027-01-22"},
        },
        "assay-not-given component-limits-date supply-does-not-match size-not-stocked size-below-"
        "smallest filler-figure-not-measured balance-better-than-its-digit below-usp-41 all-in-raises-"
        "content all-in-above-capacity",
    ),
    (
        "plan_capsules",
        {**CAPSULES, "strength": "0.1 mg", "fill_mass": "135 mg", "profile": TRACER},
        "assay-not-given strength-low filler-figure-not-measured limit-from-readability below-usp-41 tracer-advised",
    ),
    (
        "plan_capsules",
        {
            **CAPSULES,
            "strength": "0.5 mg",
            "filler": "sodium-bicarbonate",
            "fill_mass": "135 mg",
            "stock": "1:10",
            "stock_diluent": "lactose-monohydrate",
            "avoid": ["lactose"],
        },
        "assay-not-given filler-caution filler-contains-avoided filler-declared stock-diluent-differs "
        "fill-density-unusual filler-figure-not-measured limit-from-readability below-usp-41 filler-"
        "declared filler-declared",
    ),
    (
        "plan_tablets",
        {
            **MOULDED,
            "stock": "1:10",
            "stock_diluent": "lactose-monohydrate",
            "carrier_displacement_factor": "7",
            "displacement_factor": "9",
            "avoid": ["lactose"],
            "sensitivity": "0.1 mg",
            "scored": True,
        },
        "assay-not-given displacement-implausible balance-better-than-its-digit filler-contains-avoided "
        "filler-declared stock-diluent-differs below-usp-41 displacement-implausible halves-not-proved",
    ),
    (
        "plan_tablets",
        {**MOULDED, "profile": TRACER},
        "assay-not-given limit-from-readability below-usp-41 tracer-advised",
    ),
    (
        "plan_tablets",
        {**COMPRESSED, "recipe": {"magnesium-stearate": "1 %", "sodium-bicarbonate": "rest"}},
        "assay-not-given filler-avoid limit-from-readability below-usp-41 excipient-below-minimum-"
        "weighable filler-declared filler-declared",
    ),
    (
        "plan_solution",
        {
            "volume": "5 mL",
            "readability": "10 mg",
            "vehicle": "fawcett",
            "dose": "4.37 mg",
            "doses_per_day": 2,
            "days_supply": 4,
            "made_on": "2026-11-22",
            "today": "2026-11-01",
            "component_expiries": {"vehicle": "2026-11-24"},
            "drops_per_ml": "1.5",
            "sensitivity": "0.2 mg",
        },
        "assay-not-given daily-dose-above-reported vehicle-declared ask-glycol-test drops-rounded "
        "balance-better-than-its-digit below-usp-41 stock-solution-must-be-clear excipient-below-"
        "minimum-weighable excipient-below-minimum-weighable preservative-not-weighable stability-"
        "shortens-date made-on-in-future component-limits-date supply-does-not-match",
    ),
    (
        "plan_solution",
        {
            "volume": "100 mL",
            "dose": "20 mL",
            "doses_per_day": 3,
            "days_supply": 4,
            "glycerol_water": "30 %",
            "glycerol_density": "1.3 g/mL",
            "concentration": "0.5 mg/mL",
            "age": "5",
            "route": "sublingual",
            "avoid": ["glycerol"],
        },
        "assay-not-given glycerol-outside-monograph glycerol-density-implausible strength-high daily-"
        "dose-high under-age-of-trial child-dose-far-above-rate dose-not-measurable vehicle-contains-"
        "avoided ask-glycol-test sublingual-volume limit-from-readability below-usp-41 glycerol-at-"
        "threshold-a-dose glycerol-at-threshold-a-day supply-does-not-match",
    ),
    (
        "plan_solution",
        {"volume": "100 mL", "made_on": "2026-11-22", "profile": OWN_RULE},
        "assay-not-given ask-glycol-test limit-from-readability below-usp-41 own-rule-longer-than-country",
    ),
)
REFUSED: tuple[tuple[str, dict[str, Any], str, str], ...] = (
    (
        "plan_capsules",
        {**CAPSULES, "strength": "60 mg", "size": "smallest", "filler_density": "0.01 g/mL"},
        "no-size-fits",
        "assay-not-given strength-high",
    ),
    (
        "plan_capsules",
        {**CAPSULES, "strength": "450 mg", "packing_stat": "3 mg", "size": "5", "made_on": "2020-01-02"},
        "does-not-fit",
        "assay-not-given beyond-use-rule-superseded strength-high size-not-on-machine "
        "fill-density-implausible filler-figure-not-measured",
    ),
    (
        "plan_capsules",
        {
            **CAPSULES,
            "strength": "0.001 mg",
            "count": 1,
            "fill_mass": "135 mg",
            "readability": "10 mg",
            "sensitivity": "1 mg",
            "avoid": ["gelatin"],
        },
        "nothing-to-weigh",
        "assay-not-given strength-very-low shell-contains-avoided filler-figure-not-measured "
        "balance-better-than-its-digit",
    ),
    (
        "plan_tablets",
        {**COMPRESSED, "tablet_mass": "4 mg", "recipe": {"lactose-monohydrate": "rest"}, "avoid": ["lactose"]},
        "does-not-fit",
        "assay-not-given filler-contains-avoided filler-declared tablet-mass-unusual",
    ),
    (
        "plan_tablets",
        {
            **MOULDED,
            "medicated_mass": "70 mg",
            "medicated_drug": "4.5 mg",
            "blank_mass": "30 mg",
            "avoid": ["mannitol"],
        },
        "no-displacement",
        "assay-not-given filler-contains-avoided tablet-mass-unusual",
    ),
    (
        "plan_tablets",
        {
            **MOULDED,
            "strength": "4.5 mg",
            "source_tablet": "50 mg",
            "source_tablet_mass": "900 mg",
            "carrier_displacement_factor": "9",
            "displacement_factor": "0.05",
            "avoid": ["mannitol"],
        },
        "does-not-fit",
        "source-tablet-mass filler-contains-avoided source-tablet-cannot-be-cleared "
        "displacement-implausible displacement-implausible",
    ),
    (
        "plan_tablets",
        {
            **MOULDED,
            "strength": "0.001 mg",
            "count": 1,
            "readability": "10 mg",
            "sensitivity": "1 mg",
            "displacement_factor": "9",
            "avoid": ["mannitol"],
        },
        "nothing-to-weigh",
        "assay-not-given strength-very-low filler-contains-avoided displacement-implausible "
        "balance-better-than-its-digit",
    ),
    (
        "plan_solution",
        {
            "volume": "100 mL",
            "concentration": "200 mg/mL",
            "dose": "1 mL",
            "sensitivity": "0.2 mg",
            "readability": "1 mg",
        },
        "does-not-dissolve",
        "assay-not-given strength-high concentration-high concentration-not-documented ask-glycol-test "
        "balance-better-than-its-digit",
    ),
)


def codes(findings: Iterable[ldn.Finding]) -> str:
    """Return the codes but for those of the dispensing questions, which every plan has."""
    return " ".join(item.code for item in findings if item.code != "question-unanswered")


def planned(verb: str, inputs: dict[str, Any]) -> Any:
    """Return the plan of inputs, in which a profile is a TOML text."""
    profile = inputs.get("profile")
    return getattr(ldn, verb)(**inputs if profile is None else {**inputs, "profile": ldn.read_profile(profile)})


@pytest.mark.parametrize(("verb", "inputs", "told"), BATCHES)
def test_the_findings_of_a_batch_in_order(verb: str, inputs: dict[str, Any], told: str) -> None:
    assert codes(planned(verb, inputs).findings) == told


@pytest.mark.parametrize(("verb", "inputs", "why", "told"), REFUSED)
def test_a_batch_that_cannot_be_made_tells_what_is_known_by_then(
    verb: str, inputs: dict[str, Any], why: str, told: str
) -> None:
    with pytest.raises(ldn.StopError) as caught:
        planned(verb, inputs)
    assert caught.value.refusal["error"]["code"] == why
    assert codes(caught.value.findings) == told
