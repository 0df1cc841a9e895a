"""Balance print-outs: what is no weighing is set aside and named, and what may be a weighing never is."""

from __future__ import annotations

from fractions import Fraction

import pytest

import ldn_compound as ldn
from ldn_compound.core.errors import LdnError
from ldn_compound.exchange.balance_reading import AsideLine

ASIDE = [
    "----",
    "--------------------",
    "====",
    "****",
    "________",
    "........",
    "22-Nov-2026    14:03",
    "22.Nov.2026",
    "2026/11/22",
    "14:03:05",
    "02:03 pm",
    "Date: 23/09/04",
    "Time: 15:45",
    "DATE  2011/02/20",
    "Date 22.11.2026  Time 14:02",
    "START",
    "START TIME 12:34:56",
    "END",
    "Printed 22.11.2026 14:03",
    "Mod.      BP 211 D",
    "MODEL   BM-300",
    "Type XS205DU",
    "SerNo     12345678",
    "Ser.no.   12345678",
    "S/N 01234567",
    "S-N 01234567",
    "SNR 1129123456",
    "BalID 5",
    "Bal. ID 5",
    "ID  LAB-0123",
    "ID No: 123456",
    "User ID: AB",
    "User Jones",
    "Project: LDN",
    "BVers.    01-25-01",
    "Vers.   1.1007.12.1",
    "Signature",
    "Signature: ..........",
    "Sign",
    "Name:",
    "KERN",
    "SARTORIUS",
    "METTLER TOLEDO",
    "Mettler-Toledo",
    "OHAUS",
    "A & D",
    "--- Statistics ---",
    "n 5",
    "n = 20",
    "n    +  20",
    "Total 1557 mg",
    "Total: +  1.5570 g",
    "Sum 1.5570 g",
    "Sigma 1.5570 g",
    "Mean: 155.7 mg",
    "Average 155.7 mg",
    "Avg. + 0.1557 g",
    "x   0.1557 g",
    "s dev 0.0011 g",
    "Min. 0.1550 g",
    "Max. 0.1560 g",
    "RSD 0.84 %",
    "1.5570 g TOTAL",
]


@pytest.mark.parametrize("line", ASIDE)
def test_set_aside_by_name_or_refused(line: str) -> None:
    text = f"{line}\n155.7 mg\n"
    aside: list[AsideLine] = []
    assert [reading.line for reading in ldn.read_balance_lines(text, aside=aside)] == [2]
    assert aside == [AsideLine(1, " ".join(line.split()))]
    with pytest.raises(LdnError) as caught:
        ldn.read_balance_lines(text)
    assert (caught.value.code, caught.value.given) == ("unreadable-line", f"line 1: {line}")


@pytest.mark.parametrize(
    "line",
    [
        "Sample 12",
        "KERN 572",
        "Identity 5",
        "Typed 155",
        "Signal",
        "Time 14:02 155.7 mg",
        "Time 155.7",
        "Start 155.7 mg",
        "End 155.7",
        "ID 5 155.7 mg",
        "ID 155.7",
        "Type + 155",
        "User 155mg",
        "Name 155",
        "Total",
        "Total 5 155.7 mg",
        "12 Total 155.7 mg",
        "No. 12 155.7 mg TOTAL",
        "Diff 0.0012 g",
        "N 5",
        "n 155.7 mg",
        "No. 5",
        "5",
        "--",
        "S S ------",
        "N ------",
        "ST,NT,------",
        "001 ------",
        "14:03:05 ------",
        "Stat",
        "Stat    High",
        "Stat ERR 054",
        "OL",
        "UL",
        "oL",
        "-OL",
        "Err",
        "Error",
        "Error 54",
        "Low",
        "High",
        "H",
        "L",
        "HH",
        "Over",
        "Under",
        "Cal. Ext.",
        "S",
        "S S",
        "^",
        "v",
        "# 2 capsules broke",
        "# 155.7 mg",
    ],
)
def test_what_may_be_a_weighing_is_never_set_aside(line: str) -> None:
    with pytest.raises(LdnError) as caught:
        ldn.read_balance_lines(f"155.7 mg\n{line}\n155.7 mg", aside=[])
    assert caught.value.exit_code == 10
    assert str(caught.value.given).startswith(f"line 2: {line}")


@pytest.mark.parametrize("line", ["S D 155.7 mg", "155.7", "-155.7 mg", "T 48 mg", "0 mg", "155.7 mL", "155.7 mg *"])
def test_a_bad_reading_is_refused_with_a_list_too(line: str) -> None:
    aside: list[AsideLine] = []
    with pytest.raises(LdnError) as caught:
        ldn.read_balance_lines(f"KERN\n155.7 mg\n{line}", aside=aside)
    assert "line 3" in str(caught.value.given)
    assert aside == []


@pytest.mark.parametrize("dashes", ["----", "------", "*****", "------\n------"])
def test_dashes_between_two_readings_may_be_one_without_a_mass(dashes: str) -> None:
    with pytest.raises(LdnError) as caught:
        ldn.read_balance_lines(f"155.7 mg\n\n{dashes}\n155.7 mg", aside=[])
    assert caught.value.code == "unreadable-line"
    assert str(caught.value.given).startswith("line 3: ")


@pytest.mark.parametrize("ruler", ["--------------------", "====", "14:03\n----", "----\n14:03", "----\nKERN\n----"])
def test_a_ruler_between_two_readings(ruler: str) -> None:
    aside: list[AsideLine] = []
    assert len(ldn.read_balance_lines(f"155.7 mg\n{ruler}\n155.7 mg", aside=aside)) == 2
    assert [item.text for item in aside] == ruler.split("\n")


def test_comments_are_named() -> None:
    aside: list[AsideLine] = []
    text = "# capsules of today\n#\n155.7 mg\n# 2026-11-22 room 5\n"
    assert len(ldn.read_balance_lines(text, aside=aside)) == 1
    assert aside == [AsideLine(1, "# capsules of today"), AsideLine(2, "#"), AsideLine(4, "# 2026-11-22 room 5")]
    assert len(ldn.read_balance_lines(text)) == 1


def test_headings_alone_are_no_print_out() -> None:
    with pytest.raises(LdnError) as caught:
        ldn.read_balance_lines("KERN\nTotal 5 mg", aside=[])
    assert (caught.value.code, caught.value.given) == ("no-readings", "line 1: KERN; line 2: Total 5 mg")


def test_the_list_must_be_one() -> None:
    with pytest.raises(LdnError) as caught:
        ldn.read_balance_lines("155.7 mg", aside=())  # type: ignore[arg-type]  # the wrong type is the test
    assert (caught.value.code, caught.value.field) == ("not-a-list", "aside")


# As the makers' manuals lay them out.
PROTOCOLS = {
    "sartorius": (
        "--------------------\n22-Nov-2026    14:03\nMod.        BP 211 D\nSerNo.      12345678\n"
        "BVers.      01-25-01\nID          LAB-0123\n--------------------\n"
        "n          1\nN    +   0.155[7] g  \nn          2\nN    +   0.156[1] g  \n"
        "--------------------\n22-Nov-2026    14:12\nName:\n\n--------------------\n"
    ),
    "a-and-d": (
        "       A & D\nMODEL        BM-300\nS/N        01234567\nID         LAB-0123\nDATE     2026/11/22\nSTART\n"
        "TIME       12:34:56\nWT     +0.1557   g\nWT     +0.1561   g\nEND\nTIME       12:40:15\nSIGNATURE\n\n"
        "--------------------\n"
    ),
    "mettler": (
        "METTLER TOLEDO\n22.Nov.2026    14:03\nBalance Type  XS205DU\nSNR        1129123456\nBal. ID            5\n"
        "User           Jones\n----- Weighing -----\n1       0.1557 g\n2       0.1561 g\n---- Statistics ----\n"
        "n          2\nx          0.15590 g\ns dev      0.00028 g\ns rel      0.18 %\nMin.       0.1557 g\n"
        "Max.       0.1561 g\nSum        0.3118 g\nSignature\n....................\n"
    ),
    "ohaus": (
        "OHAUS\n11/22/2026 02:03:05 PM\nBal ID: 1234\nUser ID: AB\nProject ID: LDN\n"
        "     0.1557 g     NET\n     0.1561 g     NET\n     0.3118 g TOTAL\nSignature: ________\n"
    ),
    "kern": (
        "****************************\nKERN\nDate: 22.11.2026\nTime: 14:03\n****************************\n"
        "001    155.7 mg \n002    156.1 mg \nTOTAL: 311.8 mg\n****************************\n"
    ),
}


@pytest.mark.parametrize("maker", PROTOCOLS)
def test_a_whole_protocol(maker: str) -> None:
    text = PROTOCOLS[maker]
    aside: list[AsideLine] = []
    readings = ldn.read_balance_lines(text.replace("\n", "\r\n"), aside=aside)
    assert [reading.mass.value for reading in readings] == [Fraction("155.7"), Fraction("156.1")]
    named = {reading.line for reading in readings} | {item.line for item in aside}
    assert named == {number for number, line in enumerate(text.split("\n"), start=1) if line.strip()}
