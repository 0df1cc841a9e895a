"""The pages that are made from the code, and what the site is made of; the site itself is built by `make site`."""

from __future__ import annotations

import doctest
import importlib
import inspect
import re
import runpy
import subprocess
import sys
import tomllib
from fractions import Fraction
from types import ModuleType
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.formulas import FORMULAS, signature_of
from tests.repo.places import REPOSITORY
from tools import api_docs, formula_docs, lowest, materials

DOCS = REPOSITORY / "docs"
SITE = runpy.run_path(str(DOCS / "conf.py"))
for _module in formula_docs.modules():
    assert list(formula_docs.formulas(_module))
ALL = [pytest.param(formula, id=name.removeprefix("ldn_compound.calc.")) for name, formula in FORMULAS.items()]


def test_the_page_of_the_public_names_is_current() -> None:
    assert api_docs.page() == api_docs.PAGE.read_text(encoding="utf-8"), "run: make docs"


def test_every_public_name_has_its_place_on_the_page() -> None:
    page = api_docs.PAGE.read_text(encoding="utf-8")
    entries = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL))
    assert set(entries) == set(ldn.__all__) - {"__version__"}
    for name, text in entries.items():
        assert "```python\n>>> " in text, f"{name} has no example"
        if inspect.isfunction(getattr(ldn, name)):
            silent = re.findall(r"^\| `(\w+)`[^|]*\| `[^`]+` \|\s*\|$", text, re.MULTILINE)
            assert not silent, f"{name}: nothing is said of {silent}"
            assert all(f"| `{item}`" in text for item in inspect.signature(getattr(ldn, name)).parameters)


def test_the_page_of_the_formulas_is_current() -> None:
    assert formula_docs.page() == formula_docs.PAGE.read_text(encoding="utf-8"), "run: make docs"


def test_every_formula_has_its_place_on_the_page() -> None:
    page = formula_docs.PAGE.read_text(encoding="utf-8")
    told = re.findall(r"^### `([\w.]+)`$", page, re.MULTILINE)
    assert sorted(told) == sorted(name.removeprefix("ldn_compound.calc.") for name in FORMULAS)


@pytest.mark.parametrize("formula", ALL)
def test_a_formula_holds_for_what_it_says(formula: Any) -> None:
    """Where no limit is named, it takes 0 of everything; where it divides, 0 there is no amount."""
    assert formula_docs.source(formula)
    parameters = signature_of(formula).parameters
    nothing = {name: Fraction(0) for name in parameters}
    if formula_docs.limits(formula) == "all amounts.":
        assert formula(**nothing) == 0
    elif [item for item in formula_docs.divisors(formula) if item in parameters]:
        rows = {
            name: [tuple(Fraction(1) for _ in kind)] * 2 for name, kind in parameters.items() if type(kind) is tuple
        }
        ones = {name: Fraction(1) for name in parameters} | rows
        for divisor in formula_docs.divisors(formula):
            if divisor in parameters:
                with pytest.raises(ZeroDivisionError):
                    formula(**ones | {divisor: Fraction(0)})


@pytest.mark.parametrize("module", [api_docs, formula_docs, lowest, materials], ids=lambda module: module.__name__)
def test_the_examples_of_the_tools_run(module: ModuleType) -> None:
    assert doctest.testmod(importlib.import_module(module.__name__)).failed == 0


def test_the_site_has_the_version_and_one_page_to_begin_with() -> None:
    assert SITE["release"] == ldn.__version__
    assert SITE["root_doc"] == "docs/index"
    assert SITE["nitpicky"] is True
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    named = {(DOCS / f"{line}.md").resolve() for line in re.findall(r"^(?:.* <)?([\w./-]+)>?$", index, re.MULTILINE)}
    assert set(DOCS.glob("*.md")) - {DOCS / "index.md"} <= named
    assert {REPOSITORY / name for name in ("README.md", "GLOSSARY.md", "SECURITY.md", "CONTRIBUTING.md")} <= named


def test_a_warning_of_the_site_is_an_error_and_the_site_a_part_of_make_test() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    recipe = makefile.partition("\nsite: ")[2].partition("\n\n")[0]
    assert all(option in recipe for option in ("--fail-on-warning", "--nitpicky", "--fresh-env", "--conf-dir docs"))
    assert " site " in makefile.partition("\ntest: ")[2].partition("\n")[0]


def test_every_extra_is_tried_and_listed() -> None:
    """One place names them all, and all that install the package with everything ask there."""
    done = subprocess.run([sys.executable, lowest.__file__, "--extras"], capture_output=True, text=True, check=True)
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert done.stdout.strip().split(",") == list(project["optional-dependencies"])
    for name in ("Makefile", "tools/bounds.sh", "tools/constraints.sh"):
        text = (REPOSITORY / name).read_text(encoding="utf-8")
        assert "tools/lowest.py --extras" in text, name
        assert "codes,preview" not in text, name


def test_the_lowest_versions_are_read_or_refused() -> None:
    assert lowest.lowest(lowest.requirements())["attrs"] == "24.1"
    with pytest.raises(SystemExit, match="states no lowest version"):
        lowest.lowest(["attrs"])
    with pytest.raises(SystemExit, match="two lowest versions of pillow"):
        lowest.lowest(["pillow>=10.2", "pillow>=11"])


def test_a_bill_that_leaves_a_part_out_is_refused() -> None:
    parts = [{"name": name, "version": "1"} for name in lowest.lowest(lowest.requirements())]
    assert not materials.lacking({"components": parts})
    assert materials.lacking({"components": parts[1:]}) == [parts[0]["name"]]
    assert materials.lacking({"components": [{**parts[0], "version": ""}, *parts[1:]]}) == [parts[0]["name"]]
