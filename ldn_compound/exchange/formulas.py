"""The pharmacy's formulas: what it makes again and again, by name. One TOML file a formula, edited by hand or saved.

A formula holds the inputs of a planning command without patient, lots and dates. A change is a new version: the first
use of a version keeps a copy of it, and the same version with other inputs is refused.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from json import dumps
from pathlib import Path
from typing import Any

import attrs

from ldn_compound.core.errors import DataError, FileError, InputError
from ldn_compound.core.texts import near_hint
from ldn_compound.core.toml import parse_toml
from ldn_compound.core.units import Amount
from ldn_compound.inputs.fields import Field
from ldn_compound.inputs.reading import read_input, value_from_json
from ldn_compound.inputs.record import Inputs
from ldn_compound.inputs.shared import Acceptance, Avoidance, Making, WeighedPatient
from ldn_compound.plans import COMMAND_KINDS, planner_of
from ldn_compound.settings.lines import key_lines
from ldn_compound.settings.profile import read_text

COMMANDS = {
    **{name: COMMAND_KINDS[name] for name in ("capsules", "tablets", "solution")},
    "trituration": "trituration",
    "titrate": COMMAND_KINDS["titrate"],
}
"""By the planning command that makes it the kind of result: a dose by weight is the patient's, and no formula."""
# An option that is given sets aside what a formula says by another one.
_ALTERNATIVES: tuple[tuple[str, ...], ...] = (
    ("fill_mass", "packing_stat", "filler_density"),
    ("displacement_factor", "verdraengungsfaktor", "medicated_mass", "medicated_drug"),
    ("carrier_displacement_factor", "carrier_verdraengungsfaktor"),
    ("api_density", "api_packing_stat"),
    ("step", "start", "to", "doses", "preset"),
    ("every", "lengths"),
)
FOLDER = "formulas"
OF_A_LOT = frozenset(
    (
        *("assay", "assay_basis", "api_water", "solvents", "measured", "shell_mass", "source_tablet_mass"),
        *("glycerol_density", "glycerol_water", "water_activity", "drops_per_ml"),
    )
)
"""Inputs that were measured on one lot, or stand on its certificate: they are given each time, or by the profile."""
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,60}")
_KEPT = "versions"
_HEAD = """\
# A formula of the pharmacy's own: ldn-compound make {name}
# Patient, lots and dates are given each time. A change of the inputs is a new version: raise the number.
"""


@attrs.frozen
class Formula:
    """A formula as its file states it.

    Attributes:
        name: by which it is made; the file's name without its ending.
        version: from 1.
        command: that plans it: one of :data:`COMMANDS`.
        inputs: what it gives, by the input's name: text, whole number, True, a list or a mapping of texts.
    """

    name: str
    version: int
    command: str
    inputs: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """The first eight signs of the digest of command and inputs, whatever their order."""
        text = dumps([self.command, self.inputs], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:8]

    @property
    def called(self) -> str:
        """What a plan records: name, version and digest."""
        return f"{self.name} version {self.version} ({self.digest})"

    def text(self) -> str:
        """Return the formula as its file has it."""
        head = f"{_HEAD.format(name=self.name)}version = {self.version}\ncommand = {dumps(self.command)}\n"
        return f"{head}\n[inputs]\n" + "".join(f"{name} = {_toml(value)}\n" for name, value in self.inputs.items())


def inputs_of(command: str) -> dict[str, Field[Any, Any]]:
    """Return the inputs that a formula of a command may give: all but the patient's, a lot's, dates and acceptances.

    >>> "strength" in inputs_of("capsules"), "age" in inputs_of("capsules"), "assay" in inputs_of("capsules")
    (True, False, False)
    """
    declared: type[Inputs] = planner_of(COMMANDS[command]).inputs
    apart = {name for group in (Acceptance, Avoidance, Making, WeighedPatient) for name in group.fields}
    return {
        name: field
        for name, field in declared.fields.items()
        if name not in apart | OF_A_LOT
        and not field.internal
        and field.kind not in ("profile", "other name", "plan", "date", "dates", "texts")
    }


def set_aside(inputs: Mapping[str, Any], given: Collection[str]) -> tuple[str, ...]:
    """Return the inputs of a formula that do not count, because what was given says the same by another input.

    >>> set_aside({"strength": "4.5 mg", "fill_mass": "135 mg"}, ["packing_stat", "count"])
    ('fill_mass',)
    """
    groups = [group for group in _ALTERNATIVES if not set(group).isdisjoint(given)]
    return tuple(name for group in groups for name in group if name in inputs and name not in given)


def check_name(name: str) -> str:
    """Return the name of a formula.

    Raises:
        InputError: ``bad-formula-name``.
    """
    if not _NAME.fullmatch(name):
        needed = "small letters, digits, hyphens, points and underscores, such as ldn-4.5"
        raise InputError("bad-formula-name", field="name", given=name, needed=needed)
    return name


def read_formula(text: str, *, name: str) -> Formula:
    """Return the formula that a TOML text states, every value checked as the command would check it.

    Raises:
        DataError: ``bad-toml``, ``bad-formula``, each with the line.

    >>> read_formula('version = 1\\ncommand = "capsules"\\n[inputs]\\nstrength = "4,5 mg"\\n', name="ldn")
    Traceback (most recent call last):
    ldn_compound.core.errors.DataError: ldn.inputs.strength: given '4,5 mg'; ... line 4 [bad-formula]
    """
    try:
        stated = parse_toml(text)
    except ValueError as error:
        raise DataError("bad-toml", field=name, needed="a TOML file", hint=str(error)) from error
    lines = key_lines(text)

    def refuse(path: tuple[str, ...], given: object, needed: str, hint: str | None = None) -> DataError:
        line = lines.get(path)
        where = hint if line is None else f"{hint}; line {line}" if hint else f"line {line}"
        return DataError("bad-formula", field=".".join((name, *path)), given=given, needed=needed, hint=where)

    for key in stated:
        if key not in ("version", "command", "inputs"):
            raise refuse((key,), key, "version, command and [inputs]", near_hint(key, ("version", "command", "inputs")))
    version, command, given = stated.get("version"), stated.get("command"), stated.get("inputs", {})
    if type(version) is not int or version < 1:
        raise refuse(("version",), version, "a whole number from 1")
    if not isinstance(command, str) or command not in COMMANDS:
        raise refuse(("command",), command, f"one of {', '.join(COMMANDS)}")
    if not isinstance(given, dict):
        raise refuse(("inputs",), given, "a table [inputs]")
    fields = inputs_of(command)
    for key, value in given.items():
        if key not in fields:
            needed = f"an input of {command} that is not the patient's, a lot or a date"
            raise refuse(("inputs", key), key, needed, near_hint(key, fields))
        try:
            read_input(fields[key], value)
        except InputError as error:
            raise refuse(("inputs", key), error.given, str(error.needed), error.hint) from error
    return Formula(name, version, command, given)


def formula_of(document_inputs: Mapping[str, Any], *, name: str, command: str, version: int = 1) -> Formula:
    """Return the formula of a plan's recorded inputs.

    Raises:
        InputError: ``bad-formula-name``.
    """
    given: dict[str, Any] = {}
    for key in inputs_of(command):
        value = value_from_json(document_inputs.get(key), field=key)
        if value not in (None, (), {}, False):
            given[key] = _plain(value)
    return Formula(check_name(name), version, command, given)


def _plain(value: Any) -> Any:
    """Return a recorded value as a formula states it."""
    if isinstance(value, Amount):
        return value.text()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value if isinstance(value, bool | int) else str(value)


def _toml(value: Any) -> str:
    """Return a value in TOML; what JSON escapes in a text TOML escapes too."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{dumps(key)} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return dumps(value)


def template(name: str, command: str) -> str:
    """Return a new formula with every input that it may give, explained and commented out.

    >>> print(template("ldn", "capsules").splitlines()[2])
    version = 1
    """
    rows = [
        f"# {name_of} = {_toml(_example(field))}{'  # needed' if field.needed else ''}\n#     {field.help}\n"
        for name_of, field in inputs_of(command).items()
    ]
    return Formula(check_name(name), 1, command, {}).text() + "".join(rows)


def _example(field: Field[Any, Any]) -> Any:
    if field.kind == "flag":
        return True
    if field.kind == "whole":
        return int(field.example)
    return field.example


class Shelf:
    """The folder in which the formulas of a pharmacy stand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """Return the path of a formula's file."""
        return self.folder / f"{check_name(name)}.toml"

    def names(self) -> tuple[str, ...]:
        """Return the names of all formulas, in order."""
        found = self.folder.glob("*.toml") if self.folder.is_dir() else ()
        return tuple(sorted(path.stem for path in found if _NAME.fullmatch(path.stem)))

    def text(self, name: str) -> str:
        """Return the text of a formula's file.

        Raises:
            FileError: ``no-such-formula``.
        """
        path = self.path(name)
        if not path.is_file():
            known = self.names()
            hint = near_hint(name, known) or "see: ldn-compound formula list"
            raise FileError("no-such-formula", field="name", given=name, needed="a formula's name", hint=hint)
        return read_text(path)

    def read(self, name: str) -> Formula:
        """Return a formula.

        Raises:
            FileError: ``no-such-formula``.
            DataError: as :func:`read_formula`; ``formula-changed``: the same version was used with other inputs.
        """
        formula = read_formula(self.text(name), name=name)
        kept = self.kept(formula)
        if kept.is_file() and read_formula(read_text(kept), name=name).digest != formula.digest:
            needed = f"the inputs of version {formula.version} as they were first used"
            hint = f"a change is a new version: write version = {formula.version + 1} in {self.path(name)}"
            raise DataError("formula-changed", field=name, given=formula.called, needed=needed, hint=hint)
        return formula

    def kept(self, formula: Formula) -> Path:
        """Return where the copy of a version that was used is kept."""
        return self.folder / _KEPT / f"{formula.name}-{formula.version}.toml"
