"""How grave a finding is was decided once: the registry says the same, and a finding is made as the registry says."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ldn_compound.checks.codes import CODES, RULES
from ldn_compound.core.results import Severity

DECIDED: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "severities.toml").read_text("utf-8"))


def test_each_code_is_decided_once() -> None:
    named = [code for codes in DECIDED.values() for code in codes]
    assert sorted(named) == sorted(RULES) and set(named) <= set(CODES)


@pytest.mark.parametrize("severity", Severity)
def test_the_registry_says_what_was_decided(severity: Severity) -> None:
    assert {code for code, rule in RULES.items() if rule.severity is severity} == set(DECIDED[severity])


def test_what_the_condition_decides_has_no_severity_of_its_own() -> None:
    assert {code for code, rule in RULES.items() if rule.severity is None} == set(DECIDED["either"])
