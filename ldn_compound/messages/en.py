"""What findings say, in English: under a finding's code, or under the code and a word more where it has several."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "beyond-use-rule-of-another-country": (
        "the beyond-use date is by {name}: a rule of {country}, and not of {jurisdiction}. State the rule "
        "that you follow in the profile: [beyond_use.{form}], with days and source"
    ),
    "beyond-use-rule-superseded": (
        "on the day of making another rule was in force than today: {name}. Is the day of making right?"
    ),
    "own-rule-longer-than-country": (
        "the pharmacy's own rule allows {own_days}, more than the {country_s_days} of {country_s_name}"
    ),
    "component-limits-date": "the expiry of {name}, {expiry}, is earlier than the rule's {by_rule}",
    "component-does-not-limit-date": (
        "{name} expires on {expiry}, before the rule's {by_rule}: by the rule followed here that does not "
        "shorten the preparation's date"
    ),
    "filler-figure-not-measured": (
        "the filling figure is not stated as measured on this lot of filler, machine and tamping: a blend "
        "filled at another density is another dose. Measure it, or rely on the hold point"
    ),
    "filler-lot-differs": (
        "the filling figure was measured on lot {figure_lot}, this batch uses lot {batch_lot}. Filled by "
        "volume, a drift in packing changes what a capsule holds by as much ({drifts} for {strength} mg); "
        "filled to mass it does not. Measure the new lot"
    ),
    "filler-figure-from-later": (
        "the filling figure was measured on {measured_on}, after the day of making, {made_on}: is a year mistyped?"
    ),
    "packing-size-not-stated": (
        "the profile's packing statistic of {key} does not say for which capsule size it is: add packing_size"
    ),
    "density.grams": "{density} g/mL",
    "fill-density-implausible": (
        "the figure means a bulk density of {shown}; the powders in the data lie between {possible_low} and "
        "{possible_high} g/mL: is a decimal point or the capsule size wrong?"
    ),
    "fill-density-unusual": (
        "the figure means a bulk density of {shown}; the filler's reference densities run from {low} (loose) "
        "to {high} g/mL (tapped): weigh and confirm"
    ),
    "size-not-on-machine": (
        "size {size} is not among the sizes with a plate ({on_machine}): fill by hand, or change it"
    ),
    "size-not-stocked": "size {size} is not among the stocked sizes ({stocked})",
    "all-in-raises-content": (
        "all powder is filled in: what is not lost of the wastage raises the content, up to {content} of the label"
    ),
    "all-in-above-capacity": (
        "all filled in, a capsule would have to take {target} mg, and by {figure} it holds {holds} mg: "
        "{excess} % too much, unless that much is lost. Fill to mass, or take a larger capsule; press none in"
    ),
    "rate-high": (
        "a rate of {rate} a day is twice the {trial} of the children's trial, or more: is the decimal point "
        "where it belongs, and is it the rate of a whole day?"
    ),
    "rate-above-trial": "a rate of {rate} a day is above the {trial} of the children's trial: confirm",
    "maximum-above-usual": "the maximum of {most} a day is above the usual {usual} a day: confirm",
    "age-not-given": (
        "no age: nothing tests a body weight of {weight} ({pounds} lb), and a weight written in lb for kg "
        "more than doubles the dose. Ask for the age"
    ),
    "child-rate-for-adult": (
        "{age}: a dose by body weight is the rule of the children's trial, from {first} to {adult} "
        "years; an adult's dose is not by weight: confirm"
    ),
    "dose-capped": "{uncapped} a day by weight, capped to the maximum of {daily} a day",
    "child-dose.factors": "{weight} x {rate}",
    "dose-very-low": "one dose of {dose} is below {very_low}: are there that many doses a day?",
    "daily-dose-above-maximum": "a day's dose of {daily} is above the stated maximum of {most} a day",
    "child-dose.by-weight": (
        "a day's dose of {daily} for {weight} is {shown}, above the {allowed} that {rate} a day allows"
    ),
    "child-dose-far-above-rate": "{start}, and {far} a day or more: is the decimal point where it belongs?",
    "child-dose-above-rate": "{start}: confirm with the prescriber",
    "child-dose-above-rate.chart": (
        "a day's dose of {daily} is within {rate} a day for {weight}, but the 97th percentile at {age},"
        " {heaviest} ({sex}), allows {allowed}: weigh the child again"
    ),
    "child-dose.by-age": (
        "a day's dose of {daily} is above the {allowed} that {rate} a day allows at the {percentile} "
        "percentile of weight for {age}, {weight} ({sex}): {ask}"
    ),
    "weight.outside": "{weight} at {age} is outside the 3rd to 97th percentile, {bands}",
    "weight.read": "{number} {right}",
    "weight.read-in-kg": " ({other})",
    "weight-implausible-for-age": (
        "{start}; {read} would be inside: was {right} written down as {wrong}? Weigh the child again, in kg"
    ),
    "weight-tenfold-for-age": "{start}; {moved} would be inside: is the decimal point where it belongs?",
    "weight-outside-percentiles": "{start}: confirm weight and age",
    "rounding.measured": "{dose} is measured as {drawn}, {error} % off",
    "rounding-large": ": above {fine}. {would_do}",
    "rounding-too-large": ": above {most}, so it cannot be measured like this. {would_do}",
    "strength.off": "the nearest stocked strength, {strength}, is {error} % off",
    "strength-differs-much": "{shown} the dose of {dose}: give the liquid, or make the strength",
    "strength-differs": "{shown} the dose of {dose}: confirm with the prescriber",
    "capsule-outside-trial": (
        "the children's trial gave its capsule from {least_age} years and {least_weight} on, and below them "
        "the liquid: ask for the liquid"
    ),
    "contains-avoided": "{component_name} contains what the patient avoids: {hits}",
    "cannot-be-cleared": "{component_name} cannot be cleared for {unclear}",
    "cannot-be-cleared.composition": ". Its composition is not known: {how_to_know}",
    "cannot-be-cleared.not-known": (
        "the composition of {component_name} is not known: {how_to_know}, and ask the patient for sensitivities"
    ),
    "filler-avoid": "{name} is not for low-dose naltrexone: {reason}",
    "filler-caution": "{name}: {reason}",
    "size-below-smallest": (
        "size {size} is smaller than size {least}, the smallest unless asked for: does the prescription ask for it?"
    ),
    "tracer-contains-avoided": (
        "{tracer_name}, the tracer for a trituration of {share} drug, counts as {hits}, which the patient "
        "avoids: leave it out"
    ),
    "tracer-advised": (
        "{tracer_name} is advised as the tracer of a trituration of {share} drug: it shows whether it is "
        "mixed. It is a dye: not for a patient who avoids dyes, and it is listed among the ingredients"
    ),
    "question-unanswered": "{key}: {words}",
    "answer-unknown": "{question_key}: asked, and not known: {words} Ask the prescriber",
    "opioid.last-not-said": "when last is not said",
    "opioid.no-first-day": "there is no first day to count the last one's date, {last}, to: give the days",
    "opioid-free-not-given": "{opioid} was taken, and {when}: naltrexone can precipitate opioid withdrawal; {rule}",
    "question-unanswered.opioid": "{question}: an opioid was taken, and {when}; {rule}",
    "opioid-free-recorded.since": "{free} day{s} without {opioid}",
    "opioid-free-too-short": "{since}: naltrexone can precipitate opioid withdrawal; {rule}",
    "opioid-free-short": "{since}: {rule}",
    "dose.shown": "{words} {dose}",
    "dose.factors": " ({factors})",
    "dose.very-low": "{shown} is below {limit}: {meant} Accept by name if ultra-low-dose naltrexone is meant",
    "dose.low": "{shown} is below the usual start of {limit}: confirm with the prescriber",
    "dose.above-usual": (
        "{shown} is above the usual maximum of {limit} a day; 2 to 6 mg is reported for dissociative disorders: confirm"
    ),
    "dose.above-reported": "{shown} is above {limit}, the most that is reported for low-dose use: confirm",
    "dose.high": "{shown} is {limit} or more, no low dose",
    "dose.factors-right": ": is each of them right?",
    "dose.meant-or-tablet": ": {meant} {tablet} is the commercial tablet",
    "dose.tablet": "; {tablet} is the commercial tablet",
    "dose.meant": "was {other} meant ({why})?",
    "dose.mg-or-mcg": "mg or mcg? A decimal point too far left?",
    "dose.point-too-far-left": "a decimal point too far left",
    "dose.mcg-for-mg": "mcg for mg",
    "dose.point-lost": "the decimal point was lost or moved",
    "dose.unit-a-thousand-off": "g for mg, or mg for mcg",
    "under-age-of-trial": "under {first} years: outside the children's trial",
    "under-age-of-trial.swallow": ", and children swallow a {form} from about 6 years: ask for the liquid",
    "glycerol-outside-monograph": (
        "a lot with {given} of water is not {name} of the monograph, which allows {allowed_text}"
    ),
    "glycerol-density-implausible": (
        "no mixture of glycerol and water has a density of {shown}: is the point where it belongs, and the unit?"
    ),
    "glycerol-density.one": "{heaviest} g/mL",
    "glycerol-density.range": "{lightest} to {known}",
    "glycerol-density.monograph": "the water that its monograph allows",
    "glycerol-density.water": "{water} of water",
    "glycerol-density-differs": (
        "a density of {shown} is more than {off} from the {known} of glycerol with {held}: one of the two is "
        "wrong, and the liquid is off by as much"
    ),
    "powder.figures": "assay {assay}, water {water}, solvents {solvents}",
    "assay-implausible.high": (
        "{shown}: the powder would hold {content} of drug. No powder holds more than 100 %, and an assay "
        "comes out at {high} at most (monograph). Is it on the anhydrous basis, or is a decimal point wrong?"
    ),
    "assay-implausible.low": (
        "{shown}: the powder would hold {content} of drug; even the {wettest_name} holds {least}. Is a "
        "decimal point wrong?"
    ),
    "powder.monograph": "the monograph",
    "powder.guide-for-base": "the hydrochloride's monograph, a guide for the base",
    "assay-outside-monograph": "assay {assay} is outside {low} to {high} of {whose}",
    "water-implausible": "water {water} is more than the {wettest_name} holds ({most_water})",
    "assay-not-given.none": "no assay was given",
    "assay-not-given.set-aside": "{why}, so no assay is known",
    "assay-not-given.base": (
        "{lead}: the powder is counted as 100 % naltrexone base, and each percent of water or of anything "
        "else in it is a percent less in every dose."
    ),
    "assay-not-given.salt": (
        "{lead}: the powder is counted as 100 % naltrexone hydrochloride. The monograph allows {low} to "
        "{high} without water and solvents, and of the dihydrate {water} is water: weighed as pure, it would "
        "make {dry} of the label, and {lowest} at the lowest assay."
    ),
    "assay-not-given.certificate": " Take the assay, its basis and the water from the certificate of the lot",
    "drug-lot-not-named": (
        "an assay was given, and not of which lot: the profile's {profile_lot} is set aside with its supplier"
        " and its expiry. Name the lot (component lot api)"
    ),
    "drug-figures-mixed": (
        "{given} was given, and the assay is the profile's of {profile_lot}: right only if it is water of that lot"
    ),
    "drug-figures-mixed.solvents": (
        "{given} was given, and the assay is the profile's of {profile_lot}: right only if it is a figure of that lot"
    ),
    "source-tablet-mass": (
        "a mean tablet mass of {tablet_mass} for {strength} of drug means that {share} of the tablet is drug:"
        " is a decimal point wrong? Ten times the mass is ten times the dose"
    ),
    "source-tablet-strength": (
        "a source tablet of {strength} (mean mass {tablet_mass}) is not the commercial {commercial} tablet: "
        "is the number right?"
    ),
    "content-above-limit": (
        "if nothing is lost a unit holds {if_not_lost} of the label, above {high}: lower the overage (or, "
        "filling all in, the wastage)"
    ),
    "content-below-limit": (
        "as weighed a unit holds {if_lost} of the label, below {low}: the balance is too coarse for this batch"
    ),
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
    "concentration-high": "at {shown} a mL holds {high} or more, no low dose: is the decimal point right?",
    "concentration-very-low": "at {shown} a dose of 1 mg takes {concentration} mL: mg or mcg?",
    "concentration-not-documented.glycerol": (
        "{known} is the strength that is documented in {vehicle_name}; how much naltrexone hydrochloride "
        "dissolves in glycerol was not found (in water about {soluble}): make a trial, and measure out only "
        "what is clear"
    ),
    "concentration-not-documented.studied": "{known} is the strength that was studied in {vehicle_name}",
    "base-powder-in-liquid": (
        "the powder is naltrexone base, which {words}: the strengths, the solubility and the stability of "
        "these liquids are known of the hydrochloride. What does not dissolve settles, and a dose may hold "
        "too little or several times too much. Make the liquid from the hydrochloride"
    ),
    "water.share": "{fraction} of water (w/w)",
    "water-activity.below": "below {bound}",
    "water-activity-not-measured": (
        "{shown} {where}: taken as aqueous; a measured water activity {below} would make it non-aqueous"
    ),
    "water-activity.measured": "the measured water activity of {activity}",
    "water-activity-not-counted": (
        "{measured} does not fit {shown} and does not count: above {high} the liquid is aqueous"
    ),
    "water-activity-decides.non-aqueous": (
        "{measured} makes the liquid with {shown} non-aqueous: keep the measurement with the record"
    ),
    "water-activity-decides.aqueous": (
        "{measured} is not {below}: with only {shown} the liquid still counts as aqueous. Was it measured right?"
    ),
    "glycerol-water-not-given": (
        "the glycerol lot's water was not given; with the {most} that the monograph allows, the liquid holds "
        "{worst} of water and would be aqueous: give --glycerol-water from the certificate"
    ),
    "storage-needs-refrigerator": "{name}: its {days} hold in the refrigerator only",
    "stability-shortens-date": (
        "this formula is known to keep {study_days} at {storage}, less than the {days} of the rule ({name}): "
        "the shorter counts"
    ),
    "stability-other-strength": "the stability was studied at {studied}, this liquid has {concentration}",
    "solids-take-room": (
        "the solids take up to {share} of the volume, which is not counted: make up to the mark of a measure "
        "in place of the planned mass, else the liquid is that much too weak"
    ),
    "suspension": "from crushed tablets: a suspension, gritty and bitter. Label it: shake well before each dose",
    "vehicle-declared": "{row_name}: {item}",
    "glycerol-at-threshold-a-dose": "a dose holds {a_dose} of glycerol, at or above {threshold}: {text}",
    "glycerol-at-threshold-a-day": "a day's doses hold {a_day} of glycerol, at or above {threshold}: {text}",
    "ask-glycol-test": (
        "the glycerol lot's certificate must show at most {most} % each of diethylene and ethylene glycol, "
        "which have poisoned patients: record that it does"
    ),
    "larger-batch-would-do": (
        "{made} mL hold too little drug to weigh; {least} mL hold enough: make that much and fill from it "
        "what is needed (--wastage {more}%)"
    ),
    "stock-solution-must-be-clear": (
        "the drug is weighed into a stock solution in {solvent_name}, at most {most}, and an aliquot of it "
        "brings what is needed: take that only from a liquid that is clear, with no sediment"
    ),
    "excipient-below-minimum-weighable": (
        "{value} mg of {name} is below the minimum weighable quantity of {minimum} mg"
    ),
    "preservative.nothing": "the balance shows nothing of it",
    "preservative.error": "it is weighed to {error}",
    "preservative-not-weighable": (
        "{name}: {shown}, and the date is for a liquid with 90 to 110 % of it: make {least} mL or more, or "
        "use a finer balance"
    ),
    "dose-larger-than-batch": "one dose of {dose_volume} mL is more than the {volume} mL of the batch",
    "sublingual-volume": (
        "{dose_volume} mL is more than the {most} or so that stays under the tongue: a higher strength, or "
        "parts of the dose one after the other"
    ),
    "dose-not-measurable.dose": "a dose of {dose_volume} mL",
    "dose-not-measurable.large": (
        "{shown} is more than the largest syringe holds ({largest}): two draws are two errors; a higher"
    ),
    "dose-not-measurable.small": "{shown} is less than a syringe can measure: a lower",
    "dose-not-measurable.end": "{text} strength would do",
    "drops-rounded": (
        "the dose is {exact} drops; {drops} whole drops miss it by {error}: another strength, or the oral syringe"
    ),
    "supply-does-not-match.liquid": (
        "{days_supply} days at {per_day} mL a day take {needed} mL, the batch has {volume} mL"
    ),
    "supply.volume": "{usable} mL",
    "supply.days": "{usable} days' worth",
    "supply-past-beyond-use.liquid": (
        "the supply lasts {lasts} days, and begun on the day of making there are {usable} until the beyond-"
        "use date {last_day}: dispense at most {split} now and the rest from a later batch"
    ),
    "supply-does-not-match.units": (
        "{days_supply} days at {per_day} {unit} a day are {needed} {unit}, the batch has {count}"
    ),
    "supply.units-now": "dispense at most {share} {unit} now and the rest from a later batch",
    "supply.days-now": "dispense at most {usable} days' worth now and the rest from a later batch",
    "supply-past-beyond-use.units": (
        "the supply lasts {lasts} days, and begun on the day of making there are {usable} until the beyond-"
        "use date {last_day}: {split}"
    ),
    "dose-small-for-syringe": (
        "{volume} mL are less than {least} of the {size} syringe, the smallest in stock that measures them: "
        "small volumes are inaccurate in large syringes; take a smaller one, or a weaker liquid"
    ),
    "syringe-lines-not-stated": (
        "the lines of a {size} syringe are {listed} by maker, so only the marks that all have are read; with "
        "lines of {line} it would measure {drawn}: if yours has them, state it in the profile ({setting})"
    ),
    "tablet-mass-unusual": (
        "{tablet} mg is outside the usual {words} of {usual_low} to {usual_high}: is the decimal point where "
        "it belongs?"
    ),
    "vehicle-too-little": (
        "only {share} of the blank mass is base, and at least {vehicle_least} parts in {vehicle_of} are "
        "needed: take a larger mould, or spread the dose over more tablets"
    ),
    "displacement-implausible": (
        "the factor means that {factor} g of {words} displaces 1 g of base; the powders of the trade lie "
        "between {usual_low} and {usual_high} g: is the point right, and is it the displacement factor or its"
        " inverse, the Verdraengungsfaktor?"
    ),
    "share-outside-usual": "{name} is {share} of the tablet; as a {role} it is usually {low} to {high}",
    "share-outside-usual.lubricant": ": more of it slows the dissolving",
    "lubricant-missing": (
        "the recipe has no lubricant that this program knows: magnesium stearate at {usual_low} to "
        "{usual_high} is usual, else tablets stick to the punches"
    ),
    "halves-not-proved": (
        "a half of {strength} is {half_strength} only if the tablet breaks evenly: split and weigh 30 before "
        "halves are relied on, each half {mass_low} to {mass_high} of their mean (one in 30 may be outside), "
        "and less than {loss} lost on splitting"
    ),
    "dose-very-low.schedule": "one dose of {dose} is below {lowest}: are there that many doses a day?",
    "of-steps": "{steps}: ",
    "step-above-usual": "increments of {step} are larger than the usual {size}: confirm",
    "steps-shorter-than-usual": "a step of {every} is shorter than the usual {length}: confirm",
    "last-increment-differs": "increments of {step} do not land on {to}: the last one is {last_increment}",
    "dose-goes-down": "{down}: the dose goes down, as it was listed",
    "pause-outside-usual": "a pause of {pause} is outside the usual {length}: confirm",
    "restart-not-lower": "the restart at {restart_at} is no lower than the dose before the pause: confirm",
    "outside-preset.value": "{name} {value} is outside the {stated} of {preset_name}",
    "outside-preset.climb": "after the first dose the increments take {climb}, {preset_name} has {stated}",
    "many-capsules-at-a-time": (
        "{steps}: up to {most} capsules at a time; would another strength spare the patient some?"
    ),
    "several-syringes": "the syringe changes at {changes}: show the patient each change",
    "drawn-volume-is-more": (
        "as drawn with the syringes the doses take {drawn}, the exact ones {exact}: fill at least the larger"
    ),
    "supply-past-beyond-use.schedule": (
        "the schedule takes {lasts} days, and one {what} may be used for {usable} days from its making: make "
        "{parts}, each on the first day of its use: {listed}"
    ),
    "weighing-error.stock": "a weaker stock",
    "weighing-error.batch": "a larger batch",
    "weighing-error.total": "a larger batch or a larger total",
    "weighing-error.directly": (
        "the weighing error and the rounding add up to {error_bound} of the drug, above {above}: take {mends}, "
        "or a finer balance"
    ),
    "weighing-error.added": (
        "the weighing errors and the deviation add up to {error_bound} of the drug, above {above}: a larger "
        "aliquot mends it: take {mends}, or a finer balance"
    ),
    "below-minimum-weighable": (
        "{powder} of drug powder is below the minimum weighable quantity of {minimum}: {too_little}"
    ),
    "filler-below-minimum-weighable": "{filler} of filler is below the minimum weighable quantity of {minimum}",
    "trituration-not-needed": (
        "{drug} can be weighed directly (the minimum weighable quantity is {minimum}): a trituration adds a "
        "weighing and its error"
    ),
    "limit-from-readability": (
        "the minimum weighable quantity of {minimum} rests on the readability alone: give the balance's "
        "sensitivity requirement, its repeatability or its minimum"
    ),
    "below-usp-41": (
        "the least mass that brings the drug, {least}, is below the {accurate} that USP <41> asks of this "
        "balance for weighing accurately (within 0.1 %): advice beside the balance's own limit"
    ),
    "balance-better-than-its-digit": (
        "by its minimum, sensitivity or repeatability a weighing errs by {said}, less than half of the last "
        "digit of {readability}: {half} is counted, for which the minimum weighable quantity would be "
        "{least}. Is the readability right?"
    ),
    "weighings-of-one-weight": (
        "the weighings spread by {spread} (relative standard deviation), more than {widest}: were they all of"
        " one weight, each time tared to zero? If so, take a heavier weight"
    ),
    "stock-cannot-be-cleared": (
        "what the stock is thinned with was not given, and the patient avoids {avoided}: it cannot be "
        "cleared; name its diluent (--stock-diluent), also where it is the batch's own"
    ),
    "stock-diluent-differs": (
        "the stock brings {diluent}, counted mass for mass in place of {own}, which may pack differently: the"
        " hold point decides. It is an ingredient of the batch"
    ),
    "minimum-below-error": (
        "the minimum weighable quantity is stated as {minimum}, and a weighing errs by {error}: at "
        "{permitted} that allows no less than {least}. What lies between is weighed directly with a larger "
        "error; leave the minimum out to have it triturated"
    ),
    "trituration-in-two-stages": (
        "two stages: {reason}. Mix and label each; the first one's aliquot goes into the second whole"
    ),
    "no-strength-below-maximum": "none of the stocked strengths is at or below the maximum of {maximum} mg a dose",
    "stability-known.earlier": "where it is that formula, the date is the earlier one",
    "stability-known.no-extension": "it does not extend the date",
    "stability-known": "known stability: {study_days} at {storage} for {formula}; {effect}",
    "filler-declared.base": "{part_name} in the base is declared at any amount (EU): {threshold}",
    "filler-declared.any": "{filler_name} is declared at any amount (EU): {threshold}",
    "filler-declared.one-dose": " (for one dose a day: none was given)",
    "filler-declared.ions": "{amount} mg ({millimoles} mmol) of {sensitivity} a day from the filler{given}",
    "filler-declared.threshold": "{taken} mg of {sensitivity} a {per}{given} is at or above {threshold}: {text}",
    "source-tablet-declared.amount": " ({brought} mg in one {unit})",
    "source-tablet-declared": (
        "{item_name} in the crushed {product_name}{amount} is declared at any amount (EU): {threshold}"
    ),
    "acceptance-not-needed": "{accepted} was accepted, and this {of} has no such finding",
}
