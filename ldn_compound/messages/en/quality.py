"""What findings say of what was made, and a print-out of a balance."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "value-far-out-of-others": "{words}: is a decimal point or a unit wrong? Correct the entry, or measure again",
    "lines-set-aside": "set aside, no reading: {named}",
    "lines-set-aside.more": "; {count} {readings} of {lines} lines",
    "running-number-missing": (
        "the print-out's running numbers leave out {missing}: was a weighing lost, or left out of the sample?"
        " A sample is every unit that was drawn"
    ),
    "decimal-comma-read": "the commas of the file's numbers were read as decimal marks, as the profile says",
    "print-out-not-utf-8": (
        "the print-out is no UTF-8: its signs were read as Windows-1252 (Latin-1), the micro sign among them"
    ),
    "net-lines-as-gross": (
        "the lines are marked net (N) and are taken as gross: right where only a boat was tared, wrong where "
        "an empty shell was"
    ),
    "gross-lines-as-net": (
        "the lines are marked gross (G) and are taken as what was weighed: right where nothing else was on "
        "the pan, wrong with a boat on it"
    ),
    "standard.none-is": "none is",
    "standard.at-most": "at most {outside} may be",
    "unit-masses-outside": "{outside} outside {limit} of the {target_words}, where {allowed}",
    "unit-masses-far-outside": "{far_outside} beyond {outer} of the {target_words}, where none may be",
    "mass-spread-too-wide": "relative standard deviation {shown}, above {rsd_limit}",
    "mass-lost": "the units weigh {loss} less than theory, more than {limit}",
    "mean-off-theory.below": (
        "the mean net mass of {mean} is {off} below the theoretical {theoretical}; at most {limit} is "
        "allowed: every unit's content is off by as much"
    ),
    "mean-off-theory.above": (
        "the mean net mass of {mean} is {off} above the theoretical {theoretical}; at most {limit} is "
        "allowed: every unit's content is off by as much"
    ),
    "mean-off-theory.net": ". If {fits_as_net} is the net mass already, give the gross one: net and shell",
    "mean-off-theory.ten-times": ". The mean is ten times theory: is a decimal point or a unit wrong?",
    "mean-off-theory.tenth": ". The mean is a tenth of theory: is a decimal point or a unit wrong?",
    "unit-no-heavier-than-shell": "{empty} no heavier than an empty shell: look for empty units in the whole batch",
    "sample-size-differs.written-for": (
        "{standard_key} is written for {sizes} units, {count} were weighed: all of them are held to its limits"
    ),
    "sample-size-differs.few": (
        "only {count} units were weighed, and {standard_key} is about every unit: weigh {usual} or more"
    ),
    "whole-units-not-weighed": (
        "{standard_key} weighs whole units; these masses are net, against which the same differences count for more"
    ),
    "mass-is-not-content": (
        "masses do not prove content: at this drug load a unit of the right mass from a badly mixed blend can"
        " hold any amount of drug. Only an assay of single units shows it (see: content-check)"
    ),
    "net-reading-is-stricter.net": "{standard_key} is run on net contents, {low} to {high}",
    "net-reading-is-stricter.gross": " ({low} to {high} with the shell)",
    "net-reading-is-stricter.whole": ". Others take the limits of the whole capsule, {low} to {high}",
    "net-reading-is-stricter.whole-unknown": ". Others take the limits of the whole capsule, shell and all",
    "net-reading-is-stricter.end": ": the net reading is the stricter",
    "acceptance-value": "acceptance value {value}, above {most}",
    "acceptance-value.rounded": " (not rounded; rounded to 15.0 as USP General Notices 7.20 has it, it is not above)",
    "assay-twenty-more": "{shown}: assay {more} more units and judge all {all}",
    "acceptance-value-too-high": "{shown} with {count} units: the batch fails",
    "content-far-outside": "{far_outside} further than {furthest} from the reference value: the batch fails",
    "made-outside-content-limits": "as made it holds {shown} of the label, {words} {limit}: do not dispense",
    "weighed-off-plan": (
        "{name}: {weighed} was weighed for {planned} planned, {off} off, where {permitted} is permitted: "
        "check the entry"
    ),
    "overage-eaten": (
        "an overage of {planned} was planned, and what was weighed is {effective}: rounding or weighing ate it"
    ),
    "overage-not-as-planned": "planned overage {planned}, as weighed {effective}",
    "weigh-boat-back": (
        "the batch needs {needed} of drug powder, below {weigh_back_below}: weigh the weighing boat again and"
        " give what was left in it"
    ),
    "residue-counts": (
        "{left} left in the weighing boat is {share} of the drug powder, more than {residue_counts_above}: it"
        " is taken off"
    ),
    "yield-above-blend": (
        "the units hold {powder} of the blend that was weighed: more came out than went in; check the mean "
        "mass, the number made and what was weighed"
    ),
    "units-short": "{left} {unit} are left for the patient, {prescribed} were prescribed",
    "powder-missing.share": "the units hold {powder} of the blend that was weighed",
    "powder-missing.record": ": say in the record where the rest is",
    "powder-missing.all-in": (
        ", if each has its planned mass. If the rest went into them too, each holds {if_all_in} of the label:"
        " weigh the units and give their mean mass"
    ),
    "preservative-off-formula": (
        "{name}: {weighed} for {planned}, {of_plan} of the formula: the liquid is not the preserved one that "
        "the date is for; do not dispense"
    ),
    "made-other-water-class": (
        "as made the liquid holds {fraction} of water (w/w) and is {made}, where the plan, its date and its "
        "storage are for {planned}: do not dispense"
    ),
    "made-from-stopped-plan": "the plan was stopped by {codes}, and nobody accepted that: settle it in the plan",
    "packing-of-another-lot.size": "size {sizes}",
    "packing-of-another-lot.lot": " of lot {lot}",
    "packing-of-another-lot": (
        "the profile holds a packing statistic for {what}, and one lot and one day for all sizes of a filler:"
        " before this entry goes in, take that figure out, or measure it on this lot too"
    ),
    "packing-spread.wide": "the net masses spread by {rsd} (relative standard deviation)",
    "packing-spread.above-limit": (
        "the net masses spread by {rsd} (relative standard deviation), more than the {limit} that filled "
        "units are held to"
    ),
    "packing-spread.outlier": "{far} (is a decimal point or a unit wrong?), and ",
    "packing-spread.no-figure": ": no packing statistic; correct the entry, or tamp evenly and measure again",
    "packing-drift": (
        "the figure belongs to this lot, size, machine and tamping. Another lot that packs {small} or {large}"
        " differently changes the content of every capsule by about as much, unless it is filled to mass"
    ),
}
