"""The commented profile that ``profile init`` writes: every setting, what it means and its default."""

from __future__ import annotations

import textwrap

from ldn_compound.reference.beyond_use import rule_keys
from ldn_compound.settings.key import Key
from ldn_compound.settings.keys import KEYS, TABLE
from ldn_compound.settings.values import default_of, shown

_HEAD = """\
# The profile of a pharmacy for ldn-compound. Every setting is commented out: take away the # before a line without
# a blank after it (#name = ...) and put in your own value. What is left out is assumed, and each plan says so.
# Quantities stand in quotes with their unit: "1 mg", "0.30 mL", "5 %".
"""
_EXAMPLE_FILLERS = {"mcc-ph102": ("lot", "packing", "packing_size", "measured_on", "density")}
_EXAMPLE_LOT = "B5678"
_OWN_FILLER = "our-rice-hull"
_OWN_SETTINGS = ("name", "contains")
TABLE_COMMENT = {
    "pharmacy": "Who dispenses.",
    "balance": "The balance that the drug is weighed on.",
    "capsules": "Empty capsules, and the machine that fills them.",
    "drug": "The lot of drug powder in use, from its certificate.",
    "syringes": "Oral syringes, for liquids.",
    "beyond_use": "A rule of your own for how long a form may be used, in place of USP <795>; days and source, both.",
    "labels": "What the labels are printed on.",
    "strengths": "What the pharmacy makes, by dosage form.",
    "log": "The log of batches and labels.",
    "signing": "Signatures of documents, with the extra `sign`.",
    "dispensing": "What is asked before a patient's label is printed.",
    "policies": "How this pharmacy works.",
}
_EXAMPLE_SIZE = "3"


def template() -> str:
    """Return the commented TOML. It is a valid profile as it stands, and with every setting put in force."""
    parts = [_HEAD]
    for table in ("pharmacy", "balance", "capsules"):
        parts.append(_table(table))
    parts += [_fillers(), _table("drug"), _lots(), _own_rule()]
    for table in ("syringes", "labels", "log", "signing", "dispensing", "strengths", "policies"):
        parts.append(_table(table))
    return "\n".join(parts)


def _table(table: str) -> str:
    keys = [key for key in TABLE if key.name.startswith(f"{table}.") and not key.name.startswith("drug.lots.")]
    return "\n".join([_prose(TABLE_COMMENT[table]), f"[{table}]", *(_setting(key) for key in keys), ""])


def _fillers() -> str:
    rows = {name: KEYS[f"fillers.*.{name}"] for names in (*_EXAMPLE_FILLERS.values(), _OWN_SETTINGS) for name in names}
    lines = [_prose("What you measured on a filler, under its key; `ldn-compound filler list` shows the keys.")]
    for filler, names in _EXAMPLE_FILLERS.items():
        lines += [f"#[fillers.{filler}]", *(_setting(rows[name]) for name in names), ""]
    lines += [_prose("A filler of your own, under a key of your choice."), f"#[fillers.{_OWN_FILLER}]"]
    return "\n".join([*lines, *(_setting(rows[name]) for name in _OWN_SETTINGS), ""])


def _lots() -> str:
    keys = [key for key in TABLE if key.name.startswith("drug.lots.*.")]
    lines = [f"#{key.name.rpartition('.')[2]} = {key.example}" for key in keys]
    return "\n".join(
        [_prose("One of several lots, under a key of your choice."), f"#[drug.lots.{_EXAMPLE_LOT}]", *lines, ""]
    )


def _own_rule() -> str:
    keys = [key for key in TABLE if key.name.startswith("beyond_use.")]
    head = [_prose(TABLE_COMMENT["beyond_use"]), f"#[beyond_use.{rule_keys()[0]}]"]
    return "\n".join([*head, *(_setting(key) for key in keys), ""])


def _setting(key: Key) -> str:
    leaf = key.name.replace(".*.", ".", 1).partition(".")[2]
    leaf = leaf.replace("*", _EXAMPLE_SIZE)
    value = default_of(key)[0]
    lines = [_prose(key.comment)]
    if key.kind == "choice" and key.choices is not None:
        lines.append(_prose("One of " + ", ".join(key.choices()) + "."))
    if value is not None:
        lines.append(_prose(f"Default: {shown(value)}."))
    elif key.left_open or key.message:
        lines.append(_prose(f"Left out: {key.left_open or key.message}."))
    return "\n".join([*lines, f"#{leaf} = {key.example}"])


def _prose(text: str) -> str:
    return textwrap.fill(text, 110, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)
