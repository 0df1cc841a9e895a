"""Says what stands in a bill of materials: ``python tools/materials.py FILE.cdx.json``.

It must name what pyproject.toml states, the extras included, each with its version and a licence.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from lowest import lowest, requirements


def plain(name: str) -> str:
    """Return a package's name as the index compares it.

    >>> plain("SQLAlchemy"), plain("ruamel_yaml")
    ('sqlalchemy', 'ruamel-yaml')
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def wrong(bill: dict[str, object]) -> list[str]:
    """Return what the bill lacks, a line each."""
    parts = {plain(part["name"]): part for part in bill["components"]}  # type: ignore[attr-defined]  # JSON
    missing = [f"{name} is missing" for name in map(plain, lowest(requirements())) if name not in parts]
    missing += [f"{name} has no version" for name, part in parts.items() if not part.get("version")]
    return missing + [f"{name} has no licence" for name, part in parts.items() if not part.get("licenses")]


if __name__ == "__main__":
    bill = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    if faults := wrong(bill):
        raise SystemExit("\n".join(faults))
    for part in sorted(bill["components"], key=lambda part: plain(part["name"])):
        named = [item.get("expression") or item["license"].get("id") or item["license"]["name"] for item in part["licenses"]]
        print(f"{part['name']} {part['version']} ({', '.join(sorted(set(named)))})")
    print(f"{sys.argv[1]}: {bill['bomFormat']} {bill['specVersion']}, {len(bill['components'])} parts")
