"""The codes that HL7 FHIR has for the drug, its forms, routes, times and units. Data: ``data/fhir.toml``.

>>> get_form_code("capsule").code, [row.key for row in drug_codes() if row.product]
('385049006', ['rxnorm-naltrexone'])
"""

from typing import Annotated, NamedTuple

from ldn_compound.core.sources import Source
from ldn_compound.reference.rows import Key
from ldn_compound.reference.tables import Table

UCUM = "http://unitsofmeasure.org"
SNOMED = "http://snomed.info/sct"
ABBREVIATIONS = "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation"
DRUG_FORMS = "http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm"
_MEANS = ("hydrochloride", "base")


class DrugCode(NamedTuple):
    """A code of the drug.

    Attributes:
        system, code, display: as a Coding has them.
        product: whether it goes out with the preparation, else with its ingredient.
        means: ``hydrochloride`` or ``base`` where the code says which, or None.
    """

    key: Key
    system: str
    code: str
    display: str
    product: bool
    source: Source
    means: Annotated[str, _MEANS] | None = None


class DrugName(NamedTuple):
    """How the drug is written; ``means`` as of :class:`DrugCode`."""

    key: Key
    written: tuple[str, ...]
    source: Source
    means: Annotated[str, _MEANS] | None = None


class FormCode(NamedTuple):
    """The SNOMED CT code of a dosage form, and what there is to say of a prescription for it, or None."""

    key: Key
    code: str
    display: str
    source: Source
    note: str | None = None


class RouteCode(NamedTuple):
    """The SNOMED CT code of a route, and how it is written."""

    key: Key
    code: str
    display: str
    written: tuple[str, ...]
    source: Source


class TimingEvents(NamedTuple):
    """The events of a day that a label's timing means; none where it names no time of day."""

    key: Key
    source: Source
    when: tuple[str, ...] = ()


class Abbreviation(NamedTuple):
    """A code of a whole timing, and the doses of a day."""

    key: Key
    doses: int
    source: Source


class UcumUnit(NamedTuple):
    """A UCUM code, and the unit of this program that it is."""

    key: Key
    unit: str
    source: Source


class Counted(NamedTuple):
    """What counts units of a form: UCUM annotations, the first being the one that is written, and HL7's own code."""

    key: Key
    written: tuple[str, ...]
    hl7: str
    source: Source


drug_codes = Table(DrugCode, "fhir", "drug").all
drug_names = Table(DrugName, "fhir", "name").all
FORMS = Table(FormCode, "fhir", "form")
form_codes, get_form_code = FORMS.all, FORMS.get
ROUTES = Table(RouteCode, "fhir", "route")
route_codes, get_route_code = ROUTES.all, ROUTES.get
TIMINGS = Table(TimingEvents, "fhir", "timing")
timing_events = TIMINGS.all
ABBREVIATED = Table(Abbreviation, "fhir", "abbreviation")
UNITS = Table(UcumUnit, "fhir", "unit")
COUNTED = Table(Counted, "fhir", "counted")
