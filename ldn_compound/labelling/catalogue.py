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
from typing import TYPE_CHECKING

from ldn_compound.core.errors import DataError, FileError, InputError
from ldn_compound.core.files import reason_of
from ldn_compound.core.own_files import package_folder
from ldn_compound.core.texts import near_hint
from ldn_compound.labelling.design import Design, read_design
from ldn_compound.labelling.stock import Stock, read_stock
from ldn_compound.labelling.tables import Table, read_table

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

# The whole name: nothing that could leave the folder.
DEFAULT_DESIGN = "prescription"
"""The design that is printed where none is named."""
_ENDING = ".toml"
_NAME = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


@lru_cache(maxsize=1)
def data_folder() -> Traversable:
    """Return the folder of our own label data.

    Raises:
        DataError: ``label-data-missing``, an installation without it.
    """
    package = package_folder()
    installed = package / "_labels"
    if installed.is_dir():
        return installed
    # In a checkout the data stands beside the package; anywhere else such a folder would be somebody else's.
    if isinstance(package, Path):
        checkout = package.resolve().parent
        if (checkout / "pyproject.toml").is_file() and (checkout / "labels").is_dir():
            return checkout / "labels"
    raise DataError("label-data-missing", field="labels", needed="the label data", hint="install the package again")


def stock_names(folder: Path | str | None = None) -> tuple[str, ...]:
    """Return the names of all stock, the pharmacy's own included.

    >>> "zebra-4x2" in stock_names()
    True
    """
    return _names("stock", _own_part("stock", folder))


def design_names(folder: Path | str | None = None) -> tuple[str, ...]:
    """Return the names of all designs, the pharmacy's own included.

    >>> "prescription" in design_names()
    True
    """
    return _names("designs", _own_part("designs", folder))


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
    key, own, changed = _find("stock", name, folder, code="unknown-stock", field="stock")
    return _stock(key, own, changed)


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
    key, own, changed = _find("designs", name, folder, code="unknown-design", field="design")
    return _design(key, own, changed)


def design_for(name: object, stock: Stock, folder: Path | str | None = None) -> Design:
    """Return a design in the variant for a stock: the first of :func:`variants_for`.

    Parameters:
        name: such as ``prescription``.
        stock: on what it is printed.
        folder: the pharmacy's own folder, which goes over ours.

    Raises:
        InputError, DataError, FileError: as :func:`get_design`.

    >>> design_for("prescription", get_stock("avery-l7163")).variant_of
    'prescription'
    """
    return variants_for(name, stock, folder)[0]


def variants_for(name: object, stock: Stock, folder: Path | str | None = None) -> tuple[Design, ...]:
    """Return the variants of a design that a stock has room for: those on one label first, then the larger first.

    A variant that is asked for by its own name is taken as it is. Where none has room, the smallest is returned, whose
    layout then refuses the stock with the size that it needs. A roll that is cut to length needs no second label.

    Parameters:
        name: such as ``prescription``.
        stock: on what it is printed.
        folder: the pharmacy's own folder, which goes over ours.

    Raises:
        InputError, DataError, FileError: as :func:`get_design`.

    >>> [design.key for design in variants_for("prescription", get_stock("zebra-4x2")) if design.labels == 1]
    ['prescription', 'prescription-95x34']
    """
    asked = get_design(name, folder)
    if asked.variant_of is not None:
        return (asked,)
    others = (get_design(other, folder) for other in design_names(folder) if other != asked.key)
    known = [asked, *(other for other in others if other.variant_of == asked.key)]
    known.sort(key=lambda design: (design.labels, -design.width_mm * design.height_mm))
    held = [design for design in known if stock.holds(design.width_mm, design.height_mm)]
    if stock.kind == "continuous" and held:
        held = [design for design in held if design.labels == held[0].labels]
    return tuple(held) or (min(known, key=lambda design: design.width_mm * design.height_mm),)


# The time of change is part of the key, so that a pharmacy's file edited while the program runs is read again.
@lru_cache(maxsize=64)
def _stock(name: str, own: Path | None, changed: int) -> Stock:
    return read_stock(name, read_table(own or _ours("stock")[name], f"stock/{name}"))


@lru_cache(maxsize=64)
def _design(name: str, own: Path | None, changed: int) -> Design:
    return read_design(name, read_table(own or _ours("designs")[name], f"designs/{name}"), _scales())


@lru_cache(maxsize=1)
def _scales() -> Table:
    return read_table(data_folder() / "scales.toml", "scales")


@lru_cache(maxsize=8)
def _ours(part: str) -> dict[str, Traversable]:
    """Return our own files of a part by their names: looked for once, since they do not change while we run."""
    return {
        file.name.removesuffix(_ENDING): file
        for file in (data_folder() / part).iterdir()
        if file.name.endswith(_ENDING) and _NAME.fullmatch(file.name.removesuffix(_ENDING))
    }


def _own_part(part: str, folder: Path | str | None) -> Path | None:
    """Return the pharmacy's folder of a part, None without one."""
    if folder is None:
        return None
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
    return own / part


def _names(part: str, own: Path | None) -> tuple[str, ...]:
    return tuple(sorted({*_ours(part), *_files(own)}))


def _files(place: Path | None) -> Iterator[str]:
    """Yield the names of the data files in a folder, without their ending; none where it is not there."""
    try:
        found = [path.stem for path in place.iterdir() if path.suffix == _ENDING] if place else []
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unreadable(str(place), reason_of(error)) from error
    yield from (name for name in found if _NAME.fullmatch(name))


def _unreadable(path: str, reason: str) -> FileError:
    return FileError("unreadable", field="folder", given=path, needed="a file that can be read", hint=reason)


def _find(part: str, name: object, folder: Path | str | None, *, code: str, field: str) -> tuple[str, Path | None, int]:
    """Return a file by its name: the name, the pharmacy's file and when it was changed; None and 0 where it is ours."""
    own = _own_part(part, folder)
    if not isinstance(name, str) or (name not in _ours(part) if own is None else name not in _names(part, own)):
        known = _names(part, own)
        raise InputError(
            code, field=field, given=name, needed="one of " + ", ".join(known), hint=near_hint(name, known)
        )
    if own is not None:
        path = own / f"{name}{_ENDING}"
        try:
            status = path.stat()
        except FileNotFoundError:
            pass
        except OSError as error:
            raise _unreadable(str(path), reason_of(error)) from error
        else:
            # A pipe would be waited for; passed over, another stock of the same name would be printed on.
            if not stat.S_ISREG(status.st_mode):
                raise _unreadable(str(path), "that is no file")
            return name, path, status.st_mtime_ns
    if name not in _ours(part):
        raise _unreadable(f"{name}{_ENDING}", "it leads nowhere")
    return name, None, 0
