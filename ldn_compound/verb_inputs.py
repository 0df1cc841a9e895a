"""Which inputs each verb takes, by name, in the order of its help.

It stands apart from the verbs so that the command line can build its options, print help and complete a word without
loading the calculator.
"""

from __future__ import annotations

MATERIAL = (
    *("assay", "assay_basis", "api_water", "solvents", "cap_assay", "prescribed_as", "powder"),
    *("source_tablet", "source_tablet_mass", "source_product"),
)
STOCK = ("stock", "stock_diluent")
PRINT_OUT = ("lines_set_aside", "lines_marked", "lines_missing", "lines_encoding")
ALLOWANCES = ("wastage", "overage")
BALANCE = ("readability", "sensitivity", "repeatability", "permitted_error", "minimum_weighable")
OPIOIDS = ("answers", "opioid_free_days", "last_opioid")
PATIENT = ("age", "body_weight", "sex", "rate", "maximum", *OPIOIDS, "weight_unit")
ORDER = (
    *("avoid", "avoid_words", "units_per_dose", "doses_per_day", "days_supply"),
    *PATIENT,
    *("made_on", "made_on_is_today", "today", "component_expiries", "component_lots"),
    *("accept", "accepted_by"),
)

FILL_FIGURES = ("fill_mass", "packing_stat", "filler_density")
CAPSULE_FILL = ("size", "filler", *FILL_FIGURES, "measured", "api_density", "api_packing_stat")
CAPSULES = (
    *("strength", "count"),
    *CAPSULE_FILL,
    *("fill_method", "extra_units", "shell", "shell_colour", "shell_mass"),
    *MATERIAL,
    *STOCK,
    *ALLOWANCES,
    *BALANCE,
    *ORDER,
)
CAPSULES_REQUIRED = ("strength", "count", "size", "filler")

BEYOND_USE = ("made_on", "made_on_is_today", "today", "form", "component_expiries", "day_count")
FILLER_CHECK = ("filler", "form", "avoid", "avoid_words")

DOSE = (
    *("body_weight", "rate", "maximum", "concentration", "doses_per_day"),
    *("age", "sex", "days_supply", "strengths", *OPIOIDS, "accept", "accepted_by", "weight_unit"),
)
DOSE_REQUIRED = ("body_weight",)

VEHICLE = ("vehicle", "preservative", "glycerol_density", "glycerol_water", "added_water", "water_activity")
SOLUTION = (
    *("volume", "concentration"),
    *VEHICLE,
    *("storage", "overfill", "dose", "route", "drops_per_ml"),
    *MATERIAL,
    *ALLOWANCES,
    *BALANCE,
    *ORDER,
)

MOULDED = (
    *("blank_mass", "displacement_factor", "verdraengungsfaktor", "medicated_mass", "medicated_drug"),
    *("carrier_displacement_factor", "carrier_verdraengungsfaktor", "base", "wetting_volume"),
)
COMPRESSED = ("tablet_mass", "recipe")
TABLETS = (
    *("method", "strength", "count"),
    *MOULDED,
    *COMPRESSED,
    "scored",
    *MATERIAL,
    *STOCK,
    *ALLOWANCES,
    *BALANCE,
    *ORDER,
)
TABLETS_REQUIRED = ("method", "strength", "count")
TABLETS_REQUIRED_BY_METHOD = {"moulded": ("blank_mass", "base"), "compressed": ("tablet_mass", "recipe")}

TITRATION = (
    *("form", "start", "step", "every", "to", "doses", "first_for", "last_for", "doses_per_day"),
    *("concentration", "vehicle", "storage", "strengths"),
    *("restart_at", "pause", "begin", "preset", *PATIENT, "accept", "accepted_by"),
)

TRITURATION = (
    "drug",
    "minimum_weighable",
    "readability",
    "sensitivity",
    "repeatability",
    "permitted_error",
    "tolerance",
    "stock",
    "diluent",
    "diluent_available",
    "largest_total",
    "accept",
    "accepted_by",
)
TRITURATION_REQUIRED = ("drug",)
