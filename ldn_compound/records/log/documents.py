"""A stored plan or record as what is entered: what it is found by, taken from the document itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ldn_compound.core.errors import InputError, StopError
from ldn_compound.core.results import Result
from ldn_compound.core.texts import parse_text
from ldn_compound.exchange.document import read_document
from ldn_compound.exchange.signing.signature import SIGNATURE, signature_of
from ldn_compound.exchange.strict_json import parse_object
from ldn_compound.plans.batch.result import Batch
from ldn_compound.plans.plan_trituration import Trituration
from ldn_compound.records.log.entries import Draft, LogEntry
from ldn_compound.records.record import SCHEMA, read_record

_STRENGTHS = ("strength", "concentration")
_LONGEST_LOT = 200


def draft_of(
    text: str,
    *,
    by: str | None = None,
    patient: str | None = None,
    prescription_number: str | None = None,
    number: str | None = None,
    opens: bool = True,
    corrects: int | None = None,
) -> Draft:
    """Return the entry of a plan or a record, after it was computed again.

    Parameters:
        text: the JSON document.
        by, patient, prescription_number, number, opens, corrects: as of a draft.

    Raises:
        InputError: ``bad-json``, ``bad-schema``, ``not-a-plan``, and of a text that is malformed.
        MismatchError: ``does-not-recompute``: the document was edited.
        StopError: ``stop-not-accepted``: the plan has a stop that nobody accepted.
    """
    plan, record = _parts(text)
    signature = None
    if record is None and signature_of(plan) is not None:
        signature = plan.pop(SIGNATURE)  # beside it: the same plan is stored once, whenever it was signed
    result = read_document(json.dumps(plan)).result
    if not isinstance(result, Batch | Trituration):
        needed = "the plan or the record of a batch, or of a trituration"
        raise InputError("not-a-plan", field="file", given=result.kind, needed=needed)
    if result.stops:
        needed = "a plan whose stops were accepted by name"
        raise StopError(
            "stop-not-accepted",
            field="plan",
            given=", ".join(dict.fromkeys(item.code for item in result.stops)),
            needed=needed,
            findings=result.stops,
        )
    entries = record["entries"] if record else []
    return Draft(
        kind="batch",
        data={"what": title_of(result)}
        | ({} if record is None else {"record": record})
        | ({} if signature is None else {SIGNATURE: signature}),
        by=_line(by, "by"),
        plan=plan,
        lots=tuple(lots_of(plan, entries)),
        strength=strength_of(plan),
        day=plan["result"].get("made_on"),
        prescription_number=_line(prescription_number, "prescription_number"),
        patient=_line(patient, "patient"),
        number=_line(number, "lot"),
        opens=opens and corrects is None,
        corrects=corrects,
    )


def document_of(entry: LogEntry, plan: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the plan or the record of an entry as it was entered.

    Parameters:
        plan: the entry's stored plan.

    Raises:
        InputError: ``not-a-plan``: the entry has none.
    """
    if plan is None:
        needed = "an entry with a plan or a record"
        raise InputError("not-a-plan", field="entry", given=f"{entry.sequence} ({entry.kind})", needed=needed)
    record = entry.body["data"].get("record")
    if record is None:
        signature = entry.body["data"].get(SIGNATURE)
        return dict(plan) if signature is None else {**plan, SIGNATURE: signature}
    rest = dict(record)
    end = {key: rest.pop(key) for key in ("entries", "digest", "signature")}
    return {**rest, "plan": dict(plan), **end}


def _parts(text: str) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Return the plan, and of a record all but its plan."""
    needed = "a plan or a record, as --json or record new wrote it"
    document = parse_object(text, field="file", needed=needed)
    try:
        text.encode()
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise InputError("bad-json", field="file", needed=needed, hint="half a character stands in it") from error
    if document.get("schema") != SCHEMA:
        return document, None
    record = read_record(text)
    return dict(record.plan), {key: value for key, value in document.items() if key != "plan"}


def title_of(result: Result) -> str:
    """Return what is made in a few words, as a list shows it."""
    if isinstance(result, Trituration):
        return f"trituration of {result.exact.drug_needed.text()}"
    batch: Any = result
    strength = getattr(batch.exact, "strength", None) or getattr(batch.exact, "concentration", None)
    made = f"{batch.units_made} x" if hasattr(batch, "units_made") else f"{batch.exact.volume.text()} of"
    return f"{made} {batch.drug_name} {strength.text() if strength is not None else ''}".rstrip()


def strength_of(plan: Mapping[str, Any]) -> str | None:
    """Return a plan's strength, or a liquid's concentration, as it is looked up.

    >>> strength_of({"result": {"strength": {"value": "4.5", "unit": "mg"}}})
    '4.5 mg'
    """
    for key in _STRENGTHS:
        found = plan["result"].get(key)
        if isinstance(found, Mapping):
            return amount_word(found)
    return None


def amount_word(stored: Mapping[str, str]) -> str:
    """Return a quantity of a document as it is looked up.

    >>> amount_word({"value": "1", "unit": "mg/mL"})
    '1 mg/mL'
    """
    return f"{stored['value']} {stored['unit']}"


def lots_of(plan: Mapping[str, Any], entries: Sequence[Mapping[str, Any]] = ()) -> Iterator[tuple[str, str]]:
    """Yield component and lot of what a plan states, and of what a record says was really taken.

    Parameters:
        plan: its document.
        entries: the record's; what was corrected is left out.
    """
    given = plan["inputs"].get("component_lots") or {}
    yield from given.items()
    powder = plan["result"].get("drug_powder")
    if isinstance(powder, Mapping) and powder.get("lot"):
        yield "api", powder["lot"]
    for name, setting in (plan["inputs"].get("settings") or {}).items():
        table, _, leaf = name.rpartition(".")
        value = setting.get("value") if isinstance(setting, Mapping) else None
        # A lot of the profile counts where the plan names none of that component; the drug's is told above.
        if leaf in ("lot", "shell_lot") and isinstance(value, str) and not table.startswith("drug"):
            component = "shell" if leaf == "shell_lot" else table.removeprefix("fillers.")
            if component not in given and not (component == plan["inputs"].get("filler") and "filler" in given):
                yield component, value
    corrected = {entry.get("corrects") for entry in entries}
    for entry in entries:
        data = entry.get("data")
        if entry.get("kind") == "component" and entry.get("number") not in corrected and isinstance(data, Mapping):
            name, lot = data.get("name"), data.get("lot")
            if isinstance(name, str) and isinstance(lot, str):
                yield name, parse_text(lot, field="lot", longest=_LONGEST_LOT)


def _line(value: str | None, field: str) -> str | None:
    return None if value is None else " ".join(parse_text(value, field=field).split())
