"""Letters of another script that look like Latin ones: "4.5 mg" with a Cyrillic m reads right and is no unit.

Which letters look alike is data, ``lint/letters.toml``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from ldn_compound.checks.codes import finding
from ldn_compound.core.results import Finding, Severity
from ldn_compound.labelling.catalogue import data_folder
from ldn_compound.labelling.tables import read_table

_WORD = re.compile(r"[^\W_]+(?:[.,][^\W_]+)*")
# Both mu letters stand in micrograms on purpose, and have a row of their own.
_MICRO = "\N{MICRO SIGN}\N{GREEK SMALL LETTER MU}"


class _Letters(NamedTuple):
    alike: dict[str, str]
    severity: Severity
    source: str


@lru_cache(maxsize=1)
def _letters() -> _Letters:
    table = read_table(data_folder() / "lint" / "letters.toml", "lint/letters")
    table.only("source", "severity", "look-alikes")
    alike: dict[str, str] = {}
    scripts = table.table("look-alikes")
    for script in scripts.values:
        pairs = scripts.text(script)
        alike.update(zip(pairs[::2], pairs[1::2], strict=True))
    return _Letters(alike, Severity(table.choice("severity", ("stop", "caution"))), table.text("source"))


def look_alike_findings(text: str, *, field: str) -> tuple[Finding, ...]:
    """Return a finding for every word that mixes scripts, or that other scripts' letters make look like Latin.

    A word in another script that no Latin word looks like is another language, and no slip.

    >>> [item.message for item in look_alike_findings("Take 4.5 \\u043cg", field="directions")][0]
    "'мg' holds м, which is CYRILLIC SMALL LETTER EM and no m: type the word again"
    """
    if text.isascii():
        return ()
    letters = _letters()
    found: dict[str, Finding] = {}
    for match in _WORD.finditer(text):
        word = match[0]
        if word.isascii() or word in found:
            continue
        other = next((ch for ch in word if _is_foreign(ch)), None)
        if other is None:
            continue
        mixed = any(ch.isascii() or unicodedata.name(ch, "").startswith("LATIN") for ch in word)
        if not mixed and not all(ch in letters.alike or _is_styled(ch) for ch in word):
            continue
        like = letters.alike.get(other) or _styled(other)
        instead = f" and no {like}" if like else ", among Latin letters or digits"
        message = f"'{word}' holds {other}, which is {unicodedata.name(other, 'unnamed')}{instead}: type the word again"
        found[word] = finding("unsafe-text", message, severity=letters.severity, source=letters.source, field=field)
    return tuple(found.values())


def _is_foreign(ch: str) -> bool:
    if ch.isascii() or ch in _MICRO or not unicodedata.category(ch).startswith("L"):
        return False
    name = unicodedata.name(ch, "")
    return not name.startswith(("LATIN", "FEMININE ORDINAL", "MASCULINE ORDINAL"))


def _styled(ch: str) -> str:
    """Return the plain letter of a full-width or mathematical one, or nothing."""
    plain = unicodedata.normalize("NFKC", ch)
    return plain if plain.isascii() and plain.isalpha() else ""


def _is_styled(ch: str) -> bool:
    return bool(_styled(ch)) and not ch.isascii()
