"""``ldn-compound sign``: a pair of keys, documents signed, signatures verified."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ldn_compound.cli.common import (
    find_profile,
    now,
    read_text,
    refuse_output,
    standard_options,
    write_whole,
)
from ldn_compound.core.errors import FileError, LdnError, MismatchError, at_place
from ldn_compound.core.files import write_files

if TYPE_CHECKING:
    from ldn_compound.exchange.signing.sealing import Trust
    from ldn_compound.exchange.signing.signature import Signature
    from ldn_compound.schemas.answers_of_records import (
        SignatureCheck,
        Signed,
        SignedFile,
        SigningKeyMade,
        VerifiedDocument,
    )

_EXAMPLE = """
\b
Example:
  ldn-compound sign key new -o pharmacy.pem
  ldn-compound sign document plan.json --key pharmacy.pem
  ldn-compound sign verify plan.json --trusted pharmacy.pub.pem
"""
_KEY_EXAMPLE = """
\b
Example:
  ldn-compound sign key new -o pharmacy.pem
"""
_SIGN_EXAMPLE = """
\b
Example:
  ldn-compound sign key new -o pharmacy.pem
  ldn-compound sign document plan.json --key pharmacy.pem
"""
_LINE_ENDINGS = {True: ".jsonl", False: ".json"}


@click.group("sign", short_help="Sign plans and records, and verify signatures.", epilog=_EXAMPLE)
def command() -> None:
    """Sign plans and records with the pharmacy's key, and verify them. It needs: pip install 'ldn-compound[sign]'.

    With signing.key in the profile, plans that are saved and records that are kept are signed by themselves; with
    signing.require no label is printed, nothing is made and nothing is entered of what no trusted key signed.
    """


@command.group("key", short_help="The pharmacy's keys.", epilog=_KEY_EXAMPLE)
def key_group() -> None:
    """The pharmacy's keys: the private one signs and is kept apart; the public one verifies and is given away."""


@key_group.command("new", epilog=_KEY_EXAMPLE)
@click.option("-o", "--output", metavar="FILE.pem", required=True, help="The private key; beside it FILE.pub.pem.")
@click.option("--passphrase", "ask", is_flag=True, help="Ask for a passphrase, on a terminal.")
@standard_options
def new_key(as_json: bool, profile_path: str | None, output: str, ask: bool) -> None:
    """Make a pair of keys (Ed25519): FILE.pem signs, FILE.pub.pem verifies. Neither is ever written over.

    The private key can be read by you alone (mode 600). It is encrypted where there is a passphrase: in
    LDN_COMPOUND_SIGNING_PASSPHRASE, or with --passphrase typed twice.
    """
    from ldn_compound.cli.signing import new_passphrase, public_beside
    from ldn_compound.core.files import write_new_file
    from ldn_compound.exchange.signing.keys import new_signing_key

    public = public_beside(output)
    for path in (output, public):
        if os.path.lexists(path):
            hint = "a key is never written over: what it signed could not be verified any more"
            raise FileError("file-exists", field="output", given=path, needed="a new file", hint=hint)
    key = new_signing_key()
    passphrase = new_passphrase(ask=ask)
    write_new_file(Path(output), key.to_pem(passphrase).encode("ascii"), mode=0o600, field="output")
    try:
        write_new_file(Path(public), key.public.to_pem().encode("ascii"), mode=0o644, field="output")
    except FileError:
        Path(output).unlink()  # half a pair is of no use, and the name is free again
        raise
    if as_json:
        from ldn_compound.cli.labels_print import show_document

        result: SigningKeyMade = {
            "key": key.fingerprint,
            "private": output,
            "public": public,
            "encrypted": passphrase is not None,
        }
        show_document("signing-key", result)
        return
    click.echo(f"Written: {output} (private), {public} (public)\n  key {key.fingerprint}")
    said = "encrypted" if passphrase is not None else "WITHOUT a passphrase: whoever copies it can sign"
    click.echo(f"  the private key is {said}\nFor the profile:\n  [signing]")
    click.echo(f'  key = "{_whole(output)}"\n  trusted = ["{_whole(public)}"]')


def _whole(path: str) -> str:
    return Path(path).absolute().as_posix()


@command.command("document", epilog=_SIGN_EXAMPLE)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--key", "key_path", metavar="FILE.pem", help="The private key (else the profile's, signing.key).")
@click.option("-o", "--output", metavar="FILE|-", help="Where to write it; left out, in place.")
@click.option("--replace", is_flag=True, help="Put the signature in the place of one that is there.")
@standard_options
def sign_files(as_json: bool, profile_path: str | None, files: tuple[str, ...], **options: Any) -> None:
    """Sign plans and records, as --save, --json, bulk and bench wrote them (.json, .jsonl).

    Each is computed again first: what was edited is never signed. All of the files are signed, or none.
    """
    from ldn_compound.cli.signing import read_key, signer
    from ldn_compound.exchange.signing.signature import short
    from ldn_compound.records.signing import sign_document

    output = options["output"]
    if len(files) > 1 and output is not None:
        raise click.UsageError("-o is for one file.")
    if output is None and "-" in files:
        raise click.UsageError("What comes from stdin is written with -o FILE, or -o - for stdout.")
    if output == "-" and as_json:
        raise click.UsageError("The document and the answer cannot both go to stdout: give -o FILE.")
    profile = find_profile(profile_path)
    if options["key_path"] is not None:
        key = read_key(options["key_path"], field="key")
    elif (found := signer(profile, now)) is not None:
        key = found.key
    else:
        raise click.UsageError("Missing option '--key': give a private key, or set signing.key in the profile.")
    signed = []
    for file in files:
        parts = list(_parts(file))
        texts = [
            _at(part, lambda text=part.text: sign_document(text, key, at=now(), replace=options["replace"]))
            for part in parts
        ]
        lines = parts[0].line is not None
        target = file if output is None else output
        if output is not None:
            refuse_output(output, ending=_LINE_ENDINGS[lines], field="output")
        signed.append((target, "".join(f"{text}\n" for text in texts) if lines else texts[0], lines, len(parts)))
    contents = {target: text.encode("ascii") for target, text, _, _ in signed}
    if output is None:
        write_files({Path(target): content for target, content in contents.items()}, field="files")
    else:
        write_whole(output, contents[output], ending=_LINE_ENDINGS[signed[0][2]])
    if as_json:
        from ldn_compound.cli.labels_print import show_document

        files_signed: list[SignedFile] = [{"file": target, "documents": number} for target, _, _, number in signed]
        told: Signed = {"key": key.fingerprint, "files": files_signed}
        show_document("signed", told)
        return
    for target, _, lines, number in signed:
        many = f", {number} documents" if lines else ""
        click.echo(f"Signed by key {short(key.fingerprint)}: {target}{many}", err=target == "-")


@command.command("verify", epilog=_EXAMPLE)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--trusted",
    metavar="FILE.pub.pem",
    multiple=True,
    help="A public key that counts, else the profile's.",
)
@standard_options
def verify_files(as_json: bool, profile_path: str | None, files: tuple[str, ...], trusted: tuple[str, ...]) -> None:
    """Verify that a trusted key signed what stands in plans and records, and compute them again (exit code 15).

    Exit code 0 says that every document is signed by a trusted key and whole. 15: one is unsigned, was changed, or is
    signed by a key that is not trusted.
    """
    from ldn_compound.exchange.signing.sealing import Trust, read_trusted, trust_of
    from ldn_compound.labelling.problems import all_in_one

    profile = find_profile(profile_path)
    keys = read_trusted(trusted, field="trusted") if trusted else trust_of(profile).keys
    if not keys:
        raise click.UsageError("Missing option '--trusted': give a public key, or set signing.trusted in the profile.")
    results = [_verified(part, Trust(keys=keys, required=True)) for file in files for part in _parts(file)]
    refused = [item.error for item in results if item.error is not None]
    if as_json and not refused:
        from ldn_compound.cli.labels_print import show_document

        rows: list[VerifiedDocument] = [
            {"file": item.part.file, "line": item.part.line, "signature": item.signature and item.signature._asdict()}
            for item in results
        ]
        found: SignatureCheck = {"verdict": "verified", "documents": rows}
        show_document("signature-check", found)
    elif as_json:
        places = [item.part.place for item in results if item.error is not None]
        raise all_in_one([at_place([error], place)[0] for error, place in zip(refused, places, strict=True)])
    else:
        for item in results:
            click.echo(f"{item.part.place}: {item.said}", err=bool(refused))
            if item.error is not None and item.error.code != "not-signed":
                click.echo(f"  {item.error}", err=True)
    if refused:
        raise click.exceptions.Exit(min(error.exit_code for error in refused))


class _Part(NamedTuple):
    """A document: of which file, on which line of many, and its text."""

    file: str
    line: int | None
    text: str

    @property
    def place(self) -> str:
        name = "stdin" if self.file == "-" else self.file
        return name if self.line is None else f"line {self.line} of {name}"


class _Verified(NamedTuple):
    part: _Part
    signature: Signature | None
    said: str
    error: LdnError | None


def _verified(part: _Part, trust: Trust) -> _Verified:
    from ldn_compound.exchange.strict_json import parse_object
    from ldn_compound.records.signing import whole

    try:
        document = parse_object(part.text, field="files", needed="a plan as --json writes it, or a record")
        standing = trust.check(document, field="files")
        whole(part.text)
    except MismatchError as error:
        said = {"not-signed": "unsigned", "key-not-trusted": "NOT TRUSTED"}.get(error.code, "NOT AS IT WAS SIGNED")
        if error.code == "does-not-recompute":
            said = "SIGNED, AND NOT WHAT THIS VERSION COMPUTES"
        return _Verified(part, None, said, error)
    except LdnError as error:
        return _Verified(part, None, "NO PLAN AND NO RECORD", error)
    return _Verified(part, standing.signature, f"VERIFIED: {standing}", None)


def _parts(file: str) -> Iterator[_Part]:
    """Yield the documents of a file: one, or that of each line."""
    from ldn_compound.core.errors import InputError
    from ldn_compound.core.files import MANY
    from ldn_compound.exchange.strict_json import holds_lines, numbered_lines

    text = read_text(file, field="files", most=MANY)
    if not holds_lines(file):
        yield _Part(file, None, text)
        return
    lines = list(numbered_lines(text))
    if not lines:
        raise InputError("no-rows", field="files", given=file, needed="at least one document")
    for line in lines:
        yield _Part(file, line.number, line.text)


def _at(part: _Part, call: Any) -> Any:
    """Return what a call returns; its error names the file and line."""
    try:
        return call()
    except LdnError as error:
        if error.field == "text":
            error.field = "files"
        raise at_place([error], part.place)[0] from None
