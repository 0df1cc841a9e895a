"""What findings say of the beyond-use date, the supply."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "beyond-use-rule-of-another-country": (
        "the beyond-use date is by {name}: a rule of {country}, and not of {jurisdiction}. State the rule "
        "that you follow in the profile: [beyond_use.{form}], with days and source"
    ),
    "beyond-use-rule-superseded": (
        "on the day of making another rule was in force than today: {name}. Is the day of making right?"
    ),
    "own-rule-longer-than-country": (
        "the pharmacy's own rule allows {own_days}, more than the {country_s_days} of {country_s_name}"
    ),
    "component-limits-date": "the expiry of {name}, {expiry}, is earlier than the rule's {by_rule}",
    "component-does-not-limit-date": (
        "{name} expires on {expiry}, before the rule's {by_rule}: by the rule followed here that does not "
        "shorten the preparation's date"
    ),
    "supply-does-not-match.units": (
        "{days_supply} days at {per_day} {unit} a day are {needed} {unit}, the batch has {count}"
    ),
    "supply.units-now": "dispense at most {share} {unit} now and the rest from a later batch",
    "supply.days-now": "dispense at most {usable} days' worth now and the rest from a later batch",
    "supply-past-beyond-use.units": (
        "the supply lasts {lasts} days, and begun on the day of making there are {usable} until the beyond-"
        "use date {last_day}: {split}"
    ),
    "stability-known.earlier": "where it is that formula, the date is the earlier one",
    "stability-known.no-extension": "it does not extend the date",
    "stability-known": "known stability: {study_days} at {storage} for {formula}; {effect}",
}
