"""What reads a text from outside: each target takes any text, and nothing but an error of ours comes out of it.

A target has seeds, good texts from which the others are made, and words that its format uses.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import ldn_compound as ldn
from ldn_compound.bulk.label_jobs import LabelJobs
from ldn_compound.bulk.rows import read_csv_rows, read_json_rows
from ldn_compound.core.errors import LdnError
from ldn_compound.exchange.balance_lines import read_balance_lines, read_named_lines
from ldn_compound.exchange.formulas import read_formula
from ldn_compound.exchange.mass_tables import read_mass_table
from ldn_compound.labelling.catalogue import data_folder, get_design
from ldn_compound.labelling.design import read_design
from ldn_compound.labelling.stock import read_stock
from ldn_compound.labelling.tables import read_table
from ldn_compound.reference.recipes import read_recipe
from ldn_compound.settings.profile import problems, read_profile
from tests.unit.fhir.plans import as_json, request, short

HERE = Path(__file__).parent
LARGEST = 100_000
"""Characters: what a target is held to in time, it is held to for texts of this length."""


class Target(NamedTuple):
    """A reader of texts.

    Attributes:
        read: takes any text; lets errors of ours out.
        seeds: good texts.
        words: of the format, to put into them.
    """

    read: Callable[[str], object]
    seeds: Callable[[], list[str]]
    words: tuple[str, ...]


def run(target: Target, text: str) -> LdnError | None:
    """Read a text, and return the error of ours; any other comes out of here."""
    try:
        target.read(text)
    except LdnError as error:
        assert str(error)
        assert json.dumps(error.to_dict())
        return error
    return None


# --- what is read ----------------------------------------------------------------------------------------------------


def _gate(text: str) -> None:
    """Read a text as every kind of input in turn."""
    for name in ("strength", "count", "age", "made_on", "answers", "packing_stat", "wastage", "avoid", "accept"):
        value: Any = {"opioids": text} if name == "answers" else [text] if name in ("avoid", "accept") else text
        try:
            ldn.plan_capsules(**{**_CAPSULES, name: value})
        except LdnError as error:
            assert str(error)
    ldn.quantity(text)


def _balance(text: str) -> None:
    for read in (read_named_lines, partial(read_mass_table, unit="mg", decimal_comma=True)):
        try:
            read(text, aside=[])
        except LdnError as error:
            assert str(error)
    read_balance_lines(text, aside=[])


def _profile(text: str) -> None:
    for problem in problems(text):
        assert str(problem)
    read_profile(text)


def _label_data(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "own.toml"
        path.write_text(text, "utf-8", "surrogatepass")
        table = read_table(path, "stock/own")
    if "page_width_mm" in table.values or "label_width_mm" in table.values:
        read_stock("own", table)
    else:
        read_design("own", table, read_table(data_folder() / "scales.toml", "scales"))


def _label_text(text: str) -> None:
    for language in ("en", "de", "es"):
        ldn.check_directions(_plan(), text, language=language)
    ldn.label_for(_plan(), patient="A. Example", directions=text, lot="L1")


def _rows(text: str) -> None:
    read = read_json_rows if text.lstrip().startswith("{") else read_csv_rows
    for row in read(text):
        if row.refusal is not None:
            raise row.refusal


def _job(text: str) -> None:
    jobs = LabelJobs(get_design("batch"), today="2026-11-22", given={"lot": "L1"}, profile=None)
    jobs.read(text, name="jobs.jsonl", lines=True)


# --- from what -------------------------------------------------------------------------------------------------------

_CAPSULES: dict[str, Any] = {
    "strength": "4.5 mg",
    "count": 90,
    "size": "3",
    "filler": "mcc-ph102",
    "packing_stat": "135 mg",
    "made_on": "2026-11-22",
}


@cache
def _plan() -> ldn.Result:
    return ldn.plan_capsules(**_CAPSULES)


def _plans() -> Iterator[str]:
    yield ldn.to_json(_plan())
    yield ldn.to_json(ldn.plan_solution(volume="120 mL", dose="4.5 mg", doses_per_day=1, made_on="2026-11-22"))
    yield ldn.to_json(ldn.weight_based_dose(body_weight="18.5 kg", age="6"))


def _kept(pattern: str, *places: str) -> Callable[[], list[str]]:
    """Return a reader of the files that the repository has of a format."""

    def read() -> list[str]:
        root = HERE.parents[1]
        return [path.read_text("utf-8") for place in places for path in sorted((root / place).glob(pattern))]

    return read


_TOML = ("[", "]", "[[", "=", ".", '"', "'''", "0x", "1e9", "nan", "inf", "{", "}", "\\u0000", "2026-11-22", "true")
_JSON = ("{", "}", "[", "]", '"', ":", ",", "null", "1e9999999", "9" * 50, "\\ud800", '"value"', '"unit"', '"exact"')
_UNITS = ("mg", "g", "mL", "mcg", "kg", "%", "/", "item", "gr", "1/0", "0.", ",", "\N{MICRO SIGN}g", "-", "e9")

TARGETS: dict[str, Target] = {
    "input": Target(
        _gate,
        lambda: ["4.5 mg", "14 months", "2026-11-22", "1 year 2 months", "99.5 %", "0.1 mg/kg", "90", "short-acting"],
        _UNITS,
    ),
    "plan": Target(ldn.from_json, lambda: list(_plans()), (*_JSON, *_UNITS)),
    "label-jobs": Target(
        _job, lambda: [json.dumps({"plan": json.loads(text), "lot": "L1"}) for text in _plans()], (*_JSON, "\u2028")
    ),
    "fhir": Target(ldn.from_fhir, lambda: [as_json(request()), as_json(short("naltrexone 4.5 mg capsule"))], _JSON),
    "profile": Target(_profile, _kept("*.toml", "docs"), (*_TOML, *_UNITS)),
    "formula": Target(
        lambda text: read_formula(text, name="own"),
        lambda: [
            'version = 1\ncommand = "capsules"\n[inputs]\nstrength = "4.5 mg"\nsize = "3"\nfiller = "mcc-ph102"\n',
            'version = 2\ncommand = "solution"\n[inputs]\nvolume = "120 mL"\navoid = ["lactose"]\n',
        ],
        (*_TOML, *_UNITS),
    ),
    "recipe": Target(
        read_recipe, lambda: ['[excipients]\nmcc-ph102 = "rest"\nmagnesium-stearate = "0.5 %"\n'], (*_TOML, *_UNITS)
    ),
    "balance": Target(
        _balance,
        lambda: [
            "S S     155.7 mg\nS S     155.9 mg\n",
            "KERN\n--------\n# 1 134.2 mg\n# 2 135.9 mg\n",
            "no;mass (mg)\n1;134.2\n2;135.9\n",
            "134,2\n135,9\n",
            "API: S S 155.7 mg\nfiller 8.31 g\n",
        ],
        (*_UNITS, "S S", "S D", "[7]", "#", ";", "\t", "Total", "n 5"),
    ),
    "label-data": Target(_label_data, _kept("*.toml", "labels/stock", "labels/designs"), _TOML),
    "label-text": Target(
        _label_text,
        lambda: [
            "Take 1 capsule by mouth at bedtime",
            "Take 4.5 mL (4.5 mg) once a day for 14 days, then stop",
            "Abends 1 Kapsel einnehmen",
            "Tome 1 cápsula por la boca al acostarse",
        ],
        (
            "take",
            "capsules",
            "mL",
            "mg",
            "every",
            "hours",
            "q.d.",
            "1/2",
            "½",
            "½",
            "ten",
            "zehn",
            "(",
            ")",
            "=",
            "\u202e",
        ),
    ),
    "rows": Target(
        _rows,
        lambda: [
            "formula,count,patient\nldn-4.5,90,Ann Example\nldn-4.5,60,\n",
            'command;strength;count\ncapsules;"4.5 mg";90\n',
            '{"command": "dose", "weight": "18.5 kg"}\n{"command": "capsules", "count": "60"}\n',
        ],
        (*_JSON, ";", "\t", "\u2028", "\x85", "\ufeff"),
    ),
}
