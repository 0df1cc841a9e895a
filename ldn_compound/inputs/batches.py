"""The inputs of a batch: capsules, tablets, liquids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ldn_compound.inputs.fields import amount, choice, factor, flag, needed, number, recipe, setting, share, text, usual
from ldn_compound.inputs.record import Inputs
from ldn_compound.inputs.shared import (
    BLANK_MASS,
    CONCENTRATION,
    DAYS_SUPPLY,
    FILLER,
    MEDICATED_DRUG,
    MEDICATED_MASS,
    OVERFILL,
    SIZE,
    STORAGE,
    VEHICLE,
    BatchInputs,
    StockGroup,
    Units,
)

if TYPE_CHECKING:
    from ldn_compound.inputs.fields import (
        MaybeAmount,
        MaybeChoice,
        MaybeFlag,
        MaybeNumber,
        MaybeRecipe,
        MaybeText,
        MaybeWhole,
        NeededChoice,
        NeededText,
    )


class CapsuleFill(Inputs):
    """What fills a capsule, and its shell."""

    size: NeededText = usual("capsules.size", SIZE, required=True)
    filler: NeededText = usual("capsules.filler", FILLER, required=True)
    fill_mass: MaybeAmount = amount("mass", "powder that fills one capsule, measured", "135mg")
    packing_stat: MaybeAmount = amount("mass", "pure filler that fills one capsule (its packing statistic)", "135mg")
    filler_density: MaybeAmount = amount("mass/volume", "bulk density of the filler, as it is filled", "0.45g/mL")
    measured: MaybeFlag = flag("that figure was measured on this lot and machine")
    api_density: MaybeAmount = amount("mass/volume", "bulk density of the drug powder", "0.5g/mL")
    api_packing_stat: MaybeAmount = amount("mass", "pure drug powder that fills one capsule", "150mg")
    fill_method: MaybeChoice[Literal["to-mass", "all-in"]] = setting("capsules.fill_method")
    shell: MaybeChoice[Literal["gelatin", "hypromellose"]] = setting("capsules.shell")
    shell_colour: MaybeText = setting("capsules.shell_colour")
    shell_mass: MaybeAmount = amount("mass", "mean mass of one empty shell of this lot", "48mg")


class CapsuleInputs(BatchInputs, StockGroup, CapsuleFill, Units):
    """The inputs of plan_capsules."""


class Displacement(Inputs):
    """How much base the drug displaces, and what comes with it."""

    displacement_factor: MaybeNumber = factor("g of drug that displace 1 g of base (assumed: 1)", "0.7")
    verdraengungsfaktor: MaybeNumber = factor(
        "the inverse, by its German name: g of base that 1 g of drug displaces", "1.4"
    )
    carrier_displacement_factor: MaybeNumber = factor(
        "the same for what comes with the drug: crushed tablets' rest (assumed: 1)", "1"
    )
    carrier_verdraengungsfaktor: MaybeNumber = factor("the inverse: g of base that 1 g of that carrier displaces", "1")


class Moulded(Displacement):
    """What a moulded tablet is made of."""

    blank_mass: MaybeAmount = BLANK_MASS
    medicated_mass: MaybeAmount = MEDICATED_MASS
    medicated_drug: MaybeAmount = MEDICATED_DRUG
    base: MaybeText = text("the base's key, of moulded tablets", "triturate-lactose-sucrose")
    wetting_volume: MaybeAmount = amount("volume", "wetting liquid for the batch, as the pharmacy knows it", "3mL")


class Compressed(Inputs):
    """What a compressed tablet is made of."""

    tablet_mass: MaybeAmount = amount("mass", "mass of one compressed tablet", "100mg")
    recipe: MaybeRecipe = recipe("excipients of compressed tablets: a recipe's key, or a TOML file", "mcc-mannitol")


class Method(Inputs):
    """How tablets are made."""

    method: NeededChoice[Literal["moulded", "compressed"]] = needed(choice("how the tablets are made"))


class Scored(Inputs):
    """Whether tablets can be halved."""

    scored: MaybeFlag = flag("the tablets have a score line: say what a half delivers")


class TabletInputs(BatchInputs, StockGroup, Scored, Compressed, Moulded, Units, Method):
    """The inputs of plan_tablets."""


class Vehicle(Inputs):
    """What the drug is dissolved in."""

    vehicle: MaybeText = VEHICLE
    preservative: MaybeChoice[Literal["benzoate", "parabens"]] = choice("preservative of the aqueous liquid")
    glycerol_density: MaybeAmount = amount("mass/volume", "density of the glycerol lot", "1.261g/mL")
    glycerol_water: MaybeAmount = share("water in the glycerol lot, w/w", "0.5%")
    added_water: MaybeAmount = amount("volume or mass", "water added to the glycerol", "5mL", above_least=False)
    water_activity: MaybeNumber = number("measured water activity", "0.55", 0, 1)


class Liquid(Vehicle):
    """A liquid: what is prescribed, and how it is kept and taken."""

    volume: MaybeAmount = amount("volume", "volume for the patient", "120mL", most=10_000)
    concentration: MaybeAmount = CONCENTRATION
    storage: MaybeChoice[Literal["room-temperature", "refrigerator", "room", "refrigerated"]] = STORAGE
    overfill: MaybeAmount = OVERFILL
    dose: MaybeAmount = amount("mass or volume", "drug (or volume) taken at a time", "4.5mg")
    route: MaybeChoice[Literal["oral", "sublingual"]] = choice("how it is taken (assumed: oral)")
    drops_per_ml: MaybeNumber = number("drops in 1 mL, counted with this dropper and liquid", "20", 1, 200)


def _without_volume(given: SolutionInputs) -> bool:
    """Tell whether the volume of a liquid is to be worked out."""
    return given.volume is None


class SolutionInputs(BatchInputs, Liquid):
    """The inputs of plan_solution."""

    days_supply: MaybeWhole = usual("dispensing.days_supply", DAYS_SUPPLY, applies=_without_volume)
