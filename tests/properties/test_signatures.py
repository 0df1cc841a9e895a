"""Whatever is changed of a signed document: it verifies no more, or it is the same document to the last value."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

import ldn_compound as ldn
from ldn_compound.core.results import to_document
from tests.forgeries import AT, plan, record_of, record_written

KEY, OTHER = ldn.new_signing_key(), ldn.new_signing_key()
PLAN = ldn.sign_document(ldn.to_json(plan()), KEY, at=AT)
RECORD = ldn.sign_document(record_written(record_of(to_document(plan()), "weighed")), KEY, at=AT)


def read_and_verified(text: str) -> None:
    """As the commands do it: the signature, then the document computed again."""
    from ldn_compound.records.signing import whole

    ldn.verify_signature(text, [KEY.public])
    whole(text)


def test_the_signature_is_ed25519_over_what_the_page_says() -> None:
    """Verified with the library alone, from the words of docs/signing.md."""
    document = json.loads(PLAN)
    signature = document.pop("signature")
    value = base64.b64decode(signature.pop("value"))
    raw = KEY.public.raw
    assert signature == {"algorithm": "Ed25519", "key": f"sha256:{hashlib.sha256(raw).hexdigest()}", "at": AT}
    whole = json.dumps({"document": document, "signature": signature}, sort_keys=True, separators=(",", ":"))
    Ed25519PublicKey.from_public_bytes(raw).verify(value, b"ldn_compound/signature/1\n" + whole.encode("ascii"))


@settings(max_examples=300, deadline=None)
@given(at=st.integers(0, len(PLAN) - 1), bit=st.integers(0, 7))
def test_a_flipped_bit_of_a_plan(at: int, bit: int) -> None:
    raw = bytearray(PLAN, "ascii")
    raw[at] ^= 1 << bit
    try:
        text = raw.decode("utf-8")
        read_and_verified(text)
    except (UnicodeDecodeError, ldn.LdnError):
        return
    assert json.loads(text) == json.loads(PLAN), "only blanks between values may differ"


@settings(max_examples=300, deadline=None)
@given(at=st.integers(0, len(RECORD) - 1), bit=st.integers(0, 7))
def test_a_flipped_bit_of_a_record(at: int, bit: int) -> None:
    raw = bytearray(RECORD, "ascii")
    raw[at] ^= 1 << bit
    with pytest.raises((UnicodeDecodeError, ldn.LdnError)):
        read_and_verified(raw.decode("utf-8"))


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if items is None:
        return [path]
    return [path, *(place for key, below in items for place in leaves(below, (*path, key)))]


PLACES = [path for path in leaves(json.loads(PLAN)) if path]
VALUES = st.one_of(st.none(), st.booleans(), st.integers(-100, 100), st.text(max_size=5), st.just([]), st.just({}))


@settings(max_examples=300, deadline=None)
@given(path=st.sampled_from(PLACES), value=VALUES)
def test_another_value_anywhere(path: tuple[Any, ...], value: Any) -> None:
    """Prose, working, version and the signature's own time bind as much as the numbers."""
    document = json.loads(PLAN)
    holder = document
    for key in path[:-1]:
        holder = holder[key]
    if type(holder[path[-1]]) is type(value) and holder[path[-1]] == value:
        return
    holder[path[-1]] = value
    with pytest.raises(ldn.MismatchError) as caught:
        ldn.verify_signature(json.dumps(document), [KEY.public])
    assert caught.value.code in ("signature-wrong", "not-signed", "key-not-trusted")


@given(name=st.text(min_size=1, max_size=8).filter(lambda name: name not in json.loads(PLAN)), value=VALUES)
def test_a_key_that_was_put_in(name: str, value: Any) -> None:
    """Readers ignore a key that they do not know; the signature does not."""
    text = json.dumps({name: value, **json.loads(PLAN)})
    with pytest.raises(ldn.MismatchError):
        ldn.verify_signature(text, [KEY.public])


@given(order=st.permutations(list(json.loads(PLAN))), indent=st.sampled_from([None, 0, 1, 4]))
def test_the_same_document_laid_out_otherwise_is_the_same(order: list[str], indent: int | None) -> None:
    document = json.loads(PLAN)
    text = json.dumps({key: document[key] for key in order}, indent=indent)
    assert ldn.verify_signature(text, [OTHER.public, KEY.public]).at == AT


def test_the_signature_of_another_document() -> None:
    other = json.loads(ldn.sign_document(ldn.to_json(plan(count=60)), KEY, at=AT))
    with pytest.raises(ldn.MismatchError, match="signature-wrong"):
        ldn.verify_signature(json.dumps({**json.loads(PLAN), "signature": other["signature"]}), [KEY.public])


def test_a_signature_that_names_the_trusted_key_and_is_of_another() -> None:
    other = json.loads(ldn.sign_document(PLAN, OTHER, at=AT, replace=True))
    other["signature"]["key"] = KEY.fingerprint
    with pytest.raises(ldn.MismatchError, match="signature-wrong"):
        ldn.verify_signature(json.dumps(other), [KEY.public])
    with pytest.raises(ldn.MismatchError, match="key-not-trusted"):
        ldn.verify_signature(PLAN, [OTHER.public])


@pytest.mark.parametrize("last", "BCDEFGHIJKLMNOP")
def test_one_text_alone_stands_for_the_bytes_of_a_signature(last: str) -> None:
    """Base64 of 64 bytes has four bits to spare in its last sign."""
    document = json.loads(PLAN)
    value = document["signature"]["value"]
    spare = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    number = spare.index(value[85]) // 16 * 16 + "ABCDEFGHIJKLMNOP".index(last)
    changed = f"{value[:85]}{spare[number]}=="
    assert base64.b64decode(changed) == base64.b64decode(value)
    document["signature"]["value"] = changed
    with pytest.raises(ldn.MismatchError, match="signature-wrong"):
        ldn.verify_signature(json.dumps(document), [KEY.public])


def test_a_signed_document_is_the_same_plan_to_every_reader() -> None:
    assert ldn.from_json(PLAN) == plan()
    assert ldn.read_document(PLAN).signature == ldn.verify_signature(PLAN, [KEY.public])
    assert ldn.read_document(ldn.to_json(plan())).signature is None
    assert ldn.label_for(PLAN, lot="C-1").lot == "C-1"


def test_a_secret_is_in_no_repr() -> None:
    assert repr(KEY) == f"<signing key {KEY.fingerprint[7:23]}>"
    assert KEY.to_pem().splitlines()[1] not in repr(vars(KEY))
