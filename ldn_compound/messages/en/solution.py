"""What findings say of a liquid, its glycerol and its syringe."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
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
    "dose-small-for-syringe": (
        "{volume} mL are less than {least} of the {size} syringe, the smallest in stock that measures them: "
        "small volumes are inaccurate in large syringes; take a smaller one, or a weaker liquid"
    ),
    "syringe-lines-not-stated": (
        "the lines of a {size} syringe are {listed} by maker, so only the marks that all have are read; with "
        "lines of {line} it would measure {drawn}: if yours has them, state it in the profile ({setting})"
    ),
}
