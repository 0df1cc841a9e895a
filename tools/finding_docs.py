"""Write docs/findings.md: every code of a finding with when it fires, and an example that was run.

The rules are those of the registry, the examples those of ``tools/finding_examples``.
"""

from __future__ import annotations

import ast
import functools
import re
import shutil
import sys
import tempfile
import textwrap
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import attrs

from ldn_compound.checks.codes import RULES
from tests.repo import shell

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "findings.md"
EXAMPLES = ROOT / "tools" / "finding_examples"
WIDTH = 118

START = """# The findings, one by one

Every finding that a plan, a check or a label can give: its code, how severe it is, when it fires, and an example that
fires it with what it says then. `tools/finding_docs.py` runs the examples and writes this page; a test runs each of
them again. They ran on 2026-11-22: on another day one with dates may say something else besides. What each finding
guards against stands in [safety](safety.md), the codes alone in [json](json.md#codes-of-findings).

A stop holds the plan or the label back until it is accepted by name or mended; a caution is told with the plan; an info
is told with `--working`. "By what is found" is a code that is told with one severity or another, as the case is.
"""


class Told(NamedTuple):
    """One finding as the program printed it."""

    code: str
    severity: str
    message: str


@attrs.frozen
class Example:
    """One row of the examples; what the keys mean stands in their README.

    Attributes:
        code: the finding that it fires.
        severity: with which it does.
        also: another one, with which it fires with another severity.
    """

    code: str
    severity: str
    run: tuple[str, ...] = ()
    files: dict[str, str] = attrs.field(factory=dict)
    copies: dict[str, str] = attrs.field(factory=dict)
    python: str = ""
    test: str = ""
    because: str = ""
    varies: bool = False
    also: Example | None = None


@functools.cache
def examples() -> dict[str, Example]:
    """Return the examples by code; a code that is unknown, or has two of them, is an error.

    >>> examples()["strength-high"].severity
    'stop'
    """
    found: dict[str, Example] = {}
    for path in sorted(EXAMPLES.glob("*.toml")):
        for code, row in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if code in found:
                raise ValueError(f"{code} has two examples")
            found[code] = _example(code, row)
    return found


def _example(code: str, row: dict[str, Any]) -> Example:
    stated = RULES[code].severity
    if (stated is None) != ("severity" in row):
        raise ValueError(f"{code}: the severity stands in the registry or in the example")
    parts = {**row, "severity": row.get("severity") or str(stated), "run": tuple(row.get("run", ()))}
    if "also" in row:
        parts["also"] = _example(code, row["also"])
    return Example(code=code, **parts)


def told(output: str) -> list[Told]:
    """Return the findings in what a command printed, of a plan's table or of a label's list.

    >>> told("  STOP    strength-high\\n          a unit of 45 mg\\n          is 10 mg or more\\n\\nNext")
    [Told(code='strength-high', severity='stop', message='a unit of 45 mg is 10 mg or more')]
    >>> told("caution: no name: set\\n  pharmacy.name [pharmacy-name-missing]\\n  source: house rule")
    [Told(code='pharmacy-name-missing', severity='caution', message='no name: set pharmacy.name')]
    """
    found = []
    for match in re.finditer(
        r"^ *(?P<severity>STOP|CAUTION|INFO) +(?P<code>[a-z0-9-]+)\n(?P<text>(?: {10}.*\n)*)",
        f"{output}\n",
        re.MULTILINE,
    ):
        found.append(Told(match["code"], match["severity"].lower(), " ".join(match["text"].split())))
    for match in re.finditer(
        r"^(?P<severity>stop|caution|info): (?P<text>(?:(?!^\S)[\s\S])*?)\s\[(?P<code>[a-z0-9-]+)\]$",
        output,
        re.MULTILINE,
    ):
        found.append(Told(match["code"], match["severity"], " ".join(match["text"].split())))
    return found


def fire(example: Example) -> list[Told]:
    """Run an example in a folder of its own and return the findings that it tells."""
    if example.test:
        return []
    if example.python:
        return _from_python(example.python)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in example.files.items():
            (folder / file).write_text(text, encoding="utf-8")
        for file, source in example.copies.items():
            shutil.copy(ROOT / source, folder / file)
        output = ""
        for line in example.run:
            done = shell.run(line, folder)
            if done.exit_code not in (0, 12):
                raise RuntimeError(f"{example.code}: {line}\n{done.output}")
            output = done.output
    return told(output)


def _from_python(text: str) -> list[Told]:
    *before, last = ast.parse(text).body
    names: dict[str, Any] = {}
    exec(compile(ast.Module(before, []), "example", "exec"), names)
    if not isinstance(last, ast.Expr):
        raise TypeError("the last line of an example is the findings")
    found = eval(compile(ast.Expression(last.value), "example", "eval"), names)
    return [Told(item.code, item.severity.value, str(item.message)) for item in found]


def ways(code: str) -> list[Example]:
    """Return the examples of a code: one, or two where it is told with one severity or another."""
    example = examples()[code]
    return [example] if example.also is None else [example, example.also]


def section(code: str, told_by_each: Sequence[Iterable[Told]]) -> str:
    """Return what the page says of a code, from what each of its examples told."""
    rule = RULES[code]
    degree = rule.severity.value.capitalize() if rule.severity else "By what is found"
    parts = [f"## `{code}`", f"{degree}: {rule.meaning}."]
    for example, found in zip(ways(code), told_by_each, strict=True):
        parts += _shown(example, found)
    return "\n\n".join(parts) + "\n"


def _shown(example: Example, found: Iterable[Told]) -> Iterator[str]:
    if example.test:
        because = f"{example.because[0].upper()}{example.because[1:]}. The test that makes one: `{example.test}`."
        yield _filled(because)
        return
    for file, text in example.files.items():
        yield f"`{file}`:\n\n```text\n{text.rstrip()}\n```"
    for file, source in example.copies.items():
        yield f"`{file}` is a copy of `{source}`."
    if example.python:
        yield f"```python\n{_session(example.python)}\n```"
    else:
        yield "```text\n" + "\n".join(_folded(line) for line in example.run) + "\n```"
    wanted = (example.code, example.severity)
    message = next(item.message for item in found if (item.code, item.severity) == wanted)
    degree = [example.severity] if RULES[example.code].severity is None else []
    said = [] if example.varies else [message]
    if degree or said:
        yield _filled(": ".join([*degree, *said]), "> ")


def _filled(text: str, indent: str = "") -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _session(text: str) -> str:
    """The lines as they are typed; the findings of the last one get a name, so that they are not printed."""
    lines, rows = text.splitlines(), []
    *_, last = statements = ast.parse(text).body
    for statement in statements:
        first, *more = lines[statement.lineno - 1 : statement.end_lineno]
        rows += [f">>> found = {first}" if statement is last else f">>> {first}", *(f"... {line}" for line in more)]
    return "\n".join([*rows, ""])


def _folded(line: str) -> str:
    """A command line as it is typed, broken before an option where it is long."""
    rows = ["$"]
    for word in re.split(r" (?=--|labels|&&)", line):
        if len(rows[-1]) + len(word) + 3 > WIDTH:
            rows[-1] += " \\"
            rows.append("   ")
        rows[-1] += f" {word}"
    return "\n".join(rows)


def page() -> str:
    """Return the whole page; every example runs."""
    return "\n".join([START, *(section(code, [fire(example) for example in ways(code)]) for code in RULES)])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.exit(0)
