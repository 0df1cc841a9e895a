"""The scripts in which a name can be set beside Latin, Greek and Cyrillic, and where their faces lie.

A face is a file of the pharmacy's folder of label data (``fonts/arab.ttf``), or comes with an extra. The folder goes
first. Which scripts there are is data: ``labels/fonts/scripts.toml``.
"""

from __future__ import annotations

import stat
import unicodedata
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from ldn_compound.core.errors import FileError
from ldn_compound.core.files import read_file, reason_of
from ldn_compound.labelling.catalogue import data_folder
from ldn_compound.labelling.tables import read_table

SCRIPTS = "scripts"
"""The extra that sets them: the library that shapes, the one that orders, and faces."""
_ENDINGS = (".ttf", ".otf")
_LARGEST = 64 * 2**20
# What joins the letters of one script and has no script of its own.
JOINERS = "\u200c\u200d"


class Script(NamedTuple):
    """One script: its code, its name in words, the first words of its characters' names, and where its face lies."""

    key: str
    name: str
    letters: tuple[str, ...]
    package: str
    file: str
    extra: str

    @property
    def mend(self) -> str:
        """What brings its face, in words."""
        own = f"your own face as fonts/{self.key}.ttf in the folder of label data"
        if not self.extra:
            return f'for {self.name} letters: python -m pip install "ldn-compound[{SCRIPTS}]", and {own}'
        extras = SCRIPTS if self.extra == SCRIPTS else f"{SCRIPTS},{self.extra}"
        return f'for {self.name} letters: python -m pip install "ldn-compound[{extras}]", or {own}'


class FaceFile(NamedTuple):
    """A face's file: the script, its path, when it was changed, and the path of a bold one beside it, or empty."""

    script: str
    path: str
    changed: int
    bold: str


@lru_cache(maxsize=1)
def scripts() -> dict[str, Script]:
    """Return the scripts by their codes.

    >>> scripts()["arab"].name
    'Arabic'
    """
    table = read_table(data_folder() / "fonts" / "scripts.toml", "fonts/scripts")
    table.text("source")
    found = {}
    for key in table.values:
        if key == "source":
            continue
        row = table.table(key)
        row.only("name", "letters", "package", "file", "extra")
        where = [row.text(name) if name in row.values else "" for name in ("package", "file", "extra")]
        found[key] = Script(key, row.text("name"), row.texts("letters"), *where)
    return found


@lru_cache(maxsize=4096)
def script_of(character: str) -> str | None:
    """Return the script of a letter or mark, None where it is not one of :func:`scripts`.

    >>> script_of("\\u0645"), script_of("m"), script_of("\\u5f35")
    ('arab', None, 'hani')
    """
    if unicodedata.category(character)[0] not in "LM":
        return None
    words = unicodedata.name(character, "").replace("-UNIFIED", " ").split(" ")
    return next((key for key, script in scripts().items() if words[0] in script.letters), None)


def scripts_in(text: str) -> tuple[str, ...]:
    """Return the scripts of a text's letters, each once, in their order.

    >>> scripts_in("Dr. \\u05e9\\u05e8\\u05d4")
    ('hebr',)
    """
    return tuple(dict.fromkeys(key for key in map(script_of, text) if key is not None))


def find_face(script: str, folder: Path | str | None = None) -> FaceFile | None:
    """Return the file of a script's face: the pharmacy's own, else the one of an extra; None where there is neither.

    Raises:
        FileError: ``unreadable``, a file of the pharmacy's that cannot be looked at.
    """
    if folder is not None:
        own = _own(Path(folder) / "fonts", script)
        if own is not None:
            return own
    row = scripts()[script]
    spec = find_spec(row.package) if row.package else None
    for place in spec.submodule_search_locations or () if spec is not None else ():
        path = Path(place) / row.file
        if path.is_file():
            return FaceFile(script, str(path), 0, "")
    return None


def _own(place: Path, script: str) -> FaceFile | None:
    for ending in _ENDINGS:
        path = place / f"{script}{ending}"
        try:
            status = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, ValueError) as error:
            raise _unreadable(path, reason_of(error)) from error
        if not stat.S_ISREG(status.st_mode):
            raise _unreadable(path, "that is no file")
        bold = place / f"{script}-bold{ending}"
        return FaceFile(script, str(path), status.st_mtime_ns, str(bold) if bold.is_file() else "")
    return None


def _unreadable(path: Path, reason: str) -> FileError:
    return FileError("unreadable", field="folder", given=str(path), needed="a file that can be read", hint=reason)


def read_face(path: str) -> bytes:
    """Return what a face's file holds.

    Raises:
        FileError: ``unreadable``, ``too-large``.
    """
    return read_file(Path(path), _LARGEST, field="folder")
