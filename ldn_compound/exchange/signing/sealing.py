"""A document is signed, and what is signed is verified: against the keys that a pharmacy trusts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import attrs

from ldn_compound.checks.codes import finding
from ldn_compound.core.errors import InputError, MismatchError
from ldn_compound.core.files import SETTINGS, read_file
from ldn_compound.core.results import Finding
from ldn_compound.exchange.signing.keys import PublicKey, SigningKey, read_public_key
from ldn_compound.exchange.signing.signature import (
    SIGNATURE,
    Signature,
    is_moment,
    short,
    signature_of,
    signed_bytes,
    unsigned,
    wrong,
)

TRUSTED, REQUIRE, KEY = "signing.trusted", "signing.require", "signing.key"
"""The settings of a profile."""

_SOURCE = "house rule of this program: a signature counts where its key is trusted"


class Settings(Protocol):
    """What is read of a profile."""

    def get(self, key: str, /) -> object:
        """Return the value of a dotted key, or None."""


class Standing(NamedTuple):
    """How a document stands.

    Attributes:
        signature: its signature, or None.
        verified: whether a trusted key made it; False too where the key is not known, and nothing could be verified.
    """

    signature: Signature | None
    verified: bool

    def __str__(self) -> str:
        if self.signature is None:
            return "unsigned"
        by = f"signed by key {self.signature.short_key} on {self.signature.at[:10]}"
        return by if self.verified else f"{by}, a key that is not known here: not verified"

    @property
    def notes(self) -> tuple[Finding, ...]:
        """What whoever uses the document is told: that it is signed, and that nothing follows from it."""
        if self.signature is None or self.verified:
            return ()
        return (finding("signature-not-verified", f"the plan is {self}", source=_SOURCE),)


UNSIGNED = Standing(None, False)


def seal(document: Mapping[str, Any], key: SigningKey, *, at: datetime | str) -> dict[str, Any]:
    """Return a document with the signature of a key, in place of one that it has.

    Raises:
        InputError: ``bad-time``.
    """
    moment = _moment(at)
    message = signed_bytes(document, key=key.fingerprint, at=moment)
    return {**unsigned(document), SIGNATURE: key.sign(message, at=moment)._asdict()}


def _moment(at: object) -> str:
    text = at.isoformat(timespec="seconds") if isinstance(at, datetime) else at
    if not isinstance(text, str) or not is_moment(text):
        needed = "a time with its offset, such as 2026-11-22T10:15:00+01:00"
        raise InputError("bad-time", field="at", given=at, needed=needed)
    return text


@attrs.frozen(kw_only=True)
class Trust:
    """Whose signatures count at a pharmacy.

    Attributes:
        keys: the public keys that it trusts.
        required: whether what is not signed by one of them is refused.
    """

    keys: tuple[PublicKey, ...] = ()
    required: bool = False

    def check(self, document: Mapping[str, Any], *, field: str = "plan") -> Standing:
        """Return how a document stands, or refuse it.

        A signature of a trusted key that is not right is refused whatever is required.

        Parameters:
            document: as it was read.
            field: what it is, for an error.

        Raises:
            MismatchError: ``signature-wrong``; where signatures are required ``not-signed``, ``key-not-trusted``.
        """
        signature = signature_of(document)
        if signature is None:
            if self.required:
                needed = "a document that a trusted key signed"
                hint = "it is unsigned; whoever may sign does it with `ldn-compound sign document`"
                raise MismatchError("not-signed", field=field, needed=needed, hint=hint)
            return UNSIGNED
        known = next((key for key in self.keys if key.fingerprint == signature.key), None)
        if known is None:
            if self.required:
                needed = f"the signature of one of {', '.join(short(key.fingerprint) for key in self.keys) or 'no key'}"
                raise MismatchError("key-not-trusted", field=field, given=signature.key, needed=needed)
            return Standing(signature, False)
        if not known.signed(signed_bytes(document, key=signature.key, at=signature.at), signature.raw):
            hint = f"key {signature.short_key} did not sign what stands there: it was changed after it was signed"
            raise wrong(None, hint, field=field)
        return Standing(signature, True)

    def also(self, key: PublicKey) -> Trust:
        """Return the trust with one more key."""
        return attrs.evolve(self, keys=(*self.keys, key))


NO_TRUST = Trust()
"""Of a pharmacy that has no keys."""


def trust_of(profile: Settings | None) -> Trust:
    """Return whom a profile trusts.

    Raises:
        FileError: ``cannot-read``, ``file-too-large``.
        InputError: ``bad-key``; ``extra-missing``.
    """
    paths = None if profile is None else profile.get(TRUSTED)
    if profile is None or not isinstance(paths, tuple):
        return NO_TRUST
    keys = read_trusted(str(path) for path in paths)
    return Trust(keys=keys, required=profile.get(REQUIRE) == "yes")


def read_trusted(paths: Iterable[str], *, field: str = TRUSTED) -> tuple[PublicKey, ...]:
    """Return the public keys in files.

    Raises:
        FileError: ``cannot-read``, ``file-too-large``.
        InputError: ``bad-key``; ``extra-missing``.
    """
    found = []
    for path in paths:
        content = read_file(Path(path).expanduser(), SETTINGS, field=field)
        try:
            found.append(read_public_key(content.decode("utf-8", "replace")))
        except InputError as error:
            raise InputError(
                error.code, field=error.field if error.code == "extra-missing" else field, given=path,
                needed=error.needed, hint=error.hint,
            ) from error  # fmt: skip
    return tuple(found)
