"""Which lot of drug powder a plan counts on: what the options say of it, or the profile's lot with its certificate.

A certificate belongs to one lot. Where the options name another lot, or bring an assay of their own, the profile's
figures are set aside as a whole and the plan says so: the water of one lot never goes with the assay of another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple, TypeVar

from ldn_compound.checks import material as checks
from ldn_compound.core.errors import InputError
from ldn_compound.core.results import Finding, OptionalQuantityField, Record
from ldn_compound.core.units import Amount
from ldn_compound.inputs.shared import BatchInputs, Dates, Making
from ldn_compound.inputs.shared import Certificate as CertificateGroup
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.settings.certificate import ANHYDROUS, Certificate, problem

HYDROCHLORIDE, BASE = "hydrochloride", "base"
POWDER_NAMES = {HYDROCHLORIDE: "naltrexone hydrochloride", BASE: "naltrexone base"}
"""The powder as it stands on its container; the base is named so that nobody takes the hydrochloride."""
COMPONENT_KEYS = {HYDROCHLORIDE: ("api", "naltrexone-hcl"), BASE: ("api", "naltrexone-base")}
"""The names that lot and expiry of the drug may be given under."""
Said = TypeVar("Said", str, date)
_FIELDS = {
    "lot": "component_lots",
    "supplier": "drug.supplier",
    "assay": "assay",
    "assay_basis": "assay_basis",
    "water": "api_water",
    "solvents": "solvents",
    "expiry": "component_expiries",
}
_TABLE, _LOTS = "drug", "drug.lots."


class DrugPowder(Record):
    """The drug powder that is weighed.

    Attributes:
        substance: ``hydrochloride`` or ``base``.
        lot, supplier, expiry: None where not given.
        assay, assay_basis, water, solvents: of its certificate; None where not given.
        origin: where the assay comes from: ``option``, ``profile``, or ``assumption`` where none was given.
    """

    substance: str
    lot: str | None
    supplier: str | None
    assay: OptionalQuantityField
    assay_basis: str | None
    water: OptionalQuantityField
    solvents: OptionalQuantityField
    expiry: date | None
    origin: str

    @property
    def certificate(self) -> Certificate:
        """The figures of its certificate."""
        return Certificate(self.exact.assay, self.assay_basis, self.exact.water, self.exact.solvents)


def powder_line(powder: DrugPowder | None) -> str | None:
    """Return the lot in use and its figures in one line, or None for crushed tablets."""
    if powder is None:
        return None
    if powder.lot is None and powder.origin == "assumption":
        return "not given: counted as 100 %"
    lot = "lot not given" if powder.lot is None else f"lot {powder.lot}"
    supplier = "" if powder.supplier is None else f", {powder.supplier}"
    expiry = "" if powder.expiry is None else f", expiry {powder.expiry.isoformat()}"
    figures = powder.certificate.shown() or "assay not given: counted as 100 %"
    origin = "   (profile)" if powder.origin == "profile" else ""
    return f"{lot}{supplier}{expiry}; {figures}{origin}"


class PowderInUse(NamedTuple):
    """The powder that is weighed, and where its figures come from.

    Attributes:
        powder: its lot and certificate.
        why: why the profile's figures do not count, or None.
        unnamed: the profile's lot in words, where an assay was given without its lot; else None.
        mixed: each figure that was given for an assay of the profile's: its field, itself and the lot in words.
    """

    powder: DrugPowder
    why: str | None
    unnamed: str | None
    mixed: tuple[tuple[str, str, str], ...]


def powder_findings(found: PowderInUse) -> Iterator[Finding]:
    """Yield the findings on the powder that is weighed, and on where its figures come from."""
    powder = found.powder
    figures = powder.certificate
    if figures.assay is None:
        yield checks.assay_not_given_finding(powder.substance, found.why)
    if found.unnamed is not None:
        yield checks.lot_not_named_finding(found.unnamed)
    for field, shown, lot in found.mixed:
        yield checks.figures_mixed_finding(shown, lot, field=field)
    yield from checks.powder_findings(
        assay=Fraction(1) if figures.assay is None else figures.assay.value,
        water=Fraction(0) if figures.water is None else figures.water.value,
        solvents=Fraction(0) if figures.solvents is None else figures.solvents.value,
        anhydrous=figures.assay_basis == ANHYDROUS,
        base=powder.substance == BASE,
    )


def resolve_powder(sheet: Worksheet[BatchInputs]) -> PowderInUse:
    """Return the powder that is weighed, and where its figures come from.

    Raises:
        InputError: what :func:`ldn_compound.settings.certificate.problem` finds, ``given-twice``,
            ``component-is-another-powder``.
    """
    given = sheet.given
    own = _given_of_drug(given.component_lots, "component_lots")
    own_expiry = _given_of_drug(given.component_expiries, "component_expiries")
    entries = _entries(sheet)
    entry, why = _in_use(entries, own)
    substance = given.powder or sheet.setting(_powder_setting(entries, entry), "powder")
    fresh = given.assay is not None or given.assay_basis is not None
    unnamed: str | None = None
    mixed: tuple[tuple[str, str, str], ...] = ()
    if entry is not None:
        stated = entries[entry]
        says = stated.get("powder") or entries[_TABLE].get("powder") or HYDROCHLORIDE
        if substance != says:
            why = (
                f"the powder is {POWDER_NAMES[substance]}, and the profile's {_lot_words(entry, stated)} is "
                f"{POWDER_NAMES[says]}"
            )
        elif fresh and own is None and "assay" in stated:
            unnamed = _lot_words(entry, stated)
            why = f"an assay was given, and not which lot it is of: it is not the profile's {unnamed}"
        if why is not None:
            _set_aside(sheet, entry, stated, why)
            entry = None
    elif why is not None:
        for name, stated in entries.items():
            _set_aside(sheet, name, stated, why)
    _refuse_other_powder(given, substance)
    lot, supplier, expiry, figures = own, None, own_expiry, given_figures(given)
    origin = "option" if given.assay is not None else "assumption"
    if entry is not None:
        stated = entries[entry]
        lot = _take(sheet, entry, "lot") or _key_of(entry)
        supplier = _take(sheet, entry, "supplier")
        if own_expiry is None:
            expiry = _take(sheet, entry, "expiry")
        elif "expiry" in stated:
            words = f"the profile's expiry of {_lot_words(entry, stated)} is set aside: another was given"
            sheet.set_aside(
                f"{entry}.expiry", field="component_expiries", value=stated["expiry"].isoformat(), message=words
            )
        if not fresh:
            figures, mixed = _figures_of_entry(sheet, entry, stated)
            origin = "profile" if figures.assay is not None else origin
        elif "assay" in stated:
            words = f"the profile's figures of {_lot_words(entry, stated)} are set aside: others were given for it"
            sheet.set_aside(f"{entry}.assay", field="assay", value=_figures(stated).shown(), message=words)
    if expiry is not None and own_expiry is None:
        sheet.expiries["api"] = expiry
    refuse_bad_certificate(figures, profile=origin == "profile")
    powder = DrugPowder(
        substance=substance,
        lot=lot,
        supplier=supplier,
        assay=figures.assay,
        assay_basis=figures.assay_basis,
        water=figures.water,
        solvents=figures.solvents,
        expiry=expiry,
        origin=origin,
    )
    return PowderInUse(powder, why, unnamed, mixed)


def count_expiry_of_profile(sheet: Worksheet[Dates]) -> None:
    """Let the expiry of the profile's lot in use count, where no expiry of the drug was given."""
    if _given_of_drug(sheet.given.component_expiries, "component_expiries") is not None:
        return
    entry, _ = _in_use(_entries(sheet), None)
    expiry = None if entry is None else _take(sheet, entry, "expiry")
    if expiry is not None:
        sheet.expiries["api"] = expiry


def _given_of_drug(given: Mapping[str, Said], field: str) -> Said | None:
    """Return what the options say of the drug under any of its names, or None."""
    names = dict.fromkeys(name for keys in COMPONENT_KEYS.values() for name in keys)
    said = {name: given[name] for name in names if name in given}
    if len(set(said.values())) > 1:
        shown = ", ".join(f"{name}={value}" for name, value in said.items())
        raise InputError(
            "given-twice", field=field, given=shown, needed="each component once", hint="both are the drug"
        )
    return next(iter(said.values()), None)


def _refuse_other_powder(given: Making, substance: str) -> None:
    """Refuse a lot or an expiry of the base where the hydrochloride is weighed, and the other way round."""
    other = COMPONENT_KEYS[BASE if substance == HYDROCHLORIDE else HYDROCHLORIDE][1]
    for field, components in (
        ("component_lots", given.component_lots),
        ("component_expiries", given.component_expiries),
    ):
        if other in components:
            raise InputError(
                "component-is-another-powder",
                field=field,
                given=other,
                needed=f"api, or {COMPONENT_KEYS[substance][1]}: {POWDER_NAMES[substance]} is weighed",
                hint="--powder says which of the two is weighed",
            )


def _entries(sheet: Worksheet) -> dict[str, dict[str, Any]]:
    """Return what the profile (or the record) states of each lot, by the table's dotted name: ``drug`` always."""
    found: dict[str, dict[str, Any]] = {_TABLE: {}}
    for dotted in sheet.resolver.stated(f"{_TABLE}."):
        table, _, leaf = dotted.rpartition(".")
        value = sheet.resolver.resolve(dotted, None, field=_FIELDS.get(leaf, leaf), quietly=True).value
        if value is not None:
            found.setdefault(table, {})[leaf] = value
    return found


def _in_use(entries: Mapping[str, Mapping[str, Any]], own: str | None) -> tuple[str | None, str | None]:
    """Return the table of the lot in use, or None and, where the profile has lots, why it is none of them."""
    lots = [name for name, stated in entries.items() if not stated.keys() <= {"powder", "in_use"}]
    if not lots:
        return None, None
    if own is None:
        in_use = entries[_TABLE].get("in_use")
        entry = _TABLE if in_use is None else f"{_LOTS}{in_use}"
        if entry in lots:
            return entry, None
        return None, "the profile does not say which of its lots is in use (drug.in_use)"
    for name in lots:
        if own == (entries[name].get("lot") or _key_of(name)):
            return name, None
    known = ", ".join(_lot_words(name, entries[name]) for name in lots)
    return None, f"this batch uses lot {own}, and the profile's figures belong to {known}"


def _powder_setting(entries: Mapping[str, Mapping[str, Any]], entry: str | None) -> str:
    return f"{entry}.powder" if entry is not None and "powder" in entries[entry] else f"{_TABLE}.powder"


def _key_of(entry: str) -> str | None:
    """Return the key of a lot in ``[drug.lots.KEY]``, which is its lot where no other is stated."""
    return entry.removeprefix(_LOTS) if entry.startswith(_LOTS) else None


def _lot_words(entry: str, stated: Mapping[str, Any]) -> str:
    lot = stated.get("lot") or _key_of(entry)
    return f"lot {lot}" if lot else "lot, which it does not name"


def _figures(stated: Mapping[str, Any]) -> Certificate:
    return Certificate(*(stated.get(name) for name in Certificate._fields))


def given_figures(given: CertificateGroup) -> Certificate:
    """Return the certificate that the inputs state."""
    return Certificate(given.assay, given.assay_basis, given.api_water, given.solvents)


def _take(sheet: Worksheet, entry: str, leaf: str) -> Any:
    """Return a value of the lot in use, with the assumption that it is the profile's; None where it is not stated."""
    dotted = f"{entry}.{leaf}"
    if dotted not in sheet.resolver.settings:
        return None
    return sheet.resolver.resolve(dotted, None, field=_FIELDS[leaf]).value


def _figures_of_entry(
    sheet: Worksheet[BatchInputs], entry: str, stated: Mapping[str, Any]
) -> tuple[Certificate, tuple[tuple[str, str, str], ...]]:
    """Return the certificate of the profile's lot, in which water and solvents that were measured anew take over.

    Returns:
        The certificate, and what took over beside an assay of the profile's, as in :class:`PowderInUse`.
    """
    values: dict[str, Any] = {}
    mixed = []
    for leaf in Certificate._fields:
        field = _FIELDS[leaf]
        if sheet.given.named(field) is None:
            values[leaf] = _take(sheet, entry, leaf)
            continue
        values[leaf] = sheet.given.named(field)
        if leaf in stated:
            words = f"the profile's {leaf} of {_lot_words(entry, stated)} is set aside: another was given"
            sheet.set_aside(f"{entry}.{leaf}", field=field, value=stated[leaf].text(), message=words)
        if "assay" in stated:
            mixed.append((field, f"{leaf} {values[leaf].text()}", _lot_words(entry, stated)))
    return Certificate(**values), tuple(mixed)


def _set_aside(sheet: Worksheet, entry: str, stated: Mapping[str, Any], why: str) -> None:
    """Say of a lot of the profile, once, that nothing of it is used."""
    leaves = [leaf for leaf in _FIELDS if leaf in stated]
    if not leaves:
        return
    expiry = f", expiry {stated['expiry'].isoformat()}" if "expiry" in stated else ""
    figures = _figures(stated).shown()
    value = _lot_words(entry, stated) + (f": {figures}" if figures else "") + expiry
    sheet.set_aside(
        f"{entry}.{leaves[0]}", field="component_lots", value=value, message=f"nothing of it is used: {why}"
    )


def refuse_bad_certificate(figures: Certificate, *, profile: bool = False) -> None:
    """Refuse figures that contradict each other or say only half.

    Parameters:
        profile: whether some of them are the profile's.

    Raises:
        InputError: ``assay-without-basis``, ``water-without-anhydrous-basis``, ``basis-without-assay``,
            ``anhydrous-without-water``, ``nothing-left``.
    """
    found = problem(figures)
    if found is None:
        return
    given = {"assay-without-basis": figures.assay, "basis-without-assay": figures.assay_basis}.get(
        found.code, getattr(figures, found.figure)
    )
    lot = "the profile's lot holds unless another is named" if profile else None
    raise InputError(
        found.code,
        field=_FIELDS[found.figure],
        given=given.text() if isinstance(given, Amount) else given,
        needed=found.needed,
        hint="; ".join(part for part in (found.hint, lot) if part) or None,
    )
