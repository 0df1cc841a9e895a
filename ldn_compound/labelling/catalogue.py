"""Find the label data: ours beside the package, and a pharmacy's own folder over it.

The folder has the same shape as ours: ``stock/NAME.toml``, ``designs/NAME.toml``. A file of the same name replaces
ours. Faces, words and rules are ours alone.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from ldn_compound.core.errors import DataError, FileError, InputError
from ldn_compound.core.files import reason_of
from ldn_compound.core.texts import near_hint
from ldn_compound.labelling.design import Design, read_design
from ldn_compound.labelling.stock import Stock, read_stock
from ldn_compound.labelling.tables import read_table

# The whole name: nothing that could leave the folder.
DEFAULT_DESIGN = "prescription"
"""The design that is printed where none is named."""
_NAME = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


@lru_cache(maxsize=1)
def data_folder() -> Path:
    """Return the folder of our own label data.

    Raises:
        DataError: ``label-data-missing``, an installation without it.
    """
    package = Path(__file__).resolve().parent.parent
    installed = package / "_labels"
    if installed.is_dir():
        return installed
    # In a checkout the data stands beside the package; anywhere else such a folder would be somebody else's.
    checkout = package.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "labels").is_dir():
        return checkout / "labels"
    raise DataError("label-data-missing", field="labels", needed="the label data", hint="install the package again")


def stock_names(folder: Path | str | None = None) -> tuple[str, ...]:
    """Return the names of all stock, the pharmacy's own included.

    >>> "zebra-4x2" in stock_names()
    True
    """
    return _names("stock", folder)


def design_names(folder: Path | str | None = None) -> tuple[str, ...]:
    """Return the names of all designs, the pharmacy's own included.

    >>> "prescription" in design_names()
    True
    """
    return _names("designs", folder)


def get_stock(name: object, folder: Path | str | None = None) -> Stock:
    """Return one stock.

    Parameters:
        name: such as ``avery-5163``, or one of its equivalents such as ``avery-8163``.
        folder: the pharmacy's own folder, which goes over ours.

    Raises:
        InputError: ``unknown-stock``, with the near names.
        DataError: ``bad-label-data``, ``bad-toml``.
        FileError: ``no-label-folder``, ``unreadable``.

    >>> get_stock("avery-5163").per_page
    10
    """
    if isinstance(name, str) and _NAME.fullmatch(name) and name not in stock_names(folder):
        name = _equivalent(name, folder) or name
    path = _find("stock", name, folder, code="unknown-stock", field="stock")
    return _stock(path, path.stat().st_mtime_ns)


def _equivalent(name: str, folder: Path | str | None) -> str | None:
    """Return the stock that a maker sells under this number too, or None."""
    return next((key for key in stock_names(folder) if name in get_stock(key, folder).equivalents), None)


def get_design(name: object, folder: Path | str | None = None) -> Design:
    """Return one design.

    Parameters:
        name: such as ``prescription``.
        folder: the pharmacy's own folder, which goes over ours.

    Raises:
        InputError: ``unknown-design``, with the near names.
        DataError: ``bad-label-data``, ``bad-toml``.
        FileError: ``no-label-folder``, ``unreadable``.

    >>> get_design("prescription").audience
    'patient'
    """
    path = _find("designs", name, folder, code="unknown-design", field="design")
    return _design(path, path.stat().st_mtime_ns)


def design_for(name: object, stock: Stock, folder: Path | str | None = None) -> Design:
    """Return a design in the variant for a stock: the largest drawing area that its labels have room for.

    A variant that is asked for by its own name is taken as it is. Where none has room, the smallest is returned, whose
    layout then refuses the stock with the size that it needs.

    Parameters:
        name: such as ``prescription``.
        stock: on what it is printed.
        folder: the pharmacy's own folder, which goes over ours.

    Raises:
        InputError, DataError, FileError: as :func:`get_design`.

    >>> design_for("prescription", get_stock("avery-l7163")).variant_of
    'prescription'
    """
    asked = get_design(name, folder)
    if asked.variant_of is not None:
        return asked
    others = (get_design(other, folder) for other in design_names(folder) if other != asked.key)
    known = [asked, *(other for other in others if other.variant_of == asked.key)]
    known.sort(key=lambda design: design.width_mm * design.height_mm, reverse=True)
    return next((design for design in known if stock.holds(design.width_mm, design.height_mm)), known[-1])


# The time of change is part of the key, so that a file edited while the program runs is read again.
@lru_cache(maxsize=64)
def _stock(path: Path, changed: int) -> Stock:
    return read_stock(path.stem, read_table(path, f"stock/{path.stem}"))


@lru_cache(maxsize=64)
def _design(path: Path, changed: int) -> Design:
    return read_design(path.stem, read_table(path, f"designs/{path.stem}"), data_folder() / "scales.toml")


def _folders(part: str, folder: Path | str | None) -> list[Path]:
    ours = data_folder() / part
    if folder is None:
        return [ours]
    needed = "a folder with stock/NAME.toml and designs/NAME.toml"
    if not isinstance(folder, str | Path):
        raise InputError("not-a-folder", field="folder", given=folder, needed=needed)
    own = Path(folder)
    try:
        there = own.is_dir()
    except (OSError, ValueError):
        there = False
    if not there:
        raise FileError("no-label-folder", field="folder", given=str(folder), needed=needed)
    return [own / part, ours]


def _names(part: str, folder: Path | str | None) -> tuple[str, ...]:
    found = {name for place in _folders(part, folder) for name in _files(place)}
    return tuple(sorted(name for name in found if _NAME.fullmatch(name)))


def _files(place: Path) -> Iterator[str]:
    """Yield the names of the data files in a folder, without their ending; none where it is not there."""
    try:
        found = [path.stem for path in place.iterdir() if path.suffix == ".toml"]
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unreadable(place, reason_of(error)) from error
    yield from found


def _unreadable(path: Path, reason: str) -> FileError:
    return FileError("unreadable", field="folder", given=str(path), needed="a file that can be read", hint=reason)


def _find(part: str, name: object, folder: Path | str | None, *, code: str, field: str) -> Path:
    known = _names(part, folder)
    if not isinstance(name, str) or name not in known:
        raise InputError(
            code, field=field, given=name, needed="one of " + ", ".join(known), hint=near_hint(name, known)
        )
    for place in _folders(part, folder):
        path = place / f"{name}.toml"
        try:
            mode = path.stat().st_mode
        except FileNotFoundError:
            continue
        except OSError as error:
            raise _unreadable(path, reason_of(error)) from error
        if stat.S_ISREG(mode):
            return path
        # A pipe would be waited for; passed over, another stock of the same name would be printed on.
        raise _unreadable(path, "that is no file")
    raise _unreadable(Path(f"{name}.toml"), "it leads nowhere")
