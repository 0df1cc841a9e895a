"""Forged plans: each is made by the package itself from edited inputs, so that it recomputes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import ldn_compound as ldn

AT = "2026-11-22T10:15:00+01:00"
Document = dict[str, Any]


def plan(**more: Any) -> ldn.CapsuleBatch:
    """Return a batch that needs an acceptance: nobody could weigh the drug that well."""
    given: dict[str, Any] = {
        "strength": "4.5 mg",
        "count": 90,
        "size": "3",
        "filler": "mcc-ph102",
        "packing_stat": "135 mg",
        "measured": True,
        "assay": "60 %",
        "assay_basis": "as-is",
        "made_on": "2026-11-22",
        "accept": ["assay-implausible"],
        "accepted_by": "A. Pharmacist",
        "component_lots": {"api": "A1234"},
    }
    return ldn.plan_capsules(**{**given, **more})


def made_again(document: Document) -> Document:
    """Return the document that the package computes from edited inputs: nothing in it contradicts anything else."""
    from ldn_compound.core.results import to_document
    from ldn_compound.plans import replay

    return to_document(replay(document["schema"].split("/")[1], document["inputs"]))


def another_acceptance(document: Document) -> Document:
    """The acceptance of a person who accepted nothing."""
    forged = json.loads(json.dumps(document))
    forged["inputs"]["accepted_by"] = "B. Physician"
    return made_again(forged)


def another_origin(document: Document) -> Document:
    """A value that the program assumed, said to be out of a profile that never was."""
    forged = json.loads(json.dumps(document))
    setting = forged["inputs"]["settings"]["policies.mean_limit"]
    assert setting["origin"] != "profile"
    setting |= {"origin": "profile", "source": "profile.toml, line 9"}
    return made_again(forged)


def another_count(document: Document) -> Document:
    """A batch of another size."""
    forged = json.loads(json.dumps(document))
    forged["inputs"]["count"] = 60
    return made_again(forged)


FORGED: dict[str, Callable[[Document], Document]] = {
    "acceptance": another_acceptance,
    "origin": another_origin,
    "count": another_count,
}


def with_signature_of(forged: Document, genuine: Document) -> Document:
    """The signature of the genuine document, put on the forged one."""
    return {**forged, "signature": genuine["signature"]}


def record_of(plan_document: Document, note: str) -> Document:
    """Return the record of a plan with one entry, as `bench` keeps it."""
    from ldn_compound.records.entries import Entry
    from ldn_compound.records.record import record_text

    entry = Entry(number=1, kind="note", at=AT, by="A. Chemist", data={"text": note}, corrects=None)
    made: Document = json.loads(record_text(plan_document, [entry]))
    return made


def record_written(record: Document) -> str:
    """Return a record's text as it stands in a file."""
    return f"{json.dumps(record, indent=2)}\n"
