"""What is loaded when: help and completion answer quickly, and a command loads what it needs and nothing else."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys

import pytest

from tests.repo.places import NAME, imports_of, modules, tree_of

HEAVY = ("attr", "attrs", "pint", "reportlab", "importlib.metadata")
PLAN = "capsules --strength 4.5mg --count 90 --size 3 --filler mcc-ph102 --packing-stat 135mg --made-on 2026-11-22"
CAPSULES = PLAN.split()

# Writes to stderr what the run has loaded over and above what the interpreter itself had loaded before it.
_WATCH = """
import atexit, json, sys
before = set(sys.modules)
@atexit.register
def report():
    new = sorted(set(sys.modules) - before)
    sys.stderr.write("LOADED" + json.dumps(new))
"""
_RUN = _WATCH + "from ldn_compound.cli.main import run\nrun()\n"


def loaded(source: str, *words: str, **environment: str) -> set[str]:
    """Return the names of the modules that a fresh interpreter loads for this source."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("LDN_COMPOUND", "_LDN_COMPOUND"))}
    done = subprocess.run(
        [sys.executable, "-c", source, *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**clean, **environment},
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stderr.rpartition("LOADED")[2]))


def test_importing_the_package_loads_the_standard_library_alone() -> None:
    found = loaded(_WATCH + "import ldn_compound")
    assert NAME in found
    assert {name.split(".")[0] for name in found} - set(sys.stdlib_module_names) == {NAME}


def test_the_watch_sees_what_is_loaded() -> None:
    """The tests below would pass for a watch that sees nothing: it sees these."""
    found = loaded(_WATCH + "import ldn_compound as ldn; ldn.quantity('4.5 mg'); ldn.plan_capsules; ldn.print_labels")
    assert {"pint", "attrs"} <= found


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["--version"], []], ids=" ".join)
def test_help_and_version_are_light(words: list[str]) -> None:
    source = _RUN if words else _WATCH + "from ldn_compound.cli.main import cli"
    assert not loaded(source, *words) & set(HEAVY)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_is_light(shell: str) -> None:
    # The script for bash asks `bash --version` before it is printed: that loads what starts a process, no more.
    source = _RUN.replace("run()", "from ldn_compound.cli.main import cli\ncli(prog_name='ldn-compound')")
    found = loaded(source, _LDN_COMPOUND_COMPLETE=f"{shell}_source")
    assert "click.shell_completion" in found
    assert not found & set(HEAVY)


def test_completing_a_command_is_light() -> None:
    found = loaded(_RUN, _LDN_COMPOUND_COMPLETE="bash_complete", COMP_WORDS="ldn-compound ", COMP_CWORD="1")
    assert "click.shell_completion" in found
    assert not found & set(HEAVY)


TABLES = (
    "tablets --method moulded --strength 1.5mg --count 60 --blank-mass 120mg --displacement-factor 0.9 "
    "--base triturate-lactose-sucrose --made-on 2026-11-22",
    "tablets --method compressed --strength 4.5mg --count 100 --tablet-mass 120mg --recipe mcc-mannitol "
    "--made-on 2026-11-22",
    "solution --volume 60mL --concentration 1mg/mL --dose 2mg --doses-per-day 1 --made-on 2026-11-22",
    "dose --weight 18.5kg --rate 0.1mg/kg --maximum 4.5mg --concentration 1mg/mL --age 9",
    "titrate --start 0.5mg --step 0.5mg --every 14d --to 4.5mg --form solution --concentration 1mg/mL",
    "trituration --drug 12mg --minimum-weighable 120mg",
    "beyond-use --form capsule --made-on 2026-11-22",
    "filler check mcc-ph102 --form capsule",
)


@pytest.mark.parametrize("line", TABLES, ids=lambda line: " ".join(line.split()[:3]))
def test_no_commands_table_needs_pint(line: str) -> None:
    """One attribute that is read as a quantity loads pint, and the command takes three times as long."""
    found = loaded(_RUN, *line.split(), "--working")
    assert f"{NAME}.core.results" in found
    assert not {name.split(".")[0] for name in found} & {"pint", "reportlab"}


@pytest.mark.parametrize("extra", [[], ["--json"]], ids=["table", "json"])
def test_a_plan_needs_neither_pint_nor_reportlab(extra: list[str]) -> None:
    found = loaded(_RUN, *CAPSULES, *extra)
    assert f"{NAME}.plans.capsules" in found
    assert not {name.split(".")[0] for name in found} & {"pint", "reportlab"}
    assert "importlib.metadata" not in found
    assert not [name for name in found if name.startswith(f"{NAME}.labelling")]


def test_a_command_loads_its_own_command_alone() -> None:
    found = loaded(_RUN, *CAPSULES)
    commands = {name for name in found if name.startswith(f"{NAME}.cli.") and name.endswith("_cmd")}
    assert commands == {f"{NAME}.cli.capsules_cmd"}


def test_pints_application_registry_is_left_alone() -> None:
    """Another program's pint must not find our units in place of its own."""
    source = _WATCH + (
        "import pint, ldn_compound as ldn\n"
        "mine = ldn.unit_registry()\n"
        "ldn.quantity('4.5 mg')\n"
        "assert pint.get_application_registry().get() is not mine\n"
        "assert str(pint.Quantity('1 furlong').to('m').units) == 'meter'\n"
    )
    loaded(source)
    for module, path in modules().items():
        assert "application_registry" not in path.read_text(encoding="utf-8"), module


DRAWING = {f"{NAME}.{name}" for name in ("labelling.paper", "records.worksheet.drawing", "records.worksheet.flowables")}


def test_metadata_and_drawing_are_never_imported_at_the_top() -> None:
    """Only the files that draw may load reportlab as they are imported; no file may load importlib.metadata at all."""
    for module in modules():
        for imported, line in imports_of(module):
            assert not imported.startswith("importlib.metadata"), f"{module}:{line}"
        at_top = [
            alias
            for node in tree_of(modules()[module]).body
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in (
                [node.module or ""] if isinstance(node, ast.ImportFrom) else [item.name for item in node.names]
            )
        ]
        heavy = {name.split(".")[0] for name in at_top} & {"pint", "reportlab"}
        assert not heavy or module in DRAWING, f"{module} loads {heavy} as it is imported"
