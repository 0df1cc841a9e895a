"""A result as a JSON document, and the document back as a result.

``{"schema": "ldn_compound/<kind>/1", "version", "inputs", "assumptions", "result", "findings", "steps"}``. A quantity
is ``{"value": "427.78", "unit": "mg"}``: decimal text, never a JSON number, so that no reader's float can change it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from ldn_compound._version import __version__
from ldn_compound.core.errors import InputError, LdnError, MismatchError
from ldn_compound.core.json_text import indented
from ldn_compound.core.results import ENVELOPE, SCHEMA_VERSION, Finding, Result, fields_of, plain, to_document
from ldn_compound.exchange.identity import Difference, compare, differences, version_of
from ldn_compound.exchange.signing.signature import Signature, signature_of
from ldn_compound.exchange.strict_json import copied_object, parse_object
from ldn_compound.plans import KINDS, replay, result_class

_SCHEMA = re.compile(r"ldn_compound/([a-z-]+)/([0-9]+)")


def to_json(result: Result) -> str:
    """Return the result as JSON text, in ASCII, so that it survives any terminal and any pipe.

    Parameters:
        result: what a public function returned.

    Raises:
        InputError: ``not-a-result``.

    >>> import ldn_compound as ldn
    >>> text = ldn.to_json(ldn.beyond_use(made_on="2026-11-22", form="capsule"))
    >>> '"beyond_use_date": "2027-05-20"' in text
    True
    """
    if not isinstance(result, Result):
        raise InputError("not-a-result", field="result", given=type(result).__name__, needed="a result of this package")
    return indented(to_document(result))


class Reading(NamedTuple):
    """A document as it was read.

    Attributes:
        result: the result, computed again: each word and number of it is this version's own.
        version: of the program that wrote the document.
        notes: what there is to know of a document of another version; empty for one of this version.
        signature: that the document carries, or None. Whether it is right was not asked:
            :func:`ldn_compound.verify_signature`.
    """

    result: Result
    version: str
    notes: tuple[Finding, ...]
    signature: Signature | None = None


def from_json(text: str) -> Result:
    """Return the result that a JSON document states, after it was computed again from the document's own inputs.

    Numbers, codes, severities, fields, origins and inputs must be the same; words only where this version wrote the
    document. :func:`read_document` tells also what another version had otherwise.

    Parameters:
        text: a document of :func:`to_json`. Keys that this version does not know are ignored.

    Raises:
        InputError: ``bad-json``, ``bad-schema``, ``bad-version``: it is no document of this program.
        MismatchError: ``does-not-recompute``: it was edited, or another version computes another number;
            ``signature-wrong``: under ``signature`` stands something else than a signature.

    >>> import ldn_compound as ldn
    >>> date = ldn.beyond_use(made_on="2026-11-22", form="capsule")
    >>> ldn.from_json(ldn.to_json(date)) == date
    True
    """
    return read_document(text).result


def result(document: Mapping[str, Any]) -> Result:
    """Return the result of a document that is read already, as :func:`from_json` returns it of the text.

    Parameters:
        document: what a JSON reader or :meth:`Result.to_dict` made; it is not changed. A float in it is refused.

    Raises:
        InputError, MismatchError: as :func:`from_json`.

    >>> import ldn_compound as ldn
    >>> date = ldn.beyond_use(made_on="2026-11-22", form="capsule")
    >>> ldn.result(date.to_dict()) == date
    True
    """
    return _read(copied_object(document, field="document", needed=_NEEDED)).result


def read_document(text: str) -> Reading:
    """Return what :func:`from_json` returns, the version that wrote the document, and what has changed since.

    Parameters:
        text: a document of :func:`to_json`.

    Raises:
        InputError, MismatchError: as :func:`from_json`.

    >>> import ldn_compound as ldn
    >>> text = ldn.to_json(ldn.beyond_use(made_on="2026-11-22", form="capsule"))
    >>> older = text.replace(ldn.__version__, "0.0.1").replace("tightly closed", "closed")
    >>> [(note.code, note.severity.value) for note in read_document(older).notes]
    [('made-by-another-version', 'info')]
    """
    return _read(parse_object(text, field="plan", needed=_NEEDED))


_NEEDED = "a JSON document as --json writes it"


def _read(document: dict[str, Any]) -> Reading:
    result = _again(document)
    notes = compare(document, to_document(result), type(result))
    return Reading(result, version_of(document), notes, signature_of(document))


def differences_of(document: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return every place where a document is not what this version computes from the document's own inputs.

    Raises:
        InputError: as :func:`read_document`.
        MismatchError: ``does-not-recompute``: nothing can be computed from its inputs.
    """
    result = _again(document)
    return differences(document, to_document(result), type(result))


def _again(document: Mapping[str, Any]) -> Result:
    """Return the result, computed again from a document's inputs."""
    schema = document.get("schema")
    match = _SCHEMA.fullmatch(schema) if isinstance(schema, str) else None
    if not match or match[1] not in KINDS or int(match[2]) != SCHEMA_VERSION:
        known = ", ".join(f"ldn_compound/{kind}/{SCHEMA_VERSION}" for kind in KINDS)
        raise InputError("bad-schema", field="schema", given=schema, needed=f"one of {known}")
    inputs = document.get("inputs")
    if not isinstance(inputs, dict):
        raise InputError("bad-json", field="inputs", given=inputs, needed="an object")
    version = version_of(document)
    signature_of(document)
    try:
        return replay(match[1], inputs)
    except LdnError as error:
        made_by = "" if version == __version__ else f"version {version} made it and this is {__version__}; "
        raise MismatchError(
            "does-not-recompute",
            field=f"inputs.{error.field}" if error.field else "inputs",
            given=error.given,
            needed="the inputs as this program wrote them",
            hint=f"{made_by}computing it again failed: {error}",
        ) from error


def refusal_document(refusal: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document of a plan that was stopped before a batch could be worked out.

    Every key of the kind's result stands there with null, and ``refused`` holds the error.
    """
    cls = result_class(refusal["kind"])
    names = [name for name, _ in fields_of(cls) if name not in ENVELOPE]
    return {
        "schema": f"ldn_compound/{refusal['kind']}/{SCHEMA_VERSION}",
        "version": __version__,
        "inputs": dict(refusal["inputs"]),
        "assumptions": plain(refusal["assumptions"]),
        "result": dict.fromkeys((*names, *cls.derived)),
        "findings": plain(refusal["findings"]),
        "steps": plain(refusal["steps"]),
        "refused": refusal["error"],
    }
