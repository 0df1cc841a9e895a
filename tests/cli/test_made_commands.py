"""weigh-check, content-check, as-made and packing as a pharmacist types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import ldn_compound as ldn
from ldn_compound.cli.readings import with_masses
from tests.cli.test_junk import Outcome, counter, run_command

__all__ = ["counter"]

GROSS = ("weigh-check", "--theoretical", "183mg", "--gross", "--shell-mass", "48mg")


def test_a_print_out_from_stdin(counter: Path) -> None:
    lines = "".join(f"{number:03d}  S S     183.2 mg\n" for number in range(1, 11))
    done = run_command(*GROSS, "-", stdin=lines)
    assert done.code == 0, done.err
    assert "net mean            135.2 mg   (theory 135 mg)" in done.out
    assert done.out.isascii()
    assert max(map(len, done.out.splitlines())) <= 80


def test_a_failed_check_exits_with_12_and_keeps_its_document(counter: Path) -> None:
    (counter / "masses.txt").write_text("84 mg\n" * 20, encoding="utf-16")
    done = run_command(
        "weigh-check", "masses.txt", "--theoretical", "135mg", "--net", "--standard", "ph-eur-2.9.5", "--json"
    )
    assert done.code == 12
    result = json.loads(done.out)["result"]
    assert (result["standard_verdict"], result["verdict"]) == ("pass", "fail")


def test_units_far_off_stay_in_the_picture(counter: Path) -> None:
    done = run_command("weigh-check", "--masses", "1mg,9000mg,135mg", "--theoretical", "135mg", "--net")
    assert done.code == 12
    assert max(map(len, done.out.splitlines())) <= 80
    rows = [line for line in done.out.splitlines() if line.endswith(">") or " < " in line or "<" in line]
    assert len(rows) >= 2


def test_the_plot_is_written_whole_or_not_at_all(counter: Path) -> None:
    done = run_command(*GROSS, "--masses", "183mg,184mg", "--plot", "plot.pdf")
    assert done.code == 0, done.err
    assert (counter / "plot.pdf").read_bytes().startswith(b"%PDF-")
    missing = run_command(*GROSS, "--masses", "183mg,184mg", "--plot", "no/such/folder/plot.pdf")
    assert (missing.code, missing.out) == (16, "")


@pytest.mark.parametrize(
    "words",
    [
        (*GROSS,),
        (*GROSS, "-", "--masses", "183mg"),
        (*GROSS, "--net", "--masses", "183mg,184mg"),
        (*GROSS, "--masses", "183mg,184mg", "--plot", "-"),
        ("weigh-check", "--masses", "183mg"),
        ("as-made", "plan.json"),
        ("as-made", "-", "-"),
        ("content-check",),
        ("packing", "--filler", "mcc-ph102", "--size", "3"),
    ],
)
def test_usage(words: tuple[str, ...], counter: Path) -> None:
    done = run_command(*words)
    assert (done.code, done.out) == (2, "")


def test_as_made_from_print_outs(counter: Path) -> None:
    """The plan is of 30 x 4.5 mg: 135 mg of drug and 3915 mg of filler."""
    in_order = run_command("as-made", "plan.json", "-", "--json", stdin="+  0.1350 g\n+  3.9150 g\n")
    assert in_order.code == 0, in_order.err
    named = run_command("as-made", "plan.json", "-", "--json", stdin="filler: S S 3915 mg\napi: S S 135 mg\n")
    typed = run_command("as-made", "plan.json", "--weighed", "api=135mg", "--weighed", "filler=3.915g", "--json")
    found = [json.loads(one.out)["result"] for one in (in_order, named, typed)]
    assert found[0] == found[1] == found[2]
    assert found[0]["of_label"] == {"value": "100", "unit": "%"}


def test_as_made_from_a_table(counter: Path) -> None:
    """By the column of components in any order, else in the plan's: exchanged, the drug would be 29 times as much."""
    texts = {
        "component;mass (mg)\nfiller;3915\napi;135\n": (),
        "component,mass,unit\nAPI,135,mg\nfiller,3.915,g\n": (),
        "mass (g)\n0.135\n3.915\n": (),
        "component;mass\napi;135\nfiller;3915\n": ("--unit", "mg"),
    }
    for text, words in texts.items():
        done = run_command("as-made", "plan.json", "-", "--json", *words, stdin=text)
        assert done.code == 0, done.err
        assert json.loads(done.out)["result"]["of_label"] == {"value": "100", "unit": "%"}
    wrong = run_command("as-made", "plan.json", "-", "--json", stdin="component;mass (mg)\nfiller;135\napi;3915\n")
    assert wrong.code == 12
    comma = counter / "comma.toml"
    comma.write_text('[balance]\ndecimal_mark = "comma"\n', encoding="utf-8")
    text = "component;mass (g)\napi;0,135\nfiller;3,915\n"
    read = run_command("as-made", "plan.json", "-", "--json", "--profile", str(comma), stdin=text)
    assert read.code == 0, read.err
    assert "decimal-comma-read" in [finding["code"] for finding in json.loads(read.out)["findings"]]


def test_contents_from_a_table_and_a_list() -> None:
    numbers = ["98", "99", "100", "101", "102"] * 2
    table = "no;content (%)\n" + "".join(f"{row};{number}\n" for row, number in enumerate(numbers, start=1))
    listed = ", ".join(f"{number}%" for number in numbers[:5]) + "\n" + "\n".join(f"{n} %" for n in numbers[5:])
    typed = run_command("content-check", "--json", "--contents", ",".join(f"{number}%" for number in numbers))
    for text in (table, listed):
        done = run_command("content-check", "-", "--json", stdin=text)
        assert done.code == 0, done.err
        assert json.loads(done.out)["result"] == json.loads(typed.out)["result"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("component;mass (mg)\napi;135\napi;3915\n", "given-twice"),
        ("component;mass (mg)\napi;135\nfiler;3915\n", "unknown-component"),
        ("component;mass\napi;135\nfiller;3915\n", "no-unit"),
        ("component;mass (mg)\napi;135,5\nfiller;3915,1\n", "decimal-comma"),
        ("component;mass (mg);lot no\napi;135;4\n", "unknown-column"),
        ("mass (mg)\n135\n", "readings-do-not-match"),
        ("S D 135 mg\nS S 3915 mg\n", "unstable-reading"),
        ("S S 135 mg\n", "readings-do-not-match"),
        ("S S 135 mg\nS S 1 mg\nS S 3915 mg\n", "readings-do-not-match"),
        ("api: 135 mg\napi: 136 mg\n", "given-twice"),
        ("001 S S 135 mg\n001 S S 3915 mg\n", "reading-twice"),
        ("api: 135 mL\n", "wrong-dimension"),
        ("api: -135 mg\n", "negative"),
        ("drug: 135 mg\n", "unknown-component"),
        ("api: 0 mg\n", "out-of-range"),
        ("API: 135 mg\napi 136 mg\n", "given-twice"),
        ("155  7 mg\n3915 mg\n", "unreadable-line"),
        ("N 135 mg\nG 3915 mg\n", "gross-and-net-mixed"),
    ],
)
def test_bad_print_outs(lines: str, code: str, counter: Path) -> None:
    done = run_command("as-made", "plan.json", "-", "--json", stdin=lines)
    assert (done.code, done.out) == (10, "")
    error = json.loads(done.err)["error"]
    assert (error["code"], error["field"]) == (code, "weighed")


@pytest.mark.parametrize("pair", ["api", "api=", "=135mg", "api=135mL", "api=135", "filler=3g"])
def test_bad_pairs(pair: str, counter: Path) -> None:
    done = run_command("as-made", "plan.json", "--weighed", pair)
    assert (done.code, done.out) == (10, "")


def test_an_edited_plan_is_refused(counter: Path) -> None:
    text = (counter / "plan.json").read_text("utf-8").replace('"count": 30', '"count": 31', 1)
    (counter / "plan.json").write_text(text, encoding="utf-8")
    done = run_command("as-made", "plan.json", "--weighed", "api=135mg")
    assert (done.code, done.out) == (15, "")


def test_far_too_little_drug_stops(counter: Path) -> None:
    done = run_command("as-made", "plan.json", "--weighed", "api=13.5mg", "--residue", "0mg")
    assert done.code == 12
    assert "made-outside-content-limits" in done.out


def test_content_check_from_a_file(counter: Path) -> None:
    (counter / "assay.txt").write_text("94 %\r\n106 %\r\n" * 5, encoding="utf-8")
    done = run_command("content-check", "assay.txt", "--json")
    assert done.code == 12
    assert json.loads(done.out)["result"]["verdict"] == "second-stage"
    thirty = run_command("content-check", "-", "--json", stdin="94 %\n106 %\n" * 15)
    assert json.loads(thirty.out)["result"]["verdict"] == "pass"


def test_packing_entry_goes_into_a_profile(counter: Path) -> None:
    words = ("packing", "--filler", "mcc-ph102", "--size", "3", "--lot", "F1", "--measured-on", "2026-11-22")
    done = run_command(*words, "-", "--json", stdin="S S 135.0 mg\n" * 5)
    assert done.code == 0, done.err
    (counter / "own.toml").write_text(json.loads(done.out)["result"]["profile_entry"], encoding="utf-8")
    assert run_command("profile", "check", "own.toml").code == 0


HEADED = "KERN\n-----\n\n" + "".join(f"# {number} 183.2 mg\n" for number in range(1, 11)) + "Total: 1832 mg\n-----\n"
SAID = "set aside, no reading: line 1 'KERN', lines 2, 15 '-----', line 14 'Total: 1832 mg'; 10 readings of 14 lines"


def said(done: Outcome, code: str) -> str:
    """Return the message of the finding with that code, in a document."""
    (message,) = [item["message"] for item in json.loads(done.out)["findings"] if item["code"] == code]
    return str(message)


def test_lines_set_aside_are_named_in_the_result(counter: Path) -> None:
    bare = run_command(*GROSS, "-", "--json", stdin="183.2 mg\n" * 10)
    headed = run_command(*GROSS, "-", "--json", stdin=HEADED)
    assert (headed.code, bare.code, headed.err, bare.err) == (0, 0, "", "")
    assert json.loads(headed.out)["result"] == json.loads(bare.out)["result"]
    assert "lines-set-aside" not in bare.out
    assert said(headed, "lines-set-aside") == SAID
    assert ldn.to_json(ldn.from_json(headed.out)) == headed.out.rstrip("\n")
    assert "set aside, no reading: line 1 'KERN'" in run_command(*GROSS, "-", stdin=HEADED).out


def test_the_error_is_alone_on_stderr(counter: Path) -> None:
    done = run_command(*GROSS, "-", "--json", stdin=HEADED.replace("183.2", "133.2"))
    assert done.code == 12
    assert json.loads(done.err)["error"]["code"] == "stop-not-accepted"
    few = run_command(*GROSS, "-", "--json", stdin="KERN\n183.2 mg\n")
    assert (few.code, few.out) == (10, "")
    assert json.loads(few.err)["error"]["code"] == "too-few-units"


def test_a_line_set_aside_is_printable_and_short(counter: Path) -> None:
    lines = "ID " + "x" * 60 + "\nUser J\x07ones\n" + "183.2 mg\n" * 10
    done = run_command(*GROSS, "-", "--json", stdin=lines)
    assert done.code == 0, done.err
    shown = said(done, "lines-set-aside")
    assert f"line 1 'ID {'x' * 34}...'" in shown
    assert "line 2 'User J\\x07ones'" in shown


def test_nine_right_aligned_units_are_not_lost(counter: Path) -> None:
    """The first nine of twenty are half empty: read as comments, the rest passed."""
    lines = [f"#{number:>2} {84 if number < 10 else 135}.0 mg\n" for number in range(1, 21)]
    done = run_command("weigh-check", "-", "--theoretical", "135mg", "--net", "--json", stdin="".join(lines))
    assert done.code == 12
    assert json.loads(done.out)["result"]["count"] == 20


def test_set_aside_lines_of_as_made_and_packing(counter: Path) -> None:
    made = run_command("as-made", "plan.json", "-", "--json", stdin="OHAUS\nAPI: 135 mg\n002 filler 3915 mg\n")
    assert made.code == 0, made.err
    assert said(made, "lines-set-aside") == "set aside, no reading: line 1 'OHAUS'"
    assert json.loads(made.out)["result"]["of_label"] == {"value": "100", "unit": "%"}
    words = ("packing", "--filler", "mcc-ph102", "--size", "3", "--lot", "F1", "--measured-on", "2026-11-22")
    packed = run_command(*words, "-", "--json", stdin="S S 135.0 mg\n" * 5 + "Mean 135.0 mg\n")
    assert packed.code == 0, packed.err
    assert said(packed, "lines-set-aside") == "set aside, no reading: line 6 'Mean 135.0 mg'; 5 readings of 6 lines"


def test_a_heading_that_names_a_component_is_refused(counter: Path) -> None:
    """The filler's mass under its heading first: by the plan's order it would be the drug's."""
    text = "Sample ID filler\n3915 mg\nSample ID api\n135 mg\n"
    done = run_command("as-made", "plan.json", "-", "--json", stdin=text)
    assert (done.code, done.out) == (10, "")
    error = json.loads(done.err)["error"]
    assert error["code"] == "component-in-heading"
    assert "line 1" in error["given"]


def test_a_comment_with_a_lone_number_is_refused(counter: Path) -> None:
    done = run_command(*GROSS, "-", "--json", stdin="183.2 mg\n" * 10 + "# 134.9\n")
    assert (done.code, json.loads(done.err)["error"]["code"]) == (10, "unreadable-line")
    assert run_command(*GROSS, "-", "--json", stdin="# batch 12 of 22.11.2026\n" + "183.2 mg\n" * 10).code == 0


NET = ("weigh-check", "--theoretical", "183mg")


@pytest.mark.parametrize(
    ("words", "lines", "code", "line"),
    [
        ((*NET, "--net"), ["N 183.2 mg"] * 9 + ["G 183.2 mg"], "gross-and-net-mixed", "line 10"),
        (GROSS, ["183.2 mg G"] * 9 + ["Net: 183.2 mg"], "gross-and-net-mixed", "line 10"),
        ((*NET, "--net"), ["G 183.2 mg"] * 10, "gross-line-for-net", "line 1"),
        (NET, ["S S 183.2 mg"] * 2 + ["ST,GS,+183.2 mg"] * 8, "gross-line-for-net", "line 3"),
    ],
)
def test_gross_and_net_marks(words: tuple[str, ...], lines: list[str], code: str, line: str, counter: Path) -> None:
    done = run_command(*words, "-", "--json", stdin="\n".join(lines))
    assert (done.code, done.out) == (10, "")
    error = json.loads(done.err)["error"]
    assert (error["code"], error["field"]) == (code, "masses")
    assert line in error["given"]
    assert error["hint"]


def test_gross_and_net_marks_that_agree(counter: Path) -> None:
    for words, line in ((GROSS, "G 183.2 mg\n"), ((*NET, "--net"), "N 183.2 mg\n")):
        done = run_command(*words, "-", "--json", stdin=line * 10)
        assert not {"net-lines-as-gross", "gross-lines-as-net"} & {
            item["code"] for item in json.loads(done.out)["findings"]
        }


def test_a_command_without_shells_takes_gross_lines(counter: Path) -> None:
    (counter / "weights.txt").write_text("G 183.2 mg\n" * 3, encoding="utf-8")
    assert [mass.text() for mass in with_masses({"masses": None}, "weights.txt", None)["masses"]] == ["183.2 mg"] * 3


def test_net_lines_for_gross_are_taken_and_said(counter: Path) -> None:
    """Sartorius marks every line N: the capsules are whole, only the boat was tared."""
    done = run_command(*GROSS, "-", "--json", stdin="N  +  0.1832 g\n" * 10)
    assert done.code == 0, done.err
    assert "marked net (N) and are taken as gross" in said(done, "net-lines-as-gross")
    plain = run_command(*GROSS, "-", "--json", stdin="183.2 mg\n" * 10)
    assert json.loads(done.out)["result"] == json.loads(plain.out)["result"]


def test_gross_lines_of_as_made_are_said(counter: Path) -> None:
    done = run_command("as-made", "plan.json", "-", "--json", stdin="G 135 mg\nG 3915 mg\n")
    assert done.code == 0, done.err
    assert "marked gross (G)" in said(done, "gross-lines-as-net")
    assert "gross-lines-as-net" not in run_command("as-made", "plan.json", "-", stdin="N 135 mg\nN 3915 mg\n").out


@pytest.mark.parametrize(
    ("words", "mass"),
    [
        (("weigh-check", "--theoretical", "135mg", "--net", "--standard", "usp-795-older"), "135.0"),
        (("packing", "--filler", "mcc-ph102", "--size", "3"), "135.0"),
        (("balance", "--readability", "0.1mg"), "100.0"),
    ],
)
def test_a_missing_running_number_is_a_caution(words: tuple[str, ...], mass: str, counter: Path) -> None:
    """Ten masses, numbered 1 to 11: the fifth capsule was weighed and is not there."""
    for style in ("No. {} {} mg", "{:03d},ST,NT,+{} mg", "Item {} {} mg", "No.{:03d}\n+ {} mg"):
        gap = "".join(style.format(number, mass) + "\n" for number in range(1, 12) if number != 5)
        done = run_command(*words, "-", "--json", stdin=gap)
        assert done.code == 0, done.err
        (found,) = (item for item in json.loads(done.out)["findings"] if item["code"] == "running-number-missing")
        assert found["severity"] == "caution"
        assert "leave out 5:" in found["message"]
        assert ldn.to_json(ldn.from_json(done.out)) == done.out.strip()
        whole = "".join(style.format(number, mass) + "\n" for number in range(1, 11))
        assert "running-number-missing" not in run_command(*words, "-", "--json", stdin=whole).out


def test_a_missing_running_number_of_components(counter: Path) -> None:
    done = run_command("as-made", "plan.json", "-", "--json", stdin="001 api: 135 mg\n003 filler: 3915 mg\n")
    assert done.code == 0, done.err
    assert "leave out 2:" in said(done, "running-number-missing")


def test_a_latin_1_print_out_is_read_and_said(counter: Path) -> None:
    text = "User M\N{LATIN SMALL LETTER U WITH DIAERESIS}ller\n" + "183200 \N{MICRO SIGN}g\n" * 10
    (counter / "latin.txt").write_bytes(text.encode("latin-1"))
    done = run_command(*GROSS, "latin.txt", "--json")
    assert done.code == 0, done.err
    assert json.loads(done.out)["result"]["mean_gross"] == {"value": "183.2", "unit": "mg"}
    assert "Windows-1252" in said(done, "print-out-not-utf-8")
    (counter / "utf.txt").write_text(text, encoding="utf-8")
    plain = run_command(*GROSS, "utf.txt", "--json")
    assert "print-out-not-utf-8" not in plain.out
    assert json.loads(plain.out)["result"] == json.loads(done.out)["result"]


@pytest.mark.parametrize("byte", [0xE6, 0x81, 0x9D])
def test_a_file_of_another_code_is_never_misread(byte: int, counter: Path) -> None:
    """E6 is the micro sign of the DOS code; 81 and 9D are nothing in Windows-1252."""
    (counter / "dos.txt").write_bytes(b"183200 " + bytes([byte]) + b"g\n")
    done = run_command(*GROSS, "dos.txt", "--json")
    assert done.out == ""
    assert done.code in (10, 16)
    assert "codec" not in done.err


def test_a_plan_of_another_code_names_its_line(counter: Path) -> None:
    (counter / "odd.json").write_bytes(b'{"schema":\n"M\xfcller"}')
    done = run_command("as-made", "odd.json", "--weighed", "api=135mg", "--json")
    assert done.code == 16
    assert json.loads(done.err)["error"]["hint"] == "line 2 holds the byte FC: save the file as UTF-8"
