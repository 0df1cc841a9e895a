"""Balance print-outs: the formats that are read, and every line that is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

import ldn_compound as ldn
from ldn_compound.core.errors import LdnError
from ldn_compound.exchange.balance_lines import read_named_lines
from ldn_compound.exchange.balance_reading import AsideLine

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
    "12 S S 155.7 mg",
    "No. 12 155.7 mg",
    "Nr 12: 155.7 mg",
    "#12 155.7 mg",
    "# 9 155.7 mg",
    "#  9: 155.7 mg",
    "#\t9 S S 155.7 mg",
    "# 9 + 0.1557 g",
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
    "7 14:03:05 155.7 mg",
    "155700 mcg",
    "0.0001557 kg",
    "0.155[7] g",
    "0.155(7) g",
    "0.15[57] g",
    "155.[7] mg",
    "N     + 0.155[7] g",
    "N1    + 0.155[7] g",
    "Net  0.1557 g",
    "Net: 0.1557 g",
    "NET:155.7 mg",
    "Gross  0.1557 g",
    "GROSS: 0.1557 g",
    "155.7 mg NET",
    "155.7 mg S",
    "+000155.7 mg  S",
    "S 155.7mg",
    "WT     +0.1557  g",
    "WT, +155.7 mg",
    "2026/11/22 14:03:05 155.7 mg",
    "22.Nov.2026 14:03 155.7 mg",
    "22-Nov-2026 155.7 mg",
    "11/22/26 2:03 pm 155.7 mg",
    "155.7 mg 2:03:05 am",
    "\x02S S 155.7 mg\x03",
    "\x1b@155.7 mg\x00",
    "\N{NO-BREAK SPACE}155.7\N{NARROW NO-BREAK SPACE}mg\N{NO-BREAK SPACE}",
    "S\N{NO-BREAK SPACE}S\N{NO-BREAK SPACE}155.7 mg",
    "14:03:05\N{NARROW NO-BREAK SPACE}155.7 mg",
    "+\N{NO-BREAK SPACE}155.7 mg",
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
        ("U 155.7 mg", "unstable-reading"),
        ("D 155.7 mg", "unstable-reading"),
        ("? 155.7 mg", "unstable-reading"),
        ("155.7 mg U", "unstable-reading"),
        ("155.7 mg ? NET", "unstable-reading"),
        ("Net: 155.7", "unstable-reading"),
        ("155.7 mg E", "unreadable-line"),
        ("^ 155.7 mg", "unreadable-line"),
        ("v 155.7 mg", "unreadable-line"),
        ("* 155.7 mg", "unreadable-line"),
        ("155.7 mg *", "unreadable-line"),
        ("WS +0.1557 g", "unreadable-line"),
        ("QT, +155 mg", "unreadable-line"),
        ("N 155.7 mg G", "unreadable-line"),
        ("0.155[7) g", "unreadable-line"),
        ("155[7] mg", "unreadable-line"),
        ("0.155[] g", "unreadable-line"),
        ("155\N{NO-BREAK SPACE}7 mg", "unreadable-line"),
        ("0.\N{NARROW NO-BREAK SPACE}1557 g", "unreadable-line"),
        ("1\N{NARROW NO-BREAK SPACE}557 mg", "unreadable-line"),
        ("155\x00.7 mg", "unreadable-line"),
        ("\N{ARABIC-INDIC DIGIT ONE}55.7 mg", "unreadable-line"),
        ("# 155.7 mg", "unreadable-line"),
        ("# S S 155.7 mg", "unreadable-line"),
        ("# api: 155.7mg", "unreadable-line"),
        ("# OL", "unreadable-line"),
        ("# 9", "unreadable-line"),
        ("# 9 ------", "unreadable-line"),
        ("# 9 Err 54", "unreadable-line"),
        ("# 9 S D 155.7 mg", "unstable-reading"),
        ("# S S 155.7 MG", "unreadable-line"),
        ("001 14:03:05 OL 155.7 mg", "unstable-reading"),
        ("0 mg", "out-of-range"),
        ("N + 0.0000 g", "out-of-range"),
        ("Tare: 48.0 mg", "tare-line"),
        ("48.0 mg PT", "tare-line"),
        ("48.0 mg T", "tare-line"),
        ("T1 + 0.048 g", "tare-line"),
        ("TW 48.0 mg", "tare-line"),
    ],
)
def test_refused(line: str, code: str) -> None:
    with pytest.raises(LdnError) as caught:
        ldn.read_balance_lines(f"134.2 mg\n{line}\n")
    assert (caught.value.code, caught.value.exit_code, caught.value.field) == (code, 10, "masses")
    assert "line 2" in str(caught.value.given)


@pytest.mark.parametrize("line", ["\x1b@155.7 MG", "\x1b@155.7 mL", "\x1b@0 mg", "155.7\x1b[31m mg", "S D 1 mg\x03"])
def test_a_refused_line_is_shown_without_control_characters(line: str) -> None:
    with pytest.raises(LdnError) as caught:
        ldn.read_balance_lines(line)
    assert str(caught.value.given).isprintable()
    assert str(caught.value.given).startswith("line 1: ")


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
        "0.1557 g 14:03:05\n0.1557 g 14:03:05",
        "14:03 155.7 mg\n14:04 155.7 mg\n14:03 155.7 mg",
        "14:03 155.7 mg\n14:03 155.8 mg\n14:04 155.9 mg\n14:03 155.7 mg\n14:03 155.8 mg\n14:04 155.9 mg",
        "# 9 155.7 mg\n#10 155.8 mg\n# 9 155.7 mg",
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
        "14:03 155.7 mg\n14:03 155.7 mg",
        "14:03 155.7 mg\n14:04 155.7 mg",
        "2026-11-22 155.7 mg\n2026-11-22 155.7 mg",
        "1: 14:03 155.7 mg\n2: 14:03 155.7 mg",
    ],
)
def test_equal_masses_are_normal(text: str) -> None:
    assert len(ldn.read_balance_lines(text)) == 2


def test_a_running_number_says_more_than_a_minute() -> None:
    assert len(ldn.read_balance_lines("1: 14:03 155.7 mg\n2: 14:04 155.8 mg\n3: 14:03 155.7 mg")) == 3


def test_a_no_break_blank_never_parts_a_number() -> None:
    """With plain blanks these lines count up; between two digits a no-break blank may be one of thousands."""
    text = "1 134 mg\n2 135 mg"
    assert len(ldn.read_balance_lines(text)) == 2
    for blank in "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}":
        with pytest.raises(LdnError) as caught:
            ldn.read_balance_lines(text.replace("1 134", f"1{blank}134").replace("2 135", f"2{blank}135"))
        assert caught.value.code == "unreadable-line"


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("155.7 mg E", "E marks an error"),
        ("H", "gave no mass"),
        ("Cal. Ext.", "gave no mass"),
        ("N ------", "gave no mass"),
        ("Stat High", "gave no mass"),
        ("155.7 mg *", "a calculated value"),
        ("? 155.7 mg", "not come to rest"),
        ("N 155.7", "unit is missing"),
        ("0,1557 g", "no decimal point"),
        ("# 2 broke", "begin a comment with a word"),
        ("# 155.7 mg", "number the weighing"),
        ("012 155.7 mg TOTAL", "a total"),
        ("0 mg", "was the balance empty"),
        ("2.4028 gr", "gr is the grain, 64.8 mg"),
        ("+  2.4028 GN", "GN is the grain, 64.8 mg"),
        ("S S 2.4028 dwt", "the pennyweight"),
        ("155.7 oz", "the ounce"),
        ("N 155.7 mg G", "both net and gross"),
        ("KERN", "a heading is no weighing"),
    ],
)
def test_the_hint_says_what_is_wrong(line: str, hint: str) -> None:
    with pytest.raises(LdnError) as caught:
        ldn.read_balance_lines(line)
    assert hint in str(caught.value.hint)


def test_named_lines() -> None:
    found = read_named_lines("api: S S 155.7 mg\nfiller = 8.31 g\n12: 1 mg\n14:03:05 2 mg")
    assert [(name, reading.mass.text()) for name, reading in found] == [
        ("api", "155.7 mg"),
        ("filler", "8310 mg"),
        (None, "1 mg"),
        (None, "2 mg"),
    ]


def test_right_aligned_running_numbers_lose_no_unit() -> None:
    """Found by a tester: the first nine lines were taken for comments, and a bad batch passed."""
    masses = [Fraction(1342 + number, 10) for number in range(12)]
    text = "".join(f"#{number:>2} {float(mass):.1f} mg\n" for number, mass in enumerate(masses, start=1))
    assert text.startswith("# 1 134.2 mg\n# 2")
    readings = ldn.read_balance_lines(text)
    assert [reading.mass.value for reading in readings] == masses
    assert [reading.running for reading in readings] == list(range(1, 13))


@pytest.mark.parametrize(
    ("text", "running"),
    [
        ("12  155.7 mg\n13  155.7 mg", [12, 13]),
        ("12\t155.7 mg\n13\t155.7 mg", [12, 13]),
        ("12;155.7 mg\n13;155.7 mg", [12, 13]),
        (" 9 155.7 mg\n10 155.7 mg\n11 155.7 mg", [9, 10, 11]),
        ("1 + 0.1557 g\n2 + 0.1557 g", [1, 2]),
        ("1 155.7 mg\n2 155.7 mg", [1, 2]),
        ("099 0.1557 g\n100 0.1557 g", [99, 100]),
        ("154 N 155.7 mg\n12 S S 155.7 mg", [154, 12]),
    ],
)
def test_bare_running_numbers_that_count_up(text: str, running: list[int]) -> None:
    readings = ldn.read_balance_lines(text)
    assert [reading.running for reading in readings] == running
    assert {reading.mass.value for reading in readings} == {Fraction("155.7")}


def test_whole_masses_counted_from_1() -> None:
    readings = ldn.read_balance_lines("1 134 mg\n2 135 mg\n3 134 mg")
    assert [reading.mass.value for reading in readings] == [134, 135, 134]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("155  7 mg", 1),
        ("155\t7 mg", 1),
        ("155;7 mg", 1),
        ("155 + 7 mg", 1),
        ("155+7 mg", 1),
        ("12  155.7 mg", 1),
        ("10  155.7 mg", 1),
        ("155.7 mg\n155  7 mg", 2),
        ("155  7 mg\n155  8 mg", 1),
        ("155  7 mg\n157  2 mg", 1),
        ("12 155.7 mg\n155.8 mg", 1),
        ("12 155.7 mg\n14 155.8 mg", 1),
        ("13 155.7 mg\n12 155.8 mg", 1),
        ("14:03 155 7 mg", 1),
        # A print-out that lost its points counts up by chance.
        ("155  7 mg\n156  2 mg", 1),
    ],
)
def test_bare_running_numbers_that_may_be_the_front_of_a_mass(text: str, line: int) -> None:
    with pytest.raises(LdnError) as caught:
        ldn.read_balance_lines(text)
    assert caught.value.code == "unreadable-line"
    assert str(caught.value.given).startswith(f"line {line}: ")
    assert "write No. before a running number" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("line", "basis"),
    [
        ("155.7 mg", None),
        ("S S 155.7 mg", None),
        ("S 155.7 mg", None),
        ("WT +0.1557 g", None),
        ("ST,+0155.7 mg", None),
        ("155.7 mg S", None),
        ("N 155.7 mg", "net"),
        ("N S 155.7 mg", "net"),
        ("N1 + 155.7 mg", "net"),
        ("Net: 155.7 mg", "net"),
        ("Netto 155.7 mg", "net"),
        ("ST,NT,+0155.7 mg", "net"),
        ("ST,N,+0155.7 mg", "net"),
        ("NT: 155.7 mg", "net"),
        ("155.7 mg N", "net"),
        ("155.7 mg NET", "net"),
        ("G 155.7 mg", "gross"),
        ("G S 155.7 mg", "gross"),
        ("G# + 155.7 mg", "gross"),
        ("Gross: 155.7 mg", "gross"),
        ("Brutto 155.7 mg", "gross"),
        ("ST,GS,+0155.7 mg", "gross"),
        ("GS 155.7 mg", "gross"),
        ("155.7 mg G", "gross"),
    ],
)
def test_basis(line: str, basis: str | None) -> None:
    (reading,) = ldn.read_balance_lines(line)
    assert (reading.mass.value, reading.basis) == (Fraction("155.7"), basis)


@pytest.mark.parametrize(
    ("line", "name", "running"),
    [
        ("API: 155.7 mg", "api", None),
        ("Api = 155.7 mg", "api", None),
        ("api 155.7 mg", "api", None),
        ("Filler S S 155.7 mg", "filler", None),
        ("diluent-2 + 0.1557 g", "diluent-2", None),
        ("mcc-ph102: 155.7 mg", "mcc-ph102", None),
        ("001 api: 155.7 mg", "api", 1),
        ("1 api: 155.7 mg", "api", 1),
        ("# 1 api: 155.7 mg", "api", 1),
        ("No. 1 API 155.7 mg", "api", 1),
        ("api: 001 155.7 mg", "api", 1),
        ("Net: 155.7 mg", None, None),
        ("net 155.7 mg", None, None),
        ("No12: 155.7 mg", None, 12),
    ],
)
def test_names(line: str, name: str | None, running: int | None) -> None:
    ((found, reading),) = read_named_lines(line)
    assert (found, reading.running, reading.mass.value) == (name, running, Fraction("155.7"))


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("api: S D 155.7 mg", "unstable-reading"),
        ("api S D 155.7 mg", "unstable-reading"),
        ("api: -155.7 mg", "negative"),
        ("API: 0 mg", "out-of-range"),
        ("api: 155.7 MG", "unknown-unit"),
        ("api: 155.7 mL", "wrong-dimension"),
        ("api:", "unreadable-line"),
        ("api: ------", "unreadable-line"),
        ("api: KERN", "unreadable-line"),
        ("api: Total 155.7 mg", "unreadable-line"),
        ("api 155", "unreadable-line"),
        ("api: 1 425 mg", "unreadable-line"),
        ("1 api: 002 425 mg", "unreadable-line"),
        ("high 155.7 mg", "unreadable-line"),
        ("Err: 155.7 mg", "unreadable-line"),
        ("Tare: 155.7 mg", "tare-line"),
        ("ID: 155.7 mg", "unreadable-line"),
    ],
)
def test_a_named_line_is_refused_as_it_stands(line: str, code: str) -> None:
    with pytest.raises(LdnError) as caught:
        read_named_lines(f"filler: 8.31 g\n{line}", aside=[])
    assert (caught.value.code, caught.value.given, caught.value.field) == (code, f"line 2: {line}", "weighed")


def test_thousands_are_no_running_numbers_of_components() -> None:
    for text in ("1 425 mg\n2 831 mg", "api: 1 425 mg\nfiller: 2 831 mg", "api: 1 425.5 mg\nfiller: 2 831.5 mg"):
        with pytest.raises(LdnError) as caught:
            read_named_lines(text)
        assert (caught.value.code, caught.value.field) == ("unreadable-line", "weighed")


def test_named_lines_among_headings() -> None:
    aside: list[AsideLine] = []
    found = read_named_lines("KERN\nDate: 22.11.2026\nAPI: 155.7 mg\nTotal: 155.7 mg\n", aside=aside)
    assert [(name, reading.line) for name, reading in found] == [("api", 3)]
    assert [item.line for item in aside] == [1, 2, 4]
