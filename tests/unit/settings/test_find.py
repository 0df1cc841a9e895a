"""Which profile is in force."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ldn_compound.core.errors import FileError
from ldn_compound.settings.find import find_profile


@pytest.fixture
def place(tmp_path: Path) -> Any:
    for name in ("option.toml", "variable.toml"):
        (tmp_path / name).touch()
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "profile.toml").touch()
    return tmp_path


def test_option_then_variable_then_application_directory(place: Any) -> None:
    option, variable = str(place / "option.toml"), {"LDN_COMPOUND_PROFILE": str(place / "variable.toml")}
    assert find_profile(option, variable, place / "app") == place / "option.toml"
    assert find_profile(None, variable, place / "app") == place / "variable.toml"
    assert find_profile(None, {}, place / "app") == place / "app" / "profile.toml"
    assert find_profile(None, {"LDN_COMPOUND_PROFILE": ""}, place / "app") == place / "app" / "profile.toml"
    assert find_profile(None, {}, place / "nowhere") is None


@pytest.mark.parametrize("name", ["missing.toml", "app", "", "nul\0character", "x" * 5000])
def test_a_file_that_was_named_must_be_there(place: Any, name: Any) -> None:
    for option, environ in ((str(place / name), {}), (None, {"LDN_COMPOUND_PROFILE": str(place / name)})):
        with pytest.raises(FileError) as caught:
            find_profile(option, environ, place / "app")
        assert (caught.value.code, caught.value.field, caught.value.exit_code) == ("no-such-profile", "profile", 16)


def test_an_option_that_is_empty_is_no_file(place: Any) -> None:
    with pytest.raises(FileError):
        find_profile("", {}, place / "app")
