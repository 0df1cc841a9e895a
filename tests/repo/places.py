"""Where things stand: the package that is tested, and the repository (or unpacked source distribution) around it."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

import ldn_compound

PACKAGE = Path(ldn_compound.__file__).parent
REPOSITORY = Path(__file__).resolve().parents[2]
NAME = "ldn_compound"


@functools.cache
def modules() -> dict[str, Path]:
    """Return every module of the package: dotted name to path."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@functools.cache
def tree_of(path: Path) -> ast.Module:
    """Return the parsed source of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports_of(module: str) -> Iterator[tuple[str, int]]:
    """Yield every module that a module imports, at its top, in a function or for the type checker, with its line.

    ``from ldn_compound.cli import tables`` is an import of ``ldn_compound.cli.tables``.
    """
    known = modules()
    for node in ast.walk(tree_of(known[module])):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: imports are absolute here"
            source = node.module or ""
            for alias in node.names:
                below = f"{source}.{alias.name}"
                yield (below if below in known else source), node.lineno
