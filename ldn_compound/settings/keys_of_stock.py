"""The settings of what a pharmacy has: drug lots, balance, capsules, fillers, liquids, bottles."""

from __future__ import annotations

from ldn_compound.settings import choices
from ldn_compound.settings.key import Key


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


STOCK: tuple[Key, ...] = (
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
        "capsules.size",
        "choice",
        "The size that is filled where none is asked for.",
        '"3"',
        choices=choices.size_names,
    ),
    Key(
        "capsules.filler",
        "text",
        "The filler that is taken where none is asked for: its key.",
        '"mcc-ph102"',
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
)
