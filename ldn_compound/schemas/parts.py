"""Which codes errors and findings have, and how a signature looks: what no lower floor than this one knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from ldn_compound.checks.codes import CODES
from ldn_compound.core.error_codes import ERROR_CODES
from ldn_compound.core.errors import ErrorParts
from ldn_compound.core.patterns import Digest, Moment
from ldn_compound.core.results import Assumption, Finding
from ldn_compound.core.units import Amount
from ldn_compound.exchange.signing.signature import ALGORITHM, Signature
from ldn_compound.inputs.schema import ORIGIN
from ldn_compound.plans.ingredients.drug_powder import DrugPowder
from ldn_compound.schemas.shapes import REFINED, Shape, shape


def finding_code() -> dict[str, Any]:
    """Return the schema of a finding's code."""
    return {"enum": sorted(CODES)}


def error_code() -> dict[str, Any]:
    """Return the schema of an error's code; an error that a stop causes has that of the finding."""
    return {"enum": sorted({*ERROR_CODES, *CODES, "usage", "bug"})}


REFINED[Finding, "code"] = finding_code
REFINED[ErrorParts, "code"] = error_code
REFINED[Assumption, "origin"] = lambda: {
    "type": "string",
    "pattern": ORIGIN.replace("option|", "plan|formula|"),
}
REFINED[DrugPowder, "origin"] = lambda: {"enum": ["option", "profile", "assumption"]}
REFINED[Signature, "algorithm"] = lambda: {"const": ALGORITHM}
REFINED[Signature, "key"] = lambda: shape(Digest)
REFINED[Signature, "at"] = lambda: shape(Moment)
REFINED[Signature, "value"] = lambda: {
    "type": "string",
    "contentEncoding": "base64",
    "pattern": "^[A-Za-z0-9+/]{86}==$",
}

FindingCode = Annotated[str, Shape(finding_code)]
WrittenQuantity = Annotated[Mapping[str, str], Shape(lambda: shape(Amount))]
SignatureOrNull = Annotated[Mapping[str, str] | None, Shape(lambda: shape(Signature | None))]
