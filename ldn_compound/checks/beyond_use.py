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
        found.append(
            finding(
                "beyond-use-rule-of-another-country",
                name=rule.name,
                country=_name(rule.country),
                jurisdiction=_name(jurisdiction),
                form=form,
                source=rule.days.source,
            )
        )
    if rule.superseded:
        found.append(finding("beyond-use-rule-superseded", name=rule.name, source=rule.days.source))
    return found


def own_rule_findings(own: Rule, country_s: Rule, *, jurisdiction: str) -> list[Finding]:
    """Return the stop on a pharmacy's own rule that passes its country's; a caution where no country's rules apply."""
    if own.days.value.value <= country_s.days.value.value or jurisdiction not in (country_s.country, NO_COUNTRY):
        return []
    severity = Severity.STOP if jurisdiction == country_s.country else Severity.CAUTION
    return [
        finding(
            "own-rule-longer-than-country",
            own_days=own.days.value,
            country_s_days=country_s.days.value,
            country_s_name=country_s.name,
            severity=severity,
            source=country_s.days.source,
        )
    ]


def component_finding(name: str, expiry: date, *, by_rule: date, limits: bool, source: Source | str) -> Finding:
    """Return what a component that expires before the rule's date means for it."""
    if limits:
        return finding("component-limits-date", name=name, expiry=expiry, by_rule=by_rule, source=source)
    return finding("component-does-not-limit-date", name=name, expiry=expiry, by_rule=by_rule, source=source)


def _name(jurisdiction: str) -> str:
    return get_jurisdiction(jurisdiction).name
