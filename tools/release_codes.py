"""Writes down what this version's plans can say: ``python tools/release_codes.py``, run once when it is released.

A plan that it stored is read by later versions. They add rules, and take some away: from this list they know that a
code which the stored plan lacks is a new one, and not one that was taken out of the file.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from ldn_compound import __version__
from ldn_compound.checks.codes import CODES
from ldn_compound.settings.keys import TABLE

ROOT = Path(__file__).resolve().parents[1] / "ldn_compound"
TARGET = ROOT / "checks" / "released.toml"
# Codes that are put together from the name of an input.
_BUILT = {
    "packing.py": ("lot-not-given", "measured-on-not-given"),
    "titration_course.py": ("start-from-preset", "step-from-preset", "every-from-preset", "to-from-preset"),
    "dose.py": ("concentration-assumed", "doses-per-day-assumed", "rate-assumed", "maximum-assumed"),
}
_MAKERS = {"assume", "set_aside"}


def assumption_codes() -> set[str]:
    """Return the codes of all assumptions: those of settings, and those that the plans name."""
    found = {key.code for key in TABLE}
    for path in sorted({*(ROOT / "plans").rglob("*.py")} - {ROOT / "plans" / "worksheet.py"}):
        for code in _codes_in(ast.parse(path.read_text(encoding="utf-8"))):
            found.update([code] if code else _BUILT.get(path.name, ()))
            if not code and path.name not in _BUILT:
                raise SystemExit(f"{path.name}: an assumption whose code is built: name its codes in this tool")
    return found


def _codes_in(tree: ast.AST) -> Iterator[str]:
    """Yield the code of each assumption of a module; an empty one where it is not written out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _MAKERS:
            given = [item.value for item in node.keywords if item.arg == "code"] or node.args[:1]
            texts = [part.value for part in ast.walk(given[0]) if isinstance(part, ast.Constant)]
            written = not any(isinstance(part, ast.Name | ast.JoinedStr) for part in ast.walk(given[0]))
            yield from (str(text) for text in texts) if written else ("",)


def entry(version: str) -> str:
    """Return this version's table."""
    lines = [f'["{version}"]']
    for name, codes in (("findings", set(CODES)), ("assumptions", assumption_codes())):
        lines += [f"{name} = [", *(f'    "{code}",' for code in sorted(codes)), "]"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    before = TARGET.read_text(encoding="utf-8")
    if f'["{__version__}"]' in before:
        raise SystemExit(f"{TARGET.name} has version {__version__} already: raise the version first")
    TARGET.write_text(f"{before}\n{entry(__version__)}", encoding="utf-8")
