"""What is to be said of a beyond-use date: whose rule it is by, and what limits it."""

from __future__ import annotations

from datetime import date

from ldn_compound.checks.codes import finding
from ldn_compound.core.results import Finding, Severity
from ldn_compound.core.sources import Source
from ldn_compound.reference.beyond_use import Rule
from ldn_compound.reference.jurisdictions import NO_COUNTRY, get_jurisdiction


def rule_findings(rule: Rule, *, jurisdiction: str, form: str) -> list[Finding]:
    """Return the caution on a date by another country's rule, and the note on a rule that has been superseded.

    Parameters:
        rule: that gives the date.
        jurisdiction: whose rules the plan goes by.
        form: the dosage form, under whose name a profile states a rule of its own.

    >>> from ldn_compound.reference.beyond_use import get_rule
    >>> [item.code for item in rule_findings(get_rule("capsule"), jurisdiction="de", form="capsule")]
    ['beyond-use-rule-of-another-country']
    >>> rule_findings(get_rule("capsule"), jurisdiction="us", form="capsule")
    []
    """
    found = []
    if rule.country is not None and jurisdiction not in (rule.country, NO_COUNTRY):
        text = (
            f"the beyond-use date is by {rule.name}: a rule of {_name(rule.country)}, and not of "
            f"{_name(jurisdiction)}. State the rule that you follow in the profile: [beyond_use.{form}], with days "
            "and source"
        )
        found.append(
            finding("beyond-use-rule-of-another-country", Severity.CAUTION, text, source=rule.days.source, field="form")
        )
    if rule.superseded:
        text = f"on the day of making another rule was in force than today: {rule.name}. Is the day of making right?"
        found.append(
            finding("beyond-use-rule-superseded", Severity.INFO, text, source=rule.days.source, field="made_on")
        )
    return found


def own_rule_findings(own: Rule, country_s: Rule, *, jurisdiction: str) -> list[Finding]:
    """Return the stop on a pharmacy's own rule that passes its country's; a caution where no country's rules apply."""
    if own.days.value.value <= country_s.days.value.value or jurisdiction not in (country_s.country, NO_COUNTRY):
        return []
    severity = Severity.STOP if jurisdiction == country_s.country else Severity.CAUTION
    text = (
        f"the pharmacy's own rule allows {own.days.value.text()}, more than the {country_s.days.value.text()} of "
        f"{country_s.name}"
    )
    return [finding("own-rule-longer-than-country", severity, text, source=country_s.days.source, field="form")]


def component_finding(name: str, expiry: date, *, by_rule: date, limits: bool, source: Source | str) -> Finding:
    """Return what a component that expires before the rule's date means for it."""
    if limits:
        text = f"the expiry of {name}, {expiry.isoformat()}, is earlier than the rule's {by_rule.isoformat()}"
        return finding("component-limits-date", Severity.INFO, text, source=source, field="component_expiries")
    text = (
        f"{name} expires on {expiry.isoformat()}, before the rule's {by_rule.isoformat()}: by the rule followed here "
        f"that does not shorten the preparation's date"
    )
    return finding("component-does-not-limit-date", Severity.INFO, text, source=source, field="component_expiries")


def _name(jurisdiction: str) -> str:
    return get_jurisdiction(jurisdiction).name
