"""The writer of documents gives the bytes of Python's own, which indents by its slow half."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ldn_compound as ldn
from ldn_compound.core.json_text import indented
from ldn_compound.core.numbers import Figure
from ldn_compound.core.results import Severity

ATOMS = st.none() | st.booleans() | st.integers() | st.text()
VALUES = st.recursive(ATOMS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(VALUES)
def test_any_document_is_written_as_json_writes_it(value: Any) -> None:
    assert indented(value) == json.dumps(value, indent=2)


@pytest.mark.parametrize(
    "value", [(1, ("a", ())), Figure("4.5"), {"of": Severity.STOP}, [[], {}, [{}]], "\ud800\x00\N{SNAKE}"]
)
def test_tuples_and_kinds_of_text_too(value: Any) -> None:
    assert indented(value) == json.dumps(value, indent=2)


def test_a_plan_is_written_as_json_writes_it() -> None:
    plan = ldn.plan_solution(volume="60 mL", concentration="1 mg/mL", made_on="2026-11-22")
    text = ldn.to_json(plan)
    assert json.dumps(json.loads(text), indent=2) == text


@pytest.mark.parametrize("value", [{1: "a"}, {"a": {2, 3}}, {"a": object()}])
def test_what_json_has_not_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        indented(value)
