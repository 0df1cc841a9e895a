"""Which profile is in force; the environment and the application directory are passed in, not looked up."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ldn_compound.core.errors import FileError

VARIABLE = "LDN_COMPOUND_PROFILE"
FILE_NAME = "profile.toml"


def find_profile(option: str | None, environ: Mapping[str, str], app_dir: Path) -> Path | None:
    """Return the path of the profile in force: by option, by environment variable, in the application directory.

    Parameters:
        option: what ``--profile`` was given, or None.
        environ: the environment; an empty variable counts as not set.
        app_dir: the application directory; ``profile.toml`` in it is used if it is there.

    Returns:
        The path, or None where there is no profile.

    Raises:
        FileError: ``no-such-profile`` for a file that was named and is not there.
    """
    named = [(option, "--profile"), (environ.get(VARIABLE) or None, VARIABLE)]
    for value, by in named:
        if value is not None:
            if not _is_file(Path(value)):
                hint = f"{by} names it; `ldn-compound profile init` writes a new one"
                raise FileError("no-such-profile", field="profile", given=value, needed="a file", hint=hint)
            return Path(value)
    usual = app_dir / FILE_NAME
    return usual if _is_file(usual) else None


def _is_file(path: Path) -> bool:
    try:
        return path.exists() and not path.is_dir()  # a pipe is a file here
    except (OSError, ValueError):
        # ValueError: a null character; OSError: a name that is too long, or a folder that may not be looked into.
        return False
