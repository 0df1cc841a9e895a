"""Completes a bill of materials and says what stands in it: ``python -m tools.materials FILE.cdx.json WHEEL``.

The tool that writes it reads no version that is worked out when the package is built; it and the wheel's digest are
put in here. The bill must name all that pyproject.toml states, the extras included, each with its version.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

from tools.lowest import lowest, requirements


def plain(name: str) -> str:
    """Return a package's name as the index compares it.

    >>> plain("SQLAlchemy"), plain("ruamel_yaml")
    ('sqlalchemy', 'ruamel-yaml')
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def complete(bill: dict[str, Any], wheel: Path) -> None:
    """Put the version and the digest of the wheel into the bill's main part."""
    main = bill["metadata"]["component"]
    main["version"] = wheel.name.split("-")[1]
    main["purl"] = f"pkg:pypi/{plain(main['name'])}@{main['version']}"
    main["hashes"] = [{"alg": "SHA-256", "content": hashlib.sha256(wheel.read_bytes()).hexdigest()}]


def lacking(bill: dict[str, Any]) -> list[str]:
    """Return what the bill should name and does not, and what it names without a version."""
    parts = {plain(part["name"]): part for part in bill["components"]}
    wanted = {plain(name) for name in lowest(requirements())}
    return sorted(wanted - parts.keys()) + [name for name, part in parts.items() if not part.get("version")]


def licences(part: dict[str, Any]) -> str:
    """Return the licences of a part as it states them."""
    rows = part.get("licenses", [])
    stated = {row.get("expression") or row["license"].get("id") or row["license"]["name"] for row in rows}
    return ", ".join(sorted(stated)) or "its licences are no name of the SPDX list: see its files"


if __name__ == "__main__":
    target = Path(sys.argv[1])
    bill = json.loads(target.read_text(encoding="utf-8"))
    complete(bill, Path(sys.argv[2]))
    if missing := lacking(bill):
        raise SystemExit(f"not in the bill of materials, or without a version: {', '.join(missing)}")
    target.write_text(f"{json.dumps(bill, indent=2)}\n", encoding="utf-8")
    for part in sorted(bill["components"], key=lambda part: plain(part["name"])):
        print(f"{part['name']} {part['version']}: {licences(part)}")
    print(f"{target}: {bill['bomFormat']} {bill['specVersion']}, {len(bill['components'])} parts")
