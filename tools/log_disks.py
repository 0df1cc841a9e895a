"""The points of ``tools/log_reliability.py`` on a disk that is full or read-only, with the command line."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from ldn_compound.records.log.log import Log
from ldn_compound.records.log.sqlite import SqliteStore
from ldn_compound.records.log.verification import verify
from tests import program

Done = subprocess.CompletedProcess[bytes]
NOBODY = 65534
_CAPSULES = "capsules --strength 4.5mg --count 90 --size 3 --filler mcc-ph102 --packing-stat 135mg --made-on 2026-11-22"


class Wrong(Exception):  # noqa: N818 - it ends a point, which is then told as failed
    """The log did not do what it promises."""


class NotTried(Exception):  # noqa: N818 - no error: this machine does not allow it
    """The point cannot be tried here."""


class Case:
    """A log with some entries in a folder, a plan to add, and what must hold when an addition is refused.

    Parameters:
        folder: of the log.
        home: for the plan and the settings, on a disk with room.
    """

    def __init__(self, folder: Path, home: Path) -> None:
        self.log, self.home = folder / "log.sqlite", home
        self.plan = home / "plan.json"
        self.refused = self.accepted = 0
        done = program.call([*_CAPSULES.split(), "--save", str(self.plan)], folder=home)
        if done.returncode:
            raise Wrong(f"no plan: {done.stderr.decode()}")
        for _ in range(3):
            self.add()

    @property
    def line(self) -> list[str]:
        """The command that is tried."""
        return ["record", "log", "add", str(self.plan), "--log", str(self.log)]

    def entries(self) -> list[tuple[int, str]]:
        """Return sequence number and digest of every entry, after the chain was verified."""
        log = Log(SqliteStore(self.log))
        with contextlib.closing(log):
            found = verify(log.store)
            if found.first_break is not None:
                raise Wrong(f"the chain is broken: {found.first_break}")
            return [(entry.sequence, entry.digest) for entry in log.every()]

    def add(self) -> None:
        """Add where nothing is in the way; the chain holds, and all that was there before."""
        before = self.entries() if self.log.exists() else []
        done = program.call(self.line, folder=self.home)
        if done.returncode:
            raise Wrong(f"with room again the addition is refused: {done.stderr.decode()}")
        after = self.entries()
        if after[:-1] != before:
            raise Wrong(f"{len(before)} entries were there, and then {len(after)}")

    def try_to_add(self, hindered: AbstractContextManager[object], run: Callable[[Sequence[str]], Done]) -> None:
        """Add where something may be in the way.

        Parameters:
            hindered: what is in the way until its end.
            run: runs the command.
        """
        entries, content = self.entries(), self.log.read_bytes()
        with hindered:
            done = run(self.line)
            now = self.log.read_bytes()
        error = done.stderr.decode()
        if done.returncode == 0:
            self.accepted += 1
            if self.entries()[:-1] != entries:
                raise Wrong("an addition was acknowledged and is not there")
            return
        self.refused += 1
        if done.returncode != 16 or "Traceback" in error or not error.startswith("Error in log [cannot-"):
            raise Wrong(f"exit code {done.returncode}: {error}")
        if "the log is as it was" not in " ".join(error.split()):
            raise Wrong(f"the message does not say what became of the log: {error}")
        if now != content or self.entries() != entries:
            raise Wrong("a refused addition changed the log")
        self.add()

    def measured(self) -> str:
        """Return what was found, at the end."""
        if not self.refused:
            raise Wrong("nothing was refused")
        accepted = f", {self.accepted} that still had room were kept" if self.accepted else ""
        return (
            f"{self.refused} x an addition refused with exit code 16, the file the same byte for byte{accepted}; the "
            f"next one after each works and the chain of {len(self.entries())} verifies"
        )


@contextlib.contextmanager
def folders() -> Iterator[tuple[Path, Path]]:
    """Return a folder for a log and one for all else."""
    with tempfile.TemporaryDirectory(prefix="ldn-log-") as name:
        top = Path(name)
        top.chmod(0o755)  # another user has to get at the log
        for part in ("log", "home"):
            (top / part).mkdir()
        yield top / "log", top / "home"


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Callable[[str], None]]:
    """Mount a disk of one megabyte on a folder, and return what changes how it is mounted.

    Raises:
        NotTried: only root may, and not in every container.
    """

    def mount(options: str) -> Done:
        return subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, check=False
        )

    def again(options: str) -> None:
        if mount(f"remount,{options}").returncode:
            raise NotTried(f"the small disk cannot be mounted {options}")

    if shutil.which("mount") is None or os.geteuid() != 0 or (done := mount("size=1m")).returncode:
        reason = "not root" if os.geteuid() else done.stderr.decode().strip()
        raise NotTried(f"no small disk can be mounted: {reason}")
    try:
        yield again
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def full_disk(step: int) -> str:
    """Fill a real disk but for some kilobytes, and try to add: for each room from none to 96 kB, in steps."""
    with folders() as (folder, home), small_disk(folder):
        case = Case(folder, home)
        ballast = folder / "ballast"

        @contextlib.contextmanager
        def filled(room: int) -> Iterator[None]:
            with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
                while file.write(bytes(4096)):
                    pass
            os.truncate(ballast, max(ballast.stat().st_size - room * 1024, 0))
            try:
                yield
            finally:
                ballast.unlink()

        def run(words: Sequence[str]) -> Done:
            return program.start(words, folder=home)

        for room in range(0, 97, step):
            case.try_to_add(filled(room), run)
        return case.measured()


def limit_of(most: int) -> Callable[[], None]:
    """Return what limits the files that a new process writes to so many bytes; it is told of it by an error alone."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return limit


def limited_file(step: int) -> str:
    """Limit the size that a file may grow to, as a full disk does, from none to 96 kB, in steps."""
    with folders() as (folder, home):
        case = Case(folder, home)

        def run(words: Sequence[str], most: int) -> Done:
            line = [sys.executable, "-m", "ldn_compound", *words]
            environ = program.environment(home, {"PYTHONPATH": str(program.ROOT)})
            return subprocess.run(
                line, cwd=home, env=environ, preexec_fn=limit_of(most), capture_output=True, check=False, timeout=120
            )

        for most in range(0, 97, step):
            case.try_to_add(contextlib.nullcontext(), partial(run, most=most * 1024))
        return case.measured()


def read_only_disk() -> str:
    """Mount the disk read-only, and try to add."""
    with folders() as (folder, home), small_disk(folder) as mount:
        case = Case(folder, home)

        @contextlib.contextmanager
        def read_only() -> Iterator[None]:
            mount("ro")
            try:
                yield
            finally:
                mount("rw")

        case.try_to_add(read_only(), lambda words: program.call(words, folder=home))
        return case.measured()


def no_rights() -> str:
    """Try to add where the user may only read the folder, the file, or both; as another user, if this is root."""
    with folders() as (folder, home):
        case = Case(folder, home)
        root = os.geteuid() == 0

        @contextlib.contextmanager
        def only(of_folder: int, of_file: int) -> Iterator[None]:
            case.log.chmod(of_file)
            folder.chmod(of_folder)
            try:
                yield
            finally:
                folder.chmod(0o755)
                case.log.chmod(0o600)

        def run(words: Sequence[str]) -> Done:
            if not root:
                return program.start(words, folder=home)
            code = f"from tools.log_disks import as_nobody; as_nobody({list(words)!r}, {str(home)!r})"
            line = [sys.executable, "-c", code]
            return subprocess.run(line, cwd=program.ROOT, capture_output=True, check=False, timeout=120)

        for of_folder, of_file in ((0o555, 0o666), (0o777, 0o444), (0o555, 0o444)):
            case.try_to_add(only(of_folder, of_file), run)
        return f"{'as another user' if root else 'without the rights'}: {case.measured()}"


def as_nobody(words: Sequence[str], home: str) -> None:
    """Run a command in this process as a user without any right, and end as it ends.

    It runs once before as root, on a log of its own: all is loaded then that nobody may not read.
    """
    with tempfile.TemporaryDirectory() as other:
        program.call([*words[:-1], str(Path(other) / "log.sqlite")], folder=home)
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    done = program.call(words, folder=home)
    sys.stderr.write(done.stderr.decode())
    sys.exit(done.returncode)
