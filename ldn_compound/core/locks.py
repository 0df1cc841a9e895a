"""A file that several programs change is changed by one at a time."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ldn_compound.core.errors import FileError

_PATIENCE = 20.0
_PAUSE = 0.02


@contextmanager
def locked(path: Path, *, field: str) -> Iterator[None]:
    """Hold a file while it is read and written again; another program that holds it is waited for.

    What is locked is its folder, so that nothing is left beside the file, and a program that is killed lets go of it.
    On a file system without locks, and on Windows, nothing is held: the comparison with what was read has to do.

    Parameters:
        path: of the file, which need not be there; field: for an error.

    Raises:
        FileError: ``record-busy``: another program has held it for 20 seconds.
    """
    if os.name == "nt":
        yield
        return
    import fcntl

    try:
        handle = os.open(Path(os.path.realpath(path)).parent, os.O_RDONLY)
    except OSError:  # without its folder the file cannot be written, which is said then
        yield
        return
    try:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > until:
                    needed = "a record that no other program is writing"
                    raise FileError("record-busy", field=field, given=str(path), needed=needed) from error
                time.sleep(_PAUSE)
            except OSError:
                break
        yield
    finally:
        with suppress(OSError):
            os.close(handle)
