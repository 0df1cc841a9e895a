"""Runs the program: in this process, or started as a person starts it.

A call in this process goes through the same entry point, with an environment, a folder and streams of bytes of its own.
It takes a hundredth of a second instead of the tenth that an interpreter takes to start. What depends on the process
itself (encodings of the terminal, a closed pipe, what is loaded) is tested on a started one.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from unittest import mock

import ldn_compound.cli
from ldn_compound.cli.main import run
from tests import held

Done = subprocess.CompletedProcess[bytes]
ROOT = Path(__file__).resolve().parents[1]
_OWN = ("LDN_", "_LDN_", "XDG_", "NO_COLOR", "FORCE_COLOR")


def environment(home: Path | str, environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return an environment without this machine's own settings: no profile is found unless `environ` names one."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OWN)}
    own = {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA", "USERPROFILE")}
    return {**kept, **own, "EDITOR": "true", "VISUAL": "true", **(environ or {})}


def _variables(wanted: dict[str, str]) -> contextlib.AbstractContextManager[object]:
    """Set the environment, where it is another one: that costs more than a short command."""
    return contextlib.nullcontext() if os.environ == wanted else mock.patch.dict(os.environ, wanted, clear=True)


@contextlib.contextmanager
def _clock(today: str) -> Iterator[None]:
    """Set the day that the commands read; every module that imported the clock by name gets the fixed one."""
    found = [
        importlib.import_module(f"ldn_compound.cli.{item.name}")
        for item in pkgutil.iter_modules(ldn_compound.cli.__path__)
    ]
    with contextlib.ExitStack() as stack:
        for module in found:
            if hasattr(module, "today"):
                stack.enter_context(mock.patch.object(module, "today", lambda: today))
        yield


def call(
    words: Sequence[str],
    *,
    folder: Path | str,
    stdin: bytes = b"",
    environ: Mapping[str, str] | None = None,
    today: str | None = None,
    together: bool = False,
) -> Done:
    """Run the program in this process.

    Parameters:
        words: what stands behind `ldn-compound`.
        folder: the folder that it runs in, which is its home too.
        stdin: what it can read.
        environ: variables over and above those of :func:`environment`.
        today: the day that it takes for today, as ISO text; the machine's own where left out.
        together: whether stderr goes to stdout, in the order of writing.
    """
    stdout, stderr = io.BytesIO(), io.BytesIO()
    out = io.TextIOWrapper(stdout, "utf-8", write_through=together)
    err = out if together else io.TextIOWrapper(stderr, "utf-8")
    code: object = 0
    before = held.files_of(Path(folder))
    with (
        _variables(environment(folder, environ)),
        contextlib.chdir(folder),
        _clock(today) if today else contextlib.nullcontext(),
        mock.patch.object(sys, "argv", ["ldn-compound", *words]),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8")),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            run()
        except SystemExit as end:
            code = end.code
    out.flush()
    err.flush()
    number = code if isinstance(code, int) else int(code is not None)
    held.hold_run(words, _text(stdout), _text(stderr), Path(folder), before)
    return Done(list(words), number, stdout.getvalue(), stderr.getvalue())


def _text(stream: io.BytesIO) -> str:
    return stream.getvalue().decode("utf-8", "replace")


def start(
    words: Sequence[str], *, folder: Path | str, stdin: bytes = b"", environ: Mapping[str, str] | None = None
) -> Done:
    """Run ``python -m ldn_compound`` in a process of its own; parameters as of :func:`call`."""
    return subprocess.run(
        [sys.executable, "-m", "ldn_compound", *words],
        cwd=folder,
        input=stdin,
        env=environment(folder, {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **(environ or {})}),
        capture_output=True,
        check=False,
        timeout=120,
    )
