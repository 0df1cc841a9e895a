"""Row types: what an annotation reads, and that a wrong row is refused by its dotted name."""

from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any, NamedTuple

import pytest

from ldn_compound.core.errors import DataError
from ldn_compound.core.sources import Certainty, Source
from ldn_compound.core.units import Amount, mass
from ldn_compound.reference.rows import At, Fact, Key, Range, Read, Row
from ldn_compound.reference.tables import One, Table, validate

SOURCES = {"book": "a book"}
CITED = {"source": "book", "certainty": "read"}
BOOK = Source("a book", Certainty.READ)


class Taste(StrEnum):
    SWEET = "sweet"


class Inner(NamedTuple):
    least: Annotated[int, 0]
    source: Source


class Whole(NamedTuple):
    key: Key
    name: str
    taste: Taste
    kind: Annotated[str, ("a", "b")]
    mass: Annotated[Amount, "mass"]
    factor: Fraction
    inner: Inner
    inners: Annotated[tuple[Inner, ...], At("more")]
    doubled: Annotated[int, Read(lambda row, on: 2 * row.whole("half"), "half")]
    kinds: tuple[Annotated[str, lambda: ("x", "y")], ...] = ()
    density: Annotated[Range, "mass/volume"] | None = None
    loss: Annotated[Fact, "1"] | None = None
    source: Source = BOOK


ROW: dict[str, Any] = {
    "name": "n",
    "taste": "sweet",
    "kind": "b",
    "mass": "2 mg",
    "factor": "1.5",
    "inner": {"least": 0, **CITED},
    "more": [{"least": 1, **CITED}, {"least": 2, **CITED}],
    "half": 4,
    "kinds": ["y"],
    "loss": {"value": "3 %", **CITED},
    **CITED,
}


def made(table: dict[str, Any]) -> Row:
    return Row("made", SOURCES, ("it",), table)


def test_each_annotation_reads_its_key() -> None:
    found = made(ROW).into(Whole)
    assert found == Whole(
        "it", "n", Taste.SWEET, "b", mass(2), Fraction(3, 2), Inner(0, BOOK), (Inner(1, BOOK), Inner(2, BOOK)), 8,
        ("y",), None, Fact(Amount(Fraction(3, 100), "1"), BOOK), BOOK,
    )  # fmt: skip
    assert isinstance(found.taste, Taste)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"nme": "n"}, "unknown-data-key", "made.it.nme"),
        ({"inners": []}, "unknown-data-key", "made.it.inners"),
        ({"name": None}, "missing-data", "made.it.name"),
        ({"source": None}, "no-source", "made.it"),
        ({"taste": "sour"}, "bad-data", "made.it.taste"),
        ({"kind": "c"}, "bad-data", "made.it.kind"),
        ({"mass": "2 mL"}, "bad-data", "made.it.mass"),
        ({"factor": "1,5"}, "bad-data", "made.it.factor"),
        ({"inner": {"least": -1, **CITED}}, "bad-data", "made.it.inner.least"),
        ({"more": [{"least": 1, **CITED}, {"least": 1}]}, "no-source", "made.it.more.2"),
        ({"half": 0}, "bad-data", "made.it.half"),
        ({"kinds": ["z"]}, "bad-data", "made.it.kinds"),
        ({"density": {"low": "2 mg/mL", "high": "1 mg/mL", **CITED}}, "bad-data", "made.it.density.low"),
        ({"loss": {"value": "3 mg", **CITED}}, "bad-data", "made.it.loss.value"),
    ],
)
def test_a_wrong_row_is_refused_by_its_dotted_name(change: dict[str, Any], code: str, field: str) -> None:
    table = {key: value for key, value in (ROW | change).items() if value is not None}
    with pytest.raises(DataError) as caught:
        made(table).into(Whole)
    assert (caught.value.code, caught.value.field, caught.value.exit_code) == (code, field, 14)


def test_a_day_decides_the_rows_of_an_array() -> None:
    dated = [{"least": 1, "valid_until": "2024-01-01", **CITED}, {"least": 2, "valid_from": "2024-01-01", **CITED}]
    row = made(ROW | {"more": dated})
    assert [item.least for item in row.into(Whole, date(2023, 12, 31)).inners] == [1]
    assert [item.least for item in row.into(Whole, date(2024, 1, 1)).inners] == [2]
    assert [item.least for item in row.into(Whole).inners] == [2]


def test_a_table_of_the_file_that_nothing_declares_is_refused(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from ldn_compound.reference import loader, tables

    monkeypatch.setattr(loader, "DATA", tmp_path)
    monkeypatch.setitem(tables._DECLARED, "tracers", [])
    table = Table(Inner, "tracers", "many", unknown=("unknown-tracer", "tracer", "one"), dated=True)
    one = One(Inner, "tracers", "deep", "down")
    cited = 'source = "book"\ncertainty = "read"\n'
    text = f'[sources]\nbook = "a book"\n[many.a]\nleast = 1\n{cited}[deep.down]\nleast = 3\n{cited}'
    (tmp_path / "tracers.toml").write_text(text)
    validate("tracers")
    assert (table.keys(), table.all(), one().least) == (("a",), (Inner(1, BOOK),), 3)
    for extra, field in ((f"[other]\n{cited}", "tracers.other"), ("[deep.up]\nleast = 1\n", "tracers.deep.up")):
        loader._files.clear()
        (tmp_path / "tracers.toml").write_text(text + extra)
        with pytest.raises(DataError) as caught:
            validate("tracers")
        assert (caught.value.code, caught.value.field) == ("unknown-data-key", field)
    loader._files.clear()
