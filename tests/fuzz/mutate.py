"""Texts made from good ones: cut, doubled, spliced, with a hostile word, or with a value in another's place."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

from tests.fuzz.targets import LARGEST, Target

_SIGNS = "0123456789.,-+eE \t\n\r\"'\\{}[]()=:;%/xX_\x00\x1b\x85\u2028\u200b\u0301\ud800µ½İ٣中"


def changed(seeds: Sequence[str], target: Target, chance: random.Random) -> str:
    """Return a text made from one of the seeds by one to four changes."""
    text = chance.choice(seeds)
    if text.startswith("{") and chance.random() < 0.5:
        text = _other_value(text, target, chance)
    for _ in range(chance.randint(1, 4)):
        text = chance.choice(_CHANGES)(text, seeds, target, chance)
    return text[:LARGEST]


def _span(text: str, chance: random.Random) -> tuple[int, int]:
    start = chance.randint(0, len(text))
    return start, min(len(text), start + chance.choice((0, 1, 1, 2, 5, 20, 200)))


def _cut(text: str, _: Sequence[str], __: Target, chance: random.Random) -> str:
    start, end = _span(text, chance)
    return text[:start] + text[end:]


def _doubled(text: str, _: Sequence[str], __: Target, chance: random.Random) -> str:
    start, end = _span(text, chance)
    return text[:start] + text[start:end] * chance.choice((2, 3, 50, 2000)) + text[end:]


def _word(text: str, _: Sequence[str], target: Target, chance: random.Random) -> str:
    start, end = _span(text, chance)
    word = chance.choice(target.words) * chance.choice((1, 1, 1, 2, 600))
    return text[:start] + word + text[end if chance.random() < 0.5 else start :]


def _sign(text: str, _: Sequence[str], __: Target, chance: random.Random) -> str:
    start, end = _span(text, chance)
    sign = chance.choice(_SIGNS) if chance.random() < 0.8 else chr(chance.randrange(0x110000))
    return text[:start] + sign + text[end if chance.random() < 0.5 else start :]


def _spliced(text: str, seeds: Sequence[str], _: Target, chance: random.Random) -> str:
    other = chance.choice(seeds)
    return text[: chance.randint(0, len(text))] + other[chance.randint(0, len(other)) :]


_CHANGES: tuple[Callable[[str, Sequence[str], Target, random.Random], str], ...] = (
    _cut,
    _doubled,
    _word,
    _word,
    _sign,
    _sign,
    _spliced,
)
_VALUES: tuple[Any, ...] = (
    None, True, -1, 0, 10**14, "", "0", "45", "1e9999999", "1/0", "9" * 500, [], {}, [[[[]]]], {"value": "45"},
    {"value": "45", "unit": "mg"}, {"value": "4.5", "unit": "item"}, {"value": "1/3", "unit": "mg", "exact": "1/3"},
    {"value": "4.5", "unit": "mg", "exact": "9/0"}, {"value": [], "unit": {}}, {"kind": "packing", "inputs": {}},
)  # fmt: skip


def _other_value(text: str, target: Target, chance: random.Random) -> str:
    """Return a document with another value, key or length at one place; most lie among the inputs."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return text
    node: Any = document
    if isinstance(document, dict) and isinstance(document.get("inputs"), dict) and chance.random() < 0.7:
        node = document["inputs"]
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        if not keys:
            break
        key = chance.choice(keys)
        below = node[key]
        if isinstance(below, dict | list) and below and chance.random() < 0.7:
            node = below
            continue
        if isinstance(node, dict) and chance.random() < 0.2:
            node[chance.choice(target.words)] = node.pop(key)
        else:
            node[key] = chance.choice((*_VALUES, chance.choice(target.words)))
        break
    return json.dumps(document, ensure_ascii=chance.random() < 0.5)
