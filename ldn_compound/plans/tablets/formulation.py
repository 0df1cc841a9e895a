"""How a tablet is made up to its mass: excipients by their shares under a punch; a mould's base is in `tablet_mould`.

Everything here is for ONE tablet; the batch is a multiple of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from ldn_compound.calc import arithmetic
from ldn_compound.calc import tablets as calc
from ldn_compound.checks import tablets as checks
from ldn_compound.checks.codes import finding
from ldn_compound.checks.composition import composition_findings, fitness_findings
from ldn_compound.core.errors import CalculationError, InputError
from ldn_compound.core.numbers import brief_text, decimal_text
from ldn_compound.core.results import Finding, Severity
from ldn_compound.core.units import Amount
from ldn_compound.inputs.batches import Compressed, Moulded, TabletInputs
from ldn_compound.messages import say
from ldn_compound.plans.ingredients.filler import ResolvedFiller, daily_amount_findings, filler_findings, resolve_filler
from ldn_compound.plans.tablets import FORM
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.fillers import get_filler
from ldn_compound.reference.recipes import (
    REST,
    base_parts,
    compressed_mass,
    get_recipe,
    get_use,
    use_keys,
)

MOST_EXCIPIENTS = 20


@attrs.frozen(kw_only=True)
class InTablet:
    """An excipient of one tablet.

    Attributes:
        filler: what is known of it.
        role: ``base``, ``diluent``, or the role that it has a usual share for.
        amount: mg in one tablet.
    """

    filler: ResolvedFiller
    role: str
    amount: Fraction


@attrs.frozen(kw_only=True)
class Make:
    """One tablet, in mg.

    Attributes:
        tablet: its mass.
        excipients: all that is in it but the drug powder.
        factor: the displacement factor of a moulded tablet, or None.
        carrier: what crushed tablets bring into a moulded tablet besides the drug, else 0.
        carrier_factor: the displacement factor of that, or of another stock's diluent; None without a carrier.
        recipe: the recipe of a compressed one in words, or None.
    """

    tablet: Fraction
    excipients: tuple[InTablet, ...]
    factor: Fraction | None
    recipe: str | None
    carrier: Fraction = Fraction(0)
    carrier_factor: Fraction | None = None


def refuse_contradictions(sheet: Worksheet[TabletInputs]) -> None:
    """Refuse what the other method takes, and what lacks for this one.

    Raises:
        InputError: ``not-for-this-method``, ``missing``.
    """
    given = sheet.given
    method = given.method
    own, other = (Moulded, Compressed) if method == "moulded" else (Compressed, Moulded)
    for name in given.has(*other.fields):
        value = given.named(name)
        shown = value.text() if isinstance(value, Amount) else value
        needed = f"for {method} tablets, of {', '.join(own.fields)}"
        raise InputError(
            "not-for-this-method",
            field=name,
            given=decimal_text(value) if isinstance(value, Fraction) else shown,
            needed=needed,
            hint="is the method right?",
        )
    if method == "moulded":
        given.require("blank_mass", "base")
    else:
        given.require("tablet_mass", "recipe")


# --- compressed -----------------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Recipe:
    """The recipe of a plan: each excipient with its share of the tablet or ``rest``, and the recipe in words."""

    rows: tuple[tuple[ResolvedFiller, Amount | str], ...]
    name: str


def resolve_recipe(sheet: Worksheet[TabletInputs]) -> Recipe:
    """Return the recipe of the reference data, or the one given, with its excipients.

    Raises:
        InputError: ``unknown-recipe``, ``unknown-filler``, ``given-twice``, ``two-rests``, ``too-many``,
            ``out-of-range``, ``recipe-over-100``.
    """
    stated = sheet.given.recipe
    assert stated is not None  # required for compressed tablets
    if isinstance(stated, str):
        known = get_recipe(stated)
        sheet.assume(
            "recipe-from-reference",
            field="recipe",
            value=stated,
            origin="reference",
            source=known.source,
            message=f"{known.name}: a starting point that nobody has proved for this drug and press; make a trial "
            f"batch and test mass, hardness and disintegration",
        )
        shares, name = known.shares, known.name
    else:
        shares, name = stated, "the pharmacy's own recipe"
        _refuse_shares(shares)
    return Recipe(rows=tuple((resolve_filler(sheet, key, field="recipe"), share) for key, share in shares), name=name)


def _refuse_shares(shares: Sequence[tuple[str, Amount | str]]) -> None:
    def refuse(code: str, given: str, needed: str, hint: str | None = None) -> InputError:
        return InputError(code, field="recipe", given=given, needed=needed, hint=hint)

    if len(shares) > MOST_EXCIPIENTS:
        raise refuse("too-many", f"{len(shares)} excipients", f"at most {MOST_EXCIPIENTS}")
    keys = [key for key, _ in shares]
    for key in keys:
        if keys.count(key) > 1:
            raise refuse("given-twice", key, "each excipient once")
    rests = [key for key, share in shares if share == REST]
    if len(rests) > 1:
        raise refuse("two-rests", " and ".join(rests), f'one excipient at most with the share "{REST}"')
    total = Fraction(0)
    for key, share in shares:
        if isinstance(share, Amount):
            if share.value <= 0:
                raise refuse("out-of-range", f"{key} {share.text()}", "a share of more than 0 %")
            total += share.value
    if total >= 1:
        text = f"{decimal_text(total * 100)} % of excipients"
        raise refuse("recipe-over-100", text, "less than 100 %, for the drug takes its part", "mind the points")


def press_one(sheet: Worksheet[TabletInputs], recipe: Recipe, *, powder: Fraction) -> Make:
    """Work out one compressed tablet; the excipients and the drug powder are its mass exactly.

    Raises:
        CalculationError: ``does-not-fit``: drug and stated excipients leave no room for the rest.
        InputError: ``recipe-does-not-sum``: no row is the rest, and shares and drug are not 100 %.
    """
    stated_mass = sheet.given.tablet_mass
    assert stated_mass is not None  # required for compressed tablets
    target = stated_mass.value
    amounts: dict[str, Fraction] = {}
    for filler, share in recipe.rows:
        if isinstance(share, Amount):
            amounts[filler.key] = sheet.work(
                f"{filler.name} in one tablet", arithmetic.part_of_unit, share=share.value, unit=target
            )
    stated = sum(amounts.values(), Fraction(0))
    rest = next((filler for filler, share in recipe.rows if share == REST), None)
    if rest is not None:
        amounts[rest.key] = _rest(sheet, rest, target=target, powder=powder, stated=stated)
    elif stated + powder != target:
        raise InputError(
            "recipe-does-not-sum",
            field="recipe",
            given=f"{_percent(stated, target)} of excipients and {_percent(powder, target)} of drug powder, "
            f"{_percent(stated + powder, target)} of the tablet",
            needed="100 % together",
            hint=f'give the diluent the share "{REST}": it makes the tablet up to its mass',
        )
    made = []
    for filler, _ in recipe.rows:
        amount = amounts[filler.key]
        made.append(InTablet(filler=filler, role=_role(filler.key, amount / target), amount=amount))
    tablet = sheet.work(
        "mass of one tablet", arithmetic.total_of_unit, first=powder, second=sum(amounts.values(), Fraction(0))
    )
    return Make(tablet=tablet, excipients=tuple(made), factor=None, recipe=recipe.name)


def _rest(sheet: Worksheet, rest: ResolvedFiller, *, target: Fraction, powder: Fraction, stated: Fraction) -> Fraction:
    amount: Fraction = sheet.work(
        f"{rest.name} in one tablet, the rest", calc.excipient_to_mass, target=target, powder=powder, stated=stated
    )
    if amount <= 0:
        raise CalculationError(
            "does-not-fit",
            field="tablet_mass",
            given=f"{brief_text(powder)} mg of drug powder and {brief_text(stated)} mg of stated excipients",
            needed=f"less than the tablet's {brief_text(target)} mg, so that there is some {rest.name}",
            hint="make a heavier tablet, or spread the dose over more tablets",
        )
    return amount


def _percent(part: Fraction, whole: Fraction) -> str:
    return f"{brief_text(part / whole * 100)} %"


def _role(key: str, share: Fraction) -> str:
    return get_use(key).role if key in use_keys() and not checks.is_bulk(key, share) else "diluent"


def mass_findings(given: TabletInputs) -> list[Finding]:
    """Return the findings on the mass of a compressed tablet."""
    assert given.tablet_mass is not None  # required for compressed tablets
    return checks.mass_findings(
        tablet=given.tablet_mass.value, usual=compressed_mass(), field="tablet_mass", words="small tablets"
    )


def share_findings(given: TabletInputs, made: Make) -> Iterator[Finding]:
    """Yield the findings on what a compressed tablet holds of each excipient."""
    assert given.tablet_mass is not None  # required for compressed tablets
    for item in made.excipients:
        key, share = item.filler.key, item.amount / given.tablet_mass.value
        if item.role != "diluent":
            yield from checks.share_findings(key=key, name=item.filler.name, share=share)
            yield from _in_role(item)
        elif key in use_keys():  # far more than a lubricant or disintegrant: judged as the bulk that it then is
            yield from fitness(item.filler, field="recipe")
    yield from checks.lubricant_findings(has_lubricant=any(item.role == "lubricant" for item in made.excipients))


def _in_role(item: InTablet) -> list[Finding]:
    """Return the findings on an excipient in a role that the data judges it in, such as a binder by its grade."""
    judged = item.filler.reference.judge_as(item.role) if item.filler.reference else None
    if judged is None:
        return []
    name = f"{item.filler.name} as a {item.role}"
    return fitness_findings(judged.verdict, name, judged.reason, judged.source, field="recipe")


# --- both -----------------------------------------------------------------------------------------------------------


def fitness(filler: ResolvedFiller, *, field: str) -> list[Finding]:
    """Return the findings on an excipient as the bulk of a tablet, whoever the patient is."""
    return filler_findings(filler, form=FORM, avoid=(), field=field)


def composition(filler: ResolvedFiller, *, field: str, avoid: Sequence[str]) -> list[Finding]:
    """Return the findings on an excipient that are known before its share is: sensitivities, and fitness as bulk.

    What a recipe may hold as a lubricant, disintegrant, flow aid or binder is judged once its share is known; the base
    of a mould is bulk whatever it is.
    """
    if field == "recipe" and filler.key in use_keys():
        return composition_findings(filler.component, avoid, field=field)
    found = filler_findings(filler, form=FORM, avoid=avoid, field=field)
    for part in base_parts(filler.key):
        row = get_filler(part.filler) if part.filler else None
        for threshold in row.eu_thresholds if row else ():
            if threshold.amount is None:
                found.append(
                    finding(
                        "filler-declared",
                        say("filler-declared.base", part_name=part.name, threshold=threshold.text),
                        severity=Severity.INFO,
                        source=threshold.source,
                        field=field,
                    )
                )
    return found


def intake(item: InTablet, *, field: str, units_per_dose: int | None, doses_per_day: int | None) -> list[Finding]:
    """Return the findings on what the patient takes in with an excipient a day; of a mixture, with each part."""
    parts = [(item.filler, item.amount)]
    for part in base_parts(item.filler.key):
        if part.filler:
            row = get_filler(part.filler)
            parts.append((attrs.evolve(item.filler, reference=row), item.amount * part.share.value))
    found = []
    for filler, amount in parts:
        found += daily_amount_findings(
            filler, per_unit=amount, units_per_dose=units_per_dose, doses_per_day=doses_per_day, field=field
        )
    return found
