"""Builds the distributions a second time and compares them byte for byte: ``python tools/same_build.py FOLDER``.

The folder holds a source distribution and a wheel. They are built again from that source distribution as another
machine would have it: in another folder, with other times and permissions of the files, in another time zone and with
another seed of Python's hashes. What anybody builds from the published sources can so be held against what was
published. The time in the archives is the build tool's own, or ``SOURCE_DATE_EPOCH`` where that is set.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

_LONG_AGO = 1_000_000_000


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each distribution in a folder by its file name."""
    found = [path for path in sorted(folder.iterdir()) if path.name.endswith((".tar.gz", ".whl"))]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def built_again(sdist: Path, place: Path) -> dict[str, str]:
    """Unpack a source distribution at a place, make it another machine's, build it, and return the digests."""
    with tarfile.open(sdist) as archive:
        archive.extractall(place, filter="data")
    (tree,) = place.iterdir()
    for path in tree.rglob("*"):
        os.utime(path, (_LONG_AGO, _LONG_AGO))
        path.chmod(path.stat().st_mode & 0o700)
    elsewhere = {**os.environ, "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(place / "again"), str(tree)]
    subprocess.run(command, env=elsewhere, check=True, stdout=subprocess.DEVNULL)
    return digests(place / "again")


if __name__ == "__main__":
    first = digests(Path(sys.argv[1]))
    (source,) = (name for name in first if name.endswith(".tar.gz"))
    with tempfile.TemporaryDirectory() as folder:
        second = built_again(Path(sys.argv[1]) / source, Path(folder))
    differing = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
    if differing or len(first) != 2:
        raise SystemExit(f"built again, these are not the same bytes: {', '.join(differing or first)}")
    for name, digest in first.items():
        print(f"built twice, the same bytes: {name} sha256:{digest}")
