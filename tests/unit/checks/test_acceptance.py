"""Whoever accepts a stop has a name: letters that can be seen, in any script."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import ldn_compound as ldn
from ldn_compound.core.texts import require_name
from ldn_compound.records.log.entries import Draft
from ldn_compound.records.log.log import Log
from ldn_compound.records.log.sqlite import SqliteStore
from tests import program

# A full stop, digits, a dash, blank cell of Braille, fillers of Korean syllables (which count as letters), a zero-width
# space between full stops.
NO_NAMES = [".", "--", "42", "\u2800", "\u3164", "\uffa0", "\u115f\u1160", ".\u200b.", "\u200b", "\u0301"]
NAMES = [
    "A. Chemist",
    "x",
    "\u00d6",
    "\u5f35\u5049",
    "\u0645\u062d\u0645\u062f",
    "\u05e9\u05e8\u05d4",
    "\u0926\u0940\u092a\u0915",
    "J\u20111",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_any_script_is_one(name: str) -> None:
    require_name(name, field="by")


@pytest.mark.parametrize("name", NO_NAMES)
def test_a_text_without_a_letter_is_no_name(name: str) -> None:
    with pytest.raises(ldn.InputError, match="no-name"):
        require_name(name, field="by")


def ten_fold(accepted_by: str) -> ldn.LdnError | str:
    """Plan ten times the dose, with its stop accepted by somebody."""
    try:
        plan = ldn.plan_capsules(
            strength="45 mg", count=30, size="1", filler="mcc-ph102", packing_stat="250 mg", doses_per_day=1,
            made_on="2026-11-22", accept=["strength-high", "daily-dose-high"], accepted_by=accepted_by,
        )  # fmt: skip
    except ldn.LdnError as error:
        return error
    return ldn.to_json(plan)


@pytest.mark.parametrize("name", [".", "\u2800"])
def test_a_stop_is_not_accepted_by_nobody(name: str) -> None:
    refused = ten_fold(name)
    assert isinstance(refused, ldn.InputError) and (refused.code, refused.field) == ("no-name", "accepted_by")
    accepted = ten_fold("A. Chemist")
    assert isinstance(accepted, str) and '"accepted_by": "A. Chemist"' in accepted
    with pytest.raises(ldn.LdnError):
        ldn.from_json(accepted.replace("A. Chemist", json.dumps(name)[1:-1]))


def test_who_makes_and_who_enters_has_a_name(tmp_path: Path) -> None:
    plan = ldn.to_json(
        ldn.plan_capsules(strength="4.5 mg", count=30, size="3", filler="mcc-ph102", packing_stat="135 mg")
    )
    (tmp_path / "plan.json").write_text(plan, encoding="utf-8")
    done = program.call(("bench", "plan.json", "-", "--by", "."), folder=tmp_path)
    assert done.returncode == 10 and b"no-name" in done.stderr
    log = Log(SqliteStore(tmp_path / "log.sqlite"))
    with pytest.raises(ldn.InputError, match="no-name"):
        log.add(Draft(kind="note", data={"text": "x"}, by="."), now=datetime(2026, 11, 22, tzinfo=UTC))
    log.close()
