"""What the commands share of signatures: the pharmacy's key, whom it trusts, and what is said on the screen."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ldn_compound.core.errors import FileError, InputError, MismatchError
from ldn_compound.core.files import SETTINGS, read_file

if TYPE_CHECKING:
    from ldn_compound.exchange.signing.keys import SigningKey
    from ldn_compound.exchange.signing.sealing import Standing, Trust
    from ldn_compound.settings.profile import Profile

PASSPHRASE = "LDN_COMPOUND_SIGNING_PASSPHRASE"
_FOR_OTHERS = 0o077


class Signer:
    """The pharmacy's key, and the clock."""

    def __init__(self, key: SigningKey, now: Callable[[], str]) -> None:
        self.key = key
        self._now = now

    def __call__(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """Return a document with the key's signature, of this moment."""
        from ldn_compound.exchange.signing.sealing import seal

        return seal(document, self.key, at=self._now())

    def line(self, text: str) -> str:
        """Return one line of a file of plans, signed."""
        return json.dumps(self(json.loads(text)), separators=(",", ":"))

    def __str__(self) -> str:
        from ldn_compound.exchange.signing.signature import short

        return f"signed by key {short(self.key.fingerprint)}"


def signer(profile: Profile | None, now: Callable[[], str]) -> Signer | None:
    """Return what signs with the key of a profile, or None where it names none.

    Parameters:
        now: gives the time as ISO text with its offset.
    """
    path = None if profile is None else profile.get("signing.key")
    return None if path is None else Signer(read_key(str(path), field="signing.key"), now)


def trust(profile: Profile | None, *, required: bool = True) -> Trust:
    """Return whom a profile trusts.

    Parameters:
        required: False where a document is only read, and an unsigned one does no harm.
    """
    import attrs

    from ldn_compound.exchange.signing.sealing import trust_of

    found = trust_of(profile)
    return found if required else attrs.evolve(found, required=False)


def checked(text: str, profile: Profile | None, *, field: str, required: bool = True) -> Standing:
    """Return how a plan or record stands, or refuse it as a profile says."""
    from ldn_compound.exchange.strict_json import parse_object

    document = parse_object(text, field=field, needed="a plan as --json writes it, or a record")
    return trust(profile, required=required).check(document, field=field)


def refuse_unsigned(trusted: Trust, sign: Signer | None) -> None:
    """Refuse to print labels of plans that are made at the same time, where they must be signed and would not be.

    Raises:
        MismatchError: ``not-signed``, ``key-not-trusted``.
    """
    if not trusted.required:
        return
    if sign is None:
        hint = "signing.require is yes, and signing.key is not set: plan first, have it signed, print then"
        raise MismatchError("not-signed", field="labels", needed="a key that signs the plans", hint=hint)
    if sign.key.public not in trusted.keys:
        needed = "signing.key to be one of the keys of signing.trusted"
        raise MismatchError("key-not-trusted", field="labels", given=sign.key.fingerprint, needed=needed)


def read_key(path: str, *, field: str) -> SigningKey:
    """Return the private key in a file; its passphrase is in the environment, or asked for on a terminal.

    Raises:
        FileError: ``cannot-read``, ``file-too-large``.
        InputError: ``bad-key``, ``passphrase-missing``, ``passphrase-wrong``, ``extra-missing``.
    """
    from ldn_compound.exchange.signing.keys import read_signing_key

    file = Path(path).expanduser()
    pem = read_file(file, SETTINGS, field=field).decode("utf-8", "replace")
    try:
        try:
            key = read_signing_key(pem, passphrase=os.environ.get(PASSPHRASE) or None)
        except InputError as error:
            if error.code != "passphrase-missing" or not sys.stdin.isatty():
                raise
            typed: str = click.prompt("Passphrase of the key", hide_input=True, err=True)
            key = read_signing_key(pem, passphrase=typed)
    except InputError as error:
        if error.code == "bad-key":
            error.field, error.given = field, path
        raise
    if os.name != "nt" and (mode := file.stat().st_mode & 0o777) & _FOR_OTHERS:
        click.echo(f"note: others on this computer may read the key {path} (mode {mode:o}): chmod 600", err=True)
    return key


def new_passphrase(*, ask: bool) -> str | None:
    """Return the passphrase for a new key: out of the environment, typed twice where asked for, or None."""
    found = os.environ.get(PASSPHRASE) or None
    if found is not None or not ask:
        return found
    if not sys.stdin.isatty():
        needed, hint = f"a terminal to type it on, or {PASSPHRASE}", "it is never an option: others could read it"
        raise InputError("passphrase-missing", field="passphrase", needed=needed, hint=hint)
    typed: str = click.prompt("Passphrase for the new key", hide_input=True, err=True)
    if click.prompt("The same again", hide_input=True, err=True) != typed:
        raise InputError("passphrases-differ", field="passphrase", needed="the same passphrase twice")
    return typed


def public_beside(path: str) -> str:
    """Return the name of the public key's file: ``pharmacy.pub.pem`` for ``pharmacy.pem``.

    Raises:
        FileError: ``other-ending``.
    """
    if path.endswith(".pub.pem") or not path.endswith(".pem") or Path(path).name == ".pem":
        needed = "a name that ends in .pem; the public key is written beside it as NAME.pub.pem"
        raise FileError("other-ending", field="output", given=path, needed=needed)
    return f"{path.removesuffix('.pem')}.pub.pem"
