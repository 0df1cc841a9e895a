"""One entry of the chain: its canonical text, its digest, the words it is found by, the salted digest of a name."""

from __future__ import annotations

import hashlib
import json
import secrets
import unicodedata
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from ldn_compound.core.texts import plain_name

SALT_BYTES = 32


def canonical(value: Any) -> str:
    """Return a value as JSON in the one way that is digested: keys sorted, no blanks, NFC.

    >>> canonical({"b": "Jose\\u0301", "a": [1, None]})
    '{"a":[1,null],"b":"José"}'
    """
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def digest_of(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal.

    >>> digest_of("abc")[:16]
    'ba7816bf8f01cfea'
    """
    return hashlib.sha256(text.encode()).hexdigest()


def packed(document: Mapping[str, Any]) -> tuple[str, bytes]:
    """Return a plan as it is stored, compressed, and the digest of that."""
    stored = zlib.compress(canonical(document).encode(), 1)
    return hashlib.sha256(stored).hexdigest(), stored


def unpacked(stored: bytes) -> dict[str, Any]:
    """Return a stored plan."""
    document: dict[str, Any] = json.loads(zlib.decompress(stored))
    return document


def new_salt() -> bytes:
    """Return a new salt: without it nobody can try out names against a digest."""
    return secrets.token_bytes(SALT_BYTES)


def digest_of_name(name: str, salt: bytes) -> str:
    """Return the salted digest of a patient's name, as the chain has it."""
    return hashlib.sha256(salt + name.encode()).hexdigest()


def lot_word(text: str) -> str:
    """Return a component's lot as it is looked up: without case, blanks and signs, so that a recall misses none.

    >>> lot_word("A-1234 b") == lot_word("a 1234B"), lot_word("+")
    (True, '+')
    """
    return plain_name(text).replace(" ", "") or text


def name_word(text: str) -> str:
    """Return a patient's name or reference as it is looked up: without case, accents and signs.

    >>> name_word("DOE, Jane"), name_word("?")
    ('doe jane', '?')
    """
    return plain_name(text) or text


def number_word(text: str) -> str:
    """Return a number as it is looked up: without case and blanks; its signs count.

    >>> number_word("c-2026 01"), number_word("c-20-2601")
    ('C-202601', 'C-20-2601')
    """
    return "".join(text.split()).upper()


def words_of(body: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Return under which words an entry is found: pairs of kind and word, out of its body alone."""
    facts = body["facts"]
    found = {("lot", lot_word(lot)) for _, lot in facts["lots"]}
    found.add(("day", facts["day"]))
    for kind, value in (("number", body["number"]), ("prescription", facts["prescription_number"])):
        if value is not None:
            found.add((kind, number_word(value)))
    if facts["strength"] is not None:
        found.add(("strength", facts["strength"]))
    if body["corrects"] is not None:
        found.add(("corrects", str(body["corrects"])))
    return found


def lots_in(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Return component and lot, each pair once, in order."""
    return [list(pair) for pair in sorted(set(pairs))]
