"""The gate for what is no number: dates, names, choices, yes or no."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from ldn_compound.core.errors import InputError, described
from ldn_compound.core.foreign import day as day_of
from ldn_compound.core.foreign import flag as flag_of
from ldn_compound.core.foreign import is_unordered, listed
from ldn_compound.core.numbers import written

FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_TEXT = 200
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
DATE_NEEDED = "an ISO date such as 2026-11-22"


def parse_date(value: object, *, field: str, month_allowed: bool = False) -> date:
    """Return a date given as a date or as ISO text.

    Parameters:
        value: a ``datetime.date`` (a pandas Timestamp or a numpy datetime64 of a day too), or text such as
            ``2026-11-22``.
        field: the keyword that an error names.
        month_allowed: whether ``2027-03`` is taken, as the month's last day (an expiry date printed without a day).

    Raises:
        InputError: ``bad-date``.

    >>> parse_date("2027-02", field="component_expiries", month_allowed=True)
    datetime.date(2027, 2, 28)
    """
    needed = DATE_NEEDED + (" or a month such as 2027-03 (its last day)" if month_allowed else "")
    day, hint = day_of(value)
    if isinstance(value, str) and _DAY.fullmatch(value):
        year, month, number = (int(part) for part in value.split("-"))
        day = _real_date(year, month, number)
        hint = None if day else "there is no such day"
    elif isinstance(value, str) and month_allowed and _MONTH.fullmatch(value):
        year, month = (int(part) for part in value.split("-"))
        day = _real_date(year, month, calendar.monthrange(year, month)[1]) if 1 <= month <= 12 and year else None
    elif isinstance(value, str):
        hint = _date_meant(value)
    if day is None:
        raise InputError("bad-date", field=field, given=value, needed=needed, hint=hint)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        hint = f"years from {FIRST_YEAR} to {LAST_YEAR}"
        raise InputError("bad-date", field=field, given=str(value), needed=needed, hint=hint)
    return day


def _date_meant(text: str) -> str:
    """Return what to write for a date in another notation: the one day that it can be, or the two."""
    if found := _YEAR_FIRST.fullmatch(text):
        orders = [(found[1], found[2], found[3])]
    elif found := _YEAR_LAST.fullmatch(text):
        orders = [(found[3], found[2], found[1]), (found[3], found[1], found[2])]
    else:
        orders = []
    days = {_real_date(int(year), int(month), int(day)) for year, month, day in orders} - {None}
    written = " or ".join(sorted(str(day) for day in days))
    if len(days) == 1:
        return f"write {written}"
    which = f"write {written}" if days else "write year-month-day"
    return f"{which}: 11/12/2026 is December in one country and November in another"


def _real_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse_text(value: object, *, field: str, longest: int = LONGEST_TEXT) -> str:
    """Return a name or a line of text, brought to NFC, refused where it holds what no line of text holds.

    Raises:
        InputError: ``not-text``, ``empty``, ``too-long``, ``control-character``.

    >>> parse_text("Jose\\u0301", field="patient")
    'José'
    """
    if not isinstance(value, str):
        digits = written(value)
        hint = None if digits is None else f"write '{digits}'"
        raise InputError("not-text", field=field, given=value, needed="text", hint=hint)
    text = unicodedata.normalize("NFC", str(value))
    for ch in text:
        if unicodedata.category(ch) in ("Cc", "Cs", "Zl", "Zp", "Cn", "Co"):
            name = unicodedata.name(ch, f"U+{ord(ch):04X}")
            hint = f"it holds the control character {name}; type it on one line without tabs"
            raise InputError("control-character", field=field, given=value, needed="one line of text", hint=hint)
    if not text.strip():
        raise InputError("empty", field=field, given=value, needed="text that is not empty")
    if len(text) > longest:
        raise InputError("too-long", field=field, given=value, needed=f"at most {longest} characters")
    return text


# Letters by their category that nothing is drawn for: fillers of Korean syllables, blanks of Egyptian hieroglyphs.
_UNSEEN_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\U00013441\U00013442")
_BLANK_OF_BRAILLE = "\u2800"


def require_visible(text: str, *, field: str) -> None:
    """Refuse a text of which nothing can be seen: spaces, what only joins or directs other signs, blank cells.

    Raises:
        InputError: ``empty``.

    >>> require_visible("F2207", field="lot")
    >>> require_visible("\u200b", field="lot")
    Traceback (most recent call last):
    ldn_compound.core.errors.InputError: lot: given '\u200b'; needed text that can be seen [empty]
    """
    unseen = _UNSEEN_LETTERS | {_BLANK_OF_BRAILLE}
    if all(unicodedata.category(sign) in ("Zs", "Cf") or sign in unseen for sign in text):
        raise InputError("empty", field=field, given=text, needed="text that can be seen")


def require_name(text: str, *, field: str) -> None:
    """Refuse a person's name without a letter that can be seen, in any script: nobody answers to a full stop.

    Raises:
        InputError: ``no-name``.

    >>> require_name("A. Chemist", field="accepted_by")
    >>> require_name("\u5f35\u5049", field="accepted_by")
    >>> require_name(".", field="accepted_by")
    Traceback (most recent call last):
    ldn_compound.core.errors.InputError: accepted_by: given '.'; needed a person's name, with its letters [no-name]
    """
    if not any(unicodedata.category(sign)[0] == "L" and sign not in _UNSEEN_LETTERS for sign in text):
        raise InputError("no-name", field=field, given=text, needed="a person's name, with its letters")


def parse_choice(value: object, choices: Iterable[str], *, field: str, code: str = "unknown-choice") -> str:
    """Return the value if it is one of the choices, else refuse it with the near ones.

    Raises:
        InputError: the code given.

    >>> parse_choice("us", ("general", "us"), field="jurisdiction")
    'us'
    """
    known = tuple(choices)
    if isinstance(value, str) and value in known:
        return known[known.index(value)]
    needed, digits = "one of " + ", ".join(known), written(value)
    hint = f"write '{digits}'" if digits in known else near_hint(value, known)
    raise InputError(code, field=field, given=value, needed=needed, hint=hint)


MOST_NEAR = 8
"""How many near names a hint gives: all of a family such as the grades of cellulose."""


@lru_cache(maxsize=4096)
def plain_name(text: str) -> str:
    """Return a name as names are compared: without case, accents and signs.

    >>> plain_name("Avicel\u00ae  PH-102"), plain_name("c\u0153liac"), plain_name("Lact\u00f3se_Monohydrate")
    ('avicel ph 102', 'coeliac', 'lactose monohydrate')
    """
    plain = unicodedata.normalize("NFKD", text).casefold().replace("\u0153", "oe").replace("\u00e6", "ae")
    kept = (ch if ch.isalnum() else " " for ch in plain if not unicodedata.combining(ch))
    return " ".join("".join(kept).split())


def near_names(
    value: object,
    known: Iterable[str],
    *,
    synonyms: Mapping[str, Iterable[str]] | None = None,
    cutoff: float = 0.5,
) -> tuple[str, ...]:
    """Return the known names near a mistyped one, each once: the same by name or synonym, else those that have all its
    words, else those that are spelt alike.

    Parameters:
        value: the name as it was typed.
        known: the names.
        synonyms: of some of them, their other names.
        cutoff: how alike a spelling must be, 1 for the same.

    >>> near_names("MCC", ["mcc-ph101", "mcc-ph102", "sucrose"])
    ('mcc-ph101', 'mcc-ph102')
    >>> near_names("sugar", ["sucrose", "mannitol"], synonyms={"sucrose": ["sugar"]})
    ('sucrose',)
    >>> near_names("sucros", ["mannitol", "sucrose"])
    ('sucrose',)
    """
    import difflib

    wanted, others = plain_name(value if isinstance(value, str) else described(value)), synonyms or {}
    names = {key: tuple(dict.fromkeys(plain_name(name) for name in (key, *others.get(key, ())))) for key in known}
    same = [key for key, spelt in names.items() if wanted and wanted in spelt]
    if same:
        return tuple(same[:MOST_NEAR])
    asked = set(wanted.split())
    within = [key for key, spelt in names.items() if asked and any(asked <= set(name.split()) for name in spelt)]
    if within:
        return tuple(within[:MOST_NEAR])
    keys: dict[str, list[str]] = {}
    for key, spelt in names.items():
        for name in spelt:
            keys.setdefault(name, []).append(key)
    near = difflib.get_close_matches(wanted, list(keys), n=3, cutoff=cutoff)
    return tuple(dict.fromkeys(key for name in near for key in keys[name]))[:MOST_NEAR]


def near_hint(
    value: object,
    known: Iterable[str],
    *,
    synonyms: Mapping[str, Iterable[str]] | None = None,
    cutoff: float = 0.5,
) -> str | None:
    """Return "did you mean ...?" for the names near a mistyped one (see :func:`near_names`), or None."""
    near = near_names(value, known, synonyms=synonyms, cutoff=cutoff)
    if not near:
        return None
    return f"did you mean {near[0]}?" if len(near) == 1 else f"did you mean {', '.join(near[:-1])} or {near[-1]}?"


def parse_flag(value: object, *, field: str) -> bool:
    """Return True or False, of numpy too; nothing else counts as a flag ("no" is a true string to Python).

    Raises:
        InputError: ``bad-flag``.

    >>> parse_flag(True, field="measured")
    True
    """
    found = flag_of(value)
    if found is None:
        word = _WORDS_OF_A_FLAG.get(value.casefold()) if isinstance(value, str) else None
        hint = None if word is None else f"write {word}, without quotes"
        raise InputError("bad-flag", field=field, given=value, needed="True or False", hint=hint)
    return found


_WORDS_OF_A_FLAG = {"true": True, "yes": True, "false": False, "no": False}


def parse_names(value: object, *, field: str) -> tuple[str, ...]:
    """Return a list of names as a tuple without repeats, in the order given; of a set in the order of the alphabet.

    Raises:
        InputError: ``not-a-list`` (a lone text is one: "lactose" is not l, a, c, ...), and of :func:`parse_text`.

    >>> parse_names(["lactose", "milk"], field="avoid")
    ('lactose', 'milk')
    """
    try:
        items = listed(value, field=field, needed="a list of names such as ['lactose']", ordered=False)
    except InputError as error:
        if isinstance(value, str):
            error.hint = f"write ['{value}']" if value.isprintable() and len(value) <= LONGEST_TEXT else None
        raise
    names = dict.fromkeys(parse_text(item, field=field) for item in items)
    return tuple(sorted(names) if is_unordered(value) else names)


def parse_mapping(value: object, *, field: str) -> dict[str, object]:
    """Return a mapping from names to values as a dict with its names checked.

    Raises:
        InputError: ``not-a-mapping``, and of :func:`parse_text`.

    >>> parse_mapping({"api": "2027-03"}, field="component_expiries")
    {'api': '2027-03'}
    """
    if not isinstance(value, Mapping):
        raise InputError("not-a-mapping", field=field, given=value, needed="a mapping such as {'api': '2027-03-31'}")
    return {parse_text(name, field=field): item for name, item in value.items()}


def encoding_of(raw: bytes) -> str:
    """Return the encoding of a text file by its first bytes: UTF-16 with its mark, as PowerShell writes it, else UTF-8.

    >>> encoding_of("4.5 mg".encode("utf-16")), encoding_of(b"4.5 mg")
    ('utf-16', 'utf-8-sig')
    """
    return "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
