"""A PostgreSQL server of the tests' own, on a free port of this computer, with its data in a folder that is deleted."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

_PROGRAMS = ("initdb", "pg_ctl", "createdb")
_PLACES = (*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), *map(Path, os.get_exec_path()))
_FOUND = next((place for place in _PLACES if all((place / name).exists() for name in _PROGRAMS)), None)
MISSING = None if _FOUND else "no PostgreSQL on this machine: Debian's package postgresql has it"
# The server refuses to run as root; its Debian package brings a user for it.
_USER = "postgres" if hasattr(os, "geteuid") and os.geteuid() == 0 else None


class Server:
    """A server that runs.

    Parameters:
        folder: for its data and its socket.
    """

    def __init__(self, folder: Path) -> None:
        self._data, self._log = folder / "data", folder / "log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self._run("initdb", "--pgdata", str(self._data), "--auth", "trust", "--username", "tests", "--no-sync")
        self._settings = f"-p {self.port} -k {folder} -c listen_addresses=127.0.0.1"
        self.start()

    def _run(self, program: str, *words: str) -> None:
        assert _FOUND is not None
        subprocess.run(
            [_FOUND / program, *words], check=True, stdout=subprocess.DEVNULL, timeout=60, user=_USER, cwd="/"
        )

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._run("pg_ctl", "start", "-w", "-D", str(self._data), "-l", str(self._log), "-o", self._settings)

    def stop(self) -> None:
        """Stop it as a loss of power does: nothing is finished."""
        self._run("pg_ctl", "stop", "-w", "-D", str(self._data), "-m", "immediate")

    def new_database(self, name: str) -> str:
        """Return the address of a new database."""
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "tests", name)
        return f"postgresql://tests@127.0.0.1:{self.port}/{name}"


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """Run a server until the end of the block."""
    # Short, as the path of a socket has to be; and open to the server's own user.
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as name:
        folder = Path(name)
        if _USER is not None:
            shutil.chown(folder, _USER)
        server = Server(folder)
        try:
            yield server
        finally:
            with contextlib.suppress(subprocess.CalledProcessError):
                server.stop()
