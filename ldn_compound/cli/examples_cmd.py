"""``ldn-compound examples``: ready lines for each job.

Text stands in double quotes and so does a list, whose commas PowerShell would part: so a line is the same in sh,
PowerShell and cmd.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ldn_compound.schemas.answers_apart import Example

DAY: tuple[tuple[str, str], ...] = (
    (
        "Plan 90 capsules of 4.5 mg, and keep the plan",
        "ldn-compound capsules --strength 4.5mg --count 90 --size 3 --filler mcc-ph102 --packing-stat 135mg "
        "--measured --assay 99.5% --assay-basis anhydrous --api-water 8.5% --wastage 5% --doses-per-day 1 "
        "--made-on today --save plan.json",
    ),
    (
        "Print the compounding record to write in",
        "ldn-compound record worksheet plan.json -o record.pdf",
    ),
    (
        "Make it one step at a time, the balance's lines on stdin (without the - : typed on the terminal)",
        "ldn-compound bench plan.json -",
    ),
    (
        "What was really made of it",
        "ldn-compound as-made plan.json --weighed api=467mg --weighed filler=12.29g --units-made 90 --residue 1mg",
    ),
    (
        "Print its label (--printer QUEUE in place of -o prints it at once)",
        'ldn-compound labels print plan.json --stock zebra-4x2 --patient "Jane Doe" --timing bedtime '
        '--prescriber "Dr. A. Example" --prescription-number 100234 --lot C-1122-01 --quantity 90 --refills 0 '
        "-o label.pdf",
    ),
    (
        "Keep it as a formula",
        "ldn-compound formula save ldn-4.5 plan.json",
    ),
    (
        "Make 60 of it, by that name",
        "ldn-compound make ldn-4.5 --count 60 --measured --assay 99.5% --assay-basis anhydrous --api-water "
        "8.5% --made-on today --save plan-60.json",
    ),
    (
        "A solution for under the tongue",
        "ldn-compound solution --volume 30mL --dose 1mg --doses-per-day 1 --route sublingual --made-on today "
        "--save drops.json",
    ),
    (
        "The label of that solution",
        'ldn-compound labels print drops.json --stock zebra-4x2 --patient "Ann Example" --timing bedtime '
        '--prescriber "Dr. A. Example" --prescription-number 100235 --lot S-1122-01 --refills 0 -o drops.pdf',
    ),
    (
        "A child's dose by weight, and the bottle for 30 days",
        "ldn-compound dose --weight 18.5kg --age 6 --days-supply 30 --dispense --overfill 5mL --made-on today "
        "--save child.json",
    ),
    (
        "The label of that bottle",
        'ldn-compound labels print child.json --stock zebra-4x2 --patient "Tom Example" --timing bedtime '
        '--prescriber "Dr. A. Example" --prescription-number 100236 --lot S-1122-02 --refills 0 -o child.pdf',
    ),
)
"""The day's work, whole: each line goes on with the files of those before it."""
OTHERS: tuple[tuple[str, str], ...] = (
    (
        "A child's dose by weight alone, with the volume for 30 days",
        "ldn-compound dose --weight 18.5kg --age 6 --days-supply 30",
    ),
    (
        "Capsules from crushed 50 mg tablets, in the smallest size",
        "ldn-compound capsules --strength 4.5mg --count 30 --size smallest --filler mcc-ph102 "
        "--filler-density 0.45g/mL --source-tablet 50mg --source-tablet-mass 160mg",
    ),
    (
        "Plan 100 moulded tablets of 4.5 mg in a 60 mg mould, without lactose",
        "ldn-compound tablets --method moulded --strength 4.5mg --count 100 --blank-mass 60mg --base "
        "mannitol-silica --displacement-factor 0.9 --wastage 5% --doses-per-day 1 --made-on 2026-11-22",
    ),
    (
        "Plan 100 compressed tablets of 4.5 mg, scored",
        "ldn-compound tablets --method compressed --strength 4.5mg --count 100 --tablet-mass 100mg --recipe "
        "mcc-mannitol --scored --doses-per-day 1 --made-on 2026-11-22",
    ),
    (
        "Plan 120 mL of glycerol solution, 1 mg/mL",
        "ldn-compound solution --volume 120mL --dose 4.5mg --doses-per-day 1 --overfill 5mL --made-on 2026-11-22",
    ),
    (
        "The aqueous oral liquid from crushed 50 mg tablets, for 20 days, kept in the refrigerator",
        "ldn-compound solution --vehicle fawcett --dose 2mg --doses-per-day 1 --days-supply 20 --storage "
        "refrigerator --source-tablet 50mg --source-tablet-mass 160mg --made-on 2026-11-22",
    ),
    (
        "A titration as a solution, with dates",
        "ldn-compound titrate --form solution --start 0.5mg --step 0.5mg --every 14d --to 4.5mg --begin 2026-11-22",
    ),
    (
        "The same as capsules of the strengths in stock",
        'ldn-compound titrate --form capsule --strengths "0.5mg,1.5mg,4.5mg" --start 0.5mg --step 0.5mg '
        "--every 14d --to 4.5mg",
    ),
    (
        "Weigh 15 mg of drug on a balance that weighs no less than 120 mg",
        "ldn-compound trituration --drug 15mg --minimum-weighable 120mg --diluent mcc-ph102",
    ),
    (
        "The same dissolved, for 15 mL of glycerol solution: the plan brings its own stock solution",
        "ldn-compound solution --volume 15mL --sensitivity 6mg --dose 1mg --doses-per-day 1 --made-on 2026-11-22",
    ),
    (
        "Or from a 1:10 stock on the shelf, in the capsules' own plan",
        "ldn-compound capsules --strength 0.5mg --count 30 --size 3 --filler mcc-ph102 --packing-stat 135mg "
        "--measured --stock 1:10 --sensitivity 6mg --made-on 2026-11-22",
    ),
    (
        "What your balance can weigh, from 10 weighings of one weight",
        "ldn-compound balance --readability 0.1mg --masses "
        '"100.1mg,100mg,100mg,100.1mg,99.9mg,100mg,100.1mg,100mg,100mg,99.9mg"',
    ),
    (
        "Weigh 10 filled capsules against theory, with a plot on paper",
        "ldn-compound weigh-check --theoretical 183mg --gross --shell-mass 48mg --plot plot.pdf --masses "
        '"183.2mg,181.9mg,184mg,182.5mg,183.8mg,180.7mg,184.6mg,183.1mg,182.2mg,183.9mg"',
    ),
    (
        "Assayed contents of 10 capsules",
        'ldn-compound content-check --contents "98.2%,101.4%,99.7%,100.3%,97.9%,102%,99.1%,100.8%,98.8%,101.1%"',
    ),
    (
        "The packing statistic of a new lot of filler",
        "ldn-compound packing --filler mcc-ph102 --size 3 --lot F5678 --masses "
        '"134.2mg,135.1mg,133.8mg,135.6mg,134.9mg"',
    ),
    (
        "Check a filler for a patient who avoids lactose",
        "ldn-compound filler check mcc-ph102 --form capsule --avoid lactose",
    ),
    (
        "The beyond-use date alone",
        "ldn-compound beyond-use --form capsule --made-on 2026-11-22",
    ),
    (
        "Recompute the published worked examples on this installation",
        "ldn-compound selftest",
    ),
    (
        "Write a profile to fill in",
        "ldn-compound profile init",
    ),
    (
        "List label stocks and designs",
        "ldn-compound labels list",
    ),
)
"""One job a line."""
EXAMPLES = (*DAY, *OTHERS)


@click.command("examples", epilog="\b\nExample:\n  ldn-compound examples")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document instead of text.")
@click.option("--profile", "profile_path", metavar="FILE", help="Not used: the lines are the same for every profile.")
def command(as_json: bool, profile_path: str | None) -> None:
    """Ready lines for each job, to copy and change: each pastes into sh, PowerShell and cmd as it stands."""
    if as_json:
        lines_told: list[Example] = [{"job": job, "line": line} for job, line in EXAMPLES]
        click.echo(json.dumps(lines_told, indent=2))
        return
    for title, lines in (("The day's work, line by line", DAY), ("Other jobs", OTHERS)):
        click.echo(f"## {title}\n")
        for job, line in lines:
            click.echo(f"# {job}\n{line}\n")
