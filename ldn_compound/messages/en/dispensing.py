"""What findings say of what is asked before dispensing."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "question-unanswered": "{key}: {words}",
    "answer-unknown": "{question_key}: asked, and not known: {words} Ask the prescriber",
    "opioid.last-not-said": "when last is not said",
    "opioid.no-first-day": "there is no first day to count the last one's date, {last}, to: give the days",
    "opioid-free-not-given": "{opioid} was taken, and {when}: naltrexone can precipitate opioid withdrawal; {rule}",
    "question-unanswered.opioid": "{question}: an opioid was taken, and {when}; {rule}",
    "opioid-free-recorded.since": "{free} day{s} without {opioid}",
    "opioid-free-too-short": "{since}: naltrexone can precipitate opioid withdrawal; {rule}",
    "opioid-free-short": "{since}: {rule}",
}
