"""Keys: a pair is made, written as PEM, and read. The library that signs is loaded here, and where it is needed."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import attrs

from ldn_compound.core.errors import InputError
from ldn_compound.exchange.signing.signature import ALGORITHM, Signature, short

_PUBLIC = "a public key of Ed25519 as PEM, as `ldn-compound sign key new` writes it"
_PRIVATE = "a private key of Ed25519 as PEM, as `ldn-compound sign key new` writes it"
_LONGEST_PASSPHRASE = 1000
_PRIVATE_MARK = "PRIVATE KEY-----"
_ENCRYPTED_MARK = "-----BEGIN ENCRYPTED PRIVATE KEY-----"


def library(part: str) -> Any:
    """Return a part of the library that signs.

    Raises:
        InputError: ``extra-missing``, with the line that installs it.
    """
    from importlib import import_module

    try:
        return import_module(f"cryptography.{part}")
    except ImportError as error:
        needed = "the library cryptography, for keys and signatures"
        hint = "install it with: pip install 'ldn-compound[sign]'"
        raise InputError("extra-missing", field="key", needed=needed, hint=hint) from error


@attrs.frozen
class PublicKey:
    """The public half of a pair of keys: it verifies.

    Attributes:
        raw: its 32 bytes.

    >>> import ldn_compound as ldn
    >>> public = ldn.new_signing_key().public
    >>> ldn.read_public_key(public.to_pem()) == public
    True
    """

    raw: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the 32 bytes: ``sha256:`` and 64 digits."""
        return f"sha256:{hashlib.sha256(self.raw).hexdigest()}"

    def to_pem(self) -> str:
        """Return it as PEM, to be given to whoever verifies."""
        formats = library("hazmat.primitives.serialization")
        written: bytes = self._loaded().public_bytes(formats.Encoding.PEM, formats.PublicFormat.SubjectPublicKeyInfo)
        return written.decode("ascii")

    def signed(self, message: bytes, value: bytes) -> bool:
        """Tell whether the private half signed a message."""
        refused = library("exceptions").InvalidSignature
        try:
            self._loaded().verify(value, message)
        except refused:
            return False
        return True

    def _loaded(self) -> Any:
        return library("hazmat.primitives.asymmetric.ed25519").Ed25519PublicKey.from_public_bytes(self.raw)


class SigningKey:
    """A pair of keys: it signs. Its secret is shown nowhere but in :meth:`to_pem`.

    Attributes:
        public: the public half.

    >>> import ldn_compound as ldn
    >>> key = ldn.new_signing_key()
    >>> again = ldn.read_signing_key(key.to_pem("correct horse battery"), passphrase="correct horse battery")
    >>> again.fingerprint == key.fingerprint
    True
    """

    def __init__(self, loaded: Any) -> None:
        self._loaded = loaded
        self.public = _public(loaded.public_key())

    def __repr__(self) -> str:
        return f"<signing key {short(self.fingerprint)}>"

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the public half."""
        return self.public.fingerprint

    def to_pem(self, passphrase: str | None = None) -> str:
        """Return the private key as PEM (PKCS8), encrypted where there is a passphrase.

        Raises:
            InputError: ``not-text``, ``empty``, ``too-long``: no passphrase.
        """
        formats = library("hazmat.primitives.serialization")
        secret = _passphrase(passphrase)
        hidden = formats.NoEncryption() if secret is None else formats.BestAvailableEncryption(secret)
        written: bytes = self._loaded.private_bytes(formats.Encoding.PEM, formats.PrivateFormat.PKCS8, hidden)
        return written.decode("ascii")

    def sign(self, message: bytes, *, at: str) -> Signature:
        """Return the signature of a message that says when it was signed."""
        value = base64.b64encode(self._loaded.sign(message)).decode("ascii")
        return Signature(ALGORITHM, self.fingerprint, at, value)


def new_signing_key() -> SigningKey:
    """Return a new pair of keys, by the random numbers of the system. It needs the extra ``sign``.

    Raises:
        InputError: ``extra-missing``.

    >>> import ldn_compound as ldn
    >>> key = ldn.new_signing_key()
    >>> ldn.read_signing_key(key.to_pem("a long passphrase"), passphrase="a long passphrase").public == key.public
    True
    """
    return SigningKey(library("hazmat.primitives.asymmetric.ed25519").Ed25519PrivateKey.generate())


def read_signing_key(pem: str, *, passphrase: str | None = None) -> SigningKey:
    """Return the pair of keys that a private key in PEM states. It needs the extra ``sign``.

    Parameters:
        pem: the text of the file.
        passphrase: of an encrypted key.

    Raises:
        InputError: ``not-text``; ``bad-key``: it is no private key of Ed25519; ``passphrase-missing``,
            ``passphrase-wrong``; ``extra-missing``.

    >>> import ldn_compound as ldn
    >>> key = ldn.new_signing_key()
    >>> ldn.read_signing_key(key.to_pem()).fingerprint == key.fingerprint
    True
    """
    content, secret = _pem(pem, "key", _PRIVATE), _passphrase(passphrase)
    # Which of the two is at fault is told by the PEM itself, not by the words of the library's error.
    encrypted = _ENCRYPTED_MARK in pem
    if encrypted and secret is None:
        hint = "the key is encrypted; set LDN_COMPOUND_SIGNING_PASSPHRASE, or run it on a terminal"
        raise InputError("passphrase-missing", field="passphrase", needed="the passphrase of the key", hint=hint)
    formats = library("hazmat.primitives.serialization")
    try:
        loaded = formats.load_pem_private_key(content, secret if encrypted else None)
    except (ValueError, TypeError, _unsupported()) as error:
        if encrypted:
            needed = "the passphrase that the key was made with"
            raise InputError("passphrase-wrong", field="passphrase", needed=needed) from error
        raise InputError("bad-key", field="key", needed=_PRIVATE, hint=_slip(pem, private=True)) from error
    if not isinstance(loaded, library("hazmat.primitives.asymmetric.ed25519").Ed25519PrivateKey):
        raise InputError("bad-key", field="key", needed=_PRIVATE, hint="it is a key of another kind")
    return SigningKey(loaded)


def read_public_key(pem: str) -> PublicKey:
    """Return the public key that a PEM states. It needs the extra ``sign``.

    Parameters:
        pem: the text of the file.

    Raises:
        InputError: ``not-text``; ``bad-key``: it is no public key of Ed25519; ``extra-missing``.

    >>> import ldn_compound as ldn
    >>> key = ldn.new_signing_key()
    >>> ldn.read_public_key(key.public.to_pem()) == key.public
    True
    """
    content = _pem(pem, "trusted", _PUBLIC)
    formats = library("hazmat.primitives.serialization")
    try:
        loaded = formats.load_pem_public_key(content)
    except (ValueError, _unsupported()) as error:
        raise InputError("bad-key", field="trusted", needed=_PUBLIC, hint=_slip(pem, private=False)) from error
    if not isinstance(loaded, library("hazmat.primitives.asymmetric.ed25519").Ed25519PublicKey):
        raise InputError("bad-key", field="trusted", needed=_PUBLIC, hint="it is a key of another kind")
    return _public(loaded)


def _public(loaded: Any) -> PublicKey:
    formats = library("hazmat.primitives.serialization")
    return PublicKey(loaded.public_bytes(formats.Encoding.Raw, formats.PublicFormat.Raw))


def _unsupported() -> Any:
    return library("exceptions").UnsupportedAlgorithm


def _pem(pem: object, field: str, needed: str) -> bytes:
    if not isinstance(pem, str):
        raise InputError("not-text", field=field, given=type(pem).__name__, needed=needed)
    return pem.encode("utf-8", "surrogatepass")


def _slip(pem: str, *, private: bool) -> str | None:
    """Return the likely slip; what stands in the file is never said: it may be a secret."""
    if private == (_PRIVATE_MARK in pem):
        return None
    return "it is the other half of a pair" if "-----BEGIN" in pem else "it is no PEM"


def _passphrase(passphrase: object) -> bytes | None:
    if passphrase is None:
        return None
    if not isinstance(passphrase, str):
        raise InputError("not-text", field="passphrase", needed="text")
    if not passphrase:
        raise InputError("empty", field="passphrase", needed="a passphrase, or None for a key without one")
    secret = passphrase.encode("utf-8", "surrogatepass")
    if len(secret) > _LONGEST_PASSPHRASE:
        raise InputError("too-long", field="passphrase", needed=f"at most {_LONGEST_PASSPHRASE} bytes")
    return secret
