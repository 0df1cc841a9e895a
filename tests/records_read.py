"""Reads a record without the package: its digest is worked out here too."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any


def entries_of(path: Path) -> list[dict[str, Any]]:
    """Return the entries of a record, after its digest was worked out again; a missing file has none."""
    if not path.exists():
        return []
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    digest, _ = record.pop("digest"), record.pop("signature")
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert digest == "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()
    entries: list[dict[str, Any]] = record["entries"]
    return entries
