"""``ldn-compound record new``, ``lot``, ``show``, ``verify`` and ``check``: the record of one batch."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ldn_compound.cli.common import EXIT_STOP, find_profile, plan_and_standing, read_text, standard_options, stop_with
from ldn_compound.cli.record_file import ENDING, kept_at, opened, person, plan_of_record
from ldn_compound.cli.record_log_show import tell
from ldn_compound.cli.terminal import option_given
from ldn_compound.core.errors import FileError, InputError, LdnError, MismatchError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ldn_compound.inputs.fields import Field
    from ldn_compound.records.entries import Entry
    from ldn_compound.schemas.answers_of_records import (
        Difference,
        RecordCheck,
        RecordEntries,
        RecordEntry,
        RecordLot,
        RecordNew,
        RecordVerification,
    )

_PLAN = """
\b
Example:
  ldn-compound capsules --strength 4.5mg --count 60 --size 3 \\
      --filler mcc-ph102 --packing-stat 135mg --save plan.json
"""
_EXAMPLE = f'{_PLAN}  ldn-compound record new plan.json --by "A. Chemist"\n'


@click.command("new", epilog=_EXAMPLE)
@click.argument("plan", metavar="PLAN.json")
@click.option("-o", "--output", metavar="FILE", help="Where to write it (assumed: PLAN.record.json).")
@click.option("--by", metavar="NAME", help="Who begins it; stands in each entry.")
@standard_options
def new(as_json: bool, profile_path: str | None, plan: str, output: str | None, by: str | None) -> None:
    """Begin the record of a batch: its plan, and an entry for each lot that the plan names.

    bench, as-made, weigh-check, content-check and labels print add to it with --record FILE. A record that is there
    already is refused. A plan with a stop that nobody accepted is none to make.
    """
    from ldn_compound.core.results import to_document
    from ldn_compound.plans.batch.result import Batch
    from ldn_compound.records.entries import BEGUN
    from ldn_compound.records.log.documents import lots_of

    if plan == "-" and output is None:
        raise click.UsageError("The record of a plan on stdin needs -o FILE.")
    name, profile = person(by), find_profile(profile_path)
    planned, standing = plan_and_standing(plan, required=True)
    if not isinstance(planned, Batch):
        needed = "the plan of a batch: of capsules, tablets or a liquid"
        raise InputError("not-a-plan", field="plan", given=planned.kind, needed=needed)
    if planned.stops:
        stop_with(planned.stops, as_json=as_json)
    path = output or str(Path(plan).with_suffix(ENDING))
    keeping = kept_at(path, planned, by=name, profile=profile, field="output")
    if keeping.is_there:
        needed, hint = "the name of a new file", "bench and the other commands go on with one that is there"
        raise FileError("file-exists", field="output", given=path, needed=needed, hint=hint)
    keeping.add(BEGUN, {})
    for component, lot in dict.fromkeys(lots_of(to_document(planned))):
        keeping.add("component", {"name": component, "lot": lot})
    count = len(keeping.entries)
    lines = [
        f"Written: {path}, {count} entr{'y' if count == 1 else 'ies'}",
        f"  plan: {standing}.{keeping.signed_by}".rstrip("."),
    ]
    result: RecordNew = {"output": path, "entries": count, "by": name, "standing": str(standing)}
    tell("record-new", result, as_json=as_json, lines=lines)


@click.command(
    "lot",
    epilog=f"""{_EXAMPLE}  ldn-compound record lot plan.record.json filler F2207 \\
      --expiry 2031-12-31 --by "A. Chemist"
""",
)
@click.argument("record", metavar="RECORD.json")
@click.argument("component", metavar="COMPONENT")
@click.argument("number", metavar="LOT")
@click.option("--expiry", metavar="DATE", help="Last day of use that stands on the container.")
@click.option("--by", metavar="NAME", help="Who took it; stands in the entry.")
@standard_options
def lot(
    as_json: bool,
    profile_path: str | None,
    record: str,
    component: str,
    number: str,
    expiry: str | None,
    by: str | None,
) -> None:
    """Enter the lot of a component that was taken, where the plan names none or another.

    COMPONENT is a key of the plan, such as api, filler or shell. A second entry of a component stands in the place of
    the first. A lot that changes a mass, the beyond-use date or a finding is refused: plan the batch again with it.
    """
    from ldn_compound.plans.batch.result import Batch
    from ldn_compound.records.entries import COMPONENT
    from ldn_compound.records.lots import lot_taken

    profile = find_profile(profile_path)
    given: dict[str, str | None] = {"record": record, "by": by}
    keeping = opened(given, None, profile)
    assert keeping is not None and isinstance(keeping.planned, Batch)
    taken = lot_taken(keeping.planned, keeping.entries, component=component, lot=number, expiry=expiry)
    entry = keeping.add(COMPONENT, dict(taken.data), taken.corrects)
    instead = "" if entry.corrects is None else f", in the place of entry {entry.corrects}"
    until = f", in date until {taken.data['expiry']}" if "expiry" in taken.data else ""
    result: RecordLot = {
        "record": record,
        "entry": entry.number,
        "component": component,
        "name": taken.name,
        "lot": taken.data["lot"],
        "expiry": taken.data.get("expiry"),
        "corrects": entry.corrects,
        "by": entry.by,
    }
    line = f"Entry {entry.number}{instead}: {taken.name}, lot {taken.data['lot']}{until}"
    tell("record-lot", result, as_json=as_json, lines=[f"{line}.{keeping.signed_by}"])


@click.command("show", epilog=f"{_EXAMPLE}  ldn-compound record show plan.record.json\n")
@click.argument("record", metavar="RECORD.json")
@standard_options
def show(as_json: bool, profile_path: str | None, record: str) -> None:
    """Show a record: each entry with its time and who made it, and what was corrected."""
    from ldn_compound.cli import tables
    from ldn_compound.cli.signing import checked
    from ldn_compound.records.record import read_record

    text = read_text(record, field="record")
    found = read_record(text)
    standing = checked(text, find_profile(profile_path), field="record", required=False)
    title = _title(plan_of_record(text))
    corrected = {item.corrects: item.number for item in found.entries if item.corrects is not None}
    rows: list[RecordEntry] = [
        {
            "number": item.number,
            "kind": item.kind,
            "at": item.at,
            "by": item.by,
            "data": item.data,
            "corrects": item.corrects,
            "corrected_by": corrected.get(item.number),
            "words": _words(item),
        }
        for item in found.entries
    ]
    result: RecordEntries = {
        "what": title,
        "entries": rows,
        "digest": found.digest,
        "standing": str(standing),
    }
    if as_json or option_given("save") is not None:
        tell("record-entries", result, as_json=as_json, lines=())
        if as_json:
            return
    tables.title(f"Record of {title}")
    for item in found.entries:
        by = "" if item.by is None else f"; {item.by}"
        gone = f"; CORRECTED by {corrected[item.number]}" if item.number in corrected else ""
        stands = "" if item.corrects is None else f" (corrects {item.corrects})"
        lead = f"{item.number:>5}  {item.at[:16].replace('T', ' ')}  "
        tables.paragraph(f"{_words(item)}{stands}{by}{gone}", lead=lead, hang=len(lead))
    click.echo(f"{len(found.entries)} entries, {standing}\n{found.digest}")


@click.command("verify", epilog=f"{_EXAMPLE}  ldn-compound record verify plan.record.json\n")
@click.argument("record", metavar="RECORD.json")
@standard_options
def verify(as_json: bool, profile_path: str | None, record: str) -> None:
    """Compute everything in a record again, and name every difference (exit code 15).

    Its digest and signature, the plan, each as-made, weigh-check and content-check, and the readings behind them. A
    record that an older version made verifies, or the rule that has changed since is named.
    """
    from ldn_compound.cli.signing import trust
    from ldn_compound.records.verification import makers_of, verify_record

    text = read_text(record, field="record")
    found = verify_record(text, trust=trust(find_profile(profile_path)))
    if found.problems:
        first, *others = found.problems
        also = f"; and besides: {'; '.join(map(str, others))}" if others else ""
        error = MismatchError(
            "record-differs",
            field=first.path,
            given=_plain(first.given),
            needed=_plain(first.mine),
            hint=f"{len(found.problems)} difference{'s' * bool(others)} in {record}{also}",
        )
        raise error
    makers = makers_of(found.entries)
    checkers = [str(item.data["checker"]) for item in found.entries if item.kind == "check"]
    lines = [f"VERIFIED: record of {_title(found.plan)}, {len(found.entries)} entries", f"  {found.standing}"]
    lines.append(f"  made by {', '.join(makers)}" if makers else "  it does not say who made it")
    lines.append(f"  checked by {', '.join(checkers)}" if checkers else "  no second person has checked it")
    if found.set_back:
        lines.append(f"  the clock was set back before entry {', '.join(map(str, found.set_back))}")
    lines += [f"  note: {note.message} [{note.code}]" for note in found.notes]
    result: RecordVerification = {
        "verdict": "verified",
        "entries": len(found.entries),
        "standing": str(found.standing),
        "makers": list(makers),
        "checkers": checkers,
        "set_back": list(found.set_back),
        "notes": [note.message for note in found.notes],
    }
    tell("record-verification", result, as_json=as_json, lines=lines)


@click.command(
    "check",
    epilog=f"""{_EXAMPLE}  ldn-compound record check plan.record.json --by "B. Second" \\
      --given strength=4.5mg --given count=60 --given size=3 \\
      --given filler=mcc-ph102 --given packing-stat=135mg \\
      --given made-on=today
""",
)
@click.argument("record", metavar="RECORD.json")
@click.argument("typed", metavar="[FILE|-]", required=False)
@click.option("--by", metavar="NAME", required=True, help="The second person, who made nothing of the batch.")
@click.option("--given", metavar="NAME=VALUE", multiple=True, help="An input, in place of being asked (repeatable).")
@standard_options
def check(
    as_json: bool, profile_path: str | None, record: str, typed: str | None, by: str, given: tuple[str, ...]
) -> None:
    """Enter the plan's inputs as a second person, from the prescription, without seeing the first person's.

    On a terminal each is asked for; else --given or FILE (- for stdin) says NAME=VALUE, one a line. What differs is
    listed, and the check is an entry of the record either way. A check with a difference exits with 12. Who made the
    batch cannot check it.
    """
    from ldn_compound.records.entries import CHECK
    from ldn_compound.records.record import read_record
    from ldn_compound.records.second_person import asked_of, compare_entered, refuse_checker

    name = person(by)
    assert name is not None  # the option is required
    text = read_text(record, field="record")
    found = read_record(text)
    refuse_checker(name, found.entries)
    keeping = kept_at(record, plan_of_record(text), by=name, profile=find_profile(profile_path))
    fields = asked_of(found.plan)
    if given and typed is not None:
        raise click.UsageError("Give --given, or a FILE: one of them.")
    lines = given if typed is None else read_text(typed, field="typed").splitlines()
    answers = _lines(lines, fields) if lines else _asked(fields)
    apart = compare_entered(found.plan, answers)
    differences: list[Difference] = [
        {"field": item.field, "entered": item.entered, "recorded": item.recorded} for item in apart
    ]
    count = len(keeping.entries)
    data = {"checker": name, "inputs": answers, "differences": differences, "up_to": count}
    entry = keeping.add(CHECK, data)
    said = [f"{len(apart) or 'No'} difference{'s' * (len(apart) != 1)}, entered by {name}: entry {entry.number}"]
    said += [f"  {item.field}: entered {item.entered or 'nothing'}, in the plan {item.recorded}" for item in apart]
    result: RecordCheck = {"entry": entry.number, "checker": name, "differences": differences, "up_to": count}
    tell("record-check", result, as_json=as_json, lines=said)
    if apart:
        raise click.exceptions.Exit(EXIT_STOP)


def _asked(fields: Sequence[Field[Any, Any]]) -> dict[str, str]:
    """Ask for each input on a terminal; an empty answer leaves it out."""
    from ldn_compound.records.second_person import entered

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.UsageError("It asks on a terminal: without one, give --given NAME=VALUE, or a FILE of such lines.")
    given: dict[str, str] = {}
    for field in fields:
        known = f" [{'|'.join(field.choices)}]" if field.choices else ""
        while True:
            click.echo(f"{field.name.replace('_', ' ')}: {field.what}{known}: ", nl=False, err=True)
            line = sys.stdin.readline()
            if not line:
                raise click.Abort
            answer = _meant(field, line.strip())
            if not answer:
                break
            try:
                entered(field, answer)
            except LdnError as error:
                click.echo(f"  {error}", err=True)
                continue
            given[field.name] = answer
            break
    return given


def _lines(lines: Iterable[str], fields: Sequence[Field[Any, Any]]) -> dict[str, str]:
    """Return what lines NAME=VALUE say, by the input's name.

    Raises:
        InputError: ``bad-lines``, ``given-twice``, ``unknown-key``.
    """
    known = {field.name: field for field in fields}
    given: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        name, sign, value = line.partition("=")
        key = name.strip().lstrip("-").replace("-", "_")
        where = f"line {number}"
        if not sign or not value.strip():
            needed = "NAME=VALUE, such as strength=4.5mg"
            raise InputError("bad-lines", field="typed", given=line, needed=needed, hint=where)
        if key not in known:
            needed = f"one of {', '.join(known)}"
            raise InputError("unknown-key", field="typed", given=name.strip(), needed=needed, hint=where)
        if key in given:
            raise InputError("given-twice", field="typed", given=name.strip(), needed="each input once", hint=where)
        given[key] = _meant(known[key], value.strip())
    return given


def _meant(field: Field[Any, Any], text: str) -> str:
    from ldn_compound.cli.as_typed import meant
    from ldn_compound.cli.common import today

    found = meant(field, text, today=today)
    return found if isinstance(found, str) else text


def _title(plan: Any) -> str:
    from ldn_compound.records.log.documents import title_of

    return "a batch" if plan is None else title_of(plan)


def _plain(value: object) -> str:
    if isinstance(value, dict) and {"value", "unit"} <= value.keys():
        return f"{value['value']} {value['unit']}"
    return str(value)


def _words(entry: Entry) -> str:
    """Return an entry in a few words."""
    data = entry.data
    match entry.kind:
        case "begun":
            return "the record was begun"
        case "component":
            until = f", in date until {data['expiry']}" if "expiry" in data else ""
            return f"lot of {data['name']}: {data.get('lot', 'not given')}{until}"
        case "weighed" | "measured":
            amount = data.get("mass") or data.get("value") or {}
            return f"{entry.kind} {data['name']} {_plain(amount)}"
        case "step":
            return f"step {data['number']}: {data['text']}"
        case "note" | "label":
            return f"{entry.kind}: {data.get('text') or data.get('what')}"
        case "check":
            count = len(data["differences"])
            return f"checked by {data['checker']}: {count or 'no'} difference{'s' * (count != 1)}"
        case _:
            result = data["document"].get("result", {})
            return f"{entry.kind}: {result.get('verdict', 'entered')}"
