"""The route in directions against the plan's: what is made to be swallowed is neither injected nor put on the skin.

The words are data, ``[routes]`` of ``lint/LANGUAGE.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ldn_compound.checks.codes import finding
from ldn_compound.core.results import Finding
from ldn_compound.labelling.catalogue import data_folder
from ldn_compound.labelling.tables import Table, read_table

ROUTES = {"oral": "by mouth", "sublingual": "under the tongue"}
"""The routes of a plan, and what each is called in a message."""


class RouteWords(NamedTuple):
    """The words of one language: the pattern of each route's, what forbids what follows it, and the source."""

    patterns: dict[str, re.Pattern[str]]
    forbidden: re.Pattern[str]
    source: str


@lru_cache(maxsize=8)
def get_route_words(language: str = "en") -> RouteWords:
    """Return the words that name a route in a language.

    Raises:
        DataError: ``bad-label-data``.
    """
    table = read_table(data_folder() / "lint" / f"{language}.toml", f"lint/{language}").table("routes")
    table.only(*ROUTES, "other", "exact", "not", "source")
    patterns = {route: re.compile(_any(table, route), re.IGNORECASE) for route in (*ROUTES, "other")}
    exact = "|".join(re.escape(word) for word in table.texts("exact"))
    # In capitals a Roman numeral may stand before what is counted: "IV capsules" is no vein.
    patterns["exact"] = re.compile(rf"(?<!\w)(?:{exact})(?!\w)(?!\s+\w+s\b)")
    forbids = "|".join(re.escape(word) for word in sorted(table.texts("not"), key=len, reverse=True))
    # "Do not, under any circumstances, inject": up to three words may stand between, within one sentence.
    forbidden = re.compile(rf"(?<!\w)(?:{forbids})[\s,]+(?:[^\s.;:]+\s+){{0,3}}$", re.IGNORECASE)
    return RouteWords(patterns, forbidden, table.text("source"))


def _any(table: Table, key: str) -> str:
    phrases = sorted(table.texts(key), key=len, reverse=True)
    return r"(?<!\w)(?:" + "|".join(_phrase(phrase) for phrase in phrases) + r")(?!\w)"


def _phrase(phrase: str) -> str:
    """Return the pattern of a phrase: ``under the|your? tongue`` is "under tongue" and "under the tongue"."""
    pattern = ""
    words = phrase.split()
    for number, word in enumerate(words):
        choice = "|".join(re.escape(part) for part in word.rstrip("?").split("|"))
        end = "" if number == len(words) - 1 else r"\s+"
        pattern += f"(?:(?:{choice}){end})" + ("?" if word.endswith("?") else "")
    return pattern


@lru_cache(maxsize=4096)
def route_findings(text: str, *, route: str, language: str = "en", field: str = "directions") -> tuple[Finding, ...]:
    """Return a stop where directions name another route than the plan's; what they forbid is no route.

    Parameters:
        text: the directions.
        route: of the plan, ``oral`` or ``sublingual``.
        language: of the text.
        field: the keyword that the finding names.

    >>> [item.message for item in route_findings("Inject 4.5 mL into the muscle", route="oral")]
    ["the directions say 'Inject', 'into the muscle'; the plan is for use by mouth"]
    >>> route_findings("Take 4.5 mL by mouth. Do not inject.", route="oral")
    ()
    """
    words = get_route_words(language)
    named = dict.fromkeys(
        part for name, pattern in words.patterns.items() if name != route for part in _named(text, pattern, words)
    )
    if not named:
        return ()
    said = ", ".join(f"'{part}'" for part in sorted(named, key=text.index))
    message = f"the directions say {said}; the plan is for use {ROUTES[route]}"
    return (finding("directions-other-route", message, source=words.source, field=field),)


def _named(text: str, pattern: re.Pattern[str], words: RouteWords) -> Iterator[str]:
    for match in pattern.finditer(text):
        if not words.forbidden.search(text[: match.start()]):
            yield match[0]
