"""Every setting once: its dotted name, what it takes and what it is. Its default stands in the reference data.

Reading a profile, resolving a value, the commented template and a plan's recorded settings all go by this table, so
a setting cannot be known to one of them and not to the others. ``*`` in a name stands for a filler's key, a capsule
size or a dosage form. Quantities are strict text here as they are in a profile.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple

from ldn_compound.settings import choices

if TYPE_CHECKING:
    from ldn_compound.reference.defaults import Default

Kind = Literal[
    "mass", "volume", "ratio", "density", "days", "whole", "text", "pattern", "choice", "flag", "date", "names"
]


class Key(NamedTuple):
    """One setting.

    Attributes:
        name: dotted name, ``table.key``.
        kind: what it takes; ``names`` is a list of choices, ``ratio`` a fraction such as ``5 %``,
            ``pattern`` one of lot numbers.
        comment: what it is, as the template explains it.
        example: the value that the template shows, as TOML writes it.
        message: what a default out of the reference data means for a plan.
        left_open: what it means for a plan that nothing is stated and nothing is assumed, where that needs saying.
        choices: function that gives the values taken, for ``choice`` and ``names``.
        positive: whether zero is refused; of a list, whether an empty one is.
        most: strict text of the greatest value taken, or None.
        from_reference: function that gives a default out of the reference data, and its citation.
    """

    name: str
    kind: Kind
    comment: str
    example: str
    message: str | None = None
    left_open: str | None = None
    choices: Callable[[], tuple[str, ...]] | None = None
    positive: bool = False
    most: str | None = None
    from_reference: Callable[[], tuple[tuple[str, ...], str]] | None = None

    @property
    def default(self) -> Default | None:
        """The value taken where nobody gave one, with its meaning and source, or None."""
        from ldn_compound.reference.defaults import get_default

        return get_default(self.name)

    @property
    def code(self) -> str:
        """The code of the assumption that a value of this setting is, whatever its origin: ``shell-colour``."""
        parts = [part for part in self.name.split(".") if part != "*"]
        # By size: volumes.3 is one volume. Of a filler: the lot and the name of what must be said.
        leaf = {"volumes": "capsule-volume", "shell_masses": "shell-mass"}.get(parts[-1], parts[-1])
        of = {"fillers": "filler-", "drug": "drug-", "beyond_use": "beyond-use-"}.get(parts[0], "")
        return of + leaf.replace("_", "-")


def _of_a_lot(table: str) -> tuple[Key, ...]:
    """Return the settings of one lot of drug powder; what the powder is has a default in ``[drug]`` alone."""
    whole = table == "drug"
    return (
        Key(
            f"{table}.lot",
            "text",
            "The lot of drug powder in use: the entries below belong to it.",
            '"A1234"' if whole else '"B5678"',
        ),
        Key(f"{table}.supplier", "text", "Who supplied it.", '"Example Chemicals"'),
        Key(
            f"{table}.powder",
            "choice",
            "What the powder is: naltrexone hydrochloride, or naltrexone base.",
            '"hydrochloride"',
            choices=choices.fixed("hydrochloride", "base"),
        ),
        Key(
            f"{table}.assay",
            "ratio",
            "Assay on the lot's certificate; it needs its basis.",
            '"99.5 %"',
            positive=True,
            most="200 %",
        ),
        Key(
            f"{table}.assay_basis",
            "choice",
            "What the assay refers to: the anhydrous substance, or the powder as it is.",
            '"anhydrous"',
            choices=choices.fixed("anhydrous", "as-is"),
        ),
        Key(
            f"{table}.water",
            "ratio",
            "Water in the powder; an assay on the anhydrous basis needs it.",
            '"8.5 %"',
            most="100 %",
        ),
        Key(
            f"{table}.solvents",
            "ratio",
            "Residual solvents, where the assay is on the anhydrous, solvent-free basis.",
            '"0.1 %"',
            most="100 %",
        ),
        Key(f"{table}.expiry", "date", "Last day of the lot; a month means its last day.", '"2027-03-31"'),
    )


TABLE: tuple[Key, ...] = (
    Key(
        "pharmacy.name",
        "text",
        "As printed on every label. Without it only jurisdiction general prints, with a caution.",
        '"Example Pharmacy"',
    ),
    Key("pharmacy.address", "text", "On one line, its parts parted by commas.", '"1 Example Street, Example Town"'),
    Key("pharmacy.telephone", "text", "As a patient dials it.", '"555 0100"'),
    Key(
        "balance.decimal_mark",
        "choice",
        "Decimal mark in files of masses: point, or comma where every number of a file has one.",
        '"comma"',
        choices=choices.fixed("point", "comma"),
    ),
    Key(
        "balance.readability",
        "mass",
        "The least step that the balance shows.",
        '"1 mg"',
        positive=True,
        most="1 g",
    ),
    Key(
        "balance.sensitivity",
        "mass",
        "The balance's sensitivity requirement: 6 mg for a class III (formerly class A) prescription balance.",
        '"6 mg"',
        positive=True,
        most="10 g",
    ),
    Key(
        "balance.repeatability",
        "mass",
        "The balance's repeatability: the standard deviation of at least 10 weighings of one small weight.",
        '"0.4 mg"',
        most="1 g",
    ),
    Key(
        "balance.permitted_error",
        "ratio",
        "The greatest weighing error that is allowed.",
        '"5 %"',
        positive=True,
        most="100 %",
    ),
    Key(
        "balance.minimum_weighable",
        "mass",
        "The least mass that may be weighed; it replaces what follows from the balance's error.",
        '"120 mg"',
        positive=True,
    ),
    Key(
        "capsules.sizes",
        "names",
        "The empty capsules in stock, as printed on the box.",
        '["1", "2", "3", "4"]',
        message="every capsule size of the reference data is taken as stocked",
        choices=choices.size_names,
        positive=True,
        from_reference=choices.all_sizes,
    ),
    Key(
        "capsules.machine_sizes",
        "names",
        "The sizes that the filling machine has plates for.",
        '["0", "1", "2", "3"]',
        message="the filling machine is taken to have plates for every size that usually has one",
        choices=choices.size_names,
        positive=True,
        from_reference=choices.plate_sizes,
    ),
    Key(
        "capsules.smallest_size",
        "choice",
        "The smallest capsule that is taken where none is asked for by its size (--size smallest).",
        '"2"',
        choices=choices.size_names,
    ),
    Key(
        "capsules.machine_load",
        "whole",
        "How many capsules the filling machine holds at once.",
        "100",
        positive=True,
        most="10000",
    ),
    Key(
        "capsules.fill_method",
        "choice",
        "to-mass: each capsule is filled to its mass and excess powder is kept out; all-in: all the powder is "
        "spread into the capsules, so that wastage which is not lost raises the content.",
        '"to-mass"',
        choices=choices.fixed("to-mass", "all-in"),
    ),
    Key(
        "capsules.shell",
        "choice",
        "The shell's material; gelatin is of animal origin.",
        '"gelatin"',
        choices=choices.shells,
    ),
    Key(
        "capsules.shell_colour",
        "text",
        "The shell's colour; clear holds no dye.",
        '"clear"',
        left_open="the shell's colour is not stated: dyes cannot be ruled out",
    ),
    Key("capsules.shell_lot", "text", "The lot of the empty capsules in use.", '"C1234"'),
    Key(
        "capsules.volumes.*",
        "volume",
        "Body volume by size, from your maker's data sheet; it overrides the reference volume.",
        '"0.30 mL"',
        message="the body volume is a reference value; makers differ",
        positive=True,
    ),
    Key(
        "capsules.shell_masses.*",
        "mass",
        "Mean mass of one empty capsule of the lot in use, by size.",
        '"48 mg"',
        message="the shell's mass is a reference value; weigh the lot in use",
        positive=True,
    ),
    Key("fillers.*.name", "text", "What the filler is called; needed for a filler of your own.", '"Rice hull powder"'),
    Key("fillers.*.lot", "text", "The lot in use: a packing figure belongs to one lot.", '"F5678"'),
    Key(
        "fillers.*.packing",
        "mass",
        "Packing statistic: the mass of pure filler that fills one capsule, measured on this lot and your machine. "
        'By size write a line for each, such as packing.3 = "135 mg", in place of packing and packing_size.',
        '"135 mg"',
        positive=True,
    ),
    Key(
        "fillers.*.packing_size",
        "choice",
        "The capsule size that the packing statistic was measured in.",
        '"3"',
        choices=choices.size_names,
    ),
    Key("fillers.*.packing.*", "mass", "Packing statistic by size.", '"135 mg"', positive=True),
    Key("fillers.*.measured_on", "date", "When it was measured.", '"2026-11-01"'),
    Key(
        "fillers.*.density",
        "density",
        "Density of the powder as it packs in your capsules, measured on this lot.",
        '"0.45 g/mL"',
        positive=True,
    ),
    Key(
        "fillers.*.contains",
        "names",
        "What a filler of your own contains, of what patients avoid; [] if nothing of it. Without this line the filler "
        "cannot be cleared for a patient with a sensitivity.",
        '["lactose", "animal"]',
        choices=choices.sensitivities,
    ),
    Key(
        "drug.in_use",
        "text",
        "The key of the lot in use, where several stand below [drug.lots.KEY]; without it, the lot that stands here. A "
        "batch may name another of them (--component-lot api=LOT).",
        '"B5678"',
    ),
    *_of_a_lot("drug"),
    *_of_a_lot("drug.lots.*"),
    Key(
        "syringes.syringe_sizes",
        "names",
        "The oral syringes in stock, by what they hold in mL.",
        '["1", "3", "5", "10"]',
        message="every oral syringe of the reference data is taken as stocked",
        choices=choices.syringes,
        positive=True,
        from_reference=choices.all_syringes,
    ),
    *(
        Key(
            f"syringes.graduation_{size.replace('.', '_')}_ml",
            "volume",
            f"From one line to the next on your {size} mL oral syringe; it overrides the reference's.",
            f'"{lines} mL"',
            positive=True,
            most=f"{size} mL",
        )
        for size, lines in (("0.5", "0.01"), ("1", "0.01"), ("3", "0.1"), ("5", "0.2"), ("10", "0.2"))
    ),
    Key(
        "beyond_use.*.days",
        "days",
        "How long this form may be used by the rule that your pharmacy follows, in place of USP <795>.",
        '"180 d"',
        positive=True,
        most="1827 d",
    ),
    Key(
        "beyond_use.*.source",
        "text",
        "Where that rule stands, or the stability data behind it; needed, and printed with the plan.",
        '"Stability study of our formula, 2026-03"',
    ),
    Key("labels.stock", "text", "The sheet or roll in the printer: see `ldn-compound labels list`.", '"zebra-4x2"'),
    Key("labels.design", "text", "Its layout: see `ldn-compound labels list`.", '"prescription"'),
    Key("labels.language", "text", "Language of the labels: en, de or es.", '"en"'),
    Key(
        "labels.tall_man",
        "choice",
        "Whether names that look alike are written with tall letters on labels (nalTREXone). Left out: no.",
        '"yes"',
        choices=choices.fixed("yes", "no"),
    ),
    Key(
        "labels.gtin",
        "text",
        "The GTIN of the pharmacy's own product, for the GS1 code of designs that have one; without it there is none.",
        '"09506000134352"',
    ),
    Key(
        "labels.calibration",
        "text",
        "How far each printer is off, as `ldn-compound labels calibrate` works it out: mm moved and percent stretched; "
        "printers are parted by semicolons.",
        '"office: right 0.8, down -0.5, wide 99.6, high 100"',
    ),
    Key(
        "dispensing.questions",
        "choice",
        "What a dispensing question without an answer does: ask says so in the plan, require also holds back a "
        "patient's label (never a batch label). Left out: ask.",
        '"require"',
        choices=choices.fixed("ask", "require"),
    ),
    Key(
        "log.place",
        "text",
        "Where the log of batches stands: a file, or the address of a PostgreSQL database that several workplaces "
        "share. Left out: a file in the application directory.",
        '"/srv/pharmacy/log.sqlite"',
    ),
    Key(
        "log.number",
        "pattern",
        "Pattern of the lot numbers that the log gives: {year}, {yy}, {month}, {day}, {week}, and once {n}, the "
        "running number, or {n:3} for three digits.",
        '"C-{yy}{month}{day}-{n:2}"',
    ),
    Key(
        "log.patient_names",
        "choice",
        "Whether the log keeps a patient's name that is given: keep, or leave-out. Left out: keep.",
        '"leave-out"',
        choices=choices.fixed("keep", "leave-out"),
    ),
    Key(
        "policies.jurisdiction",
        "choice",
        "Whose rules apply: those of a country, or general for no country's own.",
        '"us"',
        choices=choices.jurisdictions,
    ),
    Key(
        "policies.prescribed_as",
        "choice",
        "What a prescribed mg means: naltrexone hydrochloride, or naltrexone base.",
        '"hydrochloride"',
        choices=choices.fixed("hydrochloride", "base"),
    ),
    Key(
        "policies.source_product",
        "choice",
        "The commercial tablets that the pharmacy crushes, by the product's key, or unknown: their ingredients count.",
        '"adepend"',
        choices=choices.products,
    ),
    Key(
        "policies.cap_assay",
        "flag",
        "Count an assay above 100 % as 100 %, so that the drug is never corrected downwards.",
        "true",
    ),
    Key(
        "policies.correction_threshold",
        "ratio",
        "How far the drug powder may fall short of 100 % before it is corrected for.",
        '"0 %"',
        most="10 %",
    ),
    Key(
        "policies.wastage",
        "ratio",
        "More of everything, drug and filler, for what is lost on the way.",
        '"3 %"',
        most="100 %",
    ),
    Key(
        "policies.overage",
        "ratio",
        "More drug than the label states, for drug that is expected to be lost.",
        '"5 %"',
        most="100 %",
    ),
    Key(
        "policies.day_count",
        "choice",
        "Whether the day of making counts as day 1 or as day 0 of the beyond-use date; day-1 is the earlier date.",
        '"day-1"',
        choices=choices.fixed("day-1", "day-0"),
    ),
    Key(
        "policies.component_expiry_caps",
        "flag",
        "Whether a preparation may be used no longer than any of its components; some countries' rules do not ask it.",
        "true",
    ),
    Key(
        "policies.mean_limit",
        "ratio",
        "House rule: how far the mean net mass of the units may be from theory.",
        '"10 %"',
        positive=True,
        most="100 %",
    ),
    Key(
        "policies.unit_standard",
        "choice",
        "The standard that single units are weighed against.",
        '"usp-795-older"',
        choices=choices.standards_for("policies.unit_standard"),
    ),
    Key(
        "policies.tablet_standard",
        "choice",
        "The standard that single tablets are weighed against; it must have limits for tablets.",
        '"ph-eur-2.9.5"',
        choices=choices.standards_for("policies.tablet_standard"),
    ),
    Key(
        "policies.trituration_tolerance",
        "ratio",
        "How far the drug in an aliquot of a trituration may be from the drug needed.",
        '"1 %"',
        most="10 %",
    ),
    Key(
        "policies.tracer",
        "choice",
        "Coloured tracer in a trituration, which shows whether it is mixed; it is a dye, and none suits everybody.",
        '"none"',
        choices=choices.tracers,
    ),
    Key(
        "policies.largest_trituration",
        "mass",
        "The largest trituration that is made in one go; what would take more is made in two stages.",
        '"10 g"',
        positive=True,
        most="1 kg",
    ),
    Key(
        "policies.largest_stock_solution",
        "mass",
        "The largest stock solution that is made where the drug of a liquid is too little to weigh.",
        '"40 g"',
        positive=True,
        most="1 kg",
    ),
)
KEYS: dict[str, Key] = {key.name: key for key in TABLE}
TABLES = tuple(dict.fromkeys(key.name.partition(".")[0] for key in TABLE))


def find_key(dotted: str) -> Key | None:
    """Return the row for a dotted name, ``fillers.mcc-ph102.lot`` by its pattern, or None.

    >>> find_key("capsules.volumes.3").name
    'capsules.volumes.*'
    """
    key = KEYS.get(dotted)
    if key is not None:
        return key if "*" not in dotted else None
    parts = dotted.split(".")
    if dotted.startswith("drug.lots.") and len(parts) == 4:
        return KEYS.get(f"drug.lots.*.{parts[3]}")
    if (parts[0], len(parts)) in (("fillers", 3), ("fillers", 4), ("beyond_use", 3)):
        return KEYS.get(".".join((parts[0], "*", parts[2], *("*" for _ in parts[3:]))))
    if len(parts) == 3:
        return KEYS.get(f"{parts[0]}.{parts[1]}.*")
    return None


def has_default(dotted: str) -> bool:
    """Tell whether a setting has a value even where nobody gave one.

    >>> has_default("balance.readability"), has_default("balance.sensitivity")
    (True, False)
    """
    key = find_key(dotted)
    return key is not None and (key.default is not None or key.from_reference is not None)
