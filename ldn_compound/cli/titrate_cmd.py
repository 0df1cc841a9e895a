"""``ldn-compound titrate``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ldn_compound.cli.common import (
    as_written,
    day_of_making,
    find_profile,
    inputs,
    show_refusal,
    show_result,
    standard_options,
    stop_with,
    write_whole,
)
from ldn_compound.core.errors import FileError, InputError, StopError
from ldn_compound.core.files import reason_of, write_files
from ldn_compound.core.numbers import parse_whole
from ldn_compound.inputs.doses import CourseCapsules, TitrationInputs

if TYPE_CHECKING:
    from ldn_compound.plans.capsules.result import CapsuleBatch
    from ldn_compound.plans.titration.plan import Titration
    from ldn_compound.plans.titration.result import Supply, TitrationStep

_EXAMPLE = """
\b
Example:
  ldn-compound titrate --form solution --start 0.5mg --step 0.5mg \\
      --every 14d --to 4.5mg --begin 2026-11-22
  ldn-compound titrate --form capsule --strengths 0.5mg,1.5mg,4.5mg \\
      --start 0.5mg --step 0.5mg --every 14d --to 4.5mg
  ldn-compound titrate --form capsule --strengths 0.5mg,1.5mg \\
      --doses 0.5mg,1mg,1.5mg --every 14d --size 3 --filler mcc-ph102 \\
      --packing-stat 135mg --save-batches batches
  ldn-compound titrate --presets
"""
_PAGES = ("a4", "letter")


def _lacking(given: Mapping[str, Any]) -> set[str]:
    """Return what a course needs: listed doses, or its first dose, step and last dose. A preset may state any of it."""
    if given.get("presets") or "preset" in given:
        return set()
    from ldn_compound.reference.forms import forms_with

    counted = any(form.counted and form.key == given.get("form") for form in forms_with("titrated"))
    needed = {"form"} if "lengths" in given else {"form", "every"}
    if counted:
        needed |= {"strengths"}
    elif "form" not in given and "strengths" not in given:
        needed |= {f"--strengths for capsules (such as {TitrationInputs.fields['strengths'].example})"}
    climb = {"step", "to"} if "restart_at" in given else {"start", "step", "to"}
    if "doses" in given:
        return needed
    if climb.isdisjoint(given):
        first = ", ".join(f"--{name}" for name in ("start", "step", "to") if name in climb)
        return needed | {f"--doses (such as {TitrationInputs.fields['doses'].example}), or {first}"}
    return needed | climb


@click.command("titrate", epilog=_EXAMPLE)
@click.option(
    "--form",
    metavar="[solution|capsule]",
    help="dosage form; required",
    shell_complete=lambda context, parameter, word: [name for name in _forms() if name.startswith(word)],
)
@inputs(TitrationInputs, without=("form",), lacking=_lacking)
@inputs(CourseCapsules, optional=("size", "filler"))
@click.option(
    "--batches", is_flag=True, help="Plan the batch of each strength too; a size or a filler asks for it too."
)
@click.option("--save-batches", metavar="FOLDER", help="Write the plan of each batch into this folder.")
@click.option("--supply", metavar="N", help="Which supply the batches are for, where one does not keep (assumed: 1).")
@click.option("--presets", is_flag=True, help="Show the published schedules, and plan nothing.")
@click.option("--calendar", metavar="FILE", help="Write the patient's calendar, one page (PDF).")
@click.option("--page", metavar="[a4|letter]", help="Its paper (assumed: a4).")
@click.option("--patient", metavar="NAME", help="The patient's name on the page.")
@click.option("--timing", metavar="WHEN", help="When a dose is taken, in both files: bedtime, morning, daily ...")
@click.option("--ics", metavar="FILE", help="Write a calendar file (iCalendar); needs --begin.")
@standard_options
def command(
    as_json: bool,
    profile_path: str | None,
    presets: bool,
    calendar: str | None,
    page: str | None,
    patient: str | None,
    timing: str | None,
    ics: str | None,
    batches: bool,
    save_batches: str | None,
    supply: str | None,
    **options: Any,
) -> None:
    """Plan a titration: a dose that rises in steps, as a solution or as capsules.

    Required: --form, --every (or --lengths of the doses listed), and --start --step --to or the listed --doses; for
    capsules --strengths. Each is ONE dose.
    With --restart-at and --pause the steps go up again after a pause; without --start they are all there is.

    With --size and --filler, or --batches where the profile says both, the batch of capsules of each strength is
    planned too; --save-batches writes the plans, which go on to bench, labels print and the worksheet.
    """
    made_of = {name: options.pop(name) for name in list(options) if name in CourseCapsules.fields}
    if presets:
        _show_presets(as_json=as_json)
        return
    if (page or patient) and calendar is None:
        raise click.UsageError("--page and --patient are for the page of --calendar FILE.")
    if timing and calendar is None and ics is None:
        raise click.UsageError("--timing is for the page of --calendar FILE and the entries of --ics FILE.")
    for name, path in (("--calendar", calendar), ("--ics", ics)):
        if path == "-":
            raise click.UsageError(f"{name} takes a file's name: the table goes to the screen.")
    if calendar is not None and calendar == ics:
        raise click.UsageError("--calendar and --ics are two files.")
    filled = [CourseCapsules.fields[name].flags[0] for name, value in made_of.items() if value not in (None, (), {})]
    asked = batches or bool(filled) or save_batches is not None
    if supply is not None and not asked:
        raise click.UsageError("--supply is for the batches: with --batches, or --size and --filler.")
    if asked and as_json and save_batches is None:
        raise click.UsageError("--json prints the titration alone: the batches go to --save-batches FOLDER.")
    plan = _plan(options, profile_path, as_json=as_json)
    made: tuple[CapsuleBatch, ...] = ()
    if asked and not plan.stops:
        made = _batches(plan, made_of, supply or "1", find_profile(profile_path), as_json=as_json)
    if not plan.stops:
        files = _Files(calendar, ics, page or _PAGES[0], patient, timing)
        _write(plan, files, profile_path=profile_path)
    stopped = [batch for batch in made if batch.stops]
    saved: list[str] = []
    if save_batches is not None and not stopped and not plan.stops:
        saved = _save(made, Path(save_batches), several=len(plan.supplies) > 1, supply=supply or "1")
    show_result(plan, as_json=as_json, table=partial(_show_all, made=made, saved=saved))
    if stopped:
        stop_with([item for batch in stopped for item in batch.stops], as_json=as_json)


def _show_all(plan: Titration, *, made: Sequence[CapsuleBatch], saved: Sequence[str]) -> None:
    from ldn_compound.cli.capsules_cmd import show

    _show(plan)
    for batch in made:
        click.echo()
        show(batch)
    if saved:
        click.echo()
    for path in saved:
        click.echo(f"saved: {path}")


def _batches(
    plan: Titration, made_of: dict[str, Any], supply: str, profile: Any, *, as_json: bool
) -> tuple[CapsuleBatch, ...]:
    """Plan the batch of each strength."""
    from ldn_compound.plans.titration.batches import plan_capsules_for

    number = parse_whole(supply, field="supply", least=1)
    try:
        return plan_capsules_for(plan, supply=number, **day_of_making(made_of), profile=profile)
    except StopError as error:
        show_refusal(error, as_json=as_json)
        raise


def _save(made: Sequence[CapsuleBatch], folder: Path, *, several: bool, supply: str) -> list[str]:
    """Write the plans of the batches into a folder, all of them or none; return their files, and who signed them."""
    part = f"supply-{supply}-" if several else ""
    files, said = {}, []
    for batch in made:
        path = folder / f"{part}capsules-{batch.exact.strength.text().replace(' ', '')}.json"
        text, signed = as_written(batch)
        files[path] = f"{text}\n".encode("ascii")
        said.append(f"{path}{signed}")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        hint = f"{reason_of(error)}; nothing was written"
        needed = "a folder, or the name of a new one"
        raise FileError("cannot-write", field="save_batches", given=str(folder), needed=needed, hint=hint) from error
    write_files(files, field="save_batches")
    return said


def _plan(options: dict[str, Any], profile_path: str | None, *, as_json: bool) -> Titration:
    from ldn_compound.plans.titration.plan import plan_titration

    try:
        return plan_titration(**options, profile=find_profile(profile_path))
    except StopError as error:
        show_refusal(error, as_json=as_json)
        raise
    except InputError as error:
        if error.code == "missing":
            # Which options are required depends on preset and restart, so the plan refuses what click cannot.
            option = f"--{str(error.field).replace('_', '-')}"
            raise click.UsageError(
                f"Missing option '{option}': {error.needed} ({error.hint})", ctx=click.get_current_context()
            ) from error
        raise


class _Files(NamedTuple):
    """What is written beside a titration.

    Attributes:
        calendar, ics: names of the files, or None; page: the calendar's paper.
        patient: the name on the calendar, or None; timing: when a dose is taken, or None.
    """

    calendar: str | None
    ics: str | None
    page: str
    patient: str | None
    timing: str | None


def _write(plan: Titration, wanted: _Files, *, profile_path: str | None) -> None:
    """Write the files that were asked for; both are made before either is written."""
    files: list[tuple[str, str, bytes, str]] = []
    if wanted.calendar is not None:
        from ldn_compound.labelling.calendar_page import titration_calendar

        made = titration_calendar(
            plan,
            patient=wanted.patient,
            pharmacy=_pharmacy(profile_path),
            page=wanted.page,
            timing=wanted.timing,
            country=_country(profile_path),
        )
        files.append(("calendar", wanted.calendar, made, ".pdf"))
    if wanted.ics is not None:
        from ldn_compound.labelling.calendar_file import titration_events

        files.append(("ics", wanted.ics, titration_events(plan, timing=wanted.timing), ".ics"))
    for field, path, content, ending in files:
        write_whole(path, content, field=field, ending=ending)
        click.echo(f"Written: {path}", err=True)


def _pharmacy(profile_path: str | None) -> str | None:
    profile = find_profile(profile_path)
    parts = [] if profile is None else [profile.get("pharmacy.name"), profile.get("pharmacy.telephone")]
    return ", ".join(part for part in parts if part) or None


def _country(profile_path: str | None) -> str | None:
    """Return whose dates the calendar has: the profile's country, or None."""
    profile = find_profile(profile_path)
    return None if profile is None else profile.get("policies.jurisdiction")


def _forms() -> list[str]:
    from ldn_compound.reference.forms import forms_with

    return [form.key for form in forms_with("titrated")]


def _show(plan: Titration) -> None:
    from ldn_compound.cli import tables
    from ldn_compound.reference.forms import get_form

    amount = tables.amount
    form = get_form(plan.form)
    what = form.words("en")[1] if form.counted else f"{plan.form}, {amount(plan, 'concentration')}"
    often = "once a day" if plan.doses_per_day == 1 else f"{plan.doses_per_day} times a day"
    number = plan.schedule[-1].number
    steps = f"{number} step{'' if number == 1 else 's'}"
    days = (amount(plan, "days") or "").replace(" d", " days")
    highest = max(plan.schedule, key=lambda step: step.exact.dose.value)
    top = f", at most {amount(highest, 'dose')}," if highest.exact.dose.value > plan.exact.to.value else ""
    span = f"{amount(plan, 'start')} to {amount(plan, 'to')}{top} {often}"
    if plan.schedule[0].time_of_day is not None:
        first, last = (_of_a_day(plan, number) for number in (1, number))
        span = f"{first} to {last} in the morning and at bedtime"
    tables.title(f"{span} in {steps} over {days}: {what}")
    tables.findings(plan)
    tables.heading("Schedule")
    _schedule(plan)
    tables.heading("Directions")
    for line in plan.directions:
        tables.paragraph(line, lead="  ", hang=4)
    tables.heading("Dispense")
    tables.rows(
        [
            ("total drug", amount(plan, "total_drug")),
            (
                "total volume",
                amount(plan, "total_volume") and f"{amount(plan, 'total_volume')}, overfill not included",
            ),
            ("as drawn", _if_other(amount(plan, "total_measured_volume"), amount(plan, "total_volume"))),
            *((f"capsules of {amount(row, 'strength')}", str(row.count)) for row in plan.total_capsules),
            ("one batch keeps", f"{amount(plan, 'usable_days')}   ({plan.beyond_use_rule})"),
            *((f"batch {item.number}", _supply(item)) for item in plan.supplies if len(plan.supplies) > 1),
            ("oral syringes", ", ".join(str(amount(item, "size")) for item in plan.syringes) or None),
        ]
    )
    tables.working(plan)


def _of_a_day(plan: Titration, number: int) -> str:
    """Return the doses of a day of a step, the morning's first."""
    from ldn_compound.cli import tables

    return " and ".join(str(tables.amount(step, "dose")) for step in plan.schedule if step.number == number)


def _if_other(text: str | None, other: str | None) -> str | None:
    return None if text == other else text


def _schedule(plan: Titration) -> None:
    from ldn_compound.cli import tables

    cells = [_cells(step, plan.doses_per_day) for step in plan.schedule]
    if plan.pause is not None:
        pause = plan.pause
        row = ("", "none", *_when(pause.from_day, pause.to_day, pause.from_date, pause.to_date), "pause")
        place = sum(step.to_day < pause.from_day for step in plan.schedule)
        cells.insert(place, row)
    cells.insert(0, ("step", "dose", "days", "dates" if plan.begin else "", "one dose is"))
    widths = [max(len(row[column]) for row in cells) for column in range(4)]
    for row in cells:
        lead = "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=False) if width)
        tables.paragraph(row[4], lead=f"  {lead}  ")


def _cells(step: TitrationStep, per_day: int) -> tuple[str, str, str, str, str]:
    from ldn_compound.cli import tables

    if step.syringe is not None:
        take = f"{tables.amount(step, 'measured_volume')}, {tables.amount(step.syringe, 'size')} syringe"
    else:
        take = " + ".join(f"{item.count} x {tables.amount(item, 'strength')}" for item in step.capsules)
    dose = str(tables.amount(step, "dose"))
    if step.time_of_day is not None:
        dose = f"{dose}, {step.time_of_day}"
    elif per_day > 1:
        dose = f"{per_day} x {dose}"
    return (str(step.number), dose, *_when(step.from_day, step.to_day, step.from_date, step.to_date), take)


def _when(first: int, last: int, from_date: Any, to_date: Any) -> tuple[str, str]:
    dates = "" if from_date is None else f"{from_date.isoformat()} to {to_date.isoformat()}"
    return f"{first} to {last}", dates


def _supply(item: Supply) -> str:
    from ldn_compound.cli import tables

    volume = tables.amount(item, "volume")
    holds = volume or ", ".join(f"{row.count} of {tables.amount(row, 'strength')}" for row in item.capsules)
    dates = "" if item.from_date is None else f", make it on {item.from_date.isoformat()}"
    return f"day {item.from_day} to {item.to_day}: {holds}{dates}"


def _show_presets(*, as_json: bool) -> None:
    """Print the published schedules as they are published: nothing is filled in."""
    from ldn_compound.cli import tables
    from ldn_compound.reference.presets import DIMENSIONS, get_preset, preset_keys

    found = [get_preset(key) for key in preset_keys()]
    if as_json:
        from ldn_compound.cli.labels_print import show_document

        rows = [
            {
                "key": preset.key,
                "name": preset.name,
                **{
                    name: {"low": stated.low.to_json(), "high": stated.high.to_json(), "source": str(stated.source)}
                    if (stated := preset.stated(name)) is not None
                    else None
                    for name in DIMENSIONS
                },
                "note": preset.note,
                "source": str(preset.source),
            }
            for preset in found
        ]
        show_document("titration-presets", {"presets": rows})
        return
    tables.title("Published schedules; name one with --preset, none is ever taken by itself")
    for preset in found:
        tables.heading(f"{preset.key}: {preset.name}")
        tables.rows([(f"--{name}", _stated(preset.stated(name))) for name in DIMENSIONS if preset.has_steps])
        tables.paragraph(preset.note)
        tables.paragraph(f"Source: {preset.source}")


def _stated(stated: Any) -> str:
    from ldn_compound.cli import tables

    if stated is None:
        return "not given: the prescriber names it"
    low, high = tables.brief(stated.low), tables.brief(stated.high)
    return low if low == high else f"{low} to {high}: the prescriber names one"
