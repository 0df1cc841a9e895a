"""Compares the installed package with the sources, byte for byte: ``python tools/same_files.py SOURCES``.

What the tests proved of the sources then holds for the installed files too, wherever only their content counts.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

# Where a folder of the sources lies in the installed package.
PLACES = {"ldn_compound": "", "labels": "_labels"}


def files_below(folder: Path) -> dict[str, bytes]:
    """Return the content of every file below a folder that is shipped, by its path."""
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def differences(sources: Path, package: Path) -> list[str]:
    """Return what is missing, added or otherwise in the installed package."""
    wanted = {
        f"{place}/{name}".lstrip("/"): content
        for folder, place in PLACES.items()
        for name, content in files_below(sources / folder).items()
    }
    there = files_below(package)
    return sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))


if __name__ == "__main__":
    spec = find_spec("ldn_compound")
    assert spec is not None and spec.origin is not None
    installed, sources = Path(spec.origin).parent, Path(sys.argv[1]).resolve()
    if installed.parent == sources:
        raise SystemExit(f"{installed} is the source tree itself: run this with the Python of the wheel")
    wrong = differences(sources, installed)
    if wrong:
        raise SystemExit(f"the installed package differs from the sources: {', '.join(wrong)}")
    print(f"{installed}: every file as in the sources")
