"""Plans compounded batches of low-dose naltrexone, exactly and with the working shown, and prints the labels.

>>> import ldn_compound as ldn
>>> plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", packing_stat="135 mg")
>>> print(plan.api_to_weigh)
405 milligram

The names below load what they need on first use, so importing this package loads the standard library alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldn_compound._version import __version__

if TYPE_CHECKING:
    from ldn_compound.core.errors import (
        CalculationError,
        DataError,
        FileError,
        InputError,
        LabelError,
        LdnError,
        MismatchError,
        StopError,
        UnitError,
    )
    from ldn_compound.core.results import Assumption, Finding, Result, Severity, Step
    from ldn_compound.core.units import quantity, unit_registry
    from ldn_compound.exchange.balance_lines import read_balance_lines
    from ldn_compound.exchange.document import from_json, read_document, result, to_json
    from ldn_compound.exchange.requests import plan
    from ldn_compound.exchange.signing.keys import (
        PublicKey,
        SigningKey,
        new_signing_key,
        read_public_key,
        read_signing_key,
    )
    from ldn_compound.exchange.signing.signature import Signature
    from ldn_compound.fhir.export import to_fhir
    from ldn_compound.fhir.request import FhirRequest, from_fhir
    from ldn_compound.labelling.calendar_file import titration_events
    from ldn_compound.labelling.calendar_page import titration_calendar
    from ldn_compound.labelling.content import label_for
    from ldn_compound.labelling.directions_checking import check_directions
    from ldn_compound.labelling.fitting import fit_labels
    from ldn_compound.labelling.printing import check_label, print_labels
    from ldn_compound.labelling.weight_plot import plot_unit_weights
    from ldn_compound.plans import check
    from ldn_compound.plans.batch.result import Batch, UnitBatch
    from ldn_compound.plans.calculators import filler_by_density, filler_by_packing, minimum_weighable, weighing_factor
    from ldn_compound.plans.capsules.plan import plan_capsules
    from ldn_compound.plans.capsules.result import CapsuleBatch
    from ldn_compound.plans.children.dispensing import plan_solution_for
    from ldn_compound.plans.children.weight_based_dose import Dose, weight_based_dose
    from ldn_compound.plans.ingredients.filler import FillerCheck, check_filler
    from ldn_compound.plans.plan_trituration import Trituration, plan_trituration
    from ldn_compound.plans.prescription.beyond_use import BeyondUse, beyond_use
    from ldn_compound.plans.quality.as_made import AsMade, as_made
    from ldn_compound.plans.quality.content_uniformity import ContentUniformity, acceptance_value, check_contents
    from ldn_compound.plans.quality.packing import Packing, packing_statistic
    from ldn_compound.plans.quality.repeatability import BalanceCheck, balance_repeatability
    from ldn_compound.plans.quality.unit_weights import UnitWeights, check_unit_weights
    from ldn_compound.plans.solution.batch import SolutionBatch
    from ldn_compound.plans.solution.plan import plan_solution
    from ldn_compound.plans.tablets.batch import TabletBatch
    from ldn_compound.plans.tablets.mould import displacement_factor, mould_base
    from ldn_compound.plans.tablets.plan import plan_tablets
    from ldn_compound.plans.titration.batches import plan_capsules_for
    from ldn_compound.plans.titration.plan import Titration, plan_titration
    from ldn_compound.records.signing import sign_document, verify_signature
    from ldn_compound.schemas.kinds import json_schema
    from ldn_compound.settings.profile import load_profile, read_profile

# name: the module that holds it
_NAMES = {
    "AsMade": "plans.quality.as_made",
    "Assumption": "core.results",
    "BalanceCheck": "plans.quality.repeatability",
    "Batch": "plans.batch.result",
    "BeyondUse": "plans.prescription.beyond_use",
    "CalculationError": "core.errors",
    "CapsuleBatch": "plans.capsules.result",
    "ContentUniformity": "plans.quality.content_uniformity",
    "DataError": "core.errors",
    "Dose": "plans.children.weight_based_dose",
    "FhirRequest": "fhir.request",
    "FileError": "core.errors",
    "FillerCheck": "plans.ingredients.filler",
    "Finding": "core.results",
    "InputError": "core.errors",
    "LabelError": "core.errors",
    "LdnError": "core.errors",
    "MismatchError": "core.errors",
    "Packing": "plans.quality.packing",
    "PublicKey": "exchange.signing.keys",
    "Result": "core.results",
    "Severity": "core.results",
    "Signature": "exchange.signing.signature",
    "SigningKey": "exchange.signing.keys",
    "SolutionBatch": "plans.solution.batch",
    "Step": "core.results",
    "StopError": "core.errors",
    "TabletBatch": "plans.tablets.batch",
    "Titration": "plans.titration.plan",
    "Trituration": "plans.plan_trituration",
    "UnitBatch": "plans.batch.result",
    "UnitError": "core.errors",
    "UnitWeights": "plans.quality.unit_weights",
    "acceptance_value": "plans.quality.content_uniformity",
    "as_made": "plans.quality.as_made",
    "balance_repeatability": "plans.quality.repeatability",
    "beyond_use": "plans.prescription.beyond_use",
    "check": "plans",
    "check_contents": "plans.quality.content_uniformity",
    "check_directions": "labelling.directions_checking",
    "check_filler": "plans.ingredients.filler",
    "check_label": "labelling.printing",
    "check_unit_weights": "plans.quality.unit_weights",
    "displacement_factor": "plans.tablets.mould",
    "filler_by_density": "plans.calculators",
    "filler_by_packing": "plans.calculators",
    "fit_labels": "labelling.fitting",
    "from_fhir": "fhir.request",
    "from_json": "exchange.document",
    "json_schema": "schemas.kinds",
    "label_for": "labelling.content",
    "load_profile": "settings.profile",
    "minimum_weighable": "plans.calculators",
    "mould_base": "plans.tablets.mould",
    "new_signing_key": "exchange.signing.keys",
    "packing_statistic": "plans.quality.packing",
    "plan": "exchange.requests",
    "plan_capsules": "plans.capsules.plan",
    "plan_solution": "plans.solution.plan",
    "plan_capsules_for": "plans.titration.batches",
    "plan_solution_for": "plans.children.dispensing",
    "plan_tablets": "plans.tablets.plan",
    "plan_titration": "plans.titration.plan",
    "plan_trituration": "plans.plan_trituration",
    "plot_unit_weights": "labelling.weight_plot",
    "print_labels": "labelling.printing",
    "quantity": "core.units",
    "read_balance_lines": "exchange.balance_lines",
    "read_document": "exchange.document",
    "read_profile": "settings.profile",
    "read_public_key": "exchange.signing.keys",
    "read_signing_key": "exchange.signing.keys",
    "result": "exchange.document",
    "sign_document": "records.signing",
    "titration_calendar": "labelling.calendar_page",
    "titration_events": "labelling.calendar_file",
    "to_fhir": "fhir.export",
    "to_json": "exchange.document",
    "unit_registry": "core.units",
    "verify_signature": "records.signing",
    "weighing_factor": "plans.calculators",
    "weight_based_dose": "plans.children.weight_based_dose",
}

# Written out, because type checkers read it; a test compares it with the mapping.
__all__ = [
    "AsMade",
    "Assumption",
    "BalanceCheck",
    "Batch",
    "BeyondUse",
    "CalculationError",
    "CapsuleBatch",
    "ContentUniformity",
    "DataError",
    "Dose",
    "FhirRequest",
    "FileError",
    "FillerCheck",
    "Finding",
    "InputError",
    "LabelError",
    "LdnError",
    "MismatchError",
    "Packing",
    "PublicKey",
    "Result",
    "Severity",
    "Signature",
    "SigningKey",
    "SolutionBatch",
    "Step",
    "StopError",
    "TabletBatch",
    "Titration",
    "Trituration",
    "UnitBatch",
    "UnitError",
    "UnitWeights",
    "__version__",
    "acceptance_value",
    "as_made",
    "balance_repeatability",
    "beyond_use",
    "check",
    "check_contents",
    "check_directions",
    "check_filler",
    "check_label",
    "check_unit_weights",
    "displacement_factor",
    "filler_by_density",
    "filler_by_packing",
    "fit_labels",
    "from_fhir",
    "from_json",
    "json_schema",
    "label_for",
    "load_profile",
    "minimum_weighable",
    "mould_base",
    "new_signing_key",
    "packing_statistic",
    "plan",
    "plan_capsules",
    "plan_capsules_for",
    "plan_solution",
    "plan_solution_for",
    "plan_tablets",
    "plan_titration",
    "plan_trituration",
    "plot_unit_weights",
    "print_labels",
    "quantity",
    "read_balance_lines",
    "read_document",
    "read_profile",
    "read_public_key",
    "read_signing_key",
    "result",
    "sign_document",
    "titration_calendar",
    "titration_events",
    "to_fhir",
    "to_json",
    "unit_registry",
    "verify_signature",
    "weighing_factor",
    "weight_based_dose",
]


if not TYPE_CHECKING:
    # Out of a type checker's sight: it would take any misspelt name for one that is loaded here.

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name not in _NAMES:
            # Not by an import: this module would be asked for the name of that one.
            by = None if name.startswith("_") else import_module(f"{__name__}.core.deprecated").successor(name)
            if by is None:
                raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
            return getattr(import_module(f"{__name__}.{_NAMES[by]}"), by)
        value = getattr(import_module(f"{__name__}.{_NAMES[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted(__all__)
