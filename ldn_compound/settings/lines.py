"""On which line of a TOML text each key stands; tomllib does not tell, and a person needs to know."""

from __future__ import annotations

import re
from collections.abc import Callable

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BASIC = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_LITERAL = re.compile(r"'([^'\n]*)'")
_LONG_BASIC = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}', re.DOTALL)
_LONG_LITERAL = re.compile(r"'''.*?'{3,5}", re.DOTALL)
_SCALAR = re.compile(r"[^,\]}#\n]*")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}

KeyPath = tuple[str, ...]
"""A dotted name in its parts."""


def key_lines(text: str) -> dict[KeyPath, int]:
    """Return the line, from 1, of every table and key of a TOML text that tomllib has accepted.

    A name that stands several times (a table and its sub-table) has its first line. Text that is no TOML gives a
    shorter answer, never an error.

    >>> key_lines('[balance]\\nreadability = "1 mg"\\n')
    {('balance',): 1, ('balance', 'readability'): 2}
    """
    return _Scanner(text.replace("\r\n", "\n")).run()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[KeyPath, int] = {}
        self._line = 1
        self._counted = 0

    def run(self) -> dict[KeyPath, int]:
        table: KeyPath = ()
        while True:
            self._skip(_BLANK)
            if self.at >= len(self.text):
                return self.found
            before = self.at
            if self._next("["):
                self._next("[")
                table = self._key(())
                self._skip(_SPACE)
                self._next("]")
                self._next("]")
            else:
                self._pair(table)
            if self.at == before:
                return self.found

    def _pair(self, prefix: KeyPath) -> None:
        path = self._key(prefix)
        self._skip(_SPACE)
        if self._next("="):
            self._skip(_SPACE)
            self._value(path)

    def _key(self, prefix: KeyPath) -> KeyPath:
        """Read a dotted key and note the line of each of its parts."""
        path = prefix
        while True:
            self._skip(_SPACE)
            part = self._part()
            if part is None:
                return path
            path = (*path, part)
            self.found.setdefault(path, self._line_here())
            self._skip(_SPACE)
            if not self._next("."):
                return path

    def _part(self) -> str | None:
        for pattern in (_BARE_KEY, _BASIC, _LITERAL):
            match = pattern.match(self.text, self.at)
            if match:
                self.at = match.end()
                if pattern is _BARE_KEY:
                    return match[0]
                return _ESCAPE.sub(_unescaped, match[1]) if pattern is _BASIC else match[1]
        return None

    def _value(self, path: KeyPath) -> None:
        for pattern in (_LONG_BASIC, _LONG_LITERAL, _BASIC, _LITERAL):
            if self._skip(pattern):
                return
        if self._next("["):
            self._members("]", lambda: self._value(path))
        elif self._next("{"):
            self._members("}", lambda: self._pair(path))
        else:
            self._skip(_SCALAR)

    def _members(self, end: str, member: Callable[[], None]) -> None:
        while True:
            self._skip(_BLANK)
            if self._next(end) or self.at >= len(self.text):
                return
            before = self.at
            if not self._next(","):
                member()
            if self.at == before:
                return

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()
        return match is not None

    def _next(self, character: str) -> bool:
        if self.text.startswith(character, self.at):
            self.at += 1
            return True
        return False

    def _line_here(self) -> int:
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(match[3], match[3])
