"""A profile is read exactly, and every slip is told with its dotted name and its line."""

from __future__ import annotations

import pickle
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldn_compound.core.errors import DataError, FileError, InputError, LdnError
from ldn_compound.core.units import mass, ratio, volume
from ldn_compound.settings.keys import KEYS
from ldn_compound.settings.profile import EMPTY, FillerEntry, Profile, load_profile, problems, read_profile

GOOD = """\
[pharmacy]
name = "Apotheke am Markt"

[balance]
readability = "0.1 mg"
[capsules]
sizes = ["1", "3"]
machine_load = 300
volumes.3 = "0.28 mL"
[capsules.shell_masses]
3 = "47.7 mg"
[fillers.mcc-ph102]
lot = "F1"
packing.3 = "135 mg"
packing.1 = "0.2 g"
measured_on = 2026-11-01
[fillers.lactose-monohydrate]
packing = "240 mg"
packing_size = "3"
[fillers.our-own]
name = "Our own"
packing = "100 mg"
[policies]
wastage = "2.5%"
cap_assay = false
"""


def read(text: str) -> Profile:
    return read_profile(text, name="profile.toml")


def test_values_are_typed_and_keep_their_lines() -> None:
    profile = read(GOOD)
    expected = {
        "pharmacy.name": ("Apotheke am Markt", 2),
        "balance.readability": (mass(Fraction(1, 10)), 5),
        "capsules.sizes": (("1", "3"), 7),
        "capsules.machine_load": (300, 8),
        "capsules.volumes.3": (volume(Fraction(28, 100)), 9),
        "capsules.shell_masses.3": (mass(Fraction(477, 10)), 11),
        "fillers.mcc-ph102.packing.1": (mass(200), 15),
        "fillers.mcc-ph102.measured_on": (date(2026, 11, 1), 16),
        "policies.wastage": (ratio(Fraction(1, 40)), 24),
        "policies.cap_assay": (False, 25),
    }
    for dotted, (value, line) in expected.items():
        assert profile.get(dotted) == value
        assert profile.line_of(dotted) == line
    assert profile.name == "profile.toml"
    assert profile.get("balance.sensitivity") is None
    assert profile.line_of("balance.sensitivity") is None


def stated_for(profile: Profile, key: str) -> FillerEntry:
    found = profile.filler(key)
    assert found is not None
    return found


def test_a_filler_s_packing_statistic_belongs_to_a_size() -> None:
    profile = read(GOOD)
    by_size, stated, plain = (stated_for(profile, key) for key in ("mcc-ph102", "lactose-monohydrate", "our-own"))
    assert by_size.packing_for("3") == (mass(135), True)
    assert by_size.packing_for("1") == (mass(200), True)
    assert by_size.packing_for("2") is None
    assert stated.packing_for("3") == (mass(240), True)
    assert stated.packing_for("1") is None
    assert plain.packing_for("1") == (mass(100), False)
    assert (plain.name, plain.contains, plain.line, by_size.lot) == ("Our own", None, 20, "F1")
    assert profile.filler("sucrose") is None


def test_a_filler_that_contains_nothing_is_not_a_filler_of_unknown_composition() -> None:
    text = '[fillers.our-own]\nname = "x"\ncontains = []\n'
    assert stated_for(read(text), "our-own").contains == ()


def test_a_proprietary_filler_may_be_given_its_composition() -> None:
    assert stated_for(read('[fillers.loxoral]\ncontains = ["polyols"]\n'), "loxoral").contains == ("polyols",)


def test_a_profile_compares_hashes_and_pickles() -> None:
    assert read(GOOD) == read(GOOD)
    assert hash(read(GOOD)) == hash(read(GOOD))
    assert pickle.loads(pickle.dumps(read(GOOD))) == read(GOOD)
    assert read(GOOD) != EMPTY
    assert EMPTY.get("balance.readability") is None


UNKNOWN, BAD = "unknown-profile-key", "bad-profile-value"

# text, code, dotted name, line, words of the message
BAD_PROFILES = [
    ('[balance]\nreadable = "1 mg"', UNKNOWN, "balance.readable", 2, "did you mean readability"),
    ('\n\n[balence]\nreadability = "1 mg"', UNKNOWN, "balence", 3, "did you mean balance"),
    ('[policies]\n# a comment\nreadability = "1 mg"', UNKNOWN, "policies.readability", 3, "[balance]"),
    ('readability = "1 mg"', UNKNOWN, "readability", 1, "[balance]"),
    ('lot = "1"', UNKNOWN, "lot", 1, "[fillers.KEY]"),
    ('"odd key" = 1', UNKNOWN, '"odd key"', 1, "one of pharmacy"),
    ('[capsules]\nvolumes.6 = "1 mL"', UNKNOWN, "capsules.volumes.6", 2, "000, 00el"),
    ('[capsules]\nvolumes."*" = "1 mL"', UNKNOWN, 'capsules.volumes."*"', 2, "000, 00el"),
    ('[fillers.mcc-ph102]\npacking.6 = "1 mg"', UNKNOWN, "fillers.mcc-ph102.packing.6", 2, "000, 00el"),
    ('[fillers.mcc-ph102]\n"packing.3" = "1 mg"', UNKNOWN, 'fillers.mcc-ph102."packing.3"', 2, "packing"),
    ('[fillers.mcc-ph102]\nloot = "1"', UNKNOWN, "fillers.mcc-ph102.loot", 2, "did you mean lot"),
    ("[balance]\nreadability = 1", BAD, "balance.readability", 2, '"1 mg"'),
    ("[balance]\nreadability = 0.10", BAD, "balance.readability", 2, "given '0.10'"),
    ('[balance]\nreadability = "4,5 mg"', BAD, "balance.readability", 2, "a comma is ambiguous"),
    ('[balance]\nreadability = "1 mL"', BAD, "balance.readability", 2, "a mass"),
    ('[balance]\nreadability = "0 mg"', BAD, "balance.readability", 2, "more than 0 mg"),
    ('[balance]\nreadability = ["1 mg"]', BAD, "balance.readability", 2, "in quotes"),
    ('[balance]\nreadability.low = "1 mg"', BAD, "balance.readability", 2, "a value such as"),
    ('balance = "1 mg"', BAD, "balance", 1, "[balance]"),
    ('[[balance]]\nreadability = "1 mg"', BAD, "balance", 1, "[balance]"),
    ('[policies]\njurisdiction = "xx"', BAD, "policies.jurisdiction", 2, "general, us, de, be, uk"),
    ('[policies]\njurisdiction = "USA"', BAD, "policies.jurisdiction", 2, "did you mean us"),
    ('[policies]\ncap_assay = "yes"', BAD, "policies.cap_assay", 2, "True or False"),
    ('[policies]\nwastage = "5"', BAD, "policies.wastage", 2, "the unit is missing"),
    ("[capsules]\nsizes = []", BAD, "capsules.sizes", 2, "at least one"),
    ("[mcc-ph102]\nlot = '1'", UNKNOWN, "mcc-ph102", 1, "write [fillers.mcc-ph102]"),
    ("[fillers.sucrose]\ncontains = []", BAD, "fillers.sucrose.contains", 2, "a key of its own"),
    ("[capsules]\n\n\nsizes = [\n  3,\n]", BAD, "capsules.sizes", 4, "text"),
    ('[capsules]\nsizes = ["3", "6"]', BAD, "capsules.sizes", 2, "given '6'"),
    ('[capsules]\nmachine_load = "100"', BAD, "capsules.machine_load", 2, "without quotes"),
    ("[capsules]\nmachine_load = 0x" + "f" * 9999, BAD, "capsules.machine_load", 2, "a value"),
    ("[capsules]\nsizes = [0x" + "f" * 9999 + "]", BAD, "capsules.sizes", 2, "a value"),
    ('[capsules]\nvolumes = "0.30 mL"', BAD, "capsules.volumes", 2, "volumes.3"),
    ('[capsules]\nvolumes.3 = "0.30 L"', BAD, "capsules.volumes.3", 2, "0.3 mL"),
    ('[capsules]\nvolumes.3 = "0.03 mL"', BAD, "capsules.volumes.3", 2, "0.3 mL"),
    ("[capsules]\nvolumes.3 = { a = 1 }", BAD, "capsules.volumes.3", 2, "needed"),
    ("[fillers.mcc-ph102]\nmeasured_on = 2026-11-01T10:00:00", BAD, "fillers.mcc-ph102.measured_on", 2, "2026-11-22"),
    ("[fillers.mcc-ph102]\nmeasured_on = 10:00:00", BAD, "fillers.mcc-ph102.measured_on", 2, "2026-11-22"),
    (
        '[fillers.mcc-ph102]\nmeasured_on = "11/12/2026"',
        BAD,
        "fillers.mcc-ph102.measured_on",
        2,
        "write 2026-11-12 or 2026-12-11",
    ),
    ('[fillers.mcc-ph102]\npacking_size = "3"', BAD, "fillers.mcc-ph102.packing_size", 2, "beside it"),
    (
        '[fillers.mcc-ph102]\npacking.3 = "135 mg"\npacking_size = "3"',
        BAD,
        "fillers.mcc-ph102.packing_size",
        3,
        "in its",
    ),
    ('[fillers.mcc-ph102]\ndensity = "1 g/3 mL"', BAD, "fillers.mcc-ph102.density", 2, "0.45 g/mL"),
    ('\n[fillers.mcc-ph1O2]\nlot = "x"', BAD, "fillers.mcc-ph1O2", 2, "small letters"),
    ('\n[fillers.mcc-ph108]\nlot = "x"', BAD, "fillers.mcc-ph108", 2, "did you mean mcc-ph10"),
    ('[fillers]\nmcc-ph102 = "x"', BAD, "fillers.mcc-ph102", 2, "[fillers.mcc-ph102]"),
    ('[pharmacy]\nname = "a\\tb"', BAD, "pharmacy.name", 2, "control character"),
    ('[pharmacy]\nname = ""', BAD, "pharmacy.name", 2, "not empty"),
    ("[pharmacy]\nname = 5", BAD, "pharmacy.name", 2, "text"),
    ("# one\n[balance]\nreadability = 1 mg", "bad-toml", "profile", 3, "stands in quotes"),
    ("[pharmacy]\nname = Smith", "bad-toml", "profile", 2, "put text in quotes"),
    ('[pharmacy]\nname = "C:\\Users"', "bad-toml", "profile", 2, "single quotes"),
    ('[pharmacy]\nname = "a"\nname = "b"', "bad-toml", "profile", 3, "overwrite"),
    ('[pharmacy]\nname = "a\n', "bad-toml", "profile", 2, "line 2"),
    ("[pharmacy", "bad-toml", "profile", 1, "line 1"),
]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(("text", "code", "field", "line", "words"), BAD_PROFILES)
def test_a_bad_profile_is_refused_with_its_dotted_name_and_line(
    text: Any, code: Any, field: Any, line: Any, words: Any, ends: Any
) -> None:
    found = problems(text.replace("\n", ends))
    assert [(problem.code, problem.field) for problem in found] == [(code, field)]
    assert str(found[0].hint).startswith(f"line {line}")
    assert words in str(found[0])
    assert found[0].exit_code == 14
    assert str(found[0]).isascii()
    with pytest.raises(DataError) as caught:
        read(text.replace("\n", ends))
    assert caught.value.to_dict() == found[0].to_dict()


def test_all_problems_are_told_in_the_order_of_the_lines() -> None:
    text = '[policies]\nwastage = 5\ncap = true\n[balance]\nreadability = "1 kg"\n'
    assert [problem.field for problem in problems(text)] == ["policies.wastage", "policies.cap", "balance.readability"]
    with pytest.raises(DataError, match=r"line 2: .*; 2 more problems in this file"):
        read(text)
    with pytest.raises(DataError, match="1 more problem in this file"):
        read("[policies]\nwastage = 5\ncap = true\n")


def test_the_order_of_lines_holds_where_a_table_is_taken_up_again() -> None:
    text = "[fillers.sucrose]\nlot = 1\n[balance]\nreadability = 2\n[fillers.ginger]\nlot = 3\n"
    assert [problem.field for problem in problems(text)] == [
        "fillers.sucrose.lot", "balance.readability", "fillers.ginger.lot",
    ]  # fmt: skip


def test_brackets_without_end_are_refused() -> None:
    assert problems("a = " + "[" * 100_000)[0].code == "bad-toml"
    assert problems("a = " + "[" * 300 + "]" * 300)[0].code in ("bad-toml", "unknown-profile-key")


def test_a_number_of_thousands_of_digits_is_refused() -> None:
    assert problems("[capsules]\nmachine_load = " + "9" * 9999)[0].code == "bad-toml"
    assert problems("[capsules]\nmachine_load = 1e" + "9" * 9999)[0].code == "bad-profile-value"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_file_with_or_without_byte_order_mark_and_with_any_line_ends(tmp_path: Path, mark: Any) -> None:
    path = tmp_path / "my profile.toml"
    path.write_bytes(mark + GOOD.replace("\n", "\r\n").encode())
    assert load_profile(path).values == read(GOOD).values
    assert load_profile(str(path)).name == "my profile.toml"
    assert load_profile(path).line_of("policies.cap_assay") == 25


def test_a_file_that_is_not_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "profile.toml"
    path.write_bytes("[pharmacy]\nname = 'M\N{LATIN SMALL LETTER U WITH DIAERESIS}ller'".encode("cp1252"))
    with pytest.raises(DataError, match="line 2: save the file as UTF-8") as caught:
        load_profile(path)
    assert (caught.value.code, caught.value.field) == ("not-utf-8", "profile")
    path.write_text(GOOD, encoding="utf-16")
    with pytest.raises(DataError, match="UTF-8"):
        load_profile(path)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.toml", tmp_path, tmp_path / "a\0b"):
        with pytest.raises(FileError) as caught:
            load_profile(path)
        assert (caught.value.code, caught.value.exit_code) == ("unreadable-file", 16)
    (tmp_path / "large").write_bytes(b"#" * 1_000_001)
    with pytest.raises(DataError, match="file-too-large"):
        load_profile(tmp_path / "large")


@pytest.mark.parametrize("junk", [None, 5, 1.5, b"[balance]", ["x"], True])
def test_what_is_no_text_and_no_path_is_refused(junk: Any) -> None:
    with pytest.raises(InputError):
        read_profile(junk, name="x")
    with pytest.raises(InputError):
        read_profile("", name=junk)
    with pytest.raises(InputError):
        load_profile(junk)


_leaves = st.sampled_from(sorted({part for name in KEYS for part in name.split(".")}))
_words = _leaves | st.sampled_from(["3", "mcc-ph102", "x y", ""])
_values = st.sampled_from(
    ['"1 mg"', '"0.3 mL"', '"5 %"', "1", "1.5", "nan", "true", "2026-11-01", '["3"]', '"3"', "{}", '"us"', "[[1]]"]
)
_lines = st.builds(lambda path, value: f"{'.'.join(path)} = {value}", st.lists(_words, max_size=4), _values)
_headers = st.builds(lambda path: f"[{'.'.join(path)}]", st.lists(_words, min_size=1, max_size=3))


@given(st.one_of(st.text(max_size=200), st.lists(_lines | _headers, max_size=8).map("\n".join)))
def test_any_text_is_a_profile_or_a_typed_error(text: Any) -> None:
    found = problems(text)
    try:
        profile = read(text)
    except LdnError as error:
        assert error.code == found[0].code
        assert error.code in ("bad-toml", UNKNOWN, BAD)
    else:
        assert found == ()
        for dotted, _ in profile.values:
            assert profile.line_of(dotted)


@given(st.binary(max_size=100))
def test_any_file_is_a_profile_or_a_typed_error(tmp_path_factory: Any, content: Any) -> None:
    path = tmp_path_factory.mktemp("any") / "profile.toml"
    path.write_bytes(content)
    try:
        load_profile(path)
    except LdnError as error:
        assert error.exit_code in (14, 16)
