"""Where the program's own data stand: beside its modules, also where those lie in an archive (a zipapp)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


@lru_cache(maxsize=1)
def package_folder() -> Traversable:
    """Return the folder of the package: a path, or a place in an archive that is read like one.

    >>> (package_folder() / "py.typed").is_file()
    True
    """
    here = Path(__file__).parent.parent
    if here.is_dir():
        # By path where there is one: importlib.resources costs more to import than a data file takes to read.
        return here
    from importlib.resources import files

    return files("ldn_compound")
