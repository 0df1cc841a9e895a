"""Where a source file can be broken, and how: each place gives one mutant, as an exchange of text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

_COMPARISONS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
}
_OPERATORS: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
}
# A name that is exchanged for its opposite, alone or behind a point.
_NAMES = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "STOP": "CAUTION",
    "CAUTION": "INFO",
    "INFO": "CAUTION",
    "ROUND_UP": "ROUND_DOWN",
    "ROUND_DOWN": "ROUND_UP",
    "ROUND_HALF_UP": "ROUND_DOWN",
    "round_half_up": "int",
    "floor": "ceil",
    "ceil": "floor",
}
_NUMBER = re.compile(r"-?\d+(\.\d+)?( ?(mg/mL|g/mL|mg|g|mL|ug|kg|%|d))?")


class Mutant(NamedTuple):
    """One break of a file.

    Attributes:
        line, last_line: the lines of the statement that it stands in, from 1.
        start, end: the bytes of the file that are exchanged.
        put: what stands there instead.
        change: what was done, in words.
        at_import: whether the place runs when the module is loaded, not when something is called.
        inside: the function or class that holds it, as a path with points; "" at the top of the file.
    """

    line: int
    last_line: int
    start: int
    end: int
    put: str
    change: str
    at_import: bool
    inside: str

    def broken(self, source: bytes) -> bytes:
        """Return the file with this place broken."""
        return source[: self.start] + self.put.encode() + source[self.end :]


class _Finder:
    """Walks one syntax tree and collects its places in the order of the file."""

    def __init__(self, source: bytes) -> None:
        """Take the file's bytes."""
        self.source = source
        starts = [0]
        for line in source.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        self.starts = starts
        self.found: list[Mutant] = []
        self.names: list[str] = []
        self.statement: ast.stmt | None = None
        self.called = 0  # how many functions stand around the place

    def at(self, line: int, column: int) -> int:
        """Return the byte of a place of the tree."""
        return self.starts[line - 1] + column

    def span(self, node: ast.expr | ast.stmt | ast.keyword) -> tuple[int, int]:
        """Return the bytes of a node, from and to."""
        assert node.end_lineno is not None and node.end_col_offset is not None
        return self.at(node.lineno, node.col_offset), self.at(node.end_lineno, node.end_col_offset)

    def text(self, node: ast.expr | ast.keyword) -> str:
        """Return what stands in the file for a node."""
        start, end = self.span(node)
        return self.source[start:end].decode()

    def add(self, start: int, end: int, put: str, change: str) -> None:
        """Keep a place of the statement that is being read."""
        assert self.statement is not None
        line = self.source.count(b"\n", 0, start) + 1
        inner = isinstance(self.statement, ast.If | ast.For | ast.While | ast.With | ast.Try | ast.Match)
        last = line if inner else self.statement.end_lineno or line
        first = line if inner else self.statement.lineno
        self.found.append(Mutant(first, last, start, end, put, change, self.called == 0, ".".join(self.names)))

    def between(self, left: ast.expr, right: ast.expr, old: str, new: str) -> None:
        """Exchange the operator that stands between two operands."""
        start, end = self.span(left)[1], self.span(right)[0]
        words = r"\s+".join(re.escape(word) for word in old.split())
        found = re.search(words if old[0] in "<>=!+-*/%" else rf"\b{words}\b", self.source[start:end].decode())
        if found:  # an operator of several lines with a comment between has none
            self.add(start + found.start(), start + found.end(), new, f"{old} -> {new}")

    def visit(self, node: ast.AST) -> None:
        """Collect the places of a node and of what it holds, without annotations."""
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self.function(node)
                return
            case ast.ClassDef():
                self.names.append(node.name)
                for item in (*node.decorator_list, *node.body):
                    self.part(item)
                self.names.pop()
                return
            case ast.AnnAssign():
                if node.value:
                    self.part(node.value)
                return
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                return
            case ast.Expr(value=ast.Constant()):
                return
            case _:
                self.here(node)
        for child in ast.iter_child_nodes(node):
            self.part(child)

    def part(self, node: ast.AST) -> None:
        """Go on with a part of a node; of a statement, note that it is the one being read."""
        before = self.statement
        if isinstance(node, ast.stmt):
            self.statement = node
        self.visit(node)
        self.statement = before

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """Collect the places of a function: defaults and decorators run on import, the body when it is called."""
        self.names.append(node.name)
        for item in (*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)):
            self.part(item)
        self.called += 1
        for line in node.body:
            self.part(line)
        self.called -= 1
        self.names.pop()

    def here(self, node: ast.AST) -> None:
        """Collect the places of one node alone."""
        match node:
            case ast.Compare():
                operands = [node.left, *node.comparators]
                for place, operator in enumerate(node.ops):
                    old, new = _COMPARISONS[type(operator)]
                    self.between(operands[place], operands[place + 1], old, new)
            case ast.BinOp() if type(node.op) in _OPERATORS and not _is_text(node):
                self.between(node.left, node.right, *_OPERATORS[type(node.op)])
            case ast.BoolOp():
                old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
                for left, right in zip(node.values, node.values[1:], strict=False):
                    self.between(left, right, old, new)
            case ast.UnaryOp(op=ast.Not()):
                start, end = self.span(node)
                self.add(start, end, f"({self.text(node.operand)})", "not removed")
            case ast.If() | ast.IfExp():
                if not isinstance(node.test, ast.Compare | ast.UnaryOp | ast.BoolOp):  # those have places of their own
                    start, end = self.span(node.test)
                    self.add(start, end, f"(not ({self.text(node.test)}))", "condition turned round")
            case ast.comprehension():
                for test in node.ifs:
                    if not isinstance(test, ast.Compare | ast.UnaryOp | ast.BoolOp):
                        start, end = self.span(test)
                        self.add(start, end, f"(not ({self.text(test)}))", "condition turned round")
            case ast.Constant():
                self.constant(node)
            case ast.Name(id=name) if name in _NAMES and isinstance(node.ctx, ast.Load):
                self.add(*self.span(node), _NAMES[name], f"{name} -> {_NAMES[name]}")
            case ast.Attribute(attr=name) if name in _NAMES and name.isupper():
                end = self.span(node)[1]
                self.add(end - len(name), end, _NAMES[name], f"{name} -> {_NAMES[name]}")
            case ast.Expr(value=ast.Call()):
                self.add(*self.span(node), "pass", "call removed")
            case ast.Call():
                self.keywords(node)

    def constant(self, node: ast.Constant) -> None:
        """Collect a number, a truth, or a text that is a number."""
        value = node.value
        start, end = self.span(node)
        if isinstance(value, bool):
            self.add(start, end, str(not value), f"{value} -> {not value}")
        elif isinstance(value, int):
            self.add(start, end, str(value + 1), f"{value} -> {value + 1}")
        elif isinstance(value, str) and _NUMBER.fullmatch(value) and self.source[start : start + 1] in (b'"', b"'"):
            other = next_number(value)
            self.add(start, end, repr(other), f"{value} -> {other}")

    def keywords(self, node: ast.Call) -> None:
        """Exchange the values of two neighbouring keywords that are names."""
        for one, other in zip(node.keywords, node.keywords[1:], strict=False):
            values = self.text(one.value), self.text(other.value)
            plain = all(isinstance(item.value, ast.Name | ast.Attribute) and item.arg for item in (one, other))
            if plain and values[0] != values[1]:
                start, end = self.span(one)[0], self.span(other)[1]
                put = f"{one.arg}={values[1]}, {other.arg}={values[0]}"
                self.add(start, end, put, f"{one.arg} and {other.arg} exchanged")


def next_number(text: str) -> str:
    """Return the number with its last digit moved on by one.

    >>> next_number("4.5 mg"), next_number("19")
    ('4.6 mg', '10')
    """
    digits = list(text)
    last = max(place for place, letter in enumerate(digits) if letter.isdigit())
    digits[last] = str((int(digits[last]) + 1) % 10)
    return "".join(digits)


def _is_text(node: ast.BinOp) -> bool:
    """Tell whether an operand is a text: joined or filled in, it is no arithmetic."""
    return any(
        isinstance(item, ast.JoinedStr | ast.List | ast.Tuple)
        or (isinstance(item, ast.Constant) and isinstance(item.value, str))
        for item in (node.left, node.right)
    )


def of_python(source: bytes) -> list[Mutant]:
    """Return every break of a Python file, in the order of the file.

    >>> [item.change for item in of_python(b"def f(a: int = 2) -> bool:\\n    return a < 3 and not a\\n")]
    ['2 -> 3', '< -> <=', '3 -> 4', 'and -> or', 'not removed']
    """
    finder = _Finder(source)
    for statement in ast.parse(source).body:
        finder.part(statement)
    return sorted(finder.found, key=lambda item: (item.start, item.end))


_TOKEN = re.compile(
    r'"(?P<text>(?:[^"\\\\]|\\\\.)*)"|(?P<comment>#.*)|(?P<bare>(?<![\w.:-])-?\d+(?:\.\d+)?(?![\w.:-]))'
)
_QUANTITY = re.compile(r"-?\d+(\.\d+)?( ?[A-Za-z%][\w/%]*)?")
_UNUSED = ("source", "note", "looked_at", "tried")


def of_toml(source: bytes) -> Iterator[Mutant]:
    """Give every number of a file of data with its last digit moved on; a source has none that counts.

    >>> [(item.inside, item.change) for item in of_toml(b'[limit.high]\\namount = "10 mg"  # of 20\\n')]
    [('limit.high', 'amount: 10 mg -> 11 mg')]
    """
    row, start, key = "", 0, ""
    for number, raw in enumerate(source.splitlines(keepends=True), start=1):
        line = raw.decode()
        if line.startswith("["):
            row = line.strip().strip("[]")
        elif row != "sources":
            named = re.match(r"[ \t]*([\w.-]+)[ \t]*=", line)
            key = named[1] if named else key
            for found in _TOKEN.finditer(line, named.end() if named else 0):
                kind = found.lastgroup or "comment"
                old = found[kind]
                before = re.search(r"(\w+) ?= ?$", line[: found.start()])
                inner = before[1] if before else key
                if kind == "comment" or inner in _UNUSED or not _QUANTITY.fullmatch(old):
                    continue
                new = next_number(old)
                first = start + len(line[: found.start(kind)].encode())
                change = f"{key}: {old} -> {new}"
                yield Mutant(number, number, first, first + len(old.encode()), new, change, True, row)
        start += len(raw)
