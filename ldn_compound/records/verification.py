"""A record verified: everything in it computed again with this version, and every difference named."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from ldn_compound.core.errors import InputError, LdnError
from ldn_compound.core.results import Finding, Result
from ldn_compound.core.texts import plain_name
from ldn_compound.exchange.document import differences_of, read_document
from ldn_compound.exchange.identity import Difference
from ldn_compound.exchange.signing.sealing import NO_TRUST, UNSIGNED, Standing, Trust
from ldn_compound.exchange.strict_json import parse_object
from ldn_compound.records.entries import AS_MADE, CHECK, CONTENT_CHECK, WEIGH_CHECK, Entry, read_entries
from ldn_compound.records.record import SCHEMA, read_record

_DOCUMENTS = {AS_MADE: "as-made", WEIGH_CHECK: "unit-weights", CONTENT_CHECK: "content-uniformity"}
"""By kind of the entry the kind of the document that it holds."""


class Verified(NamedTuple):
    """What was found in a record.

    Attributes:
        plan: the plan computed again, or None where that fails.
        entries: all that could be read.
        problems: every place where the record is not as it was written, or does not recompute.
        notes: what another version had otherwise, of the plan and of what was worked out from it.
        set_back: numbers of entries before which the clock was set back.
        standing: how it is signed.
    """

    plan: Result | None
    entries: tuple[Entry, ...]
    problems: tuple[Difference, ...]
    notes: tuple[Finding, ...]
    set_back: tuple[int, ...]
    standing: Standing


def makers_of(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return who made the batch: everybody who entered something but a check.

    >>> makers_of(())
    ()
    """
    return tuple(dict.fromkeys(item.by for item in entries if item.by and item.kind != CHECK))


def same_person(one: str, other: str) -> bool:
    """Tell whether two names are one person's, whatever case, accents and signs.

    >>> same_person("Zo\\u00eb Bauer", "zoe  BAUER"), same_person("A. Bauer", "B. Bauer")
    (True, False)
    """
    return (plain_name(one) or one) == (plain_name(other) or other)


def verify_record(text: str, *, trust: Trust = NO_TRUST) -> Verified:
    """Return what is wrong with a record, and what there is to know of it.

    Its digest and form, its signature, its plan and each calculation in it are held against what this version computes
    under the law of the record's own date; the calculations against the plan and the readings that stand in it.

    Parameters:
        text: of the record.
        trust: whose signatures count, and whether one is needed.

    Raises:
        InputError: ``bad-json``, ``bad-schema``: it is no record.
    """
    found = parse_object(text, field="record", needed=f"a record, schema {SCHEMA}")
    if found.get("schema") != SCHEMA:
        needed = f"a record, schema {SCHEMA}"
        raise InputError("bad-schema", field="record", given=found.get("schema"), needed=needed)
    problems: list[Difference] = []
    notes: list[Finding] = []
    standing, entries = UNSIGNED, []
    try:
        read_record(text)
    except LdnError as error:
        problems.append(_wrong("record", error))
    try:
        standing = trust.check(found, field="record")
    except LdnError as error:
        problems.append(_wrong("signature", error))
    try:
        entries = read_entries(found.get("entries") or ())
    except (InputError, TypeError) as error:
        if not isinstance(error, LdnError) and not problems:
            problems.append(Difference("entries", found.get("entries"), "a list of entries"))
    stored = found.get("plan")
    plan = _computed("plan", stored, problems, notes)
    for entry in entries:
        if entry.kind in _DOCUMENTS:
            problems += _of_entry(entry, stored, entries, notes)
    problems += _checks(entries)
    set_back = tuple(item.number for before, item in itertools.pairwise(entries) if _earlier(item, before))
    return Verified(plan, tuple(entries), tuple(problems), tuple(notes), set_back, standing)


def _wrong(place: str, error: LdnError) -> Difference:
    hint = error.hint or error.code
    return Difference(f"{place} [{error.code}]", error.given or hint, error.needed or hint)


def _computed(place: str, document: object, problems: list[Difference], notes: list[Finding]) -> Result | None:
    """Return a document's result computed again; note every difference."""
    if not isinstance(document, dict):
        problems.append(Difference(place, document, "a document of this program"))
        return None
    try:
        found = differences_of(document)
        problems += [item._replace(path=f"{place}.{item.path}") for item in found]
        if found:
            return None
        reading = read_document(json.dumps(document))
    except LdnError as error:
        problems.append(_wrong(place, error))
        return None
    notes += reading.notes
    return reading.result


def _of_entry(entry: Entry, plan: object, entries: Sequence[Entry], notes: list[Finding]) -> Iterator[Difference]:
    """Yield what is wrong with a calculation in a record."""
    place = f"entry {entry.number} ({entry.kind})"
    document: Mapping[str, Any] = entry.data["document"]
    problems: list[Difference] = []
    result = _computed(place, dict(document), problems, notes)
    yield from problems
    if result is None:
        return
    if result.kind != _DOCUMENTS[entry.kind]:
        yield Difference(place, result.kind, _DOCUMENTS[entry.kind])
    own = document["inputs"].get("plan")
    if isinstance(plan, dict) and isinstance(own, dict) and own.get("inputs") != plan.get("inputs"):
        yield Difference(f"{place}, its plan", "another plan", "the plan of this record")
    if entry.kind == AS_MADE:
        yield from _readings(entry, document, entries, place)


def _readings(entry: Entry, document: Mapping[str, Any], entries: Sequence[Entry], place: str) -> Iterator[Difference]:
    """Yield where what was worked out has another mass than the readings that stood before it."""
    before = entries[: entry.number - 1]
    corrected = {item.corrects for item in before}
    weighed = {item.data["name"]: item.data["mass"] for item in before if _stands(item, "weighed", corrected)}
    used = document["inputs"].get("weighed")
    if not weighed or not isinstance(used, dict):
        return
    for name in dict.fromkeys((*weighed, *used)):
        if weighed.get(name) != used.get(name):
            yield Difference(f"{place}, {name}", used.get(name), weighed.get(name))


def _stands(entry: Entry, kind: str, corrected: set[int | None]) -> bool:
    return entry.kind == kind and entry.number not in corrected


def _checks(entries: Sequence[Entry]) -> Iterator[Difference]:
    """Yield each check that was made by somebody who had entered something else before."""
    for entry in entries:
        if entry.kind != CHECK:
            continue
        for maker in makers_of(entries):
            if same_person(str(entry.data["checker"]), maker):
                yield Difference(f"entry {entry.number} (check)", maker, "a second person, who made nothing of it")


def _earlier(one: Entry, other: Entry) -> bool:
    return datetime.fromisoformat(one.at) < datetime.fromisoformat(other.at)
