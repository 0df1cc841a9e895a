"""The JSON Schema of a profile's file, held against the reader: what is right to one is right to the other."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import jsonschema
import pytest

import ldn_compound as ldn
from ldn_compound.core.errors import DataError
from ldn_compound.settings.keys import TABLE
from ldn_compound.settings.profile import read_profile
from ldn_compound.settings.template import template
from tests.repo.places import REPOSITORY

SCHEMA = jsonschema.Draft202012Validator(ldn.json_schema("profile-file"))


def as_json(value: Any) -> Any:
    """TOML's own days as an editor hands them to a validator: texts."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def holds(text: str) -> bool:
    return SCHEMA.is_valid(as_json(tomllib.loads(text)))


def in_force() -> str:
    """The template with every setting put in force, as its head says how: lines that begin with # and no blank."""
    lines = [
        line[1:] if line.startswith("#") and not line.startswith("# ") else line for line in template().split("\n")
    ]
    return "\n".join(lines)


@pytest.mark.parametrize("text", ["", template(), in_force()], ids=["empty", "template", "all in force"])
def test_the_template_is_right(text: str) -> None:
    read_profile(text)
    SCHEMA.validate(as_json(tomllib.loads(text)))


def test_the_example_of_the_readme_is_right() -> None:
    SCHEMA.validate(tomllib.loads((REPOSITORY / "docs" / "example-profile.toml").read_text(encoding="utf-8")))


RIGHT = (
    '[balance]\nreadability = "0.1mg"',
    '[balance]\nreadability = "0.0010 g"',
    '[balance]\nsensitivity = "600 \N{MICRO SIGN}g"',
    '[policies]\nwastage = "5.0 %"',
    '[policies]\nwastage = "0 %"',
    '[drug]\nlot = "A"\nassay = "100.0%"\nassay_basis = "as-is"\nexpiry = "2027-03"',
    "[drug]\nlot = 'A'\nexpiry = 2027-03-31",
    '[fillers.mcc-ph102]\npacking.3 = "135 mg"\npacking.4 = "0.1 g"',
    '[fillers.our-own]\nname = "our own"\ncontains = []',
    '[fillers.mcc-ph102]\ndensity = "0.3 g/mL"',
    '[capsules]\nvolumes.3 = "0.30 mL"\nmachine_load = 1',
    '[strengths]\nsolution = ["5 mg/5 mL", "1 mg/mL"]\ncapsule = ["1.50 mg"]',
    '[signing]\nrequire = "yes"\ntrusted = ["/etc/key.pub"]',
    '[beyond_use.capsule]\ndays = "90 d"\nsource = "own study"',
    '[log]\nnumber = "C-{yy}{month}-{n:3}"',
)
# What is wrong is wrong to the reader too: that is asked first.
WRONG = (
    '[balances]\nreadability = "1 mg"',
    'balance = "1 mg"',
    '[balance]\nreadabilty = "1 mg"',
    "[balance]\nreadability = 1",
    "[balance]\nreadability = 0.1",
    '[balance]\nreadability = "1"',
    '[balance]\nreadability = "1 mL"',
    '[balance]\nreadability = "1 Mg"',
    '[balance]\nreadability = "0 mg"',
    '[balance]\nreadability = "0.00 mg"',
    '[balance]\nreadability = "01 mg"',
    '[balance]\nreadability = ".5 mg"',
    '[balance]\nreadability = "1  mg"',
    '[balance]\nreadability = "-1 mg"',
    '[balance]\nreadability = "1,5 mg"',
    '[balance]\ndecimal_mark = "semicolon"',
    '[policies]\nwastage = "5"',
    '[policies]\nwastage = "101 %"',
    '[policies]\ncap_assay = "yes"',
    '[policies]\njurisdiction = "zz"',
    '[drug]\nassay = "201 %"',
    '[drug]\nassay = "0.0 %"',
    '[drug]\nexpiry = "31.3.2027"',
    '[drug]\nexpiry = "2027-13"',
    '[drug.lots."A B"]\nlot = "A"',
    '[drug.lots.A]\nstrength = "1 mg"',
    '[capsules]\nsizes = "3"',
    '[capsules]\nsizes = ["6"]',
    "[capsules]\nsizes = []",
    "[capsules]\nmachine_load = 0",
    '[capsules]\nmachine_load = "100"',
    '[capsules]\nvolumes.6 = "0.30 mL"',
    '[capsules]\nvolumes = "0.30 mL"',
    '[fillers.Our_own]\nname = "our own"',
    '[fillers.our-own]\nlot = "1"',
    "[fillers.mcc-ph102]\ncontains = []",
    '[fillers.mcc-ph102]\npacking_size = "3"',
    '[fillers.mcc-ph102]\ndensity = "0.3 g"',
    '[signing]\nrequire = "yes"',
    '[beyond_use.capsule]\ndays = "90 d"',
    '[beyond_use.capsule]\ndays = "90.5 d"\nsource = "own study"',
    '[beyond_use.pill]\ndays = "90 d"\nsource = "own study"',
    "[strengths]\ncapsule = []",
    '[strengths]\ncapsule = ["0 mg"]',
    '[log]\nnumber = "C-2026"',
    '[pharmacy]\nname = ""',
    "[pharmacy]\nname = 5",
)


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_right_to_both(text: str) -> None:
    read_profile(text)
    assert holds(text)


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_wrong_to_both(text: str) -> None:
    with pytest.raises(DataError):
        read_profile(text)
    assert not holds(text)


def test_every_setting_is_there_with_what_it_is() -> None:
    """Each of them, and no other, by its own way down the schema."""
    schema = ldn.json_schema("profile-file")

    def names(part: Any, start: str) -> set[str]:
        found: set[str] = set()
        rows = [
            *part.get("properties", {}).items(),
            *(("*", row) for row in part.get("patternProperties", {}).values()),
        ]
        for name, row in rows:
            for way in row.get("anyOf", [row]):
                below = names(way, f"{start}{name}.") if way.get("type") == "object" else {f"{start}{name}"}
                found |= below
                assert below or "description" in way
        return found

    def pattern(name: str) -> str:
        parts = name.split(".")
        if parts[0] in ("fillers", "beyond_use"):
            parts[1] = "*"
        if len(parts) > 2 and parts[-2] in ("volumes", "shell_masses", "packing"):
            parts[-1] = "*"
        return ".".join(parts)

    assert {pattern(name) for name in names(schema, "")} == {key.name for key in TABLE}
