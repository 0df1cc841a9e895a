"""One pass over a profile's text: every value through the parsers, every problem with its dotted name and line."""

from __future__ import annotations

import re
from typing import Any

from ldn_compound.core.errors import DataError, InputError
from ldn_compound.core.texts import near_hint
from ldn_compound.core.toml import parse_toml
from ldn_compound.core.units import Amount
from ldn_compound.reference.beyond_use import rule_keys
from ldn_compound.reference.fillers import get_filler, unknown_filler
from ldn_compound.settings.certificate import Certificate, impossible, problem
from ldn_compound.settings.choices import reference_fillers, size_names
from ldn_compound.settings.key import Key
from ldn_compound.settings.keys import KEYS, TABLES, find_key
from ldn_compound.settings.lines import KeyPath, key_lines
from ldn_compound.settings.plausible import implausible
from ldn_compound.settings.values import Bare, Value, typed

_FILLER_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LOT_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST_KEY = 60
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


class Reading:
    """One pass over a text.

    Attributes:
        values: dotted name and typed value of every setting that could be read, in the order of the text.
        fillers: the keys of the fillers, in that order.
        lines: the line of every table and key.
    """

    def __init__(self, text: str) -> None:
        self.values: dict[str, Value] = {}
        self.fillers: list[str] = []
        self.lines: dict[KeyPath, int] = {}
        self._found: list[tuple[int, DataError]] = []
        document = self._parse(text.removeprefix(_BYTE_ORDER_MARK))
        for table, content in document.items():
            self._table(table, content)
        for slip in implausible(self.values):
            self._bad(slip.path, slip.given, slip.needed, slip.hint)
        self._found.sort(key=lambda pair: pair[0])

    @property
    def problems(self) -> list[DataError]:
        """Every problem of the text, in the order of its lines."""
        return [error for _, error in self._found]

    def _parse(self, text: str) -> dict[str, Any]:
        try:
            document = parse_toml(text, parse_float=Bare, long_numbers=True)
            self.lines = key_lines(text)
        except ValueError as problem:
            error = _syntax_error(text, str(problem))
        else:
            return document
        self._found.append((0, error))
        return {}

    def _table(self, table: str, content: object) -> None:
        if table not in TABLES:
            self._unknown((table,), TABLES, content)
        elif not isinstance(content, dict):
            self._bad((table,), content, f"a table: a line [{table}] with its settings below it")
        elif table == "fillers":
            for key, entry in content.items():
                self._one_filler(key, entry)
        elif table == "drug":
            self._drug(content)
        elif table == "beyond_use":
            for form, entry in content.items():
                self._one_rule(form, entry)
        else:
            self._settings((table,), table, content)
            if table == "signing" and content.get("require") == "yes" and "trusted" not in content:
                needed = f"trusted = {KEYS['signing.trusted'].example} beside it: whose signatures count"
                self._bad(("signing", "require"), "yes", needed)

    def _drug(self, content: dict[str, Any]) -> None:
        """Read the lot of drug powder in use, or several by key and which of them it is."""
        lots = content.get("lots", {})
        own = {name: value for name, value in content.items() if name != "lots"}
        self._settings(("drug",), "drug", own)
        self._certificate(("drug",))
        if not isinstance(lots, dict):
            self._bad(("drug", "lots"), lots, "tables: a line [drug.lots.KEY] with a lot's settings below it")
            return
        for key, entry in lots.items():
            path = ("drug", "lots", key)
            if not _LOT_KEY.fullmatch(key) or len(key) > _LONGEST_KEY:
                self._bad(path, key, "a lot's key of letters, digits, hyphens and underscores, such as A1234")
            elif not isinstance(entry, dict):
                self._bad(path, entry, f"a table: a line [drug.lots.{key}] with its settings below it")
            else:
                self._settings(path, "drug.lots.*", entry)
                self._certificate(path)
        in_use = own.get("in_use")
        if isinstance(in_use, str) and in_use not in lots:
            known = ", ".join(lots) or "a lot below a line [drug.lots.KEY]"
            self._bad(("drug", "in_use"), in_use, f"the key of {known}", near_hint(in_use, tuple(lots)))
        names = [own.get("lot"), *(entry.get("lot", key) for key, entry in lots.items() if isinstance(entry, dict))]
        for key, name in zip(lots, names[1:], strict=False):
            if names.count(name) > 1:
                self._bad(("drug", "lots", key), name, "each lot once: a batch names one of them by its lot")

    def _certificate(self, path: KeyPath) -> None:
        """Refuse figures of a lot that contradict each other, say only half, or cannot be."""
        values = {leaf: self.values.get(dotted_name((*path, leaf))) for leaf in Certificate._fields}
        figures = Certificate(**values)  # type: ignore[arg-type]
        found = problem(figures) or impossible(figures)
        if found is not None:
            about = (*path, found.figure)
            stated = values[found.figure]
            given = stated.text() if isinstance(stated, Amount) else stated
            self._bad(about if about in self.lines else path, given, found.needed, found.hint)

    def _settings(self, prefix: KeyPath, pattern: str, content: dict[str, Any]) -> None:
        known = tuple(dict.fromkeys(name.removeprefix(f"{pattern}.").partition(".")[0] for name in _below(pattern)))
        for leaf, raw in content.items():
            path, name = (*prefix, leaf), f"{pattern}.{leaf}"
            by_size = KEYS.get(f"{name}.*")
            if leaf not in known:
                self._unknown(path, known, raw)
            elif isinstance(raw, dict) and by_size is not None:
                for size, figure in raw.items():
                    self._of_size((*path, size), size, figure)
            elif name not in KEYS and by_size is not None:
                self._bad(path, raw, f"a line for each size, such as {leaf}.3 = {by_size.example}")
            elif isinstance(raw, dict):
                self._bad(path, raw, f"a value such as {KEYS[name].example}")
            else:
                self._value(path, KEYS[name], raw)

    def _of_size(self, path: KeyPath, size: str, raw: object) -> None:
        key = find_key(dotted_name(path))
        if size not in size_names() or key is None:
            self._unknown(path, size_names(), raw)
        else:
            self._value(path, key, raw)

    def _one_filler(self, key: str, content: object) -> None:
        path = ("fillers", key)
        if not _FILLER_KEY.fullmatch(key) or len(key) > _LONGEST_KEY:
            self._bad(path, key, "a filler's key of small letters, digits and hyphens, such as mcc-ph102")
            return
        if not isinstance(content, dict):
            self._bad(path, content, f"a table: a line [fillers.{key}] with its settings below it")
            return
        self.fillers.append(key)
        self._settings(path, "fillers.*", content)
        if key not in reference_fillers() and "name" not in content:
            needed = 'name = "..." below it, since the reference data has no filler of this key'
            self._bad(path, key, needed, unknown_filler(key).hint)
        if "contains" in content and key in reference_fillers() and get_filler(key).known:
            needed = "no such line: the reference data knows what this filler contains"
            hint = "give a product of another composition a key of its own"
            self._bad((*path, "contains"), content["contains"], needed, hint)
        if "packing_size" in content and not isinstance(content.get("packing"), str):
            needed = 'packing = "135 mg" beside it, or a line packing.SIZE for each size in its place'
            self._bad((*path, "packing_size"), content["packing_size"], needed)

    def _one_rule(self, form: str, content: object) -> None:
        """Read the pharmacy's own rule for a form: its days need where they come from."""
        path = ("beyond_use", form)
        if form not in rule_keys():
            self._unknown(path, rule_keys(), content)
        elif not isinstance(content, dict):
            self._bad(path, content, f"a table: a line [beyond_use.{form}] with days and source below it")
        else:
            self._settings(path, "beyond_use.*", content)
            for name in ("days", "source"):
                if name not in content:
                    self._bad(path, form, f"{name} = {KEYS[f'beyond_use.*.{name}'].example} below it, too")

    def _value(self, path: KeyPath, key: Key, raw: object) -> None:
        name = dotted_name(path)
        try:
            self.values[name] = typed(key, raw, name)
        except InputError as error:
            self._bad(path, error.given, error.needed, error.hint)

    def _bad(self, path: KeyPath, given: object, needed: str | None, hint: str | None = None) -> None:
        self._problem("bad-profile-value", path, given, needed, hint)

    def _unknown(self, path: KeyPath, known: tuple[str, ...], content: object) -> None:
        leaf = path[-1]
        tables = [name.rpartition(".")[0] for name in KEYS if name.rpartition(".")[2] == leaf != "*"]
        if tables and not isinstance(content, dict):
            hint: str | None = f"it belongs below a line [{tables[0].replace('*', 'KEY')}]"
        elif len(path) == 1 and leaf in reference_fillers():
            hint = f"write [fillers.{leaf}]"
        else:
            hint = near_hint(leaf, known)
        self._problem("unknown-profile-key", path, leaf, "one of " + ", ".join(known), hint)

    def _problem(self, code: str, path: KeyPath, given: object, needed: str | None, hint: str | None) -> None:
        line = self.lines.get(path, 0)
        where = f"line {line}: {hint}" if hint else f"line {line}"
        self._found.append((line, DataError(code, field=dotted_name(path), given=given, needed=needed, hint=where)))


def _below(pattern: str) -> list[str]:
    return [name for name in KEYS if name.startswith(f"{pattern}.")]


def dotted_name(path: KeyPath) -> str:
    """Return a dotted name as TOML writes it: a part that is no bare key stands in quotes."""
    return ".".join(part if _BARE_KEY.fullmatch(part) else f'"{_escaped(part)}"' for part in path)


def _escaped(part: str) -> str:
    shown = "".join(ch if ch.isascii() and ch.isprintable() else ascii(ch)[1:-1] for ch in part)
    return shown if len(shown) <= _LONGEST_KEY else shown[: _LONGEST_KEY - 3] + "..."


def _syntax_error(text: str, problem: str) -> DataError:
    """Name the line of a text that is no TOML, and the likely slip on it."""
    rows = text.split("\n")
    place = re.search(r" \(at (?:line ([0-9]+), column [0-9]+|end of document)\)$", problem)
    line = int(place[1]) if place and place[1] else len(rows)
    row = rows[line - 1].strip() if 0 < line <= len(rows) else ""
    what = problem[: place.start()] if place else problem.partition(";")[0]
    hint = f"line {line}: {what}" if place else what
    if re.match(r"[^=]+= *[0-9.,]+ ?[A-Za-z%\N{MICRO SIGN}\N{GREEK SMALL LETTER MU}]", row):
        hint += '; a quantity stands in quotes, such as "1 mg"'
    elif "\\" in row:
        hint += "; put a text with backslashes in single quotes"
    elif re.match(r"[^=]+= *[A-Za-z]", row):
        hint += "; put text in quotes"
    return DataError("bad-toml", field="profile", given=row or None, needed="TOML", hint=hint)
