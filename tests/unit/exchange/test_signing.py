"""Keys and signatures in Python: what is refused, what a signed document is to the schema and to earlier plans."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

import ldn_compound as ldn
from tests.forgeries import AT, plan

KEY = ldn.new_signing_key()
STORED = sorted((Path(__file__).parents[2] / "golden" / "stored").rglob("*.json"))
TEXT = ldn.to_json(plan())
SIGNED = ldn.sign_document(TEXT, KEY, at=AT)


@pytest.mark.parametrize("path", [pytest.param(path, id=f"{path.parent.name}/{path.stem}") for path in STORED])
def test_a_plan_that_an_earlier_version_stored_is_signed_if_it_reads(path: Path) -> None:
    text = path.read_text("utf-8")
    try:
        reading = ldn.read_document(text)
    except ldn.MismatchError:
        with pytest.raises(ldn.MismatchError, match="does-not-recompute"):
            ldn.sign_document(text, KEY, at=AT)
        return
    signed = ldn.sign_document(text, KEY, at=AT)
    again = ldn.read_document(signed)
    assert (again.result, again.version, again.notes) == (reading.result, reading.version, reading.notes)
    assert ldn.verify_signature(signed, [KEY.public]) == again.signature
    words = json.loads(signed)
    words["findings"] = [{**item, "message": "other words"} for item in words["findings"]] + [{}]
    with pytest.raises(ldn.MismatchError, match="signature-wrong"):
        ldn.verify_signature(json.dumps(words), [KEY.public])


def test_the_schema_knows_a_signature_and_asks_for_none() -> None:
    schema = ldn.json_schema("capsule-batch")
    document = json.loads(SIGNED)
    for signature in (document["signature"], None):
        jsonschema.validate({**document, "signature": signature}, schema)
    jsonschema.validate(json.loads(TEXT), schema)
    for bad in (
        "yes",
        {},
        {**document["signature"], "key": "sha256:xyz"},
        {**document["signature"], "algorithm": "RSA"},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**document, "signature": bad}, schema)


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (datetime(2026, 11, 22, 10, 15, tzinfo=UTC), "2026-11-22T10:15:00+00:00"),
        (datetime(2026, 11, 22, 10, 15, 7, 5, tzinfo=timezone(timedelta(hours=-7))), "2026-11-22T10:15:07-07:00"),
        ("2026-11-22T10:15:00+01:00", "2026-11-22T10:15:00+01:00"),
        (datetime(2026, 11, 22, 10, 15), None),  # noqa: DTZ001 - without an offset it is refused
        ("2026-11-22T10:15:00", None),
        ("2026-11-22", None),
        ("2026-11-22T10:15:00.5+01:00", None),
        ("2026-11-22 10:15:00+01:00", None),
        (None, None),
    ],
)
def test_a_signature_has_its_time_with_an_offset(at: Any, written: str | None) -> None:
    if written is None:
        with pytest.raises(ldn.InputError, match="bad-time"):
            ldn.sign_document(TEXT, KEY, at=at)
    else:
        assert json.loads(ldn.sign_document(TEXT, KEY, at=at))["signature"]["at"] == written


def test_a_document_keeps_its_layout() -> None:
    line = json.dumps(json.loads(TEXT), separators=(",", ":"))
    assert "\n" not in ldn.sign_document(line, KEY, at=AT)
    assert ldn.sign_document(f"{TEXT}\n", KEY, at=AT) == f"{SIGNED}\n"
    assert SIGNED.startswith(TEXT.removesuffix("\n}"))


def test_the_same_key_signs_the_same_document_alike() -> None:
    """Ed25519 has no random part that could be drawn badly."""
    assert ldn.sign_document(TEXT, KEY, at=AT) == SIGNED


def test_keys_of_other_kinds_are_refused() -> None:
    for other in (x25519.X25519PrivateKey.generate(), ec.generate_private_key(ec.SECP256R1())):
        private = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        public = other.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        with pytest.raises(ldn.InputError, match="it is a key of another kind"):
            ldn.read_signing_key(private)
        with pytest.raises(ldn.InputError, match="it is a key of another kind"):
            ldn.read_public_key(public)
    with pytest.raises(ldn.InputError, match="it is the other half of a pair") as caught:
        ldn.read_public_key(KEY.to_pem())
    assert KEY.to_pem().splitlines()[1] not in str(caught.value)


@pytest.mark.parametrize("passphrase", ["", "x" * 1001])
def test_a_passphrase_that_would_not_do(passphrase: str) -> None:
    with pytest.raises(ldn.InputError):
        KEY.to_pem(passphrase)
    with pytest.raises(ldn.InputError):
        ldn.read_signing_key(KEY.to_pem("x"), passphrase=passphrase)


def test_any_letters_make_a_passphrase() -> None:
    for passphrase in ("x", "Schlüssel 鍵", "x" * 1000):
        pem = KEY.to_pem(passphrase)
        assert ldn.read_signing_key(pem, passphrase=passphrase).public == KEY.public
        with pytest.raises(ldn.InputError, match="passphrase-missing"):
            ldn.read_signing_key(pem)


def test_a_key_without_a_passphrase_reads_whatever_passphrase_is_set() -> None:
    """The variable of the environment is for another key."""
    assert ldn.read_signing_key(KEY.to_pem(), passphrase="x").public == KEY.public
