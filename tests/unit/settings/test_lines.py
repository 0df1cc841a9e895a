"""The line of every key, in every way that TOML can write one."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldn_compound.settings.lines import key_lines

# Counted by eye: the number in each comment is the line it stands on.
TEXT = """\
# comment with [table] and a = "b"  (1)
top = 1

[balance]  # 4
readability = "1 mg"  # 5
'quoted key' = '''
[not.a.table]
not_a_key = 1
'''  # 9
"with \\"quote\\" and \\u00e9" = 1  # 10

[fillers . "mcc-ph102"]  # 12
packing.3 = "135 mg"  # 13
packing . "00el" = "a # no comment = x"  # 14
contains = [  # 15
  "lactose", # ] not the end
  { inner = 1 }, # 17
]
[capsules]  # 19
volumes = { 3 = "0.30 mL", 4 = { deep = "x" } }  # 20
long = \"\"\"
a = 1 \\"\"\" still
\"\"\"\"\"  # 23, closed by five
date = 1979-05-27 07:32:00  # 24
"" = 1  # 25
[[many]]  # 26
a = 1
[[many]]
b = 2  # 29
"""

EXPECTED = {
    ("top",): 2,
    ("balance",): 4,
    ("balance", "readability"): 5,
    ("balance", "quoted key"): 6,
    ("balance", 'with "quote" and \N{LATIN SMALL LETTER E WITH ACUTE}'): 10,
    ("fillers",): 12,
    ("fillers", "mcc-ph102"): 12,
    ("fillers", "mcc-ph102", "packing"): 13,
    ("fillers", "mcc-ph102", "packing", "3"): 13,
    ("fillers", "mcc-ph102", "packing", "00el"): 14,
    ("fillers", "mcc-ph102", "contains"): 15,
    ("fillers", "mcc-ph102", "contains", "inner"): 17,
    ("capsules",): 19,
    ("capsules", "volumes"): 20,
    ("capsules", "volumes", "3"): 20,
    ("capsules", "volumes", "4"): 20,
    ("capsules", "volumes", "4", "deep"): 20,
    ("capsules", "long"): 21,
    ("capsules", "date"): 24,
    ("capsules", ""): 25,
    ("many",): 26,
    ("many", "a"): 27,
    ("many", "b"): 29,
}


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_every_way_to_write_a_key(ends: Any) -> None:
    text = TEXT.replace("\n", ends)
    tomllib.loads(text)
    assert key_lines(text) == EXPECTED


@given(st.text(alphabet="ab.=[]{}\"'\\#,\n 1", max_size=60))
def test_it_always_ends_and_never_raises(text: Any) -> None:
    key_lines(text)


_names = st.text(alphabet='ab"\\.[=# \N{GREEK SMALL LETTER MU}', max_size=5)


@given(st.dictionaries(_names, st.sampled_from(["1", '"a"', "'''\nx\n'''", "[1,\n2]", "{a=1}"]), max_size=6))
def test_each_key_of_a_written_file_is_found_where_it_was_written(pairs: Any) -> None:
    lines: list[str] = []
    expected = {}
    for name, value in pairs.items():
        expected[name] = 1 + sum(line.count("\n") + 1 for line in lines)
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        lines.append(f'"{escaped}" = {value}')
    text = "\n".join(lines)
    assert set(tomllib.loads(text)) == set(pairs)
    found = key_lines(text)
    assert {path[0]: line for path, line in found.items() if len(path) == 1} == expected
