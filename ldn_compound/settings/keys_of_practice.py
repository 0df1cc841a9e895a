"""The settings of how a pharmacy works: its own rules, labels, questions, log, signatures and policies."""

from __future__ import annotations

from ldn_compound.settings import choices
from ldn_compound.settings.key import Key

PRACTICE: tuple[Key, ...] = (
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
        "labels.logo",
        "text",
        "The pharmacy's logo: a PNG file that is plain in black and white, drawn where a label has room for it.",
        '"/srv/pharmacy/logo.png"',
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
        "dispensing.doses_per_day",
        "whole",
        "How many doses a day are taken where a prescription does not say another number.",
        "1",
        positive=True,
        most="24",
    ),
    Key(
        "dispensing.days_supply",
        "whole",
        "For how many days a liquid or a dose by body weight is dispensed where neither its volume nor another number "
        "of days is given.",
        "30",
        positive=True,
        most="3650",
    ),
    Key(
        "strengths.capsule",
        "masses",
        "The strengths of capsules that the pharmacy makes: a titration takes them, and a batch of another is a "
        "caution.",
        '["0.5 mg", "1.5 mg", "4.5 mg"]',
        positive=True,
    ),
    Key(
        "strengths.tablet",
        "masses",
        "The strengths of tablets that the pharmacy makes; a batch of another is a caution.",
        '["1.5 mg", "3 mg", "4.5 mg"]',
        positive=True,
    ),
    Key(
        "strengths.solution",
        "concentrations",
        "The strengths of liquids that the pharmacy makes; a batch of another is a caution.",
        '["1 mg/mL"]',
        positive=True,
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
        "signing.key",
        "path",
        "The private key that signs plans and records; left out, nothing is signed. See `ldn-compound sign key new`.",
        '"~/keys/pharmacy.pem"',
    ),
    Key(
        "signing.trusted",
        "paths",
        "The public keys whose signatures count here: the pharmacy's own, and those of others whose documents it uses.",
        '["~/keys/pharmacy.pub.pem"]',
    ),
    Key(
        "signing.require",
        "choice",
        "Whether a document that no trusted key signed is refused where it is used: no label, no record, no entry in "
        "the log. Left out: no.",
        '"yes"',
        choices=choices.fixed("yes", "no"),
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
