"""Plans that earlier versions stored: each still reads, or is refused with the name of what is computed otherwise now.

After a change that makes one of them another plan, name it in CHANGED with the first place that differs, and why; after
one that takes an assumption away, name its code in ``RETIRED_ASSUMPTIONS``.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.checks import codes, released
from ldn_compound.reference import loader
from tests.cli.shell import run

STORED = Path(__file__).with_name("stored")
FILES = sorted(STORED.rglob("*.json"))

# version/name: (the place that the refusal names, why it is another plan now)
_SYRINGES = "a dose is measured with the smallest syringe that holds it, on lines that every maker's has"
CHANGED: dict[str, tuple[str, str]] = {
    # Which product is crushed was not said: outside the US its list of ingredients is not known any more.
    "0.1.0/capsules-of-crushed-tablets": ("findings", "the product of crushed tablets is not taken for granted"),
    "0.1.0/solution": ("result.syringe.size.value", _SYRINGES),
    "0.1.0/solution-aqueous": ("assumptions", _SYRINGES),
    "0.1.0/titration-capsules": ("findings[0]", "increments of 1.5 mg are usual: a published course has them"),
    "0.1.0/titration": ("result.schedule[1].syringe.size.value", _SYRINGES),
}


def key_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def old(name: str = "capsules", version: str = "0.1.0") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((STORED / version / f"{name}.json").read_text())
    return found


def reworded(name: str = "capsules") -> str:
    """A stored plan whose every assumption and finding was worded otherwise."""
    found = old(name)
    for part in ("assumptions", "findings"):
        for item in found[part]:
            item["message"] = f"earlier words: {item['message']}"
    return json.dumps(found)


@pytest.mark.parametrize("path", FILES, ids=key_of)
def test_a_plan_that_an_earlier_version_stored(path: Path) -> None:
    text = path.read_text()
    if key_of(path) in CHANGED:
        place, _ = CHANGED[key_of(path)]
        with pytest.raises(ldn.MismatchError) as caught:
            ldn.from_json(text)
        assert caught.value.field == place
        assert f"version {path.parent.name} made it" in str(caught.value.hint)
        return
    reading = ldn.read_document(text)
    assert reading.version == path.parent.name
    assert reading.result.kind == json.loads(text)["schema"].split("/")[1]
    assert reading.notes[0].code == "made-by-another-version"
    ldn.check(reading.result)


def test_each_released_version_has_its_plans_and_its_codes() -> None:
    listed = tomllib.loads(Path(released.__file__).with_suffix(".toml").read_text())
    assert {*listed} == {path.name for path in STORED.iterdir()}
    for version, table in listed.items():
        for path in (STORED / version).iterdir():
            found = json.loads(path.read_text())
            assert {item["code"] for item in found["findings"]} <= {*table["findings"]}
            assert {item["code"] for item in found["assumptions"]} <= {*table["assumptions"]}


def test_the_words_of_another_version_are_no_edit() -> None:
    assert ldn.__version__ != "0.1.0"
    fresh = ldn.from_json(json.dumps(old()))
    reading = ldn.read_document(reworded())
    assert ldn.to_json(reading.result) == ldn.to_json(fresh)
    (note,) = [item for item in reading.notes if item.code == "made-by-another-version"]
    assert (note.severity, note.field) == ("info", "version")
    assert "0.1.0" in note.message
    assert "worded otherwise" in note.message
    same = json.loads(ldn.to_json(fresh))
    same["assumptions"][0]["message"] += "."
    with pytest.raises(ldn.MismatchError) as caught:
        ldn.from_json(json.dumps(same))
    assert (caught.value.field, caught.value.exit_code) == ("assumptions[0].message", 15)


@pytest.mark.parametrize(
    ("value", "same"),
    [
        ("3 mL, lines of 0.1 mL", True),
        ("3 mL, marks each 0.1 mL", True),
        ("3 mL, lines of 0.2 mL", False),
        ("3 mL, lines of 0.1 L", False),
        ("3 g, lines of 0.1 mL", False),
        ("3 mL, lines of 0.1 mL 7", False),
        ("3 mL", False),
        ("lines", False),
    ],
)
def test_of_a_value_in_words_the_quantities_bind(value: str, same: bool) -> None:
    found = old("dose")
    (item,) = [row for row in found["assumptions"] if row["code"] == "syringe-lines"]
    assert item["value"] == "3 mL, lines of 0.1 mL"
    item["value"] = value
    if same:
        ldn.from_json(json.dumps(found))
        return
    with pytest.raises(ldn.MismatchError) as caught:
        ldn.from_json(json.dumps(found))
    assert "(syringe-lines)" in str(caught.value.field)


@pytest.mark.parametrize("version", [None, 1, "", "0.1.0 x", "\x1b[1m", "9" * 41, ["0.1.0"]])
def test_a_document_says_which_version_wrote_it(version: Any) -> None:
    with pytest.raises(ldn.InputError) as caught:
        ldn.from_json(json.dumps(old() | {"version": version}))
    assert (caught.value.code, caught.value.field) == ("bad-version", "version")


def test_another_number_names_its_key_and_both_numbers() -> None:
    found = old()
    right = found["result"]["api_to_weigh"]["value"]
    found["result"]["api_to_weigh"]["value"] = "999"
    found["result"]["beyond_use_rule"] = "another rule"
    with pytest.raises(ldn.MismatchError) as caught:
        ldn.from_json(json.dumps(found))
    error = caught.value
    assert (error.field, error.exit_code) == ("result.api_to_weigh.value", 15)
    assert "999" in str(error.given)
    assert right in str(error.needed)
    assert "version 0.1.0 made it" in str(error.hint)
    assert "another rule -> " in str(error.hint)


def test_a_country_s_rule_that_changed_is_named_with_both_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a later version, whose data say 8 % where the stored plan's said 10 %."""
    for file in loader.DATA.iterdir():
        text = file.read_text()
        if file.name == "jurisdictions.toml":
            assert text.count('value = "10 %"') == 2
            text = text.replace('value = "10 %"', 'value = "8 %"')
        (tmp_path / file.name).write_text(text)
    monkeypatch.setattr(loader, "DATA", tmp_path)
    with pytest.raises(ldn.MismatchError) as caught:
        ldn.from_json(json.dumps(old("capsules-german")))
    error = caught.value
    assert (error.field, error.exit_code) == ("inputs.policies.overage", 15)
    assert str(error.given).startswith("10 % (jurisdiction de, Deutsche Apotheker Zeitung")
    assert "needed 8 % (jurisdiction de, Deutsche Apotheker Zeitung" in str(error.hint)


@pytest.fixture
def earlier(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lets a version have known other codes than it did."""
    tables = {version: dict(table) for version, table in released._versions().items()}
    monkeypatch.setattr(released, "_versions", lambda: tables)
    return tables["0.1.0"]


def stopped() -> dict[str, Any]:
    """A plan with a stop, as a version stored it that had no rule for it."""
    plan = ldn.plan_capsules(
        strength="12 mg", count=90, size="3", filler="mcc-ph102", packing_stat="135 mg", made_on="2026-11-22"
    )
    assert [item.code for item in plan.stops] == ["strength-high"]
    found: dict[str, Any] = json.loads(ldn.to_json(plan)) | {"version": "0.1.0"}
    found["findings"] = [item for item in found["findings"] if item["severity"] != "stop"]
    return found


def test_a_rule_that_is_new_says_so_and_its_stop_holds_the_label(earlier: Any) -> None:
    found = stopped()
    earlier["findings"] = frozenset(codes.CODES) - {"strength-high"}
    reading = ldn.read_document(json.dumps(found))
    (note,) = [item for item in reading.notes if item.code == "rules-differ-by-version"]
    assert note.severity == "caution"
    assert "new in this version: stop strength-high" in note.message
    label = ldn.label_for(json.dumps(found), patient="Jane Doe", directions="Take 1 capsule by mouth at bedtime")
    with pytest.raises(ldn.StopError) as caught:
        ldn.print_labels([label], stock="zebra-4x2", today="2026-11-22")
    assert caught.value.given == "strength-high"


def test_a_finding_that_the_version_gave_and_the_document_lacks_was_taken_out(earlier: Any) -> None:
    found = stopped()
    earlier["findings"] = frozenset(codes.CODES)
    for version in ("0.1.0", "77.0"):  # one that was never released has no say in what it knew
        with pytest.raises(ldn.MismatchError) as caught:
            ldn.from_json(json.dumps(found | {"version": version}))
        assert "strength-high" in str(caught.value.needed)


def test_a_rule_that_is_gone_says_so(earlier: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    found = json.loads(ldn.to_json(ldn.from_json(json.dumps(old())))) | {"version": "0.1.0"}
    earlier["findings"] = frozenset({*codes.CODES, "rule-of-old"})
    earlier["assumptions"] = earlier["assumptions"] | {"assumed-of-old"}
    gone = {"code": "rule-of-old", "severity": "caution", "field": None, "message": "x", "source": "x"}
    found["findings"].append(gone | {"accepted_by": None})
    assumed = {"code": "assumed-of-old", "field": "x", "value": "1", "origin": "assumption", "source": None}
    found["assumptions"].append(assumed | {"message": "x"})
    with pytest.raises(ldn.MismatchError, match="assumed-of-old"):
        ldn.from_json(json.dumps(found))
    monkeypatch.setattr(released, "RETIRED_ASSUMPTIONS", frozenset({"assumed-of-old"}))
    note = ldn.read_document(json.dumps(found)).notes[-1]
    assert (note.code, note.severity) == ("rules-differ-by-version", "caution")
    assert "no longer given: assumption assumed-of-old, caution rule-of-old" in note.message
    # A code that no version ever gave is an edit.
    for part, name in (("findings", "rule-of-old"), ("assumptions", "assumed-of-old")):
        never = json.loads(json.dumps(found).replace(name, "never-given"))
        with pytest.raises(ldn.MismatchError, match="never-given"):
            ldn.from_json(json.dumps(never))
        assert part in found


def test_a_stop_that_was_accepted_under_a_code_that_is_gone_still_reads(earlier: Any) -> None:
    found = json.loads(ldn.to_json(ldn.from_json(json.dumps(old())))) | {"version": "0.1.0"}
    earlier["findings"] = frozenset({*codes.CODES, "rule-of-old"} - {"acceptance-not-needed"})
    found["inputs"] |= {"accept": ["rule-of-old"], "accepted_by": "A. Pharmacist"}
    gone = {"code": "rule-of-old", "severity": "stop", "field": None, "message": "x", "source": "x"}
    found["findings"].append(gone | {"accepted_by": "A. Pharmacist"})
    reading = ldn.read_document(json.dumps(found))
    assert "no longer given: stop rule-of-old" in reading.notes[-1].message


PRINT = (
    *("--stock", "zebra-4x2", "--patient", "Jane Doe", "--directions", "Take 1 capsule by mouth at bedtime"),
    *("--prescription-number", "1", "--lot", "L1"),
)


def test_labels_of_a_stored_plan_print_and_say_which_version_made_it(tmp_path: Path) -> None:
    plan, lines, pdf = tmp_path / "plan.json", tmp_path / "plans.jsonl", tmp_path / "label.pdf"
    plan.write_text(reworded())
    lines.write_text(json.dumps(json.loads(reworded())) + "\n")
    for path in (plan, lines):
        done = run("labels", "print", str(path), *PRINT, "-o", str(pdf))
        assert done.code == 0, done.err
        assert "[made-by-another-version]" in done.err.replace("\n  ", " ")
    checked = run("labels", "check", str(plan), *PRINT, "--json")
    assert checked.code == 0, checked.err
    assert "made-by-another-version" in [item["code"] for item in json.loads(checked.out)["findings"]]
    plan.write_text(reworded().replace('"90"', '"91"').replace('"count": 90', '"count": 91'))
    assert run("labels", "print", str(plan), *PRINT, "-o", str(pdf), NO_COLOR="1").code == 15


def test_as_made_says_which_version_made_the_plan(tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    plan.write_text(reworded())
    weighed = old("as-made")["inputs"]["weighed"].items()
    words = [f"--weighed={name}={amount['value']}{amount['unit']}" for name, amount in weighed]
    done = run("as-made", str(plan), *words, "--units-made", "90", "--residue", "1mg")
    assert "[made-by-another-version]" in done.err.replace("\n  ", " ")
    assert done.code in (0, 12)
