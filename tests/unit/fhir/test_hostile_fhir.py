"""Any JSON in the place of any part of a prescription ends in a plan's inputs or in an error of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import ldn_compound as ldn
from ldn_compound.core.errors import LdnError
from tests.unit.fhir.plans import as_json, request

ATOMS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from(["#m", "naltrexone", "mg", "{capsule}", "Bundle", "Medication", "d", "active", "1", "4.50", "e"]),
)
NAMES = st.one_of(
    st.text(max_size=6),
    st.sampled_from(["coding", "system", "code", "value", "text", "concept", "reference", "entry", "resource", "id"]),
)
VALUES = st.recursive(
    ATOMS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)), max_leaves=8
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every part of a document."""
    yield path
    if isinstance(value, dict | list):
        for name, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(item, (*path, name))


GOOD = json.loads(as_json(request()))
PLACES = sorted(places(GOOD), key=str)


def outcome(text: str) -> ldn.FhirRequest | None:
    try:
        return ldn.from_fhir(text)
    except LdnError as error:
        assert str(error)
        assert json.dumps(error.to_dict())
        return None


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    outcome(text)


@given(st.dictionaries(NAMES, VALUES, max_size=4), st.sampled_from(["MedicationRequest", "Bundle"]))
def test_any_resource(document: dict[str, Any], kind: str) -> None:
    outcome(json.dumps(document | {"resourceType": kind}))


@given(st.sampled_from(PLACES), VALUES)
def test_anything_in_the_place_of_a_part(path: tuple[Any, ...], value: Any) -> None:
    document = json.loads(json.dumps(GOOD))
    here: Any = document
    for name in path[:-1]:
        here = here[name]
    if not path:
        document = value
    else:
        here[path[-1]] = value
    found = outcome(json.dumps(document))
    if found is not None:
        # It was read as a dose of naltrexone, or it says what it did not understand.
        assert found.inputs["strength"]
        assert all(path.startswith("MedicationRequest.") for path in found.not_understood)


@given(st.sampled_from([path for path in PLACES if path]), st.text(min_size=1, max_size=8), VALUES)
def test_nothing_that_is_put_in_is_passed_over(path: tuple[Any, ...], name: str, value: Any) -> None:
    """A new element is named, or the prescription is refused, wherever it stands."""
    document = json.loads(json.dumps(GOOD))
    here: Any = document
    for part in path:
        here = here[part]
    if not isinstance(here, dict):
        return
    new = f"x{name}"
    here[new] = value
    found = outcome(json.dumps(document))
    assert found is None or len(found.not_understood) == 1
    if found is not None:
        assert found.inputs == ldn.from_fhir(json.dumps(GOOD)).inputs
