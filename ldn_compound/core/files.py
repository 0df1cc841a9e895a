"""Files: read up to a bound, and written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from ldn_compound.core.errors import FileError

# secrets and pathlib are loaded where a file is written: help and completion need neither.
if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

SETTINGS = 1_000_000
"""No profile, formula, recipe, stock or design has more bytes."""
DOCUMENT = 16_000_000
"""No plan, record or print-out has more bytes: the largest plan has 100,000."""
MANY = 1_000_000_000
"""No table of prescriptions and no file of label jobs has more bytes."""


def read_up_to(path: Traversable, most: int) -> bytes:
    """Return what is in a file, or in a pipe until it ends; a device that never ends is not read on.

    Parameters:
        path: of the file.
        most: bytes.

    Raises:
        OSError: it cannot be read.
        ValueError: the path holds a null character.
        TooLargeError: there is more.

    >>> from pathlib import Path
    >>> read_up_to(Path("/dev/zero"), most=10)
    Traceback (most recent call last):
    ldn_compound.core.files.TooLargeError: more than 10 bytes
    """
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise TooLargeError(most)
    return content


class TooLargeError(Exception):
    """A file has more bytes than any of its kind."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most:,} bytes")


def read_file(path: Path, most: int, *, field: str) -> bytes:
    """Return what is in a file, as :func:`read_up_to`.

    Raises:
        FileError: ``cannot-read``, ``file-too-large``.
    """
    given = str(path)
    try:
        return read_up_to(path, most)
    except TooLargeError as error:
        raise FileError(
            "file-too-large", field=field, given=given, needed=f"at most {most:,} bytes", hint=str(error)
        ) from error
    except (OSError, ValueError) as error:
        raise FileError(
            "cannot-read", field=field, given=given, needed="a file that can be read", hint=reason_of(error)
        ) from error


def write_file(path: Path, content: bytes, *, field: str) -> None:
    """Write a file whole or not at all; on return it is on the disk and not in a cache alone.

    A file that is there keeps its mode and, where this user may give it, its owner; a new one has those of any new
    file. Through a symbolic link the file is written to which it leads.

    Parameters:
        path: of the file; its folder has to be there.
        content: all of it.
        field: for an error.

    Raises:
        FileError: ``cannot-write``; also where there is a device, a pipe or a folder.
    """
    write_files({path: content}, field=field)


def write_files(contents: Mapping[Path, bytes], *, field: str) -> None:
    """Write several files, or none of them where one cannot be written; each as :func:`write_file` does.

    Parameters:
        contents: by path.
        field: for an error.

    Raises:
        FileError: ``cannot-write``, of the one that cannot.
    """
    from pathlib import Path

    parts: dict[Path, Path] = {}
    path = Path()
    try:
        for path, content in contents.items():
            target = Path(os.path.realpath(path))
            parts[target] = _part(target, content)
        for target, part in parts.items():
            path = target
            part.replace(target)
        for folder in {target.parent for target in parts}:
            _sync_folder(folder)
    except (OSError, ValueError) as error:
        raise _not_written(path, error, field) from error
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def write_new_file(path: Path, content: bytes, *, mode: int, field: str) -> None:
    """Write a file that is not there yet, which nobody but those of its mode can read at any moment.

    What is there is never written over, whoever else makes it at the same moment.

    Parameters:
        path: of the file; its folder has to be there.
        content: all of it.
        mode: such as 0o600; Windows has none.
        field: for an error.

    Raises:
        FileError: ``file-exists``, ``cannot-write``; nothing is left of what could not be written whole.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        # A link that leads nowhere is refused too: by O_EXCL it is not followed.
        handle = os.open(path, flags, mode)
    except FileExistsError as error:
        hint = "it is never written over; give another name"
        raise FileError("file-exists", field=field, given=str(path), needed="a new file", hint=hint) from error
    except (OSError, ValueError) as error:
        raise _not_written(path, error, field) from error
    written = False
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(path.parent)
        written = True
    except OSError as error:
        raise _not_written(path, error, field) from error
    finally:
        if not written:
            path.unlink(missing_ok=True)


def _not_written(path: Path, error: OSError | ValueError, field: str) -> FileError:
    hint = f"{reason_of(error)}; nothing was written"
    return FileError("cannot-write", field=field, given=str(path), needed="a path that can be written", hint=hint)


def _part(target: Path, content: bytes) -> Path:
    """Write what is to become a file beside it, onto the disk."""
    import secrets

    before = _status(target)
    if before is not None and not stat.S_ISREG(before.st_mode):
        raise OSError(errno.EINVAL, "that is no file: - is stdout")
    # Its name says nothing of what is written: it may stand in a list of files for all to see.
    part = target.with_name(f".ldn-{secrets.token_hex(8)}.part")
    written = False
    try:
        # Made like any new file: the system takes away what its mask of modes says.
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            if before is not None:
                _like(file.fileno(), before)
            os.fsync(file.fileno())
        written = True
    finally:
        if not written:
            part.unlink(missing_ok=True)
    return part


def _status(target: Path) -> os.stat_result | None:
    try:
        return target.stat()
    except FileNotFoundError:
        return None


def _like(handle: int, before: os.stat_result) -> None:
    """Give a file the owner, where this user may, and the mode of the one in whose place it comes."""
    if os.name == "nt":  # neither is there
        return
    now = os.fstat(handle)
    if (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
        # A file of another's in a folder of ours becomes ours, as with an editor.
        with suppress(PermissionError):
            os.fchown(handle, before.st_uid, before.st_gid)
    os.fchmod(handle, stat.S_IMODE(before.st_mode))


def _sync_folder(folder: Path) -> None:
    """Have the file's name on the disk too."""
    if os.name == "nt":  # a folder cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        pass  # some network file systems have no such call; the file itself is written
    finally:
        os.close(handle)


def reason_of(error: OSError | ValueError) -> str:
    """Return in words why the system refused."""
    return getattr(error, "strerror", None) or str(error)
