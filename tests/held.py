"""Holds what the program writes to its own schemas: stdout, the error on stderr, and the files that a command leaves.

The first output of a command with the same options is looked at, and of the others one in sixteen by its checksum: to
look at all of them takes as long as the commands do. The same ones are looked at in each run of a test.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from ldn_compound import __version__

ONE_IN = 16
_WITHOUT_NAME = {
    ("bulk", "template"): "bulk-template",
    ("formula", "list"): "formula-list",
    ("formula", "remove"): "formula-removed",
    ("labels", "watch"): "watch-event",
    ("schema", "list"): "schema-list",
}
"""The kind of a document that does not name it, by the command."""
_seen: set[object] = set()


@cache
def validator(kind: str) -> Draft202012Validator:
    """Return what validates a kind and refuses a key that its schema does not have: all that is said is declared."""
    from ldn_compound.schemas.kinds import json_schema

    return Draft202012Validator(closed(json_schema(kind)))


def closed(schema: Any) -> Any:
    """Return a schema whose objects have no other keys than those that it names."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: value if key in ("const", "enum") else closed(value) for key, value in schema.items()}
    if schema.get("type") == "object" and "properties" in schema and "additionalProperties" not in schema:
        made["unevaluatedProperties" if "allOf" in schema else "additionalProperties"] = False
    return made


def is_chosen(words: Sequence[str], where: str, text: str) -> bool:
    """Tell whether a text is looked at: the first of a command with these options, and one in so many of the others."""
    if zlib.crc32(text.encode()) % ONE_IN == 0:
        return True
    found = (where, *words[:2], *sorted({word.partition("=")[0] for word in words if word.startswith("--")}))
    if found in _seen:
        return False
    _seen.add(found)
    return True


def documents_of(text: str) -> Iterator[Any]:
    """Yield each document of an output or a file: one, or one a line; none of what is no JSON."""
    try:
        yield json.loads(text)
    except ValueError:
        for line in text.splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                return


def kind_by(document: Any, words: Sequence[str], where: str) -> str | None:
    """Return the kind of a document by what stands in it, or by the command; None of one that is not ours."""
    from ldn_compound.schemas.kinds import kind_of

    if isinstance(document, list):
        return {"examples": "examples", "schema": "schema-list"}.get(words[0]) if words else None
    if not isinstance(document, dict) or (document.get("version", __version__) != __version__ and "schema" in document):
        return None
    if named := kind_of(document):
        return named
    if "schema" in document:
        return f"no schema of {document['schema']}"
    if where != "stdout":
        return None
    by_command = _WITHOUT_NAME.get((words[0], words[1])) if len(words) > 1 else None
    return by_command or ("formula" if words[0] == "formula" else None)


def hold(text: str, words: Sequence[str], where: str) -> None:
    """Hold every document of a text to the schema of its kind."""
    if not text.startswith(("{", "[")) or not is_chosen(words, where, text):
        return
    from ldn_compound.schemas.kinds import kinds

    for document in documents_of(text):
        kind = kind_by(document, words, where)
        if kind is not None:
            assert kind in kinds(), f"{where} of {' '.join(words)}: {kind}"
            found = validator(kind).iter_errors(document)
            errors = [f"{list(item.absolute_path)}: {item.message[:300]}" for item in found]
            assert not errors, f"{where} of {' '.join(words)} is no {kind}: {errors[:5]}"


def files_of(folder: Path) -> dict[Path, tuple[int, int]]:
    """Return the JSON files of a folder, each with its time and size."""
    found = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith((".json", ".jsonl")) and entry.is_file(follow_symlinks=False):
                status = entry.stat()
                found[Path(entry.path)] = status.st_mtime_ns, status.st_size
    return found


def hold_run(words: Sequence[str], out: str, err: str, folder: Path, before: dict[Path, tuple[int, int]]) -> None:
    """Hold all that a run of a command wrote to the schemas; `before` is what :func:`files_of` said then."""
    hold(out, words, "stdout")
    if "--json" in words:
        hold(err, words, "stderr")
    for path, status in files_of(folder).items():
        if before.get(path) != status:
            hold(path.read_text(encoding="utf-8", errors="replace"), words, path.suffix)
