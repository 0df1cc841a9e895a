"""The record of a batch as a document: the plan, what was entered while it was made, and a digest over both.

It is written in one form only, so that another byte anywhere in the file is found.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import attrs

from ldn_compound._version import __version__
from ldn_compound.core.errors import InputError, MismatchError
from ldn_compound.exchange.signing.signature import Signature, signature_of
from ldn_compound.exchange.strict_json import parse_object
from ldn_compound.records.entries import Entry, read_entries

SCHEMA = "ldn_compound/record/1"
Sign = Callable[[Mapping[str, Any]], dict[str, Any]]
"""Returns a document with its signature."""
_NEEDED = f"a record, schema {SCHEMA}"
_KEYS = ["schema", "version", "plan", "entries", "digest", "signature"]


class Record(NamedTuple):
    """A record as it was read.

    Attributes:
        plan: the plan's document, as it stands there.
        entries: all there are, in their order.
        digest: over all but itself and the signature; signed: whether it is signed.
        signature: that it carries, or None; whether it is right was not asked.
    """

    plan: Mapping[str, Any]
    entries: tuple[Entry, ...]
    digest: str
    signed: bool
    signature: Signature | None = None


def digest(document: Mapping[str, Any]) -> str:
    """Return the digest of a record: SHA-256 over its canonical form without digest and signature.

    >>> digest({"b": 1, "a": "x", "digest": "y"}) == digest({"a": "x", "b": 1})
    True
    """
    bound = {key: value for key, value in document.items() if key not in ("digest", "signature")}
    text = json.dumps(bound, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def record_text(plan: Mapping[str, Any], entries: Sequence[Entry], *, sign: Sign | None = None) -> str:
    """Return a record as it is written into a file, signed where `sign` is given."""
    document = {
        "schema": SCHEMA,
        "version": __version__,
        "plan": plan,
        "entries": [attrs.asdict(item) for item in entries],
    }
    whole = {**document, "digest": digest(document), "signature": None}
    return _written(whole if sign is None else sign(whole))


def _written(document: Mapping[str, Any]) -> str:
    return f"{json.dumps(document, indent=2)}\n"


def read_record(text: str) -> Record:
    """Return the record that a text holds, every byte of it as it was written; the plan is not computed again here.

    Raises:
        InputError: ``bad-json``, ``bad-schema``, ``bad-entry``.
        MismatchError: ``does-not-recompute``: the file was edited; ``signature-wrong``: what stands under ``signature``
            is none.
    """
    found = parse_object(text, field="record", needed=_NEEDED)
    if found.get("schema") != SCHEMA:
        raise InputError("bad-schema", field="record", given=found.get("schema"), needed=_NEEDED)
    plan, listed, stated = found.get("plan"), found.get("entries"), found.get("digest")
    if list(found) != _KEYS or not isinstance(plan, dict) or not isinstance(listed, list):
        needed = f"the keys {', '.join(_KEYS)}"
        raise InputError("bad-json", field="record", given=", ".join(found), needed=needed)
    if not isinstance(stated, str) or stated != digest(found):
        raise _edited(stated, "the file was edited: its digest is another one")
    if _written(found) != text:
        raise _edited(None, "the file was edited: it says the same in another form")
    signature = signature_of(found)
    return Record(plan, tuple(read_entries(listed)), stated, signature is not None, signature)


def _edited(given: object, hint: str) -> MismatchError:
    needed = "the record as it was written"
    return MismatchError("does-not-recompute", field="record", given=given, needed=needed, hint=hint)
