"""What weighed units are held to: form, standard, theory and shell, as typed or as a plan has them; net or gross."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from ldn_compound.calc import arithmetic
from ldn_compound.core.errors import InputError
from ldn_compound.core.texts import parse_choice
from ldn_compound.core.units import Amount, mass
from ldn_compound.inputs.quality import UnitWeightInputs
from ldn_compound.plans.batch.result import UnitBatch
from ldn_compound.plans.quality.statistics import net_masses, without_shell
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.forms import forms_with, get_form
from ldn_compound.reference.limits import Standard, get_standard, standard_keys


class UnitBasis(NamedTuple):
    """What the masses are, and what they are held to.

    Attributes:
        form: one that has a standard for its unit masses.
        standard: the standard that is run.
        net: net masses in mg; shell: what was taken off each in mg, or None.
        theory: net mass in mg that a unit should have.
        limit: how far the mean may be from that, as a fraction.
    """

    form: str
    standard: Standard
    net: tuple[Fraction, ...]
    shell: Fraction | None
    theory: Fraction
    limit: Amount


class _Planned(NamedTuple):
    """What a plan says of its units: the net mass in mg, the shell where it knows one, the size of a capsule."""

    form: str
    theory: Fraction
    shell: Amount | None
    size: str | None
    standard: str


def resolve_basis(sheet: Worksheet[UnitWeightInputs]) -> UnitBasis:
    """Resolve what the units are held to, and take the shell off gross masses.

    Raises:
        InputError: ``contradicts-plan``, ``missing`` (a plan, and net or gross cannot be told),
            ``unknown-form``, ``tablet-has-no-shell``, ``standard-not-for-form``, ``size-without-gross``,
            ``theory-lighter-than-shell`` and what :func:`net_masses` raises.
    """
    given = sheet.given
    masses, plan = given.masses, given.plan
    planned = _planned(plan) if isinstance(plan, UnitBatch) else None
    form = _form(sheet, planned)
    standard = _standard(sheet, form, planned)
    refuse_too_few(standard, len(masses))
    limit: Amount = sheet.setting("policies.mean_limit")
    if planned is not None:
        net, shell, theory = _by_plan(sheet, masses, planned, limit.value)
    else:
        _refuse_size_of_contents(given)
        net, shell = net_masses(sheet, masses, size=given.size, shell=get_form(form).shell)
        theory = _typed_theory(sheet, shell)
    return UnitBasis(form=form, standard=standard, net=net, shell=shell, theory=theory, limit=limit)


def _refuse_size_of_contents(given: UnitWeightInputs) -> None:
    if given.size is not None and not given.gross:
        raise InputError(
            "size-without-gross",
            field="size",
            given=given.size,
            needed="gross masses, from which the shell of that size is taken off",
            hint="say that the masses are gross (--gross), or leave the size out",
        )


def settle_basis(given: UnitWeightInputs, raw: Mapping[str, object]) -> None:
    """Tell ``net`` as ``gross``, of which it is the opposite; without a plan a theoretical mass is required.

    Raises:
        InputError: ``gross-and-net``, ``missing``.

    >>> given = UnitWeightInputs(masses=["134 mg", "135 mg"], theoretical="135 mg", net=True)
    >>> settle_basis(given, {})
    >>> given.gross
    False
    """
    if given.plan is None:
        given.require("theoretical")
    net = given.net
    if net is None:
        return
    if given.gross == net:
        needed = "one of them: the masses are net, or they are gross"
        raise InputError("gross-and-net", field="net", given=f"net {_yes(net)}, gross {_yes(net)}", needed=needed)
    given.gross, given.net = not net, None


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"


def _planned(plan: UnitBatch) -> _Planned:
    from ldn_compound.plans.capsules.result import CapsuleBatch

    limits = plan.unit_mass_limits
    return _Planned(
        form=plan.form,
        theory=limits.exact.target.value,
        shell=limits.exact.shell,
        size=plan.capsule_size if isinstance(plan, CapsuleBatch) else None,
        standard=limits.standard,
    )


def _form(sheet: Worksheet[UnitWeightInputs], planned: _Planned | None) -> str:
    given = sheet.given
    if planned is not None:
        _same("form", given, planned.form)
        form = planned.form
    else:
        weighed = [form.key for form in forms_with("standard")]
        if given.form is None:
            message = f"no form was given: {get_form(weighed[0]).words('en')[1]}"
            sheet.assume("form-assumed", field="form", value=weighed[0], message=message)
        form = parse_choice(given.form or weighed[0], weighed, field="form", code="unknown-form")
    if not get_form(form).shell and (given.gross or given.shell_mass is not None):
        raise InputError(
            "tablet-has-no-shell",
            field="gross" if given.gross else "shell_mass",
            given=form,
            needed=f"net masses: a {form} has no shell",
        )
    return form


def _standard(sheet: Worksheet[UnitWeightInputs], form: str, planned: _Planned | None) -> Standard:
    """Return the standard for the form: as given, the plan's, or the one that the profile or the country has for it."""
    asked = sheet.given.standard
    if asked in standard_keys() and not any(band.form == form for band in get_standard(str(asked)).bands):
        raise not_for_form(get_standard(str(asked)), form)
    if planned is not None:
        _same("standard", sheet.given, planned.standard)
        return get_standard(planned.standard)
    return get_standard(sheet.setting(get_form(form).standard, "standard"))


def not_for_form(standard: Standard, form: str) -> InputError:
    """Return the refusal of a standard that has no limits for a form."""
    return InputError(
        "standard-not-for-form",
        field="form",
        given=form,
        needed=f"a form that {standard.key} has limits for",
        hint="take another standard, such as ph-eur-2.9.5",
    )


def refuse_too_few(standard: Standard, count: int) -> None:
    """Refuse fewer units than a standard is written for, or than have a spread.

    Raises:
        InputError: ``too-few-units``.
    """
    least = min(standard.sample_sizes, default=2)
    if count < least:
        why = f"{standard.key} is written for {' or '.join(map(str, standard.sample_sizes))}"
        raise InputError(
            "too-few-units",
            field="masses",
            given=f"{count} {'unit' if count == 1 else 'units'}",
            needed=f"at least {least} units",
            hint=why if standard.sample_sizes else "one unit has no spread: weigh 10 or more",
        )


def _typed_theory(sheet: Worksheet[UnitWeightInputs], shell: Fraction | None) -> Fraction:
    """Return the theoretical net mass in mg as it was typed, less the shell where it is gross."""
    typed = sheet.given.theoretical
    assert typed is not None  # required without a plan
    if shell is None:
        return typed.value
    if typed.value <= shell:
        raise InputError(
            "theory-lighter-than-shell",
            field="theoretical",
            given=typed.text(),
            needed=f"a gross mass, above the shell's {mass(shell).text()}",
            hint="with gross masses the theoretical mass is gross too: net contents and shell",
        )
    return Fraction(sheet.work("theoretical net mass", arithmetic.remaining, whole=typed.value, part=shell))


def _by_plan(
    sheet: Worksheet[UnitWeightInputs], masses: Sequence[Amount], planned: _Planned, limit: Fraction
) -> tuple[tuple[Fraction, ...], Fraction | None, Fraction]:
    """Return net masses, shell and theory as a plan has them."""
    given = sheet.given
    if planned.size is not None or given.size is not None:
        _same("size", given, planned.size or "of a tablet: none")
    if planned.shell is not None and given.shell_mass is not None:
        _same("shell_mass", given, planned.shell)
    shell = planned.shell or given.shell_mass
    gross = _is_gross(sheet, masses, planned, shell, limit)
    theory = mass(planned.theory + shell.value) if gross and shell is not None else mass(planned.theory)
    if given.theoretical is not None:
        _same("theoretical", given, theory)
    parts = [f"a unit of {mass(planned.theory).text()} net", planned.standard]
    parts += [f"a shell of {planned.shell.text()}"] if planned.shell is not None else []
    message = "form, theory, standard and shell are the plan's"
    sheet.assume("taken-from-plan", field="plan", value=", ".join(parts), message=message, origin="plan")
    if not gross or shell is None:
        return tuple(item.value for item in masses), None, planned.theory
    return without_shell(sheet, masses, shell), shell.value, planned.theory


def _is_gross(
    sheet: Worksheet[UnitWeightInputs],
    masses: Sequence[Amount],
    planned: _Planned,
    shell: Amount | None,
    limit: Fraction,
) -> bool:
    """Tell whether the masses are of filled capsules, shell and all.

    That is how capsules are weighed, and it is taken, and said, where nobody says otherwise. But masses whose mean fits
    the plan's net contents may as well be contents: then it is asked.
    """
    said = sheet.given.gross
    if not get_form(planned.form).shell:
        return False
    if said is None and shell is None:
        raise _ask(
            "the plan knows no mass of the empty shell",
            "--net for contents, or --gross with --shell-mass, the mean of one empty shell",
        )
    if said and shell is None:
        raise InputError(
            "gross-without-shell-mass",
            field="shell_mass",
            needed="the mean mass of one empty shell of this lot, such as 48mg",
            hint="the plan knows none: give --shell-mass, or plan with it",
        )
    if said is not None or shell is None:
        return bool(said)
    mean = sum((item.value for item in masses), Fraction(0)) / len(masses)
    if abs(mean - planned.theory) <= limit * planned.theory:
        raise _ask(
            f"the mean of {mass(mean).text()} fits the plan's net contents of {mass(planned.theory).text()}",
            f"--net if these are contents alone, --gross if they are filled capsules (a shell is {shell.text()})",
        )
    sheet.assume(
        "masses-gross-by-plan",
        field="gross",
        value="gross",
        message="nothing was said of net or gross: filled capsules are taken as weighed, shell and all, and the plan's "
        "mean shell is taken off",
        origin="plan",
    )
    return True


def _ask(given: str, needed: str) -> InputError:
    return InputError("missing", field="gross", given=given, needed=needed, hint="are the masses net or gross?")


def _same(name: str, given: UnitWeightInputs, planned: object) -> None:
    """Refuse an input that says another thing than the plan."""
    asked = given.named(name)
    if asked is None or asked == planned:
        return
    stated, plans = (item.text() if isinstance(item, Amount) else str(item) for item in (asked, planned))
    raise InputError(
        "contradicts-plan",
        field=name,
        given=stated,
        needed=f"what the plan says, {plans}",
        hint="leave it out, or leave the plan out; another batch has a plan of its own",
    )
