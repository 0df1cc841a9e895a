"""A plan or a record as text is signed, after it was computed again; and verified."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ldn_compound.core.errors import InputError, MismatchError
from ldn_compound.core.texts import parse_flag
from ldn_compound.exchange.document import read_document
from ldn_compound.exchange.signing.keys import PublicKey, SigningKey
from ldn_compound.exchange.signing.sealing import Trust, seal
from ldn_compound.exchange.signing.signature import Signature, signature_of
from ldn_compound.exchange.strict_json import parse_object
from ldn_compound.records.record import SCHEMA, read_record

_NEEDED = "a plan as --json writes it, or a record"


def sign_document(text: str, key: SigningKey, *, at: datetime | str, replace: bool = False) -> str:
    """Return a plan or a record with the signature of a key; it is computed again first. It needs the extra ``sign``.

    Parameters:
        text: a document of :func:`ldn_compound.to_json`, or a record as ``bench`` keeps it.
        key: of :func:`ldn_compound.new_signing_key` or :func:`ldn_compound.read_signing_key`.
        at: when it is signed, with the offset from UTC; this package does not look at the clock.
        replace: whether a signature that it has is replaced.

    Raises:
        InputError: ``bad-json``, ``bad-schema``, ``bad-entry``; ``not-a-key``; ``bad-time``; ``already-signed``.
        MismatchError: ``does-not-recompute``: it was edited; ``signature-wrong``: what stands there is no signature.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", packing_stat="135 mg")
    >>> key = ldn.new_signing_key()
    >>> signed = ldn.sign_document(ldn.to_json(plan), key, at="2026-11-22T10:15:00+01:00")
    >>> ldn.verify_signature(signed, [key.public]).at
    '2026-11-22T10:15:00+01:00'
    >>> ldn.from_json(signed) == plan
    True
    """
    if not isinstance(key, SigningKey):
        given = type(key).__name__
        raise InputError("not-a-key", field="key", given=given, needed="a key of new_signing_key or read_signing_key")
    document = whole(text)
    if signature_of(document) is not None and not parse_flag(replace, field="replace"):
        needed, hint = "a document without a signature", "give --replace to put another in its place"
        raise InputError("already-signed", field="text", given=document["signature"]["key"], needed=needed, hint=hint)
    signed = seal(document, key, at=at)
    if document.get("schema") != SCHEMA and "\n" not in text.strip():
        return json.dumps(signed, separators=(",", ":"))  # a line of a file of many plans
    ending = "\n" if text.endswith("\n") else ""
    return f"{json.dumps(signed, indent=2)}{ending}"


def verify_signature(text: str, trusted: Sequence[PublicKey]) -> Signature:
    """Return the signature of a plan or a record, once it is verified that a trusted key signed what stands there.

    Whether the plan is what this version computes is another question: :func:`ldn_compound.read_document`. It needs the
    extra ``sign``.

    Parameters:
        text: the document.
        trusted: the public keys whose signatures count, of :func:`ldn_compound.read_public_key`.

    Raises:
        InputError: ``bad-json``; ``not-a-key``; ``extra-missing``.
        MismatchError: ``not-signed``, ``key-not-trusted``, ``signature-wrong``.

    >>> import ldn_compound as ldn
    >>> text = ldn.to_json(ldn.beyond_use(made_on="2026-11-22", form="capsule"))
    >>> verify_signature(text, [ldn.new_signing_key().public])
    Traceback (most recent call last):
    ldn_compound.core.errors.MismatchError: text: needed a document that a trusted key signed; ... [not-signed]
    """
    document = parse_object(text, field="text", needed=_NEEDED)
    keys = tuple(trusted) if isinstance(trusted, list | tuple) else ()
    if not keys or not all(isinstance(key, PublicKey) for key in keys):
        needed = "a list with at least one public key of read_public_key"
        raise InputError("not-a-key", field="trusted", given=type(trusted).__name__, needed=needed)
    signature = Trust(keys=keys, required=True).check(document, field="text").signature
    assert signature is not None  # it is required
    return signature


def whole(text: str) -> dict[str, Any]:
    """Return a plan's or a record's document, after it was computed again.

    Raises:
        InputError: ``bad-json``, ``bad-schema``, ``bad-entry``.
        MismatchError: ``does-not-recompute``; ``signature-wrong``: what stands there is no signature.
    """
    document = parse_object(text, field="text", needed=_NEEDED)
    if document.get("schema") != SCHEMA:
        read_document(text)
        return document
    record = read_record(text)
    try:
        read_document(json.dumps(record.plan))
    except (InputError, MismatchError) as error:
        error.field = f"plan.{error.field}" if error.field else "plan"
        raise
    return document
