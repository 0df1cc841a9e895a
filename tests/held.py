"""Holds what the program writes to its own schemas: stdout, the error on stderr, and the files that a command leaves.

A document is looked at whole where one of its form was not yet (which keys stand where, and of which type), and of the
others every sixteenth, by its checksum: the same ones in each run. All of them would take longer than the commands.
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


def form(value: Any) -> object:
    """Return which keys stand where in a document, and of which type their values are."""
    if isinstance(value, dict):
        return tuple((key, form(item)) for key, item in value.items())
    if isinstance(value, list):
        return list, frozenset(map(form, value))
    return type(value)


def is_chosen(kind: str, document: Any, text: str) -> bool:
    """Tell whether a document is looked at."""
    if zlib.crc32(text.encode()) % ONE_IN == 0:
        return True
    found = kind, form(document)
    if found in _seen:
        return False
    _seen.add(found)
    return True


def documents_of(text: str) -> Iterator[tuple[str, Any]]:
    """Yield each document of an output or a file, with its text: one, or one a line; none of what is no JSON."""
    if not text.lstrip().startswith(("{", "[")):
        return
    try:
        yield text, json.loads(text)
    except ValueError:
        for line in text.splitlines():
            try:
                yield line, json.loads(line)
            except ValueError:
                return


def kind_by(document: Any, words: Sequence[str]) -> str | None:
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
    by_command = _WITHOUT_NAME.get((*words[:2],) if len(words) > 1 else ("", ""))
    if by_command is None and words[:1] == ["formula"]:
        return "formula"
    return by_command


def hold(text: str, words: Sequence[str], where: str) -> None:
    """Hold every document of a text to the schema of its kind."""
    from ldn_compound.schemas.kinds import kinds

    for one, document in documents_of(text):
        kind = kind_by(document, words)
        if kind is None:
            continue
        assert kind in kinds(), f"{where} of {' '.join(words)}: {kind}"
        if is_chosen(kind, document, one):
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
    hold(out, [*words], "stdout")
    if "--json" in words:
        hold(err, [*words], "stderr")
    for path, status in files_of(folder).items():
        if before.get(path) != status:
            hold(path.read_text(encoding="utf-8", errors="replace"), [], path.name)
