"""Every row of the reference data: read, through the gates, with a source; and refused by name when it is wrong."""

from __future__ import annotations

import copy
import importlib
import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest

from ldn_compound.core.errors import DataError
from ldn_compound.reference import loader, sensitivities
from ldn_compound.reference.tables import validate

SUBJECTS = (
    *("fillers", "sensitivities", "capsules", "naltrexone", "forms", "defaults", "beyond_use", "limits"),
    *("jurisdictions", "vehicles", "recipes", "quality", "tracers", "dispensing", "products", "presets", "syringes"),
)
Path = tuple[str | int, ...]


def module_of(subject: str) -> ModuleType:
    return importlib.import_module(f"ldn_compound.reference.{subject}")


def forget() -> None:
    """Forget the files and what was worked out from them, so that the next read sees the data as it is now."""
    loader._files.clear()
    sensitivities._meanings.cache_clear()


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    forget()
    yield
    forget()


def tables_of(subject: str) -> dict[str, Any]:
    text = (loader.DATA / f"{subject}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Give every table and value of a file with its path."""
    yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from walk(item, (*path, key))


def at(tables: Any, path: Path) -> Any:
    for key in path:
        tables = tables[key]
    return tables


def dotted(subject: str, path: Path) -> str:
    # Tables of an array are counted from 1 in error messages.
    return ".".join([subject, *(str(key + 1) if isinstance(key, int) else key for key in path)])


def refusal(subject: str, tables: dict[str, Any]) -> DataError:
    """Return the error that the whole file raises with these tables in its place."""
    forget()
    tables = copy.deepcopy(tables)
    sources = tables.pop("sources")
    loader._files[(loader.DATA, subject)] = loader.File(subject, sources, tables)
    with pytest.raises(DataError) as caught:
        validate(subject)
    assert caught.value.exit_code == 14
    return caught.value


def rows_with_source() -> list[tuple[str, Path]]:
    found = []
    for subject in SUBJECTS:
        tables = tables_of(subject)
        del tables["sources"]
        found += [(subject, path) for path, value in walk(tables) if isinstance(value, dict) and "source" in value]
    return found


ROWS = rows_with_source()


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_row_is_valid(subject: str) -> None:
    validate(subject)


def test_there_are_rows_in_every_file() -> None:
    assert {subject for subject, _ in ROWS} == set(SUBJECTS)
    assert len(ROWS) > 200


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_citation_is_used_and_every_use_is_cited(subject: str) -> None:
    written, used = loader.citations(subject)
    assert written == used


@pytest.mark.parametrize(("subject", "path"), ROWS, ids=[dotted(*row) for row in ROWS])
def test_a_row_without_its_source_is_refused(subject: str, path: Path) -> None:
    for key in ("source", "certainty"):
        tables = tables_of(subject)
        del at(tables, path)[key]
        error = refusal(subject, tables)
        assert (error.code, error.field) == ("no-source", dotted(subject, path))


@pytest.mark.parametrize(("subject", "path"), ROWS, ids=[dotted(*row) for row in ROWS])
def test_a_key_that_nothing_reads_is_refused_in_every_row(subject: str, path: Path) -> None:
    tables = tables_of(subject)
    at(tables, path)["densty"] = "1 g/mL"
    error = refusal(subject, tables)
    assert (error.code, error.field) == ("unknown-data-key", f"{dotted(subject, path)}.densty")


def quantities() -> list[tuple[str, Path]]:
    found = []
    for subject in SUBJECTS:
        if subject == "defaults":  # read by what a setting takes: tests/unit/settings/test_keys.py
            continue
        tables = tables_of(subject)
        del tables["sources"]
        number = re.compile(r"[0-9.]+( [a-zA-Z%/]+)?")
        numbers = ("low", "high", "value", "amount", "limit", "to", "days", "rsd_limit", "loss_limit", "molar_mass")
        found += [
            (subject, path)
            for path, value in walk(tables)
            if isinstance(value, str) and path[-1] in numbers and number.fullmatch(value)
        ]
    return found


@pytest.mark.parametrize(("subject", "path"), quantities(), ids=[dotted(*row) for row in quantities()])
def test_every_quantity_goes_through_the_gate(subject: str, path: Path) -> None:
    for wrong in ("4,5 mg", ".5 mg", "5 furlong", "", 5, "7 lb/d"):
        tables = tables_of(subject)
        at(tables, path[:-1])[path[-1]] = wrong
        error = refusal(subject, tables)
        assert (error.code, error.field) == ("bad-data", dotted(subject, path))


def test_no_number_in_the_data_is_a_float() -> None:
    for subject in SUBJECTS:
        tables = tables_of(subject)
        assert not [path for path, value in walk(tables) if isinstance(value, Decimal | float)]


def changed(subject: str, path: Path, value: Any) -> DataError:
    tables = tables_of(subject)
    at(tables, path[:-1])[path[-1]] = value
    return refusal(subject, tables)


@pytest.mark.parametrize(
    ("subject", "path", "value"),
    [
        ("fillers", ("mcc-ph102", "source"), "nobody"),
        ("fillers", ("mcc-ph102", "certainty"), "sure"),
        ("fillers", ("mcc-ph102", "verdict"), "fine"),
        ("fillers", ("mcc-ph102", "known"), "yes"),
        ("fillers", ("mcc-ph102", "name"), " "),
        ("fillers", ("mcc-ph102", "roles"), ["filer"]),
        ("fillers", ("mcc-ph102", "roles"), "filler"),
        ("fillers", ("mcc-ph102", "forms"), ["pill"]),
        ("fillers", ("sucrose", "contains"), ["sugars"]),
        ("fillers", ("mcc-ph102", "loose_density"), "0.3 g/mL"),
        ("fillers", ("sucrose", "eu_threshold"), "zero"),
        ("capsules", ("size", "3", "plate"), 1),
        ("capsules", ("shell", "gelatin", "contains"), ["pig"]),
        ("limits", ("dose_limit", "low", "side"), "under"),
        ("limits", ("count", "hold_point", "value"), 0),
        ("limits", ("standard", "dac-nrf", "outside"), -1),
        ("jurisdictions", ("us", "label_element", 0, "key"), "colour"),
        ("jurisdictions", ("us", "setting", 0, "key"), "policies.moon"),
        ("naltrexone", ("hydrate", "dihydrate", "waters"), "two"),
        ("beyond_use", ("study", "capsule-avicel", "form"), "pill"),
    ],
)
def test_a_bad_value_is_refused_by_its_dotted_name(subject: str, path: Path, value: Any) -> None:
    error = changed(subject, path, value)
    assert (error.code, error.field) == ("bad-data", dotted(subject, path))
    assert error.needed


def test_a_missing_key_is_refused() -> None:
    tables = tables_of("fillers")
    del tables["mcc-ph102"]["verdict"]
    error = refusal("fillers", tables)
    assert (error.code, error.field) == ("missing-data", "fillers.mcc-ph102.verdict")


def test_low_above_high_is_refused() -> None:
    error = changed("fillers", ("mcc-ph102", "loose_density", "low"), "0.5 g/mL")
    assert (error.code, error.field) == ("bad-data", "fillers.mcc-ph102.loose_density.low")


@pytest.mark.parametrize("subject", ["capsules", "naltrexone", "beyond_use", "limits", "quality", "vehicles"])
def test_an_unknown_table_is_refused(subject: str) -> None:
    tables = tables_of(subject)
    tables["colours"] = {}
    assert refusal(subject, tables).code == "unknown-data-key"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "unreadable-data"),
        (b"a = ", "unreadable-data"),
        (b"\xff\xfe", "unreadable-data"),
        (b"a = 1\n", "bad-data"),
        (b"[sources]\na = 1\n", "bad-data"),
    ],
)
def test_a_broken_file_is_a_data_error(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, content: bytes | None, code: str
) -> None:
    monkeypatch.setattr(loader, "DATA", tmp_path)
    if content is not None:
        (tmp_path / "fillers.toml").write_bytes(content)
    with pytest.raises(DataError) as caught:
        module_of("fillers").filler_keys()
    assert caught.value.code == code


def test_the_room_imports_neither_attrs_nor_pint() -> None:
    import subprocess
    import sys

    program = (
        "import sys\n"
        "from ldn_compound.reference import fillers, capsules, naltrexone, beyond_use, limits, jurisdictions\n"
        "fillers.filler_keys(); capsules.size_keys(); jurisdictions.jurisdiction_keys()\n"
        "print(sorted({'attr', 'attrs', 'pint', 'reportlab', 'importlib.metadata'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
