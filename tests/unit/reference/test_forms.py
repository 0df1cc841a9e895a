"""A dosage form is one row: what the row states works everywhere, and what it does not state is an error by name."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.checks.dose import patient_findings
from ldn_compound.core.errors import DataError
from ldn_compound.inputs.doses import TitrationInputs
from ldn_compound.inputs.quality import AsMadeInputs, UnitWeightInputs
from ldn_compound.inputs.single import FillerCheckInputs
from ldn_compound.labelling.facts import LABELLED_KINDS
from ldn_compound.labelling.reading.words import get_vocabulary
from ldn_compound.labelling.wording import get_wording, languages
from ldn_compound.plans import KINDS
from ldn_compound.plans.ingredients.catalogue import filler_list
from ldn_compound.plans.quality.weighings import WEIGHED_KINDS
from ldn_compound.reference import forms, loader
from ldn_compound.reference.beyond_use import rule_keys
from ldn_compound.reference.fillers import filler_keys, get_filler
from ldn_compound.reference.forms import DosageForm, form_keys, form_of, forms_with, get_form
from ldn_compound.reference.limits import STANDARDS
from ldn_compound.reference.tables import validate
from ldn_compound.settings.keys import KEYS
from tests.repo.places import modules, tree_of

RULE = """
[rule.troche]
country = "us"
refrigerated = false
code = "usp-795-solid"
name = "USP <795>: solid dosage form"
days = { value = "90 d", source = "usp-795", certainty = "secondary" }
storage = "Store in a cool place."
source = "usp-795"
certainty = "reference"
"""
FORM = '\n[form.troche]\nrules = ["troche"]\n'
WORDS = '\n[form.troche.words]\nen = ["troche", "troches"]\n'


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the data to change."""
    for file in loader.DATA.iterdir():
        (tmp_path / file.name).write_text(file.read_text())
    monkeypatch.setattr(loader, "DATA", tmp_path)
    loader._files.clear()
    yield tmp_path
    loader._files.clear()


def add(data: Path, text: str) -> None:
    file = data / "forms.toml"
    file.write_text(file.read_text() + text)
    loader._files.clear()
    validate("forms")


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(DataError) as caught:
        call()
    assert (caught.value.code, caught.value.exit_code) == ("missing-data", 14)
    return caught.value.field or ""


def check(filler: str = "mcc-ph102", form: Any = "troche") -> ldn.FillerCheck:
    return ldn.check_filler(filler=filler, form=form)


def test_what_the_row_of_a_new_form_states_works(data: Path) -> None:
    add(data, RULE + FORM + "fillers = true\nswallowed = false\n" + WORDS)
    form: Any = "troche"
    assert ldn.beyond_use(made_on="2026-11-22", form=form).beyond_use_date.isoformat() == "2027-02-19"
    assert get_wording().count(2, "troche") == "2 troches"
    (said,) = patient_findings(age=Fraction(4), form="troche")
    assert "swallow" not in said.message
    file = data / "fillers.toml"
    file.write_text(file.read_text().replace('forms = ["tablet"]', 'forms = ["tablet", "troche"]'))
    loader._files.clear()
    assert check("triturate-lactose-sucrose").verdict == "suitable"
    profile = ldn.read_profile('[beyond_use.troche]\ndays = "30 d"\nsource = "our study"\n')
    own = ldn.beyond_use(made_on="2026-11-22", form=form, profile=profile)
    assert str(own.days) == "30 day"


def test_what_it_does_not_state_is_an_error_that_names_form_and_fact(data: Path) -> None:
    add(data, RULE + FORM + WORDS)
    form = get_form("troche")
    for fact in [name for name in DosageForm._facts() if name != "rules"]:
        assert refused(lambda fact=fact: getattr(form, fact)) == f"forms.form.troche.{fact}"  # type: ignore[misc]
    assert refused(check) == "forms.form.troche.fillers"
    assert refused(lambda: patient_findings(age=Fraction(4), form="troche")) == "forms.form.troche.swallowed"
    assert refused(lambda: get_wording("de").count(2, "troche")) == "forms.form.troche.words.de"


def test_directions_are_read_with_the_words_of_the_row(data: Path) -> None:
    def role(language: str, word: str) -> object:
        get_vocabulary.cache_clear()
        return get_vocabulary(language).phrases[(word,)].get("form")

    assert (role("en", "capsules"), role("en", "troches")) == ("capsule", "other")
    add(data, RULE + FORM + "counted = true\n" + WORDS)
    assert (role("en", "capsules"), role("en", "troches")) == ("capsule", "troche")
    # It has no words in German yet: all other forms are read as before.
    assert role("de", "kapseln") == "capsule"
    get_vocabulary.cache_clear()


def test_a_rule_that_no_form_states_is_no_verdict(data: Path) -> None:
    """With the rule alone the check of a filler said AVOID, for the reason of another form."""
    add(data, RULE)
    assert refused(check) == "forms.form.troche"
    own = ldn.read_profile('[fillers.ours]\nname = "ours"\ncontains = []\n')
    form: Any = "troche"
    assert refused(lambda: ldn.check_filler(filler="ours", form=form, profile=own)) == "forms.form.troche"
    assert refused(lambda: filler_list(form=form)) == "forms.form.troche"


@pytest.mark.parametrize("line", ['rules = ["pill"]', 'counted = "yes"', "plans = true", 'words = { en = ["one"] }'])
def test_a_malformed_row_is_refused(data: Path, line: str) -> None:
    with pytest.raises(DataError) as caught:
        add(data, f"\n[form.troche]\n{line}\n")
    assert (caught.value.field or "").startswith("forms.form.troche.")


def test_the_forms_of_the_types_are_those_of_the_data() -> None:
    def stated(cls: type) -> set[str]:
        tree = tree_of(modules()[cls.__module__])
        (body,) = [node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == cls.__name__]
        (form,) = [item for item in body if isinstance(item, ast.AnnAssign) and ast.unparse(item.target) == "form"]
        return set(re.findall("'([a-z-]+)'", ast.unparse(form.annotation)))

    assert stated(TitrationInputs) == {form.key for form in forms_with("titrated")}
    assert stated(UnitWeightInputs) == {form.key for form in forms_with("standard")}
    assert FillerCheckInputs.fields["form"].default == rule_keys()[0]
    assert UnitWeightInputs.fields["plan"].choices == tuple(form.plan for form in forms_with("standard"))
    assert AsMadeInputs.fields["plan"].choices == tuple(dict.fromkeys(form.plan for form in forms.forms()))
    assert form_of(rule_keys()[0]).key == form_keys()[0]


def test_every_form_of_the_data_is_whole() -> None:
    """What the program's own forms state is all that is asked of them."""
    for form in forms.forms():
        assert form.plan in KINDS
        assert form.plan in LABELLED_KINDS
        assert form.plan in WEIGHED_KINDS
        assert form.fillers
        assert all(form_of(rule).rules == form.rules for rule in form.rules)
        for language in languages():
            for route in ("oral", "sublingual"):
                assert all(form.words(language, route))
        if form.counted:
            assert form.standard in KEYS
            assert any(band.form == form.key for standard in STANDARDS.all() for band in standard.bands)
            assert form.words("en")[0] == form.key
            assert form.mass
            assert form.mass_option.count("{}") == 1
            assert form.not_split
            assert form.shell in (True, False)
    assert {rule for form in forms.forms() for rule in form.rules} == set(rule_keys())
    for rule in rule_keys():
        assert any(rule in get_filler(key).forms for key in filler_keys())
