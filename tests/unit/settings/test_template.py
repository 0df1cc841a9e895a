"""The commented profile is a profile, as it stands and with every line put in force."""

from __future__ import annotations

import re

from ldn_compound.settings.keys import TABLE
from ldn_compound.settings.profile import problems, read_profile
from ldn_compound.settings.template import template

IN_FORCE = re.sub(r"(?m)^#(?! )", "", template())


def test_as_it_stands_it_sets_nothing() -> None:
    profile = read_profile(template(), name="profile.toml")
    assert profile.values == ()
    assert profile.fillers == ()


def test_with_every_line_put_in_force_it_validates_and_sets_every_key() -> None:
    assert problems(IN_FORCE) == ()
    profile = read_profile(IN_FORCE, name="profile.toml")
    for key in TABLE:
        if key.name == "fillers.*.packing.*":
            continue  # it stands in place of packing; the comment of packing explains it
        pattern = re.compile(re.escape(key.name).replace(r"\*", r"[^.]+"))
        assert [name for name, _ in profile.values if pattern.fullmatch(name)], key.name


def test_it_is_ascii_and_fits_a_screen() -> None:
    assert template().isascii()
    assert max(map(len, template().splitlines())) <= 120
    assert template().endswith("\n")


def test_every_default_stands_in_it() -> None:
    for words in (
        "Default: 1 mg.",
        "Default: 5 %.",
        "Default: to-mass.",
        "Default: day-1.",
        "dyes cannot be ruled out",
    ):
        assert words in template()
