"""Every kind of document, and its JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ldn_compound.bulk.stored_row import BESIDE, BulkRow
from ldn_compound.core.errors import ErrorParts
from ldn_compound.core.patterns import Digest, Moment
from ldn_compound.core.results import SCHEMA_VERSION, Assumption, Finding, Step
from ldn_compound.core.texts import parse_choice
from ldn_compound.exchange.signing.signature import SIGNATURE
from ldn_compound.inputs.schema import inputs_schema, settings_schema
from ldn_compound.labelling.design import Design
from ldn_compound.labelling.stock import Stock
from ldn_compound.plans import KINDS, planner_of, result_class
from ldn_compound.records.entries import KINDS as ENTRY_KINDS
from ldn_compound.records.entries import Entry
from ldn_compound.schemas import answers, answers_apart, answers_of_records
from ldn_compound.schemas.parts import SignatureOrNull
from ldn_compound.schemas.profile_file import profile_file_schema
from ldn_compound.schemas.results import result_schema
from ldn_compound.schemas.shapes import Schema, about, object_of, shape

DIALECT = "https://json-schema.org/draft/2020-12/schema"
BATCHES = ("capsule-batch", "tablet-batch", "solution-batch")
"""The kinds of which there are records."""
REFUSABLE = (*BATCHES, "dose", "titration")
"""The kinds of which there are refused documents."""


class Answer(NamedTuple):
    """A kind of document that is no plan.

    Attributes:
        shape: the class of what it holds: in an envelope under ``result``, else as a whole; several where a command
            answers in several ways.
        of: the command that writes it, or where it is written.
    """

    shape: Any
    of: str


IN_ENVELOPE: Mapping[str, Answer] = {
    "bench": Answer(answers.Bench, "bench"),
    "bulk": Answer(answers.Bulk, "bulk"),
    "facts": Answer(answers_apart.Facts, "facts"),
    "fhir-export": Answer(answers.FhirExport, "export fhir"),
    "fhir-import": Answer(answers.FhirImport, "import fhir"),
    "ingredients": Answer(answers.Ingredients, "export ingredients"),
    "label-calibration": Answer(answers.LabelCalibration, "labels calibrate"),
    "label-check": Answer(answers.LabelCheck, "labels check"),
    "label-design": Answer(Design, "labels show"),
    "label-fit": Answer(answers.LabelFits, "labels fit"),
    "label-list": Answer(answers.LabelList, "labels list"),
    "label-stock": Answer(Stock, "labels show"),
    "labels": Answer(answers.Labels, "labels print, labels reprint"),
    "log-backup": Answer(answers_apart.LogBackup, "record log backup"),
    "log-entries": Answer(answers_of_records.LogEntries, "record log list, record log find"),
    "log-entry": Answer(answers_of_records.LogEntryShown, "record log add, note, show"),
    "log-export": Answer(answers_apart.LogExport, "record log export"),
    "log-forgotten": Answer(answers_apart.LogForgotten, "record forget"),
    "log-numbers": Answer(answers_of_records.LogNumbers, "record log number"),
    "log-restore": Answer(answers_apart.LogRestore, "record log restore"),
    "log-verification": Answer(answers_apart.LogVerification, "record log verify"),
    "profile": Answer(
        answers_apart.ProfileAnswer,
        "profile init, show, check",
    ),
    "record-check": Answer(answers_of_records.RecordCheck, "record check"),
    "record-entries": Answer(answers_of_records.RecordEntries, "record show"),
    "record-lot": Answer(answers_of_records.RecordLot, "record lot"),
    "record-new": Answer(answers_of_records.RecordNew, "record new"),
    "record-verification": Answer(answers_of_records.RecordVerification, "record verify"),
    "signature-check": Answer(answers_of_records.SignatureCheck, "sign verify"),
    "signed": Answer(answers_of_records.Signed, "sign document"),
    "signing-key": Answer(answers_of_records.SigningKeyMade, "sign key new"),
    "titration-presets": Answer(answers_apart.Presets, "titrate --presets"),
    "worksheet": Answer(answers.Worksheet, "record worksheet"),
}
"""Answers in the envelope that a plan has too, by the kind that their ``schema`` names."""
BARE: Mapping[str, Answer] = {
    "bulk-template": Answer(answers_apart.BulkTemplate, "bulk template"),
    "error": Answer(answers_apart.Failure, "stderr of every command that fails"),
    "examples": Answer(list[answers_apart.Example], "examples"),
    "formula": Answer(answers_apart.Formula, "formula save, show, new, edit, sheet"),
    "formula-list": Answer(answers_apart.Formulas, "formula list"),
    "formula-removed": Answer(answers_apart.FormulaRemoved, "formula remove"),
    "job-failure": Answer(answers_apart.JobFailure, "the .error.json file of labels watch"),
    "log-line": Answer(answers_apart.ExportedEntry, "a line of record log export -o FILE.jsonl"),
    "schema-list": Answer(list[answers_apart.KindListed], "schema list"),
    "watch-event": Answer(answers_apart.WatchEvent, "a line of labels watch"),
}
"""Documents without an envelope: no ``schema`` in them names their kind."""
RECORD, REFUSED, PROFILE_FILE = "record", "refused", "profile-file"
OTHERS: Mapping[str, str] = {
    PROFILE_FILE: "the pharmacy's profile, a TOML file: profile init",
    RECORD: "the file of a record: record new, bench",
    REFUSED: "what was stopped before it could be worked out",
}


def kinds() -> dict[str, str]:
    """Return every kind of document, and what writes it.

    >>> kinds()["label-list"]
    'labels list'
    """
    plans = {kind: about(result_class(kind)).partition(".")[0] for kind in KINDS}
    return plans | {kind: row.of for kind, row in {**IN_ENVELOPE, **BARE}.items()} | dict(OTHERS)


def json_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a kind of document: of a plan, an answer, an error, a record.

    Parameters:
        kind: such as ``capsule-batch``, ``label-list`` or ``error``; `ldn-compound schema list` lists them.

    Raises:
        InputError: ``unknown-kind``.

    >>> json_schema("beyond-use")["properties"]["result"]["properties"]["limited_by"]["type"]
    'string'
    >>> json_schema("error")["$id"]
    'urn:ldn-compound:schema:error:1'
    """
    known = parse_choice(kind, kinds(), field="kind", code="unknown-kind")
    if known in KINDS:
        made, said = _plan(known), about(result_class(known))
    elif known in IN_ENVELOPE:
        made, said = _answer(known), f"what is written by: {IN_ENVELOPE[known].of}"
    elif known in BARE:
        made, said = shape(BARE[known].shape), f"what is written by: {BARE[known].of}"
    elif known == RECORD:
        made, said = _record(), "the record of a batch: its plan, and what was entered while it was made"
    elif known == PROFILE_FILE:
        made, said = profile_file_schema(), "the profile of a pharmacy, as an editor reads its TOML"
    else:
        made, said = _refused(), f"{OTHERS[known]}: what was found until then, and the error"
    head = {"$schema": DIALECT, "$id": f"urn:ldn-compound:schema:{known}:{SCHEMA_VERSION}", "title": known}
    return {**head, "description": said, **made}


def _envelope(schema: Schema, *, inputs: Schema, assumptions: Schema, result: Schema, steps: Schema) -> Schema:
    made = object_of(
        {
            "schema": schema,
            "version": {"type": "string", "description": "of the program that wrote it"},
            "inputs": {"description": "everything that was given", **inputs},
            "assumptions": {**assumptions, "description": "what was not given, each with its origin"},
            "result": result,
            "findings": {**shape(tuple[Finding, ...]), "description": "what the rules say"},
            "steps": {**steps, "description": "the numbered working"},
        }
    )
    # Not required: a document may be unsigned.
    made["properties"][SIGNATURE] = {**shape(SignatureOrNull), "description": "of the pharmacy's key"}
    return made


def _plan(kind: str) -> Schema:
    made = _envelope(
        {"const": _name(kind)},
        inputs=inputs_schema(planner_of(kind).inputs, _inner_plan),
        assumptions=shape(tuple[Assumption, ...]),
        result={**result_schema(kind), "description": about(result_class(kind))},
        steps=shape(tuple[Step, ...]),
    )
    made["properties"][BESIDE] = {**shape(BulkRow), "description": "of a plan in the file of bulk, its row"}
    return {**made, "$defs": {"settings": settings_schema()}}


def _inner_plan(kinds_of_plan: tuple[str, ...]) -> Schema:
    """Return the schema of a plan among the inputs of another: its kind, and its own inputs."""
    return {
        "anyOf": [
            object_of({"kind": {"const": kind}, "inputs": inputs_schema(planner_of(kind).inputs, _inner_plan)})
            for kind in kinds_of_plan
        ]
    }


def _name(kind: str) -> str:
    return f"ldn_compound/{kind}/{SCHEMA_VERSION}"


def _answer(kind: str) -> Schema:
    nothing = {"type": "array", "maxItems": 0}
    made = _envelope(
        {"const": _name(kind)},
        inputs={"type": "object", "maxProperties": 0},
        assumptions=nothing,
        result={**shape(IN_ENVELOPE[kind].shape), "description": f"what was done or found: {IN_ENVELOPE[kind].of}"},
        steps=nothing,
    )
    del made["properties"][SIGNATURE]
    return made


def _refused() -> Schema:
    """Return the schema of a batch that was stopped: every key of its kind's result stands there with null."""
    made = _envelope(
        {"enum": [_name(kind) for kind in REFUSABLE]},
        inputs={"type": "object"},
        assumptions=shape(tuple[Assumption, ...]),
        result={"type": "object", "description": "every key of its kind, with null"},
        steps=shape(tuple[Step, ...]),
    )
    del made["properties"][SIGNATURE]
    error = shape(ErrorParts)
    made["properties"][REFUSED] = {**error, "description": "why no batch could be worked out"}
    made["required"].append(REFUSED)
    made["allOf"] = [_when("schema", _name(kind), {"properties": _parts_refused(kind)}) for kind in REFUSABLE]
    return {**made, "$defs": {"settings": settings_schema()}}


def _parts_refused(kind: str) -> dict[str, Schema]:
    nulls: dict[str, Schema] = {name: {"type": "null"} for name in result_schema(kind)["properties"]}
    return {"inputs": inputs_schema(planner_of(kind).inputs), "result": object_of(nulls)}


def _when(key: str, value: str, then: Schema) -> Schema:
    return {"if": {"properties": {key: {"const": value}}, "required": [key]}, "then": then}


def _record() -> Schema:
    plan: Schema = {
        "type": "object",
        "description": "the plan, as --json wrote it",
        "properties": {"schema": {"enum": [_name(kind) for kind in BATCHES]}},
        "required": ["schema"],
        "allOf": [_when("schema", _name(kind), {"$ref": f"#/$defs/{kind}"}) for kind in BATCHES],
    }
    entry = shape(Entry)
    entry["properties"] |= {
        "number": {"type": "integer", "minimum": 1},
        "kind": {"enum": list(ENTRY_KINDS)},
        "at": shape(Moment),
        "by": {"anyOf": [{"type": "string", "minLength": 1}, {"type": "null"}]},
        "corrects": {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}]},
    }
    entry["additionalProperties"] = False
    entry["allOf"] = [_when("kind", kind, {"properties": {"data": _data(kind)}}) for kind in ENTRY_KINDS]
    made = object_of(
        {
            "schema": {"const": _name(RECORD)},
            "version": {"type": "string", "description": "of the program that wrote it"},
            "plan": plan,
            "entries": {"type": "array", "items": entry, "description": "what was entered, in its order"},
            "digest": {**shape(Digest), "description": "over all but itself and the signature"},
            SIGNATURE: {**shape(SignatureOrNull), "description": "of the pharmacy's key, or null"},
        }
    )
    # Each of them is a resource of its own, so that what it refers to is found in it.
    return {**made, "additionalProperties": False, "$defs": {kind: json_schema(kind) for kind in BATCHES}}


def _data(kind: str) -> Schema:
    # What must be there; an entry may hold more, such as the lot of a component.
    needed = object_of({name: _JSON_TYPES[of] for name, of in ENTRY_KINDS[kind].items()})
    return {**needed, "additionalProperties": True}


_JSON_TYPES: dict[type, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    dict: {"type": "object"},
    list: {"type": "array"},
}


def kind_of(document: Mapping[str, Any]) -> str | None:
    """Return the kind that a document names itself, or None: `refused` for a batch that was stopped.

    >>> kind_of({"schema": "ldn_compound/dose/1"}), kind_of({"schema": "ldn_compound/dose/1", "refused": {}})
    ('dose', 'refused')
    """
    said = document.get("schema")
    if "refused" in document:
        return REFUSED
    if set(document) <= {"error", "problems"} and "error" in document:
        return "error"
    known = {_name(kind): kind for kind in (*KINDS, *IN_ENVELOPE, RECORD)}
    return known.get(said) if isinstance(said, str) else None
