"""Balance print-outs: the formats that are read, and every line that is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

import ldn_compound as ldn
from ldn_compound.errors import LdnError
from ldn_compound.exchange.balance_lines import read_named_lines

READ = [
    "155.7 mg",
    "155.7mg",
    "0.1557 g",
    "+  0.1557 g",
    "+0.1557g",
    "    +   0.1557 g  ",
    "S S     155.7 mg",
    "S S 155.7 mg",
    "N S 155.7 mg",
    "G S 155.7 mg",
    "N     +   0.1557 g  ",
    "G     +   0.1557 g",
    "155.7 mg N",
    "ST,NT,+00155.7  mg",
    "ST,GS,+0000.1557  g",
    "001 + 0.1557 g",
    "12  155.7 mg",
    "12\t155.7 mg",
    "12;155.7 mg",
    "12 S S 155.7 mg",
    "No. 12 155.7 mg",
    "Nr 12: 155.7 mg",
    "#12 155.7 mg",
    "12: 155.7 mg",
    "12) 155.7 mg",
    "012,ST,NT,+00155.7  mg",
    "2026-11-22 14:03:05 S S 155.7 mg",
    "2026-11-22T14:03:05 155.7 mg",
    "22.11.2026 14:03 + 155.7 mg",
    "11/22/26 2:03 PM 155.7 mg",
    "14:03:05 155.7 mg",
    "0.1557 g 14:03:05",
    "0.1557 g  22-Nov-2026 14:03:05",
    "7 14:03:05 S S 155.7 mg",
    "155700 mcg",
    "0.0001557 kg",
]


@pytest.mark.parametrize("line", READ)
def test_read(line: str) -> None:
    (reading,) = ldn.read_balance_lines(line + "\r\n")
    assert reading.mass.value == Fraction("155.7")
    assert reading.mass.dimension == "mass"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("S D     155.7 mg", "unstable-reading"),
        ("SD 155.7 mg", "unstable-reading"),
        ("N D 155.7 mg", "unstable-reading"),
        ("US,NT,+00155.7  mg", "unstable-reading"),
        ("155.7 mg ?", "unstable-reading"),
        ("+   0.1557", "unstable-reading"),
        ("155.7", "unstable-reading"),
        ("S +", "unreadable-line"),
        ("S -", "unreadable-line"),
        ("S I", "unreadable-line"),
        ("OL", "unreadable-line"),
        ("OL,NT,+99999 mg", "unreadable-line"),
        ("Err 54", "unreadable-line"),
        ("------", "unreadable-line"),
        ("Low", "unreadable-line"),
        ("155,7 mg", "unreadable-line"),
        ("0,1557 g", "unreadable-line"),
        ("12,155.7 mg", "unreadable-line"),
        ("1 155.7 mg", "unreadable-line"),
        ("155. 7 mg", "unreadable-line"),
        ("1.2.3 mg", "unreadable-line"),
        ("1e3 mg", "unreadable-line"),
        ("155.7 mg 155.7 mg", "unreadable-line"),
        ("155.7 mg/mL", "unreadable-line"),
        ("Sample 12", "unreadable-line"),
        ("\x1b[31m155.7 mg", "unreadable-line"),
        ("1" * 500 + " mg", "unreadable-line"),
        ("-   0.1557 g", "negative"),
        ("S S -155.7 mg", "negative"),
        ("\N{MINUS SIGN}155.7 mg", "negative"),
        ("T  48.0 mg", "tare-line"),
        ("ST,TR,+00048.0  mg", "tare-line"),
        ("155.7 mL", "wrong-dimension"),
        ("155.7 %", "wrong-dimension"),
        ("155.7 MG", "unknown-unit"),
        ("155.7 ct", "unknown-unit"),
        ("1234567890123456 mg", "too-many-digits"),
    ],
)
def test_refused(line: str, code: str) -> None:
    with pytest.raises(LdnError) as caught:
        ldn.read_balance_lines(f"134.2 mg\n{line}\n")
    assert (caught.value.code, caught.value.exit_code, caught.value.field) == (code, 10, "masses")
    assert "line 2" in str(caught.value.given)


@pytest.mark.parametrize("text", ["", "\n\n", "# capsules of today\n"])
def test_no_readings(text: str) -> None:
    with pytest.raises(LdnError) as caught:
        ldn.read_balance_lines(text)
    assert caught.value.code == "no-readings"


@pytest.mark.parametrize(
    "text",
    [
        "001 + 0.1557 g\n001 + 0.1557 g",
        "No. 1 0.1557 g\nNo. 2 0.1557 g\nNo. 1 0.1558 g",
        "14:03:05 0.1557 g\n14:03:05 0.1557 g",
        "2026-11-22 14:03:05 0.1557 g\n2026-11-22 14:03:05 0.1558 g",
        "14:03 155.7 mg\n14:03 155.7 mg",
        "0.1557 g 14:03:05\n0.1557 g 14:03:05",
    ],
)
def test_the_same_line_twice(text: str) -> None:
    with pytest.raises(LdnError) as caught:
        ldn.read_balance_lines(text)
    assert caught.value.code == "reading-twice"


@pytest.mark.parametrize(
    "text",
    [
        "155.7 mg\n155.7 mg",
        "S S 155.7 mg\nS S 155.7 mg",
        "001 + 0.1557 g\n002 + 0.1557 g",
        "14:03:05 0.1557 g\n14:03:06 0.1557 g",
        "14:03 155.7 mg\n14:03 155.8 mg",
        "2026-11-22 155.7 mg\n2026-11-22 155.7 mg",
        "1: 14:03 155.7 mg\n2: 14:03 155.7 mg",
    ],
)
def test_equal_masses_are_normal(text: str) -> None:
    assert len(ldn.read_balance_lines(text)) == 2


def test_named_lines() -> None:
    found = read_named_lines("api: S S 155.7 mg\nfiller = 8.31 g\n12: 1 mg\n14:03:05 2 mg")
    assert [(name, reading.mass.text()) for name, reading in found] == [
        ("api", "155.7 mg"),
        ("filler", "8310 mg"),
        (None, "1 mg"),
        (None, "2 mg"),
    ]
