"""What a signature is made of, and over which bytes. Nothing here needs the library that signs."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from ldn_compound.core.errors import MismatchError

ALGORITHM = "Ed25519"
SIGNATURE = "signature"
"""The key of a document under which its signature stands; absent or null in one that is not signed."""
VALUE_BYTES = 64
_PURPOSE = b"ldn_compound/signature/1\n"  # so that what is signed here is never taken for a message of another program
_FINGERPRINT = re.compile(r"sha256:[0-9a-f]{64}")
_SHORT = 16


class Signature(NamedTuple):
    """The signature of a document.

    Attributes:
        algorithm: ``Ed25519``.
        key: the fingerprint of the public key, SHA-256 of its 32 bytes: ``sha256:`` and 64 digits.
        at: when it was signed, by the clock of the computer that signed: ISO text with its offset.
        value: the 64 bytes in base64.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", fill_mass="135 mg")
    >>> key = ldn.new_signing_key()
    >>> signed = ldn.sign_document(ldn.to_json(plan), key, at="2026-11-22T09:30:00+00:00")
    >>> found = ldn.verify_signature(signed, [key.public])
    >>> found.algorithm, found.key == key.fingerprint, found.at
    ('Ed25519', True, '2026-11-22T09:30:00+00:00')
    """

    algorithm: str
    key: str
    at: str
    value: str

    @property
    def short_key(self) -> str:
        """The first digits of the fingerprint, as a screen and a sheet show it.

        >>> Signature("Ed25519", "sha256:0123456789abcdef0123", "", "").short_key
        '0123456789abcdef'
        """
        return short(self.key)

    @property
    def raw(self) -> bytes:
        """The 64 bytes."""
        return base64.b64decode(self.value)


def short(fingerprint: str) -> str:
    """Return the first digits of a fingerprint."""
    return fingerprint.partition(":")[2][:_SHORT]


def signature_of(document: Mapping[str, Any]) -> Signature | None:
    """Return the signature that stands in a document, or None where it says that it is not signed.

    Whether it is right is not asked here.

    Raises:
        MismatchError: ``signature-wrong``: what stands there is no signature of this program.

    >>> signature_of({"schema": "x", "signature": None})
    """
    found = document.get(SIGNATURE)
    if found is None:
        return None
    if not isinstance(found, dict) or set(found) != set(Signature._fields):
        raise wrong(None, f"it has not the keys {', '.join(Signature._fields)}")
    for name, text in found.items():
        if not isinstance(text, str):
            raise wrong(text, f"its {name} is no text")
    signature = Signature(**found)
    if signature.algorithm != ALGORITHM:
        raise wrong(signature.algorithm, f"its algorithm is not {ALGORITHM}")
    if not _FINGERPRINT.fullmatch(signature.key):
        raise wrong(signature.key, "its key is no fingerprint")
    if not is_moment(signature.at):
        raise wrong(signature.at, "it has no time with an offset")
    if not _is_value(signature.value):
        raise wrong(signature.value, f"its value is not base64 of {VALUE_BYTES} bytes")
    return signature


def unsigned(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document without its signature."""
    return {key: value for key, value in document.items() if key != SIGNATURE}


def signed_bytes(document: Mapping[str, Any], *, key: str, at: str) -> bytes:
    """Return what a key signs: the whole document but for the signature, who signs and when.

    Keys are sorted and there are no blanks, so that the same document is the same bytes however it is laid out.

    >>> signed_bytes({"b": 1, "a": "é", "signature": None}, key="sha256:0", at="2026-11-22T10:15:00+00:00")[25:70]
    b'{"document":{"a":"\\\\u00e9","b":1},"signature":'
    """
    whole = {"document": unsigned(document), SIGNATURE: {"algorithm": ALGORITHM, "key": key, "at": at}}
    return _PURPOSE + json.dumps(whole, sort_keys=True, separators=(",", ":")).encode("ascii")


def is_moment(text: str) -> bool:
    """Tell whether a text is a time as it is written here: to the second, with its offset from UTC.

    >>> is_moment("2026-11-22T10:15:00+01:00"), is_moment("2026-11-22T10:15:00")
    (True, False)
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return False
    return moment.tzinfo is not None and moment.isoformat(timespec="seconds") == text


def _is_value(text: str) -> bool:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    # Several texts stand for the same bytes, as the last sign has bits to spare: one of them alone is taken.
    return len(raw) == VALUE_BYTES and base64.b64encode(raw).decode("ascii") == text


def wrong(given: object, hint: str, *, field: str = SIGNATURE) -> MismatchError:
    """Return the refusal of a signature that is not right."""
    needed = "the signature as it was made, on the document as it was signed"
    return MismatchError("signature-wrong", field=field, given=given, needed=needed, hint=hint)
