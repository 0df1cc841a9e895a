"""A corpus of print-outs as makers' manuals lay them out: what is read, by hand, and what must be refused.

Sources: the manuals named in :mod:`ldn_compound.exchange.balance_formats`; A&D GX and GH manuals (data formats DP, KF,
MT, NU, CSV; statistics), Sartorius ME and Entris (print-outs of statistics, GMP and formulation), Mettler-Toledo
(statistics), Ohaus Explorer and Pioneer, Adam Equipment (G/W, N/W), Minebea Intec Midrics (GMP head).
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ldn_compound as ldn
from ldn_compound.core.errors import LdnError
from ldn_compound.exchange.balance_reading import AsideLine, missing_numbers

TWO = "134.2 mg\n135.9 mg\n"
CSV = "ST,+0000.1342,  g\nST,+0000.1359,  g\n"

# Text, and its readings in mg: worked out by hand.
READ: list[tuple[str, str]] = [
    # statistics behind the readings: Sartorius, Mettler-Toledo, A&D
    (
        TWO + "n       2\nAvg.  + 0.13505 g\ns     + 0.0012 g\nsrel  + 0.89 %\nTotal + 0.2701 g\nMin + 0.1342 g",
        "134.2 135.9",
    ),
    (TWO + "n 2\nMax. 135.9 mg\nDiff  + 0.0017 g\ns + 0.0012 g", "134.2 135.9"),
    (TWO + "Diff. 1.7 mg\nx 135.05 mg\ns 1.2 mg\nn 2", "134.2 135.9"),
    (TWO + "N        2\nSUM  + 270.1 mg\nAVE  + 135.05 mg\nSD   + 1.20 mg\nR    + 1.7 mg", "134.2 135.9"),
    (
        TWO
        + "N  +2\nSUM +0.2701 g\nMAX +0.1359 g\nMIN +0.1342 g\nR   +0.0017 g\nAVE +0.1351 g\nSD  +0.0012 g\nCV +0.89 %",
        "134.2 135.9",
    ),
    (
        TWO + "----- Statistics -----\nn 2\nx 135.05 mg\ns dev 1.2 mg\ns rel 0.89 %\n"
        "Min. 134.2 mg\nMax. 135.9 mg\nDiff. 1.7 mg\nSum 270.1 mg",
        "134.2 135.9",
    ),
    (TWO + "Mean: 135.05 mg\nSD: 1.2 mg", "134.2 135.9"),
    (TWO + "Mean 135.05 mg\ns=1.2 mg\n\n--------------------\nSignature\n....", "134.2 135.9"),
    (TWO + "AVE 135.05 mg", "134.2 135.9"),
    ("N + 0.1342 g\nN + 0.1359 g\nn 2\ns + 0.0012 g\nx + 0.13505 g", "134.2 135.9"),
    ("S 134.2 mg\nS 135.9 mg\nMean 135.05 mg\ns 1.2 mg", "134.2 135.9"),
    ("155.7 mg S\n155.9 mg S\nTotal 311.6 mg\nR 0.2 mg", "155.7 155.9"),
    # A&D, comma format with a comma before the unit
    (CSV, "134.2 135.9"),
    ("ST,+0000.1342,g", "134.2"),
    ("ST,+0134.2, mg\nST,+0135.9, mg", "134.2 135.9"),
    ("ST,+00000134, mg", "134"),
    ("ST,NT,+0000.1342,  g", "134.2"),
    ("ST,GS,+0000.1342,  g", "134.2"),
    ("WT,+0000.1342,  g", "134.2"),
    ("2004/07/01,12:34:56,ST,+0000.1278,  g", "127.8"),
    ("12:34:56,ST,+0000.1278,  g", "127.8"),
    ("01/07/2004,12:34:56,ST,+0000.1278,  g", "127.8"),
    ("LAB-0123,No,012,ST,+0000.1278,  g", "127.8"),
    ("LAB-0123,No,012,2004/07/01,12:34:56,ST,+0000.1278,  g", "127.8"),
    (
        "LAB-0123,No,011,2004/07/01,12:34:50,ST,+0000.1278,  g\nLAB-0123,No,012,2004/07/01,12:34:56,ST,+0000.1281,  g",
        "127.8 128.1",
    ),
    ("LAB-0123,ST,+0000.1278,  g", "127.8"),
    ("No.012,ST,+0000.1278,  g", "127.8"),
    ("ST,+0000.134[2],  g", "134.2"),
    ("ST\t+0000.1278\tg", "127.8"),
    # ids and numbers on lines of their own
    ("LAB-0123\nNo.012\nST,+0000.1342  g\nLAB-0123\nNo.013\nST,+0000.1359  g", "134.2 135.9"),
    ("No.001\n2004/07/01\n12:34:56\nST,+0000.1342  g\nNo.002\n2004/07/01\n12:35:56\nST,+0000.1359  g", "134.2 135.9"),
    ("No. 1\n134.2 mg\nNo. 2\n135.9 mg", "134.2 135.9"),
    ("Nr 7\n134.2 mg", "134.2"),
    ("PA214C\n134.2 mg\n135.9 mg", "134.2 135.9"),
    ("OHAUS\nPA214C\nSN B123456789\n134.2 mg", "134.2"),
    ("Operator Jane\n134.2 mg", "134.2"),
    ("Operator: Jane\n134.2 mg", "134.2"),
    ("OPERATOR\n134.2 mg", "134.2"),
    ("Bediener  JM\n134.2 mg", "134.2"),
    ("Item   1   134.2 mg\nItem   2   135.9 mg", "134.2 135.9"),
    ("ITEM 1: 134.2 mg\nITEM 2: 135.9 mg", "134.2 135.9"),
    ("Sample 1  134.2 mg\nSample 2  135.9 mg", "134.2 135.9"),
    ("1.   134.2 mg\n2.   135.9 mg", "134.2 135.9"),
    ("9. 134.2 mg\n10. 135.9 mg\n11. 134.8 mg", "134.2 135.9 134.8"),
    ("1. S S 134.2 mg\n2. S S 135.9 mg", "134.2 135.9"),
    ("1. + 0.1342 g\n2. + 0.1359 g", "134.2 135.9"),
    # Adam Equipment
    ("G/W +  0.1557 g", "155.7"),
    ("N/W +  0.1557 g", "155.7"),
    ("G/W: 155.7 mg", "155.7"),
    ("N/W   155.7 mg", "155.7"),
    # Sartorius, formulation
    ("Comp01+   0.4050 g\nComp02+   8.3100 g\nTot.cp+   8.7150 g", "405 8310"),
    ("Comp 1 + 0.4050 g\nComp 2 + 8.3100 g", "405 8310"),
    ("Comp01 + 0.4050 g", "405"),
    ("Tot.cp + 8.7150 g\n134.2 mg", "134.2"),
    # Minebea Intec Midrics, the value below its word
    ("Typ\nMIS2\nSer.no.\n12345678\nVers.\n1.10.14\nBVers.\n01-25-01\n134.2 mg", "134.2"),
    ("--------------------\nModel\nMIS2\n--------------------\n134.2 mg\n135.9 mg\n", "134.2 135.9"),
    ("SNR\n1129123456\n134.2 mg", "134.2"),
    # what was read before, and stays so
    ("155.7 mg", "155.7"),
    ("+  0.1557 g", "155.7"),
    ("S S     155.7 mg", "155.7"),
    ("N S 155.7 mg", "155.7"),
    ("ST,NT,+00155.7  mg", "155.7"),
    ("001 + 0.1557 g", "155.7"),
    ("No. 12 155.7 mg", "155.7"),
    ("#12 155.7 mg", "155.7"),
    ("0.155[7] g", "155.7"),
    ("Net: 0.1557 g", "155.7"),
    ("155.7 mg NET", "155.7"),
    ("WT     +0.1557  g", "155.7"),
    ("2026-11-22 14:03:05 S S 155.7 mg", "155.7"),
    ("155.7 \N{MICRO SIGN}g\n155.8 \N{GREEK SMALL LETTER MU}g", "0.1557 0.1558"),
    ("155700 mcg", "155.7"),
    ("0.0001557 kg", "155.7"),
]
REFUSED: list[str] = [
    "OHAUS\nB123456789\n134.2 mg",
    # a block of statistics is one only behind the readings, with its own values, and with their count
    "134.2 mg\ns 0.67 mg\n135.9 mg",
    "134.2 mg\n135.9 mg\ns 0.67 mg",
    "134.2 mg\nN 2\n135.9 mg\nMean 135.05 mg",
    "134.2 mg\n135.9 mg\nN 3\nMean 135.05 mg",
    "134.2 mg\n135.9 mg\nN 155\nMean 135.05 mg",
    "134.2 mg\n135.9 mg\nN 155.7\nMean 135.05 mg",
    "134.2 mg\n135.9 mg\nN 2",
    "134.2 mg\n135.9 mg\nSD 1.2 mg",
    "134.2 mg\n135.9 mg\nR 1.7 mg",
    "134.2 mg\nSD 135.9 mg\n136.1 mg\nMean 135.05 mg",
    "Diff 1.7 mg\n134.2 mg\n135.9 mg\nMean 135.05 mg",
    "s 1.2 mg\nMean 135.05 mg",
    "134.2 mg\nS D 135.9 mg\nMean 135.05 mg",
    "134.2 mg\nMean 135.05 mg\nUS,+135.9 mg",
    "134.2 mg\nMean 135.05 mg\nS 155",
    # commas
    "ST,+0000,1342 g",
    "ST,+0000,1342,g",
    "ST,+0000.1342,",
    "ST,+0000.1342",
    "ST,0000.1342,  g",
    "ST,-0000.1342,  g",
    "US,+0000.1342,  g",
    "OL,+9999.9999,  g",
    "QT,+00000012,PC",
    "ST,TR,+0000.0480,  g",
    "ST,+0000.0000,  g",
    "ST,+0000.1342,  oz",
    "ST,+0000.1342,  GN",
    "ST,+0000.1342,  mL",
    "ST,+0000.1342,  g,",
    "ST,+0000.1342,  g,ST,+0000.1359,  g",
    "ST,+0000.1342;  g",
    "ST+0000.1342,g",
    "+0000.1342,g",
    "0,1342 g",
    "134,2 mg",
    "1,342 mg",
    "1342,mg",
    "12,134.2 mg",
    "2004/07/01,12:34:56,US,+0000.1278,  g",
    "2004/07/01,12:34:56,ST,+0000,1278,  g",
    "LAB-0123,No,012,US,+0000.1278,  g",
    "LAB-0123,No,012,ST,+0000.1278",
    "155.7,ST,+0000.1278,  g",
    "LAB-0123,No,012,ST,+0000.1278,  g\nLAB-0123,No,012,ST,+0000.1278,  g",
    # numbers, ids and headings in another place
    "134.2 mg\nNo. 2\n135.9 mg",
    "No. 1\n134.2 mg\n135.9 mg",
    "No. 1\n134.2 mg\nNo. 2",
    "No. 1\nNo. 2\n134.2 mg",
    "No. 1\n134.2 mg\nNo. 1\n135.9 mg",
    "No. 1\n002 134.2 mg",
    "No.134.2\n135.9 mg",
    "134.2 mg\nPA214C\n135.9 mg",
    "134.2 mg\nLAB-0123",
    "LAB-0123\nLAB-0124",
    "ERR054\n134.2 mg",
    "Err54\n134.2 mg",
    "OL1\n134.2 mg",
    "E02\n134.2 mg",
    "C1234\n134.2 mg",
    "CAL2\n134.2 mg",
    "ST155\n134.2 mg",
    "NT155\n134.2 mg",
    "SD155\n134.2 mg",
    "WT155.7\n134.2 mg",
    "AB155mg\n134.2 mg",
    "LAB 0123\n134.2 mg",
    "Sample 12\n134.2 mg",
    "Item 12\n134.2 mg",
    "Operator 155 mg\n134.2 mg",
    "Operator 155.7\n134.2 mg",
    "Typ\n155\n134.2 mg",
    "Typ\n155.7\n134.2 mg",
    "Typ\n155.7 mg x\n134.2 mg",
    "134.2 mg\nTyp\nMIS2",
    "MIS2\nTyp\n134.2 mg\nMIS3",
    "134.2 mg\nSer.no.\n12345678\n135.9 mg",
    # a number with a point that may be half of a mass
    "1. 7 mg\n2. 1 mg",
    "1. 134 mg\n2. 135 mg",
    "155. 7 mg\n156. 2 mg",
    "1. 134.2 mg",
    "1. 134.2 mg\n3. 135.9 mg",
    "1. 134.2 mg\n135.9 mg",
    "0. 1557 g\n1. 1559 g",
    "Item 155.7 mg",
    "Item 1 155. 7 mg",
    # Adam, Sartorius
    "T/W + 0.0480 g",
    "G/W - 0.1557 g",
    "G/W + 0.1557",
    "G/W 155.7 mg N",
    "G/W + 0.1557 g ?",
    "Comp01+   0.4050",
    "Comp01-   0.4050 g",
    "Comp01+   0.4050 g\nComp01+   8.3100 g",
    "Tot.cp 155.7 mg ?",
    # as before
    "S D 155.7 mg",
    "155.7",
    "155.7 mg ?",
    "155.7 mg *",
    "- 0.1557 g",
    "T 48.0 mg",
    "0 mg",
    "155  7 mg",
    "155.7 MG",
    "155.7 gr",
    "------",
    "# 155.7 mg",
    "155.7 mg\n------\n155.7 mg",
]


def test_the_corpus_is_as_large_as_it_says() -> None:
    texts = [text for text, _ in READ] + REFUSED
    assert len(texts) == len(set(texts)) >= 150


@pytest.mark.parametrize(("text", "masses"), READ)
def test_read(text: str, masses: str) -> None:
    for ends in ("\n", "\r\n"):
        aside: list[AsideLine] = []
        readings = ldn.read_balance_lines(text.replace("\n", ends) + ends, aside=aside)
        assert [reading.mass.value for reading in readings] == [Fraction(mass) for mass in masses.split()]
        named = sorted([reading.line for reading in readings] + [item.line for item in aside])
        assert named == [number for number, line in enumerate(text.split("\n"), start=1) if line.strip()]


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    with pytest.raises(LdnError) as caught:
        ldn.read_balance_lines(text, aside=[])
    assert caught.value.exit_code == 10
    assert "line " in str(caught.value.given)


@pytest.mark.parametrize(
    ("text", "running"),
    [
        ("LAB-0123,No,012,ST,+0000.1278,  g", [12]),
        ("LAB-0123\nNo.012\nST,+0000.1342  g\nLAB-0123\nNo.013\nST,+0000.1359  g", [12, 13]),
        ("Item   1   134.2 mg\nItem   3   135.9 mg", [1, 3]),
        ("1.   134.2 mg\n2.   135.9 mg", [1, 2]),
        ("Comp01+   0.4050 g\nComp02+   8.3100 g", [1, 2]),
    ],
)
def test_running_numbers(text: str, running: list[int]) -> None:
    assert [reading.running for reading in ldn.read_balance_lines(text, aside=[])] == running


@pytest.mark.parametrize(("line", "basis"), [("G/W + 0.1557 g", "gross"), ("N/W + 0.1557 g", "net")])
def test_basis(line: str, basis: str) -> None:
    assert ldn.read_balance_lines(line)[0].basis == basis


# --- properties -----------------------------------------------------------------------------------------------------

TENTHS = st.integers(1, 99_999)
STYLES = {
    "csv": "ST,+{g:0>9},  g",
    "dated": "2026/11/22,14:{minute:02d}:{second:02d},ST,+{g:0>9},  g",
    "item": "Item {number} {mg} mg",
    "dotted": "{number}. {mg} mg",
    "above": "No.{number:03d}\nST,+{g:0>9}  g",
    "component": "Comp{number:02d}+ {g} g",
    "adam": "G/W + {g} g",
}


def written(style: str, tenths: list[int]) -> str:
    """Return a print-out of masses in tenths of a mg; the text of a number is made of its digits, not by division."""
    lines = []
    for number, mass in enumerate(tenths, start=1):
        digits = f"{mass:06d}"
        mg, g = f"{int(digits[:-1])}.{digits[-1]}", f"{int(digits[:-4])}.{digits[-4:]}"
        lines.append(STYLES[style].format(number=number, mg=mg, g=g, minute=number // 60, second=number % 60))
    return "\n".join(lines) + "\n"


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(STYLES)), st.lists(TENTHS, min_size=2, max_size=30))
def test_whatever_the_style_the_masses_are_those_written(style: str, tenths: list[int]) -> None:
    readings = ldn.read_balance_lines(written(style, tenths), aside=[])
    assert [reading.mass.value for reading in readings] == [Fraction(mass, 10) for mass in tenths]


EDITS = " .,+-0159mgNSDsx\t;"


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(sorted(STYLES)),
    st.lists(st.integers(1000, 9999), min_size=3, max_size=6),
    st.integers(0, 400),
    st.sampled_from(EDITS),
)
def test_a_damaged_line_is_refused_or_read_and_never_lost(style: str, tenths: list[int], place: int, put: str) -> None:
    """One character is put into a good print-out: every other mass is still there, and none is dropped in silence."""
    text = written(style, tenths)
    place %= len(text)
    damaged = text[:place] + put + text[place:]
    aside: list[AsideLine] = []
    try:
        readings = ldn.read_balance_lines(damaged, aside=aside)
    except LdnError:
        return
    found = [reading.mass.value for reading in readings]
    assert len(found) == len(tenths), "a weighing was dropped, or one was made of nothing"
    # The line that was touched may read as another mass where the damage makes another whole number of it.
    same = sum(one == Fraction(mass, 10) for one, mass in zip(found, tenths, strict=True))
    assert same >= len(tenths) - 1


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [
        ([1, 2, 3, 4, 6, 7, 8, 9, 10, 11], "5"),
        ([1, 2, 3], None),
        ([7, 8, 9], None),
        ([3, 2, 1], None),
        ([1, 3, 5], "2, 4"),
        ([1, 2, 9, 10], "3 to 8"),
        ([2, 1, 5], "3 to 4"),
        ([4], None),
    ],
)
def test_missing_running_numbers(numbers: list[int], missing: str | None) -> None:
    readings = ldn.read_balance_lines("".join(f"No. {number} 134.2 mg\n" for number in numbers))
    assert missing_numbers(readings) == missing
