"""Tables of masses: what is read, worked out by hand, and what is refused because it could mean two things."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldn_compound.core.errors import LdnError
from ldn_compound.core.units import require
from ldn_compound.exchange.balance_reading import AsideLine
from ldn_compound.exchange.mass_tables import MassTable, read_content_table, read_mass_table

# Text, the unit said apart, whether the profile has the comma, and the masses in mg.
READ: list[tuple[str, str | None, bool, str]] = [
    ("mass,unit\n134.2,mg\n0.1359,g\n", None, False, "134.2 135.9"),
    ("No;Mass (mg)\n1;134.2\n2;135.9\n", None, False, "134.2 135.9"),
    ("no\tweight [g]\n1\t0.1342\n\n2\t0.1359\n", None, False, "134.2 135.9"),
    ("Capsule;mass_mg\n1;134.2\n2;135.9", None, False, "134.2 135.9"),
    ("mass_mg\n134.2\n135.9", None, False, "134.2 135.9"),
    ("Weight\n134.2 mg\n0.1359g", None, False, "134.2 135.9"),
    ("mass\n134.2\n135.9", "mg", False, "134.2 135.9"),
    ("mass\n134.2 mg\n135.9", "mg", False, "134.2 135.9"),
    ("134.2\n135.9\n", "mg", False, "134.2 135.9"),
    ("0.1342\r\n0.1359\r\n", "g", False, "134.2 135.9"),
    ('date,"no","mass mg",operator\n2026-11-26,1,134.2,AB\n2026-11-26,2,"135.9",AB\n', None, False, "134.2 135.9"),
    ("Gewicht (mg);Nr\n134,2;1\n135,9;2\n;\n", None, True, "134.2 135.9"),
    ('no,mass (mg)\n1,"134,2"\n2,"135,9"\n', None, True, "134.2 135.9"),
    ("134,2 mg\n135,9 mg\n", None, True, "134.2 135.9"),
    ("134,2\n1,342\n", "mg", True, "134.2 1.342"),
    ("mass (mg)\n134.2\n135.9", None, True, "134.2 135.9"),
    ("mass (\N{MICRO SIGN}g)\n134200", None, False, "134.2"),
]


def read(text: str, unit: str | None = None, comma: bool = False) -> MassTable:
    table = read_mass_table(text, aside=[], unit=unit, decimal_comma=comma)
    assert table is not None
    return table


@pytest.mark.parametrize(("text", "unit", "comma", "masses"), READ)
def test_read(text: str, unit: str | None, comma: bool, masses: str) -> None:
    table = read(text, unit, comma)
    assert [reading.mass.value for reading in table.readings] == [Fraction(mass) for mass in masses.split()]
    assert table.decimal_comma == (comma and "," in text.split("\n")[1])


# Text, the unit said apart, whether the profile has the comma, and the error with a word of it.
REFUSED: list[tuple[str, str | None, bool, str, str]] = [
    ("mass (mg)\n134,2\n135,9\n", None, False, "decimal-comma", 'decimal_mark = "comma"'),
    ("134,2\n135,9\n", "mg", False, "decimal-comma", "decimal_mark"),
    ("mass (mg)\n134,2\n135.9\n", None, True, "decimal-comma", "line 3"),
    ("mass (mg)\n134,2\n135\n", None, True, "decimal-comma", "every number"),
    ("mass (mg)\n1.134,2\n", None, True, "decimal-comma", "every number"),
    ("mass (mg)\n1,134,2\n", None, True, "decimal-comma", "every number"),
    ("no,mass (mg)\n1,134,2\n", None, True, "unreadable-line", "semicolons"),
    ("no;mass (mg)\n1;134.2;x\n", None, False, "unreadable-line", "2 columns"),
    ("mass\n134.2\n", None, False, "no-unit", "--unit mg"),
    ("mass;unit\n134.2;mg\n135.9;\n", None, False, "unreadable-line", "column of units"),
    ("mass;unit\n134.2;1\n", None, False, "unreadable-line", "column of units"),
    ("mass;unit\n134.2;gr\n", None, False, "unreadable-line", "column of units"),
    ("mass;unit\n134.2;MG\n", None, False, "unreadable-line", "column of units"),
    ("mass (mg);unit\n134.2;g\n", None, False, "units-contradict", "g and mg"),
    ("mass (mg)\n134.2 g\n", None, False, "units-contradict", "g and mg"),
    ("mass (mg)\n134.2\n", "g", False, "units-contradict", "mg and g"),
    ("134.2 mg\n", "g", False, "units-contradict", "mg and g"),
    ("gross (mg);net (mg)\n182;134\n", None, False, "unknown-column", "gross (mg) and net (mg)"),
    ("mass (mg);status\n134.2;D\n", None, False, "unknown-column", "status"),
    ("mass (mg);comment\n134.2;dropped\n", None, False, "unknown-column", "comment"),
    ("no;nr;mass (mg)\n1;1;134.2\n", None, False, "unknown-column", "no and nr"),
    ("no;mass (mg)\nMean;134.2\n", None, False, "unreadable-line", "running number"),
    ("no;mass (mg)\n1;134.2\n1;134.2\n", None, False, "reading-twice", "running number"),
    ("mass (mg)\n-134.2\n", None, False, "unreadable-line", "line 2"),
    ("mass (mg)\n1 342\n", None, False, "unreadable-line", "line 2"),
    ("mass (mg)\n1\N{NO-BREAK SPACE}342\n", None, False, "unreadable-line", "line 2"),
    ("mass (mg)\n1e3\n", None, False, "unreadable-line", "line 2"),
    ("mass (mg)\n0134\n", None, False, "bad-quantity", "leading zeros"),
    ("mass (mg)\n134.\n", None, False, "bad-quantity", "bare point"),
    ("mass (mg)\n0.0\n", None, False, "out-of-range", "more than 0"),
    ('no;mass (mg)\n1;"134.2\n', None, False, "unreadable-line", "2 columns"),
    ("mass (mg)\n", None, False, "no-readings", "heading"),
    ("mass (mg)\n;\n", None, False, "unreadable-line", "line 2"),
    ("S S 134.2 mg\n", "mg", False, "unreadable-line", "line 1"),
]


@pytest.mark.parametrize(("text", "unit", "comma", "code", "word"), REFUSED)
def test_refused(text: str, unit: str | None, comma: bool, code: str, word: str) -> None:
    with pytest.raises(LdnError) as caught:
        read_mass_table(text, aside=[], unit=unit, decimal_comma=comma)
    assert caught.value.code == code
    assert word in str(caught.value)


@pytest.mark.parametrize(
    "text", ["", "\n", "S S 134.2 mg", "134.2 mg", "134,2 mg", "1;134.2", "KERN\n134.2 mg", "no;unit"]
)
def test_what_is_no_table_goes_to_the_reader_of_print_outs(text: str) -> None:
    assert read_mass_table(text, aside=[]) is None


def test_the_heading_is_set_aside_and_says_net_or_gross() -> None:
    aside: list[AsideLine] = []
    table = read_mass_table("\nNo;Gross (mg)\n4;182.5\n", aside=aside)
    assert table is not None
    assert aside == [AsideLine(2, "No;Gross (mg)")]
    (reading,) = table.readings
    assert (reading.basis, reading.running, reading.line) == ("gross", 4, 3)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("component;mass (mg)\napi;405\nfiller;11745\n", {"api": "405 mg", "filler": "11745 mg"}),
        ("Component,weight,unit\nFILLER,11.745,g\nAPI,405,mg\n", {"filler": "11745 mg", "api": "405 mg"}),
        ("no\tsubstance\tmass\n1\tmcc-ph102\t2 g\n", {"mcc-ph102": "2000 mg"}),
    ],
)
def test_a_column_names_the_components(text: str, read: dict[str, str]) -> None:
    table = read_mass_table(text, aside=[], components=True)
    assert table is not None
    masses = [item.mass.text() for item in table.readings]
    assert dict(zip(table.components, masses, strict=True)) == read


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("component;mass (mg)\n;405\n", "unreadable-line"),
        ("component;mass (mg)\nthe drug;405\n", "unreadable-line"),
        ("component;substance;mass (mg)\napi;x;405\n", "unknown-column"),
        ("component;mass\napi;405\n", "no-unit"),
        ("component;mass (mg)\napi;405 g\n", "units-contradict"),
    ],
)
def test_a_component_that_is_not_named_is_refused(text: str, code: str) -> None:
    with pytest.raises(LdnError) as caught:
        read_mass_table(text, aside=[], components=True, field="weighed")
    assert (caught.value.code, caught.value.field) == (code, "weighed")


def test_a_column_of_components_is_for_a_batch_alone() -> None:
    """Masses of units have no component: what the column says would not be read."""
    with pytest.raises(LdnError, match="unknown-column"):
        read_mass_table("component;mass (mg)\napi;405\n", aside=[])


def test_contents_are_percents() -> None:
    assert read_content_table("no;content (%)\n1;99.5\n2;101\n", aside=[]) == (
        require("99.5 %", "1", "contents"),
        require("101 %", "1", "contents"),
    )
    assert read_content_table("99.5 %\n101 %\n", aside=[]) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("content\n99.5\n", "no-unit"),
        ("content (%)\n99,5\n", "decimal-comma"),
        ("content (%)\n99.5 mg\n", "unreadable-line"),
        ("content (mg)\n99.5\n", "no-table"),
        ("content (%)\n0\n", "out-of-range"),
    ],
)
def test_other_contents_are_refused(text: str, code: str) -> None:
    if code == "no-table":
        assert read_content_table(text, aside=[]) is None
        return
    with pytest.raises(LdnError) as caught:
        read_content_table(text, aside=[])
    assert (caught.value.code, caught.value.field) == (code, "contents")


PIECES = [
    "mass",
    " (mg)",
    "no",
    "unit",
    ";",
    ",",
    "\t",
    "\n",
    '"',
    "1",
    "134.2",
    "134,2",
    "mg",
    "g",
    "-",
    "\x00",
    "_" * 400,
]


@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join), st.sampled_from([None, "mg"]), st.booleans())
def test_any_text_is_read_refused_or_no_table(text: str, unit: str | None, comma: bool) -> None:
    try:
        table = read_mass_table(text, aside=[], unit=unit, decimal_comma=comma)
    except LdnError as error:
        assert error.field == "masses"
        return
    assert table is None or all(reading.mass.value > 0 for reading in table.readings)


def test_a_long_line_is_no_heading() -> None:
    assert read_mass_table("_" * 100_000 + "mass", aside=[]) is None


NUMBERS = st.lists(st.from_regex(r"(0|[1-9][0-9]{0,3})([.,][0-9]{1,3})?", fullmatch=True), min_size=1, max_size=6)


@given(NUMBERS, st.booleans(), st.sampled_from(["", ";", ",", "\t"]))
def test_no_comma_has_two_meanings(numbers: list[str], comma: bool, delimiter: str) -> None:
    """Read are numbers all with a point or none, and numbers all with a comma where the profile says so; no others."""
    heading, lead = ("mass (mg)", "") if not delimiter else (f"no{delimiter}mass (mg)", None)
    rows = [number if lead is not None else f"{place}{delimiter}{number}" for place, number in enumerate(numbers, 1)]
    try:
        table = read("\n".join([heading, *rows]), comma=comma)
    except LdnError:
        strict = all("," not in number for number in numbers)
        commas = comma and delimiter != "," and all("," in number for number in numbers)
        assert not (strict or commas) or any(Fraction(number.replace(",", ".")) == 0 for number in numbers)
        return
    assert len({"," in number for number in numbers}) == 1
    assert table.decimal_comma == ("," in numbers[0])
    assert comma or not table.decimal_comma
    assert [item.mass.value for item in table.readings] == [Fraction(number.replace(",", ".")) for number in numbers]
