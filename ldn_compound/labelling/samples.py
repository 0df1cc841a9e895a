"""Plans and labels as they are met at work, from data: what ``labels fit``, the gallery and the contact sheet lay out.

Persons, pharmacies and addresses are invented; their names are of usual length.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from ldn_compound.core.results import Result
from ldn_compound.core.texts import parse_date
from ldn_compound.exchange.requests import plan as plan_of_kind
from ldn_compound.labelling.catalogue import data_folder
from ldn_compound.labelling.content import Label, Pharmacy, read_label
from ldn_compound.labelling.design import Design
from ldn_compound.labelling.facts import facts_of
from ldn_compound.labelling.tables import Table, read_table
from ldn_compound.labelling.wording import languages
from ldn_compound.plans.batch.result import Batch
from ldn_compound.reference.jurisdictions import get_jurisdiction
from ldn_compound.settings.profile import read_profile

GENERAL = "general"
_PERSONAL = ("patient", "prescriber", "purpose")
_OWN = {"pharmacy.name": "pharmacy", "pharmacy.address": "address", "pharmacy.telephone": "telephone"}


class Place(NamedTuple):
    """A language in a country, and whose label it is.

    Attributes:
        language: of the label's words.
        jurisdiction: whose rules hold.
        pharmacy, address, telephone: the pharmacy's.
        patient, prescriber, purpose: what is given for the label.
        refills: how often it can be filled again; None where the country knows none.
    """

    language: str
    jurisdiction: str
    pharmacy: str
    address: str
    telephone: str
    patient: str
    prescriber: str
    purpose: str
    refills: int | None

    @property
    def settings(self) -> dict[str, str]:
        """What a profile of this place says."""
        return {
            "pharmacy.name": self.pharmacy,
            "pharmacy.address": self.address,
            "pharmacy.telephone": self.telephone,
            "policies.jurisdiction": self.jurisdiction,
        }


@lru_cache(maxsize=1)
def _data() -> Table:
    table = read_table(data_folder() / "samples.toml", "samples")
    table.only("source", "day", "plan", "label", "place")
    table.text("source")
    table.table("label").only("timing", "prescription_number", "lot", "reason", "course_days")
    return table


def sample_day() -> date:
    """Return the day on which the samples are made and filled."""
    return parse_date(_data().text("day"), field="samples.day")


def sample_kinds() -> tuple[str, ...]:
    """Return the names of the plans: what is made.

    >>> sample_kinds()
    ('capsules', 'tablets', 'solution', 'titration', 'liquid-titration')
    """
    return tuple(_data().table("plan").values)


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """Return the places, of every language at least one; one without a row of its own has no country's rules.

    >>> [(place.language, place.jurisdiction) for place in places()][:3]
    [('en', 'us'), ('en', 'uk'), ('de', 'de')]
    """
    rows = tuple(_place(row) for row in _data().rows("place"))
    known = {place.language for place in rows}
    others = (key for key in languages() if key not in known)
    return (
        *(place for place in rows if place.language in languages()),
        *(rows[0]._replace(language=key, jurisdiction=GENERAL) for key in others),
    )


def _place(row: Table) -> Place:
    row.only(*Place._fields)
    texts = {key: row.text(key) for key in Place._fields if key != "refills"}
    return Place(**texts, refills=row.whole("refills", least=0, most=99) if "refills" in row.values else None)


def place_of(profile: Pharmacy, language: str) -> Place:
    """Return the place of a pharmacy: its own country, name and address; who the label is for is invented.

    Parameters:
        profile: the pharmacy's.
        language: of the label.
    """
    country = get_jurisdiction(str(profile.get("policies.jurisdiction") or GENERAL)).key
    like = [place for place in places() if place.language == language]
    base = next((place for place in like if place.jurisdiction == country), like[0])
    own: dict[str, Any] = {name: str(value) for key, name in _OWN.items() if (value := profile.get(key)) is not None}
    return base._replace(jurisdiction=country, **own)


@lru_cache(maxsize=64)
def sample_plan(kind: str, jurisdiction: str) -> Result:
    """Return a plan of a kind, by a country's rules.

    Parameters:
        kind: one of :func:`sample_kinds`.
        jurisdiction: whose rules hold.

    >>> sample_plan("capsules", "us").kind
    'capsule-batch'
    """
    row = _data().table("plan").table(kind)
    row.only("kind", "purpose", "inputs")
    inputs: dict[str, Any] = dict(row.table("inputs").values)
    # A course is no batch: it is made on no day, and follows no country's rule.
    if row.text("kind") == "titrate":
        return plan_of_kind("titrate", inputs)
    profile = read_profile(f'[policies]\njurisdiction = "{jurisdiction}"\n', name="samples")
    return plan_of_kind(row.text("kind"), inputs | {"made_on": sample_day()}, profile=profile)


def kinds_for(design: Design) -> tuple[str, ...]:
    """Return the plans that a design is for: a schedule is a course's, a dose to draw up a liquid's."""
    course = "schedule" in design.mandatory
    found = []
    for kind in sample_kinds():
        plan = sample_plan(kind, GENERAL)
        if isinstance(plan, Batch) is not course and ("dose" not in design.mandatory or facts_of(plan).liquid):
            found.append(kind)
    return tuple(found)


def sample_given(kind: str, place: Place) -> dict[str, Any]:
    """Return what is given for a label beside its plan, by the keywords of ``label_for``.

    Parameters:
        kind: one of :func:`sample_kinds`.
        place: where.
    """
    table, plan = _data().table("label"), sample_plan(kind, place.jurisdiction)
    course, day = not isinstance(plan, Batch), sample_day()
    given: dict[str, Any] = {key: table.text(key) for key in ("timing", "prescription_number", "lot", "reason")}
    given |= {key: getattr(place, key) for key in _PERSONAL}
    if not _data().table("plan").table(kind).flag("purpose"):
        given["purpose"] = None
    until = day + timedelta(days=table.whole("course_days")) if course else None
    return given | {"date_filled": day, "discard_after": until, "refills": None if course else place.refills}


def sample_label(kind: str, place: Place, **changes: Any) -> Label:
    """Return the label of a sample.

    Parameters:
        kind: one of :func:`sample_kinds`.
        place: where.
        changes: other keywords of ``label_for``, over the sample's own.
    """
    given = {**sample_given(kind, place), **changes}
    plan = sample_plan(kind, place.jurisdiction)
    return read_label(plan, given, language=place.language, profile=place.settings)
